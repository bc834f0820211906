//! Changing a field, or an item of a list, in one record or in several.

use std::sync::Arc;

use super::{Edit, Refusal};
use crate::model::{
    self, Blueprint, FieldEdit, FieldPath, Fields, ItemEdit, Key, Names, NewItem, PathPart, Record,
    Register as _, Step, Visit,
};

/// The edits that change the field of each record that it changes. Records that have no such place are left out,
/// unless none has.
///
/// `field` is the way in the first record: in the others it leads to the item of the same id or, of a list without
/// ids, of the same name.
pub(super) fn edits(
    blueprint: &Blueprint,
    keys: &[Key],
    (field, to): (&[PathPart], FieldEdit<'_>),
) -> Result<Vec<Edit>, Refusal> {
    let first = match keys {
        [Key::Step(variant, id), _, ..] => blueprint.step(variant, id),
        _ => None,
    };
    let mut edits = Vec::new();
    let mut is_anywhere = keys.is_empty();
    // What another variant has under the same name is what is added here.
    let elsewhere = match to {
        FieldEdit::Item(ItemEdit::Add(new)) => Some(ItemEdit::Add(NewItem {
            unless_named: true,
            ..new.clone()
        })),
        _ => None,
    };
    for (place, key) in keys.iter().enumerate() {
        let way = way_in(blueprint, key, first.map(|step| &**step), field);
        let Some(way) = way else { continue };
        let set = Set {
            blueprint,
            field: &way,
            to: match &elsewhere {
                Some(add) if place > 0 => FieldEdit::Item(add),
                _ => to,
            },
        };
        match set.edit(key) {
            Ok(edit) => {
                is_anywhere = true;
                edits.extend(edit);
            }
            Err(Refusal::Rule(NO_PLACE)) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    if is_anywhere {
        Ok(edits)
    } else {
        Err(Refusal::Rule(NO_PLACE))
    }
}

/// Why nothing is set in a record that has no such place.
const NO_PLACE: &str = "What this changes is no longer there.";

/// The way in the record `key` that leads to what `field` leads to in the step `first`.
fn way_in(
    blueprint: &Blueprint,
    key: &Key,
    first: Option<&Step>,
    field: &[PathPart],
) -> Option<FieldPath> {
    match (key, first) {
        (Key::Step(variant, id), Some(first)) => {
            let step = blueprint.step(variant, id)?;
            model::same_way(first, &**step, field)
        }
        _ => Some(field.to_vec()),
    }
}

#[derive(Clone, Copy)]
struct Set<'a> {
    blueprint: &'a Blueprint,
    field: &'a [PathPart],
    to: FieldEdit<'a>,
}

impl Set<'_> {
    /// The record with its field changed; `None` when that changes nothing.
    fn on<T: Fields + Clone + PartialEq>(
        self,
        record: &T,
        names: &Names<'_>,
    ) -> Result<Option<T>, Refusal> {
        if model::seen(record, self.field, names).is_none() {
            return Err(Refusal::Rule(NO_PLACE));
        }
        let mut new = record.clone();
        model::set(&mut new, self.field, self.to, names).map_err(Refusal::Value)?;
        Ok((new != *record).then_some(new))
    }

    /// The edit that changes the record, if that changes anything.
    fn edit(self, key: &Key) -> Result<Option<Edit>, Refusal> {
        let missing = || Refusal::Missing(format!("the {}", key.noun()));
        let names = key.names(self.blueprint);
        let held = names.variant().ok_or_else(missing);
        Ok(match key {
            Key::Step(variant, id) => {
                let step = held?.steps.get(id).ok_or_else(missing)?;
                let new = self.on(&**step, &names)?;
                new.map(|new| placed_or_put(variant, id, step, new))
            }
            Key::Connector(variant, id) => {
                let connector = held?.connectors.get(id).ok_or_else(missing)?;
                let new = self.on(&**connector, &names)?;
                new.map(|connector| Edit::PutConnector {
                    variant: variant.clone(),
                    id: id.clone(),
                    connector,
                })
            }
            Key::Removed(variant, id) => {
                let old = held?.removed.get(id).map(|old| (**old).clone());
                let new = self.on(&old.unwrap_or_default(), &names)?;
                new.map(|new| Edit::SetRemoved {
                    variant: variant.clone(),
                    step: id.clone(),
                    removed: (new != model::Removed::default()).then_some(new),
                })
            }
            Key::Variant(id) => {
                let (_, variant) = self.blueprint.variant(id).ok_or_else(missing)?;
                let new = self.on(&variant.head(), &names)?;
                new.map(|new| Edit::PutVariant {
                    variant: Box::new(new),
                    at: None,
                })
            }
            Key::Moment(id) => {
                let (_, phase, moment) = self.blueprint.moment(id).ok_or_else(missing)?;
                let new = self.on(moment, &names)?;
                new.map(|moment| Edit::PutMoment {
                    phase: phase.id.clone(),
                    moment,
                    at: None,
                })
            }
            Key::Source(id) => {
                let sources = &self.blueprint.sources;
                let place = sources.iter().position(|source| source.id == *id);
                let place = place.ok_or_else(missing)?;
                let new = self.on(&sources[place], &names)?;
                new.map(|new| {
                    let mut head = self.blueprint.head();
                    head.sources[place] = new;
                    Edit::SetHead(Box::new(head))
                })
            }
            Key::AiUse(id) => {
                let of = self.blueprint.ai_use_or_new(id).ok_or_else(missing)?;
                let new = self.on(&*of, &names)?;
                new.map(|new| Edit::put(id.clone(), new, None))
            }
            Key::Blueprint => {
                let new = self.on(&self.blueprint.head(), &names)?;
                new.map(|head| Edit::SetHead(Box::new(head)))
            }
            record => {
                let (kind, _) = record.in_register().ok_or_else(missing)?;
                kind.visit(SetRecord(self, record))?.ok_or_else(missing)?
            }
        })
    }
}

/// Another lane or moment puts a step below what stands there; all else is put as it is.
fn placed_or_put(variant: &model::VariantId, id: &model::StepId, old: &Step, new: Step) -> Edit {
    let cell = new.cell().filter(|cell| old.cell() != Some(*cell));
    match cell {
        Some((lane, moment)) => Edit::PlaceSteps {
            variant: variant.clone(),
            steps: vec![id.clone()],
            lane: lane.clone(),
            moment: moment.clone(),
            at: None,
        },
        None => Edit::PutStep {
            variant: variant.clone(),
            id: id.clone(),
            step: Box::new(new),
        },
    }
}

/// Changes a field of a record of a register.
struct SetRecord<'a>(Set<'a>, &'a Key);

impl Visit for SetRecord<'_> {
    /// Without an edit when nothing changes; absent when there is no such record.
    type Out = Result<Option<Option<Edit>>, Refusal>;

    fn kind<T: Record>(self) -> Self::Out {
        let Self(set, key) = self;
        let found = T::id_in(key).and_then(|id| Some((id, T::all(set.blueprint).record(id)?)));
        let Some((id, record)) = found else {
            return Ok(None);
        };
        let new = set.on(&**record, &Names::of_all(set.blueprint))?;
        let put = new.map(|new| Edit::Put {
            record: T::keyed(id.clone(), Arc::new(new)),
            at: None,
        });
        Ok(Some(put))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Tool, Touchpoint, Variant};

    /// Two variants with a step whose touchpoint has these tools, each with its limit.
    fn with_tools(lists: [&[(&str, &str)]; 2]) -> Blueprint {
        let mut blueprint = Blueprint::default();
        for (name, list) in ["before", "after"].into_iter().zip(lists) {
            let tools = list.iter().map(|(tool, limit)| Tool {
                name: (*tool).to_owned(),
                limit: (*limit).to_owned(),
            });
            let ai = Touchpoint {
                tools: tools.collect(),
                ..Touchpoint::default()
            };
            let step = Step {
                ai: Some(Box::new(ai)),
                ..Step::default()
            };
            let mut variant = Variant {
                id: name.into(),
                ..Variant::default()
            };
            variant.steps.insert("answers".into(), Arc::new(step));
            blueprint.variants.push(Arc::new(variant));
        }
        blueprint
    }

    /// What the tools of each variant say after an edit of the step in both.
    fn after(blueprint: &Blueprint, path: &[PathPart], to: FieldEdit<'_>) -> [Vec<String>; 2] {
        let keys = ["before", "after"].map(|id| Key::Step(id.into(), "answers".into()));
        let edits = edits(blueprint, &keys, (path, to)).expect("it is there");
        let mut blueprint = blueprint.clone();
        Edit::All(edits).apply(&mut blueprint).expect("it may be");
        [0, 1].map(|variant| {
            let step = &blueprint.variants[variant].steps[&"answers".into()];
            let tools = step.ai.as_ref().expect("it is AI").tools.iter();
            tools
                .map(|tool| format!("{} {}", tool.name, tool.limit))
                .collect()
        })
    }

    #[test]
    fn an_item_without_an_id_is_found_by_its_name_in_the_other_variants() {
        let blueprint = with_tools([
            &[("errors", "1"), ("speed", "2")],
            &[("speed", "9"), ("cost", "3"), ("speed", "4")],
        ]);
        let list = [PathPart::Name("ai"), PathPart::Name("tools")];
        let [errors, speed] = [0, 1].map(|at| [&list[..], &[PathPart::Number(at)]].concat());
        let target = [&speed[..], &[PathPart::Name("limit")]].concat();
        assert_eq!(
            after(&blueprint, &target, FieldEdit::Typed("5")),
            [
                vec!["errors 1", "speed 5"],
                vec!["speed 5", "cost 3", "speed 4"]
            ]
        );
        // What the other does not have is left as it is.
        let removed = after(&blueprint, &errors, FieldEdit::Item(&ItemEdit::Remove));
        assert_eq!(removed[0], ["speed 2"]);
        assert_eq!(removed[1], ["speed 9", "cost 3", "speed 4"]);
        let new = ItemEdit::Add(NewItem {
            typed: vec![(vec![PathPart::Name("name")], "harm".to_owned())],
            ..NewItem::default()
        });
        let added = after(&blueprint, &list, FieldEdit::Item(&new));
        assert_eq!(added[0], ["errors 1", "speed 2", "harm "]);
        assert_eq!(added[1], ["speed 9", "cost 3", "speed 4", "harm "]);
        let moved = after(&blueprint, &speed, FieldEdit::Item(&ItemEdit::MoveTo(0)));
        assert_eq!(moved[0], ["speed 2", "errors 1"]);
    }

    #[test]
    fn a_field_that_no_record_has_is_refused() {
        let blueprint = with_tools([&[], &[]]);
        let key = Key::Step("before".into(), "answers".into());
        let nowhere = [PathPart::Name("ai"), PathPart::Name("colour")];
        let edits = edits(&blueprint, &[key], (&nowhere, FieldEdit::Typed("red")));
        assert_eq!(edits, Err(Refusal::Rule(NO_PLACE)));
    }
}
