//! Where cards, lanes and headers stand.
//!
//! Columns are the moments of all phases, shared by all panes; rows are the lanes, each with as many
//! rows as its highest stack. The router first says how many tracks every gutter needs
//! ([`Plan`]), then the gutters get their width, and then it gives every connector its points.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Card, Column, LaneBand, Pane, PhaseHead, Rect, Scene, ServiceLine, Show, TextMeasure, Vec2,
    Wire, WireId,
    card::Face,
    head::{self, Fold, LaneName},
    memory::{FaceKey, Memory},
    pos2,
    route::{Geometry, Net, Route, Slot},
    size, vec2,
    wire::{self, Arrow},
};
use crate::{
    model::{Blueprint, LaneId, LineKind, Moment, MomentId, Phase, Step, StepId, Variant},
    patch::{self, ChangeKind, Comparison},
};

/// Lays out `show` of `blueprint`, taking from `memory` what was measured or routed before.
pub(super) fn build(
    blueprint: &Blueprint,
    show: &Show,
    text: &TextMeasure,
    memory: &Memory,
) -> Scene {
    let mut next = Memory::default();
    let board = Board::new(blueprint, text);
    let comparison = match show {
        Show::One(_) => Comparison::default(),
        Show::Compare(first, second) => patch::diff_variants(blueprint, first, second),
    };
    let ids = match show {
        Show::One(id) => vec![id],
        Show::Compare(first, second) => vec![first, second],
    };
    let drafts: Vec<Draft<'_>> = ids
        .into_iter()
        .filter_map(|id| blueprint.variant(id))
        .map(|(_, variant)| Draft::new(&board, variant, &comparison, text))
        .collect();
    let grid = Columns::new(&board, &drafts);
    let mut top = 0.0;
    let panes: Vec<Pane> = drafts
        .into_iter()
        .zip(0..)
        .map(|(draft, index)| {
            let pane = Stand {
                board: &board,
                columns: &grid,
                draft,
                show,
                text,
                memory,
                index,
            }
            .pane(top, &mut next);
            top = pane.rect.bottom();
            pane
        })
        .collect();
    Scene {
        show: show.clone(),
        size: panes
            .iter()
            .fold(Vec2::ZERO, |size, pane| size.max(pane.rect.max.to_vec2())),
        panes,
        memory: next,
    }
}

/// What all panes share: lanes and moments.
struct Board<'a> {
    blueprint: &'a Blueprint,
    lanes: BTreeMap<&'a LaneId, usize>,
    lane_names: Vec<LaneName>,
    moments: Vec<(usize, &'a Arc<Phase>, &'a Moment)>,
    columns: BTreeMap<&'a MomentId, usize>,
    /// Each with the index of the lane below it.
    lines: Vec<(LineKind, usize)>,
    /// Room at the right for the names of the lines.
    margin: f32,
}

impl<'a> Board<'a> {
    fn new(blueprint: &'a Blueprint, text: &TextMeasure) -> Self {
        let phases = blueprint.phases.iter().enumerate();
        let moments: Vec<_> = phases
            .flat_map(|(index, phase)| phase.moments.iter().map(move |m| (index, phase, m)))
            .collect();
        // Of doubled ids the first counts, so they go in last.
        let columns = moments.iter().enumerate().rev();
        let lanes = blueprint.lanes.iter().enumerate().rev();
        let lines = head::lines_between(blueprint.lanes.iter().map(|lane| lane.kind));
        let margin = match head::line_name_width(&lines, text) {
            0.0 => 0.0,
            width => width + 5.0 * size::GRID,
        };
        Self {
            blueprint,
            lanes: lanes.map(|(index, lane)| (&lane.id, index)).collect(),
            lane_names: blueprint
                .lanes
                .iter()
                .map(|lane| LaneName::new(lane, text))
                .collect(),
            columns: columns.map(|(index, (_, _, m))| (&m.id, index)).collect(),
            moments,
            lines,
            margin,
        }
    }

    /// The cell in which `step` stands, as lane, first column and number of columns.
    fn cell(&self, step: &Step) -> Option<(usize, usize, usize)> {
        let (lane, moment) = step.cell()?;
        let (lane, column) = (*self.lanes.get(lane)?, *self.columns.get(moment)?);
        let room = self.moments.len() - column;
        let span = usize::try_from(step.span).unwrap_or(room).clamp(1, room);
        Some((lane, column, span))
    }
}

/// A variant whose cards have rows and columns, but no coordinates yet.
struct Draft<'a> {
    variant: &'a Arc<Variant>,
    comparison: &'a Comparison,
    placed: Vec<Placed<'a>>,
    /// Index of each lane's first row; one more at the end.
    first_row: Vec<usize>,
    arrows: Vec<Arrow>,
    plan: Plan,
}

/// A step in its cell.
struct Placed<'a> {
    id: &'a StepId,
    step: &'a Arc<Step>,
    lane: usize,
    slot: Slot,
}

impl<'a> Draft<'a> {
    fn new(
        board: &Board<'a>,
        variant: &'a Arc<Variant>,
        comparison: &'a Comparison,
        text: &TextMeasure,
    ) -> Self {
        let mut placed: Vec<Placed<'a>> = variant
            .steps
            .iter()
            .filter_map(|(id, step)| {
                let (lane, column, span) = board.cell(step)?;
                let row = 0;
                let slot = Slot { row, column, span };
                Some(Placed {
                    id,
                    step,
                    lane,
                    slot,
                })
            })
            .collect();
        let first_row = stack(&mut placed, board);
        let index: BTreeMap<&StepId, usize> =
            placed.iter().enumerate().map(|(i, p)| (p.id, i)).collect();
        let arrows = wire::arrows(variant, comparison, |id| index.contains_key(id), text);
        let slots: Vec<Slot> = placed.iter().map(|placed| placed.slot).collect();
        let nets: Vec<Net> = arrows
            .iter()
            .filter_map(|arrow| {
                Some(Net {
                    from: *index.get(&arrow.from)?,
                    to: *index.get(&arrow.to)?,
                    label: arrow.label_size(),
                })
            })
            .collect();
        let rows = first_row.last().copied().unwrap_or(0);
        let plan = plan(rows, board.moments.len(), &slots, &nets);
        Self {
            variant,
            comparison,
            placed,
            first_row,
            arrows,
            plan,
        }
    }

    fn changes(&self, id: &StepId) -> BTreeSet<ChangeKind> {
        self.comparison.steps.get(id).cloned().unwrap_or_default()
    }

    fn is_empty(&self, lane: usize) -> bool {
        self.placed.iter().all(|placed| placed.lane != lane)
    }
}

/// Gives every step its row: cards of a cell stack downward by rank, then id. Returns the first row of
/// each lane, and the number of all rows. A lane without steps has one row.
fn stack(placed: &mut [Placed<'_>], board: &Board<'_>) -> Vec<usize> {
    placed.sort_by_key(|placed| (placed.lane, placed.step.rank, placed.id));
    let mut first_row = vec![0];
    let mut rest = &mut *placed;
    for lane in 0..board.blueprint.lanes.len() {
        let base = first_row[lane];
        let count = rest.partition_point(|placed| placed.lane == lane);
        let (here, below) = rest.split_at_mut(count);
        let mut free = vec![base; board.moments.len()];
        for placed in here {
            let columns = placed.slot.column..placed.slot.column + placed.slot.span;
            let row = free[columns.clone()].iter().copied().max().unwrap_or(base);
            placed.slot.row = row;
            free[columns].fill(row + 1);
        }
        first_row.push(free.into_iter().max().unwrap_or(base).max(base + 1));
        rest = below;
    }
    first_row
}

/// Left and right edges of the columns, the same in every pane.
struct Columns {
    edges: Vec<(f32, f32)>,
    /// Left edge of the first and right edge of the last gutter.
    outer: (f32, f32),
    /// Right edge of the panes.
    right: f32,
}

impl Columns {
    fn new(board: &Board<'_>, drafts: &[Draft<'_>]) -> Self {
        let gutter = |at: usize| {
            let room = drafts.iter().map(|draft| draft.plan.column_gutter(at));
            room.fold(size::GUTTER, f32::max)
        };
        let mut x = size::LANE_HEADER;
        let mut edges = Vec::with_capacity(board.moments.len());
        let mut last_phase = None;
        for (at, (phase, _, _)) in board.moments.iter().enumerate() {
            x += gutter(at);
            if last_phase.is_some_and(|last| last != *phase) {
                x += size::PHASE_GAP;
            }
            last_phase = Some(*phase);
            edges.push((x, x + size::CARD_WIDTH));
            x += size::CARD_WIDTH;
        }
        x += gutter(board.moments.len());
        Self {
            edges,
            outer: (size::LANE_HEADER, x),
            right: x + board.margin,
        }
    }

    /// Left and right edge of the columns that `slot` covers.
    fn of(&self, slot: Slot) -> (f32, f32) {
        let (left, first_right) = self.edges[slot.column];
        let last = self.edges.get(slot.column + slot.span - 1);
        (left, last.map_or(first_right, |edges| edges.1))
    }
}

/// Top and bottom edges of a pane's rows and lanes.
struct Rows {
    rows: Vec<(f32, f32)>,
    lanes: Vec<(f32, f32)>,
}

/// A draft about to get its coordinates.
struct Stand<'a> {
    board: &'a Board<'a>,
    columns: &'a Columns,
    draft: Draft<'a>,
    show: &'a Show,
    text: &'a TextMeasure,
    memory: &'a Memory,
    index: usize,
}

impl Stand<'_> {
    fn pane(self, top: f32, next: &mut Memory) -> Pane {
        let strip = match self.show {
            Show::One(_) => 0.0,
            Show::Compare(..) => size::TITLE_STRIP,
        };
        let header_top = top + strip + size::HEADER_GAP;
        let named = self
            .board
            .moments
            .iter()
            .any(|(_, _, m)| !m.name.trim().is_empty());
        let moments_height = if named { size::MOMENT_HEADER } else { 0.0 };
        let headers = Rect::from_min_max(
            pos2(size::LANE_HEADER, header_top),
            pos2(
                self.columns.right,
                header_top + size::PHASE_HEADER + moments_height,
            ),
        );
        let faces = self.faces(next);
        let mut rows = self.rows(&faces, headers.bottom() + size::GRID);
        let bottom = rows.lanes.last().map_or(headers.bottom(), |lane| lane.1);
        let body = Rect::from_min_max(
            pos2(size::LANE_HEADER, headers.bottom() + size::GRID),
            pos2(self.columns.right, bottom),
        );
        let routes = self.routes(&faces, &rows, body);
        settle_boundaries(&mut rows, &routes);
        let lanes = self.lanes(&rows);
        let lines = self.lines(&rows);
        let cards = self.cards(&faces, &rows);
        Pane {
            variant: self.draft.variant.id.clone(),
            name: self.draft.variant.name.clone(),
            rect: Rect::from_min_max(pos2(0.0, top), pos2(self.columns.right, bottom)),
            body,
            lanes,
            phases: self.phases(headers),
            columns: self.column_heads(headers, body),
            lines,
            cards,
            wires: self.wires(routes),
        }
    }

    fn faces(&self, next: &mut Memory) -> Vec<Arc<Face>> {
        let lanes = &self.board.blueprint.lanes;
        let placed = self.draft.placed.iter();
        placed
            .map(|placed| {
                let (left, right) = self.columns.of(placed.slot);
                let key = FaceKey {
                    step: Arc::clone(placed.step),
                    lane: lanes[placed.lane].kind,
                    changes: self.draft.changes(placed.id),
                    width: right - left,
                };
                let face = self
                    .memory
                    .face(self.index, placed.id, &key)
                    .unwrap_or_else(|| {
                        Arc::new(Face::new(
                            placed.step,
                            key.lane,
                            &key.changes,
                            key.width,
                            self.text,
                        ))
                    });
                next.keep_face(self.index, placed.id, key, &face);
                face
            })
            .collect()
    }

    /// Rows as high as their highest card, from `top` down.
    fn rows(&self, faces: &[Arc<Face>], top: f32) -> Rows {
        let draft = &self.draft;
        let count = draft.first_row.last().copied().unwrap_or(0);
        let mut heights = vec![0.0_f32; count];
        for (placed, face) in draft.placed.iter().zip(faces) {
            let height = &mut heights[placed.slot.row];
            *height = height.max(face.size().y);
        }
        let mut rows = Vec::with_capacity(count);
        let mut lanes = Vec::new();
        let mut y = top;
        for (lane, name) in self.board.lane_names.iter().enumerate() {
            let lane_top = y;
            let (first, end) = (draft.first_row[lane], draft.first_row[lane + 1]);
            let fold = self.fold(lane);
            // The gutter between two lanes lies half in each of them.
            let half = |gutter: usize, at_edge: bool| {
                let room = draft.plan.row_gutter(gutter);
                if at_edge {
                    room.max(size::LANE_PAD)
                } else {
                    (room / 2.0).max(size::LANE_PAD)
                }
            };
            y += half(first, first == 0);
            for row in first..end {
                if row > first {
                    y += draft.plan.row_gutter(row).max(size::STACK_GAP);
                }
                rows.push((y, y + heights[row]));
                y += heights[row];
            }
            y += half(end, end == count);
            let least = match fold {
                Fold::Open => name.height().max(size::LANE_MIN),
                Fold::Folded => size::LANE_FOLDED,
            };
            y = y.max(lane_top + least);
            lanes.push((lane_top, y));
        }
        Rows { rows, lanes }
    }

    /// In Compare a lane without steps folds to a line.
    fn fold(&self, lane: usize) -> Fold {
        match self.show {
            Show::Compare(..) if self.draft.is_empty(lane) => Fold::Folded,
            _ => Fold::Open,
        }
    }

    fn card_rect(&self, placed: &Placed<'_>, face: &Face, rows: &Rows) -> Rect {
        let (left, _) = self.columns.of(placed.slot);
        Rect::from_min_size(pos2(left, rows.rows[placed.slot.row].0), face.size())
    }

    fn routes(&self, faces: &[Arc<Face>], rows: &Rows, body: Rect) -> Vec<Route> {
        let placed = self.draft.placed.iter();
        let geometry = Geometry {
            columns: self.columns.edges.clone(),
            outer_x: self.columns.outer,
            rows: rows.rows.clone(),
            outer_y: (body.top(), body.bottom()),
            cards: placed
                .zip(faces)
                .map(|(placed, face)| self.card_rect(placed, face, rows))
                .collect(),
        };
        self.draft.plan.trace(&geometry)
    }

    fn cards(&self, faces: &[Arc<Face>], rows: &Rows) -> BTreeMap<StepId, Card> {
        let placed = self.draft.placed.iter().zip(faces);
        placed
            .map(|(placed, face)| {
                let rect = self.card_rect(placed, face, rows);
                let card = Card {
                    cell: (placed.lane, placed.slot.column),
                    rect,
                    changes: self.draft.changes(placed.id),
                    group: face.draw(placed.id.as_str(), rect.min),
                };
                (placed.id.clone(), card)
            })
            .collect()
    }

    fn wires(&self, routes: Vec<Route>) -> BTreeMap<WireId, Wire> {
        let arrows = self.draft.arrows.iter();
        arrows
            .zip(routes)
            .filter(|(_, route)| route.points.len() > 1)
            .map(|(arrow, route)| (arrow.id.clone(), arrow.draw(route)))
            .collect()
    }

    fn lanes(&self, rows: &Rows) -> Vec<LaneBand> {
        let lanes = self.board.blueprint.lanes.iter().enumerate();
        lanes
            .map(|(index, lane)| {
                let (top, bottom) = rows.lanes[index];
                let right = self.columns.right;
                let name = Rect::from_min_max(pos2(0.0, top), pos2(size::LANE_HEADER, bottom));
                LaneBand {
                    id: lane.id.clone(),
                    rect: Rect::from_min_max(pos2(0.0, top), pos2(right, bottom)),
                    header: self.board.lane_names[index].draw(name, self.fold(index)),
                    rule: head::rule(lane.id.as_str(), 0.0, right, bottom),
                }
            })
            .collect()
    }

    fn lines(&self, rows: &Rows) -> Vec<ServiceLine> {
        let lines = self.board.lines.iter();
        lines
            .map(|(kind, lane)| {
                let y = rows.lanes[*lane].0;
                let across = (size::LANE_HEADER, self.columns.right);
                ServiceLine {
                    kind: *kind,
                    y,
                    group: head::service_line(*kind, across, y, self.text),
                }
            })
            .collect()
    }

    fn phases(&self, headers: Rect) -> Vec<PhaseHead> {
        let mut next = 0;
        let mut heads = Vec::new();
        for phase in &self.board.blueprint.phases {
            let first = next;
            next += phase.moments.len();
            if next == first {
                continue;
            }
            let rect = Rect::from_min_size(
                pos2(self.columns.edges[first].0, headers.top()),
                vec2(
                    self.columns.edges[next - 1].1 - self.columns.edges[first].0,
                    size::PHASE_HEADER,
                ),
            );
            heads.push(PhaseHead {
                id: phase.id.clone(),
                rect,
                header: head::phase(phase, rect, self.text),
            });
        }
        heads
    }

    fn column_heads(&self, headers: Rect, body: Rect) -> Vec<Column> {
        let moments = self.board.moments.iter().zip(&self.columns.edges);
        moments
            .map(|((_, phase, moment), (left, right))| {
                let name = Rect::from_min_max(
                    pos2(*left, headers.top() + size::PHASE_HEADER),
                    pos2(*right, headers.bottom()),
                );
                Column {
                    id: moment.id.clone(),
                    phase: phase.id.clone(),
                    rect: Rect::from_min_max(pos2(*left, body.top()), pos2(*right, body.bottom())),
                    header: head::moment(moment, name, self.text),
                }
            })
            .collect()
    }
}

/// Moves the boundaries of lanes off connectors that run along them.
fn settle_boundaries(_rows: &mut Rows, _routes: &[Route]) {}

/// Stands in for the router.
struct Plan {
    nets: Vec<Net>,
}

fn plan(_rows: usize, _columns: usize, _slots: &[Slot], nets: &[Net]) -> Plan {
    Plan {
        nets: nets.to_vec(),
    }
}

impl Plan {
    fn row_gutter(&self, _at: usize) -> f32 {
        0.0
    }

    fn column_gutter(&self, _at: usize) -> f32 {
        0.0
    }

    fn trace(&self, geometry: &Geometry) -> Vec<Route> {
        self.nets
            .iter()
            .map(|net| {
                let (a, b) = (geometry.cards[net.from], geometry.cards[net.to]);
                let points = if a.right() < b.left() {
                    let (from, to) = (a.right_center(), b.left_center());
                    let mid = b.left() - size::GUTTER / 2.0;
                    if (from.y - to.y).abs() < 0.5 {
                        vec![from, to]
                    } else {
                        vec![from, pos2(mid, from.y), pos2(mid, to.y), to]
                    }
                } else if a.bottom() < b.top() {
                    let x = a.left() + 20.0;
                    vec![pos2(x, a.bottom()), pos2(x, b.top())]
                } else {
                    let x = a.left() + 20.0;
                    vec![pos2(x, a.top()), pos2(x, b.bottom())]
                };
                Route {
                    points,
                    gaps: Vec::new(),
                    label: None,
                }
            })
            .collect()
    }
}
