//! B11: every pain is answered or left on purpose.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, Fix, context::Context},
    edit::Edit,
    model::{PainId, PathPart},
};

/// The rule.
pub(super) const B11: Check = Check {
    id: "B11",
    title: "Every pain is answered or left on purpose",
    why: "People told what hurts. A redesign that forgets it loses them.",
    remedy: "Let a step answer it, or say in the variant why it stays.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Warning,
    find,
};

use std::collections::BTreeSet;

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (first, view) in context.pairs() {
        let answered = view.variant.steps.values().flat_map(|step| &step.answers);
        let answered: BTreeSet<&PainId> = answered.collect();
        let steps = first.variant.steps.iter();
        let pains = steps.flat_map(|(id, step)| step.pains.iter().map(move |pain| (id, pain)));
        let mut seen = BTreeSet::new();
        for (step, pain) in pains {
            let is_settled =
                answered.contains(&pain.id) || view.variant.left_pains.contains_key(&pain.id);
            if is_settled || !seen.insert(&pain.id) {
                continue;
            }
            let key = view.own_key();
            let place = format!("{}/left_pains/{}", key.path(), pain.id);
            let text = match pain.text.trim() {
                "" => pain.id.as_str(),
                text => text,
            };
            let message = format!(
                "{} neither answers the pain “{}” nor says why it stays",
                view.variant.name,
                crate::model::cut(text, 80)
            );
            let finding = findings.at_place(place, key.clone(), message);
            if view.variant.steps.contains_key(step) {
                continue;
            }
            finding.message += "; the step that hurt is gone";
            let field = |name| {
                let pain = PathPart::Item(pain.id.as_str().into());
                vec![PathPart::Name("left_pains"), pain, PathPart::Name(name)]
            };
            let removed = view.variant.removed.get(step);
            let reason = removed.map(|removed| removed.why.trim());
            let reason = reason.filter(|reason| !reason.is_empty());
            finding.fixes.push(Fix {
                words: "confirm that it went with its step",
                edit: Edit::Set {
                    keys: vec![key],
                    field: field("why"),
                    typed: match reason {
                        Some(reason) => format!("Gone with its step: {reason}"),
                        None => "Gone with its step".to_owned(),
                    },
                },
            });
        }
    }
}
