//! Every kind of record and every part of one, where it stands in a document in which all fields are filled.

use std::{fmt::Debug, sync::Arc};

use frontstage::{
    edit::Edit,
    format::{read, read_value},
    model::{
        self, Blueprint, FieldEdit, Fields, Id, Input, Names, Record, Records, Register as _, Role,
        Step, Touchpoint, Variant, Visit,
    },
};
use serde::{Serialize, de::DeserializeOwned};

/// What is asked of every kind.
pub(crate) trait EachKind {
    /// `reach` leads to one of the kind, `put` is the edit that brings the record to which it belongs as it now is.
    fn kind<T: Kind>(&mut self, reach: fn(&mut Blueprint) -> &mut T, put: fn(&Blueprint) -> Edit);
}

/// What `record!` writes.
pub(crate) trait Kind:
    Fields + Clone + Default + PartialEq + Debug + Serialize + DeserializeOwned
{
}

impl<T: Fields + Clone + Default + PartialEq + Debug + Serialize + DeserializeOwned> Kind for T {}

/// A document in which every field of every kind is filled, and with records enough to choose others.
pub(crate) fn filled() -> Blueprint {
    let golden = include_str!("../../golden/every-field.blueprint.ron");
    let mut blueprint = read(golden.as_bytes()).unwrap().blueprint;
    blueprint.roles.push(Arc::new(Role {
        id: "boss".into(),
        ..Role::default()
    }));
    let before = Arc::make_mut(&mut blueprint.variants[0]);
    before.steps.insert("third".into(), Arc::default());
    // A step that is put is not removed any more: of Before only one that nobody puts is.
    let removed = before.removed.remove(&"agent-reads".into()).unwrap();
    before.removed.insert("third".into(), Arc::clone(&removed));
    // After has the pains too: they do not go from the document when they go from a step of Before.
    let tray = Step {
        pains: before.steps[&"agent-reads".into()].pains.clone(),
        ..Step::default()
    };
    let after = Variant {
        id: "after".into(),
        steps: [("in-the-tray".into(), Arc::new(tray))].into(),
        removed: [("agent-reads".into(), removed)].into(),
        ..Variant::default()
    };
    blueprint.variants.push(Arc::new(after));
    for kind in model::Kind::ALL {
        kind.visit(Fill(&mut blueprint));
    }
    blueprint
}

/// Gives a register that is empty a record of which every field is filled that can be typed.
struct Fill<'b>(&'b mut Blueprint);

impl Visit for Fill<'_> {
    type Out = ();

    fn kind<T: Record>(self) {
        if T::all(self.0).count() > 0 {
            return;
        }
        let id = Id::new("made");
        let mut record: T = read_value("(ext: {\"a.b\": ()})").unwrap();
        let named = T::new(id.clone(), "Made".to_owned());
        T::FIELDS
            .iter()
            .for_each(|field| (field.copy)(&named, &mut record));
        let typed = typed(self.0);
        for field in T::FIELDS {
            let names = Names::of_all(self.0);
            let choices = match (field.input)() {
                Input::Choice { all, .. } => all,
                _ => Vec::new(),
            };
            for typed in typed.iter().map(String::as_str).chain(choices) {
                if (field.same)(&record, &T::default()) {
                    let _ = (field.set)(&mut record, &[], FieldEdit::Typed(typed), &names);
                }
            }
        }
        T::all_mut(self.0).put(&id, Arc::new(record), None);
    }
}

/// Texts of which each kind of value understands one that differs from what stands there; and the ids of records.
pub(crate) fn typed(blueprint: &Blueprint) -> Vec<String> {
    struct Ids<'b>(&'b Blueprint);

    impl Visit for Ids<'_> {
        type Out = Vec<String>;

        fn kind<T: Record>(self) -> Vec<String> {
            let entries = T::all(self.0).entries();
            entries.map(|(id, _)| id.to_string()).collect()
        }
    }

    let texts = [
        "",
        "else",
        "else, more",
        "1",
        "2",
        "50 %",
        "1h",
        "2030-01-31",
        "Yes",
        "No",
    ];
    let mut typed: Vec<String> = texts.map(str::to_owned).into();
    for kind in model::Kind::ALL {
        typed.extend(kind.visit(Ids(blueprint)));
    }
    typed.extend(blueprint.moments().map(|(_, moment)| moment.id.to_string()));
    typed.extend(blueprint.variants[0].steps.keys().map(Id::to_string));
    typed.extend(blueprint.pains().map(|pain| pain.id.to_string()));
    typed
}

/// Asks it of every kind; a new part of a record needs a line here.
pub(crate) fn each_kind(asked: &mut impl EachKind) {
    struct Ask<'a, A>(&'a mut A);

    impl<A: EachKind> Visit for Ask<'_, A> {
        type Out = ();

        fn kind<T: Record>(self) {
            self.0.kind(first::<T>, put_first::<T>);
        }
    }

    for kind in model::Kind::ALL {
        kind.visit(Ask(asked));
    }
    asked.kind(
        |b| &mut Arc::make_mut(&mut b.phases[0]).moments[0],
        put_moment,
    );
    asked.kind(|b| &mut b.sources[0], |b| Edit::SetHead(Box::new(b.head())));
    asked.kind(
        |b| &mut of(&mut b.comments, "k-1").replies[0],
        put_first::<model::Comment>,
    );
    asked.kind(|b| before(b), put_variant);
    asked.kind(|b| before(b).demand.as_mut().unwrap(), put_variant);
    asked.kind(|b| of(&mut before(b).connectors, "c-1"), put_connector);
    asked.kind(
        |b| {
            of(
                &mut Arc::make_mut(&mut b.variants[1]).removed,
                "agent-reads",
            )
        },
        set_removed,
    );
    asked.kind(step, put_step);
    asked.kind(|b| &mut step(b).workers[0], put_step);
    asked.kind(|b| &mut step(b).controls[0], put_step);
    asked.kind(|b| &mut step(b).pains[0], put_step);
    asked.kind(|b| &mut step(b).links[0], put_step);
    asked.kind(|b| step(b).basis.get_mut("work").unwrap(), put_step);
    asked.kind(ai, put_step);
    asked.kind(|b| ai(b).oversight.as_mut().unwrap(), put_step);
    asked.kind(|b| ai(b).hand_over.as_mut().unwrap(), put_step);
    asked.kind(|b| ai(b).fallback.as_mut().unwrap(), put_step);
    asked.kind(|b| ai(b).stop.as_mut().unwrap(), put_step);
    asked.kind(|b| &mut ai(b).tools[0], put_step);
    asked.kind(|b| step(b).opportunity.as_mut().unwrap(), put_step);
    asked.kind(
        |b| &mut of(&mut b.ai_uses, "agent-reads").data[0],
        put_first::<model::AiUse>,
    );
    asked.kind(
        |b| &mut of(&mut b.ai_uses, "agent-reads").evidence[0],
        put_first::<model::AiUse>,
    );
    asked.kind(
        |b| &mut of(&mut b.monitors, "resolved").actions[0],
        put_first::<model::Monitor>,
    );
    asked.kind(
        |b| &mut of(&mut b.incidents, "wrong-language").told[0],
        put_first::<model::Incident>,
    );
    asked.kind(
        |b| of(&mut b.accepted, "q-1").by.as_mut().unwrap(),
        put_first::<model::Acceptance>,
    );
    asked.kind(
        |b| of(&mut b.ai_systems, "bot").data.as_mut().unwrap(),
        put_first::<model::AiSystem>,
    );
    asked.kind(
        |b| of(&mut b.ai_systems, "bot").exit_plan.as_mut().unwrap(),
        put_first::<model::AiSystem>,
    );
    asked.kind(
        |b| of(&mut b.ai_systems, "bot").validated.as_mut().unwrap(),
        put_first::<model::AiSystem>,
    );
    asked.kind(
        |b| before(b).left_pains.get_mut(&"p-2".into()).unwrap(),
        put_variant,
    );
    asked.kind(
        |b| {
            before(b)
                .dropped_controls
                .get_mut(&"four-eyes".into())
                .unwrap()
        },
        put_variant,
    );
}

fn of<'b, K: Ord + Clone + From<&'static str>, T: Clone>(
    records: &'b mut Records<K, T>,
    id: &'static str,
) -> &'b mut T {
    Arc::make_mut(records.get_mut(&id.into()).unwrap())
}

fn before(blueprint: &mut Blueprint) -> &mut Variant {
    Arc::make_mut(&mut blueprint.variants[0])
}

fn step(blueprint: &mut Blueprint) -> &mut Step {
    of(&mut before(blueprint).steps, "agent-reads")
}

fn ai(blueprint: &mut Blueprint) -> &mut Touchpoint {
    step(blueprint).ai.as_mut().unwrap()
}

fn first<T: Record>(blueprint: &mut Blueprint) -> &mut T {
    let register = T::all_mut(blueprint);
    let id = register.entries().next().unwrap().0.clone();
    Arc::make_mut(register.record_mut(&id).unwrap())
}

fn put_first<T: Record>(blueprint: &Blueprint) -> Edit {
    let (id, record) = T::all(blueprint).entries().next().unwrap();
    Edit::put(id.clone(), (**record).clone(), None)
}

fn put_moment(blueprint: &Blueprint) -> Edit {
    Edit::PutMoment {
        phase: blueprint.phases[0].id.clone(),
        moment: blueprint.phases[0].moments[0].clone(),
        at: None,
    }
}

fn put_variant(blueprint: &Blueprint) -> Edit {
    Edit::PutVariant {
        variant: Box::new(blueprint.variants[0].head()),
        at: None,
    }
}

fn put_connector(blueprint: &Blueprint) -> Edit {
    let before = &blueprint.variants[0];
    Edit::PutConnector {
        variant: before.id.clone(),
        id: "c-1".into(),
        connector: (*before.connectors[&"c-1".into()]).clone(),
    }
}

fn set_removed(blueprint: &Blueprint) -> Edit {
    let after = &blueprint.variants[1];
    Edit::SetRemoved {
        variant: after.id.clone(),
        step: "agent-reads".into(),
        removed: Some((*after.removed[&"agent-reads".into()]).clone()),
    }
}

fn put_step(blueprint: &Blueprint) -> Edit {
    let before = &blueprint.variants[0];
    Edit::PutStep {
        variant: before.id.clone(),
        id: "agent-reads".into(),
        step: Box::new((*before.steps[&"agent-reads".into()]).clone()),
    }
}
