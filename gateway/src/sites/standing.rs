//! Whether a site is called at all, and the streams of events that are open at it: these end when it
//! is called no more. All registrations of a site share it, from when it joins until it is revoked or
//! taken out, so that a request that began on an older one hears of it too.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use tokio::sync::oneshot;

use super::CallError;

/// What is shared by all registrations of one site.
#[derive(Debug, Default)]
pub(super) struct Standing {
    revoked: OnceLock<String>,
    streams: Mutex<OpenStreams>,
}

#[derive(Debug, Default)]
struct OpenStreams {
    open: HashMap<u64, OpenStream>,
    next_number: u64,
}

#[derive(Debug)]
struct OpenStream {
    contract: String,
    end: oneshot::Sender<CallError>,
}

/// A stream's place among those that are open; dropping it gives the place up.
#[derive(Debug)]
pub(super) struct StreamPlace {
    standing: Arc<Standing>,
    number: u64,
}

impl Standing {
    /// Why the site is not called any more.
    pub(super) fn revoked(&self) -> Option<&str> {
        self.revoked.get().map(String::as_str)
    }

    /// Makes no further call, and ends all streams.
    pub(super) fn revoke(&self, reason: &str) {
        // The first reason stands. It is set before the streams end: one that is opened at this moment
        // either sees it or is among them.
        let _ = self.revoked.set(reason.to_owned());
        self.end_streams(&CallError::Revoked { reason: reason.to_owned() }, None);
    }

    /// Ends the streams of `contract`, or all.
    pub(super) fn end_streams(&self, why: &CallError, contract: Option<&str>) {
        let mut streams = self.streams();
        let is_meant =
            |stream: &OpenStream| contract.is_none_or(|contract| contract == stream.contract);
        for (_, stream) in streams.open.extract_if(|_, stream| is_meant(stream)) {
            // Nobody may listen any more.
            let _ = stream.end.send(why.clone());
        }
    }

    /// A place for a stream of `contract`, and what tells why it has to end.
    pub(super) fn open_stream(
        self: &Arc<Self>,
        contract: &str,
    ) -> (StreamPlace, oneshot::Receiver<CallError>) {
        let (end, ended) = oneshot::channel();
        let mut streams = self.streams();
        let number = streams.next_number;
        streams.next_number += 1;
        streams.open.insert(number, OpenStream { contract: contract.to_owned(), end });
        (StreamPlace { standing: Arc::clone(self), number }, ended)
    }

    fn streams(&self) -> MutexGuard<'_, OpenStreams> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for StreamPlace {
    fn drop(&mut self) {
        self.standing.streams().open.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_hear_what_concerns_them_and_leave_no_place_behind() {
        let standing = Arc::new(Standing::default());
        let (_network, mut of_network) = standing.open_stream("network");
        let (county, mut of_county) = standing.open_stream("county");
        let (left, _) = standing.open_stream("network");
        drop(left);
        assert_eq!(standing.streams().open.len(), 2);
        let withdrawn = CallError::Withdrawn { reason: "x".to_owned() };
        standing.end_streams(&withdrawn, Some("county"));
        assert_eq!(of_county.try_recv().expect("it ends").code(), "CONTRACT_WITHDRAWN");
        assert!(of_network.try_recv().is_err(), "the other goes on");
        drop(county);
        standing.revoke("y");
        standing.revoke("z");
        assert_eq!(of_network.try_recv().expect("it ends").refusal(), Some("y"));
        assert_eq!(standing.revoked(), Some("y"), "the first reason stands");
        assert!(standing.streams().open.is_empty());
    }
}
