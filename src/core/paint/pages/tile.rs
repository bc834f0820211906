//! A board and its pieces: which lanes and moments stand on a page, and where.

use super::{
    Area, Layer, LayerContent, Page, PagesError, Picture,
    cut::{self, Cut, CutRank, Stretch},
    furniture,
};
use crate::scene::{Card, Column, Pane, Pos2, Rect, TextMeasure, Vec2, pos2, size, vec2};

/// The part of a scene that a picture shows.
pub(super) struct Excerpt<'a> {
    name: String,
    panes: Vec<Section<'a>>,
    /// Left and right end of the columns shown.
    x: Stretch,
    /// Where the columns may be cut.
    cuts: Vec<Cut>,
}

/// The part of a pane that a picture shows.
struct Section<'a> {
    pane: &'a Pane,
    /// Top and bottom end of the lanes shown.
    y: Stretch,
    /// Top of the phases' headers.
    headers: f32,
    /// Where the lanes may be cut.
    cuts: Vec<Cut>,
}

/// What of a board stands on one page.
pub(super) struct Tile {
    x: Stretch,
    /// Lanes of panes, top to bottom: the section's index, and from where to where.
    bands: Vec<(usize, Stretch)>,
}

/// Something does not fit; it would if everything were drawn `factor` times as large.
pub(super) struct TooLarge {
    pub(super) factor: f32,
}

/// The strip at the left with the names of the lanes.
const NAMES: f32 = size::LANE_HEADER;

impl Section<'_> {
    /// Height of what stands above the lanes: the variant's name, phases and moments.
    fn head(&self) -> f32 {
        size::TITLE_STRIP + self.pane.body.top() - self.headers
    }
}

impl<'a> Excerpt<'a> {
    pub(super) fn new(picture: &Picture<'a>) -> Result<Self, PagesError> {
        let scene = picture.scene;
        let panes: Vec<&Pane> = match picture.area {
            Area::Around(pane, _) => scene.panes.get(pane).into_iter().collect(),
            Area::Everything | Area::Phase(_) => scene.panes.iter().collect(),
        };
        let first = panes.first().ok_or(PagesError::NotShown)?;
        if first.columns.is_empty() || first.lanes.is_empty() {
            return Err(PagesError::Empty);
        }
        let x = columns(first, &picture.area).ok_or(PagesError::NotShown)?;
        let sections: Vec<Section<'a>> = panes
            .iter()
            .map(|pane| {
                let headers = pane.phases.first().map(|phase| phase.rect.top());
                let headers = headers.map_or(pane.body.top(), |top| top - size::HEADER_GAP);
                Section {
                    pane,
                    y: lanes(pane, &picture.area),
                    headers,
                    cuts: between_rows(pane),
                }
            })
            .collect();
        Ok(Self {
            name: picture.name.clone(),
            cuts: between_columns(&panes),
            panes: sections,
            x,
        })
    }

    /// All of it on one page.
    pub(super) fn whole(&self) -> Tile {
        let bands = self.panes.iter().enumerate();
        Tile {
            x: self.x,
            bands: bands.map(|(index, section)| (index, section.y)).collect(),
        }
    }

    /// Width and height of a tile, in points of the board.
    pub(super) fn size(&self, tile: &Tile) -> Vec2 {
        let heights = tile
            .bands
            .iter()
            .map(|(index, (top, bottom))| self.panes[*index].head() + bottom - top);
        vec2(NAMES + tile.x.1 - tile.x.0, heights.sum())
    }

    /// Tiles of at most `room` points of the board, row by row, and how many are in a row.
    pub(super) fn tiles(&self, room: Vec2) -> Result<(Vec<Tile>, usize), TooLarge> {
        let room_x = room.x - NAMES;
        let columns = cut::pieces(self.x, &self.cuts, room_x, room_x);
        let columns = columns.map_err(|long| TooLarge {
            factor: room.x / (long.needs + NAMES) * SLIGHTLY_LESS,
        })?;
        let rows = self.rows(room.y)?;
        let tiles = rows.iter().flat_map(|bands| {
            columns.iter().map(|x| Tile {
                x: *x,
                bands: bands.clone(),
            })
        });
        Ok((tiles.collect(), columns.len()))
    }

    /// Which lanes stand on each row of pages that are `room` high.
    fn rows(&self, room: f32) -> Result<Vec<Vec<(usize, Stretch)>>, TooLarge> {
        let mut rows = Vec::new();
        let mut row = Vec::new();
        let mut left = room;
        for (index, section) in self.panes.iter().enumerate() {
            let head = section.head();
            let height = section.y.1 - section.y.0;
            if head + height > left && head + height <= room && !row.is_empty() {
                // A pane that fits on a page of its own is not torn.
                rows.push(std::mem::take(&mut row));
                left = room;
            }
            let pieces = cut::pieces(section.y, &section.cuts, left - head, room - head);
            let pieces = pieces.map_err(|long| TooLarge {
                factor: room / (long.needs + head) * SLIGHTLY_LESS,
            })?;
            for (number, piece) in pieces.into_iter().enumerate() {
                if number > 0 {
                    rows.push(std::mem::take(&mut row));
                    left = room;
                }
                if piece.1 > piece.0 {
                    left -= head + piece.1 - piece.0;
                    row.push((index, piece));
                }
            }
        }
        rows.push(row);
        rows.retain(|row| !row.is_empty());
        Ok(rows)
    }

    /// A page of `size` with `tile` drawn `scale` times as large, its left top corner at `at`.
    pub(super) fn page(
        &self,
        tile: &Tile,
        size: Vec2,
        scale: f32,
        at: Pos2,
        text: &TextMeasure,
    ) -> Page<'a> {
        let mut page = Page {
            size,
            scale,
            picture: self.name.clone(),
            phases: Vec::new(),
            layers: vec![furniture::ground(size)],
        };
        let mut top = at.y;
        for (number, (index, y)) in tile.bands.iter().enumerate() {
            let section = &self.panes[*index];
            let mut band = Band {
                section,
                x: tile.x,
                scale,
                page: &mut page,
            };
            let left = at.x;
            band.title(pos2(left, top), text);
            let headers = top + size::TITLE_STRIP * scale;
            band.headers(pos2(left, headers));
            if number == 0 {
                band.mark_phases(pos2(left, headers));
            }
            let body = top + section.head() * scale;
            band.names(pos2(left, body), *y);
            band.cells(pos2(left + NAMES * scale, body), *y);
            top = body + (y.1 - y.0) * scale;
        }
        page
    }
}

/// A rounding error on the way back from a scale must not make it too large again.
const SLIGHTLY_LESS: f32 = 0.999;

/// A band of a tile on its way to a page.
struct Band<'b, 'a> {
    section: &'b Section<'a>,
    x: Stretch,
    scale: f32,
    page: &'b mut Page<'a>,
}

impl Band<'_, '_> {
    /// Puts the part `source` of the pane on the page, its left top corner at `at`.
    fn put(&mut self, source: Rect, at: Pos2) {
        if source.width() <= 0.0 || source.height() <= 0.0 {
            return;
        }
        self.page.layers.push(Layer {
            clip: Rect::from_min_size(at, source.size() * self.scale),
            scale: self.scale,
            origin: at.to_vec2() - source.min.to_vec2() * self.scale,
            content: LayerContent::Pane(self.section.pane),
        });
    }

    fn title(&mut self, at: Pos2, text: &TextMeasure) {
        let name = match self.section.pane.under {
            // Two variants in one grid: the picture's name says so.
            Some(_) => &self.page.picture,
            None => &self.section.pane.name,
        };
        let width = NAMES + self.x.1 - self.x.0;
        let strip = Rect::from_min_size(Pos2::ZERO, vec2(width, size::TITLE_STRIP));
        self.page.layers.push(Layer {
            clip: Rect::from_min_size(at, strip.size() * self.scale),
            scale: self.scale,
            origin: at.to_vec2(),
            content: LayerContent::Shapes(furniture::title(name, strip, text)),
        });
    }

    /// The headers of the phases and moments; a phase that began on another page says its name again.
    fn headers(&mut self, at: Pos2) {
        let (pane, headers) = (self.section.pane, self.section.headers);
        let left = at.x + NAMES * self.scale;
        for phase in &pane.phases {
            let (from, to) = (
                phase.rect.left().max(self.x.0),
                phase.rect.right().min(self.x.1),
            );
            let source = Rect::from_min_size(phase.rect.min, vec2(to - from, phase.rect.height()));
            let offset = vec2(from - self.x.0, phase.rect.top() - headers);
            self.put(source, pos2(left, at.y) + offset * self.scale);
        }
        let below = pane
            .phases
            .first()
            .map_or(headers, |phase| phase.rect.bottom());
        let source = Rect::from_min_max(pos2(self.x.0, below), pos2(self.x.1, pane.body.top()));
        self.put(source, pos2(left, at.y + (below - headers) * self.scale));
    }

    fn mark_phases(&mut self, at: Pos2) {
        for phase in &self.section.pane.phases {
            let left = phase.rect.left();
            if left >= self.x.0 && left < self.x.1 {
                let place = at + vec2((NAMES + left - self.x.0) * self.scale, 0.0);
                self.page.phases.push((phase.name.clone(), place));
            }
        }
    }

    /// The names of the lanes; a lane that began on another page says its name again.
    fn names(&mut self, at: Pos2, y: Stretch) {
        let pane = self.section.pane;
        let lanes = pane.lanes.iter().map(|lane| lane.rect);
        for rect in lanes.chain(pane.rows.iter().map(|row| row.rect)) {
            let (from, to) = (rect.top().max(y.0), rect.bottom().min(y.1));
            let source = Rect::from_min_size(rect.min, vec2(NAMES, to - from));
            self.put(source, at + vec2(0.0, from - y.0) * self.scale);
        }
    }

    fn cells(&mut self, at: Pos2, y: Stretch) {
        let source = Rect::from_min_max(pos2(self.x.0, y.0), pos2(self.x.1, y.1));
        self.put(source, at);
    }
}

/// Left and right end of the columns that `area` shows.
fn columns(pane: &Pane, area: &Area) -> Option<Stretch> {
    let phase = match area {
        Area::Phase(index) => Some(&pane.phases.get(*index)?.id),
        Area::Everything | Area::Around(..) => None,
    };
    let wanted = |column: &Column| match area {
        Area::Everything => true,
        Area::Phase(_) => Some(&column.phase) == phase,
        Area::Around(_, rect) => {
            column.rect.left() < rect.right() && column.rect.right() > rect.left()
        }
    };
    let is_shown: Vec<bool> = pane.columns.iter().map(wanted).collect();
    let first = is_shown.iter().position(|shown| *shown)?;
    let last = is_shown.iter().rposition(|shown| *shown)?;
    let middle = |before: usize| {
        let (before, after) = (&pane.columns[before], pane.columns.get(before + 1)?);
        Some((before.rect.right() + after.rect.left()) / 2.0)
    };
    let left = first.checked_sub(1).and_then(middle);
    Some((
        left.unwrap_or(pane.body.left()),
        middle(last).unwrap_or(pane.body.right()),
    ))
}

/// Top and bottom end of the lanes that `area` shows.
fn lanes(pane: &Pane, area: &Area) -> Stretch {
    // The rows under the lanes go with all of them.
    let all = (pane.body.top(), pane.rect.bottom());
    let Area::Around(_, rect) = area else {
        return all;
    };
    let touched = |y: &Stretch| y.0 < rect.bottom() && y.1 > rect.top();
    let lanes = pane.lanes.iter();
    lanes
        .map(|lane| (lane.rect.top(), lane.rect.bottom()))
        .filter(touched)
        .reduce(|all, lane| (all.0, lane.1))
        .unwrap_or(all)
}

/// Where the columns of `panes` may be cut: in their gutters, best between phases.
fn between_columns(panes: &[&Pane]) -> Vec<Cut> {
    let (cards, labels): (Vec<_>, Vec<_>) = panes.iter().map(|pane| whole(pane)).unzip();
    let across = |rects: Vec<Vec<Rect>>| -> Vec<Stretch> {
        let rects = rects.into_iter().flatten();
        rects.map(|rect| (rect.left(), rect.right())).collect()
    };
    let (cards, labels) = (across(cards), across(labels));
    let columns = panes.first().map_or(&[][..], |pane| &pane.columns);
    let cuts = columns.windows(2).filter_map(|pair| {
        let gutter = (pair[0].rect.right(), pair[1].rect.left());
        let middle = f32::midpoint(gutter.0, gutter.1);
        Some(Cut {
            at: cut::place(gutter, middle, &cards, &labels)?,
            rank: if pair[0].phase == pair[1].phase {
                CutRank::Poor
            } else {
                CutRank::Good
            },
        })
    });
    cuts.collect()
}

/// Where the lanes of `pane` may be cut: between two lanes, or between cards stacked in one.
fn between_rows(pane: &Pane) -> Vec<Cut> {
    let down = |rects: Vec<Rect>| -> Vec<Stretch> {
        let mut sides: Vec<Stretch> = rects
            .into_iter()
            .map(|rect| (rect.top(), rect.bottom()))
            .collect();
        sides.sort_by(|a, b| a.0.total_cmp(&b.0));
        sides
    };
    let (cards, labels) = whole(pane);
    let (cards, labels) = (down(cards), down(labels));
    let mut cuts = Vec::new();
    for pair in pane.lanes.windows(2) {
        let boundary = pair[0].rect.bottom();
        // A badge may reach across the boundary: then the cut gives way to it.
        let room = (boundary - size::BADGE, boundary + size::BADGE);
        let at = cut::place(room, boundary, &cards, &labels);
        cuts.extend(at.map(|at| Cut {
            at,
            rank: CutRank::Good,
        }));
    }
    cuts.extend(pane.rows.iter().map(|row| Cut {
        at: row.rect.top(),
        rank: CutRank::Good,
    }));
    let mut bottom = f32::NEG_INFINITY;
    for (top, end) in &cards {
        let gap = (bottom, *top);
        let holds_cut = cuts.iter().any(|cut| cut.at >= gap.0 && cut.at <= gap.1);
        if bottom.is_finite() && gap.1 > gap.0 && !holds_cut {
            let middle = f32::midpoint(gap.0, gap.1);
            let at = cut::place(gap, middle, &cards, &labels);
            cuts.extend(at.map(|at| Cut {
                at,
                rank: CutRank::Poor,
            }));
        }
        bottom = bottom.max(*end);
    }
    cuts.sort_by(|a, b| a.at.total_cmp(&b.at));
    cuts
}

/// The cards of `pane`, which are never cut, and the labels, which are cut where nothing else is possible.
fn whole(pane: &Pane) -> (Vec<Rect>, Vec<Rect>) {
    let cards = pane.ghosts.values().chain(pane.cards.values());
    let labels = pane.wires.values().filter_map(|wire| wire.label());
    (
        cards.map(Card::bounds).collect(),
        labels.map(|label| label.bounds).collect(),
    )
}
