//! The export dialog: what kind of file, which pictures, on which paper, and what will come of it.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
};

use egui::{Id, RichText, Ui, emath::TSTransform, vec2};

use super::{
    Files,
    ask::Ask,
    dialogs::{Request, Wants},
    export::{
        BesideName, DrawingOrder, DrawingWatch, Drawn, ExportError, Outlook, PictureKind, grouped,
    },
    export_copy::{phase, selected},
    flow::{Purpose, name_of},
    job::{Job, Progress},
    saving::{picture_name, with_ending},
    work::Content,
};
use crate::{
    app::{
        look,
        menus::{name_it, segment_ui, segments_ui},
        widgets::{
            Keystroke, Message, Name, TextField, icon_text, label_ui, paint_small, pick_ui,
            text_field_ui,
        },
    },
    paint::{Area, Format, Legend, Orientation, Paper, PrintScale, Sheets},
    scene::{Icon, Ink, Lens, Show, Theme, size},
    session::Session,
    store::Expected,
};

/// What is chosen in the dialog; kept until the program ends.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choices {
    kind: PictureKind,
    what: What,
    paper: Option<Paper>,
    orientation: Option<Orientation>,
    fit: Fit,
    legend: Legend,
    beside: BesideName,
    /// Of a PNG: pixels across.
    width: Option<u32>,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            kind: PictureKind::Pdf,
            what: What::Shown,
            paper: None,
            orientation: None,
            fit: Fit::Readable,
            legend: Legend::Without,
            beside: BesideName::Nothing,
            width: None,
        }
    }
}

/// Which pictures are drawn.
#[derive(Clone, Debug, PartialEq)]
enum What {
    Shown,
    Selection,
    Phase,
    One(Show),
    All,
}

/// How large they are on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Readable,
    OneSheet,
}

impl Fit {
    fn name(self) -> &'static str {
        match self {
            Self::Readable => "As large as can be read",
            Self::OneSheet => "All on one sheet",
        }
    }
}

/// The dialog, while it is open.
pub(super) struct ExportForm {
    choices: Choices,
    width: TypedWidth,
    /// What was asked for last, and what will come of it.
    outlook: Option<(Choices, Known)>,
}

enum Known {
    Working(Job<Result<Outlook, ExportError>>),
    Done(Result<Outlook, String>),
}

/// A picture being drawn for a file.
pub(super) struct Drawing {
    path: PathBuf,
    job: Job<Result<Drawn<Vec<u8>>, ExportError>>,
    watch: Arc<DrawingWatch>,
}

impl ExportForm {
    /// Whether there is something to export.
    pub(super) fn is_ready(&self) -> bool {
        self.wrong_width().is_none() && !matches!(&self.outlook, Some((_, Known::Done(Err(_)))))
    }
}

impl ExportForm {
    /// What is wrong with the width that was typed, where one is asked for.
    fn wrong_width(&self) -> Option<&'static str> {
        let is_png = self.choices.kind == PictureKind::Png;
        read_width(&self.width.text).err().filter(|_| is_png)
    }
}

/// The width of a PNG as it is typed.
#[derive(Default)]
struct TypedWidth {
    text: String,
}

impl TypedWidth {
    fn of(width: Option<u32>) -> Self {
        let text = width.map(|width| width.to_string());
        Self {
            text: text.unwrap_or_default(),
        }
    }

    /// The field, and a list of usual widths beside it.
    fn field_ui(&mut self, ui: &mut Ui, width: &mut Option<u32>) {
        let label = label_ui(ui, &Name::from("Width")).id;
        ui.horizontal(|ui| {
            let field = TextField {
                id: Id::unique("export width"),
                label,
                text: &self.text,
                rows: 1,
                hint: "2 a point",
                unit: "pixels",
                message: Message::None,
            };
            let room = vec2(ui.available_width() - WIDTH_LIST, size::CONTROL);
            let layout = egui::Layout::top_down(egui::Align::Min);
            let typed = ui.allocate_ui_with_layout(room, layout, |ui| text_field_ui(ui, &field));
            if let Keystroke::Typed(typed) = typed.inner {
                self.text = typed;
            }
            let list = ui.menu_button(icon_text(Icon::Down, 13.0), |ui| {
                let own = (None, "Two pixels a point, sharp on every screen".to_owned());
                let widths =
                    WIDTHS.map(|width| (Some(width), format!("{} pixels", grouped(width))));
                for (usual, words) in std::iter::once(own).chain(widths) {
                    if ui.button(words).clicked() {
                        *self = Self::of(usual);
                    }
                }
            });
            name_it(ui, &list.response, "Usual widths");
        });
        if let Ok(typed) = read_width(&self.text) {
            *width = typed;
        }
    }
}

/// A width as people write it: `1920`, `1,920 px`; nothing for two pixels a point.
fn read_width(typed: &str) -> Result<Option<u32>, &'static str> {
    let plain = typed
        .trim()
        .trim_end_matches("pixels")
        .trim_end_matches("px");
    let plain: String = plain
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != ',')
        .collect();
    match (plain.is_empty(), plain.parse()) {
        (true, _) => Ok(None),
        (false, Ok(width)) if width > 0 => Ok(Some(width)),
        _ => Err("Type the width as a whole number of pixels, or nothing for two pixels a point."),
    }
}

impl Files {
    /// Asks what to export, and how.
    pub(super) fn ask_export(&mut self, session: &Option<Session>) {
        let Some(open) = session else { return };
        let mut choices = self.export.clone();
        let is_there = match &choices.what {
            What::Shown | What::All => true,
            What::Selection => selected(open) != Area::Everything,
            What::Phase => phase(open).is_some(),
            What::One(show) => show
                .variants()
                .all(|id| open.blueprint().variant(id).is_some()),
        };
        if !is_there {
            choices.what = What::Shown;
        }
        self.ask = Some(Ask::Export(ExportForm {
            width: TypedWidth::of(choices.width),
            choices,
            outlook: None,
        }));
    }

    /// The fields of the dialog.
    pub(super) fn export_ui(&self, ui: &mut Ui, form: &mut ExportForm, session: &Session) {
        let choices = &mut form.choices;
        ui.horizontal(|ui| {
            segments_ui(ui, |ui| {
                for kind in PictureKind::ALL {
                    if segment_ui(ui, kind.name(), choices.kind == kind, "").clicked() {
                        choices.kind = kind;
                    }
                }
            });
        });
        if choices.kind != PictureKind::Pdf && choices.what == What::All {
            choices.what = What::Shown;
        }
        // As high for every kind: nothing jumps when another one is chosen. What fewer fields leave, the picture takes.
        let row = ui.text_style_height(&egui::TextStyle::Small) + size::CONTROL;
        let most = 3.0 * (row + 2.0 * ui.spacing().item_spacing.y);
        let shown = ui.vertical(|ui| {
            let whats = whats(session, choices.kind);
            field_ui(ui, "What", &mut choices.what, &whats);
            match choices.kind {
                PictureKind::Pdf => paper_ui(ui, choices),
                PictureKind::Png => ui.columns_const(|[left, right]| {
                    form.width.field_ui(left, &mut choices.width);
                    legend_ui(right, choices);
                }),
                PictureKind::Svg => legend_ui(ui, choices),
            }
        });
        // In a low window the picture is what gives way.
        let room = ui.ctx().content_rect().height() - LOW_WINDOW;
        let left = (most - shown.response.rect.height()).max(0.0);
        let height = (THUMBNAIL + left).min(THUMBNAIL + room).max(72.0);
        self.outlook_ui(ui, (form, height), session);
    }

    /// What will come of it: how many sheets, how many pixels, or why nothing.
    fn outlook_ui(&self, ui: &mut Ui, (form, height): (&mut ExportForm, f32), session: &Session) {
        if form.outlook.as_ref().map(|(of, _)| of) != Some(&form.choices) {
            let order = self.order(&form.choices, session);
            let job = Job::start(&self.ctx, move || order.outlook());
            form.outlook = Some((form.choices.clone(), Known::Working(job)));
        }
        let wrong = form.wrong_width();
        let Some((_, known)) = &mut form.outlook else {
            return;
        };
        if let Known::Working(job) = known {
            match job.poll_patiently() {
                Progress::Working => {}
                Progress::Done(done) => {
                    *known = Known::Done(done.map_err(|error| error.to_string()));
                }
                Progress::Broken => *known = Known::Done(Err("It cannot be drawn.".into())),
            }
        }
        ui.add_space(4.0);
        let (rect, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
        if let Known::Done(Ok(outlook)) = known {
            thumbnail(ui, rect, outlook);
        }
        let (text, ink) = match (known, wrong) {
            (_, Some(why)) => (why, Ink::DangerText),
            (Known::Working(_), _) => ("Laying it out…", Ink::TextMuted),
            (Known::Done(Ok(outlook)), _) => (&*outlook.words, Ink::TextMuted),
            (Known::Done(Err(why)), _) => (&**why, Ink::DangerText),
        };
        let text = RichText::new(text).color(look::ink(ui, ink));
        // Room for two lines, whether one says it or not.
        let words = vec2(ui.available_width(), 36.0);
        let layout = egui::Layout::top_down(egui::Align::Min);
        let label = ui.allocate_ui_with_layout(words, layout, |ui| {
            ui.set_min_size(words);
            ui.add(egui::Label::new(text).wrap())
        });
        let label = label.inner;
        ui.ctx().accesskit_node_builder(label.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
    }

    /// Goes on to the question where the file shall go.
    pub(super) fn export(&mut self, form: ExportForm, session: &Option<Session>) {
        let Some(open) = session else { return };
        self.export = form.choices;
        let order = self.order(&self.export, open);
        let kind = order.kind;
        let request = Request {
            wants: Wants::Save(picture_name(open, kind)),
            folder: self.folder(open.path().map(PathBuf::as_path)),
            kind: kind.filter(),
        };
        self.ask_dialog(Purpose::Picture(Box::new(order)), request);
    }

    fn order(&self, choices: &Choices, session: &Session) -> DrawingOrder {
        let lens = session.lens();
        let look = |show: Show| Lens {
            show,
            ..lens.clone()
        };
        let (looks, area) = match &choices.what {
            What::Shown => (vec![lens.clone()], Area::Everything),
            What::Selection => (vec![lens.clone()], selected(session)),
            What::Phase => (
                vec![lens.clone()],
                phase(session).unwrap_or(Area::Everything),
            ),
            What::One(show) => (vec![look(show.clone())], Area::Everything),
            What::All => {
                let looks = every_look(session).into_iter().map(look);
                (looks.collect(), Area::Everything)
            }
        };
        let sheets = |paper| {
            Format::Sheets(Sheets {
                paper,
                orientation: choices.orientation,
                scale: match choices.fit {
                    Fit::Readable => PrintScale::Readable,
                    Fit::OneSheet => PrintScale::OneSheet,
                },
            })
        };
        DrawingOrder {
            blueprint: session.blueprint().clone(),
            text: self.text.clone(),
            fonts: self.store.fonts().clone(),
            looks,
            area,
            kind: choices.kind,
            format: match (choices.kind, choices.paper) {
                (PictureKind::Pdf, Some(paper)) => sheets(paper),
                _ => Format::OwnSize,
            },
            legend: choices.legend,
            beside: choices.beside,
            width: choices.width,
        }
    }

    /// Draws an order, and writes it when it is drawn.
    pub(super) fn draw(&mut self, order: DrawingOrder, path: &Path, session: &mut Option<Session>) {
        let path = with_ending(path, order.kind.filter().1);
        let watch = Arc::new(DrawingWatch::default());
        let watched = Arc::clone(&watch);
        let job = Job::start(&self.ctx, move || order.draw(&watched));
        let progress = job.poll_patiently();
        self.drawing = Some(Drawing { path, job, watch });
        self.finish_drawing(progress, session);
    }

    pub(super) fn poll_drawing(&mut self, session: &mut Option<Session>) {
        if let Some(drawing) = &self.drawing {
            let progress = drawing.job.poll();
            self.finish_drawing(progress, session);
        }
    }

    fn finish_drawing(
        &mut self,
        progress: Progress<Result<Drawn<Vec<u8>>, ExportError>>,
        session: &mut Option<Session>,
    ) {
        if matches!(progress, Progress::Working) {
            return;
        }
        let Some(drawing) = self.drawing.take() else {
            return;
        };
        let why = match progress {
            Progress::Done(Ok(drawn)) => {
                let content = Content::Picture(drawn);
                self.write_picture(&drawing.path, content, Expected::Absent, None, session);
                return;
            }
            Progress::Done(Err(error)) => error.to_string(),
            Progress::Broken | Progress::Working => {
                "Drawing it ended in a fault of the program; please report this.".to_owned()
            }
        };
        let title = format!("{} was not written", name_of(&drawing.path));
        self.ask = Some(Ask::failed(&title, why));
    }

    /// How far the drawing is, and whether it was stopped.
    pub(super) fn drawing_words(&self) -> Option<(String, String)> {
        let drawing = self.drawing.as_ref()?;
        let title = format!("Drawing {}…", name_of(&drawing.path));
        let count = drawing.watch.count.load(Ordering::Relaxed);
        let done = drawing.watch.done.load(Ordering::Relaxed);
        let words = match count {
            0 => "Laying it out".to_owned(),
            1 => "One page".to_owned(),
            count => format!("{done} of {count} pages"),
        };
        Some((title, words))
    }

    /// Gives the drawing up.
    pub(super) fn stop_drawing(&mut self) {
        if let Some(drawing) = self.drawing.take() {
            drawing.watch.stopped.store(true, Ordering::Relaxed);
        }
    }
}

/// Widths of a PNG to pick from, in pixels: screens, slides, posters.
const WIDTHS: [u32; 6] = [1280, 1600, 1920, 2560, 3840, 7680];
/// Room for the button beside the width.
const WIDTH_LIST: f32 = 48.0;
/// Height of the small picture, at least where there is room.
const THUMBNAIL: f32 = 148.0;
/// Below this height of the window the dialog would not be seen whole with that.
const LOW_WINDOW: f32 = 640.0;
/// The first pages side by side, on the colours of paper.
fn thumbnail(ui: &Ui, area: egui::Rect, outlook: &Outlook) {
    let theme = Theme::Light;
    let painter = ui.painter().with_clip_rect(area.intersect(ui.clip_rect()));
    painter.rect_filled(area, 6.0, look::ink(ui, Ink::Chip));
    let inner = area.shrink(12.0);
    let gap = 8.0;
    let count = outlook.sheets.len().max(1) as f32;
    let more = if outlook.more > 0 { 36.0 } else { 0.0 };
    let wide: f32 = outlook.sheets.iter().map(|sheet| sheet.size.x).sum();
    let tall = outlook.sheets.iter().map(|sheet| sheet.size.y);
    let tall = tall.fold(1.0, f32::max);
    let room = inner.width() - gap * (count - 1.0) - more;
    let zoom = (room / wide.max(1.0)).min(inner.height() / tall);
    let mut x = inner.center().x - (wide * zoom + gap * (count - 1.0) + more) / 2.0;
    for sheet in &outlook.sheets {
        let size = sheet.size * zoom;
        let place = egui::Rect::from_min_size(egui::pos2(x, inner.center().y - size.y / 2.0), size);
        x = place.right() + gap;
        let ground = if sheet.is_paper {
            Ink::Card
        } else {
            Ink::Canvas
        };
        painter.rect_filled(place, 0.0, look::color(theme, ground));
        for ((scene, pane), part, at) in &sheet.cutouts {
            let pane = outlook
                .scenes
                .get(*scene)
                .and_then(|scene| scene.panes.get(*pane));
            let Some(pane) = pane else { continue };
            let at =
                egui::Rect::from_min_size(place.min + at.min.to_vec2() * zoom, at.size() * zoom);
            let scale = at.width() / part.width().max(1.0);
            let to_screen = TSTransform::new(at.min.to_vec2() - part.min.to_vec2() * scale, scale);
            let painter = painter.with_clip_rect(at.intersect(painter.clip_rect()));
            paint_small(&painter, (pane, *part), to_screen, theme);
        }
        let edge = egui::Stroke::new(1.0, look::ink(ui, Ink::FieldBorder));
        painter.rect_stroke(place, 0.0, edge, egui::StrokeKind::Outside);
    }
    if outlook.more > 0 {
        painter.text(
            egui::pos2(x, inner.center().y),
            egui::Align2::LEFT_CENTER,
            format!("+{}", outlook.more),
            look::medium(13.0),
            look::ink(ui, Ink::TextMuted),
        );
    }
}

/// Each variant, then Compare as it was looked at last.
fn every_look(session: &Session) -> Vec<Show> {
    let ids = session.blueprint().variants.iter().map(|v| v.id.clone());
    let mut looks: Vec<Show> = ids.map(Show::One).collect();
    if let (Some(first), Some(second)) = session.pair() {
        looks.push(Show::Compare(first.clone(), second.clone()));
    }
    looks
}

fn whats(session: &Session, kind: PictureKind) -> Vec<(What, String)> {
    let blueprint = session.blueprint();
    let shown = format!("What is shown: {}", session.show().name(blueprint));
    let mut whats = vec![(What::Shown, shown)];
    if selected(session) != Area::Everything {
        whats.push((What::Selection, "The selection".to_owned()));
    }
    if phase(session).is_some() {
        whats.push((What::Phase, "This phase: that of the selection".to_owned()));
    }
    let looks = every_look(session);
    for show in &looks {
        if show != session.show() {
            whats.push((What::One(show.clone()), show.name(blueprint)));
        }
    }
    if kind == PictureKind::Pdf && looks.len() > 1 {
        let names: Vec<String> = looks.iter().map(|show| show.name(blueprint)).collect();
        whats.push((What::All, format!("All: {}", names.join(", "))));
    }
    whats
}

/// On which paper, and how; the legend beside the last of it.
fn paper_ui(ui: &mut Ui, choices: &mut Choices) {
    let own = (None, "As large as the picture".to_owned());
    let papers = Paper::ALL.map(|paper| (Some(paper), paper.name().to_owned()));
    let papers: Vec<_> = std::iter::once(own).chain(papers).collect();
    ui.columns_const(|[left, right]| {
        field_ui(left, "Paper", &mut choices.paper, &papers);
        if choices.paper.is_none() {
            return legend_ui(right, choices);
        }
        let turns = [
            (None, "Whichever needs fewer sheets".to_owned()),
            (Some(Orientation::Landscape), "Landscape".to_owned()),
            (Some(Orientation::Portrait), "Portrait".to_owned()),
        ];
        field_ui(right, "Direction", &mut choices.orientation, &turns);
        let fits = [Fit::Readable, Fit::OneSheet].map(|fit| (fit, fit.name().to_owned()));
        field_ui(left, "Size", &mut choices.fit, &fits);
        legend_ui(right, choices);
    });
}

/// Whether the marks are explained.
fn legend_ui(ui: &mut Ui, choices: &mut Choices) {
    let legends = [
        (Legend::Without, "None".to_owned()),
        (Legend::OfMarks, "The marks that occur".to_owned()),
    ];
    field_ui(ui, "Legend", &mut choices.legend, &legends);
    let beside = [BesideName::Nothing, BesideName::Figures];
    let beside = beside.map(|one| (one, one.name().to_owned()));
    field_ui(
        ui,
        "Beside the name of a variant",
        &mut choices.beside,
        &beside,
    );
}

/// A pick list with its label, out of `choices`.
fn field_ui<V: Clone + PartialEq>(
    ui: &mut Ui,
    label: &str,
    picked: &mut V,
    choices: &[(V, String)],
) {
    let name = Name::from(label);
    let label_id = label_ui(ui, &name).id;
    let words = choices.iter().find(|(value, _)| value == picked);
    let words = words.map_or("", |(_, words)| words);
    let id = Id::unique(("export", label));
    let chosen = pick_ui(ui, id, label_id, words, || {
        let choices = choices.iter();
        choices
            .map(|(value, words)| (value.clone(), words.clone(), value == picked))
            .collect()
    });
    if let Some(chosen) = chosen {
        *picked = chosen;
    }
}

#[cfg(test)]
mod tests {
    use super::read_width;

    #[test]
    fn a_width_is_typed_as_people_write_numbers() {
        assert_eq!(read_width(""), Ok(None));
        assert_eq!(read_width(" 1920 "), Ok(Some(1920)));
        assert_eq!(read_width("1,920 px"), Ok(Some(1920)));
        for wrong in ["0", "wide", "-3", "1.5"] {
            assert!(read_width(wrong).is_err(), "{wrong}");
        }
    }
}
