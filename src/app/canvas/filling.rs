//! A cell of a row being filled in: a field for each of its steps, under the cell.

use egui::{Frame, Id, Key, Margin, Modifiers, Rect, Stroke, TextEdit, Ui, UiBuilder, vec2};

use super::{Sheet, canvas_id};
use crate::{
    app::{
        draft::Draft,
        known::{KnownWords, TypedField},
        look,
        widgets::begin_text,
    },
    model::{Feeling, FieldPath, Key as RecordKey, Row, StepId},
    scene::{Ink, feeling_icon, feeling_number, size},
    session::{Action, FieldCell, Filled, Session, one_line, row_fields},
};

/// Width of the popover.
const WIDTH: f32 = 248.0;

/// What is typed into the cell that is open.
#[derive(Default)]
pub(super) struct Filling {
    of: Option<FieldCell>,
    blanks: Vec<Blank>,
    first: Option<String>,
    /// How high it was drawn last, to keep it inside the canvas.
    height: f32,
    known: KnownWords,
}

/// A field of a step.
struct Blank {
    step: StepId,
    /// What the field holds, and what is typed into it; of controls and pains one a line.
    draft: Draft,
    field: FieldPath,
    is_lines: bool,
}

impl Blank {
    /// The id of its field, the `number`th that is shown.
    fn id(&self, number: usize) -> Id {
        Id::unique(("filling", self.step.as_str(), number))
    }

    fn of(session: &Session, cell: &FieldCell, id: &StepId, field: FieldPath) -> Option<Self> {
        let key = RecordKey::Step(cell.variant.clone(), id.clone());
        let blueprint = session.blueprint();
        let step = blueprint.step(&cell.variant, id)?;
        let lines = match cell.row {
            Row::Controls => Some(in_lines(step.controls.iter().map(|control| &control.name))),
            Row::Pains => Some(in_lines(step.pains.iter().map(|pain| &pain.text))),
            _ => None,
        };
        let mut draft = Draft::of(blueprint, vec![key], field.clone())?;
        let is_lines = lines.is_some();
        if let Some(lines) = lines {
            draft.begin_with(lines);
        }
        Some(Self {
            step: id.clone(),
            draft,
            field,
            is_lines,
        })
    }
}

impl Filling {
    /// What `suggest` says of the words that the `number`th field suggests becomes its text.
    fn suggest(
        &mut self,
        number: usize,
        suggest: impl FnOnce(&mut KnownWords, &TypedField<'_>) -> Option<String>,
    ) {
        let (Some(cell), Some(blank)) = (&self.of, self.blanks.get_mut(number)) else {
            return;
        };
        let field = TypedField {
            id: blank.id(number),
            key: &RecordKey::Step(cell.variant.clone(), blank.step.clone()),
            way: &blank.field,
            text: &blank.draft.text,
        };
        if let Some(text) = suggest(&mut self.known, &field) {
            blank.draft.type_in(text);
        }
    }

    /// The first field begins with what was typed on the cell.
    pub(super) fn begin_with(&mut self, typed: String) {
        self.first = Some(typed);
    }

    /// What is typed, as values; `None` while nothing is open, and where something cannot be read.
    pub(super) fn values(&mut self, session: &Session) -> Option<Action> {
        let variant = self.of.as_ref()?.variant.clone();
        let mut filled = Vec::new();
        for blank in self.blanks.iter_mut().filter(|blank| blank.draft.is_new()) {
            let read = match blank.is_lines {
                true => Ok(true),
                false => blank
                    .draft
                    .edit(session, session.blueprint())
                    .map(|edit| edit.is_some()),
            };
            match read {
                Ok(false) => {}
                Ok(true) => filled.push(Filled {
                    step: blank.step.clone(),
                    field: blank.field.clone(),
                    typed: blank.draft.text.clone(),
                }),
                Err(error) => blank.draft.error = Some(error),
            }
        }
        self.is_read().then_some(Action::Fill(variant, filled))
    }

    fn is_read(&self) -> bool {
        self.blanks.iter().all(|blank| blank.draft.error.is_none())
    }

    /// The first field that holds something new.
    pub(super) fn open_draft(&self) -> Option<(&str, &str)> {
        self.of.as_ref()?;
        let mut drafts = self.blanks.iter().map(|blank| &blank.draft);
        let draft = drafts.find(|draft| draft.is_new())?;
        Some((&draft.label, &draft.text))
    }

    fn begin(&mut self, session: &Session, cell: &FieldCell) {
        let steps = session.row_cell(cell).map(|held| held.steps.clone());
        let mut blanks = Vec::new();
        for id in steps.unwrap_or_default() {
            let step = session.blueprint().step(&cell.variant, &id);
            let fields = step.map(|step| row_fields(cell.row, step));
            let fields = fields.into_iter().flatten();
            blanks.extend(fields.filter_map(|field| Blank::of(session, cell, &id, field)));
        }
        if let (Some(first), Some(blank)) = (self.first.take(), blanks.first_mut()) {
            blank.draft.text = first;
        }
        self.blanks = blanks;
        self.of = Some(cell.clone());
    }
}

/// The texts that say something, each on a line.
fn in_lines<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    let lines = texts.map(|text| one_line(text));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

pub(super) fn filling_ui(
    ui: &mut Ui,
    session: &Session,
    filling: &mut Filling,
    sheet: &Sheet,
    actions: &mut Vec<Action>,
) {
    let open = session.field().filter(|_| session.is_filling());
    let place = open.and_then(|cell| Some((cell, session.row_cell(cell)?.rect)));
    let Some((cell, rect)) = place else {
        filling.of = None;
        filling.first = None;
        filling.known.close();
        return;
    };
    let begins = filling.of.as_ref() != Some(cell);
    if begins {
        filling.height = 0.0;
        filling.begin(session, cell);
    }
    for number in 0..filling.blanks.len() {
        filling.suggest(number, |known, field| known.keys(ui, session, field));
    }
    let pressed = |ui: &Ui, modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
    let escape = pressed(ui, Modifiers::NONE, Key::Escape);
    let lines = filling.blanks.iter().any(|blank| blank.is_lines);
    let enter = pressed(ui, Modifiers::COMMAND, Key::Enter)
        || !lines && cell.row != Row::Feeling && pressed(ui, Modifiers::NONE, Key::Enter);
    let screen = sheet.to_screen * rect;
    let room = vec2(WIDTH, filling.height.max(40.0));
    let most = (sheet.area.max - room - vec2(8.0, 8.0)).max(sheet.area.min);
    let below = egui::pos2(screen.left(), screen.bottom() + 4.0);
    // Where there is no room below it stands above the cell, which stays in sight.
    let at = if below.y > most.y {
        egui::pos2(screen.left(), screen.top() - room.y - 4.0)
    } else {
        below
    };
    let place = Rect::from_min_size(at.clamp(sheet.area.min, most), room);
    // The canvas under it gets no clicks.
    ui.interact(place, Id::unique("filling"), egui::Sense::click_and_drag());
    let mut picked = None;
    let shown = ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        let frame = Frame::new()
            .fill(look::ink(ui, Ink::Popup))
            .stroke(Stroke::new(1.0, look::ink(ui, Ink::Accent)))
            .corner_radius(8)
            .inner_margin(Margin::same(8));
        frame.show(ui, |ui| {
            ui.set_width(WIDTH - 16.0);
            picked = blanks_ui(ui, session, filling, begins);
        })
    });
    let drawn = shown.inner.response.rect;
    if (filling.height - drawn.height()).abs() > 0.5 {
        filling.height = drawn.height();
        ui.ctx().request_repaint();
    }
    let elsewhere = !begins && !filling.known.is_under_pointer(ui) && clicked_elsewhere(ui, drawn);
    if let Some(filled) = picked {
        actions.push(Action::Fill(cell.variant.clone(), vec![filled]));
    } else if escape {
        actions.push(Action::CloseField);
    } else if enter || elsewhere {
        actions.extend(filling.values(session));
    } else {
        return;
    }
    if escape || filling.is_read() {
        ui.memory_mut(|memory| memory.request_focus(canvas_id()));
    }
}

/// A field for each step; says which feeling was picked.
fn blanks_ui(
    ui: &mut Ui,
    session: &Session,
    filling: &mut Filling,
    begins: bool,
) -> Option<Filled> {
    let cell = filling.of.clone()?;
    let mut picked = None;
    let mut last: Option<StepId> = None;
    if filling.blanks.is_empty() {
        ui.label("Several roles work here: the inspector has a field for each.");
    }
    for (number, blank) in filling.blanks.iter_mut().enumerate() {
        let Some(step) = session.blueprint().step(&cell.variant, &blank.step) else {
            continue;
        };
        if last.as_ref() != Some(&blank.step) {
            if last.is_some() {
                ui.add_space(size::GRID);
            }
            let title = egui::RichText::new(step.called()).font(look::semibold(12.0));
            ui.add(egui::Label::new(title).truncate());
            last = Some(blank.step.clone());
        }
        let name = format!("{} of {}", blank.draft.label, step.called());
        if cell.row == Row::Feeling {
            let begins = begins && number == 0;
            if let Some(feeling) = faces_ui(ui, step.feeling, step.called(), begins) {
                let typed = feeling.map(|feeling| feeling.0.to_string());
                picked = Some(Filled {
                    step: blank.step.clone(),
                    field: blank.field.clone(),
                    typed: typed.unwrap_or_default(),
                });
            }
            continue;
        }
        if cell.row == Row::Time {
            ui.small(&blank.draft.label);
        }
        let id = blank.id(number);
        if begins && number == 0 {
            begin(ui, id, blank);
        }
        let hint = match blank.is_lines {
            true => "One a line",
            false => blank.draft.hint(),
        };
        let edit = if blank.is_lines {
            TextEdit::multiline(&mut blank.draft.text).desired_rows(2)
        } else {
            TextEdit::singleline(&mut blank.draft.text)
        };
        let response = ui.add(
            edit.id(id)
                .hint_text(hint)
                .desired_width(f32::INFINITY)
                .margin(Margin::symmetric(6, 4)),
        );
        crate::app::menus::name_it(ui, &response, &name);
        if response.changed() {
            blank.draft.error = None;
            filling.known.open(id);
        }
        if let Some(error) = &blank.draft.error {
            let ink = look::ink(ui, Ink::DangerText);
            ui.label(egui::RichText::new(error).small().color(ink));
        }
    }
    for number in 0..filling.blanks.len() {
        filling.suggest(number, |known, field| known.list_ui(ui, session, field));
    }
    picked
}

/// Five faces, of which one can be picked; picked again, nothing is known.
fn faces_ui(
    ui: &mut Ui,
    feeling: Option<Feeling>,
    title: &str,
    begins: bool,
) -> Option<Option<Feeling>> {
    let mut picked = None;
    let mut has_focus = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::GRID;
        for value in -2..=2_i8 {
            let is_picked = feeling == Some(Feeling(value));
            let ink = if is_picked {
                Ink::AccentText
            } else {
                Ink::Text
            };
            let ink = look::ink(ui, ink);
            let icon = egui::RichText::new(feeling_icon(value).glyph())
                .font(look::icon_font(14.0))
                .color(ink);
            let number = egui::RichText::new(feeling_number(value)).color(ink);
            let button = egui::Button::new((icon, number)).selected(is_picked);
            let response = ui.add_sized(vec2(42.0, size::CONTROL), button);
            let words = Feeling(value).words();
            crate::app::menus::name_it(ui, &response, &format!("{words}, {title}"));
            if begins && (is_picked || feeling.is_none() && value == 0) {
                ui.memory_mut(|memory| memory.request_focus(response.id));
            }
            has_focus |= response.has_focus();
            if response.on_hover_text(words).clicked() {
                picked = Some((!is_picked).then_some(Feeling(value)));
            }
        }
    });
    if has_focus && let Some(value) = typed_feeling(ui) {
        picked = Some(Some(Feeling(value)));
    }
    picked
}

/// A feeling typed as a number, its sign in a frame before.
fn typed_feeling(ui: &Ui) -> Option<i8> {
    let sign = Id::unique("sign of a feeling");
    let mut typed = None;
    let events = ui.input(|input| input.events.clone());
    for event in &events {
        let egui::Event::Text(text) = event else {
            continue;
        };
        match text.as_str() {
            "-" | "−" => {
                ui.data_mut(|data| data.insert_temp(sign, -1_i8));
            }
            "0" | "1" | "2" => {
                let by = ui
                    .data_mut(|data| data.remove_temp::<i8>(sign))
                    .unwrap_or(1);
                typed = text.parse::<i8>().ok().map(|number| by * number);
            }
            _ => {
                ui.data_mut(|data| data.remove::<i8>(sign));
            }
        }
    }
    typed
}

/// The first field gets the keyboard before it is shown, so that no key is lost; what it holds is selected.
fn begin(ui: &Ui, id: Id, blank: &Blank) {
    let end = blank.draft.text.chars().count();
    let start = if blank.draft.is_new() { end } else { 0 };
    begin_text(ui, id, start..end);
}

fn clicked_elsewhere(ui: &Ui, rect: Rect) -> bool {
    ui.input(|input| {
        let at = input.pointer.press_origin();
        input.pointer.any_pressed() && at.is_some_and(|at| !rect.contains(at))
    })
}
