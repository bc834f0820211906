//! The columns of the outline, and what stands in their cells.

use egui::{Align2, FontId, Id, Rect, Sense, Ui, accesskit, pos2, vec2};

use super::{INDENT, OutlineView, PAD};
use crate::{
    app::{
        look,
        widgets::{Badge, typed},
    },
    model::{Step, StepId, Time, VariantId, Written, moment_words},
    scene::{Icon, Ink},
    session::{Action, Grouping, OutlineRow, Selection, Session, Way},
};

/// A column of the outline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Column {
    /// The title.
    #[default]
    Step,
    /// The lane; the moment where rows are grouped by lane.
    Place,
    /// Time at work.
    Work,
    /// Delay after it.
    Wait,
    /// What comes before.
    Before,
    /// What comes after.
    After,
    /// The AI touchpoint's status.
    Ai,
    /// How many pains.
    Pains,
}

impl Column {
    /// Left to right.
    pub(super) const ALL: [Self; 8] = [
        Self::Step,
        Self::Place,
        Self::Work,
        Self::Wait,
        Self::Before,
        Self::After,
        Self::Ai,
        Self::Pains,
    ];

    /// Its share of the room beyond its least width, and that width.
    fn width(self) -> (f32, f32) {
        match self {
            Self::Step => (0.4, 240.0),
            Self::Place => (0.1, 104.0),
            Self::Work | Self::Wait => (0.0, 72.0),
            Self::Before => (0.25, 140.0),
            Self::After => (0.25, 150.0),
            Self::Ai => (0.0, 76.0),
            Self::Pains => (0.0, 56.0),
        }
    }

    fn name(self, grouping: Grouping) -> &'static str {
        match self {
            Self::Step => "Step",
            Self::Place if grouping == Grouping::Lanes => "Moment",
            Self::Place => "Lane",
            Self::Work => "Work",
            Self::Wait => "Wait",
            Self::Before => "Comes after",
            Self::After => "Leads to",
            Self::Ai => "AI",
            Self::Pains => "Pains",
        }
    }
}

/// Where a column stands.
pub(super) struct Place {
    pub(super) column: Column,
    pub(super) name: &'static str,
    pub(super) left: f32,
    pub(super) right: f32,
}

impl Place {
    /// The cell of this column in a row.
    pub(super) fn rect_in(&self, row: Rect) -> Rect {
        Rect::from_x_y_ranges(self.left..=self.right, row.y_range())
    }
}

/// A step and what names it.
pub(super) type About<'a> = (&'a VariantId, &'a StepId, &'a Step);

/// The columns within `area`.
pub(super) fn columns(area: Rect, grouping: Grouping) -> Vec<Place> {
    let least: f32 = Column::ALL.iter().map(|column| column.width().1).sum();
    let more = (area.width() - 12.0 - least).max(0.0);
    let mut left = area.left();
    let place = |column: &Column| {
        let (share, width) = column.width();
        let right = left + width + share * more;
        let place = Place {
            column: *column,
            name: column.name(grouping),
            left,
            right,
        };
        left = right;
        place
    };
    Column::ALL.iter().map(place).collect()
}

/// Where a step's title begins.
pub(super) fn title_left(grouping: Grouping, row: Rect) -> f32 {
    let depth = if grouping == Grouping::Phases {
        2.0
    } else {
        1.0
    };
    row.left() + depth * INDENT + PAD
}

/// Where the name of a row is typed.
pub(super) fn title_rect(view: &OutlineView, row: usize, rect: Rect, columns: &[Place]) -> Rect {
    let right = columns.first().map_or(rect.right(), |column| column.right);
    let left = match view.outline.rows.get(row) {
        Some(OutlineRow::Step(..)) => title_left(view.grouping, rect),
        _ => rect.left() + PAD + INDENT,
    };
    Rect::from_x_y_ranges(left..=right, rect.y_range())
}

/// What a row is called.
pub(super) fn row_name(session: &Session, row: &OutlineRow) -> String {
    let blueprint = session.shown();
    match row {
        OutlineRow::Phase(id) => blueprint.phase(id).map(|(_, phase)| phase.name.clone()),
        OutlineRow::Lane(id) => blueprint.lane(id).map(|(_, lane)| lane.name.clone()),
        OutlineRow::Moment(id) => blueprint.moment(id).map(|(_, phase, moment)| {
            let number = phase.moments.iter().position(|other| other.id == *id);
            let number = number.map_or(1, |number| number + 1);
            match &*moment.name {
                "" => format!("Moment {number}"),
                name => format!("Moment {number}, {name}"),
            }
        }),
        OutlineRow::Tray => Some("In the tray".to_owned()),
        OutlineRow::Step(variant, id) => {
            let step = blueprint.step(variant, id);
            step.map(|step| step.called().to_owned())
        }
    }
    .unwrap_or_default()
}

/// Shows a cell. A click on a step in it goes there.
pub(super) fn cell_ui(
    ui: &mut Ui,
    session: &Session,
    view: &OutlineView,
    (place, inside): (&Place, Rect),
    (variant, id, step): About<'_>,
    actions: &mut Vec<Action>,
) {
    let node = Id::unique(("outline cell", variant.as_str(), id.as_str(), place.column));
    let text = text(session, view, place.column, (variant, id, step));
    let response = ui.interact(inside, node, Sense::hover());
    let spoken = format!("{}, {}", place.name, step.called());
    response.widget_info(|| egui::WidgetInfo::labeled(accesskit::Role::GridCell, true, &spoken));
    ui.ctx()
        .accesskit_node_builder(node, |node| node.set_value(text.as_str()));
    let inside = inside.shrink2(vec2(PAD, 0.0));
    match place.column {
        Column::Before | Column::After => {
            let ways = ways(view, place.column, variant, id);
            let about = (variant, id, ways);
            ways_ui(ui, session, inside, place.column, about, actions);
        }
        Column::Step => {
            let right = badges_ui(ui, session, inside, id);
            let inside = inside.with_max_x(right);
            line(ui, inside, &text, 13.0, Ink::Text);
        }
        Column::Ai if !text.is_empty() => mark(ui, inside, Icon::Spark, &text, Ink::AiText),
        Column::Pains if !text.is_empty() => mark(ui, inside, Icon::Pain, &text, Ink::DangerText),
        _ => line(ui, inside, &text, 12.0, Ink::TextMuted),
    }
}

/// What a cell says.
pub(super) fn text(
    session: &Session,
    view: &OutlineView,
    column: Column,
    (variant, id, step): About<'_>,
) -> String {
    let blueprint = session.shown();
    match column {
        Column::Step => step.called().to_owned(),
        Column::Place if view.grouping == Grouping::Lanes => {
            let moment = step.moment.as_ref().and_then(|id| blueprint.moment(id));
            moment.map_or_else(String::new, |(_, phase, moment)| {
                let number = phase.moments.iter().position(|other| other.id == moment.id);
                moment_words(phase, number.unwrap_or(0))
            })
        }
        Column::Place => {
            let lane = step.lane.as_ref().and_then(|id| blueprint.lane(id));
            lane.map_or_else(String::new, |(_, lane)| lane.name.clone())
        }
        Column::Work => work_text(step),
        Column::Wait => step.wait.as_ref().map(short_time).unwrap_or_default(),
        Column::Before | Column::After => {
            let ways = ways(view, column, variant, id).iter();
            let words = ways.map(|way| way_words(session, variant, way));
            words.collect::<Vec<_>>().join("; ")
        }
        Column::Ai => {
            let ai = step.ai.as_ref();
            ai.map_or_else(String::new, |ai| ai.status.words().to_owned())
        }
        Column::Pains => match step.pains.len() {
            0 => String::new(),
            count => count.to_string(),
        },
    }
}

/// The ways that a column shows.
pub(super) fn ways<'v>(
    view: &'v OutlineView,
    column: Column,
    variant: &VariantId,
    id: &StepId,
) -> &'v [Way] {
    match column {
        Column::Before => view.outline.before(variant, id),
        _ => view.outline.after(variant, id),
    }
}

/// The step at the other end, with what stands beside the arrow.
pub(super) fn way_words(session: &Session, variant: &VariantId, way: &Way) -> String {
    let step = session.shown().step(variant, &way.step);
    let title = step.map_or("", |step| step.called());
    match &*way.label {
        "" => title.to_owned(),
        label => format!("{title} ({label})"),
    }
}

/// The time of the work; of several workers each.
fn work_text(step: &Step) -> String {
    if step.workers.is_empty() {
        return step.work.as_ref().map(short_time).unwrap_or_default();
    }
    let works = step.workers.iter().map(|worker| match &worker.work {
        Some(work) => short_time(work),
        None => "?".to_owned(),
    });
    match works.collect::<Vec<_>>().join(" + ") {
        unknown if unknown == "?" => String::new(),
        works => works,
    }
}

/// A time in few characters; of a spread its mean.
fn short_time(time: &Written<Time>) -> String {
    match time {
        Written::Known(Time::Fixed(_)) | Written::Unread(_) => typed::show_time(Some(time)),
        Written::Known(spread) => format!("≈{}", spread.expected().short()),
    }
}

fn ways_ui(
    ui: &mut Ui,
    session: &Session,
    inside: Rect,
    column: Column,
    (variant, id, ways): (&VariantId, &StepId, &[Way]),
    actions: &mut Vec<Action>,
) {
    let mut left = inside.left();
    for way in ways {
        let room = Rect::from_x_y_ranges(left..=inside.right(), inside.y_range());
        if room.width() < 16.0 {
            return;
        }
        let words = way_words(session, variant, way);
        // The step stands in one column or the other, once for each way that leads to it or from it.
        let node = Id::unique(("outline way", variant, id, column, &way.wire));
        let galley = cut(
            ui,
            &words,
            FontId::proportional(12.0),
            room.width(),
            Ink::AccentText,
        );
        let place = Rect::from_min_size(
            pos2(left, inside.center().y - galley.size().y / 2.0),
            galley.size(),
        );
        let response = ui.interact(place, node, Sense::click());
        let spoken = format!("Go to {words}");
        response.widget_info(|| egui::WidgetInfo::labeled(accesskit::Role::Link, true, &spoken));
        let color = look::ink(ui, Ink::AccentText);
        ui.painter().galley(place.min, galley, color);
        if response.hovered() {
            let line = egui::Stroke::new(1.0, color);
            ui.painter().hline(place.x_range(), place.bottom(), line);
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        if response.clicked() {
            actions.push(Action::Reveal(Selection::step(variant, &way.step)));
        }
        left = place.right() + 10.0;
    }
}

/// How the step differs, at the right of its title; says where the room for the title ends.
fn badges_ui(ui: &Ui, session: &Session, inside: Rect, id: &StepId) -> f32 {
    let changes = session.changes();
    let kinds = changes.and_then(|changes| changes.comparison.steps.get(id));
    let mut right = inside.right();
    for kind in kinds.into_iter().flatten() {
        let badge = Badge::of(ui, *kind);
        let left = right - badge.size().x;
        badge.paint(ui, ui.painter(), pos2(left, inside.center().y));
        right = left - 4.0;
    }
    right
}

fn mark(ui: &Ui, inside: Rect, icon: Icon, text: &str, ink: Ink) {
    let at = pos2(inside.left() + 6.0, inside.center().y);
    let (glyph, font) = (icon.glyph(), look::icon_font(12.0));
    ui.painter()
        .text(at, Align2::CENTER_CENTER, glyph, font, look::ink(ui, ink));
    let inside = inside.with_min_x(inside.left() + 16.0);
    line(ui, inside, text, 12.0, ink);
}

fn line(ui: &Ui, inside: Rect, text: &str, points: f32, ink: Ink) {
    let galley = cut(ui, text, FontId::proportional(points), inside.width(), ink);
    let at = pos2(inside.left(), inside.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, look::ink(ui, ink));
}

fn cut(ui: &Ui, text: &str, font: FontId, width: f32, ink: Ink) -> std::sync::Arc<egui::Galley> {
    let format = egui::TextFormat::simple(font, look::ink(ui, ink));
    let mut job = egui::text::LayoutJob::single_section(text.replace('\n', " "), format);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
