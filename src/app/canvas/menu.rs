//! Right-click menus: the commands of the table that fit what was clicked.

use egui::{Popup, Pos2, Response, SetOpenCommand, emath::TSTransform, vec2};

use super::focus_rect;
use crate::{
    app::menus::{focus_first_entry, groups_ui},
    gesture::Hit,
    model::Key,
    session::{Action, Command, Session, Target},
};

/// What the menu belongs to.
#[derive(Default)]
pub(super) struct CanvasMenu {
    on: Option<Hit>,
    /// Where it stands when it was asked for by keyboard.
    at: Option<Pos2>,
    is_wanted: bool,
}

impl CanvasMenu {
    /// It was asked for with the pointer.
    pub(super) fn click(&mut self, on: Hit) {
        self.on = Some(on);
        self.at = None;
    }

    /// It is asked for by keyboard, for what is selected.
    pub(super) fn ask(&mut self) {
        self.is_wanted = true;
    }
}

pub(super) fn context_menu_ui(
    response: &Response,
    session: &Session,
    to_screen: TSTransform,
    menu: &mut CanvasMenu,
    actions: &mut Vec<Action>,
) {
    let is_wanted = std::mem::take(&mut menu.is_wanted);
    if is_wanted {
        let area = response.rect;
        let selected = focus_rect(session).map(|(_, rect)| (to_screen * rect).intersect(area));
        let seen = selected.filter(egui::Rect::is_positive);
        menu.at = Some(seen.map_or_else(|| area.center(), |rect| rect.center() + vec2(0.0, 8.0)));
        menu.on = Some(selected_hit(session));
    }
    let Some(on) = &menu.on else {
        return;
    };
    let mut popup = Popup::context_menu(response);
    if let Some(at) = menu.at {
        popup = popup.at_position(at);
    }
    if is_wanted {
        popup = popup.open_memory(Some(SetOpenCommand::Bool(true)));
        focus_first_entry(&response.ctx);
    }
    popup.show(|ui| groups_ui(ui, groups(on), session, actions));
}

/// What is selected, as if the pointer were there.
fn selected_hit(session: &Session) -> Hit {
    let selection = session.selection();
    let variant = selection.variant.clone();
    if let Some(cell) = session.field() {
        return Hit::Field(cell.clone());
    }
    match selection.target.clone() {
        Target::Items { lead, steps, wires } => {
            let step = lead.or_else(|| steps.into_iter().next());
            match (step, wires.into_iter().next()) {
                (Some(step), _) => Hit::Card { variant, step },
                (None, Some(wire)) => Hit::Wire { variant, wire },
                (None, None) => Hit::Nothing,
            }
        }
        Target::Cell { lane, moment } => Hit::Cell {
            variant,
            lane,
            moment,
        },
        Target::Record(Key::Lane(lane)) => Hit::Lane { variant, lane },
        Target::Record(Key::Phase(phase)) => Hit::Phase { variant, phase },
        Target::Record(Key::Moment(moment)) => Hit::Moment { variant, moment },
        _ => Hit::Nothing,
    }
}

/// Which rows there are.
const ROWS: &[Command] = &[
    Command::RowFeeling,
    Command::RowTime,
    Command::RowChannel,
    Command::RowSystems,
    Command::RowOwner,
    Command::RowControls,
    Command::RowPains,
];

fn groups(on: &Hit) -> &'static [&'static [Command]] {
    use Command as C;
    match on {
        Hit::Card { .. } | Hit::Handle { .. } => &[
            &[C::Rename, C::MakeAi, C::AddPain, C::Connect],
            &[C::StepRight, C::StepDown, C::StepInNewMoment],
            &[C::SplitEither, C::SplitBoth],
            &[C::SplitStep, C::MergeSteps, C::ReplaceStep],
            &[C::CarryOver],
            &[C::Cut, C::Copy, C::CopyPicture, C::Paste],
            &[C::Duplicate, C::ToTray, C::Delete],
            &[C::MoveLeft, C::MoveRight, C::MoveUp, C::MoveDown],
        ],
        Hit::Wire { .. } | Hit::WireEnd { .. } => &[&[C::Rename, C::InsertStep], &[C::Delete]],
        Hit::Cell { .. } => &[
            &[C::NewStep, C::Paste],
            &[C::AddMoment, C::AddPhase, C::AddLane],
        ],
        Hit::Lane { .. } => &[
            &[C::Rename, C::AddLane],
            &[C::FoldLane, C::UnfoldAll],
            &[C::MoveUp, C::MoveDown],
            &[C::Delete],
        ],
        Hit::Phase { .. } => &[
            &[C::Rename, C::AddPhase, C::AddMoment],
            &[C::FoldMoments, C::UnfoldAll],
            &[C::MoveLeft, C::MoveRight],
            &[C::Delete],
        ],
        Hit::Moment { .. } => &[
            &[C::Rename, C::AddMoment],
            &[C::FoldMoments, C::UnfoldAll],
            &[C::MoveLeft, C::MoveRight],
            &[C::Delete],
        ],
        Hit::Field(_) | Hit::Point { .. } => &[&[C::Rename, C::Delete], ROWS],
        Hit::RowName { .. } => &[ROWS],
        Hit::Title { .. } | Hit::Pane { .. } | Hit::Nothing => &[
            &[C::AddLane, C::AddPhase, C::AddMoment],
            &[C::AddVariant, C::StartSecond],
            &[C::Paste, C::SelectAll],
            &[C::FoldMoments, C::UnfoldAll],
            &[C::ZoomFit, C::ZoomFull],
        ],
    }
}
