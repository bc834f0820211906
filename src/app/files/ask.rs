//! The modals: each a title, what it is about, and buttons from one table.

use std::path::PathBuf;

use egui::{Button, Id, Key, Layout, Modal, RichText, Ui, vec2};

use super::{
    Files,
    claims::Access,
    export_form::ExportForm,
    flow::{Going, Intent, Purpose, name_of},
    path_field::PathField,
    work::{Content, Opened},
};
use crate::{
    app::look,
    model::{cut, short_quotations},
    scene::Ink,
    session::Session,
    store::{DiskChange, Expected, Shown, Stamp, StoreError},
};

/// A modal that is open.
pub(super) enum Ask {
    /// The one question for everything that would end a document with changes.
    Unsaved(Going),
    /// A path is to be typed.
    Path(PathField),
    /// Something failed, or is not possible.
    Message { title: String, text: String },
    /// A save failed.
    NotSaved(NotSaved),
    /// Recovered work is to go for good.
    Forget { file: PathBuf, title: String },
    /// Another window has the file that was read, and which state of the document may be given up for it.
    Taken(Box<Opened>, Option<u64>),
    /// What is wrong in the file that was opened.
    Problems,
    /// What to export, and how.
    Export(ExportForm),
}

/// A save that failed, and what would have followed it.
pub(super) struct NotSaved {
    path: PathBuf,
    content: Content,
    obstacle: Obstacle,
    text: String,
    then: Option<Going>,
}

/// What kind of failure it was, as far as it has an answer of its own.
enum Obstacle {
    /// By others, to this content where it could be read.
    ChangedOnDisk(Option<Stamp>),
    Gone,
    /// Another file, with this content.
    AlreadyThere(Stamp),
    /// It was written, but the disk did not confirm it.
    Unconfirmed,
    Other,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AskChoice {
    Save,
    SaveAs,
    SaveThere,
    Discard,
    Reload,
    Replace,
    Open,
    Read,
    Copy,
    Forget,
    Export,
    Cancel,
    Close,
}

impl AskChoice {
    fn name(self) -> &'static str {
        match self {
            Self::Save => "Save",
            Self::SaveAs => "Save as",
            Self::SaveThere => "Save it there again",
            Self::Discard | Self::Forget => "Discard",
            Self::Reload => "Reload",
            Self::Replace => "Replace",
            Self::Open => "Open",
            Self::Read => "Read it",
            Self::Copy => "Work on a copy",
            Self::Export => "Export…",
            Self::Cancel => "Cancel",
            Self::Close => "Close",
        }
    }
}

impl Ask {
    pub(super) fn failed(title: &str, text: String) -> Self {
        Self::Message {
            title: title.to_owned(),
            text,
        }
    }

    pub(super) fn not_saved(
        path: PathBuf,
        content: Content,
        error: &StoreError,
        there: Option<Stamp>,
        then: Option<Going>,
    ) -> Self {
        let obstacle = match (error, there) {
            (StoreError::ChangedOnDisk { .. }, there) => Obstacle::ChangedOnDisk(there),
            (StoreError::Unconfirmed { .. }, _) => Obstacle::Unconfirmed,
            (StoreError::Gone { .. }, _) => Obstacle::Gone,
            (StoreError::AlreadyThere { .. }, Some(stamp)) => Obstacle::AlreadyThere(stamp),
            _ => Obstacle::Other,
        };
        let text = match obstacle {
            Obstacle::AlreadyThere(_) => format!(
                "{} is there already. What it holds now would be gone.",
                Shown(&path)
            ),
            Obstacle::ChangedOnDisk(Some(_)) => {
                format!(
                    "{error} Replace puts your version in the place of theirs, which would be gone."
                )
            }
            _ => error.to_string(),
        };
        Self::NotSaved(NotSaved {
            path,
            content,
            obstacle,
            text,
            then,
        })
    }

    /// The first is the one Enter takes.
    fn choices(&self) -> &'static [AskChoice] {
        use AskChoice as C;
        match self {
            // What is on disk has changed or is wanted, so saving over it is no answer.
            Self::Unsaved(Going {
                intent: Intent::Reload,
                ..
            }) => &[C::SaveAs, C::Cancel, C::Discard],
            Self::Unsaved(_) => &[C::Save, C::Cancel, C::Discard],
            Self::Path(field) => match field.dialog.purpose {
                Purpose::Open { .. } => &[C::Open, C::Cancel],
                Purpose::SaveAs { .. } | Purpose::Picture(_) | Purpose::Table(_) => {
                    &[C::Save, C::Cancel]
                }
            },
            Self::Message { .. } | Self::Problems => &[C::Close],
            Self::NotSaved(failed) => match failed.obstacle {
                Obstacle::ChangedOnDisk(Some(_)) => &[C::SaveAs, C::Reload, C::Cancel, C::Replace],
                Obstacle::ChangedOnDisk(None) => &[C::SaveAs, C::Reload, C::Cancel],
                Obstacle::Unconfirmed => &[C::Save, C::SaveAs, C::Cancel],
                Obstacle::Gone => &[C::SaveThere, C::SaveAs, C::Cancel],
                Obstacle::AlreadyThere(_) => &[C::SaveAs, C::Replace, C::Cancel],
                Obstacle::Other => &[C::SaveAs, C::Cancel],
            },
            Self::Taken(..) => &[C::Read, C::Copy, C::Cancel],
            Self::Export(form) if form.is_ready() => &[C::Export, C::Cancel],
            Self::Export(_) => &[C::Cancel],
            // Enter must not be what throws work away.
            Self::Forget { .. } => &[C::Cancel, C::Forget],
        }
    }
}

impl Files {
    /// The modal that is open, if any.
    pub fn modals_ui(&mut self, ui: &mut Ui, session: &mut Option<Session>) {
        if self.reading.is_some() {
            self.reading_ui(ui);
        }
        self.drawing_ui(ui);
        if ui.input(|input| !input.raw.hovered_files.is_empty()) && !self.is_asking() {
            drop_ui(ui);
        }
        let Some(mut ask) = self.ask.take() else {
            return;
        };
        let title = self.ask_title(&ask, session.as_ref());
        let choices = ask.choices();
        let choice = modal_ui(ui, &title, choices, |ui| match &mut ask {
            Ask::Path(field) => field.field_ui(ui).then_some(choices[0]),
            Ask::Problems => {
                self.problems_ui(ui);
                None
            }
            Ask::Export(form) => {
                if let Some(open) = session.as_ref() {
                    self.export_ui(ui, form, open);
                }
                None
            }
            Ask::Unsaved(going) => {
                muted_ui(ui, &self.unsaved_text(&going.intent));
                None
            }
            Ask::Taken(opened, _) => {
                muted_ui(ui, &taken_text(opened));
                None
            }
            Ask::Message { text, .. } => {
                muted_ui(ui, text);
                None
            }
            Ask::NotSaved(failed) => {
                muted_ui(ui, &failed.text);
                None
            }
            Ask::Forget { title, .. } => {
                let text = format!("The unsaved work on “{title}” would be gone for good.");
                muted_ui(ui, &text);
                None
            }
        });
        match choice {
            None => self.ask = Some(ask),
            Some(choice) => self.answer(ask, choice, session),
        }
    }

    fn ask_title(&self, ask: &Ask, session: Option<&Session>) -> String {
        let document = || session.map_or_else(String::new, |session| self.title(session));
        match ask {
            Ask::Unsaved(Going {
                intent: Intent::Reload,
                ..
            }) => format!("Reload {} and lose your changes?", document()),
            Ask::Unsaved(_) => match self.document.on_disk {
                Some(DiskChange::Gone) => format!("{} is gone from the disk. Save it?", document()),
                Some(_) => format!("{} changed on disk. Save your version?", document()),
                None => format!("Save the changes to {}?", document()),
            },
            Ask::Taken(opened, _) => {
                format!("{} is open in another window", name_of(&opened.path))
            }
            Ask::Path(field) => field.title().to_owned(),
            Ask::Message { title, .. } => title.clone(),
            Ask::NotSaved(failed) => match failed.obstacle {
                Obstacle::AlreadyThere(_) => format!("Replace {}?", name_of(&failed.path)),
                Obstacle::Unconfirmed => {
                    format!("{} was written, not confirmed", name_of(&failed.path))
                }
                _ => format!("{} was not saved", name_of(&failed.path)),
            },
            Ask::Forget { .. } => "Discard recovered work?".to_owned(),
            Ask::Problems => "Problems in the file".to_owned(),
            Ask::Export(_) => "Export".to_owned(),
        }
    }

    fn answer(&mut self, ask: Ask, choice: AskChoice, session: &mut Option<Session>) {
        match (ask, choice) {
            (Ask::Unsaved(going), AskChoice::Save) => self.save(session, Some(going)),
            // The copy is what is open then, so nothing is left to reload.
            (Ask::Unsaved(_), AskChoice::SaveAs) => self.save_as(session, None),
            (Ask::Unsaved(mut going), AskChoice::Discard) => {
                going.discards = session.as_ref().map(|open| open.history().revision());
                self.go(going, session);
            }
            (Ask::Path(mut field), AskChoice::Open | AskChoice::Save) => {
                match field.confirm(&self.store) {
                    Some(path) => self.picked(&path, field.dialog.purpose, session),
                    None => self.ask = Some(Ask::Path(field)),
                }
            }
            (Ask::Taken(mut opened, discards), choice @ (AskChoice::Read | AskChoice::Copy)) => {
                opened.access = match choice {
                    AskChoice::Read => Access::Read,
                    _ => Access::Copy,
                };
                let intent = Intent::Show(opened);
                self.go(Going { intent, discards }, session);
            }
            (Ask::NotSaved(failed), choice) => self.answer_not_saved(failed, choice, session),
            (Ask::Forget { file, .. }, AskChoice::Forget) => self.forget(&file),
            (Ask::Export(form), AskChoice::Export) => self.export(form, session),
            _ => {}
        }
    }

    fn answer_not_saved(
        &mut self,
        failed: NotSaved,
        choice: AskChoice,
        session: &mut Option<Session>,
    ) {
        match (choice, failed.content, failed.obstacle) {
            (AskChoice::SaveAs, Content::Blueprint(..), _) => self.save_as(session, failed.then),
            (AskChoice::SaveAs, Content::Picture(_), _) => self.ask_export(session),
            (AskChoice::SaveAs, Content::Table(cells), _) => {
                if let Some(open) = session {
                    self.ask_for_csv(cells, open);
                }
            }
            (AskChoice::SaveThere, _, _) => {
                self.write_document(&failed.path, Expected::Absent, failed.then, session);
            }
            (AskChoice::Save, ..) => self.save(session, failed.then),
            (
                AskChoice::Replace,
                content,
                Obstacle::AlreadyThere(there) | Obstacle::ChangedOnDisk(Some(there)),
            ) => {
                self.replace(&failed.path, content, there, failed.then, session);
            }
            (AskChoice::Reload, ..) => self.go(Intent::Reload.into(), session),
            _ => {}
        }
    }

    fn forget(&mut self, file: &std::path::Path) {
        let forgotten = self.guard.recovery().map(|recovery| recovery.forget(file));
        if let Some(Err(error)) = forgotten {
            self.trouble = Some(error.to_string());
            return;
        }
        self.leftovers
            .work
            .retain(|work| work.recovered.file != file);
        self.leftovers
            .damaged
            .retain(|damaged| damaged.file != file);
    }

    /// A file that takes its time: large, or on a slow drive.
    fn reading_ui(&mut self, ui: &Ui) {
        let Some(reading) = &self.reading else { return };
        let title = format!("Opening {}…", name_of(&reading.path));
        let choice = modal_ui(ui, &title, &[AskChoice::Cancel], |ui| {
            ui.spinner();
            None
        });
        if choice.is_some() {
            self.reading = None;
        }
    }

    /// A picture that takes its time: of many pages.
    fn drawing_ui(&mut self, ui: &Ui) {
        let Some((title, words)) = self.drawing_words() else {
            return;
        };
        let choice = modal_ui(ui, &title, &[AskChoice::Cancel], |ui| {
            ui.horizontal(|ui| {
                ui.spinner();
                muted_ui(ui, &words);
            });
            None
        });
        if choice.is_some() {
            self.stop_drawing();
        }
    }

    fn unsaved_text(&self, intent: &Intent) -> String {
        let end = match intent {
            Intent::Reload => {
                return "The file on disk would take the place of what you have open. Save as keeps your version \
                        under another name."
                    .to_owned();
            }
            Intent::Quit => "Discard quits without saving",
            Intent::Close => "Discard closes the blueprint without saving",
            _ => "Discard opens the other blueprint without saving this one",
        };
        match self.document.on_disk {
            None => format!("{end}: your changes would be gone."),
            Some(DiskChange::Gone) => format!(
                "The file was moved or deleted, or its drive is away: what you see is on no disk. Save writes it to \
                 its place again. {end}: all of it would be gone."
            ),
            Some(_) => format!(
                "The file holds something else by now, from another program or another person: what you see is on no \
                 disk. Save asks what shall become of the other version. {end}: all of it would be gone."
            ),
        }
    }

    fn problems_ui(&self, ui: &mut Ui) {
        let notes = &self.document.notes;
        muted_ui(
            ui,
            "The file was opened, and nothing of it was changed on disk. What could be kept stands in \
             the blueprint as it was written.",
        );
        ui.add_space(4.0);
        egui::ScrollArea::vertical()
            .max_height(320.0)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                for problem in &notes.problems {
                    ui.add(egui::Label::new(problem).wrap());
                    ui.separator();
                }
            });
    }
}

fn taken_text(opened: &Opened) -> String {
    let others = opened.whose.others().unwrap_or_default();
    let mut letters = others.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!(
        "{first}{}. Two windows that save one file get in each other’s way: read it here, or work on a copy that is \
         saved under a name of its own.",
        letters.as_str()
    )
}

/// Says, over everything, that what is dragged can be dropped.
fn drop_ui(ui: &Ui) {
    let layer = egui::LayerId::new(egui::Order::Foreground, Id::unique("drop a file"));
    let painter = ui.ctx().layer_painter(layer);
    let area = ui.ctx().content_rect().shrink(8.0);
    let ground = look::ink(ui, Ink::DropFill).gamma_multiply(0.85);
    painter.rect_filled(area, 10.0, ground);
    let stroke = egui::Stroke::new(2.0, look::ink(ui, Ink::Accent));
    painter.rect_stroke(area, 10.0, stroke, egui::StrokeKind::Inside);
    painter.text(
        area.center(),
        egui::Align2::CENTER_CENTER,
        "Drop the file to open it",
        look::semibold(20.0),
        look::ink(ui, Ink::Text),
    );
}

fn muted_ui(ui: &mut Ui, text: &str) {
    let text = short_quotations(text);
    let text = RichText::new(text).color(look::ink(ui, Ink::TextMuted));
    ui.add(egui::Label::new(text).wrap());
}

/// How many characters of a title are shown: names of files may be 255 bytes long.
const LONGEST_TITLE: usize = 160;
/// What a modal takes of the window's height beside its content: title, buttons, margins.
const AROUND_CONTENT: f32 = 220.0;
/// How low its content may get for that.
const LEAST_CONTENT: f32 = 80.0;

/// A modal with its buttons; Esc takes the choice that changes nothing.
fn modal_ui(
    ui: &Ui,
    title: &str,
    choices: &[AskChoice],
    content: impl FnOnce(&mut Ui) -> Option<AskChoice>,
) -> Option<AskChoice> {
    let ctx = ui.ctx();
    let frame = look::dialog_frame(ui);
    let response = Modal::new(Id::unique("files modal"))
        .frame(frame)
        .show(ctx, |ui| {
            let width = 440.0_f32.min(ctx.content_rect().width() - 64.0);
            ui.set_width(width);
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(egui::accesskit::Role::Dialog);
                node.set_label(title);
                node.set_modal();
            });
            let heading = cut(title, LONGEST_TITLE);
            ui.add(egui::Label::new(RichText::new(heading).font(look::semibold(15.0))).wrap());
            // However much there is to read, the buttons stay in the window.
            let height = ctx.content_rect().height() - AROUND_CONTENT;
            let from_content = egui::ScrollArea::vertical()
                .max_height(height.max(LEAST_CONTENT))
                .show(ui, content)
                .inner;
            ui.add_space(8.0);
            from_content.or(buttons_ui(ui, choices))
        });
    let closed = || {
        response.is_top_modal && ctx.input_mut(|i| i.consume_key(Default::default(), Key::Escape))
    };
    response.inner.or_else(|| {
        let harmless = [AskChoice::Cancel, AskChoice::Close]
            .into_iter()
            .find(|c| choices.contains(c));
        closed().then_some(harmless).flatten()
    })
}

/// The buttons from the right, the one Enter takes first, so that it is also first for Tab.
fn buttons_ui(ui: &mut Ui, choices: &[AskChoice]) -> Option<AskChoice> {
    let mut chosen = None;
    let mut first = None;
    let height = 32.0;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), height),
        Layout::right_to_left(egui::Align::Center),
        |ui| {
            ui.spacing_mut().button_padding.x = 16.0;
            for (place, choice) in choices.iter().enumerate() {
                let dangerous = matches!(
                    choice,
                    AskChoice::Discard | AskChoice::Forget | AskChoice::Replace
                );
                let text = RichText::new(choice.name()).font(look::medium(13.0));
                let mut button = Button::new(text.clone()).min_size(vec2(84.0, height));
                if place == 0 {
                    let ink = look::ink(ui, Ink::OnAccent);
                    button = Button::new(text.color(ink))
                        .fill(look::ink(ui, Ink::Accent))
                        .min_size(vec2(84.0, height));
                } else if dangerous {
                    let ink = look::ink(ui, Ink::DangerText);
                    button = Button::new(text.color(ink)).min_size(vec2(84.0, height));
                }
                let response = ui.add(button);
                first.get_or_insert(response.id);
                if response.clicked() {
                    chosen = Some(*choice);
                }
            }
        },
    );
    // Without this the keyboard would still be under the modal, in a field that has it.
    let in_modal = |id| {
        let response = ui.ctx().read_response(id);
        response.is_some_and(|response| response.layer_id == ui.layer_id())
    };
    if let Some(first) = first
        && !ui.memory(egui::Memory::focused).is_some_and(in_modal)
    {
        ui.memory_mut(|memory| memory.request_focus(first));
    }
    chosen
}
