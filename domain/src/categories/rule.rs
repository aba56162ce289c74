//! What may be done with a store's categories.

use super::{Categories, CategoriesCommand, CategoriesEvent, CategoriesRefusal};
use crate::ids::CategoryId;

/// Levels of the tree (대·중·소·세분류).
pub const DEEPEST: usize = 4;
const MOST: usize = 2_000;
/// Characters.
const LONGEST_NAME: usize = 60;

type Decided = Result<Vec<CategoriesEvent>, CategoriesRefusal>;

impl Categories {
    pub(super) fn rule(&self, command: CategoriesCommand) -> Decided {
        match command {
            CategoriesCommand::Name {
                category,
                parent,
                name,
                name_en,
            } => self.give_name(category, parent, &name, &name_en),
            CategoriesCommand::Move {
                category,
                parent,
                place,
            } => self.move_to(category, parent, place),
            CategoriesCommand::Hide { category } => self.set_hidden(category, true),
            CategoriesCommand::Show { category } => self.set_hidden(category, false),
        }
    }

    fn give_name(
        &self,
        category: CategoryId,
        parent: Option<CategoryId>,
        name: &str,
        name_en: &str,
    ) -> Decided {
        let (name, name_en) = (name.trim().to_owned(), name_en.trim().to_owned());
        let longest = name.chars().count().max(name_en.chars().count());
        if name.is_empty() || longest > LONGEST_NAME {
            return Err(CategoriesRefusal::BadName);
        }
        if let Some(known) = self.node(&category) {
            if known.name == name && known.name_en == name_en {
                return Ok(vec![]);
            }
            return Ok(vec![CategoriesEvent::CategoryRenamed {
                category,
                name,
                name_en,
            }]);
        }
        if self.len() >= MOST {
            return Err(CategoriesRefusal::TooMany);
        }
        if self.depth_below(parent.as_ref())? >= DEEPEST {
            return Err(CategoriesRefusal::TooDeep);
        }
        let place = count(self.below(parent.as_ref()).count());
        Ok(vec![CategoriesEvent::CategoryAdded {
            category,
            parent,
            name,
            name_en,
            place,
        }])
    }

    /// A category takes all below it along; it cannot lie below itself.
    fn move_to(&self, category: CategoryId, parent: Option<CategoryId>, place: u32) -> Decided {
        let known = self.known(&category)?;
        if let Some(parent) = &parent {
            self.known(parent)?;
            if self.path(parent).iter().any(|above| above.id == category) {
                return Err(CategoriesRefusal::Cycle);
            }
        }
        if self.depth_below(parent.as_ref())? + self.height(&category) > DEEPEST {
            return Err(CategoriesRefusal::TooDeep);
        }
        let others = self.below(parent.as_ref()).filter(|it| it.id != category);
        let place = place.min(count(others.count()));
        let mut siblings = self.below(known.parent.as_ref());
        let now = siblings.position(|sibling| sibling.id == category);
        if known.parent == parent && now.map(count) == Some(place) {
            return Ok(vec![]);
        }
        Ok(vec![CategoriesEvent::CategoryMoved {
            category,
            parent,
            place,
        }])
    }

    fn set_hidden(&self, category: CategoryId, hidden: bool) -> Decided {
        Ok(match (self.known(&category)?.hidden, hidden) {
            (false, true) => vec![CategoriesEvent::CategoryHidden { category }],
            (true, false) => vec![CategoriesEvent::CategoryShown { category }],
            _ => vec![],
        })
    }

    fn known(&self, category: &CategoryId) -> Result<&super::Node, CategoriesRefusal> {
        let unknown = || CategoriesRefusal::NoCategory(category.clone());
        self.node(category).ok_or_else(unknown)
    }

    /// The depth of what lies right below: 0 at the top.
    fn depth_below(&self, parent: Option<&CategoryId>) -> Result<usize, CategoriesRefusal> {
        let Some(parent) = parent else { return Ok(0) };
        self.known(parent)?;
        Ok(self.path(parent).len())
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
