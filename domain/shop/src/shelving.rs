//! Dividing a store's goods: its categories.

use domain::CategoryId;
use domain::categories::{Categories, CategoriesCommand};
use store::Cursor;

use crate::{Caller, Shop, ShopError};

type Done = Result<Option<Cursor>, ShopError>;

impl Shop {
    /// Makes a category of the caller's store below `parent` (none: at the top), last among its
    /// siblings; a known one gets the name and stays where it is.
    pub async fn name_category(
        &self,
        caller: &Caller,
        category: CategoryId,
        parent: Option<CategoryId>,
        name: &str,
        name_en: &str,
    ) -> Done {
        let command = CategoriesCommand::Name {
            category,
            parent,
            name: name.to_owned(),
            name_en: name_en.to_owned(),
        };
        self.shelve(caller, command).await
    }

    /// Moves a category with all below it below `parent`, to a place among its siblings, from 0.
    pub async fn move_category(
        &self,
        caller: &Caller,
        category: CategoryId,
        parent: Option<CategoryId>,
        place: u32,
    ) -> Done {
        let command = CategoriesCommand::Move {
            category,
            parent,
            place,
        };
        self.shelve(caller, command).await
    }

    /// Takes a category with all below it from the navigation, or puts it back.
    pub async fn show_category(&self, caller: &Caller, category: CategoryId, shown: bool) -> Done {
        let command = if shown {
            CategoriesCommand::Show { category }
        } else {
            CategoriesCommand::Hide { category }
        };
        self.shelve(caller, command).await
    }

    async fn shelve(&self, caller: &Caller, command: CategoriesCommand) -> Done {
        let meta = caller.meta(self.now());
        let store = caller.store.as_str();
        let done = self.ledger.execute::<Categories>(store, command, &meta);
        Ok(done.await?.cursor)
    }
}
