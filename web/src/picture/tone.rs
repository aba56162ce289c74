//! Colours: fifteen tones, each a wall, a table, a pack and its print.

/// A tone by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    Grain,
    Rice,
    Leaf,
    Citrus,
    Tomato,
    Berry,
    Cocoa,
    Milk,
    Sea,
    Pumpkin,
    Soy,
    Chili,
    Rose,
    Honey,
    Earth,
}

/// Its colours, as CSS hex.
#[derive(Debug, Clone, Copy)]
pub struct Tone {
    /// The wall.
    pub ground: &'static str,
    /// The shape on the wall.
    pub back: &'static str,
    /// The pack's body.
    pub pack: &'static str,
    /// The pack's shaded side.
    pub shade: &'static str,
    /// The label.
    pub panel: &'static str,
    /// Letters on the label.
    pub ink: &'static str,
    /// A small accent.
    pub spot: &'static str,
}

impl Name {
    /// All of them, for products whose name says nothing.
    pub const ALL: [Self; 15] = [
        Self::Grain,
        Self::Rice,
        Self::Leaf,
        Self::Citrus,
        Self::Tomato,
        Self::Berry,
        Self::Cocoa,
        Self::Milk,
        Self::Sea,
        Self::Pumpkin,
        Self::Soy,
        Self::Chili,
        Self::Rose,
        Self::Honey,
        Self::Earth,
    ];

    /// The tone's colours.
    pub const fn colours(self) -> Tone {
        // wall, table, pack, shade, label, letters, accent
        let [ground, back, pack, shade, panel, ink, spot] = match self {
            Self::Grain => [
                "#f8ecd0", "#f0d9a4", "#cf8f2e", "#ad711d", "#fff8e6", "#4a2f0c", "#6f8f36",
            ],
            Self::Rice => [
                "#e6efdd", "#cfe0c0", "#fbfbf2", "#dbe3cd", "#2f6b45", "#ffffff", "#d8371f",
            ],
            Self::Leaf => [
                "#e3f2d6", "#c5e4af", "#3f9150", "#2c7340", "#f7fbef", "#1d4d2a", "#f4c84a",
            ],
            Self::Citrus => [
                "#fff0cf", "#ffdd97", "#f59a23", "#d97d0f", "#fffaf0", "#753b00", "#4f9438",
            ],
            Self::Tomato => [
                "#ffe7df", "#fdcabb", "#e14a30", "#bd3520", "#fff7f2", "#6b190c", "#4b9443",
            ],
            Self::Berry => [
                "#ebe7fa", "#d5cdf2", "#5a49a7", "#44368d", "#f8f6ff", "#2c2165", "#e7668c",
            ],
            Self::Cocoa => [
                "#f4e7dd", "#e3c9b4", "#5e3825", "#462718", "#fbeee0", "#3a1f12", "#dd914f",
            ],
            Self::Milk => [
                "#e2f0f8", "#c4e0f0", "#ffffff", "#d5e5ee", "#2478b3", "#ffffff", "#f2b63c",
            ],
            Self::Sea => [
                "#dcf0ee", "#b5dfda", "#1f7079", "#15575f", "#f0fbfa", "#0d4047", "#f0b849",
            ],
            Self::Pumpkin => [
                "#fff1d3", "#ffdb95", "#e98a20", "#c96e0f", "#fff9ec", "#6a3500", "#3f7d3c",
            ],
            Self::Soy => [
                "#f0e8dd", "#dccab2", "#3b2c23", "#281c15", "#f3e4c7", "#3a2b22", "#c3482d",
            ],
            Self::Chili => [
                "#fde4dc", "#f7c1b2", "#bb2a1d", "#951c13", "#ffe9b8", "#6a120b", "#f0c14b",
            ],
            Self::Rose => [
                "#ffe8ed", "#ffcad6", "#e5597c", "#c34062", "#fff5f7", "#781733", "#5f9f49",
            ],
            Self::Honey => [
                "#fff4d1", "#ffe294", "#f0b323", "#cd9313", "#fffbea", "#5c3d00", "#a5601a",
            ],
            Self::Earth => [
                "#f2ece2", "#dfd2c0", "#8e7257", "#705842", "#fbf6ee", "#3f2f20", "#5e8a4a",
            ],
        };
        Tone {
            ground,
            back,
            pack,
            shade,
            panel,
            ink,
            spot,
        }
    }
}
