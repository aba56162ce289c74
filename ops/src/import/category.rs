//! A category for each product of a book that knows none: by the words of its name.

/// Category, its name, and words that lead to it; the first that fits.
const CATEGORIES: [(&str, &str, &[&str]); 12] = [
    ("voucher", "상품권", &["VOUCHER"]),
    (
        "christmas",
        "크리스마스",
        &[
            "CHRISTMAS",
            "XMAS",
            "ADVENT",
            "SNOW",
            "REINDEER",
            "SANTA",
            "NOEL",
        ],
    ),
    (
        "jewellery",
        "액세서리",
        &[
            "NECKLACE", "BRACELET", "EARRING", "RING", "BROOCH", "HAIR", "BANGLE", "BEAD",
        ],
    ),
    (
        "light",
        "조명·초",
        &[
            "LIGHT",
            "LIGHTS",
            "LAMP",
            "LANTERN",
            "CANDLE",
            "CANDLES",
            "T-LIGHT",
            "CHANDELIER",
        ],
    ),
    (
        "bag",
        "가방·지갑",
        &[
            "BAG", "BAGS", "PURSE", "SHOPPER", "SUITCASE", "WALLET", "PASSPORT",
        ],
    ),
    (
        "kitchen",
        "주방",
        &[
            "MUG",
            "CUP",
            "CUPS",
            "PLATE",
            "PLATES",
            "BOWL",
            "TEA",
            "TEAPOT",
            "CAKE",
            "CAKESTAND",
            "KITCHEN",
            "JAM",
            "BAKING",
            "APRON",
            "JUG",
            "TRAY",
            "COFFEE",
            "LUNCH",
            "BOTTLE",
            "SPOON",
            "CUTLERY",
        ],
    ),
    (
        "party",
        "파티·포장",
        &[
            "PARTY", "WRAP", "RIBBON", "RIBBONS", "NAPKINS", "BUNTING", "BALLOON", "BALLOONS",
            "GIFT", "DOILIES", "CASES",
        ],
    ),
    (
        "stationery",
        "문구",
        &[
            "CARD", "CARDS", "PENCIL", "PENCILS", "NOTEBOOK", "STICKERS", "PEN", "PAPER",
            "ERASERS", "TAPE", "CALENDAR", "STAMP",
        ],
    ),
    (
        "garden",
        "정원",
        &[
            "GARDEN", "PLANT", "FLOWER", "WATERING", "BIRD", "PARASOL", "SEEDS",
        ],
    ),
    (
        "toy",
        "장난감",
        &[
            "TOY",
            "TOYS",
            "GAME",
            "GAMES",
            "DOLL",
            "KIDS",
            "CHILDRENS",
            "PUZZLE",
            "TEDDY",
            "SKITTLES",
            "CHALK",
        ],
    ),
    (
        "storage",
        "수납·생활",
        &[
            "BOX", "BOXES", "BASKET", "TIN", "TINS", "JAR", "DRAWER", "HOOK", "RACK", "HANGER",
            "CABINET", "STORAGE",
        ],
    ),
    (
        "decoration",
        "장식",
        &[
            "FRAME",
            "HEART",
            "SIGN",
            "DOORMAT",
            "MAT",
            "CLOCK",
            "MIRROR",
            "CUSHION",
            "WICKER",
            "DECORATION",
            "METAL",
            "WALL",
        ],
    ),
];

/// The category of a product of this name: its id and its name in Korean.
pub fn of(name: &str) -> (&'static str, &'static str) {
    let name = name.to_ascii_uppercase();
    let words: Vec<&str> = name
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .collect();
    CATEGORIES
        .iter()
        .find(|(_, _, signs)| words.iter().any(|word| signs.contains(word)))
        .map_or(("retail", "잡화"), |(id, korean, _)| (*id, *korean))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_stands_where_its_name_says() {
        assert_eq!(of("15CM CHRISTMAS GLASS BALL 20 LIGHTS").0, "christmas");
        assert_eq!(of("WHITE CHERRY LIGHTS").0, "light");
        assert_eq!(of("RED RETROSPOT CHARLOTTE BAG").0, "bag");
        assert_eq!(of("SPRINGTIME").0, "retail", "whole words count");
        assert_eq!(of("").0, "retail");
    }
}
