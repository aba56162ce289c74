//! A provider's closed list of words that is open at its end: what is not known here is kept as it is.

/// Makes an enum of a list of words, read and written as text.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$word_about:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum $name {
            $($(#[$word_about])* $variant,)+
            /// A word that is not known here: providers add some without notice.
            Unknown(String),
        }

        impl $name {
            /// As it stands on the wire.
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Unknown(word) => word,
                }
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                match word.as_str() {
                    $($word => Self::$variant,)+
                    _ => Self::Unknown(word),
                }
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.word().to_owned()
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    words! {
        /// A light.
        Light {
            /// Go.
            Green = "GREEN",
            /// Stop.
            Red = "RED",
        }
    }

    #[test]
    fn an_unknown_word_is_kept() {
        let lights: Vec<Light> = serde_json::from_str(r#"["RED","GREEN","BLUE"]"#).unwrap();
        let blue = Light::Unknown("BLUE".to_owned());
        assert_eq!(lights, [Light::Red, Light::Green, blue]);
        let written = serde_json::to_string(&lights).unwrap();
        assert_eq!(written, r#"["RED","GREEN","BLUE"]"#);
    }
}
