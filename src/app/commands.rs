//! How commands are run, and what those do that are about the window.

use std::collections::BTreeSet;

use egui::{Ui, ViewportCommand};

use super::{
    App,
    canvas::{Canvas, Zoom, canvas_id, has_keyboard},
    checks::FindingWalk,
    present::{Begin, Present},
    view::{View, leads_to_board},
};
use crate::{
    session::{Action, COMMANDS, Command, CommandInfo, Does, Seen, Session, WindowCommand},
    store::settings::{Motion, Scale, ThemeChoice},
};

/// A command of the window: the half of its row that the core cannot know.
struct InWindow {
    does: fn(&mut App, &Ui),
    /// Whether what it turns on is on, if it turns something on and off.
    is_on: Option<fn(&App) -> bool>,
}

const fn does(does: fn(&mut App, &Ui)) -> InWindow {
    InWindow { does, is_on: None }
}

const fn switch(is_on: fn(&App) -> bool, does: fn(&mut App, &Ui)) -> InWindow {
    InWindow {
        does,
        is_on: Some(is_on),
    }
}

/// What every command of the window does. Whoever adds one to the table has to say it here.
fn in_window(command: WindowCommand) -> InWindow {
    use WindowCommand as C;
    match command {
        C::HistoryList => switch(
            |app| app.overlays.history,
            |app, _| app.overlays.history = !app.overlays.history,
        ),
        C::SaveTable => does(App::save_table),
        C::CopyTable => does(App::copy_table),
        C::Paste => does(|_, ui| ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste)),
        C::Find => does(|app, _| app.find.open()),
        C::Replace => does(|app, _| app.find.open_replace()),
        C::FindNext => does(|app, _| app.walk_found(1)),
        C::FindPrevious => does(|app, _| app.walk_found(-1)),
        C::PlaceStep => does(App::place_step),
        C::SplitStep => does(App::split_step),
        C::MergeSteps => does(App::merge_steps),
        C::ReplaceStep => does(App::replace_step),
        C::ShowTable => switch(
            |app| app.views.shown() == View::Table,
            |app, _| app.toggle_view(View::Table),
        ),
        C::ShowRole => switch(
            |app| app.views.shown() == View::ForRole,
            |app, _| app.toggle_view(View::ForRole),
        ),
        C::ShowNumbers => switch(
            |app| app.views.shown() == View::Numbers,
            |app, _| app.toggle_view(View::Numbers),
        ),
        C::ShowChecks => switch(
            |app| app.views.shown() == View::Checks,
            |app, _| app.toggle_view(View::Checks),
        ),
        C::NextFinding => does(|app, _| app.walk_findings(FindingWalk::Forward)),
        C::PreviousFinding => does(|app, _| app.walk_findings(FindingWalk::Back)),
        C::ChangeList => switch(
            |app| app.overlays.changes,
            |app, _| app.overlays.changes = !app.overlays.changes,
        ),
        C::ZoomIn => does(|app, _| app.zoom(Zoom::In)),
        C::ZoomOut => does(|app, _| app.zoom(Zoom::Out)),
        C::ZoomFull => does(|app, _| app.zoom(Zoom::Full)),
        C::ZoomFit => does(|app, _| app.zoom(Zoom::Fit)),
        C::ZoomSelection => does(|app, _| app.zoom(Zoom::Selection)),
        C::OverviewMap => does(|app, _| app.on_canvas(Canvas::toggle_map)),
        C::Outline => switch(
            |app| app.views.shown() == View::Outline,
            |app, _| app.toggle_view(View::Outline),
        ),
        C::Present => does(|app, ui| app.present(ui, Begin::First)),
        C::PresentHere => does(|app, ui| app.present(ui, Begin::Here)),
        C::Tray => does(|app, _| app.tray.toggle()),
        C::NextPane => does(App::next_pane),
        C::ToggleInspector => switch(|app| app.has_inspector, App::toggle_inspector),
        C::ThemeSystem => switch(
            |app| app.files.settings().theme == ThemeChoice::System,
            |app, _| app.files.choose_theme(ThemeChoice::System),
        ),
        C::ThemeLight => switch(
            |app| app.files.settings().theme == ThemeChoice::Light,
            |app, _| app.files.choose_theme(ThemeChoice::Light),
        ),
        C::ThemeDark => switch(
            |app| app.files.settings().theme == ThemeChoice::Dark,
            |app, _| app.files.choose_theme(ThemeChoice::Dark),
        ),
        C::ScaleNormal => switch(
            |app| app.files.settings().scale == Scale::Normal,
            |app, _| app.files.choose_scale(Scale::Normal),
        ),
        C::ScaleLarger => switch(
            |app| app.files.settings().scale == Scale::Larger,
            |app, _| app.files.choose_scale(Scale::Larger),
        ),
        C::ScaleLarge => switch(
            |app| app.files.settings().scale == Scale::Large,
            |app, _| app.files.choose_scale(Scale::Large),
        ),
        C::ScaleLargest => switch(
            |app| app.files.settings().scale == Scale::Largest,
            |app, _| app.files.choose_scale(Scale::Largest),
        ),
        C::ReducedMotion => switch(
            |app| app.files.settings().motion == Motion::Reduced,
            App::toggle_motion,
        ),
        C::AboutYou => does(|app, _| app.overlays.ask_about_you(app.files.settings())),
        C::Capture => does(|app, _| app.capture.open()),
        C::Connect => does(|app, _| app.on_canvas(Canvas::begin_connector)),
        C::Palette => does(|app, _| app.palette.open()),
        C::Keyboard => does(|app, _| app.overlays.keyboard = !app.overlays.keyboard),
        C::About => does(|app, _| app.overlays.about = true),
    }
}

impl App {
    /// Does what a panel or a key asked for.
    pub(super) fn run(&mut self, ui: &Ui, action: Action) {
        if let Action::Command(command) = action {
            self.commit_drafts();
            let info = command.info();
            if let Err(why) = info.can(self.session.as_ref()) {
                if let Some(session) = &mut self.session {
                    session.say(why, Vec::new());
                }
                return;
            }
        }
        if leads_to_board(&action) {
            self.views.leave_page();
        }
        if let Action::Command(command) = action {
            match command.info().does {
                Does::Session(_) => {}
                Does::Window(command) => return (in_window(command).does)(self, ui),
                Does::Files(command) => return self.files.command(command, &mut self.session),
            }
        }
        if let Some(session) = &mut self.session {
            let still = match self.files.settings().motion {
                Motion::Full => self.canvas.still(session),
                Motion::Reduced => None,
            };
            session.run(action);
            if let Some(still) = still {
                self.canvas.glide_from(still, session);
            }
        }
    }

    /// The commands whose entries bear a tick: what they name is the case now.
    pub(super) fn switched_on(&self) -> BTreeSet<Command> {
        let session = self.session.as_ref();
        let mut on = session.map_or_else(BTreeSet::new, Session::switched_on);
        if self.views.shown().is_page() {
            on.retain(|command| command.info().seen == Seen::Here);
        }
        let is_on = |info: &&CommandInfo| match info.does {
            Does::Session(_) | Does::Files(_) => false,
            Does::Window(command) => in_window(command).is_on.is_some_and(|is_on| is_on(self)),
        };
        on.extend(COMMANDS.iter().filter(is_on).map(|info| info.command));
        on
    }

    fn walk_found(&mut self, by: isize) {
        if let Some(session) = &mut self.session
            && let Some(action) = self.find.walk(session, by)
        {
            session.run(action);
        }
    }

    /// Goes to the next finding of the checks, or the one before, with what it is about.
    fn walk_findings(&mut self, walk: FindingWalk) {
        let Some(session) = &mut self.session else {
            return;
        };
        let Some(now) = self.figures.now(session) else {
            return;
        };
        match self.checks.walk(session, now.findings, walk) {
            Some((action, words)) => {
                session.run(action);
                // The view says it itself.
                if self.views.shown() != View::Checks {
                    session.say(&words, Vec::new());
                }
            }
            None => session.say("The checks have nothing to mend.", Vec::new()),
        }
    }

    fn place_step(&mut self, ui: &Ui) {
        if let Some(session) = &mut self.session
            && let Some(cell) = session.cell_for_selected()
        {
            self.canvas.ask_for_cell(session);
            session.run(Action::Reveal(cell));
            give_canvas_keyboard(ui);
        }
    }

    fn split_step(&mut self, _: &Ui) {
        if let Some(session) = &self.session {
            let before = self.canvas.before_caret();
            self.reshape.split(session, before.as_deref());
        }
    }

    fn merge_steps(&mut self, _: &Ui) {
        if let Some(session) = &mut self.session {
            self.reshape.merge(session);
        }
    }

    fn replace_step(&mut self, _: &Ui) {
        if let Some(session) = &self.session {
            self.reshape.replace(session);
        }
    }

    fn zoom(&mut self, to: Zoom) {
        self.on_canvas(|canvas, session| canvas.zoom_to(to, session));
    }

    /// Does something on the canvas, where it is to be seen then.
    fn on_canvas(&mut self, does: impl FnOnce(&mut Canvas, &Session)) {
        if let Some(session) = &self.session {
            does(&mut self.canvas, session);
            if self.views.shown() == View::Outline {
                self.show_view(View::Blueprint);
            }
        }
    }

    fn present(&mut self, ui: &Ui, begin: Begin) {
        if let Some(session) = &self.session {
            self.present = Some(Present::new(ui, session, begin));
        }
    }

    /// From the canvas to the inspector, from anywhere else to the canvas.
    fn next_pane(&mut self, ui: &Ui) {
        if has_keyboard(ui) {
            self.has_inspector = true;
            self.inspector.request_focus();
        } else {
            give_canvas_keyboard(ui);
        }
    }

    fn toggle_inspector(&mut self, ui: &Ui) {
        self.has_inspector = !self.has_inspector;
        if !self.has_inspector {
            // What had the keyboard may be gone with it.
            give_canvas_keyboard(ui);
        }
    }

    fn toggle_motion(&mut self, _: &Ui) {
        self.files
            .choose_motion(match self.files.settings().motion {
                Motion::Full => Motion::Reduced,
                Motion::Reduced => Motion::Full,
            });
    }
}

fn give_canvas_keyboard(ui: &Ui) {
    ui.memory_mut(|memory| memory.request_focus(canvas_id()));
}
