//! Runs a mutation: who may, whether it was done before, its transaction, and its place in the
//! journal.

use std::sync::{Arc, Mutex};

use async_graphql::{Value, dynamic::ResolverContext, indexmap::IndexMap};
use futures::future::FutureExt;

use super::{
    Authority, Mutation, Payload, PublicWrite, Refusal, UserError, UserErrorCode, Writable,
    Writing,
    journal::{self, Key},
};
use crate::{
    answer::FieldError,
    callers::Caller,
    contract::{Resolvers, argument},
    database::{Database, StoreError},
    policy::PolicyView,
    record_id::RecordId,
    site::{SiteOwner, SiteRegions},
};

/// Longest idempotency key.
const MAX_KEY_CHARACTERS: usize = 100;

/// What a request's mutations came to, for the access log: the code of the first refusal.
#[derive(Debug, Default)]
pub(crate) struct WriteNotes(Mutex<Option<UserErrorCode>>);

impl WriteNotes {
    fn note(&self, code: UserErrorCode) {
        self.0.lock().expect("no holder of the lock panics").get_or_insert(code);
    }

    /// The code of the first refusal.
    pub(crate) fn first_refusal(&self) -> Option<UserErrorCode> {
        *self.0.lock().expect("no holder of the lock panics")
    }
}

/// Registers a mutation.
pub fn register_mutation<M: Mutation>(resolvers: &mut Resolvers) {
    resolvers.mutation(M::FIELD, |context| run::<M>(context).boxed());
}

async fn run<M: Mutation>(context: ResolverContext<'_>) -> Result<Payload<M::Record>, FieldError> {
    let unreadable = |name: &str| FieldError::Argument { name: name.to_owned() };
    let key: String = argument(&context, M::KEY)?.ok_or_else(|| unreadable(M::KEY))?;
    let key: RecordId = key.parse()?;
    let regions = context.data_unchecked::<SiteRegions>();
    let owner = if M::IS_ADDITION {
        let SiteOwner(owner) = *context.data_unchecked::<SiteOwner>();
        if !owner.contains(&key.region()) {
            return Err(FieldError::RecordNotHere { id: key });
        }
        owner
    } else if regions.own(&key) {
        key.region()
    } else {
        return Err(FieldError::RecordNotHere { id: key });
    };
    let caller = context.data_unchecked::<Arc<Caller>>();
    M::AUTHORITY.check(caller, &owner)?;
    if let Authority::Anyone(write) = M::AUTHORITY {
        let policy = context.data_unchecked::<Arc<PolicyView>>().policy();
        policy.public_writes().count(write, &key.to_string(), caller.origin.as_deref())?;
    }

    let idempotency_key: String =
        argument(&context, "idempotencyKey")?.ok_or_else(|| unreadable("idempotencyKey"))?;
    // A mutation that has nothing more to say has no input.
    let given = context.args.get("input").map(|it| it.as_value().clone());
    let given = given.unwrap_or_else(|| Value::Object(IndexMap::new()));
    let request_hash = journal::hash_request(M::FIELD, &key, &given);
    let input: M = async_graphql::from_value(given).map_err(|_| unreadable("input"))?;
    let nobody = Caller::anonymous();
    let noted = match M::AUTHORITY {
        Authority::Anyone(PublicWrite::Scan) => &nobody,
        Authority::Anyone(PublicWrite::Appeal) | Authority::Own(_) => caller.as_ref(),
    };
    let run = Run {
        journal_key: Key::new(noted, idempotency_key.clone(), &request_hash),
        request_hash,
        key,
        owner,
        regions: regions.clone(),
    };
    let outcome = match check_key(&idempotency_key) {
        Ok(()) => run.commit::<M>(context.data_unchecked::<Database>(), input).await,
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(payload) => Ok(payload),
        Err(Refusal::Refused(user_errors)) => {
            if let Some(first) = user_errors.first() {
                context.data_unchecked::<Arc<WriteNotes>>().note(first.code);
            }
            Ok(Payload { key: run.key, written: None, is_replay: false, user_errors })
        }
        Err(Refusal::Failed(error)) => Err(error.into()),
    }
}

fn check_key(key: &str) -> Result<(), UserError> {
    if key.trim().is_empty() {
        return Err(UserError::required(&["idempotencyKey"]));
    }
    if key.chars().count() > MAX_KEY_CHARACTERS {
        let zh = format!("至多 {MAX_KEY_CHARACTERS} 字");
        let en = format!("at most {MAX_KEY_CHARACTERS} characters");
        return Err(UserError::new(UserErrorCode::TooLong, &["idempotencyKey"], zh, en));
    }
    Ok(())
}

/// One mutation, before it begins.
struct Run {
    key: RecordId,
    owner: crate::region::RegionCode,
    regions: SiteRegions,
    journal_key: Key,
    request_hash: String,
}

impl Run {
    /// In one transaction: what was done before, or the mutation and its line in the journal. The
    /// transaction takes the database's lock when it begins, so that what it checks holds until it
    /// ends.
    async fn commit<M: Mutation>(
        &self,
        database: &Database,
        mutation: M,
    ) -> Result<Payload<M::Record>, Refusal> {
        let mut transaction = database.begin().await?;
        let done = journal::find_done(&mut transaction, &self.journal_key).await?;
        let (record, is_replay) = match done {
            Some(done) if done.request_hash == self.request_hash => {
                let found = M::Record::find(&mut transaction, &done.record_id).await?;
                let lost = || StoreError::from(sqlx::Error::RowNotFound);
                (found.ok_or_else(lost)?, true)
            }
            Some(_) => {
                let zh = "此幂等键已用于另一请求";
                let en = "the idempotency key was used for another request";
                let code = UserErrorCode::IdempotencyKeyReused;
                return Err(UserError::new(code, &["idempotencyKey"], zh, en).into());
            }
            None => {
                let mut writing = Writing::new(&mut transaction, self.owner, self.regions.clone());
                let record = mutation.run(self.key.clone(), &mut writing).await?;
                writing.check()?;
                let entry = journal::Entry {
                    key: &self.journal_key,
                    request_hash: &self.request_hash,
                    mutation: M::FIELD,
                    record_id: record.key(),
                    version: record.version(),
                    state: record.state(),
                };
                journal::append(&mut transaction, entry).await?;
                (record, false)
            }
        };
        transaction.commit().await?;
        Ok(Payload {
            key: self.key.clone(),
            written: Some((record.key().clone(), Arc::new(record))),
            is_replay,
            user_errors: Vec::new(),
        })
    }
}
