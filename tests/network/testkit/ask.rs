//! Asks a gateway over HTTP's own service and reads the answer.

use qianzhan_gateway::{
    auth::Caller,
    gateway::Gateway,
    http::{GraphqlRequest, GraphqlService, RequestContext, RequestId},
};
use serde_json::Value;

/// A GraphQL response.
#[derive(Debug)]
pub(crate) struct Answer(pub Value);

impl Answer {
    pub(crate) fn data(&self) -> &Value {
        assert!(self.0["errors"].is_null(), "{}", self.0["errors"]);
        &self.0["data"]
    }

    pub(crate) fn coverage(&self) -> &Value {
        &self.0["extensions"]["coverage"]
    }

    /// Code and path of each error.
    pub(crate) fn errors(&self) -> Vec<(String, Value)> {
        let errors = self.0["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|error| {
                let code = error["extensions"]["code"].as_str().unwrap_or_default();
                (code.to_owned(), error["path"].clone())
            })
            .collect()
    }
}

pub(crate) async fn ask_as(
    gateway: &Gateway,
    caller: Caller,
    document: &str,
    variables: Value,
) -> Answer {
    let request = GraphqlRequest {
        query: document.to_owned(),
        variables: variables.as_object().cloned().unwrap_or_default(),
        ..GraphqlRequest::default()
    };
    let context = RequestContext {
        request_id: RequestId::generate(),
        caller,
        headers: Default::default(),
        address: None,
    };
    let response = gateway.execute(request, context).await;
    Answer(serde_json::from_slice(&response.body).expect("the body is JSON"))
}
