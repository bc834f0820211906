//! What names a record, and how the record is reached by it, whatever its type.

use std::sync::Arc;

use super::{
    Blueprint, FieldPath, Fields, Key, Keyed, Names, PathPart, Problem, Record, Register as _,
    Removed, ShownField, VariantId, Visit, fields,
};

/// What is done with a record of any type, whichever it is.
pub(super) trait Look {
    /// What comes of it.
    type Out;

    /// Does it with a record, whose values find the names of what they refer to in `names`.
    fn at<T: Fields>(self, record: &T, names: &Names<'_>) -> Self::Out;
}

impl Key {
    /// Where values of this record find the names of what they refer to.
    pub fn names<'b>(&self, blueprint: &'b Blueprint) -> Names<'b> {
        let variant = match self {
            Self::Step(variant, _) | Self::Connector(variant, _) | Self::Removed(variant, _) => {
                blueprint.variant(variant)
            }
            _ => None,
        };
        variant.map_or_else(
            || Names::of_all(blueprint),
            |(_, variant)| Names::of(blueprint, variant),
        )
    }

    /// The way to it from the blueprint, as problems name it: `variants/before/steps/asks`.
    pub fn path(&self) -> String {
        match self {
            Self::Blueprint => String::new(),
            Self::Moment(id) => format!("phases/moments/{id}"),
            Self::Source(id) => format!("sources/{id}"),
            Self::Variant(id) => format!("variants/{id}"),
            Self::Step(variant, id) => format!("variants/{variant}/steps/{id}"),
            Self::Connector(variant, id) => format!("variants/{variant}/connectors/{id}"),
            Self::Removed(variant, id) => format!("variants/{variant}/removed/{id}"),
            record => match record.in_register() {
                Some((kind, id)) => format!("{}/{id}", kind.field()),
                None => String::new(),
            },
        }
    }

    /// What a person calls such a record.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Blueprint => "blueprint",
            Self::Moment(_) => "moment",
            Self::Source(_) => "source",
            Self::Variant(_) => "variant",
            Self::Step(..) => "step",
            Self::Connector(..) => "connector",
            Self::Removed(..) => "removed step",
            record => record
                .in_register()
                .map_or("record", |(kind, _)| kind.noun()),
        }
    }

    /// The record of a register that it names.
    pub fn record(&self, blueprint: &Blueprint) -> Option<Keyed> {
        struct Find<'a>(&'a Blueprint, &'a Key);

        impl Visit for Find<'_> {
            type Out = Option<Keyed>;

            fn kind<T: Record>(self) -> Option<Keyed> {
                let id = T::id_in(self.1)?;
                let record = T::all(self.0).record(id)?;
                Some(T::keyed(id.clone(), Arc::clone(record)))
            }
        }

        let (kind, _) = self.in_register()?;
        kind.visit(Find(blueprint, self))
    }

    /// Looks at the record that it names; `None` when it is not there. What is said of a removed step is there for
    /// every step that the first variant has and this one has not, and an AI use for every AI touchpoint.
    pub(super) fn look<L: Look>(&self, blueprint: &Blueprint, look: L) -> Option<L::Out> {
        struct OfKind<'a, L>(&'a Blueprint, &'a Key, L);

        impl<L: Look> Visit for OfKind<'_, L> {
            type Out = Option<L::Out>;

            fn kind<T: Record>(self) -> Option<L::Out> {
                let record = T::all(self.0).record(T::id_in(self.1)?)?;
                Some(self.2.at(&**record, &Names::of_all(self.0)))
            }
        }

        let names = self.names(blueprint);
        let held = names.variant();
        Some(match self {
            Self::Blueprint => look.at(blueprint, &names),
            Self::Variant(id) => look.at(&**blueprint.variant(id)?.1, &names),
            Self::Moment(id) => look.at(blueprint.moment(id)?.2, &names),
            Self::Source(id) => {
                let source = blueprint.sources.iter().find(|source| source.id == *id);
                look.at(source?, &names)
            }
            Self::Step(_, id) => look.at(&**held?.steps.get(id)?, &names),
            Self::Connector(_, id) => look.at(&**held?.connectors.get(id)?, &names),
            Self::AiUse(id) => look.at(&*blueprint.ai_use_or_new(id)?, &names),
            Self::Removed(_, id) => match held?.removed.get(id) {
                Some(removed) => look.at(&**removed, &names),
                None => look.at(&Removed::default(), &names),
            },
            record => {
                let (kind, _) = record.in_register()?;
                return kind.visit(OfKind(blueprint, record, look));
            }
        })
    }

    /// What stands at the end of a path in the record that it names, as a form shows it.
    pub fn seen(&self, blueprint: &Blueprint, path: &[PathPart]) -> Option<ShownField> {
        struct Seen<'p>(&'p [PathPart]);

        impl Look for Seen<'_> {
            type Out = Option<ShownField>;

            fn at<T: Fields>(self, record: &T, names: &Names<'_>) -> Self::Out {
                fields::seen(record, self.0, names)
            }
        }

        self.look(blueprint, Seen(path))?
    }

    /// The items of the list to which a path leads in the record that it names: how many there are, and what leads to
    /// the first `most` of them.
    pub fn items(
        &self,
        blueprint: &Blueprint,
        path: &[PathPart],
        most: usize,
    ) -> Option<(usize, FieldPath)> {
        struct Items<'p>(&'p [PathPart], usize);

        impl Look for Items<'_> {
            type Out = Option<(usize, FieldPath)>;

            fn at<T: Fields>(self, record: &T, _: &Names<'_>) -> Self::Out {
                fields::items(record, self.0, self.1)
            }
        }

        self.look(blueprint, Items(path, most))?
    }

    /// What is wrong with the fields of the record that it names but its references.
    pub fn faults(&self, blueprint: &Blueprint) -> Vec<Problem> {
        struct FaultsOf;

        impl Look for FaultsOf {
            type Out = Vec<Problem>;

            fn at<T: Fields>(self, record: &T, _: &Names<'_>) -> Self::Out {
                super::faults_of(record)
            }
        }

        self.look(blueprint, FaultsOf).unwrap_or_default()
    }

    /// Gives it other ids: that of the record, or of the variant it lies in and then its own.
    pub(super) fn rename(&mut self, first: Option<&str>, own: Option<&str>) {
        match self {
            Self::Blueprint => {}
            Self::Moment(id) => *id = first.map_or_else(|| id.clone(), Into::into),
            Self::Source(id) => *id = first.map_or_else(|| id.clone(), Into::into),
            Self::Variant(id) => *id = first.map_or_else(|| id.clone(), Into::into),
            Self::Step(variant, id) | Self::Removed(variant, id) => {
                *variant = first.map_or_else(|| variant.clone(), Into::into);
                *id = own.map_or_else(|| id.clone(), Into::into);
            }
            Self::Connector(variant, id) => {
                *variant = first.map_or_else(|| variant.clone(), Into::into);
                *id = own.map_or_else(|| id.clone(), Into::into);
            }
            record => {
                if let (Some((kind, _)), Some(id)) = (record.in_register(), first) {
                    *record = kind.key(id);
                }
            }
        }
    }

    /// Whether the record is there.
    pub fn is_in(&self, blueprint: &Blueprint) -> bool {
        let held = |variant: &VariantId| blueprint.variant(variant).map(|(_, held)| held);
        match self {
            Self::Blueprint => true,
            Self::Moment(id) => blueprint.moment(id).is_some(),
            Self::Source(id) => blueprint.sources.iter().any(|source| source.id == *id),
            Self::Variant(id) => blueprint.variant(id).is_some(),
            Self::Step(variant, id) => held(variant).is_some_and(|v| v.steps.contains_key(id)),
            Self::Connector(variant, id) => {
                held(variant).is_some_and(|v| v.connectors.contains_key(id))
            }
            Self::Removed(variant, id) => held(variant).is_some_and(|v| v.removed.contains_key(id)),
            record => record.record(blueprint).is_some(),
        }
    }

    /// Its place among its like, counted from 0, and how many there are; `None` where they have no order.
    pub fn place(&self, blueprint: &Blueprint) -> Option<(usize, usize)> {
        struct Place<'a>(&'a Blueprint, &'a Key);

        impl Visit for Place<'_> {
            type Out = Option<(usize, usize)>;

            fn kind<T: Record>(self) -> Self::Out {
                let id = T::id_in(self.1).filter(|_| T::Held::IS_ORDERED)?;
                let register = T::all(self.0);
                let place = register.entries().position(|(other, _)| other == id)?;
                Some((place, register.count()))
            }
        }

        match self {
            Self::Variant(id) => Some((blueprint.variant(id)?.0, blueprint.variants.len())),
            _ => self.in_register()?.0.visit(Place(blueprint, self)),
        }
    }

    /// The field that holds what people call it.
    pub fn name_field(&self) -> FieldPath {
        vec![PathPart::Name(match self {
            Self::Blueprint | Self::Source(_) | Self::Step(..) => "title",
            Self::Connector(..) => "label",
            Self::Removed(..) => "why",
            Self::Moment(_) | Self::Variant(_) => "name",
            record => record
                .in_register()
                .map_or("name", |(kind, _)| kind.name_field()),
        })]
    }

    /// What people call a record of a register; its id where nobody gave it a name.
    pub fn called(&self, blueprint: &Blueprint) -> Option<String> {
        let (_, id) = self.in_register()?;
        let record = self.record(blueprint);
        let name = record
            .as_ref()
            .map(Keyed::name)
            .filter(|name| !name.is_empty());
        Some(name.unwrap_or(id).to_owned())
    }
}
