//! Reading the name of what is not eaten: which thing it is, and in which colours.

use super::reading::Shape;
use super::tone::Name as ToneName;

/// Words of names. Soap may be for hands, dishes or clothes, and cloth for all of a house: they look alike.
const CALLED: &[(&str, Shape, ToneName)] = &[
    ("비누", Shape::Soap, ToneName::Rice),
    ("숟가락", Shape::Spoon, ToneName::Earth),
    ("수저", Shape::SpoonSet, ToneName::Honey),
    ("그릇", Shape::Bowl, ToneName::Sea),
    ("컵", Shape::Mug, ToneName::Earth),
    ("솥", Shape::Pot, ToneName::Soy),
    ("냄비", Shape::Pot, ToneName::Soy),
    ("도마", Shape::Board, ToneName::Grain),
    ("식칼", Shape::Knife, ToneName::Cocoa),
    ("행주", Shape::Cloth, ToneName::Leaf),
    ("수건", Shape::Cloth, ToneName::Berry),
    ("타월", Shape::Cloth, ToneName::Grain),
    ("이불", Shape::Cloth, ToneName::Sea),
    ("세탁 가루", Shape::Pouch, ToneName::Milk),
    ("바구니", Shape::Basket, ToneName::Grain),
    ("저장 병", Shape::Jar, ToneName::Leaf),
    ("주머니", Shape::Bag, ToneName::Earth),
    ("빗자루", Shape::Broom, ToneName::Grain),
    ("수세미", Shape::Loofah, ToneName::Honey),
    ("광택제", Shape::Tin, ToneName::Honey),
];

/// The thing and its colours; none where no word tells.
pub fn called(name: &str) -> Option<(Shape, ToneName)> {
    let found = CALLED.iter().find(|(word, ..)| name.contains(word));
    found.map(|(_, shape, tone)| (*shape, *tone))
}

#[cfg(test)]
mod tests {
    use super::super::reading::Reading;
    use super::*;

    fn shape(name: &str) -> Shape {
        Reading::of(name, "kitchen", 0).shape
    }

    #[test]
    fn goods_of_the_house_are_drawn_as_what_they_are() {
        for (name, drawn) in [
            ("분청 밥그릇", Shape::Bowl),
            ("방짜유기 수저", Shape::SpoonSet),
            ("돌빛 머그컵", Shape::Mug),
            ("무쇠 가마솥", Shape::Pot),
            ("면 행주", Shape::Cloth),
            ("설거지 비누", Shape::Soap),
            ("유리 저장 병", Shape::Jar),
            ("천연 수세미", Shape::Loofah),
        ] {
            assert_eq!(shape(name), drawn, "{name}");
        }
    }

    #[test]
    fn what_no_word_tells_hangs_on_a_tag() {
        assert_eq!(shape("옷걸이"), Shape::Tag);
    }

    #[test]
    fn food_is_no_ware() {
        assert_ne!(Reading::of("컵 떡국", "meal", 0).shape, Shape::Mug);
    }
}
