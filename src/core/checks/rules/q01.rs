//! Q01: what the next gate of an AI use asks for is said.

use std::collections::BTreeMap;

use crate::{
    checks::{
        Answerer, Check, Finding, FindingSeverity, Findings, MissingField,
        context::{Context, TouchpointView, VariantView, is_in_use},
    },
    model::{
        AiUseId, Autonomy, Blueprint, Key, MeasureKind, State, Status, StepId, Trigger, Written,
        plural,
    },
};

/// The rule.
pub(super) const Q01: Check = Check {
    id: "Q01",
    title: "What the next gate of an AI use asks for is said",
    why: "Whoever has to approve it, and whoever has to stop it, can only rely on what somebody said.",
    remedy: "Fill in what is not said, or ask who knows it.",
    answered_by: Answerer::Owner,
    severity: FindingSeverity::Advice,
    find,
};

/// Rules that say a gap themselves, each with the fields in which it is mended: where one of them has spoken, its field
/// is in the form and makes no finding of its own.
const OWN_FAULTS: &[(&str, &[&str])] = &[
    ("A01", &["owner"]),
    ("A02", &["ai/hand_over/to"]),
    ("A07", &["rules"]),
    ("A14", &["ai/hand_over/to", "ai/hand_over/triggers"]),
    ("A18", &["ai/fallback/to", "ai/fallback/last_tested"]),
    ("A20", &["appeal", "ai/oversight/role"]),
    ("A22", &["ai/tools"]),
];

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut uses: BTreeMap<StepId, (&VariantView<'_>, TouchpointView<'_>)> = BTreeMap::new();
    // Of variants that draw it, the first that is no more than a possibility only if there is no other.
    for (view, touchpoint) in context.touchpoints() {
        let is_option = view.variant.state == State::Option;
        let known = uses.get(touchpoint.id);
        let is_better =
            known.is_none_or(|(known, _)| known.variant.state == State::Option && !is_option);
        if is_better {
            uses.insert(touchpoint.id.clone(), (view, touchpoint));
        }
    }
    for (id, (view, touchpoint)) in uses {
        let Some(gate) = next_gate(touchpoint.of.status) else {
            continue;
        };
        let of = Key::AiUse(AiUseId::new(id.as_str()));
        let mut gaps = Asked {
            blueprint: context.blueprint,
            view,
            of: &touchpoint,
            key: view.key(&id),
            use_key: of.clone(),
            gaps: Vec::new(),
        };
        gaps.up_to(gate);
        let mut gaps = gaps.gaps;
        let is_of_it = |finding: &&Finding| finding.key == of || finding.key == view.key(&id);
        let earlier = findings.earlier.iter().filter(is_of_it);
        let told: Vec<&str> = earlier.map(|finding| finding.rule).collect();
        let told = OWN_FAULTS.iter().filter(|(rule, _)| told.contains(rule));
        let mut told_fields: Vec<&str> = Vec::new();
        for (_, fields) in told {
            told_fields.extend(*fields);
            for field in *fields {
                let is_said = *field == "ai/hand_over/to"
                    && touchpoint
                        .ai
                        .hand_over
                        .as_ref()
                        .is_some_and(|way| way.to.is_some());
                if !is_said && !gaps.iter().any(|gap| gap.field == Some(field)) {
                    gaps.push(MissingField {
                        key: if field.starts_with("ai/") {
                            view.key(&id)
                        } else {
                            of.clone()
                        },
                        field: Some(field),
                        words: words_of(field),
                    });
                }
            }
        }
        // A form has what is not of the use itself behind the rest.
        gaps.sort_by_key(|gap| matches!(gap.key, Key::AiSystem(_)));
        let own = gaps
            .iter()
            .filter(|gap| gap.field.is_none_or(|field| !told_fields.contains(&field)));
        let own: Vec<&str> = own.map(|gap| gap.words).collect();
        if own.is_empty() {
            continue;
        }
        let message = format!(
            "“{}” does not say {} that {} asks for: {}",
            touchpoint.step.called(),
            plural(own.len(), "thing", "things"),
            gate.words(),
            own.join(", ")
        );
        let severity = match view.variant.state {
            State::Option => FindingSeverity::Advice,
            _ if touchpoint.of.status >= Status::Pilot => FindingSeverity::Warning,
            _ => FindingSeverity::Advice,
        };
        let finding = findings.at_place(of.path(), view.key(&id), message);
        finding.severity = severity;
        finding.gaps = gaps;
    }
}

/// Up to which status the next decision asks: of one in use, for what it should have had.
fn next_gate(status: Status) -> Option<Status> {
    match status {
        Status::Idea => Some(Status::Assessed),
        Status::Assessed => Some(Status::Pilot),
        Status::Pilot | Status::Live | Status::Paused => Some(Status::Live),
        Status::Retired => None,
    }
}

/// Collects what is not said of a use.
struct Asked<'a, 'b> {
    blueprint: &'b Blueprint,
    view: &'a VariantView<'b>,
    of: &'a TouchpointView<'b>,
    key: Key,
    use_key: Key,
    gaps: Vec<MissingField>,
}

impl Asked<'_, '_> {
    fn up_to(&mut self, gate: Status) {
        let (ai, of) = (self.of.ai, &self.of.of);
        self.step(!ai.task.trim().is_empty(), "ai/task");
        self.step(ai.autonomy.is_some(), "ai/autonomy");
        self.step(!ai.never.trim().is_empty(), "ai/never");
        self.of_use(!of.owner.trim().is_empty(), "owner");
        self.of_use(!of.decides.is_empty(), "decides");
        self.of_use(of.affects.is_some(), "affects");
        if gate >= Status::Pilot {
            self.for_pilot();
        }
        if gate >= Status::Live {
            self.for_live();
        }
    }

    fn for_pilot(&mut self) {
        let ai = self.of.ai;
        self.step(ai.system.is_some(), "ai/system");
        if let Some(id) = &ai.system
            && let Some(system) = self.blueprint.ai_systems.get(id)
            && system.version.trim().is_empty()
        {
            self.add(Key::AiSystem(id.clone()), "version");
        }
        let is_alone = !matches!(ai.autonomy, Some(Autonomy::Suggests | Autonomy::Drafts));
        let faces = self.view.faces_customer(self.of.id);
        if is_alone && faces {
            let way = ai.hand_over.as_ref();
            self.step(way.is_some_and(|way| way.to.is_some()), "ai/hand_over/to");
            let asks =
                |way: &crate::model::HandOver| way.triggers.contains(&Trigger::AsksForPerson);
            self.step(way.is_some_and(asks), "ai/hand_over/triggers");
        }
        let oversight = ai.oversight.as_ref();
        self.step(
            oversight.is_some_and(|one| one.role.is_some()),
            "ai/oversight/role",
        );
        if ai.autonomy != Some(Autonomy::ActsAfterApproval) {
            self.step(
                oversight.is_some_and(|one| one.share.is_some()),
                "ai/oversight/share",
            );
        }
        self.step(
            oversight.is_some_and(|one| one.time.is_some()),
            "ai/oversight/time",
        );
        let stop = ai.stop.as_ref();
        self.step(
            stop.is_some_and(|stop| !stop.who.trim().is_empty()),
            "ai/stop/who",
        );
        self.step(
            stop.is_some_and(|stop| !stop.how.trim().is_empty()),
            "ai/stop/how",
        );
        if faces && ai.autonomy != Some(Autonomy::Drafts) {
            self.step(ai.told.is_some(), "ai/told");
        }
        self.of_use(!self.of.of.data.is_empty(), "data");
        let is_watched = |kind: MeasureKind| {
            let mut monitors = self.blueprint.monitors.values();
            monitors.any(|monitor| {
                let is_its =
                    monitor.r#use.as_ref().map(AiUseId::as_str) == Some(self.of.id.as_str());
                let measure = monitor.measure.as_ref();
                let measure = measure.and_then(|id| self.blueprint.measures.get(id));
                is_its
                    && monitor.alert_at.is_some()
                    && measure.is_some_and(|measure| measure.kind == Some(kind))
            })
        };
        let (quality, harm) = (
            is_watched(MeasureKind::Quality),
            is_watched(MeasureKind::Harm),
        );
        for (is_said, words) in [
            (quality, "monitor of quality with an alert"),
            (harm, "monitor of harm with an alert"),
        ] {
            if !is_said {
                self.gaps.push(MissingField {
                    key: self.use_key.clone(),
                    field: None,
                    words,
                });
            }
        }
    }

    fn for_live(&mut self) {
        let (ai, of) = (self.of.ai, &self.of.of);
        let tested = ai
            .fallback
            .as_ref()
            .and_then(|one| one.last_tested.as_ref());
        self.step(
            tested.and_then(Written::known).is_some(),
            "ai/fallback/last_tested",
        );
        if let Some(id) = &ai.system
            && let Some(system) = self.blueprint.ai_systems.get(id)
            && system
                .validated
                .as_ref()
                .is_none_or(|said| said.outcome.is_none())
        {
            self.add(Key::AiSystem(id.clone()), "validated/outcome");
        }
        if is_in_use(of.status) || of.status == Status::Paused {
            self.of_use(of.next_review.is_some(), "next_review");
            self.of_use(!of.logs.trim().is_empty(), "logs");
        }
    }

    fn step(&mut self, is_said: bool, field: &'static str) {
        if !is_said {
            self.add(self.key.clone(), field);
        }
    }

    fn of_use(&mut self, is_said: bool, field: &'static str) {
        if !is_said {
            self.add(self.use_key.clone(), field);
        }
    }

    fn add(&mut self, key: Key, field: &'static str) {
        self.gaps.push(MissingField {
            key,
            field: Some(field),
            words: words_of(field),
        });
    }
}

/// What a field is called in a sentence.
fn words_of(field: &str) -> &'static str {
    match field {
        "ai/task" => "task",
        "ai/autonomy" => "autonomy",
        "ai/never" => "what it must never do",
        "ai/system" => "AI system",
        "ai/hand_over/to" => "hand-over",
        "ai/hand_over/triggers" => "hand-over to who asks for a person",
        "ai/oversight/role" => "reviewer",
        "ai/oversight/share" => "share reviewed",
        "ai/oversight/time" => "time of a review",
        "ai/stop/who" => "who stops it",
        "ai/stop/how" => "how to stop it",
        "ai/told" => "whether customers are told",
        "ai/fallback/to" => "fallback",
        "ai/fallback/last_tested" => "last test of the fallback",
        "ai/tools" => "tools",
        "owner" => "owner",
        "decides" => "what it decides on",
        "affects" => "whether it affects rights or money",
        "data" => "data used",
        "rules" => "rules that apply",
        "appeal" => "way to appeal",
        "version" => "version of the AI system",
        "validated/outcome" => "validation of the AI system",
        "next_review" => "next review",
        "logs" => "logs",
        _ => "more",
    }
}
