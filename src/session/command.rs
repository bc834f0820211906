//! The table of commands: menus, palette, shortcuts and the keyboard page are all made from it.

use super::{Session, Target};
use crate::{model::Row, scene::MomentsShown};

/// Something a person can do without pointing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the table names each")]
pub enum Command {
    New,
    Open,
    Save,
    SaveAs,
    Reload,
    Export,
    StartScreen,
    Quit,
    Undo,
    Redo,
    HistoryList,
    Cut,
    Copy,
    CopyPicture,
    CopyPhasePicture,
    CopyBoardPicture,
    Paste,
    Duplicate,
    Delete,
    SelectAll,
    SelectBlueprint,
    Find,
    FindNext,
    FindPrevious,
    Rename,
    ShowFirst,
    ShowCompare,
    CompareOverlay,
    ShowTable,
    ShowRole,
    ShowSecond,
    NextVariant,
    ChangeList,
    AllChanges,
    NextChange,
    PreviousChange,
    ZoomIn,
    ZoomOut,
    ZoomFull,
    ZoomFit,
    ZoomSelection,
    OverviewMap,
    Outline,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    ScaleNormal,
    ScaleLarger,
    ScaleLarge,
    ScaleLargest,
    ReducedMotion,
    FoldLane,
    FoldMoments,
    UnfoldAll,
    RowFeeling,
    RowTime,
    RowChannel,
    RowSystems,
    RowOwner,
    RowControls,
    RowPains,
    Present,
    PresentHere,
    NextPane,
    ToggleInspector,
    Capture,
    Tray,
    ToTray,
    PlaceStep,
    NewStep,
    StepRight,
    StepLeft,
    StepDown,
    StepUp,
    StepInNewMoment,
    MakeAi,
    AddPain,
    Connect,
    NextConnector,
    SplitEither,
    SplitBoth,
    AddLane,
    AddPhase,
    AddMoment,
    AddRole,
    AddAiSystem,
    AddVariant,
    CarryOver,
    StartSecond,
    MoveLeft,
    MoveRight,
    MoveUp,
    MoveDown,
    Palette,
    Keyboard,
    About,
}

/// Where a command stands in the menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the menus")]
pub enum Menu {
    File,
    Edit,
    View,
    Insert,
    Help,
}

impl Menu {
    /// Every menu, left to right.
    pub const ALL: &[Self] = &[Self::File, Self::Edit, Self::View, Self::Insert, Self::Help];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Insert => "Insert",
            Self::Help => "Help",
        }
    }
}

/// A command's line in the table.
pub struct CommandInfo {
    /// Which.
    pub command: Command,
    /// What it is called in menus and in the command field.
    pub name: &'static str,
    /// Its menu; commands of one menu keep the table's order.
    pub menu: Menu,
    /// Keys that run it, the first one shown: `Ctrl+Shift+Z`, `F8`, `A`. A key without Ctrl or Alt works
    /// while no text field has the focus.
    pub keys: &'static [&'static str],
    /// Whether it can run now; without a document only those that need none.
    pub enabled: fn(&Session) -> bool,
    /// Whether it can run on the start screen, without a document.
    pub without_document: bool,
}

const fn row(
    command: Command,
    name: &'static str,
    menu: Menu,
    keys: &'static [&'static str],
    enabled: fn(&Session) -> bool,
) -> CommandInfo {
    CommandInfo {
        command,
        name,
        menu,
        keys,
        enabled,
        without_document: false,
    }
}

const fn anywhere(
    command: Command,
    name: &'static str,
    menu: Menu,
    keys: &'static [&'static str],
) -> CommandInfo {
    CommandInfo {
        without_document: true,
        ..row(command, name, menu, keys, always)
    }
}

fn always(_: &Session) -> bool {
    true
}

fn editable(session: &Session) -> bool {
    !session.is_read_only()
}

fn one_step(session: &Session) -> bool {
    editable(session) && session.selection().lead().is_some() && !session.is_underneath()
}

fn steps(session: &Session) -> bool {
    editable(session) && !session.selection().steps().is_empty()
}

/// What is copied to After comes from Before: the other way round it would overwrite today's service.
fn steps_of_first(session: &Session) -> bool {
    let first = session.blueprint().variants.first();
    steps(session) && first.is_some_and(|first| first.id == session.selection().variant)
}

fn anything(session: &Session) -> bool {
    !matches!(
        session.selection().target,
        Target::Blueprint | Target::Cell { .. }
    )
}

fn placed(session: &Session) -> bool {
    editable(session) && (anything(session) || session.selection().cell().is_some())
}

fn two_variants(session: &Session) -> bool {
    session.blueprint().variants.len() > 1
}

fn comparing(session: &Session) -> bool {
    session.show().pair().is_some()
}

fn folded(session: &Session) -> bool {
    let view = session.view();
    !view.folded.is_empty() || view.moments == MomentsShown::Used
}

fn drawn(session: &Session) -> bool {
    let variants = &session.blueprint().variants;
    variants.iter().any(|variant| !variant.steps.is_empty())
}

fn on_grid(session: &Session) -> bool {
    editable(session) && session.place().is_some()
}

fn in_phase(session: &Session) -> bool {
    let target = &session.selection().target;
    matches!(target, Target::Phase(_) | Target::Moment(_)) || session.place().is_some()
}

/// Every command.
pub const COMMANDS: &[CommandInfo] = {
    use Command as C;
    use Menu as M;
    &[
        anywhere(C::New, "New blueprint", M::File, &["Ctrl+N"]),
        anywhere(C::Open, "Open…", M::File, &["Ctrl+O"]),
        row(C::Save, "Save", M::File, &["Ctrl+S"], editable),
        row(C::SaveAs, "Save as…", M::File, &["Ctrl+Shift+S"], always),
        row(C::Reload, "Reload from disk", M::File, &[], |s| {
            s.path().is_some()
        }),
        row(C::Export, "Export…", M::File, &["Ctrl+E"], always),
        row(
            C::StartScreen,
            "Close blueprint",
            M::File,
            &["Ctrl+W"],
            always,
        ),
        anywhere(C::Quit, "Quit", M::File, &["Ctrl+Q"]),
        row(C::Undo, "Undo", M::Edit, &["Ctrl+Z"], |s| {
            editable(s) && s.history().undo_label().is_some()
        }),
        row(C::Redo, "Redo", M::Edit, &["Ctrl+Shift+Z", "Ctrl+Y"], |s| {
            editable(s) && s.history().redo_label().is_some()
        }),
        row(C::HistoryList, "History", M::Edit, &["Ctrl+H"], always),
        row(C::Cut, "Cut", M::Edit, &["Ctrl+X"], steps),
        row(C::Copy, "Copy", M::Edit, &["Ctrl+C"], |s| {
            !s.selection().steps().is_empty()
        }),
        row(C::Paste, "Paste", M::Edit, &["Ctrl+V"], editable),
        row(
            C::CopyPicture,
            "Copy as a picture",
            M::Edit,
            &["Ctrl+Shift+E"],
            always,
        ),
        row(
            C::CopyPhasePicture,
            "Copy the phase as a picture",
            M::Edit,
            &[],
            in_phase,
        ),
        row(
            C::CopyBoardPicture,
            "Copy everything shown as a picture",
            M::Edit,
            &[],
            always,
        ),
        row(C::Duplicate, "Duplicate", M::Edit, &["Ctrl+D"], steps),
        row(
            C::Delete,
            "Delete",
            M::Edit,
            &["Delete", "Backspace"],
            |s| editable(s) && anything(s),
        ),
        row(C::SelectAll, "Select all", M::Edit, &["Ctrl+A"], always),
        row(
            C::SelectBlueprint,
            "Select the blueprint itself",
            M::Edit,
            &["Ctrl+B"],
            always,
        ),
        row(C::Find, "Find…", M::Edit, &["Ctrl+F"], always),
        row(C::FindNext, "Find next", M::Edit, &["F3"], always),
        row(
            C::FindPrevious,
            "Find previous",
            M::Edit,
            &["Shift+F3"],
            always,
        ),
        row(C::Rename, "Rename", M::Edit, &["F2"], |s| {
            editable(s) && anything(s)
        }),
        row(
            C::NextConnector,
            "Select the next connector of the step",
            M::Edit,
            &["L"],
            |s| s.selection().lead().is_some() || !s.selection().wires().is_empty(),
        ),
        row(C::MoveLeft, "Move left", M::Edit, &["Alt+Left"], placed),
        row(C::MoveRight, "Move right", M::Edit, &["Alt+Right"], placed),
        row(C::MoveUp, "Move up", M::Edit, &["Alt+Up"], placed),
        row(C::MoveDown, "Move down", M::Edit, &["Alt+Down"], placed),
        row(C::PlaceStep, "Put into a cell…", M::Edit, &[], steps),
        row(C::ToTray, "Put into the tray", M::Edit, &["Shift+T"], |s| {
            steps(s)
                && s.selected_steps()
                    .iter()
                    .any(|(_, step)| step.cell().is_some())
        }),
        row(C::ShowFirst, "Show Before", M::View, &["Ctrl+1"], always),
        row(
            C::ShowCompare,
            "Compare",
            M::View,
            &["Ctrl+2"],
            two_variants,
        ),
        row(
            C::ShowSecond,
            "Show After",
            M::View,
            &["Ctrl+3"],
            two_variants,
        ),
        row(
            C::NextVariant,
            "Show the next variant",
            M::View,
            &["Ctrl+Tab"],
            two_variants,
        ),
        row(
            C::CompareOverlay,
            "Compare as overlay",
            M::View,
            &["Ctrl+Shift+2"],
            two_variants,
        ),
        row(
            C::ShowTable,
            "Table of all variants",
            M::View,
            &["Ctrl+4"],
            two_variants,
        ),
        row(
            C::ShowRole,
            "What changes for a role…",
            M::View,
            &["Ctrl+5"],
            two_variants,
        ),
        row(
            C::ChangeList,
            "List of changes",
            M::View,
            &["Ctrl+L"],
            comparing,
        ),
        row(C::AllChanges, "Show all changes", M::View, &[], |s| {
            comparing(s) && !s.filter().is_open()
        }),
        row(C::NextChange, "Next change", M::View, &["F8"], two_variants),
        row(
            C::PreviousChange,
            "Previous change",
            M::View,
            &["Shift+F8"],
            two_variants,
        ),
        row(
            C::ZoomIn,
            "Zoom in",
            M::View,
            &["Ctrl+Plus", "Ctrl+Equals"],
            always,
        ),
        row(C::ZoomOut, "Zoom out", M::View, &["Ctrl+Minus"], always),
        row(C::ZoomFull, "Zoom to 100 %", M::View, &["Ctrl+0"], always),
        row(C::ZoomFit, "Zoom to fit", M::View, &["Shift+1"], always),
        row(
            C::ZoomSelection,
            "Zoom to the selection",
            M::View,
            &["Shift+2"],
            anything,
        ),
        row(C::OverviewMap, "Overview map", M::View, &["M"], always),
        row(C::Outline, "Outline", M::View, &["Ctrl+Shift+O"], always),
        row(
            C::FoldLane,
            "Fold or open the lane",
            M::View,
            &["Ctrl+Period"],
            |s| s.lane_here().is_some(),
        ),
        row(
            C::FoldMoments,
            "Fold empty moments",
            M::View,
            &["Ctrl+Shift+H"],
            always,
        ),
        row(
            C::UnfoldAll,
            "Open everything folded",
            M::View,
            &["Ctrl+Shift+U"],
            folded,
        ),
        row(C::RowFeeling, "Row: Feeling", M::View, &[], editable),
        row(C::RowTime, "Row: Time", M::View, &[], editable),
        row(C::RowChannel, "Row: Channel", M::View, &[], editable),
        row(C::RowSystems, "Row: Systems", M::View, &[], editable),
        row(C::RowOwner, "Row: Owner", M::View, &[], editable),
        row(C::RowControls, "Row: Controls", M::View, &[], editable),
        row(C::RowPains, "Row: Pains", M::View, &[], editable),
        row(C::Present, "Present", M::View, &["F5"], drawn),
        row(
            C::PresentHere,
            "Present from here",
            M::View,
            &["Shift+F5"],
            drawn,
        ),
        row(C::Tray, "Tray", M::View, &["T"], always),
        row(C::NextPane, "Canvas or inspector", M::View, &["F6"], always),
        row(
            C::ToggleInspector,
            "Inspector",
            M::View,
            &["Ctrl+I"],
            always,
        ),
        anywhere(C::ThemeSystem, "Colours of the system", M::View, &[]),
        anywhere(C::ThemeLight, "Light colours", M::View, &[]),
        anywhere(C::ThemeDark, "Dark colours", M::View, &[]),
        anywhere(C::ScaleNormal, "Interface at 100 %", M::View, &[]),
        anywhere(C::ScaleLarger, "Interface at 125 %", M::View, &[]),
        anywhere(C::ScaleLarge, "Interface at 150 %", M::View, &[]),
        anywhere(C::ScaleLargest, "Interface at 200 %", M::View, &[]),
        anywhere(C::ReducedMotion, "Reduced motion", M::View, &[]),
        row(
            C::Capture,
            "Capture steps",
            M::Insert,
            &["N", "Ctrl+Shift+N"],
            editable,
        ),
        row(C::NewStep, "New step here", M::Insert, &["Enter"], on_grid),
        row(
            C::StepRight,
            "New step to the right, connected",
            M::Insert,
            &["Ctrl+Right"],
            one_step,
        ),
        row(
            C::StepLeft,
            "New step to the left, connected",
            M::Insert,
            &["Ctrl+Left"],
            one_step,
        ),
        row(
            C::StepDown,
            "New step below, connected",
            M::Insert,
            &["Ctrl+Down"],
            one_step,
        ),
        row(
            C::StepUp,
            "New step above, connected",
            M::Insert,
            &["Ctrl+Up"],
            one_step,
        ),
        row(
            C::StepInNewMoment,
            "New step in a new moment, connected",
            M::Insert,
            &["Ctrl+Shift+Right"],
            one_step,
        ),
        row(C::Connect, "Connect to…", M::Insert, &["C"], one_step),
        row(C::MakeAi, "Make an AI touchpoint", M::Insert, &["A"], steps),
        row(C::AddPain, "Add a pain", M::Insert, &["P"], steps),
        row(C::SplitEither, "Ways out: Either", M::Insert, &[], one_step),
        row(C::SplitBoth, "Ways out: Both", M::Insert, &[], one_step),
        row(
            C::AddLane,
            "Add a lane",
            M::Insert,
            &["Ctrl+Shift+L"],
            editable,
        ),
        row(
            C::AddPhase,
            "Add a phase",
            M::Insert,
            &["Ctrl+Shift+P"],
            editable,
        ),
        row(
            C::AddMoment,
            "Add a moment",
            M::Insert,
            &["Ctrl+Shift+M"],
            editable,
        ),
        row(
            C::AddRole,
            "Add a role",
            M::Insert,
            &["Ctrl+Shift+R"],
            editable,
        ),
        row(C::AddAiSystem, "Add an AI system", M::Insert, &[], editable),
        row(C::AddVariant, "Add a variant", M::Insert, &[], editable),
        row(
            C::CarryOver,
            "Copy to After",
            M::Insert,
            &["Ctrl+Shift+C"],
            steps_of_first,
        ),
        row(
            C::StartSecond,
            "Start After from Before",
            M::Insert,
            &[],
            editable,
        ),
        anywhere(C::Palette, "Search or run a command", M::Help, &["Ctrl+K"]),
        anywhere(C::Keyboard, "Keyboard", M::Help, &["F1"]),
        anywhere(C::About, "About Frontstage", M::Help, &[]),
    ]
};

impl Command {
    /// Whether what it turns on is on; `None` for a command that turns nothing on or off.
    pub fn is_on(self, session: &Session) -> Option<bool> {
        let has = |row| Some(session.blueprint().rows.contains(&row));
        match self {
            Self::RowFeeling => has(Row::Feeling),
            Self::RowTime => has(Row::Time),
            Self::RowChannel => has(Row::Channel),
            Self::RowSystems => has(Row::Systems),
            Self::RowOwner => has(Row::Owner),
            Self::RowControls => has(Row::Controls),
            Self::RowPains => has(Row::Pains),
            Self::FoldMoments => Some(session.view().moments == MomentsShown::Used),
            _ => None,
        }
    }

    /// What is missing, in words, where it is not possible.
    pub fn why_not(self, session: &Session) -> String {
        let has_steps = !session.selection().steps().is_empty();
        match self {
            Self::Undo => "There is nothing to undo.".to_owned(),
            Self::Redo => "There is nothing to redo.".to_owned(),
            Self::ShowCompare
            | Self::ShowSecond
            | Self::NextVariant
            | Self::CompareOverlay
            | Self::ShowTable
            | Self::ShowRole
            | Self::NextChange
            | Self::PreviousChange
                if !two_variants(session) =>
            {
                "There is one variant only: start After first.".to_owned()
            }
            Self::ChangeList | Self::AllChanges if !comparing(session) => {
                "Compare two variants first.".to_owned()
            }
            Self::NewStep => "Select a cell first.".to_owned(),
            Self::Rename | Self::Delete if session.selection().cell().is_some() => {
                "A cell is selected, and no step: click a card.".to_owned()
            }
            Self::Rename | Self::Delete | Self::ZoomSelection if !anything(session) => {
                "Select something first.".to_owned()
            }
            _ if !has_steps && matches!(self.info().menu, Menu::Edit | Menu::Insert) => {
                format!("“{}” needs a step: select one first.", self.info().name)
            }
            _ => format!("“{}” is not possible here.", self.info().name),
        }
    }

    /// Its line in [`COMMANDS`].
    pub fn info(self) -> &'static CommandInfo {
        COMMANDS
            .iter()
            .find(|info| info.command == self)
            .unwrap_or(&COMMANDS[0])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_commands_share_a_key() {
        let mut seen = BTreeSet::new();
        for info in COMMANDS {
            for key in info.keys {
                assert!(seen.insert(key), "{key} runs two commands");
            }
            assert_eq!(info.command.info().name, info.name);
        }
    }
}
