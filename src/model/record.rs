//! What the records of a list have in common.

use super::{AiSystem, Id, Lane, Moment, Phase, Role, Source, Variant};

/// A record that stands in a list and carries its own id.
pub trait Record: Sized {
    /// Its id, unique within its list.
    fn id(&self) -> &Id<Self>;
}

macro_rules! record {
    ($($name:ty),*) => {$(
        impl Record for $name {
            fn id(&self) -> &Id<Self> {
                &self.id
            }
        }
    )*};
}

record!(Lane, Phase, Moment, Role, AiSystem, Variant, Source);
