//! Which keys count when: what has the keyboard, what is open, and what is asked decide.

use egui::Ui;

use super::{App, canvas, clipboard, keys, view::View, widgets::CopiedRows};
use crate::session::{Action, Command, Question, Session};

impl App {
    /// Turns the keys of this frame into actions, before any panel sees them. While a menu is open, what
    /// belongs to the canvas waits.
    pub(super) fn shortcuts(&mut self, ui: &Ui, actions: &mut Vec<Action>) {
        let has_menu = egui::Popup::is_any_open(ui.ctx());
        let escape = |input: &mut egui::InputState| {
            input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)
        };
        if self.overlays.is_open() && !ui.ctx().text_edit_focused() && ui.input_mut(escape) {
            self.overlays.close();
        }
        let find_is_seen = self.find.is_open() && !self.views.shown().is_page();
        if find_is_seen && !ui.ctx().text_edit_focused() && ui.input_mut(escape) {
            self.find.close();
        }
        let in_text = ui.ctx().text_edit_focused();
        let question = self.session.as_ref().and_then(|session| session.question());
        let asked = question.is_some_and(Question::is_grave);
        if question.is_some() && !asked && !in_text {
            // Enter would seem to answer.
            ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
        }
        let on_canvas = self.session.is_some() && canvas::has_keyboard(ui);
        // While a connector is drawn or a step placed by keyboard, Enter says where.
        let session = self.session.as_ref();
        let on_tile = session.is_some_and(|session| self.canvas.enters_tile(session));
        let ends =
            (self.canvas.is_choosing() || on_tile) && ui.input(|i| i.key_pressed(egui::Key::Enter));
        let naming = self
            .session
            .as_ref()
            .is_some_and(|session| session.editing().is_some() || session.is_filling());
        let has_field = session.is_some_and(|session| session.field().is_some());
        // What a bare key would do on a page could not be seen there.
        let in_outline = self.views.shown() == View::Outline;
        let on_field = self.views.shown().is_page() || has_field && !in_outline;
        let at_canvas = !in_text && on_canvas && !asked && !ends && !naming && !has_menu;
        let bare = at_canvas && !on_field;
        if bare
            && in_outline
            && let Some(session) = &self.session
        {
            self.outline.keys(ui, session, actions);
        }
        if at_canvas
            && self.views.shown().is_page()
            && let Some(session) = &self.session
        {
            self.pages.keys(ui, session, self.views.shown(), actions);
        }
        let on_cell = self
            .session
            .as_ref()
            .is_some_and(|session| session.selection().cell().is_some());
        if at_canvas && !in_outline {
            self.leave_canvas(ui);
            if ui.input_mut(|input| input.consume_key(egui::Modifiers::SHIFT, egui::Key::F10)) {
                self.canvas.ask_menu();
            }
        }
        if self.views.shown() == View::Numbers && !has_menu {
            self.numbers.keys(ui);
        }
        let reach = match (at_canvas, on_field, on_cell) {
            (false, ..) => keys::Reach::BesideText,
            (true, true, _) => keys::Reach::Chords,
            (true, false, true) => keys::Reach::BesideLetters,
            (true, false, false) => keys::Reach::All,
        };
        while let Some(mut command) = ui.input_mut(|input| keys::pressed(input, reach)) {
            // Enter begins a step in a cell; on what has a name it opens that.
            if let Some(session) = &self.session
                && command == Command::NewStep
                && !session.can(command)
                && session.can(Command::Rename)
            {
                command = Command::Rename;
            }
            actions.push(Action::Command(command));
        }
        let pastes_nothing = ui.input(|input| self.paste_chord.fails(&input.events));
        let has_table = self.views.shown() == View::Table
            || in_outline && session_has_no_steps(self.session.as_ref());
        let copies = |event: &egui::Event| matches!(event, egui::Event::Copy);
        if at_canvas && has_table && ui.input(|input| input.events.iter().any(copies)) {
            self.copy_rows(ui, CopiedRows::Selected);
        } else if bare {
            // A platform turns Ctrl+C, Ctrl+X and Ctrl+V into these events.
            let clipboard = ui.input(|input| {
                input.events.iter().find_map(|event| match event {
                    egui::Event::Copy => Some(Action::Command(Command::Copy)),
                    egui::Event::Cut => Some(Action::Command(Command::Cut)),
                    egui::Event::Paste(text) => Some(Action::Paste(text.clone())),
                    _ => None,
                })
            });
            match clipboard {
                Some(Action::Paste(text)) => self.paste(&text, actions),
                clipboard => actions.extend(clipboard),
            }
            if ui.input(|input| {
                let mut events = input.events.iter();
                events.any(|event| matches!(event, egui::Event::PasteImage(_)))
            }) && let Some(session) = &mut self.session
            {
                session.say("The clipboard holds a picture and no text.", Vec::new());
            }
            if pastes_nothing && let Some(session) = &mut self.session {
                session.say(clipboard::why_nothing(&mut *self.clipboard), Vec::new());
            }
        }
    }

    /// Tab leads from the canvas to the fields of what is selected, Shift+Tab to what stands before it.
    fn leave_canvas(&mut self, ui: &Ui) {
        let pressed = |modifiers| ui.input_mut(|i| i.consume_key(modifiers, egui::Key::Tab));
        let move_on = |direction| ui.memory_mut(|memory| memory.move_focus(direction));
        if pressed(egui::Modifiers::SHIFT) {
            move_on(egui::FocusDirection::Previous);
        } else if pressed(egui::Modifiers::NONE) {
            if self.has_inspector {
                self.inspector.request_focus();
            } else {
                move_on(egui::FocusDirection::Next);
            }
        }
    }
}

fn session_has_no_steps(session: Option<&Session>) -> bool {
    session.is_some_and(|session| !session.can(Command::Copy))
}
