//! What a comment is about: references that follow and clear as all others do, and how the file spells them.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{EnumAccess, Error as _, VariantAccess, Visitor},
    ser::SerializeTupleVariant,
};

use super::{Id, Key, Kind, LaneId, MomentId, Ref, VariantId, Within, records::Word};

/// What a comment is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// A record, or the whole blueprint.
    Record(Key),
    /// A cell of a variant.
    Cell(VariantId, LaneId, MomentId),
    /// A path that an older file had and that leads to no record; kept as written.
    Unknown(String),
}

impl Default for Place {
    fn default() -> Self {
        Self::Record(Key::Blueprint)
    }
}

impl Place {
    /// The place that the path of a record leads to: older files have such a path, `variants/after/steps/ID`.
    fn at_path(path: String) -> Self {
        Self::Record(match path.split('/').collect::<Vec<_>>()[..] {
            [""] => Key::Blueprint,
            ["phases", _, "moments", moment] => Key::Moment(moment.into()),
            ["variants", variant] => Key::Variant(variant.into()),
            ["variants", variant, "steps", step] => Key::Step(variant.into(), step.into()),
            ["variants", variant, "connectors", connector] => {
                Key::Connector(variant.into(), connector.into())
            }
            [field, id] if let Some(kind) = Kind::of_field(field) => kind.key(id),
            _ => return Self::Unknown(path),
        })
    }

    /// What it names: first what the rest lies in.
    pub(super) fn names(&self) -> impl Iterator<Item = Ref<'_>> {
        let names = match self {
            Self::Record(key) => match key {
                Key::Blueprint => [None; 3],
                Key::Moment(id) => [Some(Ref::Moment(id)), None, None],
                Key::Source(id) => [Some(Ref::Source(id)), None, None],
                Key::Variant(id) => [Some(Ref::Variant(id)), None, None],
                Key::Step(variant, id) => {
                    let step = Ref::Step(Within::Named(variant), id);
                    [Some(Ref::Variant(variant)), Some(step), None]
                }
                Key::Removed(variant, id) => {
                    let step = Ref::Step(Within::First, id);
                    [Some(Ref::Variant(variant)), Some(step), None]
                }
                Key::Connector(variant, id) => {
                    let connector = Ref::Connector(variant, id);
                    [Some(Ref::Variant(variant)), Some(connector), None]
                }
                record => {
                    let named = record.in_register();
                    [named.map(|(kind, id)| Ref::Record(kind, id)), None, None]
                }
            },
            Self::Cell(variant, lane, moment) => [
                Ref::Variant(variant),
                Ref::Record(Kind::Lane, lane.as_str()),
                Ref::Moment(moment),
            ]
            .map(Some),
            Self::Unknown(_) => [None; 3],
        };
        names.into_iter().flatten()
    }
}

/// The name of the type in the file.
const NAME: &str = "Place";

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tuple = |serializer: S, name: &'static str, ids: &[&str]| {
            let mut tuple = serializer.serialize_tuple_variant(NAME, 0, name, ids.len())?;
            for id in ids {
                tuple.serialize_field(id)?;
            }
            tuple.end()
        };
        let key = match self {
            Self::Record(key) => key,
            Self::Cell(variant, lane, moment) => {
                let ids = [variant.as_str(), lane.as_str(), moment.as_str()];
                return tuple(serializer, "Cell", &ids);
            }
            Self::Unknown(path) => {
                return serializer.serialize_newtype_variant(NAME, 0, "Record", path);
            }
        };
        match key {
            Key::Blueprint => serializer.serialize_unit_variant(NAME, 0, "Blueprint"),
            Key::Moment(id) => serializer.serialize_newtype_variant(NAME, 0, "Moment", id),
            Key::Source(id) => serializer.serialize_newtype_variant(NAME, 0, "Source", id),
            Key::Variant(id) => serializer.serialize_newtype_variant(NAME, 0, "Variant", id),
            Key::Step(variant, id) => tuple(serializer, "Step", &[variant.as_str(), id.as_str()]),
            Key::Removed(variant, id) => {
                tuple(serializer, "Removed", &[variant.as_str(), id.as_str()])
            }
            Key::Connector(variant, id) => {
                tuple(serializer, "Connector", &[variant.as_str(), id.as_str()])
            }
            record => {
                let (name, id) = match record.in_register() {
                    Some((kind, id)) => (kind.spelled(), id),
                    None => ("Record", ""),
                };
                serializer.serialize_newtype_variant(NAME, 0, name, id)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Spelled;

        impl<'de> Visitor<'de> for Spelled {
            type Value = Place;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("what a comment is about, such as Lane(\"agent\") or Blueprint")
            }

            fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Place, A::Error> {
                let (Word(name), value) = data.variant()?;
                let two = |value: A::Variant| value.tuple_variant(2, Ids::<2>);
                let key = match name.as_str() {
                    "Blueprint" => value.unit_variant().map(|()| Key::Blueprint)?,
                    "Moment" => Key::Moment(value.newtype_variant()?),
                    "Source" => Key::Source(value.newtype_variant()?),
                    "Variant" => Key::Variant(value.newtype_variant()?),
                    "Step" => {
                        let [variant, id] = two(value)?;
                        Key::Step(Id::new(&variant), Id::new(&id))
                    }
                    "Removed" => {
                        let [variant, id] = two(value)?;
                        Key::Removed(Id::new(&variant), Id::new(&id))
                    }
                    "Connector" => {
                        let [variant, id] = two(value)?;
                        Key::Connector(Id::new(&variant), Id::new(&id))
                    }
                    "Cell" => {
                        let [variant, lane, moment] = value.tuple_variant(3, Ids::<3>)?;
                        let (variant, lane) = (Id::new(&variant), Id::new(&lane));
                        return Ok(Place::Cell(variant, lane, Id::new(&moment)));
                    }
                    "Record" => return Ok(Place::at_path(value.newtype_variant()?)),
                    other => {
                        let kind = Kind::ALL.iter().find(|kind| kind.spelled() == other);
                        let kind = kind.ok_or_else(|| A::Error::unknown_variant(other, NAMES))?;
                        kind.key(&value.newtype_variant::<String>()?)
                    }
                };
                Ok(Place::Record(key))
            }
        }

        /// So many ids in brackets.
        struct Ids<const N: usize>;

        impl<'de, const N: usize> Visitor<'de> for Ids<N> {
            type Value = [String; N];

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{N} ids")
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<[String; N], A::Error> {
                let mut ids = [const { String::new() }; N];
                for (number, id) in ids.iter_mut().enumerate() {
                    let next = seq.next_element()?;
                    *id = next.ok_or_else(|| A::Error::invalid_length(number, &self))?;
                }
                Ok(ids)
            }
        }

        deserializer.deserialize_enum(NAME, NAMES, Spelled)
    }
}

/// What can stand there beside the kinds of the registers.
const NAMES: &[&str] = &[
    "Blueprint",
    "Moment",
    "Source",
    "Variant",
    "Step",
    "Removed",
    "Connector",
    "Cell",
    "Record",
];
