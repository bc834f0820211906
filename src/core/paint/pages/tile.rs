//! A board and its pieces: which lanes and moments stand on a page, and where.

use super::{
    Area, Layer, LayerContent, Page, PagesError, Picture,
    cut::{self, Cut, CutRank, PieceRoom, Stretch},
    furniture,
    stub::{self, ConnectorLegs, PartSide},
};
use crate::scene::{Card, Column, Pane, Pos2, Rect, Shape, TextMeasure, Vec2, pos2, size, vec2};

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
    legs: ConnectorLegs,
}

/// What of a board stands on one page.
pub(super) struct Tile {
    x: Stretch,
    /// Room at the left and right for words about what runs off it.
    beside: Stretch,
    /// Lanes of panes, top to bottom.
    bands: Vec<Lanes>,
}

/// Lanes of a pane on a page.
#[derive(Clone, Copy)]
struct Lanes {
    /// The section's index.
    section: usize,
    /// From where to where.
    y: Stretch,
    /// Room above and below for words about what runs off it.
    around: Stretch,
}

impl Lanes {
    fn height(&self) -> f32 {
        self.around.0 + self.y.1 - self.y.0 + self.around.1
    }
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

    /// The lanes from `y.0` to `y.1`, with room for words where connectors among the columns `x` run off them.
    fn lanes(&self, section: usize, y: Stretch, x: Stretch) -> Lanes {
        let room = |at: f32| match self.legs.cross_level(at, x) {
            true => stub::ABOVE,
            false => 0.0,
        };
        let around = (room(y.0), room(y.1));
        Lanes { section, y, around }
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
                    legs: ConnectorLegs::of(pane),
                }
            })
            .collect();
        Ok(Self {
            name: picture.name.clone(),
            cuts: between_columns(&panes, &sections),
            panes: sections,
            x,
        })
    }

    /// All of it on one page.
    pub(super) fn whole(&self) -> Tile {
        let bands = self.panes.iter().enumerate();
        Tile {
            x: self.x,
            beside: self.beside(self.x),
            bands: bands
                .map(|(index, section)| section.lanes(index, section.y, self.x))
                .collect(),
        }
    }

    /// Room for words at the left and right of the columns `x`, where connectors run off them.
    fn beside(&self, x: Stretch) -> Stretch {
        let room = |at: f32| {
            let mut panes = self.panes.iter();
            match panes.any(|section| section.legs.cross_upright(at, section.y)) {
                true => stub::BESIDE,
                false => 0.0,
            }
        };
        (room(x.0), room(x.1))
    }

    /// Width and height of a tile, in points of the board.
    pub(super) fn size(&self, tile: &Tile) -> Vec2 {
        let heights = tile
            .bands
            .iter()
            .map(|lanes| self.panes[lanes.section].head() + lanes.height());
        let width = tile.beside.0 + tile.x.1 - tile.x.0 + tile.beside.1;
        vec2(NAMES + width, heights.sum())
    }

    /// The same without the words at its right and foot: they are trimmed off where sheets are laid edge to edge.
    pub(super) fn trimmed_size(&self, tile: &Tile) -> Vec2 {
        let foot = tile.bands.last().map_or(0.0, |lanes| lanes.around.1);
        self.size(tile) - vec2(tile.beside.1, foot)
    }

    /// Tiles of at most `room` points of the board, row by row, and how many are in a row.
    pub(super) fn tiles(&self, room: Vec2) -> Result<(Vec<Tile>, usize), TooLarge> {
        let beside = self.beside(self.x);
        let fits = NAMES + beside.0 + self.x.1 - self.x.0 + beside.1 <= room.x;
        let columns = if fits {
            vec![self.x]
        } else {
            // Between two sheets connectors nearly always run.
            let columns = PieceRoom {
                first: room.x - NAMES - beside.0 - stub::BESIDE,
                next: room.x - NAMES - 2.0 * stub::BESIDE,
                at_end: stub::BESIDE - beside.1,
            };
            let columns = cut::pieces(self.x, &self.cuts, columns);
            columns.map_err(|long| TooLarge {
                factor: room.x / (NAMES + long.needs + 2.0 * stub::BESIDE) * SLIGHTLY_LESS,
            })?
        };
        let columns: Vec<_> = columns.iter().map(|x| (*x, self.beside(*x))).collect();
        let rows = self.rows(room.y)?;
        let tiles = rows.iter().flat_map(|bands| {
            columns.iter().map(|(x, beside)| Tile {
                x: *x,
                beside: *beside,
                bands: bands.clone(),
            })
        });
        Ok((tiles.collect(), columns.len()))
    }

    /// Which lanes stand on each row of pages that are `room` high.
    fn rows(&self, room: f32) -> Result<Vec<Vec<Lanes>>, TooLarge> {
        let mut rows = Vec::new();
        let mut row = Vec::new();
        let mut left = room;
        for (index, section) in self.panes.iter().enumerate() {
            let head = section.head();
            let whole = section.lanes(index, section.y, self.x);
            let (height, around) = (whole.height(), whole.around);
            if head + height > left && head + height <= room && !row.is_empty() {
                // A pane that fits on a page of its own is not torn.
                rows.push(std::mem::take(&mut row));
                left = room;
            }
            let pieces = if head + height <= left {
                vec![section.y]
            } else {
                let lost = head + 2.0 * stub::ABOVE;
                let pieces = PieceRoom {
                    first: left - head - around.0 - stub::ABOVE,
                    next: room - lost,
                    at_end: stub::ABOVE - around.1,
                };
                let pieces = cut::pieces(section.y, &section.cuts, pieces);
                pieces.map_err(|long| TooLarge {
                    factor: room / (long.needs + lost) * SLIGHTLY_LESS,
                })?
            };
            for (number, piece) in pieces.into_iter().enumerate() {
                if number > 0 {
                    rows.push(std::mem::take(&mut row));
                    left = room;
                }
                if piece.1 > piece.0 {
                    let lanes = section.lanes(index, piece, self.x);
                    left -= head + lanes.height();
                    row.push(lanes);
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
        for (number, lanes) in tile.bands.iter().enumerate() {
            let section = &self.panes[lanes.section];
            let mut band = Band {
                section,
                x: tile.x,
                beside: tile.beside,
                lanes: *lanes,
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
            let body = top + (section.head() + lanes.around.0) * scale;
            band.names(pos2(left, body));
            let cells = pos2(left + (NAMES + tile.beside.0) * scale, body);
            band.cells(cells);
            band.stubs(cells, text);
            top += (section.head() + lanes.height()) * scale;
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
    beside: Stretch,
    lanes: Lanes,
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

    /// How far right of the lanes' names the cells begin.
    fn to_cells(&self) -> f32 {
        NAMES + self.beside.0
    }

    fn title(&mut self, at: Pos2, text: &TextMeasure) {
        let name = match self.section.pane.under {
            // Two variants in one grid: the picture's name says so.
            Some(_) => &self.page.picture,
            None => &self.section.pane.name,
        };
        let beside = self.section.pane.line.as_ref();
        let beside = beside.map(|line| line.text.as_str());
        let width = self.to_cells() + self.x.1 - self.x.0;
        let strip = Rect::from_min_size(Pos2::ZERO, vec2(width, size::TITLE_STRIP));
        self.page.layers.push(Layer {
            clip: Rect::from_min_size(at, strip.size() * self.scale),
            scale: self.scale,
            origin: at.to_vec2(),
            content: LayerContent::Shapes(furniture::title((name, beside), strip, text)),
        });
    }

    /// The headers of the phases and moments; a phase that began on another page says its name again.
    fn headers(&mut self, at: Pos2) {
        let (pane, headers) = (self.section.pane, self.section.headers);
        let left = at.x + self.to_cells() * self.scale;
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
                let place = at + vec2((self.to_cells() + left - self.x.0) * self.scale, 0.0);
                self.page.phases.push((phase.name.clone(), place));
            }
        }
    }

    /// The names of the lanes; a lane that began on another page says its name again.
    fn names(&mut self, at: Pos2) {
        let (pane, y) = (self.section.pane, self.lanes.y);
        let lanes = pane.lanes.iter().map(|lane| lane.rect);
        for rect in lanes.chain(pane.rows.iter().map(|row| row.rect)) {
            let (from, to) = (rect.top().max(y.0), rect.bottom().min(y.1));
            let source = Rect::from_min_size(rect.min, vec2(NAMES, to - from));
            self.put(source, at + vec2(0.0, from - y.0) * self.scale);
        }
    }

    /// The part of the board that is shown.
    fn part(&self) -> Rect {
        let (x, y) = (self.x, self.lanes.y);
        Rect::from_min_max(pos2(x.0, y.0), pos2(x.1, y.1))
    }

    fn cells(&mut self, at: Pos2) {
        self.put(self.part(), at);
    }

    /// The words around the cells, whose left top corner is at `at`.
    fn stubs(&mut self, at: Pos2, text: &TextMeasure) {
        let (pane, part) = (self.section.pane, self.part());
        let shapes = PartSide::ALL.map(|side| stub::shapes(pane, part, side, text));
        let shapes: Vec<Shape> = shapes.into_iter().flatten().collect();
        if shapes.is_empty() {
            return;
        }
        let (beside, around) = (self.beside, self.lanes.around);
        let all = Rect::from_min_max(
            part.min - vec2(beside.0, around.0),
            part.max + vec2(beside.1, around.1),
        );
        let origin = at.to_vec2() - part.min.to_vec2() * self.scale;
        self.page.layers.push(Layer {
            clip: (all * self.scale).translate(origin),
            scale: self.scale,
            origin,
            content: LayerContent::Shapes(shapes),
        });
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
fn between_columns(panes: &[&Pane], sections: &[Section<'_>]) -> Vec<Cut> {
    let (cards, labels): (Vec<_>, Vec<_>) = panes.iter().map(|pane| whole(pane)).unzip();
    let across = |rects: Vec<Vec<Rect>>| -> Vec<Stretch> {
        let rects = rects.into_iter().flatten();
        rects.map(|rect| (rect.left(), rect.right())).collect()
    };
    let (cards, mut labels) = (across(cards), across(labels));
    // Cut along a connector, half of it would be on either page.
    let legs = sections.iter().flat_map(|section| &section.legs.upright);
    labels.extend(legs.map(|(_, x)| (x - size::GRID, x + size::GRID)));
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
