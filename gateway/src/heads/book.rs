//! What is known of the sites' logs, in memory.
//!
//! A row is written before its answer is sent. So the answer to a call that was sent when head `n`
//! was known must have a place after `n`; a smaller one means that the log went back. Answers of
//! calls under way at once come in any order, which is why each call takes a [`Mark`] when it is
//! sent. Two hashes at one place mean that the log forked.
//!
//! Signatures are not verified here, since that takes longer than all the rest, but for a head that
//! does not go with what is known: [`HeadBook::verify_latest`] does it for the last head of each
//! site, which stands for all rows before it.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

use super::{
    file::{Conflict, HeadsFile, KeptHead, KeptHeads},
    signature::is_signed,
};

/// Heads that are compared with those that come, at each site.
const RECENT: usize = 64;
/// Conflicts that are kept of a site: the first tell what happened.
const MAX_CONFLICTS: usize = 8;

/// A head as an answer carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenHead {
    /// Place of the row, from 1.
    pub seq: i64,
    /// Hash of the row: 64 hexadecimal digits.
    pub hash: String,
    /// The site's signature, if there is one.
    pub signature: Option<String>,
}

/// What was known of a site's log when a call was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    seq: i64,
    /// Which of the site's logs: another after each conflict.
    log: u16,
}

/// Bits of a mark in one word that are the place; a log of a million rows in each second fills them in
/// nine years.
const SEQ_BITS: u32 = 48;

impl Mark {
    fn to_word(self) -> u64 {
        let seq = u64::try_from(self.seq).unwrap_or_default().min((1 << SEQ_BITS) - 1);
        u64::from(self.log) << SEQ_BITS | seq
    }

    fn of_word(word: u64) -> Self {
        let (log, seq) = (word >> SEQ_BITS, word & ((1 << SEQ_BITS) - 1));
        Self { seq: seq as i64, log: log as u16 }
    }
}

/// Something that is not as it should be. Each is logged when it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadWarning {
    /// The site's log has fewer rows than it had.
    WentBack,
    /// The site's log has another row where one was known.
    Forked,
    /// No registered key of the site has signed the head.
    SignatureInvalid,
    /// A site with a registered key answers without a signed head.
    Unsigned,
}

impl HeadWarning {
    /// The stable code of the warning.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WentBack => "SITE_LOG_WENT_BACK",
            Self::Forked => "SITE_LOG_FORKED",
            Self::SignatureInvalid => "SITE_HEAD_SIGNATURE_INVALID",
            Self::Unsigned => "SITE_HEAD_UNSIGNED",
        }
    }
}

/// The heads of all sites.
#[derive(Debug)]
pub struct HeadBook {
    sites: RwLock<HashMap<String, Arc<SiteHeads>>>,
    kept_per_site: NonZeroUsize,
}

/// The heads of one site. Whoever calls a site often has this at hand: a call takes the lock of that
/// site alone, when its answer has come, and none when it is sent.
#[derive(Debug)]
pub(crate) struct SiteHeads {
    site: String,
    /// The mark of `log` as it is now, for those who only look.
    mark: AtomicU64,
    log: Mutex<SiteLog>,
}

#[derive(Debug, Default)]
struct SiteLog {
    log: u16,
    /// The last heads that came, in order of coming.
    recent: VecDeque<SeenHead>,
    /// The head with the greatest place.
    latest: Option<SeenHead>,
    /// Whether `latest` is still to be verified and kept.
    is_latest_new: bool,
    /// Registered keys of the site, as of its last answer.
    keys: Arc<[String]>,
    kept: KeptHeads,
    is_kept_new: bool,
    /// So that each answer without a signature does not warn again.
    warned_unsigned: bool,
}

impl HeadBook {
    /// A book that begins with what was kept.
    #[must_use]
    pub fn new(file: HeadsFile, kept_per_site: NonZeroUsize) -> Self {
        let sites = file.sites.into_iter().map(|(id, kept)| {
            let latest = kept.heads.last().map(|head| SeenHead {
                seq: head.seq,
                hash: head.hash.clone(),
                signature: head.signature.clone(),
            });
            let recent = latest.iter().cloned().collect();
            let log = SiteLog { latest, recent, kept, ..SiteLog::default() };
            (id.clone(), Arc::new(SiteHeads::new(id, log)))
        });
        Self { sites: RwLock::new(sites.collect()), kept_per_site }
    }

    /// What is known of the site's log now, to be taken right before a call is sent.
    #[must_use]
    pub fn mark(&self, site: &str) -> Mark {
        let sites = self.sites.read().unwrap_or_else(PoisonError::into_inner);
        sites.get(site).map(|heads| heads.mark()).unwrap_or_default()
    }

    /// Takes the head of an answer, to a call that was sent at `mark`; `None` where it has none.
    /// `keys` are those that the site is registered with.
    pub fn saw(
        &self,
        site: &str,
        keys: &Arc<[String]>,
        mark: Mark,
        head: Option<SeenHead>,
    ) -> Option<HeadWarning> {
        self.heads_of(site).saw(keys, mark, head)
    }

    /// Verifies the latest head of each site that has a new one; those that are good are kept.
    pub fn verify_latest(&self) {
        let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
        for heads in self.all() {
            let site = heads.site.as_str();
            let (head, keys) = {
                let mut log = heads.lock();
                if !std::mem::take(&mut log.is_latest_new) {
                    continue;
                }
                (log.latest.clone(), Arc::clone(&log.keys))
            };
            // Without the lock: answers need not wait for this.
            let Some(head) = head else { continue };
            match kept(site, &keys, &head, &now) {
                Ok(kept) => heads.lock().keep(kept, self.kept_per_site.get()),
                Err(warning) => {
                    let code = warning.code();
                    tracing::warn!(site, code, "a head of the site's access log is not kept");
                    let mut log = heads.lock();
                    log.forget_latest(&head);
                    heads.publish(&log);
                }
            }
        }
    }

    /// What there is to be kept; `None` if nothing is new since the last time.
    #[must_use]
    pub fn take_changes(&self) -> Option<HeadsFile> {
        let mut is_new = false;
        let mut sites = BTreeMap::new();
        for heads in self.all() {
            let mut log = heads.lock();
            is_new |= std::mem::take(&mut log.is_kept_new);
            if log.kept != KeptHeads::default() {
                sites.insert(heads.site.clone(), log.kept.clone());
            }
        }
        is_new.then_some(HeadsFile { sites, ..HeadsFile::default() })
    }

    /// Has the next [`take_changes`](Self::take_changes) tell all again: they could not be written.
    pub fn keep_changes(&self) {
        for heads in self.all() {
            heads.lock().is_kept_new = true;
        }
    }

    /// What is known of one site.
    pub(crate) fn heads_of(&self, site: &str) -> Arc<SiteHeads> {
        let known = {
            let sites = self.sites.read().unwrap_or_else(PoisonError::into_inner);
            sites.get(site).cloned()
        };
        known.unwrap_or_else(|| {
            let mut sites = self.sites.write().unwrap_or_else(PoisonError::into_inner);
            let new = || Arc::new(SiteHeads::new(site.to_owned(), SiteLog::default()));
            Arc::clone(sites.entry(site.to_owned()).or_insert_with(new))
        })
    }

    fn all(&self) -> Vec<Arc<SiteHeads>> {
        let sites = self.sites.read().unwrap_or_else(PoisonError::into_inner);
        sites.values().map(Arc::clone).collect()
    }
}

impl SiteHeads {
    fn new(site: String, log: SiteLog) -> Self {
        Self { site, mark: AtomicU64::new(log.mark().to_word()), log: Mutex::new(log) }
    }

    /// What is known of the site's log now, to be taken right before a call is sent.
    pub(crate) fn mark(&self) -> Mark {
        // An older mark asks less of the answer.
        Mark::of_word(self.mark.load(Ordering::Relaxed))
    }

    /// Takes the head of an answer, as [`HeadBook::saw`] does.
    pub(crate) fn saw(
        &self,
        keys: &Arc<[String]>,
        mark: Mark,
        head: Option<SeenHead>,
    ) -> Option<HeadWarning> {
        let mut log = self.lock();
        if !Arc::ptr_eq(&log.keys, keys) {
            log.keys = Arc::clone(keys);
        }
        let site = self.site.as_str();
        let warning = log.take(site, mark, head);
        self.publish(&log);
        drop(log);
        if let Some(warning) = warning {
            let code = warning.code();
            tracing::warn!(site, code, "the site's access log is not as it was");
        }
        warning
    }

    /// Has the mark follow the log. Under the log's lock, so that it never goes back by itself.
    fn publish(&self, log: &SiteLog) {
        self.mark.store(log.mark().to_word(), Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, SiteLog> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SiteLog {
    fn mark(&self) -> Mark {
        Mark { seq: self.latest.as_ref().map_or(0, |head| head.seq), log: self.log }
    }

    fn take(&mut self, site: &str, mark: Mark, head: Option<SeenHead>) -> Option<HeadWarning> {
        let is_signed = head.as_ref().is_some_and(|head| head.signature.is_some());
        if !self.keys.is_empty() && !is_signed {
            let was_warned = std::mem::replace(&mut self.warned_unsigned, true);
            return (!was_warned).then_some(HeadWarning::Unsigned);
        }
        let head = head?;
        self.warned_unsigned = false;
        // The call was sent before the site's log was found to be another.
        if mark.log != self.log {
            return None;
        }
        let other =
            self.recent.iter().find(|known| known.seq == head.seq && known.hash != head.hash);
        let conflict = match other {
            Some(known) => Some((HeadWarning::Forked, known.clone())),
            None if head.seq <= mark.seq => {
                self.latest.clone().map(|known| (HeadWarning::WentBack, known))
            }
            None => None,
        };
        if let Some((warning, known)) = conflict {
            return Some(self.part_ways(site, warning, &known, head));
        }
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(head.clone());
        if self.latest.as_ref().is_none_or(|latest| latest.seq < head.seq) {
            self.latest = Some(head);
            self.is_latest_new = true;
        }
        None
    }

    /// Goes on with the log that the site has now, and keeps both heads to show for it.
    fn part_ways(
        &mut self,
        site: &str,
        warning: HeadWarning,
        known: &SeenHead,
        found: SeenHead,
    ) -> HeadWarning {
        let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
        let pair = kept(site, &self.keys, known, &now)
            .and_then(|known| Ok((known, kept(site, &self.keys, &found, &now)?)));
        let (kept, proof) = match pair {
            Ok(pair) => pair,
            Err(invalid) => return invalid,
        };
        if self.kept.conflicts.len() < MAX_CONFLICTS {
            let code = warning.code().to_owned();
            self.kept.conflicts.push(Conflict { code, kept, found: proof.clone() });
        }
        self.kept.heads = vec![proof];
        self.is_kept_new = true;
        self.log = self.log.wrapping_add(1);
        self.recent = VecDeque::from([found.clone()]);
        self.latest = Some(found);
        self.is_latest_new = false;
        warning
    }

    fn keep(&mut self, head: KeptHead, at_most: usize) {
        // Since it was taken out to be verified, the site's log may have become another.
        if self.kept.heads.last().is_some_and(|last| last.seq >= head.seq) {
            return;
        }
        self.kept.heads.push(head);
        let surplus = self.kept.heads.len().saturating_sub(at_most);
        self.kept.heads.drain(..surplus);
        self.is_kept_new = true;
    }

    /// A head that nobody signed proves nothing, and nothing is compared with it.
    fn forget_latest(&mut self, head: &SeenHead) {
        self.recent.retain(|known| known != head);
        if self.latest.as_ref() == Some(head) {
            self.latest = self.recent.iter().max_by_key(|known| known.seq).cloned();
            self.is_latest_new = self.latest.is_some();
        }
    }
}

/// The head as it is kept, if it is signed as the site is registered.
fn kept(site: &str, keys: &[String], head: &SeenHead, now: &str) -> Result<KeptHead, HeadWarning> {
    let key = match &head.signature {
        _ if keys.is_empty() => None,
        None => return Err(HeadWarning::Unsigned),
        Some(signature) => {
            let is_of = |key: &&String| is_signed(key, site, head.seq, &head.hash, signature);
            Some(keys.iter().find(is_of).ok_or(HeadWarning::SignatureInvalid)?.clone())
        }
    };
    Ok(KeptHead {
        seq: head.seq,
        hash: head.hash.clone(),
        signature: head.signature.clone().filter(|_| key.is_some()),
        key,
        seen_at: now.to_owned(),
    })
}

#[cfg(test)]
mod tests;
