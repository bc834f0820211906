//! A cell that is being edited: text over it, or a list to pick from, narrowed by what is typed.
//!
//! Holds what is typed, and asks the column again what to edit: the document may differ by then.
//! A list shows 60 things at most; typing narrows it to the rest.

use egui::{Align2, Area, Id, Key, Modifiers, Order, Rect, TextEdit, Ui, UiBuilder, vec2};

use super::{Table, TableRow, TableState};
use crate::{
    app::{
        draft::Draft,
        look,
        widgets::{begin_text, message_ui},
    },
    model::{FieldPath, Key as RecordKey},
    scene::Ink,
    session::{Action, Session},
};

/// Lines of a list at most.
const MOST: usize = 60;
/// How high a list is at most.
const LIST: f32 = 240.0;
/// A field is at least so wide, and the list below it.
const LEAST: (f32, f32) = (120.0, 260.0);

/// Things to pick, in words, with what picking each does.
pub(crate) type CellChoices = Vec<(String, Option<Action>)>;

/// How a cell is edited.
pub(crate) enum CellEdit<'a> {
    /// By something that is done at once.
    Act(Box<Action>),
    /// By typing into a field of a record.
    Field {
        /// With the document that holds the record.
        session: &'a Session,
        /// The record.
        key: RecordKey,
        /// Its field.
        field: FieldPath,
    },
    /// By picking. The list is made when what is typed, or the rows, differ.
    Pick(Box<dyn FnOnce() -> CellChoices + 'a>),
}

/// What is edited, and what is typed.
pub(super) struct Editor<K> {
    pub(super) row: K,
    pub(super) column: usize,
    text: String,
    begins: bool,
    /// What is typed into a field of a record.
    draft: Option<Draft>,
    /// What takes over a text, or what is wrong with it, with the revision and the text it was made of.
    taken: Option<(u64, String, Taken)>,
    chosen: usize,
    choices: CellChoices,
    /// What the list was made from.
    made_from: Option<(u64, String)>,
}

/// What takes over a text: nothing when it says what is there, else what is wrong with it.
type Taken = Result<Option<Action>, String>;

impl CellEdit<'_> {
    /// By something that is done at once.
    pub(crate) fn act(action: Action) -> Self {
        Self::Act(Box::new(action))
    }
}

impl<K> Editor<K> {
    /// Opens what `edit` says; what is done at once has nothing to open.
    pub(super) fn open(row: K, column: usize, edit: &CellEdit<'_>) -> Self {
        let draft = match edit {
            CellEdit::Field {
                session,
                key,
                field,
            } => Draft::of(session.blueprint(), vec![key.clone()], field.clone()),
            _ => None,
        };
        let text = draft.as_ref().map(|draft| draft.text.clone());
        Self {
            row,
            column,
            text: text.unwrap_or_default(),
            begins: true,
            draft,
            taken: None,
            chosen: 0,
            choices: CellChoices::new(),
            made_from: None,
        }
    }

    /// What is typed and not taken over: the name of its field, and the text.
    pub(super) fn open_draft(&self) -> Option<(&str, &str)> {
        let draft = self.draft.as_ref().filter(|draft| draft.is_new())?;
        let says_nothing_new = matches!(&self.taken, Some((_, of, Ok(None))) if *of == draft.text);
        (!says_nothing_new).then_some((&*draft.label, &*draft.text))
    }

    /// What takes over the text, or what is wrong with it; found out anew when the text or the document is another.
    fn taken(&mut self, edit: &CellEdit<'_>, revision: u64) -> Taken {
        let (CellEdit::Field { session, .. }, Some(draft)) = (edit, &mut self.draft) else {
            return Ok(None);
        };
        match &self.taken {
            Some((of, text, taken)) if *of == revision && *text == self.text => taken.clone(),
            _ => {
                draft.type_in(self.text.clone());
                let taken = draft.action(session, session.blueprint());
                self.taken = Some((revision, self.text.clone(), taken.clone()));
                taken
            }
        }
    }

    /// Makes the list of what holds the words typed.
    fn choose(&mut self, revision: u64, choices: impl FnOnce() -> CellChoices) {
        let made_from = Some((revision, self.text.clone()));
        if self.made_from == made_from {
            return;
        }
        let wanted = self.text.trim().to_lowercase();
        self.choices = choices();
        self.choices
            .retain(|(words, _)| words.to_lowercase().contains(&wanted));
        self.choices.truncate(MOST);
        self.chosen = 0;
        self.made_from = made_from;
    }
}

impl<K: Clone + Eq> TableState<K> {
    /// What is typed in a cell and not yet taken over: the name of its field, and the text.
    pub(crate) fn open_draft(&self) -> Option<(&str, &str)> {
        self.editor.as_ref()?.open_draft()
    }

    /// Takes over what is typed in a cell. What cannot be understood stays, and is still
    /// [a draft](Self::open_draft).
    pub(crate) fn commit<R: TableRow<Key = K>>(
        &mut self,
        table: &Table<'_, R>,
        actions: &mut Vec<Action>,
    ) {
        let Some(mut editor) = self.editor.take() else {
            return;
        };
        let row = table.rows.iter().find(|row| row.key() == editor.row);
        let edit = row.and_then(|row| table.columns.get(editor.column)?.edit_of(row));
        let Some(edit) = edit else {
            return;
        };
        match editor.taken(&edit, table.revision) {
            Ok(action) => actions.extend(action),
            Err(_) if editor.open_draft().is_some() => self.editor = Some(editor),
            Err(_) => {}
        }
    }

    /// Shows the field over its cell, which is `place`, and its list, within `area`.
    pub(super) fn editor_ui<R: TableRow<Key = K>>(
        &mut self,
        ui: &mut Ui,
        table: &Table<'_, R>,
        (place, area): (Rect, Rect),
        edit: CellEdit<'_>,
        actions: &mut Vec<Action>,
    ) {
        let Some(mut editor) = self.editor.take() else {
            return;
        };
        let id = table.id.with("cell field");
        if std::mem::take(&mut editor.begins) {
            begin_text(ui, id, 0..editor.text.chars().count());
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (enter, tab, escape) = (pressed(Key::Enter), pressed(Key::Tab), pressed(Key::Escape));
        let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
        let size = vec2(place.width().max(LEAST.0), place.height());
        let field = Rect::from_min_size(place.min, size).shrink(1.0);
        let hint = match &edit {
            CellEdit::Pick(_) => "Search",
            _ => editor.draft.as_ref().map_or("", Draft::hint),
        };
        let text_edit = TextEdit::singleline(&mut editor.text)
            .id(id)
            .lock_focus(true)
            .align(Align2::LEFT_CENTER)
            .hint_text(hint)
            .background_color(look::ink(ui, Ink::Field));
        let response = ui
            .scope_builder(UiBuilder::new().max_rect(field), |ui| {
                ui.add_sized(field.size(), text_edit)
            })
            .inner;
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label("Cell"));
        let taken = editor.taken(&edit, table.revision);
        let is_list = match edit {
            CellEdit::Pick(choices) => {
                editor.choose(table.revision, choices);
                true
            }
            _ => false,
        };
        if down {
            editor.chosen = (editor.chosen + 1).min(editor.choices.len().saturating_sub(1));
        }
        if up {
            editor.chosen = editor.chosen.saturating_sub(1);
        }
        let mut picked = (enter || tab).then_some(editor.chosen);
        let mut is_over = false;
        if is_list || taken.is_err() {
            let error = taken.as_ref().err().map(String::as_str);
            let list = PickList {
                error,
                choices: is_list.then_some(editor.choices.as_slice()),
                chosen: editor.chosen,
            };
            is_over = list.show_ui(ui, table.id, (field, area), &mut picked);
        }
        let left = !is_over && (response.lost_focus() || clicked_elsewhere(ui, field));
        let is_done = match taken {
            _ if escape => true,
            Ok(action) if !is_list => {
                let is_taken = enter || tab || left;
                actions.extend(action.filter(|_| is_taken));
                is_taken
            }
            Err(_) => left,
            Ok(_) => {
                let choice = picked.and_then(|picked| editor.choices.get(picked));
                actions.extend(choice.and_then(|(_, action)| action.clone()));
                picked.is_some() || left
            }
        };
        if !is_done {
            self.editor = Some(editor);
            return;
        }
        if tab && let Some(next) = table.stop_beside(editor.column, 1) {
            self.column = next;
        }
        ui.memory_mut(|memory| memory.request_focus(table.id));
    }
}

/// What stands below the field.
struct PickList<'a> {
    error: Option<&'a str>,
    choices: Option<&'a [(String, Option<Action>)]>,
    chosen: usize,
}

impl PickList<'_> {
    /// Says whether the pointer is over it.
    fn show_ui(
        &self,
        ui: &Ui,
        table: Id,
        (field, area): (Rect, Rect),
        picked: &mut Option<usize>,
    ) -> bool {
        let shown = Area::new(table.with("cell list"))
            .order(Order::Foreground)
            .fixed_pos(field.left_bottom() + vec2(0.0, 4.0))
            .constrain_to(area)
            .show(ui.ctx(), |ui| {
                egui::Frame::popup(ui.style()).show(ui, |ui| {
                    ui.set_width(field.width().max(LEAST.1));
                    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                    if let Some(error) = self.error {
                        message_ui(ui, Ink::DangerText, error);
                    }
                    if let Some(choices) = self.choices {
                        self.choices_ui(ui, choices, picked);
                    }
                });
            });
        let pointer = ui.ctx().pointer_hover_pos();
        pointer.is_some_and(|at| shown.response.rect.contains(at))
    }

    fn choices_ui(
        &self,
        ui: &mut Ui,
        choices: &[(String, Option<Action>)],
        picked: &mut Option<usize>,
    ) {
        // Not only as high as a shorter list was before it.
        let list = egui::ScrollArea::vertical().max_height(LIST);
        let list = list.min_scrolled_height(LIST);
        list.show(ui, |ui| {
            for (place, (words, _)) in choices.iter().enumerate() {
                let is_chosen = place == self.chosen;
                let line = ui.selectable_label(is_chosen, words);
                if is_chosen {
                    line.scroll_to_me(None);
                }
                if line.clicked() {
                    *picked = Some(place);
                }
            }
            if choices.is_empty() {
                ui.label("Nothing of that name.");
            }
        });
    }
}

fn clicked_elsewhere(ui: &Ui, field: Rect) -> bool {
    ui.input(|input| {
        let origin = input.pointer.press_origin();
        input.pointer.any_pressed() && origin.is_some_and(|at| !field.contains(at))
    })
}
