//! A site's GraphQL server over its own rows. It knows nothing of other sites: of their records it
//! can give the key and no more, which is how tests see that the gateway asks the owner.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_graphql::{Context, EmptySubscription, Error, ID, Object, Schema, SimpleObject, Union};
use qianzhan_gateway::directory::RegionCode;

use super::{
    paging::{BookConnection, BookOrder, PageRequest, page, refusal},
    stock::Stock,
    world::{Book, Branch, Rows},
};

pub(crate) type CatalogSchema = Schema<Query, Mutation, EmptySubscription>;

/// What one site answers from.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub(crate) regions: Vec<RegionCode>,
    pub(crate) rows: Rows,
    pub(crate) is_city: bool,
    /// Loans of the whole network: tells in which order mutations ran.
    pub(crate) loans: Arc<AtomicUsize>,
}

pub(crate) fn build(shelf: Shelf) -> CatalogSchema {
    Schema::build(Query, Mutation, EmptySubscription).enable_federation().data(shelf).finish()
}

fn shelf<'a>(ctx: &Context<'a>) -> &'a Shelf {
    ctx.data_unchecked::<Shelf>()
}

impl Shelf {
    /// The gather rule: what it owns inside the region or, of a place below one of its regions,
    /// what is there.
    fn covered(&self, region: RegionCode) -> Vec<&Book> {
        let owns_inside = self.regions.iter().any(|own| region.contains(own));
        let books = self.rows.books.iter();
        books
            .filter(|book| region.contains(if owns_inside { &book.region } else { &book.place }))
            .collect()
    }

    fn book(&self, id: &str) -> Option<&Book> {
        self.rows.books.iter().find(|book| book.id == id)
    }

    fn branch(&self, id: &str) -> Option<&Branch> {
        self.rows.branches.iter().find(|branch| branch.id == id)
    }

    fn owns(&self, id: &str) -> bool {
        RegionCode::of_key(id).is_ok_and(|region| self.regions.contains(&region))
    }
}

pub(crate) struct Query;

#[Object]
impl Query {
    async fn book(&self, ctx: &Context<'_>, id: ID) -> Result<Option<BookNode>, Error> {
        let book =
            shelf(ctx).book(&id).ok_or_else(|| refusal("RECORD_NOT_FOUND", "no such book"))?;
        Ok(Some(BookNode::of(book)))
    }

    async fn holding(&self, ctx: &Context<'_>, id: ID) -> Option<Holding> {
        let shelf = shelf(ctx);
        let book = shelf.book(&id).map(|book| Holding::Book(BookNode::of(book)));
        book.or_else(|| shelf.branch(&id).map(|branch| Holding::Branch(BranchNode::of(branch))))
    }

    async fn desk(&self, ctx: &Context<'_>, id: Option<ID>) -> Option<BranchNode> {
        shelf(ctx).branch(&id?).map(BranchNode::of)
    }

    async fn stock(&self, ctx: &Context<'_>, within: ID) -> Result<Option<Stock>, Error> {
        Ok(Some(Stock::of(&shelf(ctx).covered(RegionCode::parse(&within)?))))
    }

    async fn everything(&self, ctx: &Context<'_>) -> Option<Stock> {
        let books: Vec<&Book> = shelf(ctx).rows.books.iter().collect();
        Some(Stock::of(&books))
    }

    #[graphql(entity)]
    async fn find_region_by_code(&self, code: ID) -> Result<RegionNode, Error> {
        Ok(RegionNode { code: RegionCode::parse(&code)? })
    }

    #[graphql(entity)]
    async fn find_book_by_id(&self, ctx: &Context<'_>, id: ID) -> Option<BookNode> {
        let shelf = shelf(ctx);
        match shelf.book(&id) {
            Some(book) => Some(BookNode::of(book)),
            None => (shelf.is_city && !shelf.owns(&id)).then(|| BookNode::elsewhere(&id)),
        }
    }

    #[graphql(entity)]
    async fn find_branch_by_id(&self, ctx: &Context<'_>, id: ID) -> Option<BranchNode> {
        shelf(ctx).branch(&id).map(BranchNode::of)
    }

    #[graphql(entity)]
    async fn find_author_by_id(&self, id: ID) -> AuthorNode {
        AuthorNode { id }
    }
}

pub(crate) struct Mutation;

#[Object]
impl Mutation {
    async fn lend(
        &self,
        ctx: &Context<'_>,
        book: ID,
        #[graphql(default = 1)] copies: i32,
    ) -> Result<Option<Loan>, Error> {
        let shelf = shelf(ctx);
        let book = shelf.book(&book).ok_or_else(|| refusal("RECORD_NOT_FOUND", "no such book"))?;
        if copies > book.copies {
            return Err(refusal("COPIES_MISSING", "there are not that many copies"));
        }
        let place = shelf.loans.fetch_add(1, Ordering::SeqCst);
        Ok(Some(Loan { book: Some(BookNode::of(book)), copies, place }))
    }
}

#[derive(SimpleObject)]
struct Loan {
    book: Option<BookNode>,
    copies: i32,
    place: usize,
}

#[derive(Union)]
enum Holding {
    Book(BookNode),
    Branch(BranchNode),
}

struct RegionNode {
    code: RegionCode,
}

#[Object(name = "Region")]
impl RegionNode {
    async fn code(&self) -> ID {
        ID(self.code.to_string())
    }

    async fn stock(&self, ctx: &Context<'_>) -> Option<Stock> {
        Some(Stock::of(&shelf(ctx).covered(self.code)))
    }

    async fn books(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 3)] first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        #[graphql(default_with = "BookOrder::Title")] order: BookOrder,
    ) -> Result<Option<BookConnection>, Error> {
        let request = PageRequest { first, after, last, before };
        page(&shelf(ctx).covered(self.code), order, &request).map(Some)
    }

    async fn branches(&self, ctx: &Context<'_>) -> Vec<BranchNode> {
        let inside = |branch: &&Branch| self.code.contains(&branch.region);
        shelf(ctx).rows.branches.iter().filter(inside).map(BranchNode::of).collect()
    }

    async fn holdings(&self, ctx: &Context<'_>) -> Vec<Holding> {
        let shelf = shelf(ctx);
        let inside = |branch: &&Branch| self.code.contains(&branch.region);
        let books = shelf.covered(self.code).into_iter().take(1).map(BookNode::of);
        let branches = shelf.rows.branches.iter().filter(inside).map(BranchNode::of);
        books.map(Holding::Book).chain(branches.map(Holding::Branch)).collect()
    }

    async fn newest(&self, ctx: &Context<'_>) -> Option<BookNode> {
        shelf(ctx).covered(self.code).into_iter().max_by_key(|book| book.year).map(BookNode::of)
    }
}

/// A book, or only its key where another site keeps it.
#[derive(Clone)]
pub(crate) struct BookNode {
    id: String,
    row: Option<Book>,
}

impl BookNode {
    pub(crate) fn of(book: &Book) -> Self {
        Self { id: book.id.clone(), row: Some(book.clone()) }
    }

    fn elsewhere(id: &str) -> Self {
        Self { id: id.to_owned(), row: None }
    }

    fn row(&self) -> Result<&Book, Error> {
        self.row.as_ref().ok_or_else(|| refusal("RECORD_NOT_HERE", "another site keeps this book"))
    }
}

#[Object(name = "Book")]
impl BookNode {
    async fn id(&self) -> ID {
        ID(self.id.clone())
    }

    async fn title(&self) -> Result<&str, Error> {
        Ok(&self.row()?.title)
    }

    async fn year(&self) -> Result<i32, Error> {
        Ok(self.row()?.year)
    }

    async fn copies(&self) -> Result<i32, Error> {
        Ok(self.row()?.copies)
    }

    async fn genre(&self) -> Result<&str, Error> {
        Ok(self.row()?.genre)
    }

    async fn branch(&self, ctx: &Context<'_>) -> Result<BranchNode, Error> {
        let id = &self.row()?.branch;
        shelf(ctx).branch(id).map(BranchNode::of).ok_or_else(|| Error::new("a book has a branch"))
    }

    async fn sequel(&self) -> Result<Option<BookNode>, Error> {
        Ok(self.row()?.sequel.as_deref().map(Self::elsewhere))
    }

    async fn translations(&self) -> Result<Vec<BookNode>, Error> {
        Ok(self.row()?.translations.iter().map(|id| Self::elsewhere(id)).collect())
    }

    async fn author(&self) -> Result<AuthorNode, Error> {
        Ok(AuthorNode { id: ID(self.row()?.author.clone()) })
    }

    async fn region(&self) -> Result<RegionNode, Error> {
        Ok(RegionNode { code: self.row()?.region })
    }

    async fn city_prize(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        if !shelf(ctx).is_city {
            return Err(refusal("RECORD_NOT_HERE", "only cities give prizes"));
        }
        Ok(Some(format!("prize of {} for {}", shelf(ctx).regions[0], self.id)))
    }
}

struct BranchNode {
    id: String,
    row: Option<Branch>,
}

impl BranchNode {
    fn of(branch: &Branch) -> Self {
        Self { id: branch.id.clone(), row: Some(branch.clone()) }
    }

    fn row(&self) -> Result<&Branch, Error> {
        self.row.as_ref().ok_or_else(|| refusal("RECORD_NOT_HERE", "another site's branch"))
    }
}

#[Object(name = "Branch")]
impl BranchNode {
    async fn id(&self) -> ID {
        ID(self.id.clone())
    }

    async fn name(&self) -> Result<&str, Error> {
        Ok(&self.row()?.name)
    }

    async fn parent(&self) -> Result<Option<BranchNode>, Error> {
        let parent = self.row()?.parent.clone();
        Ok(parent.map(|id| BranchNode { id, row: None }))
    }

    async fn books(&self, ctx: &Context<'_>) -> Result<Vec<BookNode>, Error> {
        let id = &self.row()?.id;
        Ok(shelf(ctx)
            .rows
            .books
            .iter()
            .filter(|book| book.branch == *id)
            .map(BookNode::of)
            .collect())
    }
}

struct AuthorNode {
    id: ID,
}

impl AuthorNode {
    fn rows<'a>(&self, ctx: &Context<'a>) -> impl Iterator<Item = &'a Book> {
        shelf(ctx).rows.books.iter().filter(|book| book.author == self.id.as_str())
    }
}

#[Object(name = "Author")]
impl AuthorNode {
    async fn id(&self) -> &ID {
        &self.id
    }

    async fn works(&self, ctx: &Context<'_>) -> usize {
        self.rows(ctx).count()
    }

    async fn titles(&self, ctx: &Context<'_>) -> Vec<String> {
        self.rows(ctx).map(|book| book.title.clone()).collect()
    }

    async fn books(&self, ctx: &Context<'_>) -> Vec<BookNode> {
        self.rows(ctx).map(BookNode::of).collect()
    }
}
