//! What stands in a cell of a table, as data, and how it is drawn.

use egui::{
    Align2, CursorIcon, FontId, Galley, Id, Painter, Rect, Role, Sense, Stroke, TextFormat, Ui,
    WidgetInfo, pos2,
    text::{LayoutJob, TextWrapping},
};

use crate::{
    app::{look, widgets::Badge},
    patch::ChangeKind,
    scene::{Icon, Ink, size},
    session::Action,
};

/// Space between two links.
const GAP: f32 = 10.0;
/// Less room than this is none.
const LEAST: f32 = 16.0;

/// Where a cell is drawn, in points of the window.
#[derive(Clone, Copy)]
pub(super) struct CellRoom {
    /// The part for words and pictures.
    pub(super) inside: Rect,
    /// What of the cell is in sight.
    pub(super) clip: Rect,
}

/// What a cell says.
#[derive(Clone, Debug, Default)]
pub(crate) struct TableCell {
    text: String,
    /// What is drawn of it, where that is less.
    short: Option<String>,
    is_title: bool,
    mark: Option<(Icon, Ink)>,
    badges: Vec<ChangeKind>,
    links: Vec<(String, Action)>,
    more: Vec<String>,
}

impl TableCell {
    /// A cell with words, quiet beside its row's title.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// What the row is called.
    pub(crate) fn title(text: impl Into<String>) -> Self {
        Self {
            is_title: true,
            ..Self::new(text)
        }
    }

    /// Words in a colour of their own, behind an icon; without words nothing is there.
    pub(crate) fn marked(icon: Icon, ink: Ink, text: impl Into<String>) -> Self {
        Self {
            mark: Some((icon, ink)),
            ..Self::new(text)
        }
    }

    /// Words that lead somewhere, beside each other.
    pub(crate) fn links(links: Vec<(String, Action)>) -> Self {
        let words: Vec<&str> = links.iter().map(|(words, _)| words.as_str()).collect();
        let text = words.join("; ");
        Self {
            links,
            ..Self::new(text)
        }
    }

    /// Drawn as these words, because the rest stands below.
    pub(crate) fn short(mut self, words: impl Into<String>) -> Self {
        self.short = Some(words.into());
        self
    }

    /// How it differs: behind a title, before other words.
    pub(crate) fn badges(mut self, kinds: impl IntoIterator<Item = ChangeKind>) -> Self {
        self.badges = kinds.into_iter().collect();
        self
    }

    /// What is said line by line while the pointer is over it.
    pub(crate) fn more(mut self, lines: &[String]) -> Self {
        self.more = lines.to_vec();
        self
    }

    /// All of it in words: for screen readers, and to search in.
    pub(crate) fn words(&self) -> String {
        let badges = self.changes();
        let text = Some(self.text.as_str()).filter(|text| !text.is_empty());
        let words: Vec<&str> = match self.is_title {
            true => text.into_iter().chain(badges).collect(),
            false => badges.chain(text).collect(),
        };
        words.join(", ")
    }

    /// How it differs, a word each.
    pub(super) fn changes(&self) -> impl Iterator<Item = &str> {
        self.badges.iter().map(|kind| kind.word())
    }

    /// Its text alone.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Draws it; says in words what there was no room for. `id` is that of the cell.
    pub(super) fn show_ui(
        &self,
        ui: &mut Ui,
        id: Id,
        CellRoom { inside, clip }: CellRoom,
        actions: &mut Vec<Action>,
    ) -> Option<String> {
        let painter = ui.painter().with_clip_rect(clip);
        if !self.links.is_empty() {
            return self.links_ui(ui, id, CellRoom { inside, clip }, actions);
        }
        let mut room = inside;
        let badges: Vec<Badge> = self
            .badges
            .iter()
            .map(|kind| Badge::of(ui, *kind))
            .collect();
        for badge in &badges {
            let y = inside.center().y;
            if self.is_title {
                let left = room.right() - badge.size().x;
                badge.paint(ui, &painter, pos2(left, y));
                room.max.x = left - size::GRID;
            } else {
                room.min.x = badge.paint(ui, &painter, pos2(room.left(), y)) + size::GRID;
            }
        }
        if self.text.is_empty() {
            return (!self.more.is_empty()).then(|| self.more.join("\n"));
        }
        let (points, mut ink) = match self.is_title {
            true => (13.0, Ink::Text),
            false => (12.0, Ink::TextMuted),
        };
        if let Some((icon, own)) = self.mark {
            ink = own;
            let at = pos2(room.left() + 6.0, room.center().y);
            let (glyph, font) = (icon.glyph(), look::icon_font(12.0));
            painter.text(at, Align2::CENTER_CENTER, glyph, font, look::ink(ui, ink));
            room.min.x += 16.0;
        }
        let is_cut = line(
            ui,
            &painter,
            room,
            self.short.as_ref().unwrap_or(&self.text),
            (FontId::proportional(points), ink),
        );
        match self.more.is_empty() {
            true => is_cut.then(|| self.text.clone()),
            false => Some(self.more.join("\n")),
        }
    }

    fn links_ui(
        &self,
        ui: &mut Ui,
        id: Id,
        CellRoom { inside, clip }: CellRoom,
        actions: &mut Vec<Action>,
    ) -> Option<String> {
        let painter = ui.painter().with_clip_rect(clip);
        let color = look::ink(ui, Ink::AccentText);
        let mut left = inside.left();
        for (number, (words, action)) in self.links.iter().enumerate() {
            let width = inside.right() - left;
            if width < LEAST {
                break;
            }
            let galley = cut(
                ui,
                words,
                (FontId::proportional(12.0), Ink::AccentText),
                width,
            );
            let top = inside.center().y - galley.size().y / 2.0;
            let place = Rect::from_min_size(pos2(left, top), galley.size());
            left = place.right() + GAP;
            let response = ui.interact(place.intersect(clip), id.with(number), Sense::CLICK);
            let spoken = format!("Go to {words}");
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &spoken));
            painter.galley(place.min, galley, color);
            if response.hovered() {
                painter.hline(place.x_range(), place.bottom(), Stroke::new(1.0, color));
            }
            let response = response.on_hover_cursor(CursorIcon::PointingHand);
            if response.clicked() {
                actions.push(action.clone());
            }
        }
        None
    }
}

/// One line of text in the middle of `room`, cut off with ... where it does not fit; says whether it was.
pub(super) fn line(
    ui: &Ui,
    painter: &Painter,
    room: Rect,
    text: &str,
    (font, ink): (FontId, Ink),
) -> bool {
    if room.width() < LEAST {
        return true;
    }
    let galley = cut(ui, text, (font, ink), room.width());
    let is_cut = galley.elided;
    let at = pos2(room.left(), room.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, look::ink(ui, ink));
    is_cut
}

fn cut(ui: &Ui, text: &str, (font, ink): (FontId, Ink), width: f32) -> std::sync::Arc<Galley> {
    let format = TextFormat::simple(font, look::ink(ui, ink));
    let mut job = LayoutJob::single_section(text.replace('\n', " "), format);
    job.wrap = TextWrapping::truncate_at_width(width);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
