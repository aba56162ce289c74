//! How an aggregate decides, and its one bridge to cqrs-es.

use cqrs_es::Aggregate;

/// An aggregate whose rule is a pure, synchronous function.
///
/// cqrs-es calls [`Aggregate::handle`], which only forwards here; our own lanes call
/// `decide` directly, because they decide many commands before one commit.
pub trait Decide: Aggregate<Services = ()> + Clone + 'static {
    /// Raised when the serialised form of the state changes, so that old snapshots are ignored.
    const SHAPE: u32 = 1;

    /// What happens if `command` meets this state: the new facts, none if all of it
    /// happened before, or the reason why it cannot.
    fn decide(&self, command: Self::Command) -> Result<Vec<Self::Event>, Self::Error>;
}

/// Implements cqrs-es' `Aggregate` and our [`Decide`] for a state that has
/// `fn rule(&self, Command) -> Result<Vec<Event>, Refusal>` and `fn fold(&mut self, Event)`.
macro_rules! aggregate {
    ($state:ty, $kind:literal, $command:ty => $event:ty | $refusal:ty, shape $shape:literal) => {
        impl cqrs_es::Aggregate for $state {
            const TYPE: &'static str = $kind;
            type Command = $command;
            type Event = $event;
            type Error = $refusal;
            type Services = ();

            async fn handle(
                &mut self,
                command: Self::Command,
                _service: &(),
                sink: &cqrs_es::event_sink::EventSink<Self>,
            ) -> Result<(), Self::Error> {
                for event in self.rule(command)? {
                    sink.write(event, self).await;
                }
                Ok(())
            }

            fn apply(&mut self, event: Self::Event) {
                self.fold(event);
            }
        }

        impl $crate::rule::Decide for $state {
            const SHAPE: u32 = $shape;

            fn decide(&self, command: Self::Command) -> Result<Vec<Self::Event>, Self::Error> {
                self.rule(command)
            }
        }
    };
}
pub(crate) use aggregate;

/// What the code itself says of an event: the source of `ops/docs/events.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventDoc {
    /// The event's stable name, as it stands in the log.
    pub name: &'static str,
    /// The version of its shape.
    pub version: &'static str,
    /// What happened.
    pub meaning: &'static str,
    /// Its fields, in the order of the JSON.
    pub fields: &'static [FieldDoc],
}

/// One field of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldDoc {
    /// The name in the JSON.
    pub name: &'static str,
    /// The Rust type, as written.
    pub kind: &'static str,
    /// What it says, with its unit.
    pub meaning: &'static str,
}

/// Declares the events of one aggregate: the enum, and the stable name, version and
/// meaning of each. Doc comments come first on a field, serde attributes after them.
macro_rules! events {
    (
        $(#[$meta:meta])*
        $enum:ident {
            $(
                $(#[doc = $vdoc:literal])*
                $variant:ident @ $version:literal {
                    $(
                        $(#[doc = $fdoc:literal])*
                        $(#[serde($($serde:tt)*)])*
                        $field:ident: $kind:ty
                    ),* $(,)?
                }
            ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        pub enum $enum {
            $(
                $(#[doc = $vdoc])*
                $variant {
                    $(
                        $(#[doc = $fdoc])*
                        $(#[serde($($serde)*)])*
                        $field: $kind,
                    )*
                },
            )+
        }

        impl $enum {
            /// Every event of this aggregate, as the docs list it.
            pub const CATALOG: &'static [$crate::rule::EventDoc] = &[$(
                $crate::rule::EventDoc {
                    name: stringify!($variant),
                    version: $version,
                    meaning: concat!($($vdoc),*),
                    fields: &[$($crate::rule::FieldDoc {
                        name: stringify!($field),
                        kind: stringify!($kind),
                        meaning: concat!($($fdoc),*),
                    }),*],
                }
            ),+];

            /// The event's stable name, as it stands in the log.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant { .. } => stringify!($variant)),+ }
            }

            /// The version of the event's shape.
            pub fn version(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $version),+ }
            }
        }

        impl cqrs_es::DomainEvent for $enum {
            fn event_type(&self) -> String { self.name().to_owned() }
            fn event_version(&self) -> String { self.version().to_owned() }
        }
    };
}
pub(crate) use events;
