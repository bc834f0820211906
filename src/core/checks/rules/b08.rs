//! B08: contacts have a channel or something to see.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{LaneKind, MomentId, plural},
};

/// The rule.
pub(super) const B08: Check = Check {
    id: "B08",
    title: "Contacts have a channel or something to see",
    why: "Where a customer meets the service one wants to know by what: a phone, a page, a letter.",
    remedy: "Fill in the channel, or put what they see into an evidence lane.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Advice,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in &context.variants {
        let steps = &view.variant.steps;
        let kind = |id| view.lane(id);
        let evident = steps
            .iter()
            .filter(|(id, _)| kind(id) == Some(LaneKind::PhysicalEvidence));
        let evident: std::collections::BTreeSet<&MomentId> = evident
            .filter_map(|(_, step)| step.moment.as_ref())
            .collect();
        let mut silent = std::collections::BTreeSet::new();
        for way in view.variant.connectors.values() {
            for (own, other) in [(&way.from, &way.to), (&way.to, &way.from)] {
                let is_contact = kind(own) == Some(LaneKind::Customer)
                    && kind(other).is_some_and(|kind| {
                        !matches!(kind, LaneKind::Customer | LaneKind::PhysicalEvidence)
                    });
                let (Some(step), Some(there)) = (steps.get(own), steps.get(other)) else {
                    continue;
                };
                let says = !step.channel.trim().is_empty() || !there.channel.trim().is_empty();
                let is_seen = step.moment.as_ref().is_some_and(|m| evident.contains(m));
                if is_contact && !says && !is_seen {
                    silent.insert(own);
                }
            }
        }
        if let Some(first) = silent.first() {
            let count = plural(silent.len(), "contact has", "contacts have");
            let message = format!(
                "{count} neither a channel nor evidence, first “{}”",
                view.called(first)
            );
            findings.at(view.own_key(), message);
        }
    }
}
