//! Find and replace: the bar at the top right of the canvas, the list of what was found, and the walk through it.
//!
//! Searches when the words, the document or what is shown differ from the last search, and at no other time.

mod line;

use std::sync::Arc;

use egui::{
    Align, Area, Id, Key, Label, Layout, Modifiers, Order, Rect, RichText, Sense, TextEdit, Ui,
    UiBuilder, vec2,
};

use super::{
    canvas::Canvas,
    keys, look,
    widgets::{Use, begin_text, button_ui, icon_button_ui},
};
use crate::{
    model::{Blueprint, VariantId},
    scene::{Icon, Ink, Show, size},
    session::{
        Action, Command, FindWords, Found, MatchCase, Replacing, Selection, Session, Target, find,
    },
};

/// Width of the bar and of the list below it.
const WIDTH: f32 = 500.0;
/// Narrower than this the field stands above the buttons.
const NARROW: f32 = 440.0;
/// Height of a row of the bar.
const ROW: f32 = size::CONTROL + 4.0;
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
    /// Whether the row that replaces is shown.
    replaces: bool,
    /// Which field takes the keyboard in the next frame.
    wants_focus: Option<FindField>,
    words: FindWords,
    /// What stands in the place of the words then.
    with: String,
    /// Where words were replaced last: its number in the list, and what it was. The walk goes on from there.
    replaced: Option<(usize, Selection)>,
    scope: FindScope,
    found: Vec<Found>,
    /// Which of `found` was gone to last.
    at: Option<usize>,
    /// The list scrolls to `at` in the next frame.
    scroll: bool,
    /// What `found` was made from.
    made_from: Option<(Arc<Blueprint>, Vec<VariantId>, FindWords)>,
}

/// A field of the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FindField {
    Words,
    With,
}

/// What a key in a field of the bar asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    Walk(isize),
    Replace,
    ReplaceAll,
}

impl Find {
    /// Whether the bar is shown.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Shows the bar and gives it the keyboard.
    pub fn open(&mut self) {
        self.open = true;
        self.wants_focus = Some(FindField::Words);
    }

    /// Shows the bar with the row that replaces. The keyboard goes to the words, or where they stand there already to
    /// what takes their place.
    pub fn open_replace(&mut self) {
        let has_words = self.open && !self.words.text.trim().is_empty();
        self.wants_focus = Some(match has_words {
            true => FindField::With,
            false => FindField::Words,
        });
        self.open = true;
        self.replaces = true;
        // A word that is replaced in one variant alone would look like a change of the service.
        self.scope = FindScope::All;
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

    /// The variants that are searched.
    fn variants(&self, session: &Session) -> Vec<VariantId> {
        match self.scope {
            // In one grid the second variant lies over the first.
            FindScope::Shown => match session.show() {
                Show::Overlay(first, second) => vec![second.clone(), first.clone()],
                show => show.variants().cloned().collect(),
            },
            FindScope::All => {
                let all = session.blueprint().variants.iter();
                all.map(|variant| variant.id.clone()).collect()
            }
        }
    }

    /// Replaces the words in the place that was gone to, or everywhere.
    fn replace(&mut self, session: &Session, only: Option<Selection>) -> Action {
        Action::Replace(Box::new(Replacing {
            words: self.words.clone(),
            with: self.with.clone(),
            variants: self.variants(session),
            only,
        }))
    }

    /// Replaces the words in the place gone to, and goes on; goes to the first where nobody went to one.
    fn replace_here(&mut self, session: &Session) -> Option<Action> {
        let Some(at) = self.here(session) else {
            return self.walk(session, 1);
        };
        let selection = self.found.get(at)?.selection.clone();
        self.replaced = Some((at, selection.clone()));
        Some(self.replace(session, Some(selection)))
    }

    /// Goes on after words were replaced: to what stands in that place of the list now.
    fn go_on(&mut self, session: &Session) -> Option<Action> {
        let (at, of) = self.replaced.take()?;
        let is_still = self
            .found
            .get(at)
            .is_some_and(|found| found.selection == of);
        let next = at + usize::from(is_still);
        self.go(session, if next < self.found.len() { next } else { 0 })
    }

    /// Searches if anything changed; says whether the words did.
    fn search(&mut self, session: &Session) -> bool {
        let blueprint = session.blueprint();
        let variants = self.variants(session);
        if let Some((old, of, words)) = &self.made_from
            && Arc::ptr_eq(old, blueprint)
            && *of == variants
            && *words == self.words
        {
            return false;
        }
        let typed = self
            .made_from
            .as_ref()
            .is_none_or(|(.., words)| *words != self.words);
        self.found = find(blueprint, &variants, self.words.clone());
        if let (FindScope::Shown, Show::Overlay(first, second)) = (self.scope, session.show()) {
            keep_one_a_card(&mut self.found, (first, second));
        }
        self.at = self.at.filter(|at| !typed && *at < self.found.len());
        self.made_from = Some((Arc::clone(blueprint), variants, self.words.clone()));
        typed
    }

    fn count_words(&self, here: Option<usize>) -> String {
        match (self.found.len(), here.or(self.at)) {
            _ if self.words.text.trim().is_empty() => String::new(),
            (0, _) => "Nothing found".to_owned(),
            (count, Some(at)) => format!("{} of {count}", at + 1),
            (count, None) => format!("{count} found"),
        }
    }
}

/// In one grid a card or connector of both variants is seen once: what was found in it in both counts once.
fn keep_one_a_card(found: &mut Vec<Found>, (first, second): (&VariantId, &VariantId)) {
    let of = |found: &Found, variant: &VariantId| found.selection.variant == *variant;
    let over = found.iter().filter(|found| of(found, second));
    let over: Vec<Target> = over.map(|found| found.selection.target.clone()).collect();
    found.retain(|found| !of(found, first) || !over.contains(&found.selection.target));
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
    actions.extend(find.go_on(session));
    let width = WIDTH.min(area.width() - 16.0);
    let corner = area.right_top() + vec2(-8.0 - width, 8.0);
    // Where the field would have no room beside the buttons, it stands above them.
    let is_narrow = width < NARROW;
    let rows = [true, is_narrow, find.replaces].map(u8::from);
    let rows = f32::from(rows.iter().sum::<u8>());
    let bar = Rect::from_min_size(corner, vec2(width, rows * ROW + 8.0));
    // What lies beside the field and the buttons belongs to the bar too, not to the canvas below.
    ui.interact(bar, Id::unique("find bar"), Sense::click_and_drag());
    let frame = egui::Frame::popup(ui.style()).inner_margin(0);
    ui.painter().add(frame.paint(bar));
    let here = find.here(session);
    let mut asks = None;
    let inside = bar.shrink(6.0);
    let row = |number: f32| {
        let top = inside.left_top() + vec2(0.0, number * ROW);
        UiBuilder::new().max_rect(Rect::from_min_size(
            top,
            vec2(inside.width(), size::CONTROL),
        ))
    };
    let from_right = Layout::right_to_left(Align::Center);
    ui.scope_builder(row(0.0).layout(from_right), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        if icon_button_ui(ui, Icon::Close, "Close find") {
            find.close();
        }
        if !is_narrow {
            asks = switches_ui(ui, session, (&mut *find, here));
        }
        ui.add_space(4.0);
        asks = field_ui(ui, find, FindField::Words).or(asks);
    });
    if is_narrow {
        ui.scope_builder(row(1.0).layout(from_right), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            asks = asks.or(switches_ui(ui, session, (&mut *find, here)));
        });
    }
    if find.replaces {
        ui.scope_builder(row(rows - 1.0).layout(from_right), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            asks = replace_ui(ui, session, find).or(asks);
        });
    }
    match asks {
        Some(Asks::Walk(by)) => actions.extend(find.walk(session, by)),
        Some(Asks::Replace) => actions.extend(find.replace_here(session)),
        Some(Asks::ReplaceAll) => actions.push(find.replace(session, None)),
        // The first place is shown while one types.
        None if typed && here.is_none() && !find.found.is_empty() => {
            actions.extend(find.go(session, 0));
        }
        None => {}
    }
    let covered = list_ui(ui, bar, session, find, actions);
    canvas.cover(covered);
}

/// What is searched, the way to the next place, and how many there are.
fn switches_ui(
    ui: &mut Ui,
    session: &Session,
    (find, here): (&mut Find, Option<usize>),
) -> Option<Asks> {
    let mut asks = None;
    scope_ui(ui, session, find);
    case_ui(ui, find);
    if icon_button_ui(ui, Icon::Down, "Find next") {
        asks = Some(Asks::Walk(1));
    }
    if icon_button_ui(ui, Icon::Up, "Find previous") {
        asks = Some(Asks::Walk(-1));
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
    asks
}

/// A field of the bar; says what its keys ask for. It keeps the keyboard on Enter.
fn field_ui(ui: &mut Ui, find: &mut Find, which: FindField) -> Option<Asks> {
    let (id, name, hint) = match which {
        FindField::Words => ("find field", "Find", "Find in titles, notes, roles …"),
        FindField::With => ("replace field", "Replace with", "Replace with"),
    };
    let id = Id::unique(id);
    let text = match which {
        FindField::Words => &mut find.words.text,
        FindField::With => &mut find.with,
    };
    if find.wants_focus == Some(which) {
        find.wants_focus = None;
        begin_text(ui, id, 0..text.chars().count());
    }
    let mut asks = None;
    let (mut closes, mut wants_row) = (false, false);
    if ui.memory(|memory| memory.has_focus(id)) {
        let walks = [
            (Modifiers::SHIFT, Key::Enter, -1),
            (Modifiers::NONE, Key::Enter, 1),
            (Modifiers::NONE, Key::ArrowUp, -1),
            (Modifiers::NONE, Key::ArrowDown, 1),
        ];
        let walks = walks.map(|(held, key, by)| (held, key, Asks::Walk(by)));
        let replaces = [
            (Modifiers::COMMAND, Key::Enter, Asks::ReplaceAll),
            (Modifiers::NONE, Key::Enter, Asks::Replace),
        ];
        let keys = match which {
            FindField::Words => &walks[..],
            FindField::With => &replaces[..],
        };
        let mut pressed = keys.iter();
        asks = pressed.find_map(|(held, key, asks)| {
            ui.input_mut(|input| input.consume_key(*held, *key))
                .then_some(*asks)
        });
        closes = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        // The buttons between the two fields are for the pointer: what is typed next is what takes the place.
        let next = match which {
            FindField::Words if find.replaces => Some((Modifiers::NONE, FindField::With)),
            FindField::With => Some((Modifiers::SHIFT, FindField::Words)),
            FindField::Words => None,
        };
        if let Some((held, field)) = next
            && ui.input_mut(|input| input.consume_key(held, Key::Tab))
        {
            find.wants_focus = Some(field);
            // The field library has noted the key already.
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
            ui.ctx().request_repaint();
        }
        // A text field takes this chord for the backspace key.
        if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::H)) {
            wants_row = true;
            ui.ctx().request_repaint();
        }
    }
    let width = ui.available_width();
    let field = TextEdit::singleline(text)
        .id(id)
        .desired_width(width)
        .hint_text(hint)
        .background_color(look::ink(ui, Ink::Field));
    let response = ui.add(field);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    if wants_row {
        find.open_replace();
        find.wants_focus = Some(FindField::With);
    }
    if closes {
        find.close();
        ui.memory_mut(|memory| memory.request_focus(super::canvas::canvas_id()));
    }
    asks
}

/// The row that replaces: what takes the place of the words, here or everywhere.
fn replace_ui(ui: &mut Ui, session: &Session, find: &mut Find) -> Option<Asks> {
    let mut asks = None;
    let usable = Use::from(match (find.found.is_empty(), session.read_only()) {
        (_, Some(_)) => Err("It is open for reading only."),
        (true, None) => Err("There is nothing to replace."),
        (false, None) => Ok(()),
    });
    if button_ui(ui, usable, None, ("Replace all", Ink::Text)) {
        asks = Some(Asks::ReplaceAll);
    }
    if button_ui(ui, usable, None, ("Replace", Ink::Text)) {
        asks = Some(Asks::Replace);
    }
    let typed = field_ui(ui, find, FindField::With);
    asks.or(typed.filter(|_| usable == Use::Possible))
}

/// Whether every letter has to be the same, and the row that replaces.
fn case_ui(ui: &mut Ui, find: &mut Find) {
    let is_on = find.words.case == MatchCase::Yes;
    let response = ui.selectable_label(is_on, RichText::new("Aa").small());
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_on, "Match case"));
    let hint = "Match case: every letter has to be the same, accents too";
    if response.on_hover_text(hint).clicked() {
        find.words.case = match is_on {
            true => MatchCase::No,
            false => MatchCase::Yes,
        };
    }
    let is_on = find.replaces;
    let response = ui.selectable_label(is_on, RichText::new("Replace …").small());
    let name = "Replace with other words";
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_on, name));
    let hint = format!("{name} ({})", keys::of(Command::Replace));
    if response.on_hover_text(hint).clicked() {
        find.replaces = !is_on;
        find.wants_focus = Some(match is_on {
            true => FindField::Words,
            false => FindField::With,
        });
    }
}

/// The switch between the variants shown and all of them, where that makes a difference.
fn scope_ui(ui: &mut Ui, session: &Session, find: &mut Find) {
    if session.blueprint().variants.len() <= session.show().variants().count()
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
    // In a low window fewer are shown at once: the list would be pushed up over the bar.
    let room = ui.ctx().content_rect().bottom() - bar.bottom() - 24.0;
    let lines = (count as f32).min(LINES).min((room / LINE).floor());
    let height = lines.max(1.0) * LINE;
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
                            if line::line_ui(ui, session, found, is_here).clicked() {
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
