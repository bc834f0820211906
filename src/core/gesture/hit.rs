//! What is under the pointer.

use super::field::{hit_row, hit_row_name};
use crate::{
    model::{LaneId, MomentId, PhaseId, Row, StepId, VariantId},
    scene::{Pane, Pos2, Rect, Scene, Vec2, WireId},
    session::FieldCell,
};

/// How near a line the pointer must be to mean it, in points of the scene.
const NEAR: f32 = 6.0;
/// Radius of the handles at a card's edges, in points of the scene.
const HANDLE: f32 = 9.0;

/// An end of a connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConnectorEnd {
    /// Where it starts: at the step it leaves.
    Start,
    /// Where it ends, with the arrow's head.
    End,
}

/// A side of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum HandleSide {
    Left,
    Right,
    Top,
    Bottom,
}

impl HandleSide {
    /// Every side, in no order that means anything.
    pub const ALL: &[Self] = &[Self::Left, Self::Right, Self::Top, Self::Bottom];
}

/// Something under the pointer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each names the record under the pointer")]
pub enum Hit {
    Card {
        variant: VariantId,
        step: StepId,
    },
    Handle {
        variant: VariantId,
        step: StepId,
        side: HandleSide,
    },
    Wire {
        variant: VariantId,
        wire: WireId,
    },
    WireEnd {
        variant: VariantId,
        wire: WireId,
        end: ConnectorEnd,
    },
    Cell {
        variant: VariantId,
        lane: LaneId,
        moment: MomentId,
    },
    Lane {
        variant: VariantId,
        lane: LaneId,
    },
    Phase {
        variant: VariantId,
        phase: PhaseId,
    },
    Moment {
        variant: VariantId,
        moment: MomentId,
    },
    /// A cell of a row under the lanes.
    Field(FieldCell),
    /// A point of the curve of feelings.
    Point {
        variant: VariantId,
        step: StepId,
    },
    /// The name of a row under the lanes.
    RowName {
        variant: VariantId,
        row: Row,
    },
    /// The strip with a variant's name.
    Title {
        variant: VariantId,
    },
    /// A pane, beside its cells.
    Pane {
        variant: VariantId,
    },
    Nothing,
}

/// What the place `at` of the scene's cells shows: a card before a connector before a cell.
pub fn hit(scene: &Scene, at: Pos2) -> Hit {
    let Some(pane) = pane_at(scene, at) else {
        return Hit::Nothing;
    };
    if let Some((step, card)) = pane.card_at(at, 0.0) {
        return Hit::Card {
            variant: card.variant.clone(),
            step: step.clone(),
        };
    }
    if let Some(hit) = hit_row(pane, at, column_at(pane, at.x)) {
        return hit;
    }
    // Words that stand on a connector are part of it.
    let labelled = pane
        .wires_in(Rect::from_center_size(at, Vec2::splat(2.0)))
        .find(|(_, wire)| wire.label_rect.is_some_and(|label| label.contains(at)));
    if let Some((id, wire)) = labelled {
        return Hit::Wire {
            variant: wire.variant.clone(),
            wire: id.clone(),
        };
    }
    let near = pane
        .wires_in(Rect::from_center_size(at, Vec2::splat(2.0 * NEAR)))
        .filter(|(_, wire)| wire.bounds.expand(NEAR).contains(at))
        .map(|(id, wire)| (id, distance(&wire.points, at), wire))
        .filter(|(_, distance, _)| *distance <= NEAR)
        .min_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((id, _, wire)) = near {
        let wire_id = id.clone();
        let variant = wire.variant.clone();
        let close = |end: Option<&Pos2>| end.is_some_and(|end| end.distance(at) <= 2.0 * NEAR);
        let end = match (close(wire.points.last()), close(wire.points.first())) {
            (true, _) => Some(ConnectorEnd::End),
            (_, true) => Some(ConnectorEnd::Start),
            _ => None,
        };
        return match end {
            Some(end) => Hit::WireEnd {
                variant,
                wire: wire_id,
                end,
            },
            None => Hit::Wire {
                variant,
                wire: wire_id,
            },
        };
    }
    cell_at(pane, at)
}

/// The cell at `at`, whatever lies in it or over it.
pub(super) fn cell_at(pane: &Pane, at: Pos2) -> Hit {
    let variant = pane.variant.clone();
    let mut lanes = pane.lanes.iter();
    let lane = lanes.find(|lane| lane.rect.y_range().contains(at.y));
    match (lane, column_at(pane, at.x)) {
        (Some(lane), Some(column)) if pane.body.contains(at) => Hit::Cell {
            variant,
            lane: lane.id.clone(),
            moment: pane.columns[column].id.clone(),
        },
        _ => Hit::Pane { variant },
    }
}

/// Where the handles of a card are: in the middle of each side, at the top beside its badges.
pub fn handle_places(card: Rect, badges: Option<Rect>) -> impl Iterator<Item = (HandleSide, Pos2)> {
    let middle = card.center_top();
    let top = match badges {
        Some(badges) if badges.expand(HANDLE).contains(middle) => {
            let room = badges.left() - card.left();
            (room > 3.0 * HANDLE).then(|| Pos2::new(card.left() + room / 2.0, middle.y))
        }
        _ => Some(middle),
    };
    let sides = [
        (HandleSide::Right, card.right_center()),
        (HandleSide::Bottom, card.center_bottom()),
        (HandleSide::Left, card.left_center()),
    ];
    sides
        .into_iter()
        .chain(top.map(|top| (HandleSide::Top, top)))
}

/// What of a card's handles is at `at`; handles show on the card that is selected or under the pointer.
pub fn handle_at(
    variant: &VariantId,
    step: &StepId,
    (card, badges): (Rect, Option<Rect>),
    at: Pos2,
) -> Option<Hit> {
    let mut places = handle_places(card, badges);
    let (side, _) = places.find(|(_, place)| place.distance(at) <= HANDLE)?;
    Some(Hit::Handle {
        variant: variant.clone(),
        step: step.clone(),
        side,
    })
}

/// The end of one of `wires` that is at `at`: of a connector that is selected the ends are taken before what
/// else is there.
pub fn wire_end_at<'w>(
    pane: &Pane,
    wires: impl IntoIterator<Item = &'w WireId>,
    at: Pos2,
) -> Option<Hit> {
    wires.into_iter().find_map(|id| {
        let wire = pane.wires.get(id)?;
        let is_near = |end: Option<&Pos2>| end.is_some_and(|end| end.distance(at) <= HANDLE);
        let end = match (is_near(wire.points.last()), is_near(wire.points.first())) {
            (true, _) => ConnectorEnd::End,
            (_, true) => ConnectorEnd::Start,
            _ => return None,
        };
        Some(Hit::WireEnd {
            variant: wire.variant.clone(),
            wire: id.clone(),
            end,
        })
    })
}

/// What a pane's headers show at `at`: lanes left of its cells, phases and moments above them.
pub fn hit_header(pane: &Pane, at: Pos2) -> Hit {
    let variant = pane.variant.clone();
    if at.x < pane.body.left() {
        let lane = pane
            .lanes
            .iter()
            .find(|lane| lane.rect.y_range().contains(at.y));
        return match lane {
            Some(lane) => Hit::Lane {
                variant,
                lane: lane.id.clone(),
            },
            None => hit_row_name(pane, at).unwrap_or(Hit::Title { variant }),
        };
    }
    if let Some(phase) = pane.phases.iter().find(|phase| phase.rect.contains(at)) {
        return Hit::Phase {
            variant,
            phase: phase.id.clone(),
        };
    }
    let below = pane
        .phases
        .first()
        .is_some_and(|phase| at.y > phase.rect.bottom());
    match column_at(pane, at.x) {
        Some(column) if below => Hit::Moment {
            variant,
            moment: pane.columns[column].id.clone(),
        },
        _ => Hit::Title { variant },
    }
}

fn pane_at(scene: &Scene, at: Pos2) -> Option<&Pane> {
    scene
        .panes
        .iter()
        .find(|pane| pane.rect.y_range().contains(at.y))
}

/// The column whose cards stand nearest to `x`: gutters belong to the nearer side.
fn column_at(pane: &Pane, x: f32) -> Option<usize> {
    let gap = |rect: &Rect| (rect.left() - x).max(x - rect.right()).max(0.0);
    let after = pane
        .columns
        .partition_point(|column| column.rect.right() < x);
    let near = [after.checked_sub(1), Some(after)].into_iter().flatten();
    near.filter(|i| *i < pane.columns.len())
        .min_by(|a, b| gap(&pane.columns[*a].rect).total_cmp(&gap(&pane.columns[*b].rect)))
}

fn distance(points: &[Pos2], at: Pos2) -> f32 {
    points
        .windows(2)
        .map(|ends| {
            let along: Vec2 = ends[1] - ends[0];
            let length = along.length_sq();
            let t = if length == 0.0 {
                0.0
            } else {
                ((at - ends[0]).dot(along) / length).clamp(0.0, 1.0)
            };
            (ends[0] + along * t).distance(at)
        })
        .fold(f32::INFINITY, f32::min)
}
