//! The rows under the lanes, for the pointer: what is under it, and a feeling dragged up or down.

use super::Hit;
use crate::{
    model::{MomentId, PathPart, Row, StepId, VariantId},
    scene::{FieldRow, Pane, Pos2, size},
    session::{Action, FieldCell, Filled, Session},
};

/// How near a point of the curve the pointer must be to mean it, in points of the scene.
const NEAR: f32 = 10.0;

/// What the place `at` of a pane's rows shows: a point of a curve before a cell.
pub(super) fn hit_row(pane: &Pane, at: Pos2, column: Option<usize>) -> Option<Hit> {
    let row = pane.rows.iter().find(|row| holds(row, at))?;
    let points = row.cells.iter().flat_map(|cell| &cell.points);
    let near = points
        .map(|point| (point, point.at.distance(at)))
        .filter(|(_, distance)| *distance <= NEAR)
        .min_by(|a, b| a.1.total_cmp(&b.1));
    let variant = pane.variant.clone();
    if let Some((point, _)) = near {
        return Some(Hit::Point {
            variant,
            step: point.step.clone(),
        });
    }
    let moment = pane.columns.get(column?)?.id.clone();
    Some(Hit::Field(FieldCell {
        variant,
        row: row.field,
        moment,
    }))
}

/// The row whose name stands at `at`.
pub(super) fn hit_row_name(pane: &Pane, at: Pos2) -> Option<Hit> {
    let row = pane.rows.iter().find(|row| holds(row, at))?;
    Some(Hit::RowName {
        variant: pane.variant.clone(),
        row: row.field,
    })
}

fn holds(row: &FieldRow, at: Pos2) -> bool {
    row.rect.y_range().contains(at.y)
}

/// The cell of the curve in which a step's point stands.
pub fn curve_cell(session: &Session, variant: &VariantId, step: &StepId) -> Option<FieldCell> {
    let pane = session.scene().pane(variant)?;
    let curve = curve(pane)?;
    let cell = curve.cells.iter().find(|cell| cell.steps.contains(step))?;
    let moment: &MomentId = &pane.columns.get(cell.columns.start)?.id;
    Some(FieldCell {
        variant: variant.clone(),
        row: Row::Feeling,
        moment: moment.clone(),
    })
}

/// Where a step's point stands while it is dragged to `to`, and the feeling it means there.
pub(super) fn dragged_point(
    session: &Session,
    variant: &VariantId,
    step: &StepId,
    to: Pos2,
) -> Option<(Pos2, i8)> {
    let curve = curve(session.scene().pane(variant)?)?;
    let mut points = curve.cells.iter().flat_map(|cell| &cell.points);
    let x = points.find(|point| point.step == *step)?.at.x;
    let middle = curve.rect.top() + size::CURVE_HEIGHT / 2.0;
    let levels = ((middle - to.y) / size::CURVE_STEP)
        .round()
        .clamp(-2.0, 2.0);
    Some((
        Pos2::new(x, middle - levels * size::CURVE_STEP),
        levels as i8,
    ))
}

pub(super) fn drop_point(
    session: &Session,
    variant: VariantId,
    step: StepId,
    to: Pos2,
) -> Vec<Action> {
    let Some((_, level)) = dragged_point(session, &variant, &step, to) else {
        return Vec::new();
    };
    let select = curve_cell(session, &variant, &step).map(Action::SelectField);
    let filled = Filled {
        step,
        field: vec![PathPart::Name("feeling")],
        typed: level.to_string(),
    };
    let fill = Action::Fill(variant, vec![filled]);
    select.into_iter().chain([fill]).collect()
}

fn curve(pane: &Pane) -> Option<&FieldRow> {
    pane.rows.iter().find(|row| row.field == Row::Feeling)
}
