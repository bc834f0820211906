//! Each field of each record survives an edit of every other.

use std::any::type_name;

use frontstage::{
    edit::Edit,
    model::{Blueprint, FieldEdit, Fields as _, Input, Names},
};

use crate::common::kinds::{EachKind, Kind, each_kind, filled, typed};

/// Whether an edit of the record leaves a field alone on purpose: an id says which record is meant, and the
/// moments of a phase have edits of their own.
fn is_left_alone(kind: &str, field: &str) -> bool {
    field == "id" || (kind.ends_with("::Phase") && field == "moments")
}

/// Changes one field after the other, each in every way it knows.
struct Survives {
    blueprint: Blueprint,
    typed: Vec<String>,
    /// Fields of which no change was accepted.
    unchanged: Vec<String>,
}

impl EachKind for Survives {
    fn kind<T: Kind>(&mut self, reach: fn(&mut Blueprint) -> &mut T, put: fn(&Blueprint) -> Edit) {
        let old = reach(&mut self.blueprint.clone()).clone();
        let kind = type_name::<T>();
        let fields = T::FIELDS.iter();
        for field in fields.filter(|field| !is_left_alone(kind, field.name)) {
            let name = format!("{kind}, {}", field.name);
            assert!(!(field.same)(&old, &T::default()), "{name} is empty");
            // Others: empty, and with what can be typed or picked.
            let mut others = vec![T::default()];
            let choices = match (field.input)() {
                Input::Choice { all, .. } => all,
                _ => Vec::new(),
            };
            let names = Names::of(&self.blueprint, &self.blueprint.variants[0]);
            for typed in self.typed.iter().map(String::as_str).chain(choices) {
                let mut other = T::default();
                if (field.set)(&mut other, &[], FieldEdit::Typed(typed), &names).is_ok() {
                    others.push(other);
                }
            }
            let mut accepted = 0;
            for other in others.iter().filter(|other| !(field.same)(other, &old)) {
                let mut wanted = self.blueprint.clone();
                (field.copy)(other, reach(&mut wanted));
                let mut new = self.blueprint.clone();
                if put(&wanted).apply(&mut new).is_err() {
                    continue;
                }
                accepted += 1;
                let now = reach(&mut new.clone()).clone();
                assert!((field.same)(&now, other), "{name} did not change");
                for rest in T::FIELDS.iter().filter(|rest| rest.name != field.name) {
                    assert!((rest.same)(&now, &old), "{name} changed {}", rest.name);
                }
                assert!(new == wanted, "{name} changed something else");
            }
            if accepted == 0 {
                self.unchanged.push(name);
            }
        }
    }
}

#[test]
fn each_field_survives_an_edit_of_every_other() {
    let blueprint = filled();
    let mut survives = Survives {
        typed: typed(&blueprint),
        blueprint,
        unchanged: Vec::new(),
    };
    each_kind(&mut survives);
    assert_eq!(
        survives.unchanged, [""; 0],
        "fields of which nothing was proved"
    );
}

#[test]
fn each_field_of_a_blueprint_survives_an_edit_of_every_other() {
    let blueprint = filled();
    let changes: [(&str, fn(&mut Blueprint)); 11] = [
        ("format", |head| head.format += 1),
        ("title", |head| head.title.push('x')),
        ("scenario", |head| head.scenario.push('x')),
        ("persona", |head| head.persona.push('x')),
        ("summary", |head| head.summary.push('x')),
        ("currency", |head| head.currency.0.push('x')),
        ("rows", |head| head.rows.clear()),
        ("sources", |head| head.sources.clear()),
        ("silenced", |head| head.silenced.clear()),
        ("conflicts", |head| head.conflicts.clear()),
        ("ext", |head| head.ext.clear()),
    ];
    for field in Blueprint::FIELDS {
        assert!(changes.iter().any(|(name, _)| *name == field.name));
    }
    for (name, change) in changes {
        let mut wanted = blueprint.clone();
        change(&mut wanted);
        assert!(wanted != blueprint, "{name} did not change");
        let mut new = blueprint.clone();
        let head = Edit::SetHead(Box::new(wanted.head()));
        assert_eq!(head.apply(&mut new), Ok(()), "{name}");
        assert!(new == wanted, "{name} changed something else");
    }
}
