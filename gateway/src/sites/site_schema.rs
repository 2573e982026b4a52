//! What a site says that it serves: its own schema, asked for when it does not know what its
//! contract promises, and kept for a while. Asked once at a time for each site.
//! Spec: Apollo Federation subgraph specification, `Query._service`.

use std::{sync::Arc, time::Duration};

use apollo_compiler::Schema;
use bytes::Bytes;
use moka::future::Cache;
use serde_json_bytes::Value;

use super::{CallDeadline, CallError, CallHead, HttpClient, Site, SiteAnswer};

/// How long a schema is kept: a site that was brought up to date is believed after this.
const KEPT_FOR: Duration = Duration::from_secs(60);
/// Schemas kept. Sites behind their contract are few.
const MAX_KEPT: u64 = 256;
const REQUEST: Bytes = Bytes::from_static(br#"{"query":"{_service{sdl}}"}"#);

/// The schemas of sites that are behind, by name and address of the site.
#[derive(Debug, Clone)]
pub(super) struct SiteSchemas {
    known: Cache<(String, String), Arc<Schema>>,
}

impl Default for SiteSchemas {
    fn default() -> Self {
        Self { known: Cache::builder().max_capacity(MAX_KEPT).time_to_live(KEPT_FOR).build() }
    }
}

impl HttpClient {
    /// The site's own schema.
    ///
    /// # Errors
    /// [`CallError`] if it does not tell, or tells what is no schema.
    pub async fn site_schema(
        &self,
        site: &Arc<Site>,
        head: CallHead<'_>,
        deadline: CallDeadline,
    ) -> Result<Arc<Schema>, Arc<CallError>> {
        let address = site.spec.transport.uri().map(ToString::to_string).unwrap_or_default();
        let ask = self.call(site, REQUEST, head, deadline, read_schema);
        self.schemas().known.try_get_with((site.spec.id.clone(), address), ask).await
    }
}

fn read_schema(answer: SiteAnswer) -> Result<Arc<Schema>, CallError> {
    let malformed = |reason: &str| CallError::Malformed { reason: reason.to_owned() };
    let value = Value::from_bytes(answer.body).map_err(|_| malformed("no JSON"))?;
    let sdl = value
        .get("data")
        .and_then(|data| data.get("_service")?.get("sdl")?.as_str())
        .ok_or_else(|| malformed("`_service` has no `sdl`"))?;
    // Subgraphs leave out definitions of federation's own; what can be read is enough.
    let built = Schema::builder().adopt_orphan_extensions().parse(sdl, "site.graphql").build();
    let schema = built.unwrap_or_else(|incomplete| incomplete.partial);
    if schema.types.values().all(|definition| definition.is_built_in()) {
        return Err(malformed("the `sdl` defines no types"));
    }
    Ok(Arc::new(schema))
}
