//! Where cards, lanes and headers stand.
//!
//! Columns are the moments of all phases, shared by all panes; rows are the lanes, each with as many rows as its
//! highest stack. The router first says how many tracks every gutter needs, then the gutters get their width.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Card, Column, FieldRow, Fold, LaneBand, Lens, MomentGap, Pane, PhaseHead, Rect, Scene,
    ServiceLine, Show, TextMeasure, Vec2, Wires,
    board::{Board, Columns},
    card::{self, Face},
    cast::{CardPlace, Contrast, Member},
    fold, head,
    index::StretchIndex,
    memory::{PaneMemory, SceneMemory},
    pos2,
    route::Geometry,
    row, size,
    sorted_map::SortedMap,
    stacked::StackedPane,
    vec2,
};
use crate::model::{Blueprint, StepId, VariantId};
use crate::patch::{ChangeKind, Compared, Overlay, Touched};

/// A scene of earlier, to take from what is still the same.
#[derive(Default)]
pub(super) struct Past {
    pub(super) panes: Vec<Pane>,
    pub(super) memory: SceneMemory,
}

/// Lays out `lens` of `blueprint`.
pub(super) fn build(
    blueprint: &Blueprint,
    lens: &Lens,
    text: &TextMeasure,
    mut past: Past,
) -> Scene {
    for pane in &mut past.panes {
        pane.wires.let_go();
    }
    let known = Arc::clone(&past.memory.moment_columns);
    let board = Board::new(blueprint, lens, text, known);
    let mut memory = SceneMemory::of(&board);
    let ground = memory.ground(&past.memory);
    let show = &lens.show;
    let held = |id| blueprint.variant(id).map(|(_, variant)| variant);
    let pair = show
        .pair()
        .and_then(|(first, second)| held(first).zip(held(second)));
    if pair.is_some() != past.memory.compared.is_some() {
        // What is known of the records was found beside another comparison.
        past.memory.panes.clear();
        past.memory.overlay = None;
    }
    let mut touched = Touched::default();
    if let Some((first, second)) = pair {
        memory.compared = Some(match past.memory.compared.take() {
            Some(mut compared) => {
                touched = compared.update(first, second);
                compared
            }
            None => Compared::new(first, second),
        });
    }
    let compared = memory.compared.as_ref();
    let mut comparison = compared.map(|c| Arc::clone(c.comparison()));
    if let (Show::Overlay(..), Some((first, second)), Some(differing)) = (show, pair, &comparison) {
        let overlay = match past.memory.overlay.take() {
            Some(mut overlay) => {
                touched = overlay.update((first, second), differing, touched);
                overlay
            }
            None => Overlay::new(first, second, differing),
        };
        comparison = Some(Arc::clone(&overlay.comparison));
        memory.overlay = Some(overlay);
    }
    let comparison = comparison.unwrap_or_default();
    let no_stand_ins = BTreeMap::new();
    let (variants, stand_ins) = match (show, &memory.overlay) {
        (Show::One(id), _) => (vec![held(id)], &no_stand_ins),
        (Show::Compare(first, second), _) => (vec![held(first), held(second)], &no_stand_ins),
        (Show::Overlay(..), Some(laid)) => (vec![Some(&laid.variant)], &laid.stand_ins),
        (Show::Overlay(_, second), None) => (vec![held(second)], &no_stand_ins),
    };
    let differences = Contrast::new(&comparison, &touched);
    let mut old_memories = past.memory.panes.into_iter();
    let stacked: Vec<StackedPane<'_>> = variants
        .into_iter()
        .flatten()
        .map(|variant| {
            let mut old = old_memories.next().unwrap_or_default();
            StackedPane::new(&board, variant, differences, text, &mut old, ground)
        })
        .collect();
    let columns = Columns::new(&board, &stacked);
    let mut size = Vec2::ZERO;
    let mut panes = Vec::with_capacity(stacked.len());
    let mut pane_memories = Vec::with_capacity(stacked.len());
    let mut old_panes = past.panes.into_iter();
    for pane in stacked {
        let stand = PaneLayout {
            board: &board,
            columns: &columns,
            stacked: pane,
            stand_ins,
            show,
            text,
        };
        let (pane, memory) = stand.pane(size.y, old_panes.next());
        size = size.max(pane.rect.max.to_vec2());
        panes.push(pane);
        pane_memories.push(memory);
    }
    memory.panes = pane_memories;
    Scene {
        lens: lens.clone(),
        panes,
        size,
        memory,
    }
}

/// Top and bottom edges of a pane's rows and lanes.
struct Rows {
    rows: Vec<(f32, f32)>,
    lanes: Vec<(f32, f32)>,
}

/// A pane about to get its coordinates.
struct PaneLayout<'a> {
    board: &'a Board<'a>,
    columns: &'a Columns,
    stacked: StackedPane<'a>,
    /// In an overlay: cards that stand for a step that moved away.
    stand_ins: &'a BTreeMap<StepId, StepId>,
    show: &'a Show,
    text: &'a TextMeasure,
}

impl PaneLayout<'_> {
    /// The pane below `top`, where `old` stood before.
    fn pane(mut self, top: f32, old: Option<Pane>) -> (Pane, PaneMemory) {
        let strip = match self.show {
            Show::One(_) | Show::Overlay(..) => 0.0,
            Show::Compare(..) => size::TITLE_STRIP,
        };
        let header_top = top + strip + size::HEADER_GAP;
        let headers = Rect::from_min_max(
            pos2(size::LANE_HEADER, header_top),
            pos2(
                self.columns.right,
                header_top + size::PHASE_HEADER + self.board.moment_header(),
            ),
        );
        self.faces();
        let body_top = headers.bottom() + size::GRID;
        let mut rows = self.rows(body_top);
        let bottom = rows.lanes.last().map_or(body_top, |lane| lane.1);
        let body = Rect::from_min_max(
            pos2(size::LANE_HEADER, body_top),
            pos2(self.columns.right, bottom),
        );
        self.routes(&rows, body);
        settle_boundaries(&mut rows, &self.stacked);
        let (field_rows, foot) = self.field_rows(bottom);
        let old = old.map(|old| ((old.cards, old.card_index), old.wires));
        let (old_cards, old_wires) = old.unwrap_or_default();
        let (cards, card_index) = self.cards(&rows, old_cards);
        let ghosts = self.ghosts(&rows);
        let wires = self.wires(old_wires);
        let mut pane = Pane {
            variant: self.stacked.variant.id.clone(),
            under: match self.show {
                Show::Overlay(first, _) => Some(first.clone()),
                Show::One(_) | Show::Compare(..) => None,
            },
            name: self.stacked.variant.name.clone(),
            line: None,
            rect: Rect::from_min_max(pos2(0.0, top), pos2(self.columns.right, foot)),
            body,
            lanes: self.lanes(&rows),
            phases: self.phases(headers),
            columns: self.column_heads(headers, body),
            gaps: self.gaps(headers, body),
            lines: self.lines(&rows),
            rows: field_rows,
            card_index,
            cards,
            ghosts,
            wires,
        };
        pane.place_names();
        let memory = PaneMemory {
            cast: self.stacked.cast,
            stacking: Some(self.stacked.stacking),
            routing: Some(self.stacked.routing),
        };
        (pane, memory)
    }

    /// The rows under the lanes, and where they end. An overlay shows the values of both variants, what was
    /// before what will be.
    fn field_rows(&self, top: f32) -> (Vec<FieldRow>, f32) {
        let id = &self.stacked.variant.id;
        let Some((_, variant)) = self.board.blueprint.variant(id) else {
            return (Vec::new(), top);
        };
        let was = match self.show {
            Show::Overlay(first, _) => self.board.blueprint.variant(first),
            Show::One(_) | Show::Compare(..) => None,
        };
        let was = was.map(|(_, was)| &**was);
        row::rows((self.board, self.columns), (variant, was), top, self.text)
    }

    /// Gives each card its face.
    fn faces(&mut self) {
        let lanes = &self.board.blueprint.lanes;
        for member in &mut self.stacked.cast.steps {
            if let Some(place) = member.place {
                let (left, right) = self.columns.of(place.slot);
                let width = (right - left, self.board.form(&member.id));
                member.face(lanes[place.lane].kind, width, self.text);
            }
        }
    }

    /// Rows as high as their highest card, from `top` down.
    fn rows(&self, top: f32) -> Rows {
        let (stacked, first_row) = (&self.stacked, &self.stacked.stacking.first_row);
        let count = first_row.last().copied().unwrap_or(0);
        let mut heights = vec![0.0_f32; count];
        let mut crowned = vec![false; count + 1];
        for member in &stacked.cast.steps {
            let Some(CardPlace { slot, .. }) = member.place else {
                continue;
            };
            let height = &mut heights[slot.row];
            *height = height.max(member.size.y);
            crowned[slot.row] |= member.crown > 0.0;
        }
        for slot in stacked.hidden.slots(first_row) {
            heights[slot.row] = size::FOLD_NOTE;
        }
        // Connectors that run above a row keep off its badges.
        let gutter = |row: usize| match stacked.routing.plan.row_gutter(row) {
            0.0 => 0.0,
            room if crowned[row] => room + 2.0 * size::GRID,
            room => room,
        };
        let mut rows = Vec::with_capacity(count);
        let mut lanes = Vec::new();
        let mut y = top;
        for (lane, name) in self.board.lane_names.iter().enumerate() {
            let lane_top = y;
            let (first, end) = (first_row[lane], first_row[lane + 1]);
            let fold = self.fold(lane);
            // The gutter between two lanes lies half in each of them.
            let (pad, least) = match fold {
                Fold::Open => (size::LANE_PAD, name.height().max(size::LANE_MIN)),
                Fold::Empty => (size::LANE_PAD, size::LANE_FOLDED),
                Fold::Folded => (size::FOLD_PAD, size::LANE_FOLDED),
            };
            let half = |row: usize, at_edge: bool| {
                let part = if at_edge { 1.0 } else { 0.5 };
                (gutter(row) * part).max(pad)
            };
            y += half(first, first == 0);
            for (row, height) in heights.iter().enumerate().take(end).skip(first) {
                if row > first {
                    y += gutter(row).max(size::STACK_GAP);
                }
                rows.push((y, y + height));
                y += height;
            }
            y += half(end, end == count);
            y = y.max(lane_top + least);
            lanes.push((lane_top, y));
        }
        Rows { rows, lanes }
    }

    /// In Compare a lane without steps folds to a line, unless no lane has any.
    fn fold(&self, lane: usize) -> Fold {
        let is_empty = self.stacked.is_empty(lane) && !self.stacked.has_no_card();
        match self.show {
            _ if self.board.is_folded(lane) => Fold::Folded,
            Show::Compare(..) | Show::Overlay(..) if is_empty => Fold::Empty,
            _ => Fold::Open,
        }
    }

    fn card_rect(&self, place: CardPlace, size: Vec2, rows: &Rows) -> Rect {
        let (left, _) = self.columns.edges[place.slot.column];
        Rect::from_min_size(pos2(left, rows.rows[place.slot.row].0), size)
    }

    /// Gives the connectors their routes.
    fn routes(&mut self, rows: &Rows, body: Rect) {
        let members = &self.stacked.cast.steps;
        let mut cards = vec![Vec2::ZERO; members.len()];
        let mut crowns = vec![None; members.len()];
        for (index, member) in members.iter().enumerate() {
            if let Some((place, _)) = member.card() {
                cards[index] = member.size;
                // The faces themselves lie far apart and need not be looked at.
                let rect = self.card_rect(place, member.size, rows);
                crowns[index] = card::crown(rect, member.crown);
            }
        }
        let hidden = self.stacked.hidden.slots(&self.stacked.stacking.first_row);
        cards.extend(hidden.map(|slot| {
            let (left, right) = self.columns.of(slot);
            let (top, bottom) = rows.rows[slot.row];
            vec2(right - left, bottom - top)
        }));
        crowns.resize(cards.len(), None);
        let geometry = Geometry {
            columns: self.columns.edges.clone(),
            outer_x: self.columns.outer,
            rows: rows.rows.clone(),
            outer_y: (body.top(), body.bottom()),
            crowns,
            cards,
            head: vec2(size::HEAD_WIDTH, size::HEAD_LENGTH),
        };
        self.stacked.routing.trace(geometry);
    }

    /// The cards, and the index of them; those of `old` that are the same stay as they are.
    fn cards(
        &self,
        rows: &Rows,
        (mut cards, index): (SortedMap<StepId, Card>, StretchIndex),
    ) -> (SortedMap<StepId, Card>, StretchIndex) {
        let count = cards.len();
        let is_index_stale = Cell::new(false);
        let place_of = |member: &Member, place: CardPlace| {
            let cell = (place.lane, place.slot.column);
            (cell, self.card_rect(place, member.size, rows))
        };
        cards.become_list(
            self.shown(),
            // The same face was made from the same step, and what differs in it.
            |card, (member, place, face)| {
                let is_there = (card.cell, card.rect) == place_of(member, place);
                is_there && Arc::ptr_eq(&card.face, face)
            },
            |card, (member, place, face)| {
                let across = (card.cell.1, card.rect.width());
                if Arc::ptr_eq(&card.face, face) {
                    (card.cell, card.rect) = place_of(member, place);
                } else {
                    *card = self.card(member, (place, face), rows);
                }
                if (card.cell.1, card.rect.width()) != across {
                    is_index_stale.set(true);
                }
            },
            |(member, place, face)| {
                is_index_stale.set(true);
                self.card(member, (place, face), rows)
            },
        );
        if cards.len() == count && !is_index_stale.get() {
            return (cards, index);
        }
        let slots = self.shown().map(|(_, (_, place, _))| place.slot);
        let across = slots.map(|slot| {
            let last = slot.column + slot.span - 1;
            (2 * slot.column as u32 + 1, 2 * last as u32 + 1)
        });
        (cards, StretchIndex::of_lines(across))
    }

    /// The steps that have a card of their own, by id, with its place and face.
    fn shown(&self) -> impl Iterator<Item = (&StepId, (&Member, CardPlace, &Arc<Face>))> {
        let members = self.stacked.cast.steps.iter();
        members.filter_map(|member| {
            let (place, face) = member.card().filter(|_| !member.is_stand_in)?;
            Some((&member.id, (member, place, face)))
        })
    }

    fn card(&self, member: &Member, (place, face): (CardPlace, &Arc<Face>), rows: &Rows) -> Card {
        Card {
            variant: self.owner(&member.changes),
            cell: (place.lane, place.slot.column),
            rect: self.card_rect(place, member.size, rows),
            changes: member.changes.clone(),
            links: card::links(&member.step),
            id: member.id.clone(),
            face: Arc::clone(face),
        }
    }

    /// Whose record it is that differs by `changes`.
    fn owner(&self, changes: &BTreeSet<ChangeKind>) -> VariantId {
        match self.show {
            Show::Overlay(first, _) if changes.contains(&ChangeKind::Removed) => first.clone(),
            _ => self.stacked.variant.id.clone(),
        }
    }

    /// The cards that stand for steps which moved away, by the ids of these.
    fn ghosts(&self, rows: &Rows) -> SortedMap<StepId, Card> {
        let ghosts = self.stand_ins.iter().filter_map(|(stand_in, id)| {
            let members = &self.stacked.cast.steps;
            let at = members.binary_search_by(|m| m.id.cmp(stand_in)).ok()?;
            let card = self.card(&members[at], members[at].card()?, rows);
            let card = Card {
                id: id.clone(),
                ..card
            };
            Some((id.clone(), card))
        });
        ghosts.collect()
    }

    /// The arrows that have a route; `old` is how they were.
    fn wires(&self, old: Wires) -> Wires {
        let arrows = self.stacked.cast.arrows.iter().map(|joined| &joined.arrow);
        let under = match self.show {
            Show::Overlay(first, _) => Some(first),
            Show::One(_) | Show::Compare(..) => None,
        };
        let variants = (&self.stacked.variant.id, under);
        old.updated(arrows, &self.stacked.routing, variants)
    }

    fn lanes(&self, rows: &Rows) -> Vec<LaneBand> {
        let lanes = self.board.blueprint.lanes.iter().enumerate();
        lanes
            .map(|(index, lane)| {
                let (top, bottom) = rows.lanes[index];
                let right = self.columns.right;
                // Where a line of visibility runs, the hairline ends before it.
                let lines = &self.board.lines;
                let rule_right = match lines.iter().find(|(_, below)| *below == index + 1) {
                    Some(_) => size::LANE_HEADER,
                    None => right,
                };
                let name = Rect::from_min_max(pos2(0.0, top), pos2(size::LANE_HEADER, bottom));
                let words = &self.board.lane_names[index];
                let band = Rect::from_min_max(pos2(0.0, top), pos2(right, bottom));
                let (fold, hidden) = (self.fold(index), &self.stacked.hidden);
                let row_top = rows.rows[self.stacked.stacking.first_row[index]].0;
                LaneBand {
                    id: lane.id.clone(),
                    rect: band,
                    header: match fold {
                        Fold::Folded => words.draw_folded(name, hidden.steps(index), self.text),
                        Fold::Open | Fold::Empty => words.draw(name, fold),
                    },
                    ground: head::ground(lane.id.as_str(), lane.kind, band, rule_right),
                    fold,
                    notes: hidden.notes((index, &lane.id), self.columns, row_top, self.text),
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
                ServiceLine::new(*kind, across, y, self.text)
            })
            .collect()
    }

    fn phases(&self, headers: Rect) -> Vec<PhaseHead> {
        let phases = self.board.blueprint.phases.iter();
        phases
            .zip(&self.columns.phases)
            .filter_map(|(phase, edges)| {
                let (left, right) = (*edges)?;
                let size = vec2(right - left, size::PHASE_HEADER);
                let rect = Rect::from_min_size(pos2(left, headers.top()), size);
                Some(PhaseHead {
                    id: phase.id.clone(),
                    name: phase.name.clone(),
                    rect,
                    header: head::phase(phase, rect, self.text),
                })
            })
            .collect()
    }

    fn gaps(&self, headers: Rect, body: Rect) -> Vec<MomentGap> {
        let gaps = self.board.gaps.iter().zip(&self.columns.gaps);
        gaps.map(|(gap, (left, right))| {
            let top = headers.top() + size::PHASE_HEADER;
            let rect = Rect::from_min_max(pos2(*left, top), pos2(*right, body.bottom()));
            let phase = &self.board.blueprint.phases[gap.phase];
            let moments = gap.moments.iter().map(|id| (*id).clone());
            fold::gap(phase, moments.collect(), rect, body, self.text)
        })
        .collect()
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

/// Moves the boundaries of lanes off the connectors and labels along them: to the height in the gutter
/// that is clear of them, nearest to where it was.
fn settle_boundaries(rows: &mut Rows, stacked: &StackedPane<'_>) {
    const CLEAR: f32 = 6.0;
    let (first_row, plan) = (&stacked.stacking.first_row, &stacked.routing.plan);
    let below = || {
        let inner = rows.lanes.len().max(1);
        first_row[..inner].iter().copied().skip(1)
    };
    // A leg comes near a boundary only in the gutter in which it lies, or in the row above or below.
    let mut lanes_near = vec![[None; 2]; 2 * rows.rows.len() + 3];
    for (lane, below) in (1..).zip(below()) {
        for near in &mut lanes_near[2 * below - 1..=2 * below + 1] {
            let near: &mut [Option<usize>; 2] = near;
            near[usize::from(near[0].is_some())] = Some(lane);
        }
    }
    let spans: Vec<(f32, f32)> = std::iter::once((0.0, 0.0))
        .chain(below().map(|below| {
            let (above, below) = (rows.rows[below - 1], rows.rows[below]);
            (above.1 + size::GRID, below.0 - size::GRID)
        }))
        .collect();
    let mut taken: Vec<Vec<(f32, f32)>> = vec![Vec::new(); spans.len()];
    let is_near =
        |lane: usize, (low, high): (f32, f32)| high > spans[lane].0 && low < spans[lane].1;
    let is_near_any = |line: u32| lanes_near[line as usize][0].is_some();
    for (line, y) in plan.levels_on(is_near_any) {
        for lane in lanes_near[line as usize].into_iter().flatten() {
            let stretch = (y - CLEAR, y + CLEAR);
            if is_near(lane, stretch) {
                taken[lane].push(stretch);
            }
        }
    }
    for label in plan.labels() {
        let stretch = (label.top(), label.bottom());
        // Both ends of the spans go down from lane to lane.
        let first = spans.partition_point(|span| span.1 <= stretch.0).max(1);
        for lane in (first..spans.len()).take_while(|lane| spans[*lane].0 < stretch.1) {
            taken[lane].push(stretch);
        }
    }
    for lane in 1..spans.len() {
        let wanted = rows.lanes[lane].0;
        let (top, bottom) = spans[lane];
        let covered = |y: f32| {
            let depth = taken[lane]
                .iter()
                .map(|(low, high)| (y - low).min(high - y));
            depth.fold(0.0, f32::max)
        };
        let ends = taken[lane].iter().flat_map(|(low, high)| [*low, *high]);
        let ends = ends.filter(|y| *y >= top && *y <= bottom).chain([wanted]);
        // Many run at the same height.
        let mut heights: Vec<f32> = ends.collect();
        heights.sort_by(f32::total_cmp);
        heights.dedup();
        let best = heights.into_iter().min_by(|a, b| {
            let by_distance = (a - wanted).abs().total_cmp(&(b - wanted).abs());
            covered(*a).total_cmp(&covered(*b)).then(by_distance)
        });
        if let Some(best) = best {
            rows.lanes[lane - 1].1 = best;
            rows.lanes[lane].0 = best;
        }
    }
}
