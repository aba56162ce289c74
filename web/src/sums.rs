//! How many goods each choice of a list leaves, remembered for a moment: counting all goods of a large store
//! takes longer than reading a page of them.

use std::sync::Arc;

use projections::catalogue::{self, Facets, ListQuery};

use crate::state::Web;

impl Web {
    /// The goods of a list's category, words and prices, summed up. None where they are too many to be counted
    /// quickly, or the tables cannot be read: a list is shown without counts rather than not at all.
    pub(crate) async fn facets(&self, query: &ListQuery) -> Option<Arc<Facets>> {
        let key = format!(
            "{} {:?} {:?} {:?} {:?}",
            query.store, query.category, query.search, query.price_from, query.price_to
        );
        let read = async {
            let read = catalogue::facets(&self.pool, query).await;
            read.map(|read| read.map(Arc::new))
        };
        self.facets
            .try_get_with(key, read)
            .await
            .unwrap_or_default()
    }
}
