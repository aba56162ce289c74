//! Samples of what happens to a store's categories.

use domain::categories::CategoriesEvent;

use super::parts::id;

pub fn samples() -> Vec<CategoriesEvent> {
    vec![
        CategoriesEvent::CategoryAdded {
            category: id("food"),
            parent: None,
            name: "먹거리".to_owned(),
            name_en: String::new(),
            place: 0,
        },
        CategoriesEvent::CategoryAdded {
            category: id("grain"),
            parent: Some(id("food")),
            name: "쌀·잡곡".to_owned(),
            name_en: "Rice and grain".to_owned(),
            place: 1,
        },
        CategoriesEvent::CategoryRenamed {
            category: id("grain"),
            name: "곡물".to_owned(),
            name_en: "Grain".to_owned(),
        },
        CategoriesEvent::CategoryRenamed {
            category: id("grain"),
            name: "쌀".to_owned(),
            name_en: String::new(),
        },
        CategoriesEvent::CategoryMoved {
            category: id("grain"),
            parent: Some(id("food")),
            place: 0,
        },
        CategoriesEvent::CategoryMoved {
            category: id("grain"),
            parent: None,
            place: 2,
        },
        CategoriesEvent::CategoryHidden {
            category: id("grain"),
        },
        CategoriesEvent::CategoryShown {
            category: id("grain"),
        },
    ]
}
