//! Right-click menus: the commands of the table that fit what was clicked.

use egui::Response;

use crate::{
    app::menus::groups_ui,
    gesture::Hit,
    session::{Action, Command, Session},
};

pub(super) fn context_menu_ui(
    response: &Response,
    session: &Session,
    on: Option<&Hit>,
    actions: &mut Vec<Action>,
) {
    let Some(on) = on else {
        return;
    };
    egui::Popup::context_menu(response).show(|ui| groups_ui(ui, groups(on), session, actions));
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
            &[C::CarryOver],
            &[C::Cut, C::Copy, C::CopyPicture, C::Paste],
            &[C::Duplicate, C::ToTray, C::Delete],
            &[C::MoveLeft, C::MoveRight, C::MoveUp, C::MoveDown],
        ],
        Hit::Wire { .. } | Hit::WireEnd { .. } => &[&[C::Rename, C::Delete]],
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
