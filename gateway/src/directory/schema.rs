//! The types of the `directory` contract. Its text is `schema/directory.graphql`; a test holds
//! these to it.

use std::sync::Arc;

use async_graphql::{
    Context, EmptyMutation, EmptySubscription, Enum, Error, ErrorExtensions, ID, Object, Schema,
};

use super::{
    regions::{RegionCode, RegionError, RegionLevel, RegionTable},
    site_list::{SiteEntry, SiteList, SiteState},
};

/// The executable schema.
pub(super) type DirectorySchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// The schema over these regions. Each request needs an `Arc<SiteList>` in its data.
pub(super) fn build(regions: Arc<RegionTable>) -> DirectorySchema {
    Schema::build(Query, EmptyMutation, EmptySubscription)
        .enable_federation()
        .data(regions)
        .finish()
}

/// Administrative level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum Level {
    Province,
    City,
    County,
    Township,
    Village,
}

impl Level {
    /// `None` for a level that the contract does not have.
    pub(super) fn of(level: &RegionLevel) -> Option<Self> {
        match level.as_str() {
            "PROVINCE" => Some(Self::Province),
            "CITY" => Some(Self::City),
            "COUNTY" => Some(Self::County),
            RegionLevel::TOWNSHIP => Some(Self::Township),
            RegionLevel::VILLAGE => Some(Self::Village),
            _ => None,
        }
    }
}

/// Root of the contract.
pub(super) struct Query;

#[Object]
impl Query {
    async fn region(&self, ctx: &Context<'_>, code: ID) -> Result<Option<RegionNode>, Error> {
        RegionNode::find(regions(ctx)?, &code).map(Some).map_err(into_graphql)
    }

    async fn regions(
        &self,
        ctx: &Context<'_>,
        level: Option<Level>,
    ) -> Result<Vec<RegionNode>, Error> {
        let listed = regions(ctx)?
            .iter()
            .filter(|region| level.is_none() || Level::of(&region.level) == level)
            .map(|region| RegionNode { code: region.code });
        Ok(listed.collect())
    }

    async fn sites<'a>(
        &self,
        ctx: &Context<'a>,
        within: Option<ID>,
    ) -> Result<Vec<SiteNode<'a>>, Error> {
        let sites = sites(ctx)?;
        let Some(within) = within else {
            return Ok(sites.all().iter().map(SiteNode::from).collect());
        };
        let code = RegionCode::parse(&within).map_err(into_graphql)?;
        let found = sites.within(regions(ctx)?, code).map_err(into_graphql)?;
        Ok(found.into_iter().map(SiteNode::from).collect())
    }

    /// A code without a region is an error beside its null, so that the other representations of
    /// the same call are still answered.
    #[graphql(entity)]
    async fn find_region_by_code(
        &self,
        ctx: &Context<'_>,
        code: ID,
    ) -> Result<Option<RegionNode>, Error> {
        match RegionNode::find(regions(ctx)?, &code) {
            Ok(region) => Ok(Some(region)),
            Err(error) => {
                let error = into_graphql(error).into_server_error(ctx.item.pos);
                ctx.add_error(ctx.set_error_path(error));
                Ok(None)
            }
        }
    }
}

/// A region that the table lists, or a place inside one.
struct RegionNode {
    code: RegionCode,
}

impl RegionNode {
    fn find(regions: &RegionTable, code: &str) -> Result<Self, RegionError> {
        let code = RegionCode::parse(code)?;
        regions.nearest(code)?;
        Ok(Self { code })
    }
}

#[Object(name = "Region")]
impl RegionNode {
    async fn code(&self) -> ID {
        ID(self.code.to_string())
    }

    async fn name<'a>(&self, ctx: &Context<'a>) -> Result<Option<&'a str>, Error> {
        Ok(regions(ctx)?.get(self.code).map(|region| region.name.as_str()))
    }

    async fn short_name<'a>(&self, ctx: &Context<'a>) -> Result<Option<&'a str>, Error> {
        Ok(regions(ctx)?.get(self.code).and_then(|region| region.short_name.as_deref()))
    }

    async fn pinyin<'a>(&self, ctx: &Context<'a>) -> Result<Option<&'a str>, Error> {
        Ok(regions(ctx)?.get(self.code).and_then(|region| region.pinyin.as_deref()))
    }

    async fn level(&self, ctx: &Context<'_>) -> Result<Level, Error> {
        let level = regions(ctx)?.level(self.code).map_err(into_graphql)?;
        Level::of(&level)
            .ok_or_else(|| Error::new("a level beyond the contract was let in at start"))
    }

    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<RegionNode>, Error> {
        let parent = regions(ctx)?.parent(self.code).map_err(into_graphql)?;
        Ok(parent.map(|region| RegionNode { code: region.code }))
    }

    async fn children(&self, ctx: &Context<'_>) -> Result<Vec<RegionNode>, Error> {
        let children = regions(ctx)?.children(self.code).map_err(into_graphql)?;
        Ok(children.map(|region| RegionNode { code: region.code }).collect())
    }

    async fn site<'a>(&self, ctx: &Context<'a>) -> Result<Option<SiteNode<'a>>, Error> {
        let owner = sites(ctx)?.owner(regions(ctx)?, self.code).map_err(into_graphql)?;
        Ok(owner.map(SiteNode::from))
    }
}

/// A registered site.
struct SiteNode<'a> {
    entry: &'a SiteEntry,
}

impl<'a> From<&'a SiteEntry> for SiteNode<'a> {
    fn from(entry: &'a SiteEntry) -> Self {
        Self { entry }
    }
}

#[Object(name = "Site")]
impl SiteNode<'_> {
    async fn id(&self) -> ID {
        ID(self.entry.id.clone())
    }

    async fn name(&self) -> &str {
        &self.entry.name
    }

    async fn regions(&self) -> Vec<RegionNode> {
        self.entry.regions.iter().map(|code| RegionNode { code: *code }).collect()
    }

    async fn contracts(&self) -> &[String] {
        &self.entry.contracts
    }

    async fn state(&self) -> SiteState {
        self.entry.state
    }
}

fn regions<'a>(ctx: &Context<'a>) -> Result<&'a RegionTable, Error> {
    ctx.data::<Arc<RegionTable>>().map(Arc::as_ref)
}

fn sites<'a>(ctx: &Context<'a>) -> Result<&'a SiteList, Error> {
    ctx.data::<Arc<SiteList>>().map(Arc::as_ref)
}

fn into_graphql(error: RegionError) -> Error {
    Error::new(error.to_string()).extend_with(|_, extensions| extensions.set("code", error.code()))
}
