//! What several suites share: random documents, and the names serde knows.
//!
//! `blueprints()` gives documents without problems; `odd_blueprints()` also such that open but have
//! problems. Every field of every record is filled now and then: one without a strategy does not compile.

/// Like `prop_oneof!`, but each alternative lies on the heap: a choice of large records in another is
/// too large for the stack of a test.
macro_rules! any_of {
    ($($weight:expr => $strategy:expr),+ $(,)?) => {
        proptest::strategy::Union::new_weighted(vec![
            $(($weight, proptest::strategy::Strategy::boxed($strategy))),+
        ])
    };
    ($($strategy:expr),+ $(,)?) => { any_of![$(1 => $strategy),+] };
}

pub(crate) mod edits;
pub(crate) mod kinds;
pub(crate) mod service;

use std::{collections::BTreeMap, sync::Arc};

use frontstage::model::{
    Acceptance, AiSystem, AiSystemId, AiUse, Amount, Approver, Autonomy, Basis, BasisKind, Better,
    Blueprint, Comment, Conflict, Connector, ConnectorKind, Control, ControlId, Count, DataUse,
    Date, Decides, Demand, DroppedControl, Effort, ExitPlan, Ext, FORMAT, Fallback, Feeling, Gone,
    HandOver, Hours, Id, Incident, Join, Key, Kind, Lane, LaneId, LaneKind, LeftPain, Link, Marker,
    Measure, MeasureKind, MeasureUnit, Moment, MomentId, Money, Monitor, MonitorAction,
    Notification, Number, Often, OpenHours, Opportunity, Outcome, Oversight, Pain, PainId, Phase,
    Place, Realised, Record, Records, Ref, Register as _, Removed, Reply, Role, RoleId, Row, Rule,
    Severity, Share, Source, SourceId, Split, State, Status, Step, StepId, StepKind, Stop,
    SystemData, Technique, Time, Told, Tool, Touchpoint, Trigger, Validation, Variant, Visit,
    WhyNot, Worker, Written,
};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::{Index, select},
};
use ron::value::RawValue;

/// How many cases a law is tried with: `usual`, unless `PROPTEST_CASES` says otherwise.
pub(crate) fn cases(usual: u32) -> ProptestConfig {
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => config,
        None => ProptestConfig {
            cases: usual,
            ..config
        },
    }
}

/// A strategy for a record: each field from its own. A record of which a field is forgotten does not compile, unless the
/// list ends with `..`: then the others are as they are by default.
macro_rules! record {
    ($record:ident { $($field:ident: $strategy:expr,)* .. }) => {{
        let records = Just($record::default()).boxed();
        $(let records = (records, $strategy)
            .prop_map(|(mut record, value)| {
                record.$field = value;
                record
            })
            .boxed();)*
        records
    }};
    ($record:ident { $($field:ident: $strategy:expr,)* }) => {{
        let _ = |$record { $($field: _,)* }: $record| ();
        record!($record { $($field: $strategy,)* .. })
    }};
}

/// For a field that whoever holds the record fills: an id of its own, or what comes once others are known.
fn later<T: Clone + Default + std::fmt::Debug>() -> impl Strategy<Value = T> {
    Just(T::default())
}

/// A strategy for a map of records.
fn records<T: 'static, V: std::fmt::Debug>(
    ids: impl Strategy<Value = Id<T>>,
    records: impl Strategy<Value = V>,
    count: std::ops::Range<usize>,
) -> impl Strategy<Value = Records<Id<T>, V>> {
    let map = btree_map(ids, records.prop_map(Arc::new), count);
    map.prop_map(|map| map.into_iter().collect())
}

/// Random documents without problems: every reference leads somewhere, every value is in its range.
pub(crate) fn blueprints() -> impl Strategy<Value = Blueprint> {
    frames().prop_flat_map(|frame| {
        let names = Names::of(&frame);
        (
            Just(frame),
            vec(variants(&names), 0..4),
            records(ids("k"), comments(), 0..2),
            vec(edits::records_put(), 0..4),
        )
            .prop_map(|(mut blueprint, variants, comments, put)| {
                blueprint.variants = numbered(variants, "v", |variant, id| variant.id = id);
                blueprint.comments = comments;
                heal(&mut blueprint);
                for edit in put {
                    let mut new = blueprint.clone();
                    if edit.apply(&mut new).is_ok() {
                        blueprint = new;
                    }
                }
                blueprint
            })
    })
}

/// Random documents that open, with problems in some of them.
pub(crate) fn odd_blueprints() -> impl Strategy<Value = Blueprint> {
    (blueprints(), vec((any::<Index>(), odd_steps()), 0..4)).prop_map(|(mut blueprint, odd)| {
        for (place, step) in odd {
            if blueprint.variants.is_empty() {
                break;
            }
            let variant = Arc::make_mut(place.get_mut(&mut blueprint.variants));
            variant.steps.insert("odd".into(), Arc::new(step));
            let connector = Connector {
                from: "odd".into(),
                to: "nowhere".into(),
                share: Some(Share(-7.5)),
                ..Connector::default()
            };
            variant.connectors.insert("odd".into(), Arc::new(connector));
            let comment = Comment {
                at: Place::Unknown("variants/nowhere/at/all".to_owned()),
                ..Comment::default()
            };
            blueprint.comments.insert("odd".into(), Arc::new(comment));
        }
        blueprint
    })
}

/// Documents whose records share their ids or have none, as a file may have them that was written by hand.
pub(crate) fn muddled_blueprints() -> impl Strategy<Value = Blueprint> {
    let names = vec(
        select(vec!["", "a", "a", "a-2", "b/c", "b-c", "lane-1"]),
        1..30,
    );
    (odd_blueprints(), names).prop_map(|(mut blueprint, names)| {
        let mut names = names.into_iter().cycle();
        let mut name = || names.next().unwrap_or_default();
        fn each<T: Clone>(list: &mut [Arc<T>], mut change: impl FnMut(&mut T)) {
            list.iter_mut()
                .for_each(|record| change(Arc::make_mut(record)));
        }
        each(&mut blueprint.lanes, |lane| lane.id = name().into());
        each(&mut blueprint.phases, |phase| {
            phase.id = name().into();
            for moment in &mut phase.moments {
                moment.id = name().into();
            }
        });
        each(&mut blueprint.roles, |role| role.id = name().into());
        each(&mut blueprint.variants, |variant| {
            variant.id = name().into();
            for step in variant.steps.values_mut() {
                let step = Arc::make_mut(step);
                for control in &mut step.controls {
                    control.id = name().into();
                }
                for pain in &mut step.pains {
                    pain.id = name().into();
                }
            }
        });
        blueprint
    })
}

fn odd_steps() -> impl Strategy<Value = Step> {
    record!(Step {
        lane: Just(Some("no such lane".into())),
        title: texts(),
        work: texts().prop_map(|text| Some(Written::read(&text))),
        span: select(vec![0, 1, u32::MAX]),
        rank: any::<i64>(),
        happens: Just(Some(Share(f64::MAX))),
        cost: select(vec![-1.0, 1e-300, f64::MIN]).prop_map(|cost| Some(Money(cost))),
        feeling: any::<i8>().prop_map(|feeling| Some(Feeling(feeling))),
        answers: vec(ids("p"), 0..2),
        replaces: vec(ids("s"), 0..2),
        ..
    })
}

/// Everything but variants and comments.
fn frames() -> impl Strategy<Value = Blueprint> {
    record!(Blueprint {
        format: Just(FORMAT),
        title: texts(),
        scenario: texts(),
        persona: texts(),
        summary: texts(),
        currency: select(vec!["".into(), "EUR".into()]),
        lanes: vec(lanes(), 0..5).prop_map(|list| numbered(list, "l", |lane, id| lane.id = id)),
        phases: vec(phases(), 0..4).prop_map(phases_with_ids),
        rows: rows(),
        roles: vec(roles(), 0..3).prop_map(|list| numbered(list, "r", |role, id| role.id = id)),
        ai_systems: records(ids("a"), ai_systems(), 0..3),
        ai_uses: records(ids("s"), ai_uses(), 0..3),
        measures: records(ids("m"), measures(), 0..3),
        monitors: records(ids("m"), monitors(), 0..3),
        rules: records(ids("r"), rules(), 0..3),
        incidents: records(ids("i"), incidents(), 0..3),
        accepted: records(ids("q"), acceptances(), 0..3),
        silenced: vec(texts(), 0..2),
        sources: sources(),
        conflicts: btree_map(texts(), conflicts(), 0..2),
        ext: exts(),
        ..
    })
    .prop_map(|mut blueprint| {
        // Some lanes are those of a role.
        let role = blueprint.roles.first().map(|role| role.id.clone());
        for lane in blueprint.lanes.iter_mut().step_by(2) {
            Arc::make_mut(lane).role.clone_from(&role);
        }
        blueprint
    })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    vec(select(Row::ALL), 0..3)
}

fn lanes() -> impl Strategy<Value = Lane> {
    record!(Lane {
        id: later(),
        name: texts(),
        kind: select(LaneKind::ALL),
        description: texts(),
        role: Just(None),
        ext: exts(),
    })
}

fn phases() -> impl Strategy<Value = Phase> {
    record!(Phase {
        id: later(),
        name: texts(),
        description: texts(),
        moments: vec(
            record!(Moment {
                id: later(),
                name: texts(),
                ext: exts(),
            }),
            1..4
        ),
        ext: exts(),
    })
}

fn phases_with_ids(phases: Vec<Phase>) -> Vec<Arc<Phase>> {
    let mut phases = phases;
    let moments = phases.iter_mut().flat_map(|phase| &mut phase.moments);
    for (number, moment) in moments.enumerate() {
        moment.id = Id::new(&format!("m{number}"));
    }
    numbered(phases, "ph", |phase, id| phase.id = id)
}

fn roles() -> impl Strategy<Value = Role> {
    record!(Role {
        id: later(),
        name: texts(),
        people: option::of(numbers().prop_map(Count)),
        hours_per_week: option::of(numbers().prop_map(Hours)),
        cost_per_hour: option::of(numbers().prop_map(Money)),
        shrinkage: option::of(shares()),
        at_once: option::of(numbers().prop_map(Count)),
        open: option::of(openings()),
        on_duty: option::of(numbers().prop_map(Count)),
        busiest_hour: option::of(shares()),
        patience: option::of(times()),
        basis: bases_of(&["people", "cost_per_hour"]),
        ext: exts(),
    })
}

fn ai_systems() -> impl Strategy<Value = AiSystem> {
    record!(AiSystem {
        name: texts(),
        supplier: texts(),
        version: texts(),
        technique: option::of(techniques()),
        model_owner: texts(),
        inventory: texts(),
        risk_tier: texts(),
        open: option::of(openings()),
        data: option::of(record!(SystemData {
            address: texts(),
            tested: option::of(dates()),
            note: texts(),
        })),
        exit_plan: option::of(record!(ExitPlan {
            address: texts(),
            tested: option::of(dates()),
            note: texts(),
        })),
        validated: option::of(record!(Validation {
            by: texts(),
            outcome: option::of(select(Outcome::ALL)),
            on: option::of(dates()),
            version: texts(),
        })),
        ext: exts(),
    })
}

fn ai_uses() -> impl Strategy<Value = AiUse> {
    record!(AiUse {
        name: texts(),
        owner: texts(),
        status: select(Status::ALL),
        status_on: option::of(dates()),
        next_review: option::of(dates()),
        decides: vec(select(Decides::ALL), 0..2),
        affects: option::of(any::<bool>()),
        reversible: option::of(any::<bool>()),
        appeal: texts(),
        critical: option::of(any::<bool>()),
        inventory: texts(),
        logs: texts(),
        data: vec(
            record!(DataUse {
                name: texts(),
                personal: option::of(any::<bool>()),
                special_category: option::of(any::<bool>()),
                leaves: option::of(any::<bool>()),
            }),
            0..2
        ),
        evidence: vec(links(), 0..2),
        pilot_elsewhere: texts(),
        rules: Just(Vec::new()),
        note: texts(),
        ext: exts(),
    })
}

fn measures() -> impl Strategy<Value = Measure> {
    record!(Measure {
        name: texts(),
        unit: option::of(prop_oneof![
            select(MeasureUnit::ALL),
            texts().prop_map(MeasureUnit::Other),
        ]),
        better: option::of(prop_oneof![
            Just(Better::Higher),
            Just(Better::Lower),
            (numbers(), numbers())
                .prop_map(|(one, other)| Better::Within(one.min(other), one.max(other))),
        ]),
        kind: option::of(select(MeasureKind::ALL)),
        segment: texts(),
        baseline: option::of(numbers().prop_map(Number)),
        note: texts(),
        ext: exts(),
    })
}

fn monitors() -> impl Strategy<Value = Monitor> {
    record!(Monitor {
        name: texts(),
        measure: option::of(ids("m")),
        r#use: option::of(ids("s")),
        alert_at: option::of(numbers().prop_map(Number)),
        every: option::of(times()),
        owner: texts(),
        actions: vec(
            record!(MonitorAction {
                on: option::of(dates()),
                what: texts(),
            }),
            0..2
        ),
        ext: exts(),
    })
}

fn rules() -> impl Strategy<Value = Rule> {
    record!(Rule {
        name: texts(),
        address: texts(),
        why: texts(),
        uses: vec(ids("s"), 0..2),
        checked_on: option::of(dates()),
        by: texts(),
        ext: exts(),
    })
}

fn acceptances() -> impl Strategy<Value = Acceptance> {
    record!(Acceptance {
        rule: texts(),
        at: texts(),
        by: option::of(record!(Approver {
            name: texts(),
            function: texts(),
        })),
        why: texts(),
        until: option::of(dates()),
        ext: exts(),
    })
}

fn incidents() -> impl Strategy<Value = Incident> {
    record!(Incident {
        on: option::of(dates()),
        r#use: option::of(ids("s")),
        system: option::of(ids("a")),
        what: texts(),
        severity: option::of(select(Severity::ALL)),
        done: texts(),
        told: vec(
            record!(Notification {
                whom: texts(),
                on: option::of(dates()),
            }),
            0..2
        ),
        closed_on: option::of(dates()),
        ext: exts(),
    })
}

fn techniques() -> impl Strategy<Value = Technique> {
    prop_oneof![select(Technique::ALL), texts().prop_map(Technique::Other),]
}

fn sources() -> impl Strategy<Value = Vec<Source>> {
    let source = record!(Source {
        id: later(),
        title: texts(),
        says: texts(),
        address: texts(),
        date: option::of(dates()),
    });
    btree_map(ids("src"), source, 0..3).prop_map(|sources| {
        let with_id = |(id, source): (SourceId, Source)| Source { id, ..source };
        sources.into_iter().map(with_id).collect()
    })
}

fn conflicts() -> impl Strategy<Value = Conflict> {
    (raw_values(), raw_values(), raw_values())
        .prop_map(|(base, ours, theirs)| Conflict(base, ours, theirs))
}

fn comments() -> impl Strategy<Value = Comment> {
    record!(Comment {
        at: places(),
        author: texts(),
        text: texts(),
        date: option::of(dates()),
        replies: vec(
            record!(Reply {
                author: texts(),
                text: texts(),
                date: option::of(dates()),
            }),
            0..2
        ),
        resolved: option::of(any::<bool>()),
    })
}

/// What names a record, which may not be there.
pub(crate) fn keys() -> impl Strategy<Value = Key> {
    let registers =
        (select(Kind::ALL), 0..4_u8).prop_map(|(kind, number)| numbered_key(kind, number));
    any_of![
        2 => Just(Key::Blueprint),
        4 => registers,
        1 => ids("m").prop_map(Key::Moment),
        1 => ids("src").prop_map(Key::Source),
        1 => ids("v").prop_map(Key::Variant),
        3 => (0..2_u8, ids("s")).prop_map(|(variant, step)| {
            Key::Step(Id::new(&format!("v{variant}")), step)
        }),
        3 => (0..2_u8, ids("c")).prop_map(|(variant, connector)| {
            Key::Connector(Id::new(&format!("v{variant}")), connector)
        }),
    ]
}

/// One of the ids that a register has in documents made at random.
pub(crate) fn numbered_key(kind: Kind, number: u8) -> Key {
    kind.key(&format!("{}{number}", letters(kind)))
}

/// What the ids of a register begin with in documents made at random.
fn letters(kind: Kind) -> &'static str {
    match kind {
        Kind::Phase => "ph",
        Kind::Comment => "k",
        // That of the step.
        Kind::AiUse => "s",
        _ => &kind.field()[..1],
    }
}

/// What comments are about; it may not be there.
fn places() -> impl Strategy<Value = Place> {
    any_of![
        11 => keys().prop_map(Place::Record),
        1 => (ids("v"), ids("l"), ids("m"))
            .prop_map(|(variant, lane, moment)| Place::Cell(variant, lane, moment)),
    ]
}

/// The ids that a variant's records may refer to.
#[derive(Clone)]
struct Names {
    lanes: Vec<LaneId>,
    moments: Vec<MomentId>,
    roles: Vec<RoleId>,
    systems: Vec<AiSystemId>,
}

impl Names {
    fn of(blueprint: &Blueprint) -> Self {
        Self {
            lanes: blueprint.lanes.iter().map(|lane| lane.id.clone()).collect(),
            moments: blueprint
                .moments()
                .map(|(_, moment)| moment.id.clone())
                .collect(),
            roles: blueprint.roles.iter().map(|role| role.id.clone()).collect(),
            systems: blueprint.ai_systems.keys().cloned().collect(),
        }
    }
}

/// One of `list`, or none.
fn one_of<T: Clone + std::fmt::Debug + 'static>(list: &[T]) -> BoxedStrategy<Option<T>> {
    if list.is_empty() {
        Just(None).boxed()
    } else {
        option::weighted(0.9, select(list.to_vec())).boxed()
    }
}

fn variants(names: &Names) -> impl Strategy<Value = Variant> + use<> {
    record!(Variant {
        id: later(),
        name: texts(),
        state: select(State::ALL),
        demand: option::of(record!(Demand {
            cases_per_month: option::of(numbers().prop_map(Count)),
            contacts_per_month: option::of(numbers().prop_map(Count)),
            repeat_share: option::of(shares()),
        })),
        build_cost: option::of(numbers().prop_map(Money)),
        run_cost_per_month: option::of(numbers().prop_map(Money)),
        realised: option::of(record!(Realised {
            share: option::of(shares()),
            from_month: option::of(1..50_u32),
        })),
        steps: records(ids("s"), steps(names), 0..8),
        connectors: records(ids("c"), connectors(), 0..8),
        left_pains: btree_map(
            ids("p"),
            record!(LeftPain {
                why: texts(),
                by: texts(),
            }),
            0..2
        ),
        dropped_controls: btree_map(
            ids("x"),
            record!(DroppedControl {
                why: texts(),
                agreed_by: texts(),
            }),
            0..2
        ),
        removed: records(ids("s"), removed(), 0..2),
        basis: bases_of(&["build_cost", "demand/repeat_share"]),
        ext: exts(),
    })
}

fn removed() -> impl Strategy<Value = Removed> {
    record!(Removed {
        why: texts(),
        exceptions_go_to: option::of(ids("s")),
    })
}

fn connectors() -> impl Strategy<Value = Connector> {
    record!(Connector {
        from: ids("s"),
        to: ids("s"),
        kind: select(ConnectorKind::ALL),
        two_way: option::of(any::<bool>()),
        label: texts(),
        share: option::of(shares()),
        note: texts(),
        basis: bases_of(&["share"]),
        ext: exts(),
    })
}

fn steps(names: &Names) -> impl Strategy<Value = Step> + use<> {
    let workers = match names.roles.as_slice() {
        [] => Just(Vec::new()).boxed(),
        roles => vec(
            record!(Worker {
                role: select(roles.to_vec()),
                work: option::of(times()),
            }),
            0..3,
        )
        .boxed(),
    };
    record!(Step {
        lane: one_of(&names.lanes),
        moment: one_of(&names.moments),
        span: prop_oneof![9 => Just(1_u32), 1 => 2..4_u32],
        rank: -3..3_i64,
        title: texts(),
        description: texts(),
        note: texts(),
        kind: select(StepKind::ALL),
        work: option::of(times()),
        workers: workers,
        wait: option::of(times()),
        queue_of: one_of(&names.roles),
        by_hand: option::of(times()),
        cost: option::of(numbers().prop_map(Money)),
        happens: option::of(shares()),
        split: option::of(select(Split::ALL)),
        join: option::of(select(Join::ALL)),
        start: option::of(any::<bool>()),
        enters: option::of(shares()),
        owner: texts(),
        perceived_owner: texts(),
        channel: texts(),
        systems: vec(texts(), 0..3),
        controls: controls(),
        pains: pains(),
        answers: vec(ids("p"), 0..2),
        markers: vec(select(Marker::ALL), 0..2),
        feeling: option::of((-2..=2_i8).prop_map(Feeling)),
        replaces: vec(ids("s"), 0..2),
        links: vec(links(), 0..2),
        ai: option::weighted(0.3, touchpoints(names).prop_map(Box::new)),
        opportunity: option::of(record!(Opportunity {
            could_take: option::of(shares()),
            why_not: option::of(select(WhyNot::ALL)),
            effort: option::of(select(Effort::ALL)),
        })),
        basis: bases_of(&["work", "wait", "ai/resolves"]),
        ext: exts(),
    })
}

fn links() -> impl Strategy<Value = Link> {
    record!(Link {
        title: texts(),
        address: texts(),
    })
}

/// Where some figures of a record come from.
fn bases_of(paths: &[&str]) -> impl Strategy<Value = BTreeMap<String, Basis>> + use<> {
    let paths = paths.iter().map(|path| (*path).to_owned());
    btree_map(select(paths.collect::<Vec<_>>()), bases(), 0..2)
}

fn bases() -> impl Strategy<Value = Basis> {
    record!(Basis {
        kind: select(BasisKind::ALL),
        source: texts(),
        on: option::of(dates()),
        n: option::of(numbers().prop_map(Count)),
    })
}

fn controls() -> impl Strategy<Value = Vec<Control>> {
    let control = record!(Control {
        id: later(),
        name: texts(),
        rule: texts(),
    });
    btree_map(ids("x"), control, 0..3).prop_map(|controls| {
        let with_id = |(id, control): (ControlId, Control)| Control { id, ..control };
        controls.into_iter().map(with_id).collect()
    })
}

fn pains() -> impl Strategy<Value = Vec<Pain>> {
    let pain = record!(Pain {
        id: later(),
        text: texts(),
        often: option::of(select(Often::ALL)),
        bad: option::of(select(Severity::ALL)),
        said_by: texts(),
        votes: option::of(any::<u32>()),
    });
    btree_map(ids("p"), pain, 0..3).prop_map(|pains| {
        let with_id = |(id, pain): (PainId, Pain)| Pain { id, ..pain };
        pains.into_iter().map(with_id).collect()
    })
}

fn touchpoints(names: &Names) -> impl Strategy<Value = Touchpoint> + use<> {
    record!(Touchpoint {
        task: texts(),
        never: texts(),
        autonomy: option::of(select(Autonomy::ALL)),
        system: one_of(&names.systems),
        resolves: option::of(shares()),
        gives_up: option::of(shares()),
        hand_over: option::of(record!(HandOver {
            to: option::of(ids("s")),
            triggers: vec(select(Trigger::ALL), 0..3),
            confidence: option::of(shares()),
            label: texts(),
        })),
        oversight: option::of(record!(Oversight {
            role: one_of(&names.roles),
            share: option::of(shares()),
            time: option::of(times()),
            can_stop: option::of(any::<bool>()),
            can_override: option::of(any::<bool>()),
        })),
        fallback: option::of(record!(Fallback {
            to: option::of(ids("s")),
            last_tested: option::of(dates()),
        })),
        stop: option::of(record!(Stop {
            who: texts(),
            how: texts(),
            takes: option::of(times()),
        })),
        tools: vec(
            record!(Tool {
                name: texts(),
                limit: texts(),
            }),
            0..2
        ),
        told: option::of(prop_oneof![
            option::of(ids("s")).prop_map(Told::At),
            texts().prop_map(Told::Obvious),
            Just(Told::No),
        ]),
        serves: texts(),
        serves_not: texts(),
        languages: vec(texts(), 0..2),
        unit_cost: option::of(numbers().prop_map(Money)),
    })
}

/// Clears every reference that leads nowhere.
fn heal(blueprint: &mut Blueprint) {
    let first: Vec<StepId> = blueprint
        .variants
        .first()
        .map_or_else(Vec::new, |variant| variant.steps.keys().cloned().collect());
    let pains: Vec<PainId> = blueprint
        .variants
        .iter()
        .flat_map(|variant| variant.steps.values())
        .flat_map(|step| &step.pains)
        .map(|pain| pain.id.clone())
        .collect();
    heal_variants(blueprint, &first, &pains);
    heal_registers(blueprint);
    let lost = blueprint.problems().into_iter().filter_map(|problem| {
        let path = problem.path.strip_prefix("comments/")?;
        Some(path.strip_suffix("/at")?.to_owned())
    });
    for id in lost {
        if let Some(comment) = blueprint.comments.get_mut(&Id::new(&id)) {
            Arc::make_mut(comment).at = Place::default();
        }
    }
}

/// Takes references to nothing out of the registers.
fn heal_registers(blueprint: &mut Blueprint) {
    struct Heal<'a>(&'a mut Blueprint, &'a Blueprint);

    impl Visit for Heal<'_> {
        type Out = ();

        fn kind<T: Record>(self) {
            let names = frontstage::model::Names::of_all(self.1);
            let is_gone = |name: Ref<'_>| !names.has(name);
            let register = T::all_mut(self.0);
            let entries: Vec<_> = register
                .entries()
                .map(|(id, record)| (id.clone(), Arc::clone(record)))
                .collect();
            for (id, mut record) in entries {
                frontstage::model::forget(Arc::make_mut(&mut record), &Gone::new(&is_gone));
                register.put(&id, record, None);
            }
        }
    }

    let whole = blueprint.clone();
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Comment) {
        kind.visit(Heal(blueprint, &whole));
    }
}

fn heal_variants(blueprint: &mut Blueprint, first: &[StepId], pains: &[PainId]) {
    for variant in &mut blueprint.variants {
        let variant = Arc::make_mut(variant);
        let here: Vec<StepId> = variant.steps.keys().cloned().collect();
        variant
            .connectors
            .retain(|_, connector| here.contains(&connector.from) && here.contains(&connector.to));
        variant.removed.retain(|id, _| first.contains(id));
        variant.left_pains.retain(|id, _| pains.contains(id));
        let clear = |to: &mut Option<StepId>| {
            if to.as_ref().is_some_and(|to| !here.contains(to)) {
                *to = None;
            }
        };
        for removed in variant.removed.values_mut() {
            clear(&mut Arc::make_mut(removed).exceptions_go_to);
        }
        for step in variant.steps.values_mut() {
            let step = Arc::make_mut(step);
            step.answers.retain(|pain| pains.contains(pain));
            step.replaces.retain(|step| first.contains(step));
            if let Some(ai) = &mut step.ai {
                if let Some(hand_over) = &mut ai.hand_over {
                    clear(&mut hand_over.to);
                }
                if let Some(fallback) = &mut ai.fallback {
                    clear(&mut fallback.to);
                }
                if let Some(Told::At(step)) = &mut ai.told {
                    clear(step);
                }
            }
        }
    }
}

/// Records with an id each: `prefix` and their number.
fn numbered<T, R>(list: Vec<T>, prefix: &str, set: impl Fn(&mut T, Id<R>)) -> Vec<Arc<T>> {
    list.into_iter()
        .enumerate()
        .map(|(number, mut record)| {
            set(&mut record, Id::new(&format!("{prefix}{number}")));
            Arc::new(record)
        })
        .collect()
}

/// Ids out of few, so that many of them meet.
fn ids<T: 'static>(prefix: &'static str) -> impl Strategy<Value = Id<T>> {
    (0..12_u8).prop_map(move |number| Id::new(&format!("{prefix}{number}")))
}

/// Texts: mostly none or plain, sometimes with everything that can go wrong in a text.
pub(crate) fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        3 => "[A-Za-z][a-z ]{0,12}",
        1 => any::<String>(),
        1 => vec(any::<char>(), 0..6).prop_map(String::from_iter),
        1 => select(vec![
            "\"", "\\", "\r\n", "\t\0", "\u{202e}x", "// no comment", "/*", "<<<<<<< ours",
            "{{}}", "None", "5", "é返🙂", "\u{feff}", "r#\"x\"#", "\u{2028}",
        ])
        .prop_map(str::to_owned),
    ]
}

/// Numbers that are not negative, of all sizes.
fn numbers() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0..100_000_u32).prop_map(f64::from),
        (0..100_000_u32).prop_map(|cents| f64::from(cents) / 100.0),
        proptest::num::f64::POSITIVE.prop_filter("finite", |number| number.is_finite()),
        Just(-0.0),
        Just(1e16),
    ]
}

fn shares() -> impl Strategy<Value = Share> {
    prop_oneof![
        (0..=100_u8).prop_map(|percent| Share(f64::from(percent) / 100.0)),
        (0.0..=1.0).prop_map(Share),
    ]
}

fn times() -> impl Strategy<Value = Written<Time>> {
    let amounts = (0..3_u32, 0..3_u32, 0..1_000_000_000_u64);
    let amounts = amounts.prop_map(|(weeks, working_days, millis)| Amount {
        weeks,
        working_days,
        millis,
    });
    let sorted = vec(1..100_000_000_u64, 3).prop_map(|mut millis| {
        millis.sort_unstable();
        [0, 1, 2].map(|place| Amount::from_millis(millis[place]))
    });
    prop_oneof![
        4 => amounts.clone().prop_map(Time::Fixed),
        1 => amounts.prop_map(|mean| Time::Exponential { mean }),
        1 => sorted.clone().prop_map(|[min, mode, max]| Time::Triangular { min, mode, max }),
        1 => sorted.clone().prop_map(|[min, _, max]| Time::Uniform { min, max }),
        1 => sorted.prop_map(|[median, _, p95]| Time::Lognormal { median, p95 }),
    ]
    .prop_map(Written::Known)
}

fn openings() -> impl Strategy<Value = Written<OpenHours>> {
    let spellings = vec![
        "always",
        "daily 08-20",
        "Mo-Fr 08-20, Sa 09:00-13:30",
        "Su-Mo 22-06",
    ];
    select(spellings).prop_map(Written::read)
}

fn dates() -> impl Strategy<Value = Written<Date>> {
    (0..4000_i16, 1..=12_i8, 1..=28_i8)
        .prop_map(|(year, month, day)| Written::Known(jiff::civil::date(year, month, day)))
}

fn exts() -> impl Strategy<Value = Ext> {
    prop_oneof![
        9 => Just(Ext::new()),
        1 => btree_map(texts(), raw_values(), 1..3),
    ]
}

fn raw_values() -> impl Strategy<Value = Box<RawValue>> {
    select(vec![
        "1",
        "1.50",
        "NaN",
        "\"text\"",
        "r#\"raw\"#",
        "Some((a: [1, 2], b: {\"k\": 'c'}))",
        "(\n  a: 1, // kept\n)",
        "/* kept */ ()",
        "{\"twice\": 1, \"twice\": 2}",
        "[[[[[[[[]]]]]]]]",
    ])
    .prop_map(|ron| RawValue::from_boxed_ron(ron.into()).expect("sound RON"))
}

/// The names that serde knows in a `T`: a record's fields, an enum's choices.
pub(crate) fn fields_of<'de, T: serde::Deserialize<'de>>() -> Vec<&'static str> {
    use serde::de::{Deserializer, Error as _, Visitor, value::Error};

    /// Hears what a type asks for, and gives it nothing.
    struct Heard<'n>(&'n mut Vec<&'static str>);

    impl<'de> Deserializer<'de> for Heard<'_> {
        type Error = Error;

        fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
            Err(Error::custom("only names are asked for"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _name: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Error> {
            *self.0 = fields.to_vec();
            self.deserialize_any(visitor)
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }

    let mut names = Vec::new();
    let _ = T::deserialize(Heard(&mut names));
    names
}
