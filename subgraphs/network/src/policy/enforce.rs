//! Puts a policy before a resolver: nothing of a site is resolved but through here.

use std::sync::Arc;

use async_graphql::{
    Value,
    dynamic::{FieldFuture, FieldValue, ResolverContext},
};
use futures::future::FutureExt;

use super::{
    Decision, FieldTable, How, PolicyView, Relations,
    cells::{ToldCount, told},
    fields::FieldIndex,
    masks::mask,
    view::Grants,
};
use crate::{
    answer::FieldError,
    contract::{OwnerFn, ResolverFn},
};

/// One field of the contracts, with its resolver.
struct Enforced {
    table: Arc<FieldTable>,
    index: FieldIndex,
    is_root: bool,
    owner: Option<OwnerFn>,
    resolver: ResolverFn,
}

/// The resolver, after the policy.
pub(crate) fn enforce(
    table: &Arc<FieldTable>,
    index: FieldIndex,
    is_root: bool,
    owner: Option<OwnerFn>,
    resolver: ResolverFn,
) -> ResolverFn {
    let field = Enforced { table: Arc::clone(table), index, is_root, owner, resolver };
    Box::new(move |context| field.resolve(context))
}

impl Enforced {
    fn resolve<'a>(&self, context: ResolverContext<'a>) -> FieldFuture<'a> {
        let view = context.ctx.data_unchecked::<Arc<PolicyView>>();
        // Before anything that tells whether there is such a record.
        if view.refuses(self.index) {
            return FieldFuture::Value(None);
        }
        // The parent of an entity that does not exist: what its fields are is dropped.
        if !self.is_root && context.parent_value.as_value().is_some() {
            return FieldFuture::Value(None);
        }
        let grants = view.grants(self.relations(view, &context));
        match grants.of(self.index) {
            Decision::Withhold => return self.withhold(view, &context),
            decision => {
                let has_items = decision != Decision::CountOnly;
                if let Some(refused) = self.refuse_arguments(view, &grants, has_items, &context) {
                    return refused;
                }
                if decision == Decision::CountOnly {
                    view.count_alone(context.ctx);
                    view.keep_back(self.index, How::CountOnly);
                }
                let is_masked = decision == Decision::Mask;
                let is_rounded = self.table.facts(self.index).is_of_people && !grants.is_exact();
                if is_masked || is_rounded {
                    return self.alter(Arc::clone(view), is_masked, context);
                }
            }
        }
        (self.resolver)(context)
    }

    fn relations(&self, view: &PolicyView, context: &ResolverContext<'_>) -> Relations {
        if let Some(only) = view.only_owner() {
            return only;
        }
        // A field of the root is asked for a record by the id that it is routed by, and is nobody's
        // object itself.
        let routed_by = self.table.facts(self.index).routed_by.as_deref();
        let named = |name: &str| context.args.get(name)?.string().ok()?.parse().ok();
        if let Some(id) = routed_by.and_then(named) {
            return view.relations_to_record(&id);
        }
        let of_object = self.owner.and_then(|owner| owner(context.parent_value, view));
        view.relations_to(context.ctx, of_object)
    }

    /// Null; where that cannot be, an error that nulls what can.
    fn withhold<'a>(&self, view: &PolicyView, context: &ResolverContext<'a>) -> FieldFuture<'a> {
        view.keep_back(self.index, How::Withheld);
        if self.table.facts(self.index).is_nullable {
            return FieldFuture::Value(None);
        }
        let field = self.table.coordinate(self.index);
        refuse(context, FieldError::FieldWithheld { field })
    }

    /// Refuses an argument that reads what the caller may not have. A default order reads too, but
    /// not where there are no items to be in it.
    fn refuse_arguments<'a>(
        &self,
        view: &PolicyView,
        grants: &Grants<'_>,
        has_items: bool,
        context: &ResolverContext<'a>,
    ) -> Option<FieldFuture<'a>> {
        for (argument, input) in &self.table.facts(self.index).inputs {
            let value = context.args.get(argument);
            let value = value.as_ref().map(|it| it.as_value());
            if !has_items && value.is_none_or(|value| *value == Value::Null) {
                continue;
            }
            let mut withheld = None;
            self.table.inputs.visit(input, value, &mut |read| {
                if withheld.is_none() && !grants.is_whole(read) {
                    withheld = Some(read);
                }
            });
            if let Some(read) = withheld {
                view.keep_back(read, How::Withheld);
                let field = self.table.coordinate(read);
                let argument = argument.clone();
                let error = FieldError::ArgumentReadsWithheld { argument, field };
                return Some(refuse(context, error));
            }
        }
        None
    }

    /// The value, masked or rounded.
    fn alter<'a>(
        &self,
        view: Arc<PolicyView>,
        is_masked: bool,
        context: ResolverContext<'a>,
    ) -> FieldFuture<'a> {
        let index = self.index;
        let alter = move |value: Option<FieldValue<'a>>| {
            let value = value?;
            if is_masked { masked(&view, index, &value) } else { rounded(&view, index, &value) }
        };
        match (self.resolver)(context) {
            FieldFuture::Value(value) => FieldFuture::Value(alter(value)),
            FieldFuture::Future(future) => {
                FieldFuture::Future(future.map(|value| value.map(alter)).boxed())
            }
        }
    }
}

fn refuse<'a>(context: &ResolverContext<'a>, error: FieldError) -> FieldFuture<'a> {
    let error = error.into_graphql().into_server_error(context.ctx.item.pos);
    context.ctx.add_error(context.ctx.set_error_path(error));
    FieldFuture::Value(None)
}

fn masked(
    view: &PolicyView,
    index: FieldIndex,
    value: &FieldValue<'_>,
) -> Option<FieldValue<'static>> {
    match value.as_value() {
        Some(Value::String(text)) => {
            view.keep_back(index, How::Masked);
            Some(FieldValue::value(mask(text)))
        }
        Some(Value::Null) => None,
        _ => {
            view.keep_back(index, How::Withheld);
            None
        }
    }
}

/// A count is rounded, or suppressed; a set of people cannot be rounded.
fn rounded(
    view: &PolicyView,
    index: FieldIndex,
    value: &FieldValue<'_>,
) -> Option<FieldValue<'static>> {
    let count = match value.as_value() {
        Some(Value::Null) => return None,
        Some(Value::Number(number)) => number.as_i64(),
        _ => None,
    };
    match count.map(|count| told(&view.policy().cells, count)) {
        Some(ToldCount::Rounded(count)) => {
            view.keep_back(index, How::Rounded);
            Some(FieldValue::value(count))
        }
        Some(ToldCount::Suppressed) => {
            view.keep_back(index, How::Suppressed);
            None
        }
        None => {
            view.keep_back(index, How::Withheld);
            None
        }
    }
}
