//! Writes the log: one task for each site, so that the chain has one order.
//! What waits while it writes goes into its next statement together, so that calls which come at
//! once do not wait for one another's disk.

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};

use super::{AccessEntry, ChainHead, LoggedCall, store};
use crate::database::{Database, StoreError};

/// Most rows in one statement.
const MAX_BATCH: usize = 256;
/// Most calls that wait; further ones wait for room.
const QUEUE_LENGTH: usize = 1_024;

/// Code of a call that was not answered because it could not be logged.
pub const ACCESS_LOG_UNAVAILABLE_CODE: &str = "ACCESS_LOG_UNAVAILABLE";

/// The call could not be logged. The cause is in the site's own trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "访问日志无法写入，站点不予答复 / the access log cannot be written, so the site does not answer"
)]
pub struct AccessLogUnavailable;

/// The log of one site. Its task ends when this is dropped.
#[derive(Debug)]
pub struct AccessLog {
    queue: mpsc::Sender<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    entry: AccessEntry,
    written: oneshot::Sender<ChainHead>,
}

impl AccessLog {
    /// Starts the task that writes into this database, which has been migrated.
    #[must_use]
    pub fn start(database: &Database) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE_LENGTH);
        let writer = Writer { database: database.clone(), head: None };
        tokio::spawn(writer.run(waiting));
        Self { queue }
    }

    /// Logs a call, and answers the head of the chain with it.
    ///
    /// # Errors
    /// [`AccessLogUnavailable`] if it was not written.
    pub async fn append(&self, entry: AccessEntry) -> Result<ChainHead, AccessLogUnavailable> {
        let (written, answer) = oneshot::channel();
        let waiting = Waiting { entry, written };
        self.queue.send(waiting).await.map_err(|_| AccessLogUnavailable)?;
        // A batch that fails drops its senders.
        answer.await.map_err(|_| AccessLogUnavailable)
    }
}

struct Writer {
    database: Database,
    /// The last row, once known; forgotten after a failure.
    head: Option<ChainHead>,
}

impl Writer {
    async fn run(mut self, mut queue: mpsc::Receiver<Waiting>) {
        let mut batch = Vec::with_capacity(MAX_BATCH);
        while queue.recv_many(&mut batch, MAX_BATCH).await > 0 {
            match self.write(&batch).await {
                Ok(heads) => {
                    for (waiting, head) in batch.drain(..).zip(heads) {
                        // Whoever hung up needs no answer; the row stands.
                        let _ = waiting.written.send(head);
                    }
                }
                Err(error) => {
                    let calls = batch.len();
                    tracing::error!(%error, calls, "the access log could not be written");
                    batch.clear();
                }
            }
        }
    }

    /// Writes the rows after the head that the last batch left. Where that is not known, or another
    /// process has written into the same file since, so that the database refuses them, the head is
    /// read and the rows written under the database's lock.
    async fn write(&mut self, batch: &[Waiting]) -> Result<Vec<ChainHead>, StoreError> {
        if let Some(head) = self.head.take() {
            let rows = chain(batch, head);
            if self.database.execute(store::append(&rows)).await.is_ok() {
                return Ok(self.heads_of(&rows));
            }
        }
        let mut transaction = self.database.begin().await?;
        let head = store::head(&mut transaction).await?;
        let rows = chain(batch, head);
        transaction.execute(store::append(&rows)).await?;
        transaction.commit().await?;
        Ok(self.heads_of(&rows))
    }

    fn heads_of(&mut self, rows: &[LoggedCall]) -> Vec<ChainHead> {
        let heads: Vec<_> = rows.iter().map(LoggedCall::as_head).collect();
        self.head = heads.last().cloned();
        heads
    }
}

/// The rows of a batch, each after the one before it.
fn chain(batch: &[Waiting], mut head: ChainHead) -> Vec<LoggedCall> {
    let at = format!("{:.3}", Timestamp::now());
    let follow = |waiting: &Waiting| {
        let mut row = waiting.entry.to_row(at.clone());
        head = row.follow(&head);
        row
    };
    batch.iter().map(follow).collect()
}
