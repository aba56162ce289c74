//! The tree as its events left it.

use serde::{Deserialize, Serialize};

use super::{CategoriesCommand, CategoriesEvent, CategoriesRefusal};
use crate::ids::CategoryId;
use crate::rule::aggregate;

/// The categories of one store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Categories {
    /// Siblings stand in their order; otherwise in the order they came.
    nodes: Vec<Node>,
}

/// One category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its id.
    pub id: CategoryId,
    /// The category above it; none at the top.
    pub parent: Option<CategoryId>,
    /// Its name.
    pub name: String,
    /// Its name in English; empty for none.
    pub name_en: String,
    /// Taken from the navigation.
    pub hidden: bool,
}

aggregate!(Categories, "categories", CategoriesCommand => CategoriesEvent | CategoriesRefusal, shape 1);

impl Categories {
    /// All of them: each before those below it, siblings in their order. With its depth, 0 at the top.
    pub fn in_order(&self) -> Vec<(&Node, usize)> {
        let mut all = Vec::with_capacity(self.nodes.len());
        let mut open: Vec<(&Node, usize)> = self.below(None).rev().map(|node| (node, 0)).collect();
        while let Some((node, depth)) = open.pop() {
            all.push((node, depth));
            let below = self.below(Some(&node.id)).rev();
            open.extend(below.map(|child| (child, depth + 1)));
        }
        all
    }

    /// A category by its id.
    pub fn node(&self, id: &CategoryId) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == *id)
    }

    /// The categories right below one, or at the top, in their order.
    pub fn below(&self, parent: Option<&CategoryId>) -> impl DoubleEndedIterator<Item = &Node> {
        self.nodes
            .iter()
            .filter(move |node| node.parent.as_ref() == parent)
    }

    /// The category and those above it, from the top down; nothing for an unknown one.
    pub fn path(&self, id: &CategoryId) -> Vec<&Node> {
        let mut path: Vec<_> =
            std::iter::successors(self.node(id), |node| self.node(node.parent.as_ref()?)).collect();
        path.reverse();
        path
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Levels from this category down, itself included.
    pub(super) fn height(&self, id: &CategoryId) -> usize {
        1 + self
            .below(Some(id))
            .map(|child| self.height(&child.id))
            .max()
            .unwrap_or(0)
    }

    pub(super) fn fold(&mut self, event: CategoriesEvent) {
        match event {
            CategoriesEvent::CategoryAdded {
                category,
                parent,
                name,
                name_en,
                place,
            } => self.insert(
                Node {
                    id: category,
                    parent,
                    name,
                    name_en,
                    hidden: false,
                },
                place,
            ),
            CategoriesEvent::CategoryRenamed {
                category,
                name,
                name_en,
            } => self.change(&category, |node| {
                node.name = name;
                node.name_en = name_en;
            }),
            CategoriesEvent::CategoryMoved {
                category,
                parent,
                place,
            } => {
                let Some(at) = self.nodes.iter().position(|node| node.id == category) else {
                    return;
                };
                let node = self.nodes.remove(at);
                self.insert(Node { parent, ..node }, place);
            }
            CategoriesEvent::CategoryHidden { category } => {
                self.change(&category, |node| node.hidden = true);
            }
            CategoriesEvent::CategoryShown { category } => {
                self.change(&category, |node| node.hidden = false);
            }
        }
    }

    fn change(&mut self, id: &CategoryId, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.iter_mut().find(|node| node.id == *id) {
            change(node);
        }
    }

    /// Before the sibling that stands at the place now, or after all of them.
    fn insert(&mut self, node: Node, place: u32) {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let siblings = self.nodes.iter().enumerate();
        let mut siblings = siblings.filter(|(_, other)| other.parent == node.parent);
        let at = siblings
            .nth(place)
            .map_or(self.nodes.len(), |(index, _)| index);
        self.nodes.insert(at, node);
    }
}
