//! N05: steps that are run more or less often say why.

use std::collections::BTreeMap;

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, Fix, context::Context},
    edit::Edit,
    measure::{Quantity, VariantNumbers},
    model::{LaneKind, PathPart, StepId, StepKind, Variant},
};

/// The rule.
pub(super) const N05: Check = Check {
    id: "N05",
    title: "Steps that are run more or less often say why",
    why: "AI that takes the easy cases leaves the hard ones: who gets fewer cases gets longer ones, and the time per case is no longer what it was.",
    remedy: "Say in a note why it is run so often now, and look at its time again.",
    answered_by: Answerer::Finance,
    severity: FindingSeverity::Warning,
    find,
};

/// Runs that differ by less are the same, as a share of those before.
const SAME: f64 = 0.2;

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (first, view) in context.pairs() {
        let numbers = |variant: &Variant| context.numbers.variant(&variant.id);
        let Some((before, after)) = numbers(first.variant).zip(numbers(view.variant)) else {
            continue;
        };
        let (had, has) = (runs(first.variant, before), runs(view.variant, after));
        let contacts = [before, after].map(|of| of.per_case.contacts.exact());
        let mut replaced: BTreeMap<&StepId, f64> = BTreeMap::new();
        for (id, step) in &view.variant.steps {
            for other in step.replaces.iter().filter(|other| *other != id) {
                *replaced.entry(other).or_default() += has.get(id).copied().unwrap_or(0.0);
            }
        }
        let noted = view.variant.connectors.values();
        let noted = noted.filter(|way| !way.note.trim().is_empty());
        let noted: Vec<&StepId> = noted.map(|way| &way.to).collect();
        for (id, now) in &has {
            let Some((was, step)) = had.get(id).zip(view.variant.steps.get(*id)) else {
                continue;
            };
            // What no person does gets no harder.
            let is_systems = matches!(
                view.lane(id),
                Some(LaneKind::Support | LaneKind::PhysicalEvidence)
            );
            if is_systems || step.kind == StepKind::Wait {
                continue;
            }
            let differs = |was: f64, now: f64| (now - was).abs() > SAME * was + 1e-9;
            let per_contact = match contacts {
                [Some(before), Some(after)] if before > 0.0 && after > 0.0 => {
                    differs(was / before, now / after)
                }
                _ => true,
            };
            let others = replaced.get(id).copied().unwrap_or(0.0);
            let is_noted = !step.note.trim().is_empty() || noted.contains(id);
            if !differs(*was, *now) || !per_contact || is_noted || !differs(*was, now + others) {
                continue;
            }
            let times = |runs: f64| Quantity::Count.say(runs);
            let key = view.key(id);
            let (now, was) = (times(*now), times(*was));
            let called = step.called();
            let message = format!("“{called}” is run {now} times a case instead of {was}");
            let note = format!("Run {now} times a case instead of {was}");
            let finding = findings.at(key.clone(), message);
            finding.fixes.push(Fix {
                words: "write the note",
                edit: Edit::Set {
                    keys: vec![key],
                    field: vec![PathPart::Name("note")],
                    typed: note,
                },
            });
        }
    }
}

/// How often each step is run for a case, where all shares are said.
fn runs<'v>(variant: &'v Variant, numbers: &VariantNumbers) -> BTreeMap<&'v StepId, f64> {
    let steps = variant.steps.keys();
    steps.zip(numbers.runs.iter().copied()).collect()
}
