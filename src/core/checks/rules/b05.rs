//! B05: lanes stand in the order of the three lines.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{Key, LaneKind},
};

/// The rule.
pub(super) const B05: Check = Check {
    id: "B05",
    title: "Lanes stand in the order of the three lines",
    why: "The lines of interaction, of visibility and of internal interaction part lanes of one kind from those of the next: out of order there is no such line.",
    remedy: "Move the lanes: evidence, customer, frontstage, backstage, support.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    let lanes = context.blueprint.lanes.iter();
    let mut lanes = lanes.filter(|lane| lane.kind != LaneKind::Custom);
    let Some(mut above) = lanes.next() else {
        return;
    };
    for lane in lanes {
        if lane.kind < above.kind {
            let message = format!(
                "“{}” ({}) stands below “{}” ({})",
                lane.name,
                lane.kind.words(),
                above.name,
                above.kind.words()
            );
            findings.at(Key::Lane(lane.id.clone()), message);
        }
        above = lane;
    }
}
