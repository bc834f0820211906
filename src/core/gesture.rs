//! The pointer on the canvas: what is under it, what a drag will do, and the action it becomes.
//!
//! A state machine without a window: it is given places in the scene and gives back [`Action`]s. While
//! something is dragged the document stays as it is; [`Gesture::preview`] says what to draw instead.

mod field;
mod hit;
mod land;
mod reorder;

use std::collections::BTreeSet;

use crate::{
    model::{Key, StepId, VariantId},
    scene::{Pos2, Rect, Scene, Vec2, WireId},
    session::{Action, FieldCell, Selection, Session, Target},
};

use field::{dragged_point, drop_point};
use land::{
    Landing, connect, drop_cards, drop_from_tray, hit_for_card, landing, line_under, rejoin,
};
use reorder::{insert_line, reorder};

pub use field::curve_cell;
pub use hit::{
    ConnectorEnd, HandleSide, Hit, handle_at, handle_places, hit, hit_header, wire_end_at,
};
pub use land::connect_new;

/// How far the pointer must move before a press becomes a drag, in points of the window.
const DRAG_DISTANCE: f32 = 4.0;

/// The keys held while the pointer acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeldKeys {
    /// Adds to the selection.
    pub shift: bool,
    /// Adds to the selection.
    pub ctrl: bool,
    /// Copies instead of moving.
    pub alt: bool,
}

/// What a drag of cards leaves where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carry {
    /// The cards themselves: they leave where they stood.
    Cards,
    /// Copies of them: what was taken hold of stays.
    Copies,
}

/// What the pointer is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Gesture {
    /// Nothing: no button is held.
    #[default]
    Idle,
    /// Pressed on something; not moved yet.
    Pressed {
        /// Where, in points of the scene.
        at: Pos2,
        /// What was under it then; a drag begins from this, wherever the pointer went since.
        on: Hit,
        /// The keys held at the press; later ones change nothing.
        held: HeldKeys,
    },
    /// Dragging cards.
    Moving {
        /// The variant of the pane in which the drag began.
        variant: VariantId,
        /// The card under the pointer.
        lead: StepId,
        /// Where the drag began, in points of the scene.
        from: Pos2,
        /// Where the pointer is now, in points of the scene.
        to: Pos2,
        /// Whether the cards move or copies of them are made.
        as_what: Carry,
    },
    /// Dragging a step out of the tray.
    Placing {
        /// The variant whose tray holds the step.
        variant: VariantId,
        /// The step, which has no card yet.
        step: StepId,
        /// Where the pointer is now, in points of the scene.
        to: Pos2,
    },
    /// Drawing a connector from a card.
    Connecting {
        /// The variant that the connector will belong to.
        variant: VariantId,
        /// The step whose handle was taken hold of; the connector starts there.
        from: StepId,
        /// Where the pointer is now, in points of the scene.
        to: Pos2,
    },
    /// Dragging a connector's end elsewhere.
    Rejoining {
        /// The variant that holds the connector or the hand-over.
        variant: VariantId,
        /// The arrow whose end is dragged.
        wire: WireId,
        /// Its start or its end.
        end: ConnectorEnd,
        /// Where the pointer is now, in points of the scene.
        to: Pos2,
    },
    /// Dragging a point of the curve of feelings.
    Feeling {
        /// The variant that holds the step.
        variant: VariantId,
        /// The step whose feeling changes.
        step: StepId,
        /// Where the pointer is now, in points of the scene.
        to: Pos2,
    },
    /// Drawing a rectangle around what shall be selected.
    Marquee {
        /// The variant of the pane in which it began.
        variant: VariantId,
        /// The corner at which it began, in points of the scene.
        from: Pos2,
        /// The corner at the pointer, in points of the scene.
        to: Pos2,
        /// Whether what was selected before stays selected.
        add: bool,
    },
    /// Dragging a lane, phase or moment to another place.
    Reordering {
        /// The lane, phase or moment.
        what: Target,
        /// Whose header was taken.
        variant: VariantId,
        /// Where the pointer is now, in points of the scene.
        to: Pos2,
    },
}

/// What to draw while something is dragged.
#[derive(Clone, Debug, PartialEq)]
pub enum GesturePreview {
    /// Cards moved by this much; the cell where they will land.
    Cards {
        /// The variant of the pane whose cards move.
        variant: VariantId,
        /// The steps whose cards are drawn once more, moved.
        steps: BTreeSet<StepId>,
        /// From where the cards stand, in points of the scene.
        by: Vec2,
        /// The cell in which they will land; none where they cannot be dropped.
        drop: Option<Rect>,
        /// The line of the connector into whose middle the card will go, in points of the scene.
        into: Option<Vec<Pos2>>,
    },
    /// A line from a card to the pointer; the card or cell it will join.
    Line {
        /// Its end at the card, in points of the scene.
        from: Pos2,
        /// Its end at the pointer, in points of the scene.
        to: Pos2,
        /// The card or cell it will join; none where it would join nothing.
        target: Option<Rect>,
    },
    /// A point of the curve of feelings, at the value it will have.
    Point(Pos2, i8),
    /// The rectangle around what will be selected, in points of the scene.
    Marquee(Rect),
    /// A line where a lane, phase or moment will land.
    Insert(Rect),
}

impl Gesture {
    /// The pointer went down on `on`.
    pub fn press(&mut self, at: Pos2, on: Hit, held: HeldKeys) {
        *self = Self::Pressed { at, on, held };
    }

    /// Whether something is being dragged.
    pub fn is_dragging(&self) -> bool {
        !matches!(self, Self::Idle | Self::Pressed { .. })
    }

    /// Whether it does something only where it ends on a card or a cell.
    pub fn needs_a_cell(&self) -> bool {
        matches!(
            self,
            Self::Moving { .. }
                | Self::Placing { .. }
                | Self::Connecting { .. }
                | Self::Rejoining { .. }
        )
    }

    /// Forgets what was begun.
    pub fn cancel(&mut self) {
        *self = Self::Idle;
    }

    /// The pointer moved to `now` while down. Gives actions that must come before the drag: what is
    /// dragged gets selected.
    pub fn drag(&mut self, session: &Session, now: Pos2, zoom: f32) -> Vec<Action> {
        match self {
            Self::Idle => Vec::new(),
            Self::Pressed { at, on, held } => {
                if (now - *at).length() * zoom < DRAG_DISTANCE {
                    return Vec::new();
                }
                let (at, on, held) = (*at, on.clone(), *held);
                let (next, actions) = begin(session, at, now, on, held);
                *self = next;
                actions
            }
            Self::Moving { to, .. }
            | Self::Placing { to, .. }
            | Self::Connecting { to, .. }
            | Self::Rejoining { to, .. }
            | Self::Feeling { to, .. }
            | Self::Marquee { to, .. }
            | Self::Reordering { to, .. } => {
                *to = now;
                Vec::new()
            }
        }
    }

    /// The pointer went up: what that does.
    pub fn release(&mut self, session: &mut Session) -> Vec<Action> {
        match std::mem::take(self) {
            Self::Idle => Vec::new(),
            Self::Pressed { on, held, .. } => click(session, &on, held),
            Self::Moving {
                variant,
                lead,
                to,
                as_what,
                ..
            } => drop_cards(session, &variant, &lead, to, as_what),
            Self::Placing { variant, step, to } => drop_from_tray(session, &variant, &step, to),
            Self::Connecting { variant, from, to } => connect(session, variant, from, to),
            Self::Rejoining {
                variant,
                wire,
                end,
                to,
            } => rejoin(session, &variant, &wire, end, to),
            Self::Feeling { variant, step, to } => drop_point(session, variant, step, to),
            Self::Marquee {
                variant,
                from,
                to,
                add,
            } => vec![Action::Select(inside(
                session,
                &variant,
                Rect::from_two_pos(from, to),
                add,
            ))],
            Self::Reordering { what, variant, to } => {
                reorder(session, &what, &variant, to).into_iter().collect()
            }
        }
    }

    /// What to draw now.
    pub fn preview(&self, session: &Session) -> Option<GesturePreview> {
        let scene = session.scene();
        match self {
            Self::Idle | Self::Pressed { .. } => None,
            Self::Moving {
                variant,
                lead,
                from,
                to,
                as_what,
            } => {
                let is_one = *as_what == Carry::Cards && session.selection().steps().len() == 1;
                let into = is_one.then(|| line_under(session, lead, *to)).flatten();
                Some(GesturePreview::Cards {
                    variant: variant.clone(),
                    steps: session.selection().steps().clone(),
                    by: *to - *from,
                    drop: cell_rect(scene, &hit_for_card(scene, *to)).filter(|_| into.is_none()),
                    into,
                })
            }
            Self::Placing { variant, step, to } => {
                let into = line_under(session, step, *to);
                Some(GesturePreview::Cards {
                    variant: variant.clone(),
                    steps: BTreeSet::new(),
                    by: Vec2::ZERO,
                    drop: cell_rect(scene, &hit_for_card(scene, *to)).filter(|_| into.is_none()),
                    into,
                })
            }
            Self::Connecting { variant, from, to } => {
                let card = scene.pane(variant)?.cards.get(from)?;
                Some(GesturePreview::Line {
                    from: nearest_edge(card.rect, *to),
                    to: *to,
                    target: target_rect(scene, variant, *to),
                })
            }
            Self::Rejoining {
                variant,
                wire,
                end,
                to,
            } => {
                let wire = scene.pane(variant)?.wires.get(wire)?;
                let fixed = match end {
                    ConnectorEnd::Start => wire.points.last(),
                    ConnectorEnd::End => wire.points.first(),
                };
                Some(GesturePreview::Line {
                    from: *fixed?,
                    to: *to,
                    target: target_rect(scene, variant, *to),
                })
            }
            Self::Feeling { variant, step, to } => {
                let (at, value) = dragged_point(session, variant, step, *to)?;
                Some(GesturePreview::Point(at, value))
            }
            Self::Marquee { from, to, .. } => {
                Some(GesturePreview::Marquee(Rect::from_two_pos(*from, *to)))
            }
            Self::Reordering { what, variant, to } => {
                insert_line(session, what, variant, *to).map(GesturePreview::Insert)
            }
        }
    }
}

fn begin(
    session: &Session,
    at: Pos2,
    now: Pos2,
    on: Hit,
    held: HeldKeys,
) -> (Gesture, Vec<Action>) {
    let editable = !session.is_read_only();
    match on {
        Hit::Card { variant, step } if editable => {
            let selection = session.selection();
            let selected = selection.variant == variant && selection.steps().contains(&step);
            let select = (!selected).then(|| Action::Select(Selection::step(&variant, &step)));
            let moving = Gesture::Moving {
                variant,
                lead: step,
                from: at,
                to: now,
                as_what: if held.alt {
                    Carry::Copies
                } else {
                    Carry::Cards
                },
            };
            (moving, select.into_iter().collect())
        }
        Hit::Handle { variant, step, .. } if editable => {
            let connecting = Gesture::Connecting {
                variant,
                from: step,
                to: now,
            };
            (connecting, Vec::new())
        }
        Hit::WireEnd { variant, wire, end } if editable => {
            let rejoining = Gesture::Rejoining {
                variant,
                wire,
                end,
                to: now,
            };
            (rejoining, Vec::new())
        }
        Hit::Point { variant, step } if editable => {
            let to = now;
            (Gesture::Feeling { variant, step, to }, Vec::new())
        }
        Hit::Lane { variant, lane } if editable => {
            reordering(variant, Target::Record(Key::Lane(lane)), now)
        }
        Hit::Phase { variant, phase } if editable => {
            reordering(variant, Target::Record(Key::Phase(phase)), now)
        }
        Hit::Moment { variant, moment } if editable => {
            reordering(variant, Target::Record(Key::Moment(moment)), now)
        }
        Hit::Cell { variant, .. }
        | Hit::Pane { variant }
        | Hit::Wire { variant, .. }
        | Hit::Field(FieldCell { variant, .. }) => {
            let marquee = Gesture::Marquee {
                variant,
                from: at,
                to: now,
                add: held.shift || held.ctrl,
            };
            (marquee, Vec::new())
        }
        Hit::Nothing => {
            let marquee = Gesture::Marquee {
                variant: session.selection().variant.clone(),
                from: at,
                to: now,
                add: held.shift || held.ctrl,
            };
            (marquee, Vec::new())
        }
        _ => (Gesture::Idle, Vec::new()),
    }
}

fn reordering(variant: VariantId, what: Target, to: Pos2) -> (Gesture, Vec<Action>) {
    let select = Action::Select(Selection::of(&variant, what.clone()));
    (Gesture::Reordering { what, variant, to }, vec![select])
}

fn click(session: &Session, on: &Hit, held: HeldKeys) -> Vec<Action> {
    let add = held.shift || held.ctrl;
    let mut selection = session.selection().clone();
    match on {
        Hit::Card { variant, step } | Hit::Handle { variant, step, .. } if add => {
            selection.toggle_step(variant, step);
        }
        Hit::Wire { variant, wire } | Hit::WireEnd { variant, wire, .. } if add => {
            selection.toggle_wire(variant, wire);
        }
        Hit::Card { variant, step } | Hit::Handle { variant, step, .. } => {
            selection = Selection::step(variant, step);
        }
        Hit::Wire { variant, wire } | Hit::WireEnd { variant, wire, .. } => {
            selection = Selection::wire(variant, wire);
        }
        // The line of a folded lane stands for the lane.
        Hit::Cell { variant, lane, .. } if session.is_folded(lane) => {
            selection = Selection::of(variant, Target::Record(Key::Lane(lane.clone())));
        }
        Hit::Cell {
            variant,
            lane,
            moment,
        } => selection = Selection::in_cell(variant, lane, moment),
        Hit::Lane { variant, .. } | Hit::Phase { variant, .. } | Hit::Moment { variant, .. }
            if add =>
        {
            let mut steps = session.steps_within(variant, &header_target(on));
            let pane = session.scene().pane(variant);
            steps.retain(|id| pane.is_some_and(|pane| pane.cards.contains_key(id)));
            selection = Selection::items(variant, steps, []);
        }
        Hit::Lane { variant, lane } => {
            selection = Selection::of(variant, Target::Record(Key::Lane(lane.clone())));
        }
        Hit::Phase { variant, phase } => {
            selection = Selection::of(variant, Target::Record(Key::Phase(phase.clone())));
        }
        Hit::Moment { variant, moment } => {
            selection = Selection::of(variant, Target::Record(Key::Moment(moment.clone())));
        }
        Hit::Field(cell) => return vec![Action::SelectField(cell.clone())],
        Hit::Point { variant, step } => {
            let cell = curve_cell(session, variant, step);
            return cell.map(Action::SelectField).into_iter().collect();
        }
        Hit::RowName { variant, .. } => selection = Selection::of(variant, Target::Blueprint),
        Hit::Title { variant } => {
            selection = Selection::of(variant, Target::Record(Key::Variant(variant.clone())));
        }
        Hit::Pane { variant } => selection = Selection::of(variant, Target::Blueprint),
        Hit::Nothing => {
            let variant = selection.variant.clone();
            selection = Selection::of(&variant, Target::Blueprint);
        }
    }
    vec![Action::Select(selection)]
}

/// What a header stands for. Its click selects the lane, phase or moment itself, because it has fields of
/// its own; with Shift or Ctrl, or with Ctrl+A then, all that stands in it.
fn header_target(on: &Hit) -> Target {
    match on {
        Hit::Lane { lane, .. } => Target::Record(Key::Lane(lane.clone())),
        Hit::Phase { phase, .. } => Target::Record(Key::Phase(phase.clone())),
        Hit::Moment { moment, .. } => Target::Record(Key::Moment(moment.clone())),
        _ => Target::Blueprint,
    }
}

/// All steps and connectors in a rectangle: cards that it touches, connectors that it holds whole.
fn inside(session: &Session, variant: &VariantId, area: Rect, add: bool) -> Selection {
    let Some(pane) = session.scene().pane(variant) else {
        return session.selection().clone();
    };
    let steps = pane
        .cards_in(area)
        .filter(|(_, card)| card.rect.intersects(area));
    let wires = pane
        .wires_in(area)
        .filter(|(_, wire)| wire.points.iter().all(|point| area.contains(*point)));
    let mut steps: BTreeSet<StepId> = steps.map(|(id, _)| id.clone()).collect();
    let mut wires: BTreeSet<WireId> = wires.map(|(id, _)| id.clone()).collect();
    // Of an overlay what is in the upper variant; what only the other has, where there is nothing else.
    let is_above = |id: &StepId| pane.cards[id].variant == pane.variant;
    let variant = match &pane.under {
        Some(under) if !steps.is_empty() && !steps.iter().any(is_above) => under,
        _ => &pane.variant,
    };
    let old = session.selection();
    if add && old.variant == *variant {
        steps.extend(old.steps().iter().cloned());
        wires.extend(old.wires().iter().cloned());
    }
    Selection::items(variant, steps, wires)
}

fn target_rect(scene: &Scene, variant: &VariantId, at: Pos2) -> Option<Rect> {
    match landing(scene, variant, at)? {
        Landing::Step(step) => Some(scene.pane(variant)?.cards.get(&step)?.rect),
        Landing::Cell(..) => cell_rect(scene, &hit::cell_at(scene.pane(variant)?, at)),
    }
}

/// The rectangle of the cell under the pointer, or of the card there.
fn cell_rect(scene: &Scene, hit: &Hit) -> Option<Rect> {
    match hit {
        Hit::Cell {
            variant,
            lane,
            moment,
        } => {
            let pane = scene.pane(variant)?;
            let lane = pane.lanes.iter().find(|band| band.id == *lane)?;
            let column = pane.columns.iter().find(|column| column.id == *moment)?;
            Some(Rect::from_x_y_ranges(
                column.rect.x_range(),
                lane.rect.y_range().expand(-4.0),
            ))
        }
        Hit::Card { variant, step } | Hit::Handle { variant, step, .. } => {
            Some(scene.pane(variant)?.cards.get(step)?.rect)
        }
        _ => None,
    }
}

fn nearest_edge(card: Rect, to: Pos2) -> Pos2 {
    let out = to - card.center();
    let sideways = out.x.abs() * card.height() > out.y.abs() * card.width();
    match (sideways, out.x > 0.0, out.y > 0.0) {
        (true, true, _) => card.right_center(),
        (true, false, _) => card.left_center(),
        (false, _, true) => card.center_bottom(),
        (false, _, false) => card.center_top(),
    }
}
