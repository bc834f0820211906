//! The registers of a blueprint: a row for each kind of record that stands beside the variants.
//!
//! Undo, compare, find, selection, problems, the checks of an edit, the file and the inspector go through the kinds
//! by this table; a kind that is not in it does not compile where its name is asked for. Steps, connectors and
//! variants hold or are held by others, and have code of their own.

use std::{fmt, sync::Arc};

use serde::{Serialize, Serializer, de::DeserializeOwned};

use super::{
    Acceptance, AcceptanceId, AiSystem, AiSystemId, AiUse, AiUseId, Blueprint, Comment, CommentId,
    ConnectorId, Fields, Id, Incident, IncidentId, Lane, LaneId, Measure, MeasureId, Moment,
    MomentId, Monitor, MonitorId, Phase, PhaseId, Records, Role, RoleId, Rule, RuleId, Source,
    SourceId, StepId, Variant, VariantId, fields,
};

/// A record of a register.
pub trait Record:
    Fields + Clone + Default + PartialEq + fmt::Debug + Serialize + DeserializeOwned
{
    /// Which of the registers.
    const KIND: Kind;
    /// How the blueprint holds them: in an order, or by id.
    type Held: Register<Self>;

    /// What people call it; empty when nobody gave it a name.
    fn name(&self) -> &str;

    /// A record with nothing but its id, where it carries it, and a name.
    fn new(id: Id<Self>, name: String) -> Self;

    /// The register.
    fn all(blueprint: &Blueprint) -> &Self::Held;

    /// The register, to be changed.
    fn all_mut(blueprint: &mut Blueprint) -> &mut Self::Held;

    /// What names the record called `id` in the whole document.
    fn key(id: Id<Self>) -> Key;

    /// The id in `key`, if it names a record of this kind.
    fn id_in(key: &Key) -> Option<&Id<Self>>;

    /// The record with its id, as one of any kind.
    fn keyed(id: Id<Self>, record: Arc<Self>) -> Keyed;

    /// The record in `keyed`, if it is of this kind.
    fn record_in(keyed: &Keyed) -> Option<&Arc<Self>>;
}

/// A record that stands in a list and carries its own id.
pub trait Listed: Sized + 'static {
    /// Its id, unique within its list.
    fn id(&self) -> &Id<Self>;
}

macro_rules! listed {
    ($($name:ty),*) => {$(
        impl Listed for $name {
            fn id(&self) -> &Id<Self> {
                &self.id
            }
        }
    )*};
}

listed!(Lane, Phase, Moment, Role, Variant, Source);

/// How a blueprint holds the records of a kind.
pub trait Register<T: 'static>: Clone {
    /// Whether people put them in an order; else they stand by their ids.
    const IS_ORDERED: bool;

    /// The record called `id`.
    fn record(&self, id: &Id<T>) -> Option<&Arc<T>>;

    /// The record called `id`, to be changed.
    fn record_mut(&mut self, id: &Id<T>) -> Option<&mut Arc<T>>;

    /// How many there are.
    fn count(&self) -> usize;

    /// Every record with its id, in their order.
    fn entries(&self) -> impl Iterator<Item = (&Id<T>, &Arc<T>)>;

    /// Puts a record in the place of the one that has its id, or else at `at`, or last.
    fn put(&mut self, id: &Id<T>, record: Arc<T>, at: Option<usize>);

    /// Takes a record out.
    fn take(&mut self, id: &Id<T>) -> Option<Arc<T>>;

    /// Brings the records into the order of `ids`, which are those of all of them.
    fn arrange(&mut self, ids: &[Id<T>]);

    /// How `new` differs from this.
    fn differing(&self, new: &Self) -> Differing<T>;
}

/// What a record was and what it is, as far as it was there and is.
pub type Sides<T> = (Option<Arc<T>>, Option<Arc<T>>);

/// How two states of a register differ.
pub struct Differing<T> {
    /// Each record that came, went or changed: what it was, and what it is.
    pub records: Vec<(Id<T>, Sides<T>)>,
    /// All of them in order, before and after, where the order is another one.
    pub order: Option<(Vec<Id<T>>, Vec<Id<T>>)>,
}

impl<T: Listed + PartialEq> Register<T> for Vec<Arc<T>> {
    const IS_ORDERED: bool = true;

    fn record(&self, id: &Id<T>) -> Option<&Arc<T>> {
        self.iter().find(|record| record.id() == id)
    }

    fn record_mut(&mut self, id: &Id<T>) -> Option<&mut Arc<T>> {
        self.iter_mut().find(|record| record.id() == id)
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn entries(&self) -> impl Iterator<Item = (&Id<T>, &Arc<T>)> {
        self.iter().map(|record| (record.id(), record))
    }

    fn put(&mut self, id: &Id<T>, record: Arc<T>, at: Option<usize>) {
        match self.iter_mut().find(|other| other.id() == id) {
            Some(place) => *place = record,
            None => self.insert(at.unwrap_or(self.len()).min(self.len()), record),
        }
    }

    fn take(&mut self, id: &Id<T>) -> Option<Arc<T>> {
        let place = self.iter().position(|record| record.id() == id)?;
        Some(self.remove(place))
    }

    fn arrange(&mut self, ids: &[Id<T>]) {
        let mut records: std::collections::HashMap<Id<T>, Arc<T>> = self
            .drain(..)
            .map(|record| (record.id().clone(), record))
            .collect();
        self.extend(ids.iter().filter_map(|id| records.remove(id)));
    }

    fn differing(&self, new: &Self) -> Differing<T> {
        let mut differing = Differing {
            records: Vec::new(),
            order: None,
        };
        let same_ids =
            self.len() == new.len() && self.iter().zip(new).all(|(a, b)| a.id() == b.id());
        if same_ids {
            let pairs = self.iter().zip(new);
            let pairs = pairs.filter(|(a, b)| !Arc::ptr_eq(a, b) && a != b);
            let both = |(a, b): (&Arc<T>, &Arc<T>)| {
                (a.id().clone(), (Some(Arc::clone(a)), Some(Arc::clone(b))))
            };
            differing.records = pairs.map(both).collect();
            return differing;
        }
        let by_id = |list: &Self| -> Records<Id<T>, T> {
            let entries = list.iter();
            entries
                .map(|record| (record.id().clone(), Arc::clone(record)))
                .collect()
        };
        let ids = |list: &Self| list.iter().map(|record| record.id().clone()).collect();
        Differing {
            order: Some((ids(self), ids(new))),
            ..by_id(self).differing(&by_id(new))
        }
    }
}

impl<T: PartialEq + 'static> Register<T> for Records<Id<T>, T> {
    const IS_ORDERED: bool = false;

    fn record(&self, id: &Id<T>) -> Option<&Arc<T>> {
        self.get(id)
    }

    fn record_mut(&mut self, id: &Id<T>) -> Option<&mut Arc<T>> {
        self.get_mut(id)
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn entries(&self) -> impl Iterator<Item = (&Id<T>, &Arc<T>)> {
        self.iter()
    }

    fn put(&mut self, id: &Id<T>, record: Arc<T>, _: Option<usize>) {
        self.insert(id.clone(), record);
    }

    fn take(&mut self, id: &Id<T>) -> Option<Arc<T>> {
        self.remove(id)
    }

    fn arrange(&mut self, _: &[Id<T>]) {}

    fn differing(&self, new: &Self) -> Differing<T> {
        let differing = self.differences(new);
        let differing = differing.filter(|(_, before, after)| before != after);
        let cloned = |record: Option<&Arc<T>>| record.cloned();
        Differing {
            records: differing
                .map(|(id, before, after)| (id.clone(), (cloned(before), cloned(after))))
                .collect(),
            order: None,
        }
    }
}

/// What is done with the records of one kind, whichever it is.
pub trait Visit {
    /// What comes of it.
    type Out;

    /// Does it with the kind of `T`.
    fn kind<T: Record>(self) -> Self::Out;
}

/// Writes all that is the same for every kind. A row: the field of the blueprint, the type of the record and of its
/// id, how a person calls one and several of them, and the field with its name.
macro_rules! registers {
    ($($field:ident: $Held:ident of $Kind:ident ($Id:ty), $one:literal, $many:literal, called $name:ident;)*) => {
        /// A kind of record that has a register.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(
                #[doc = concat!("Records in `", stringify!($field), "`.")]
                $Kind,
            )*
        }

        impl Kind {
            /// Every kind, in the order of the file.
            pub const ALL: &[Self] = &[$(Self::$Kind),*];

            /// What a person calls one of them.
            pub fn noun(self) -> &'static str {
                match self {
                    $(Self::$Kind => $one,)*
                }
            }

            /// What a person calls several of them.
            pub fn plural(self) -> &'static str {
                match self {
                    $(Self::$Kind => $many,)*
                }
            }

            /// The field of a record that holds what people call it.
            pub fn name_field(self) -> &'static str {
                match self {
                    $(Self::$Kind => stringify!($name),)*
                }
            }

            /// The field of the file in which they stand.
            pub fn field(self) -> &'static str {
                match self {
                    $(Self::$Kind => stringify!($field),)*
                }
            }

            /// How the file calls one of them where something is about it, such as a comment.
            pub fn spelled(self) -> &'static str {
                match self {
                    $(Self::$Kind => stringify!($Kind),)*
                }
            }

            /// What names the record of this kind that is called `id`.
            pub fn key(self, id: &str) -> Key {
                match self {
                    $(Self::$Kind => Key::$Kind(Id::new(id)),)*
                }
            }

            /// Does something with this kind.
            pub fn visit<V: Visit>(self, visit: V) -> V::Out {
                match self {
                    $(Self::$Kind => visit.kind::<$Kind>(),)*
                }
            }
        }

        /// What names one record in the whole document.
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each names the record that is meant")]
        pub enum Key {
            /// The blueprint itself.
            #[default]
            Blueprint,
            $($Kind($Id),)*
            Moment(MomentId),
            Source(SourceId),
            Variant(VariantId),
            Step(VariantId, StepId),
            Connector(VariantId, ConnectorId),
            /// What is said of a step of the first variant that is not in this one.
            Removed(VariantId, StepId),
        }

        impl Key {
            /// In which register the record stands and under which id, if it stands in one.
            pub fn in_register(&self) -> Option<(Kind, &str)> {
                match self {
                    $(Self::$Kind(id) => Some((Kind::$Kind, id.as_str())),)*
                    Self::Blueprint
                    | Self::Moment(_)
                    | Self::Source(_)
                    | Self::Variant(_)
                    | Self::Step(..)
                    | Self::Connector(..)
                    | Self::Removed(..) => None,
                }
            }
        }

        /// A record of a register, of any kind.
        #[derive(Clone, Debug, PartialEq)]
        #[expect(missing_docs, reason = "each holds a record and its id")]
        pub enum Keyed {
            $($Kind($Id, Arc<$Kind>),)*
        }

        /// As the record is written; its id is the key it stands under.
        impl Serialize for Keyed {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$Kind(_, record) => record.serialize(serializer),)*
                }
            }
        }

        impl Keyed {
            /// What names it.
            pub fn key(&self) -> Key {
                match self {
                    $(Self::$Kind(id, _) => Key::$Kind(id.clone()),)*
                }
            }

            /// Its kind and its id.
            pub fn in_register(&self) -> (Kind, &str) {
                match self {
                    $(Self::$Kind(id, _) => (Kind::$Kind, id.as_str()),)*
                }
            }

            /// Whether such a record can name others.
            pub fn can_refer(&self) -> bool {
                match self {
                    $(Self::$Kind(..) => fields::can_refer::<$Kind>(),)*
                }
            }

            /// What people call it; empty when nobody gave it a name.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$Kind(_, record) => Record::name(&**record),)*
                }
            }
        }

        $(
            impl Record for $Kind {
                const KIND: Kind = Kind::$Kind;
                type Held = registers!(@held $Held $Kind);

                fn name(&self) -> &str {
                    &self.$name
                }

                fn new(id: Id<Self>, name: String) -> Self {
                    let record = Self {
                        $name: name,
                        ..Self::default()
                    };
                    registers!(@with_id $Held record id)
                }

                fn all(blueprint: &Blueprint) -> &Self::Held {
                    &blueprint.$field
                }

                fn all_mut(blueprint: &mut Blueprint) -> &mut Self::Held {
                    &mut blueprint.$field
                }

                fn key(id: Id<Self>) -> Key {
                    Key::$Kind(id)
                }

                fn id_in(key: &Key) -> Option<&Id<Self>> {
                    match key {
                        Key::$Kind(id) => Some(id),
                        _ => None,
                    }
                }

                fn keyed(id: Id<Self>, record: Arc<Self>) -> Keyed {
                    Keyed::$Kind(id, record)
                }

                fn record_in(keyed: &Keyed) -> Option<&Arc<Self>> {
                    match keyed {
                        Keyed::$Kind(_, record) => Some(record),
                        #[allow(unreachable_patterns, reason = "with one kind there is no other")]
                        _ => None,
                    }
                }
            }
        )*
    };
    (@with_id list $record:ident $id:ident) => {
        Self { id: $id, ..$record }
    };
    (@with_id map $record:ident $id:ident) => {{
        drop($id);
        $record
    }};
    (@held list $Kind:ident) => { Vec<Arc<$Kind>> };
    (@held map $Kind:ident) => { Records<Id<$Kind>, $Kind> };
}

registers! {
    lanes: list of Lane (LaneId), "lane", "lanes", called name;
    phases: list of Phase (PhaseId), "phase", "phases", called name;
    roles: list of Role (RoleId), "role", "roles", called name;
    ai_systems: map of AiSystem (AiSystemId), "AI system", "AI systems", called name;
    ai_uses: map of AiUse (AiUseId), "AI use", "AI uses", called name;
    measures: map of Measure (MeasureId), "measure", "measures", called name;
    monitors: map of Monitor (MonitorId), "monitor", "monitors", called name;
    rules: map of Rule (RuleId), "rule", "rules", called name;
    incidents: map of Incident (IncidentId), "incident", "incidents", called what;
    accepted: map of Acceptance (AcceptanceId), "acceptance", "acceptances", called rule;
    comments: map of Comment (CommentId), "comment", "comments", called text;
}

impl Kind {
    /// The kind whose records stand in a field of the file.
    pub fn of_field(field: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.field() == field)
    }
}
