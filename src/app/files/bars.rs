//! Quiet bars under the top bar: news about the file that can wait, each with what can be done.

use std::collections::BTreeSet;

use egui::{Button, Frame, Label, Margin, Panel, RichText, Ui};

use super::{
    Files, Leftover,
    ask::Ask,
    claims::Access,
    flow::{Intent, name_of},
};
use crate::{
    app::look,
    model::short_quotations,
    scene::{Icon, Ink},
    session::Session,
    store::{DiskChange, Expected, OpenDraft, Protection},
};

/// What is to be said about the file that was opened, until the person closes it.
#[derive(Default)]
pub(super) struct Notes {
    /// What is wrong in it, in words.
    pub(super) problems: Vec<String>,
    /// Some of it was mended, so the document is not what the file says.
    pub(super) mended: bool,
    /// It has comments, which saving drops.
    pub(super) comments: bool,
    /// What was being typed when the program ended.
    pub(super) typed: Option<OpenDraft>,
    /// The bars that were closed.
    pub(super) dismissed: BTreeSet<Remark>,
}

/// What a bar says that does not change by itself: once it is closed, it stays so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Remark {
    /// Recovered work.
    Leftovers,
    /// Recovery data that cannot be written.
    Unguarded,
    /// What keeps a save from the file.
    Protection,
    /// Another window that has the file too.
    Others,
    /// A lock that others do not see.
    Hidden,
}

struct Bar {
    icon: Icon,
    text: String,
    buttons: Vec<(&'static str, Do)>,
    close: Option<Do>,
}

/// Which blueprint recovered work belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    This,
    Another,
}

#[derive(Clone, Copy)]
enum Do {
    Reload,
    KeepMine,
    SaveThere,
    SaveAs,
    ShowProblems,
    CopyTyped,
    CloseProblems,
    CloseComments,
    CloseTyped,
    CloseTrouble,
    Dismiss(Remark),
    Copy,
    Edit,
    StartScreen,
    Recover,
}

impl Notes {
    fn has_dismissed(&self, notice: Remark) -> bool {
        self.dismissed.contains(&notice)
    }
}

impl Files {
    /// The bars, over the full width; nothing when there is nothing to say.
    pub fn bars_ui(&mut self, ui: &mut Ui, session: &mut Option<Session>) {
        let bars = self.bars(session.as_ref());
        let mut chosen = None;
        for (number, bar) in bars.iter().enumerate() {
            let frame = Frame::new()
                .fill(look::ink(ui, Ink::WarningFill))
                .inner_margin(Margin::symmetric(12, 3));
            Panel::top(("file bar", number))
                .frame(frame)
                .show(ui, |ui| {
                    chosen = bar_ui(ui, bar).or(chosen);
                });
        }
        if let Some(chosen) = chosen {
            self.act(chosen, ui, session);
        }
    }

    fn bars(&self, session: Option<&Session>) -> Vec<Bar> {
        let mut bars = Vec::new();
        if let Some(trouble) = &self.trouble {
            bars.push(Bar::new(
                Icon::Error,
                trouble.clone(),
                &[],
                Some(Do::CloseTrouble),
            ));
        }
        if let Some(why) = self.guard.trouble()
            && !self.document.notes.has_dismissed(Remark::Unguarded)
        {
            let close = Some(Do::Dismiss(Remark::Unguarded));
            bars.push(Bar::new(Icon::Error, why, &[], close));
        }
        let Some(session) = session else { return bars };
        let name = session
            .path()
            .map_or_else(String::new, |path| name_of(path));
        bars.extend(self.disk_bar(session, &name));
        bars.extend(self.access_bar(session, &name));
        let notes = &self.document.notes;
        if !notes.problems.is_empty() {
            let count = match notes.problems.len() {
                1 => "a problem".to_owned(),
                more => format!("{more} problems"),
            };
            let mended = if notes.mended {
                " Some of it was mended: look through it, then save."
            } else {
                ""
            };
            bars.push(Bar::new(
                Icon::Risk,
                format!("{name} has {count}, first: {}.{mended}", notes.problems[0]),
                &[("Show all", Do::ShowProblems)],
                Some(Do::CloseProblems),
            ));
        }
        if notes.comments && !session.is_read_only() {
            let text = format!(
                "{name} has comments (// or /* */), which saving would drop. Notes and comments of a \
                 blueprint are fields of their own, and stay."
            );
            bars.push(Bar::new(Icon::Comment, text, &[], Some(Do::CloseComments)));
        }
        if let Some(typed) = &notes.typed {
            bars.push(Bar::new(
                Icon::Edit,
                format!("Being typed when the program ended: “{}”", typed.text),
                &[("Copy", Do::CopyTyped)],
                Some(Do::CloseTyped),
            ));
        }
        // Work on another blueprint can wait until what is said about this one is dealt with.
        if let Some((bar, whose)) = self.leftovers_bar(session)
            && (whose == Whose::This || bars.is_empty())
        {
            bars.push(bar);
        }
        bars
    }

    /// What became of the file since it was opened or saved.
    fn disk_bar(&self, session: &Session, name: &str) -> Option<Bar> {
        let change = self.document.on_disk?;
        if self.document.keeps_mine {
            return None;
        }
        let (text, buttons, close): (_, &[_], _) = match (change, session.is_read_only()) {
            (DiskChange::Gone, false) => (
                format!(
                    "{name} is gone: moved, deleted, or its drive is away. What you see is on no disk."
                ),
                &[
                    ("Save it there again", Do::SaveThere),
                    ("Save as", Do::SaveAs),
                ],
                Some(Do::KeepMine),
            ),
            (DiskChange::Gone, true) => (
                format!("{name} is gone: moved, deleted, or its drive is away."),
                &[],
                Some(Do::KeepMine),
            ),
            (_, false) => (
                format!("{name} changed on disk: what you see is not what it holds."),
                &[
                    ("Reload", Do::Reload),
                    ("Keep mine", Do::KeepMine),
                    ("Save as", Do::SaveAs),
                ],
                None,
            ),
            (_, true) => (
                format!("{name} changed on disk."),
                &[("Reload", Do::Reload)],
                Some(Do::KeepMine),
            ),
        };
        Some(Bar::new(Icon::Info, text, buttons, close))
    }

    /// What of the file may not be done, or who else may.
    fn access_bar(&self, session: &Session, name: &str) -> Option<Bar> {
        let document = &self.document;
        if let Some(why) = session.read_only() {
            let (text, buttons): (_, &[_]) = match (document.is_read_beside, document.is_free) {
                (true, true) => (
                    format!(
                        "{name} is free: the other window has closed it. Here it is still open for reading only."
                    ),
                    &[("Edit it", Do::Edit)],
                ),
                (true, false) => (
                    format!("{name} is open for reading only: {why}."),
                    &[("Work on a copy", Do::Copy), ("Try to edit", Do::Edit)],
                ),
                (false, _) => (format!("{name} is open for reading only: {why}."), &[]),
            };
            return Some(Bar::new(Icon::Info, text, buttons, None));
        }
        let others = document.whose.others().map(|others| {
            format!(
                "{name} is open elsewhere too: {others}. Whoever saves later is told that the file has changed."
            )
        });
        let protection = document.protection.map(|protection| {
            let why = match protection {
                Protection::File => "is protected against writing",
                Protection::Folder => "stands in a folder where you may not write",
                Protection::Disk => "is on a disk that can only be read",
            };
            format!("{name} {why}: changes to it can only be saved under another name.")
        });
        let hidden = document.whose.is_hidden().then(|| {
            format!(
                "Windows on other machines cannot see that you have {name} open: no lock could be made beside it."
            )
        });
        let save_as: &[_] = &[("Save as", Do::SaveAs)];
        let said = [
            (Remark::Others, others, save_as),
            (Remark::Protection, protection, save_as),
            (Remark::Hidden, hidden, &[]),
        ];
        // The first that there is: where that one was closed, the others matter less.
        let (remark, text, buttons) = said
            .into_iter()
            .find_map(|(remark, text, buttons)| Some((remark, text?, buttons)))?;
        let close = Some(Do::Dismiss(remark));
        (!document.notes.has_dismissed(remark)).then(|| Bar::new(Icon::Info, text, buttons, close))
    }

    /// Who starts with a file does not see the start screen, where recovered work is offered.
    fn leftovers_bar(&self, session: &Session) -> Option<(Bar, Whose)> {
        let work = &self.leftovers.work;
        if work.is_empty() || self.document.notes.has_dismissed(Remark::Leftovers) {
            return None;
        }
        let of_this = |work: &&Leftover| {
            let path = work.recovered.path.as_ref();
            path.is_some() && path == session.path()
        };
        let (text, button, whose) = match work.iter().find(of_this) {
            Some(work) => (
                format!(
                    "Unsaved work on {} was recovered. {}",
                    work.title(),
                    work.difference
                ),
                ("Open recovered", Do::Recover),
                Whose::This,
            ),
            None => (
                "Unsaved work on another blueprint was recovered.".into(),
                ("Show recovered work", Do::StartScreen),
                Whose::Another,
            ),
        };
        let bar = Bar::new(
            Icon::History,
            text,
            &[button],
            Some(Do::Dismiss(Remark::Leftovers)),
        );
        Some((bar, whose))
    }

    fn act(&mut self, chosen: Do, ui: &Ui, session: &mut Option<Session>) {
        match chosen {
            Do::Reload => self.go(Intent::Reload.into(), session),
            Do::KeepMine => self.document.keeps_mine = true,
            Do::SaveThere => {
                if let Some(path) = session.as_ref().and_then(|open| open.path().cloned()) {
                    self.write_document(&path, Expected::Absent, None, session);
                }
            }
            Do::SaveAs => self.save_as(session, None),
            Do::ShowProblems => self.ask = Some(Ask::Problems),
            Do::CopyTyped => {
                if let Some(typed) = &self.document.notes.typed {
                    ui.ctx().copy_text(typed.text.clone());
                }
            }
            Do::CloseProblems => self.document.notes.problems.clear(),
            Do::CloseComments => self.document.notes.comments = false,
            Do::CloseTyped => self.document.notes.typed = None,
            Do::CloseTrouble => self.trouble = None,
            Do::Dismiss(notice) => _ = self.document.notes.dismissed.insert(notice),
            Do::Copy => self.open_as(Access::Copy, session),
            Do::Edit => self.open_as(Access::Edit, session),
            Do::StartScreen => self.go(Intent::Close.into(), session),
            Do::Recover => {
                let path = session.as_ref().and_then(|open| open.path());
                let mut work = self.leftovers.work.iter();
                let of_this = work.find(|work| work.recovered.path.as_ref() == path);
                if let Some(file) = of_this.map(|work| work.recovered.file.clone()) {
                    self.recover(&file, session);
                }
            }
        }
    }
}

impl Files {
    /// Opens the document's file anew, for something else.
    fn open_as(&mut self, access: Access, session: &mut Option<Session>) {
        if let Some(path) = session.as_ref().and_then(|open| open.path().cloned()) {
            self.go(Intent::Open(path, access).into(), session);
        }
    }
}

impl Bar {
    fn new(
        icon: Icon,
        text: impl AsRef<str>,
        buttons: &[(&'static str, Do)],
        close: Option<Do>,
    ) -> Self {
        Self {
            icon,
            text: short_quotations(text.as_ref()).into_owned(),
            buttons: buttons.to_vec(),
            close,
        }
    }
}

fn bar_ui(ui: &mut Ui, bar: &Bar) -> Option<Do> {
    let mut chosen = None;
    let ink = look::ink(ui, Ink::WarningText);
    ui.horizontal(|ui| {
        let icon = RichText::new(bar.icon.glyph())
            .font(look::icon_font(14.0))
            .color(ink);
        ui.add(Label::new(icon).selectable(false));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if let Some(close) = bar.close {
                let icon = RichText::new(Icon::Close.glyph())
                    .font(look::icon_font(14.0))
                    .color(ink);
                let response = ui.add(Button::new(icon).frame(false));
                response
                    .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Dismiss"));
                if response.on_hover_text("Dismiss").clicked() {
                    chosen = Some(close);
                }
            }
            for (name, act) in bar.buttons.iter().rev() {
                if ui.add(Button::new(*name)).clicked() {
                    chosen = Some(*act);
                }
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let text = RichText::new(&bar.text).color(ink);
                let label = ui.add(Label::new(text).truncate());
                ui.ctx().accesskit_node_builder(label.id, |node| {
                    node.set_live(egui::accesskit::Live::Polite);
                });
                label.on_hover_text(&bar.text);
            });
        });
    });
    chosen
}
