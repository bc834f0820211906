//! Every kind of record and every part of one, where it stands in a document in which all fields are filled.

use std::sync::Arc;

use frontstage::{
    edit::Edit,
    format::read,
    model::{Blueprint, Fields, Records, Role, Step, Touchpoint, Variant},
};
use serde::{Serialize, de::DeserializeOwned};

/// What is asked of every kind.
pub(crate) trait EachKind {
    /// `reach` leads to one of the kind, `put` is the edit that brings the record to which it belongs as it now is.
    fn kind<T: Kind>(&mut self, reach: fn(&mut Blueprint) -> &mut T, put: fn(&Blueprint) -> Edit);
}

/// What `record!` writes.
pub(crate) trait Kind: Fields + Clone + Default + Serialize + DeserializeOwned {}

impl<T: Fields + Clone + Default + Serialize + DeserializeOwned> Kind for T {}

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
    blueprint
}

/// Asks it of every kind; a new one needs a line here.
pub(crate) fn each_kind(asked: &mut impl EachKind) {
    asked.kind(|b| Arc::make_mut(&mut b.lanes[0]), put_lane);
    asked.kind(|b| Arc::make_mut(&mut b.phases[0]), put_phase);
    asked.kind(
        |b| &mut Arc::make_mut(&mut b.phases[0]).moments[0],
        put_moment,
    );
    asked.kind(|b| Arc::make_mut(&mut b.roles[0]), put_role);
    asked.kind(|b| Arc::make_mut(&mut b.ai_systems[0]), put_ai_system);
    asked.kind(|b| &mut b.sources[0], |b| Edit::SetHead(Box::new(b.head())));
    asked.kind(|b| of(&mut b.comments, "k-1"), put_comment);
    asked.kind(|b| &mut of(&mut b.comments, "k-1").replies[0], put_comment);
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
    asked.kind(|b| &mut ai(b).incidents[0], put_step);
    asked.kind(|b| &mut ai(b).data[0], put_step);
    asked.kind(|b| &mut ai(b).rules[0], put_step);
    asked.kind(|b| &mut ai(b).monitors[0], put_step);
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

fn put_lane(blueprint: &Blueprint) -> Edit {
    Edit::PutLane {
        lane: (*blueprint.lanes[0]).clone(),
        at: None,
    }
}

fn put_phase(blueprint: &Blueprint) -> Edit {
    Edit::PutPhase {
        phase: (*blueprint.phases[0]).clone(),
        at: None,
    }
}

fn put_moment(blueprint: &Blueprint) -> Edit {
    Edit::PutMoment {
        phase: blueprint.phases[0].id.clone(),
        moment: blueprint.phases[0].moments[0].clone(),
        at: None,
    }
}

fn put_role(blueprint: &Blueprint) -> Edit {
    Edit::PutRole {
        role: (*blueprint.roles[0]).clone(),
        at: None,
    }
}

fn put_ai_system(blueprint: &Blueprint) -> Edit {
    Edit::PutAiSystem {
        system: (*blueprint.ai_systems[0]).clone(),
        at: None,
    }
}

fn put_comment(blueprint: &Blueprint) -> Edit {
    Edit::PutComment {
        id: "k-1".into(),
        comment: Box::new((*blueprint.comments[&"k-1".into()]).clone()),
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
