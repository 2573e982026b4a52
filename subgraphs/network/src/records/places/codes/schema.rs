//! Resolves `Code`, and the mutations of codes.

use async_graphql::dynamic::ResolverContext;
use data_encoding::BASE64;
use futures::future::FutureExt;

use super::{
    Code,
    loader::BearerLoader,
    picture::{MAX_PREFIX_BYTES, Picture},
    scans::count_of,
    write::{IssueCode, RevokeCode, ScanCode},
};
use crate::{
    answer::FieldError,
    contract::{Resolvers, argument},
    database::Row,
    loaders::Loaders,
    record::{Record, Reference, refer, register_entry_by},
    records::{committees::Committee, members::Member, platforms::Platform},
    writes::{register_mutation, register_payload},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry_by::<Code>(resolvers, "code", "value");
    resolvers
        .record::<Code>()
        .load("committee", |context, code| {
            async move { refer::<Committee, _>(&context, code, |it| Some(&it.committee_id)).await }
                .boxed()
        })
        .load("member", |context, code| {
            async move { refer::<Member, _>(&context, code, |it| it.member_id.as_ref()).await }
                .boxed()
        })
        .load("platform", |context, code| {
            async move { refer::<Platform, _>(&context, code, |it| it.platform_id.as_ref()).await }
                .boxed()
        })
        .value("status", |code| code.status)
        .value("issuedOn", |code| code.issued_on)
        .value("revokedOn", |code| code.revoked_on)
        .value("revokedReason", |code| code.revoked_reason.clone())
        .load("svg", |context, code| {
            async move { Ok(picture(&context, code)?.map(|it| it.svg())) }.boxed()
        })
        .load("png", |context, code| {
            async move { Ok(picture(&context, code)?.map(|it| BASE64.encode(&it.png()))) }.boxed()
        })
        .load("scanCount", |context, code| {
            async move {
                let codes = &context.data_unchecked::<Loaders>().codes;
                count_of(&context, &codes.scans, code).await
            }
            .boxed()
        })
        .load("appealCount", |context, code| {
            async move {
                let codes = &context.data_unchecked::<Loaders>().codes;
                count_of(&context, &codes.appeals, code).await
            }
            .boxed()
        })
        .value("version", |code| code.version)
        .value("isGenerated", |code| code.is_generated);
    register_payload::<Code>(resolvers, "CodePayload", "code");
    register_mutation::<IssueCode>(resolvers);
    register_mutation::<RevokeCode>(resolvers);
    register_mutation::<ScanCode>(resolvers);
}

/// The code as a picture, with what the argument puts before its value.
fn picture(context: &ResolverContext<'_>, code: &Row<Code>) -> Result<Option<Picture>, FieldError> {
    let prefix: String = argument(context, "prefix")?.unwrap_or_default();
    if prefix.len() > MAX_PREFIX_BYTES {
        return Err(FieldError::Argument { name: "prefix".to_owned() });
    }
    Ok(Picture::of(&format!("{prefix}{}", code.id)))
}

/// The code in use of a member or platform.
pub(crate) async fn code_reference<T: Record>(
    loader: &BearerLoader,
    bearer: &Row<T>,
) -> Result<Option<Reference<Code>>, FieldError> {
    let found = loader.load_for(bearer, |it| Some(it.id().clone())).await?;
    Ok(found.map(Reference::Here))
}
