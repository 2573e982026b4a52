//! Pages under many parents at once: the events of each of five hundred platforms are a constant
//! number of statements.

use std::{
    collections::{HashMap, HashSet},
    marker::PhantomData,
    sync::Arc,
};

use async_graphql::dynamic::ResolverContext;
use sqlx::{ColumnIndex, Decode, FromRow, Type};

use super::{
    Connection, OrderField, Wanted, Window,
    connection::{Outside, PageArguments, page_arguments},
    keyset::{push_at_or_after, push_at_or_before, push_bounds, push_order},
};
use crate::{
    answer::FieldError,
    database::{BatchLoader, Database, Row, Sql, StoreError},
    record::Record,
    record_id::RecordId,
};

/// How records of one kind lie under parents of another.
pub trait Parent: Send + Sync + 'static {
    /// The order of the children.
    type Field: OrderField;

    /// A `SELECT` of the children's columns and, as `parent_key`, the id of the parent.
    const CHILDREN: &'static str;
}

/// One page under one parent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct PageOfParent {
    parent: RecordId,
    arguments: PageArguments,
    wanted: Wanted,
}

type Child<P> = <<P as Parent>::Field as OrderField>::Record;
type Pages<P> = HashMap<PageOfParent, Arc<Connection<Child<P>>>>;

/// Loads pages of children.
#[derive(Debug)]
pub struct ChildrenLoader<P: Parent> {
    pages: BatchLoader<PageOfParent, Arc<Connection<Child<P>>>>,
    kind: PhantomData<fn(P)>,
}

impl<P: Parent> ChildrenLoader<P> {
    /// A loader with nothing loaded.
    pub fn new(database: &Database) -> Self {
        Self { pages: BatchLoader::new(database, fetch_pages::<P>), kind: PhantomData }
    }

    /// The page that a connection field of `parent` asks for, loaded for the parent's whole cohort.
    pub async fn load<T: Record>(
        &self,
        context: &ResolverContext<'_>,
        parent: &Row<T>,
    ) -> Result<Arc<Connection<Child<P>>>, FieldError> {
        let (arguments, _, wanted) = page_arguments(context, &P::Field::DEFAULT)?;
        let relation = parent.relation((&arguments, wanted));
        let page = |parent: &T| PageOfParent {
            parent: parent.id().clone(),
            arguments: arguments.clone(),
            wanted,
        };
        let pages = || parent.siblings().iter().map(page).collect();
        Ok(self.pages.load_among(page(parent), relation, pages).await?)
    }
}

/// Fetches pages under parents: those that ask the same of their parents together.
async fn fetch_pages<P: Parent>(
    database: Database,
    keys: Vec<PageOfParent>,
) -> Result<Pages<P>, StoreError> {
    let mut parents_by_page: HashMap<_, Vec<RecordId>> = HashMap::new();
    for PageOfParent { parent, arguments, wanted } in keys {
        parents_by_page.entry((arguments, wanted)).or_default().push(parent);
    }
    let mut pages = Pages::<P>::new();
    for ((arguments, wanted), parents) in parents_by_page {
        // A window that is not valid was refused before its page was asked for.
        let Ok(window) = arguments.window(&P::Field::DEFAULT) else {
            continue;
        };
        let fetch = PageFetch::<P>::new(&database, &parents, &window, wanted);
        for (parent, page) in fetch.run().await? {
            let arguments = arguments.clone();
            pages.insert(PageOfParent { parent, arguments, wanted }, Arc::new(page));
        }
    }
    Ok(pages)
}

/// The same page under many parents.
struct PageFetch<'q, P> {
    database: &'q Database,
    parents: &'q [RecordId],
    window: &'q Window,
    wanted: Wanted,
    kind: PhantomData<P>,
}

impl<'q, P: Parent> PageFetch<'q, P> {
    fn new(
        database: &'q Database,
        parents: &'q [RecordId],
        window: &'q Window,
        wanted: Wanted,
    ) -> Self {
        Self { database, parents, window, wanted, kind: PhantomData }
    }

    async fn run(&self) -> Result<Vec<(RecordId, Connection<Child<P>>)>, StoreError> {
        let order = P::Field::DEFAULT;
        let mut rows: HashMap<RecordId, Vec<Row<Child<P>>>> = HashMap::new();
        let mut overflowing: HashSet<RecordId> = HashSet::new();
        if self.wanted.rows {
            // The pages of all parents are one cohort.
            let (mut parents, mut records) = (Vec::new(), Vec::new());
            for row in self.fetch_rows().await? {
                if row.place > self.window.size as i64 {
                    overflowing.insert(row.parent);
                } else {
                    parents.push(row.parent);
                    records.push(row.record);
                }
            }
            for (parent, record) in parents.into_iter().zip(Row::cohort(records)) {
                rows.entry(parent).or_default().push(record);
            }
        }
        let mut outside: HashMap<RecordId, Outside> = HashMap::new();
        if self.wanted.total_count {
            let mut sql = self.from("SELECT parent_key, COUNT(*)");
            sql.push(" GROUP BY parent_key");
            let counts: Vec<(RecordId, i64)> = self.database.fetch_all(sql).await?;
            for (parent, count) in counts {
                outside.entry(parent).or_default().total_count = Some(count);
            }
        }
        if let Some(after) = self.window.after.as_ref().filter(|_| self.wanted.has_previous_page) {
            let mut sql = self.from("SELECT DISTINCT parent_key");
            push_at_or_before(&mut sql, &order, after);
            for parent in self.parents_of(sql).await? {
                outside.entry(parent).or_default().has_earlier = true;
            }
        }
        if let Some(before) = self.window.before.as_ref().filter(|_| self.wanted.has_next_page) {
            let mut sql = self.from("SELECT DISTINCT parent_key");
            push_at_or_after(&mut sql, &order, before);
            for parent in self.parents_of(sql).await? {
                outside.entry(parent).or_default().has_later = true;
            }
        }
        let pages = self.parents.iter().map(|parent| {
            let mut outside = outside.remove(parent).unwrap_or_default();
            outside.total_count.get_or_insert(0);
            let rows = rows.remove(parent).unwrap_or_default();
            let overflows = overflowing.contains(parent);
            let page = Connection::assemble(&order, self.window, rows, overflows, outside);
            (parent.clone(), page)
        });
        Ok(pages.collect())
    }

    async fn fetch_rows(&self) -> Result<Vec<ChildRow<Child<P>>>, StoreError> {
        let order = P::Field::DEFAULT;
        let columns = Child::<P>::COLUMNS.join(", ");
        let mut sql = Sql::new(format!(
            "SELECT parent_key, place, {columns} FROM \
             (SELECT parent_key, {columns}, ROW_NUMBER() OVER (PARTITION BY parent_key ORDER BY "
        ));
        push_order(&mut sql, &order, self.window.is_backward);
        sql.push(") AS place");
        self.push_from(&mut sql);
        push_bounds(&mut sql, &order, self.window);
        sql.push(") AS numbered WHERE place <= ").push_bind(self.window.size as i64 + 1);
        sql.push(" ORDER BY parent_key, place");
        self.database.fetch_all(sql).await
    }

    async fn parents_of(&self, sql: Sql) -> Result<Vec<RecordId>, StoreError> {
        let rows: Vec<(RecordId,)> = self.database.fetch_all(sql).await?;
        Ok(rows.into_iter().map(|(parent,)| parent).collect())
    }

    fn from(&self, select: &str) -> Sql {
        let mut sql = Sql::new(select);
        self.push_from(&mut sql);
        sql
    }

    fn push_from(&self, sql: &mut Sql) {
        sql.push(format_args!(" FROM ({}) AS children WHERE parent_key IN ", P::CHILDREN));
        sql.push_keys(self.parents);
    }
}

/// A record, under which parent it lies, and its place there, from 1.
struct ChildRow<T> {
    parent: RecordId,
    place: i64,
    record: T,
}

impl<'r, R, T> FromRow<'r, R> for ChildRow<T>
where
    R: sqlx::Row,
    &'static str: ColumnIndex<R>,
    RecordId: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    T: FromRow<'r, R>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            parent: row.try_get("parent_key")?,
            place: row.try_get("place")?,
            record: T::from_row(row)?,
        })
    }
}
