//! Random edits of every kind, of the documents that [`super::blueprints`] gives.
//!
//! The ids are those of such documents; some name nothing, some are new.

use frontstage::{
    edit::Edit,
    model::{
        Blueprint, Comment, Connector, Feeling, Fields, Id, ItemEdit, Key, Kind, Moment, Money,
        NewItem, PathPart, Phase, Place, Record, Removed, Share, Source, Step, Variant, Visit,
        Written,
    },
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
};

use super::{
    Names, ai_systems, comments, connectors, dates, heal, ids, keys, lanes, numbered_key, phases,
    removed, roles, rows, sources, steps, texts, variants,
};

/// An edit of any kind.
pub(crate) fn edits() -> impl Strategy<Value = Edit> {
    any_of![
        8 => single_edits(),
        1 => vec(single_edits(), 0..4).prop_map(Edit::All),
    ]
}

fn single_edits() -> impl Strategy<Value = Edit> {
    any_of![
        3 => edits_of_the_frame(),
        2 => edits_of_lists(),
        2 => edits_of_registers(),
        2 => fields_set(),
        3 => items_changed(),
        6 => edits_of_steps(),
        3 => edits_of_connectors(),
    ]
}

fn names() -> Names {
    Names {
        lanes: some("l", 4),
        moments: some("m", 6),
        roles: some("r", 2),
        systems: some("a", 2),
    }
}

fn some<T>(prefix: &str, count: usize) -> Vec<Id<T>> {
    (0..count)
        .map(|number| Id::new(&format!("{prefix}{number}")))
        .collect()
}

/// An id of a list with few records; now and then one that is not there.
fn few<T: 'static>(prefix: &'static str) -> impl Strategy<Value = Id<T>> {
    any_of![8 => 0..3_u8, 1 => 3..8_u8]
        .prop_map(move |number| Id::new(&format!("{prefix}{number}")))
}

fn places() -> impl Strategy<Value = Option<usize>> {
    option::of(0..5_usize)
}

fn edits_of_the_frame() -> impl Strategy<Value = Edit> {
    let heads =
        (texts(), texts(), sources(), rows()).prop_map(|(title, summary, sources, rows)| {
            Blueprint {
                title,
                summary,
                sources,
                rows,
                ..Blueprint::default()
            }
        });
    let moments = phases().prop_map(|phase: Phase| phase.moments.into_iter().next());
    any_of![
        heads.prop_map(|head| Edit::SetHead(Box::new(head))),
        (lanes(), few("l"), places()).prop_map(|(mut lane, id, at)| {
            lane.id = id;
            Edit::put_listed(lane, at)
        }),
        (few("l"), 0..5_usize).prop_map(|(lane, to)| Edit::Move {
            key: Key::Lane(lane),
            to,
        }),
        few("l").prop_map(|lane| Edit::Delete(Key::Lane(lane))),
        (phases(), few("ph"), places(), few("m")).prop_map(|(mut phase, id, at, moment)| {
            phase.id = id;
            phase.moments.truncate(2);
            for (moment, id) in phase.moments.iter_mut().zip([moment, Id::new("m20")]) {
                moment.id = id;
            }
            Edit::put_listed(phase, at)
        }),
        (few("ph"), 0..4_usize).prop_map(|(phase, to)| Edit::Move {
            key: Key::Phase(phase),
            to,
        }),
        few("ph").prop_map(|phase| Edit::Delete(Key::Phase(phase))),
        (few("ph"), moments, ids("m"), places()).prop_map(|(phase, moment, id, at)| {
            let mut moment = moment.unwrap_or_default();
            moment.id = id;
            Edit::PutMoment { phase, moment, at }
        }),
        (few("m"), few("ph"), 0..4_usize).prop_map(|(moment, phase, to)| Edit::MoveMoment {
            moment,
            phase,
            to
        }),
        few("m").prop_map(|moment| Edit::Delete(Key::Moment(moment))),
    ]
}

/// Puts a record of whatever kind with nothing but a name.
pub(crate) fn records_put() -> impl Strategy<Value = Edit> {
    struct Put<'a>(&'a Key, &'a str, Option<usize>);

    impl Visit for Put<'_> {
        type Out = Edit;

        fn kind<T: Record>(self) -> Edit {
            let id = T::id_in(self.0).unwrap().clone();
            Edit::put(id.clone(), T::new(id, self.1.to_owned()), self.2)
        }
    }

    (select(Kind::ALL), 0..4_u8, texts(), places()).prop_map(|(kind, number, name, at)| {
        kind.visit(Put(&numbered_key(kind, number), &name, at))
    })
}

/// What can be done with a record of whatever kind.
fn edits_of_registers() -> impl Strategy<Value = Edit> {
    let key = || (select(Kind::ALL), 0..4_u8).prop_map(|(kind, number)| numbered_key(kind, number));
    any_of![
        3 => records_put(),
        1 => (key(), 0..4_usize).prop_map(|(key, to)| Edit::Move { key, to }),
        1 => key().prop_map(Edit::Delete),
    ]
}

/// The names of the fields of whatever record a key names.
pub(crate) fn field_names(key: &Key) -> Vec<&'static str> {
    struct Named;

    impl Visit for Named {
        type Out = Vec<&'static str>;

        fn kind<T: Record>(self) -> Vec<&'static str> {
            names_of::<T>()
        }
    }

    fn names_of<T: Fields>() -> Vec<&'static str> {
        T::FIELDS.iter().map(|field| field.name).collect()
    }

    match key {
        Key::Blueprint => names_of::<Blueprint>(),
        Key::Moment(_) => names_of::<Moment>(),
        Key::Source(_) => names_of::<Source>(),
        Key::Variant(_) => names_of::<Variant>(),
        Key::Step(..) => names_of::<Step>(),
        Key::Connector(..) => names_of::<Connector>(),
        Key::Removed(..) => names_of::<Removed>(),
        record => record.in_register().unwrap().0.visit(Named),
    }
}

/// A field of a record of whatever kind, set to what one may type.
fn fields_set() -> impl Strategy<Value = Edit> {
    let typed = select(vec![
        "",
        "else",
        "a, b",
        "1",
        "-3",
        "66 %",
        "2h",
        "2026-01-31",
        "Yes",
        "r0",
        "l1",
        "v0",
        "a1",
    ]);
    let keys = any_of![5 => vec(keys(), 1), 1 => vec(keys(), 2)];
    (keys, any::<Index>(), typed).prop_map(|(keys, which, typed)| {
        let names = field_names(&keys[0]);
        let name: &&str = which.get(&names);
        Edit::Set {
            field: vec![PathPart::Name(name)],
            keys,
            typed: typed.to_owned(),
        }
    })
}

/// A list of one or several records that gets an item, or an item that is typed into, taken out or moved.
fn items_changed() -> impl Strategy<Value = Edit> {
    let of_steps = vec![
        "pains",
        "controls",
        "links",
        "workers",
        "systems",
        "markers",
        "answers",
        "replaces",
        "ai/monitors",
        "ai/data",
        "ai/hand_over/triggers",
    ];
    let steps = || (few("v"), ids("s")).prop_map(|(variant, id)| Key::Step(variant, id));
    let lists = any_of![
        6 => (vec(steps(), 1..3), select(of_steps)),
        1 => (Just(vec![Key::Blueprint]), Just("sources")),
        1 => (few("k").prop_map(|id| vec![Key::Comment(id)]), Just("replies")),
    ];
    let typed = select(vec!["", "else", "1", "2h", "r0", "s1", "p0", "Idea"]);
    (lists, 0..5_u8, 0..4_usize, typed).prop_map(|((keys, list), what, place, typed)| {
        let mut field: Vec<PathPart> = list.split('/').map(PathPart::Name).collect();
        let first = match list {
            "pains" => "text",
            "links" | "sources" => "title",
            "workers" => "role",
            "ai/monitors" => "metric",
            "replies" => "author",
            _ => "name",
        };
        let is_plain = ["systems", "markers", "answers", "replaces"].contains(&list)
            || list.ends_with("triggers");
        let within = match is_plain {
            true => Vec::new(),
            false => vec![PathPart::Name(first)],
        };
        if what == 0 {
            let what = ItemEdit::Add(NewItem {
                id: format!("p{place}"),
                unless_named: place == 3,
                typed: vec![(within, typed.to_owned())],
            });
            return Edit::Item { keys, field, what };
        }
        field.push(match list {
            "pains" | "controls" | "sources" => PathPart::Item(format!("p{place}").into()),
            _ => PathPart::Number(place),
        });
        match what {
            1 => {
                let what = ItemEdit::Remove;
                Edit::Item { keys, field, what }
            }
            2 => {
                let what = ItemEdit::MoveTo(place);
                Edit::Item { keys, field, what }
            }
            _ => {
                field.extend(within);
                let typed = typed.to_owned();
                Edit::Set { keys, field, typed }
            }
        }
    })
}

fn edits_of_lists() -> impl Strategy<Value = Edit> {
    any_of![
        (roles(), few("r"), places(), odd_money()).prop_map(|(mut role, id, at, cost)| {
            role.id = id;
            role.cost_per_hour = cost.or(role.cost_per_hour);
            Edit::put_listed(role, at)
        }),
        (few("r"), 0..4_usize).prop_map(|(role, to)| Edit::Move {
            key: Key::Role(role),
            to,
        }),
        few("r").prop_map(|role| Edit::Delete(Key::Role(role))),
        (ai_systems(), few("a")).prop_map(|(system, id)| Edit::put(id, system, None)),
        few("a").prop_map(|system| Edit::Delete(Key::AiSystem(system))),
        (sound_variants(), few("v"), places(), odd_money()).prop_map(
            |(mut variant, id, at, cost)| {
                variant.id = id;
                variant.build_cost = cost.or(variant.build_cost);
                Edit::PutVariant {
                    variant: Box::new(variant),
                    at,
                }
            }
        ),
        (few("v"), 0..4_usize).prop_map(|(variant, to)| Edit::Move {
            key: Key::Variant(variant),
            to,
        }),
        few("v").prop_map(|variant| Edit::Delete(Key::Variant(variant))),
        (few("k"), any_comments()).prop_map(|(id, comment)| Edit::put(id, comment, None)),
        few("k").prop_map(|id| Edit::Delete(Key::Comment(id))),
    ]
}

fn edits_of_steps() -> impl Strategy<Value = Edit> {
    any_of![
        4 => (few("v"), ids("s"), any_steps()).prop_map(|(variant, id, step)| Edit::PutStep {
            variant,
            id,
            step: Box::new(step)
        }),
        3 => (few("v"), vec(ids("s"), 1..3), few("l"), few("m"), places()).prop_map(
            |(variant, steps, lane, moment, at)| Edit::PlaceSteps {
                variant,
                steps,
                lane,
                moment,
                at
            }
        ),
        2 => (few("v"), vec(ids("s"), 1..3))
            .prop_map(|(variant, steps)| Edit::DeleteSteps { variant, steps }),
        2 => (few("v"), few("v"), vec(ids("s"), 1..4))
            .prop_map(|(from, to, steps)| Edit::CarryOver { from, to, steps }),
        2 => (few("v"), ids("s"), ids("s")).prop_map(|(variant, from, to)| Edit::Redirect {
            from: Key::Step(variant.clone(), from),
            to: Key::Step(variant, to),
        }),
        1 => (keys(), keys()).prop_map(|(from, to)| Edit::Redirect { from, to }),
        2 => (few("v"), ids("s"), option::weighted(0.8, removed())).prop_map(
            |(variant, step, removed)| Edit::SetRemoved {
                variant,
                step,
                removed
            }
        ),
    ]
}

fn edits_of_connectors() -> impl Strategy<Value = Edit> {
    let odd_shares = option::weighted(0.1, select(vec![Share(7.0), Share(f64::NAN)]));
    any_of![
        3 => (few("v"), few("c"), connectors(), odd_shares).prop_map(
            |(variant, id, mut connector, share)| {
                connector.share = share.or(connector.share);
                Edit::PutConnector {
                    variant,
                    id,
                    connector,
                }
            }
        ),
        2 => (few("v"), vec(few("c"), 1..2)).prop_map(|(variant, connectors)| {
            Edit::DeleteConnectors {
                variant,
                connectors,
            }
        }),
    ]
}

/// Steps that mostly fit any document, some that refer to anything, and some with impossible values.
fn any_steps() -> impl Strategy<Value = Step> {
    let odd = any_of![
        Just(Step {
            span: 0,
            ..Step::default()
        }),
        Just(Step {
            feeling: Some(Feeling(7)),
            ..Step::default()
        }),
        odd_money().prop_map(|cost| Step {
            cost,
            ..Step::default()
        }),
        texts().prop_map(|text| Step {
            wait: Some(Written::Unread(text)),
            ..Step::default()
        }),
    ];
    any_of![
        2 => steps(&names()),
        4 => steps(&names()).prop_map(|mut step| {
            step.answers.clear();
            step.replaces.clear();
            step.workers.clear();
            if let Some(ai) = &mut step.ai {
                ai.system = None;
                ai.oversight = None;
                ai.hand_over = None;
                ai.fallback = None;
            }
            step
        }),
        1 => odd,
    ]
}

fn any_comments() -> impl Strategy<Value = Comment> {
    let cells = (few("v"), few("l"), few("m"));
    (comments(), option::of(cells), option::of(dates())).prop_map(|(mut comment, cell, date)| {
        if let Some((variant, lane, moment)) = cell {
            comment.at = Place::Cell(variant, lane, moment);
        }
        comment.date = date;
        comment
    })
}

fn odd_money() -> impl Strategy<Value = Option<Money>> {
    option::weighted(
        0.1,
        select(vec![Money(-1.0), Money(f64::NAN), Money(f64::INFINITY)]),
    )
}

/// Variants that refer to nothing that they do not hold, but for lanes and moments.
fn sound_variants() -> impl Strategy<Value = Variant> {
    let no_lists = Names {
        roles: Vec::new(),
        systems: Vec::new(),
        ..names()
    };
    variants(&no_lists).prop_map(|variant| {
        let mut alone = Blueprint {
            variants: vec![variant.into()],
            ..Blueprint::default()
        };
        heal(&mut alone);
        let variant = alone.variants.remove(0);
        let mut variant = (*variant).clone();
        for step in variant.steps.values_mut() {
            std::sync::Arc::make_mut(step).replaces.clear();
        }
        variant.removed = Default::default();
        variant
    })
}
