//! A store's categories, as sentences, and the laws of their tree.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use std::collections::BTreeSet;

use common::story::{after, decide, given};
use domain::categories::{
    Categories, CategoriesCommand, CategoriesEvent, CategoriesRefusal, DEEPEST,
};
use domain::ids::CategoryId;
use proptest::prelude::*;

fn id(text: &str) -> CategoryId {
    CategoryId::new(text).unwrap()
}

fn name(category: &str, parent: Option<&str>, name: &str) -> CategoriesCommand {
    CategoriesCommand::Name {
        category: id(category),
        parent: parent.map(id),
        name: name.to_owned(),
        name_en: String::new(),
    }
}

fn shift(category: &str, parent: Option<&str>, place: u32) -> CategoriesCommand {
    CategoriesCommand::Move {
        category: id(category),
        parent: parent.map(id),
        place,
    }
}

fn order(tree: &Categories) -> Vec<(String, usize)> {
    let all = tree.in_order().into_iter();
    all.map(|(node, depth)| (node.id.to_string(), depth))
        .collect()
}

fn food() -> Vec<CategoriesCommand> {
    vec![
        name("food", None, "먹거리"),
        name("home", None, "살림"),
        name("grain", Some("food"), "곡물"),
        name("fruit", Some("food"), "과일"),
        name("rice", Some("grain"), "쌀"),
    ]
}

#[test]
fn a_category_is_made_once_and_then_renamed_where_it_is() {
    given::<Categories>([])
        .when(name("food", None, " 먹거리 "))
        .then([CategoriesEvent::CategoryAdded {
            category: id("food"),
            parent: None,
            name: "먹거리".to_owned(),
            name_en: String::new(),
            place: 0,
        }])
        .when(name("food", None, "먹거리"))
        .nothing_happens()
        .when(name("food", Some("elsewhere"), "음식"))
        .then([CategoriesEvent::CategoryRenamed {
            category: id("food"),
            name: "음식".to_owned(),
            name_en: String::new(),
        }]);
}

#[test]
fn each_category_comes_before_those_below_it() {
    let tree = after::<Categories>(food()).state();
    let expected = [
        ("food", 0),
        ("grain", 1),
        ("rice", 2),
        ("fruit", 1),
        ("home", 0),
    ];
    let expected: Vec<_> = expected.map(|(id, depth)| (id.to_owned(), depth)).into();
    assert_eq!(order(&tree), expected);
    let path: Vec<_> = tree
        .path(&id("rice"))
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(path, ["food", "grain", "rice"]);
    assert!(tree.path(&id("sea")).is_empty());
}

#[test]
fn a_category_moves_with_all_below_it() {
    let tree = after::<Categories>(food())
        .when(shift("grain", None, 0))
        .then([CategoriesEvent::CategoryMoved {
            category: id("grain"),
            parent: None,
            place: 0,
        }])
        .when(shift("grain", None, 0))
        .nothing_happens()
        .when(shift("grain", None, 9))
        .then([CategoriesEvent::CategoryMoved {
            category: id("grain"),
            parent: None,
            place: 2,
        }])
        .state();
    let ids: Vec<_> = order(&tree).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["food", "fruit", "home", "grain", "rice"]);
}

#[test]
fn a_category_cannot_lie_below_itself() {
    for below in ["food", "grain", "rice"] {
        after::<Categories>(food())
            .when(shift("food", Some(below), 0))
            .refuses(CategoriesRefusal::Cycle);
    }
}

#[test]
fn the_tree_is_not_deeper_than_shoppers_follow() {
    let mut deep = food();
    deep.push(name("brown", Some("rice"), "현미"));
    after::<Categories>(deep.clone())
        .when(name("sprouted", Some("brown"), "발아현미"))
        .refuses(CategoriesRefusal::TooDeep);
    after::<Categories>(deep)
        .when(shift("food", Some("home"), 0))
        .refuses(CategoriesRefusal::TooDeep);
}

#[test]
fn what_is_unknown_or_has_no_name_is_refused() {
    let unknown = CategoriesRefusal::NoCategory(id("sea"));
    for command in [
        name("fish", Some("sea"), "생선"),
        shift("sea", None, 0),
        shift("food", Some("sea"), 0),
        CategoriesCommand::Hide {
            category: id("sea"),
        },
    ] {
        after::<Categories>(food())
            .when(command)
            .refuses(unknown.clone());
    }
    for bad in ["  ", &"가".repeat(61)] {
        given::<Categories>([])
            .when(name("food", None, bad))
            .refuses(CategoriesRefusal::BadName);
    }
}

#[test]
fn a_hidden_category_is_hidden_once() {
    let hide = || CategoriesCommand::Hide {
        category: id("food"),
    };
    let show = || CategoriesCommand::Show {
        category: id("food"),
    };
    after::<Categories>(food())
        .when(hide())
        .then([CategoriesEvent::CategoryHidden {
            category: id("food"),
        }])
        .when(hide())
        .nothing_happens()
        .when(show())
        .then([CategoriesEvent::CategoryShown {
            category: id("food"),
        }])
        .when(show())
        .nothing_happens();
}

fn commands() -> impl Strategy<Value = Vec<CategoriesCommand>> {
    let id = (0..12_u8).prop_map(|number| id(&format!("c{number}")));
    let parent = proptest::option::of(id.clone());
    let made = (id.clone(), parent.clone()).prop_map(|(category, parent)| {
        let name = category.to_string();
        CategoriesCommand::Name {
            category,
            parent,
            name,
            name_en: String::new(),
        }
    });
    let moved =
        (id, parent, 0..6_u32).prop_map(|(category, parent, place)| CategoriesCommand::Move {
            category,
            parent,
            place,
        });
    proptest::collection::vec(prop_oneof![made, moved], 0..60)
}

proptest! {
    /// Whatever is asked, every category hangs on the top, once, and none too deep.
    #[test]
    fn every_category_is_reached_once_from_the_top(commands in commands()) {
        let mut tree = Categories::default();
        for command in commands {
            let moved = match &command {
                CategoriesCommand::Move { category, parent, .. } => Some((category.clone(), parent.clone())),
                _ => None,
            };
            if decide(&mut tree, command).is_ok() && let Some((category, parent)) = moved {
                prop_assert_eq!(&tree.node(&category).unwrap().parent, &parent);
            }
        }
        let all = tree.in_order();
        let ids: BTreeSet<_> = all.iter().map(|(node, _)| &node.id).collect();
        prop_assert_eq!((all.len(), ids.len()), (tree.len(), tree.len()));
        prop_assert!(all.iter().all(|(_, depth)| *depth < DEEPEST));
    }
}
