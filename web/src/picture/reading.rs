//! Reading a product's name: what it is packed in, what it is made of, and in which colours.
//! Words are asked in order, so that a particular one (두유) stands before a general one (콩).

use super::tone::Name as ToneName;
use super::wares;

/// What the product comes in, or what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Pouch,
    Sack,
    Box,
    Bar,
    Carton,
    Jar,
    Bottle,
    Can,
    Tin,
    Cup,
    Tray,
    Crate,
    Eggs,
    Bowl,
    Mug,
    Spoon,
    SpoonSet,
    Pot,
    Board,
    Knife,
    Cloth,
    Soap,
    Basket,
    Bag,
    Broom,
    Loofah,
    /// Neither pack nor thing: a paper tag with the name.
    Tag,
}

impl Shape {
    /// Every shape.
    pub const ALL: &'static [Self] = &[
        Self::Pouch,
        Self::Sack,
        Self::Box,
        Self::Bar,
        Self::Carton,
        Self::Jar,
        Self::Bottle,
        Self::Can,
        Self::Tin,
        Self::Cup,
        Self::Tray,
        Self::Crate,
        Self::Eggs,
        Self::Bowl,
        Self::Mug,
        Self::Spoon,
        Self::SpoonSet,
        Self::Pot,
        Self::Board,
        Self::Knife,
        Self::Cloth,
        Self::Soap,
        Self::Basket,
        Self::Bag,
        Self::Broom,
        Self::Loofah,
        Self::Tag,
    ];
}

/// What it is made of, drawn beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motif {
    Leaf,
    Ear,
    Rice,
    Almond,
    Walnut,
    Berry,
    Citrus,
    Apple,
    Tomato,
    Chili,
    Bean,
    Mushroom,
    Seaweed,
    Egg,
    Sesame,
    Ginger,
    SweetPotato,
    Carrot,
    Fish,
    Tofu,
    Pumpkin,
    Strawberry,
    Bud,
    Drop,
    Salt,
    Chicken,
    Star,
}

impl Motif {
    /// Every motif.
    pub const ALL: &'static [Self] = &[
        Self::Leaf,
        Self::Ear,
        Self::Rice,
        Self::Almond,
        Self::Walnut,
        Self::Berry,
        Self::Citrus,
        Self::Apple,
        Self::Tomato,
        Self::Chili,
        Self::Bean,
        Self::Mushroom,
        Self::Seaweed,
        Self::Egg,
        Self::Sesame,
        Self::Ginger,
        Self::SweetPotato,
        Self::Carrot,
        Self::Fish,
        Self::Tofu,
        Self::Pumpkin,
        Self::Strawberry,
        Self::Bud,
        Self::Drop,
        Self::Salt,
        Self::Chicken,
        Self::Star,
    ];
}

/// What a name was read as.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    pub shape: Shape,
    pub motif: Motif,
    pub tone: ToneName,
}

impl Reading {
    /// Reads a name; `chance` (0–255, fixed per product) decides where the name says nothing.
    pub fn of(name: &str, category: &str, chance: u8) -> Self {
        if HOUSEHOLD.contains(&category) {
            let (motif, guessed) = guess(chance);
            let (shape, tone) = wares::called(name).unwrap_or((Shape::Tag, guessed));
            return Self { shape, motif, tone };
        }
        let (motif, tone) = MADE_OF
            .iter()
            .find(|(word, ..)| name.contains(word))
            .map_or_else(|| guess(chance), |(_, motif, tone)| (*motif, *tone));
        let shape = PACKED_IN
            .iter()
            .find(|(word, _)| name.contains(word))
            .map_or_else(|| usual(category, chance), |(_, shape)| *shape);
        Self { shape, motif, tone }
    }
}

fn guess(chance: u8) -> (Motif, ToneName) {
    let tone = ToneName::ALL[usize::from(chance) % ToneName::ALL.len()];
    (Motif::Star, tone)
}

fn usual(category: &str, chance: u8) -> Shape {
    match category {
        "grain" => Shape::Sack,
        "fresh" => Shape::Crate,
        "drink" => Shape::Bottle,
        "pantry" => Shape::Jar,
        "meal" => Shape::Cup,
        "snack" | "protein" => Shape::Pouch,
        _ => [Shape::Box, Shape::Pouch, Shape::Tin, Shape::Jar][usize::from(chance / 16) % 4],
    }
}

/// Categories of goods that are not eaten: no jar would be honest for a chopping board.
const HOUSEHOLD: [&str; 10] = [
    "kitchen",
    "tableware",
    "cooking",
    "wash",
    "towel",
    "soap",
    "house",
    "storage",
    "cleaning",
    "bedding",
];

const MADE_OF: &[(&str, Motif, ToneName)] = &[
    ("두유", Motif::Bean, ToneName::Milk),
    ("두부", Motif::Tofu, ToneName::Leaf),
    ("된장", Motif::Bean, ToneName::Earth),
    ("간장", Motif::Bean, ToneName::Soy),
    ("고추장", Motif::Chili, ToneName::Chili),
    ("참깨", Motif::Sesame, ToneName::Honey),
    ("들깨", Motif::Seaweed, ToneName::Sea),
    ("기름", Motif::Sesame, ToneName::Honey),
    ("감귤", Motif::Citrus, ToneName::Citrus),
    ("유자", Motif::Citrus, ToneName::Honey),
    ("주스", Motif::Apple, ToneName::Rose),
    ("사과", Motif::Apple, ToneName::Tomato),
    ("토마토", Motif::Tomato, ToneName::Leaf),
    ("고구마", Motif::SweetPotato, ToneName::Berry),
    ("당근", Motif::Carrot, ToneName::Leaf),
    ("호박", Motif::Pumpkin, ToneName::Pumpkin),
    ("버섯", Motif::Mushroom, ToneName::Earth),
    ("표고", Motif::Mushroom, ToneName::Earth),
    ("블루베리", Motif::Berry, ToneName::Berry),
    ("딸기", Motif::Strawberry, ToneName::Rose),
    ("유정란", Motif::Egg, ToneName::Leaf),
    ("달걀", Motif::Egg, ToneName::Leaf),
    ("닭", Motif::Chicken, ToneName::Tomato),
    ("고등어", Motif::Fish, ToneName::Sea),
    ("참치", Motif::Fish, ToneName::Sea),
    ("멸치", Motif::Fish, ToneName::Milk),
    ("미역", Motif::Seaweed, ToneName::Sea),
    ("김", Motif::Seaweed, ToneName::Leaf),
    ("나물", Motif::Leaf, ToneName::Leaf),
    ("녹차", Motif::Leaf, ToneName::Leaf),
    ("메밀", Motif::Ear, ToneName::Cocoa),
    ("보리", Motif::Ear, ToneName::Grain),
    ("밀", Motif::Ear, ToneName::Grain),
    ("오트", Motif::Ear, ToneName::Milk),
    ("귀리", Motif::Ear, ToneName::Honey),
    ("생강", Motif::Ginger, ToneName::Honey),
    ("커피", Motif::Bud, ToneName::Cocoa),
    ("콜드브루", Motif::Bud, ToneName::Cocoa),
    ("초콜릿", Motif::Bud, ToneName::Cocoa),
    ("카카오", Motif::Bud, ToneName::Cocoa),
    ("견과", Motif::Almond, ToneName::Leaf),
    ("아몬드", Motif::Almond, ToneName::Grain),
    ("호두", Motif::Walnut, ToneName::Earth),
    ("꿀", Motif::Drop, ToneName::Honey),
    ("요거트", Motif::Berry, ToneName::Milk),
    ("소금", Motif::Salt, ToneName::Milk),
    ("천일염", Motif::Salt, ToneName::Milk),
    ("현미", Motif::Rice, ToneName::Earth),
    ("누룽지", Motif::Rice, ToneName::Grain),
    ("십이곡", Motif::Ear, ToneName::Berry),
    ("잡곡", Motif::Ear, ToneName::Berry),
    ("쌀", Motif::Rice, ToneName::Rice),
    ("콩", Motif::Bean, ToneName::Soy),
    ("서리태", Motif::Bean, ToneName::Soy),
];

const PACKED_IN: &[(&str, Shape)] = &[
    ("두유", Shape::Carton),
    ("두부", Shape::Tray),
    ("유정란", Shape::Eggs),
    ("달걀", Shape::Eggs),
    ("간장", Shape::Bottle),
    ("기름", Shape::Bottle),
    ("주스", Shape::Bottle),
    ("콜드브루", Shape::Bottle),
    ("된장", Shape::Jar),
    ("고추장", Shape::Jar),
    ("꿀고구마", Shape::Crate),
    ("꿀", Shape::Jar),
    ("청", Shape::Jar),
    ("대추차", Shape::Jar),
    ("보리차", Shape::Pouch),
    ("녹차", Shape::Tin),
    ("죽", Shape::Cup),
    ("요거트", Shape::Cup),
    ("나물밥", Shape::Tray),
    ("밀키트", Shape::Box),
    ("전골", Shape::Box),
    ("면", Shape::Box),
    ("크래커", Shape::Box),
    ("하루 견과", Shape::Box),
    ("초콜릿", Shape::Bar),
    ("바 ", Shape::Bar),
    ("단백질 바", Shape::Bar),
    ("말랭이", Shape::Pouch),
    ("누룽지", Shape::Pouch),
    ("동결건조", Shape::Tin),
    ("캔", Shape::Can),
    ("통조림", Shape::Can),
    ("쉐이크", Shape::Pouch),
    ("국", Shape::Pouch),
    ("천일염", Shape::Pouch),
    ("닭", Shape::Pouch),
    ("귀리", Shape::Pouch),
    ("서리태", Shape::Pouch),
    ("십이곡", Shape::Pouch),
    ("보리", Shape::Pouch),
];
