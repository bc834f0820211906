//! Find: the bar at the top right of the canvas, the list of what was found, and the walk through it.
//!
//! Searches when the words, the document or what is shown differ from the last search, and at no other time.

use std::sync::Arc;

use egui::{
    Align, Area, Id, Key, Label, Layout, Modifiers, Order, Rect, RichText, Sense, TextEdit, Ui,
    UiBuilder, pos2, text::LayoutJob, vec2,
};

use super::{
    canvas::Canvas,
    look,
    widgets::{begin_text, icon_button_ui},
};
use crate::{
    model::{Blueprint, VariantId},
    scene::{Icon, Ink, Show, size},
    session::{Action, Found, Session, find},
};

/// Width of the bar and of the list below it.
const WIDTH: f32 = 380.0;
/// Height of a line of the list.
const LINE: f32 = 42.0;
/// Lines of the list that are seen at once.
const LINES: f32 = 6.0;

/// Which variants are searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum FindScope {
    /// Those on screen.
    #[default]
    Shown,
    /// All of them.
    All,
}

/// The words looked for and where they were found.
#[derive(Default)]
pub struct Find {
    open: bool,
    wants_focus: bool,
    text: String,
    scope: FindScope,
    found: Vec<Found>,
    /// Which of `found` was gone to last.
    at: Option<usize>,
    /// The list scrolls to `at` in the next frame.
    scroll: bool,
    /// What `found` was made from.
    made_from: Option<(Arc<Blueprint>, Vec<VariantId>, String)>,
}

impl Find {
    /// Whether the bar is shown.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Shows the bar and gives it the keyboard.
    pub fn open(&mut self) {
        self.open = true;
        self.wants_focus = true;
    }

    /// Hides the bar; what is selected stays selected.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// What was found, while the bar is shown: in document order.
    pub fn marks(&self) -> &[Found] {
        if self.open { &self.found } else { &[] }
    }

    /// Goes to the next place (`by` 1) or the one before (`by` -1), around the end.
    pub fn walk(&mut self, session: &Session, by: isize) -> Option<Action> {
        self.open = true;
        self.search(session);
        let count = isize::try_from(self.found.len()).ok()?;
        let here = self.here(session);
        let next = match here.or(self.at).and_then(|at| isize::try_from(at).ok()) {
            None if by < 0 => count - 1,
            None => 0,
            Some(at) => (at + by).rem_euclid(count.max(1)),
        };
        self.go(session, usize::try_from(next).ok()?)
    }

    /// The place that is selected, if it was found.
    fn here(&self, session: &Session) -> Option<usize> {
        let is_here = |found: &Found| found.selection == *session.selection();
        let last = self
            .at
            .filter(|at| self.found.get(*at).is_some_and(is_here));
        last.or_else(|| self.found.iter().position(is_here))
    }

    fn go(&mut self, session: &Session, place: usize) -> Option<Action> {
        let selection = self.found.get(place)?.selection.clone();
        self.at = Some(place);
        self.scroll = true;
        let variant = &selection.variant;
        if session.scene().pane(variant).is_some() {
            return Some(Action::Reveal(selection));
        }
        Some(Action::ShowAndSelect(Show::One(variant.clone()), selection))
    }

    /// Searches if anything changed; says whether the words did.
    fn search(&mut self, session: &Session) -> bool {
        let blueprint = session.blueprint();
        let variants: Vec<VariantId> = match self.scope {
            FindScope::Shown => session
                .scene()
                .panes
                .iter()
                .map(|p| p.variant.clone())
                .collect(),
            FindScope::All => blueprint.variants.iter().map(|v| v.id.clone()).collect(),
        };
        if let Some((old, of, text)) = &self.made_from
            && Arc::ptr_eq(old, blueprint)
            && *of == variants
            && *text == self.text
        {
            return false;
        }
        let typed = self
            .made_from
            .as_ref()
            .is_none_or(|(.., text)| *text != self.text);
        self.found = find(blueprint, &variants, &self.text);
        self.at = self.at.filter(|at| !typed && *at < self.found.len());
        self.made_from = Some((Arc::clone(blueprint), variants, self.text.clone()));
        typed
    }

    fn count_words(&self, here: Option<usize>) -> String {
        match (self.found.len(), here.or(self.at)) {
            _ if self.text.trim().is_empty() => String::new(),
            (0, _) => "Nothing found".to_owned(),
            (count, Some(at)) => format!("{} of {count}", at + 1),
            (count, None) => format!("{count} found"),
        }
    }
}

/// The bar, over the canvas whose place is `area`.
pub fn find_ui(
    ui: &mut Ui,
    area: Rect,
    session: &Session,
    canvas: &mut Canvas,
    find: &mut Find,
    actions: &mut Vec<Action>,
) {
    if !find.open {
        return;
    }
    let typed = find.search(session);
    let width = WIDTH.min(area.width() - 16.0);
    let corner = area.right_top() + vec2(-8.0 - width, 8.0);
    let bar = Rect::from_min_size(corner, vec2(width, size::CONTROL + 12.0));
    // What lies beside the field and the buttons belongs to the bar too, not to the canvas below.
    ui.interact(bar, Id::unique("find bar"), Sense::click_and_drag());
    let frame = egui::Frame::popup(ui.style()).inner_margin(0);
    ui.painter().add(frame.paint(bar));
    let here = find.here(session);
    let mut walk = None;
    ui.scope_builder(UiBuilder::new().max_rect(bar.shrink(6.0)), |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            if icon_button_ui(ui, Icon::Close, "Close find") {
                find.close();
            }
            scope_ui(ui, session, find);
            if icon_button_ui(ui, Icon::Down, "Find next") {
                walk = Some(1);
            }
            if icon_button_ui(ui, Icon::Up, "Find previous") {
                walk = Some(-1);
            }
            let words = find.count_words(here);
            let ink = if find.found.is_empty() {
                Ink::DangerText
            } else {
                Ink::TextMuted
            };
            let words = RichText::new(words).small().color(look::ink(ui, ink));
            let count = ui.add(Label::new(words).selectable(false));
            ui.ctx().accesskit_node_builder(count.id, |node| {
                node.set_live(egui::accesskit::Live::Polite);
            });
            ui.add_space(4.0);
            walk = field_ui(ui, find).or(walk);
        });
    });
    if let Some(by) = walk {
        actions.extend(find.walk(session, by));
    } else if typed && here.is_none() && !find.found.is_empty() {
        // The first place is shown while one types.
        actions.extend(find.go(session, 0));
    }
    let covered = list_ui(ui, bar, session, find, actions);
    canvas.cover(covered);
}

/// The field; says which way its keys lead. It keeps the keyboard on Enter.
fn field_ui(ui: &mut Ui, find: &mut Find) -> Option<isize> {
    let id = Id::unique("find field");
    if std::mem::take(&mut find.wants_focus) {
        begin_text(ui, id, 0..find.text.chars().count());
    }
    let mut walk = None;
    if ui.memory(|memory| memory.has_focus(id)) {
        let keys = [
            (Modifiers::SHIFT, Key::Enter, -1),
            (Modifiers::NONE, Key::Enter, 1),
            (Modifiers::NONE, Key::ArrowUp, -1),
            (Modifiers::NONE, Key::ArrowDown, 1),
        ];
        let mut pressed = keys.into_iter();
        walk = pressed.find_map(|(modifiers, key, by)| {
            ui.input_mut(|input| input.consume_key(modifiers, key))
                .then_some(by)
        });
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            find.close();
            ui.memory_mut(|memory| memory.request_focus(super::canvas::canvas_id()));
        }
    }
    let width = ui.available_width();
    let field = TextEdit::singleline(&mut find.text)
        .id(id)
        .desired_width(width)
        .hint_text("Find in titles, notes, roles …")
        .background_color(look::ink(ui, Ink::Field));
    let response = ui.add(field);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label("Find"));
    walk
}

/// The switch between the variants shown and all of them, where that makes a difference.
fn scope_ui(ui: &mut Ui, session: &Session, find: &mut Find) {
    if session.blueprint().variants.len() <= session.scene().panes.len()
        && find.scope == FindScope::Shown
    {
        return;
    }
    let all = find.scope == FindScope::All;
    let text = RichText::new("All variants").small();
    let response = ui.selectable_label(all, text);
    if response
        .on_hover_text("Search the variants that are not shown too")
        .clicked()
    {
        find.scope = if all {
            FindScope::Shown
        } else {
            FindScope::All
        };
    }
}

/// What was found, below the bar; says what bar and list cover.
fn list_ui(
    ui: &mut Ui,
    bar: Rect,
    session: &Session,
    find: &mut Find,
    actions: &mut Vec<Action>,
) -> Rect {
    let count = find.found.len();
    if count == 0 {
        return bar;
    }
    let lines = (count as f32).min(LINES);
    let height = lines * LINE;
    let here = find.here(session);
    let mut go = None;
    let response = Area::new(Id::unique("found"))
        .order(Order::Middle)
        .fixed_pos(bar.left_bottom() + vec2(0.0, 4.0))
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .inner_margin(4)
                .show(ui, |ui| {
                    ui.set_width(bar.width() - 10.0);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let mut list = egui::ScrollArea::vertical()
                        .id_salt("found lines")
                        .max_height(height)
                        .min_scrolled_height(height)
                        .auto_shrink([false, true]);
                    if std::mem::take(&mut find.scroll)
                        && let Some(at) = find.at
                    {
                        let offset = ui.data(|data| data.get_temp(Id::unique("found offset")));
                        let offset: f32 = offset.unwrap_or(0.0);
                        let top = at as f32 * LINE;
                        let in_view = offset.clamp((top + LINE - height).max(0.0), top);
                        list = list.vertical_scroll_offset(in_view);
                    }
                    let output = list.show_rows(ui, LINE, count, |ui, range| {
                        for place in range {
                            let Some(found) = find.found.get(place) else {
                                continue;
                            };
                            let is_here = here == Some(place);
                            if line_ui(ui, session, found, is_here).clicked() {
                                go = Some(place);
                            }
                        }
                    });
                    let offset = output.state.unclamped_offset().y;
                    ui.data_mut(|data| data.insert_temp(Id::unique("found offset"), offset));
                });
        })
        .response;
    if let Some(place) = go {
        actions.extend(find.go(session, place));
    }
    bar.union(response.rect)
}

fn line_ui(ui: &mut Ui, session: &Session, found: &Found, is_here: bool) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::click());
    let place = place_words(session, found);
    let name = match &*found.name {
        "" => "No name",
        name => name,
    };
    let spoken = format!("{name}, in {}, {place}", found.field);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, is_here, &spoken)
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let ground = if is_here {
        Some(Ink::SelectedFill)
    } else if response.hovered() {
        Some(Ink::Hover)
    } else {
        None
    };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, 6.0, look::ink(ui, ground));
    }
    let inside = rect.shrink2(vec2(8.0, 5.0));
    let text = look::ink(ui, Ink::Text);
    let muted = look::ink(ui, Ink::TextMuted);
    let title = if found.is_name {
        marked(ui, found, 13.0, text, inside.width(), "")
    } else {
        cut(
            name,
            look::font_id(crate::scene::font::BODY, 1.0),
            text,
            inside.width(),
        )
    };
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(title));
    ui.painter().galley(inside.min, galley, text);
    let below = pos2(inside.left(), inside.top() + 17.0);
    let small = egui::FontId::proportional(11.0);
    let words = if found.is_name {
        cut(&place, small, muted, inside.width())
    } else {
        let place_width = ui.fonts_mut(|fonts| {
            let galley = fonts.layout_no_wrap(place.clone(), small.clone(), muted);
            galley.size().x
        });
        let right = place_width.min(inside.width() * 0.45);
        let place = cut(&place, small, muted, right);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(place));
        let at = pos2(inside.right() - galley.size().x, below.y);
        ui.painter().galley(at, galley, muted);
        let room = inside.width() - right - 12.0;
        marked(
            ui,
            found,
            11.0,
            muted,
            room,
            &format!("in {}: ", found.field),
        )
    };
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(words));
    ui.painter().galley(below, galley, muted);
    response
}

/// Where it stands, and in which variant when that is not plain.
fn place_words(session: &Session, found: &Found) -> String {
    let blueprint = session.blueprint();
    let belongs = !found.selection.steps().is_empty() || !found.selection.wires().is_empty();
    let scene = session.scene();
    let is_plain = scene.panes.len() == 1 && scene.pane(&found.selection.variant).is_some();
    match blueprint.variant(&found.selection.variant) {
        Some((_, variant)) if belongs && !is_plain => {
            format!("{}, {}", found.place, variant.name)
        }
        _ => found.place.clone(),
    }
}

fn cut(text: &str, font: egui::FontId, ink: egui::Color32, width: f32) -> LayoutJob {
    let format = egui::TextFormat::simple(font, ink);
    let mut job = LayoutJob::single_section(text.replace('\n', " "), format);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    job
}

/// The excerpt with the words that were looked for standing out.
fn marked(
    ui: &Ui,
    found: &Found,
    points: f32,
    ink: egui::Color32,
    width: f32,
    lead: &str,
) -> LayoutJob {
    let plain = egui::TextFormat::simple(egui::FontId::proportional(points), ink);
    let strong = egui::TextFormat {
        background: look::ink(ui, Ink::Mark),
        ..egui::TextFormat::simple(look::semibold(points), look::ink(ui, Ink::Text))
    };
    let mut job = LayoutJob::default();
    let (start, end) = (found.mark.start, found.mark.end);
    job.append(lead, 0.0, plain.clone());
    job.append(&found.excerpt[..start], 0.0, plain.clone());
    job.append(&found.excerpt[start..end], 0.0, strong);
    job.append(&found.excerpt[end..], 0.0, plain);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    job
}
