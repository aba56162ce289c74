//! How a store's goods are divided: the tree of its categories. One stream per store, so that the
//! whole tree is there when a move is judged.

mod rule;
mod tree;

pub use rule::DEEPEST;
pub use tree::{Categories, Node};

use crate::ids::CategoryId;
use crate::rule::events;

events! {
    /// What happened to a store's categories.
    CategoriesEvent {
        /// A category was made.
        CategoryAdded @ "1" {
            /// The category.
            category: CategoryId,
            /// The category above it; none at the top.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            parent: Option<CategoryId>,
            /// Its name.
            name: String,
            /// Its name in English; empty for none.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            name_en: String,
            /// Its place among its siblings, from 0.
            place: u32,
        },
        /// A category got another name.
        CategoryRenamed @ "1" {
            /// The category.
            category: CategoryId,
            /// Its name.
            name: String,
            /// Its name in English; empty for none.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            name_en: String,
        },
        /// A category went elsewhere in the tree, with all below it.
        CategoryMoved @ "1" {
            /// The category.
            category: CategoryId,
            /// The category above it; none at the top.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            parent: Option<CategoryId>,
            /// Its place among its new siblings, from 0.
            place: u32,
        },
        /// A category was taken from the navigation, with all below it.
        CategoryHidden @ "1" {
            /// The category.
            category: CategoryId,
        },
        /// A category is in the navigation again.
        CategoryShown @ "1" {
            /// The category.
            category: CategoryId,
        },
    }
}

/// What may be asked of a store's categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CategoriesCommand {
    /// Make one, or give it another name; a known one stays where it is.
    Name {
        category: CategoryId,
        /// Where a new one goes.
        parent: Option<CategoryId>,
        name: String,
        name_en: String,
    },
    /// Put it, with all below it, below `parent` at `place`; a place beyond the end is the end.
    Move {
        category: CategoryId,
        parent: Option<CategoryId>,
        place: u32,
    },
    /// Take it from the navigation.
    Hide { category: CategoryId },
    /// Put it back.
    Show { category: CategoryId },
}

/// Why categories refuse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CategoriesRefusal {
    /// There is no such category.
    #[error("there is no category {0}")]
    NoCategory(CategoryId),
    /// A name is missing, or longer than 60 characters.
    #[error("a category needs a name of at most 60 characters")]
    BadName,
    /// It would lie below itself.
    #[error("a category cannot lie below itself")]
    Cycle,
    /// The tree would be too deep.
    #[error("categories go {DEEPEST} deep")]
    TooDeep,
    /// There are too many.
    #[error("a store has at most 2,000 categories")]
    TooMany,
}
