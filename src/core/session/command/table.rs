//! Every command, a row each. See [`commands!`] for what a row says.

use super::{CommandInfo, Does, Group, Menu, Part, SETTINGS, Seen, When, can, on};
use crate::{
    edit::Refusal,
    model::{Kind, Row, Split},
    session::{Direction, Session},
};
use When::{Anywhere, If, Open};

/// Makes [`Command`], [`WindowCommand`], [`FileCommand`] and [`COMMANDS`] from rows. Rows stand in groups, in
/// the order of the menus. A row is
///
/// ```text
/// session Undo "Undo" ["Ctrl+Z"] If(can::undo), also "back revert", do |s| s.undo();
/// window Find "Find…" ["Ctrl+F"] Open, seen Board, also "search";
/// ```
///
/// who does it, what it is called in the code and by people, its keys, and when it can run. Then, where they
/// say something: `seen` where (`Here`), `also` other words by which people look for it, `called |s|` another name for what is selected, `on |s|` whether it bears a
/// tick, `do |s|` what it does. What the
/// window does, and whether that is on, says `app/commands.rs`; what is done with files, `app/files.rs`. Neither
/// compiles while a row is not answered there.
macro_rules! commands {
    ($($menu:ident {
        $($group:expr => {
            $(
                $(session $session:ident)? $(window $window:ident)? $(files $files:ident)?
                $name:literal [$($key:literal),*] $when:expr
                $(, seen $seen:ident)?
                $(, also $also:literal)?
                $(, called |$which:ident| $called:expr)?
                $(, on |$of:ident| $is_on:expr)?
                $(, do |$to:ident| $does:expr)?
            ;)*
        })*
    })*) => {
        /// Something a person can do without pointing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Command {
            $($($(
                $(#[doc = $name] $session,)?
                $(#[doc = $name] $window,)?
                $(#[doc = $name] $files,)?
            )*)*)*
        }

        /// A command that is about the window.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum WindowCommand {
            $($($($(#[doc = $name] $window,)?)*)*)*
        }

        /// A command that is about files.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum FileCommand {
            $($($($(#[doc = $name] $files,)?)*)*)*
        }

        /// Every command.
        pub const COMMANDS: &[CommandInfo] = &[
            $($($(
                CommandInfo {
                    command: $(Command::$session)? $(Command::$window)? $(Command::$files)?,
                    name: $name,
                    menu: Menu::$menu,
                    group: $group,
                    also: concat!($($also)?),
                    keys: &[$($key),*],
                    when: $when,
                    called: option!($(|$which: &Session| $called)?),
                    is_on: option!($(|$of: &Session| $is_on)?),
                    seen: seen!($($seen)?),
                    does: $(Does::Session(|$to: &mut Session| Done::done($does)))?
                        $(Does::Window(WindowCommand::$window))?
                        $(Does::Files(FileCommand::$files))?,
                },
            )*)*)*
        ];
    };
}

macro_rules! option {
    () => {
        None
    };
    ($some:expr) => {
        Some($some)
    };
}

macro_rules! seen {
    () => {
        Seen::Here
    };
    ($seen:ident) => {
        Seen::$seen
    };
}

/// What a row does may be refused, or never is.
trait Done {
    fn done(self) -> Result<(), Refusal>;
}

impl Done for () {
    fn done(self) -> Result<(), Refusal> {
        Ok(())
    }
}

impl Done for Result<(), Refusal> {
    fn done(self) -> Result<(), Refusal> {
        self
    }
}

/// Commands as rows of the menu, between lines.
const fn section(section: &'static str) -> Group {
    Group {
        section,
        part: None,
    }
}

/// Commands of a section that open beside the menu.
const fn part(section: &'static str, name: &'static str) -> Group {
    part_less(section, name, "")
}

/// Commands that open beside the menu, where what all their names begin with is left out.
const fn part_less(section: &'static str, name: &'static str, prefix: &'static str) -> Group {
    Group {
        section,
        part: Some(Part { name, prefix }),
    }
}

commands! {
    File {
        section("begin") => {
            files New "New blueprint" ["Ctrl+N"] Anywhere, also "create file";
            files Open "Open…" ["Ctrl+O"] Anywhere, also "load file";
        }
        section("file") => {
            files Save "Save" ["Ctrl+S"] If(can::edit), also "store";
            files SaveAs "Save as…" ["Ctrl+Shift+S"] Open;
            files Reload "Reload from disk" [] If(can::reload);
            files Export "Export…" ["Ctrl+E"] Open, also "print pdf png svg picture image";
            window SaveTable "Save the table as CSV…" [] Open, also "cells spreadsheet excel export rows";
        }
        section("end") => {
            files StartScreen "Close blueprint" ["Ctrl+W"] Open, also "home templates examples";
            files Quit "Quit" ["Ctrl+Q"] Anywhere;
        }
    }
    Edit {
        section("history") => {
            session Undo "Undo" ["Ctrl+Z"] If(can::undo), also "back revert", do |s| s.undo();
            session Redo "Redo" ["Ctrl+Shift+Z", "Ctrl+Y"] If(can::redo), do |s| s.redo();
            window HistoryList "History" ["Ctrl+Shift+Y"] Open, also "undo list";
        }
        section("clipboard") => {
            session Cut "Cut" ["Ctrl+X"] If(can::edit_steps), do |s| s.cut();
            session Copy "Copy" ["Ctrl+C"] If(can::have_steps), do |s| s.copy();
            window Paste "Paste" ["Ctrl+V"] If(can::edit);
        }
        part("clipboard", "Copy as a picture") => {
            files CopyPicture "Copy as a picture" ["Ctrl+Shift+E"] Open;
            files CopyPhasePicture "Copy the phase as a picture" [] If(can::have_phase);
            files CopyBoardPicture "Copy everything shown as a picture" [] Open;
        }
        section("clipboard") => {
            window CopyTable "Copy as a table" [] Open, also "cells spreadsheet excel tsv rows";
            session Duplicate "Duplicate" ["Ctrl+D"] If(can::edit_steps), also "clone double", do |s| s.duplicate();
            session Delete "Delete" ["Delete", "Backspace"] If(can::edit_target), also "remove erase", do |s| s.delete_or_clear();
        }
        section("select") => {
            session SelectAll "Select all" ["Ctrl+A"] Open, do |s| s.select_all();
            session SelectBlueprint "Select the blueprint itself" ["Ctrl+B"] Open, do |s| s.select_blueprint();
            window Find "Find…" ["Ctrl+F"] Open, seen Board, also "search";
            window Replace "Find and replace…" ["Ctrl+H"] If(can::edit), seen Board, also "substitute";
            window FindNext "Find next" ["F3"] Open, seen Board;
            window FindPrevious "Find previous" ["Shift+F3"] Open, seen Board;
            session Rename "Rename" ["F2"]
                If(can::edit_target), also "edit title", called |s| on::label(s), do |s| s.rename_or_fill();
            session NextConnector "Select the next connector of the step" ["L"]
                If(can::next_connector), do |s| s.next_connector();
        }
        part("move", "Move") => {
            session MoveLeft "Move left" ["Alt+Left"]
                If(can::move_target), do |s| s.move_by(Direction::Left);
            session MoveRight "Move right" ["Alt+Right"]
                If(can::move_target), do |s| s.move_by(Direction::Right);
            session MoveUp "Move up" ["Alt+Up"]
                If(can::move_target), do |s| s.move_by(Direction::Up);
            session MoveDown "Move down" ["Alt+Down"]
                If(can::move_target), do |s| s.move_by(Direction::Down);
        }
        section("move") => {
            window PlaceStep "Put into a cell…" [] If(can::edit_steps);
            session ToTray "Put into the tray" ["Shift+T"] If(can::to_tray), also "park", do |s| s.take_out();
        }
        part("shape", "Split, merge, replace") => {
            window SplitStep "Split a step in two…" ["Ctrl+Shift+Enter"] If(can::one_step), also "divide cut";
            window MergeSteps "Merge steps" ["Ctrl+J"] If(can::merge), also "join combine";
            window ReplaceStep "Replace by…" [] If(can::one_step), also "swap exchange";
        }
    }
    View {
        section("variants") => {
            session ShowFirst "Show Before" ["Ctrl+1"]
                Open, seen Board, on |s| on::first(s), do |s| s.show_first();
            session ShowCompare "Compare" ["Ctrl+2"]
                If(can::have_variants), seen Board, also "diff difference side by side", on |s| on::comparing(s), do |s| s.compare();
            session ShowSecond "Show After" ["Ctrl+3"]
                If(can::have_variants), seen Board, on |s| on::second(s), do |s| s.show_second();
            session NextVariant "Show the next variant" ["Ctrl+Tab"]
                If(can::have_variants), seen Board, do |s| s.show_next();
            session CompareOverlay "Compare as overlay" ["Ctrl+Shift+2"]
                If(can::have_variants), seen Board, also "diff difference one grid", on |s| on::overlay(s), do |s| s.other_comparison();
        }
        section("compare") => {
            window ShowTable "Table of all variants" ["Ctrl+4"] If(can::have_variants), also "spreadsheet";
            window ShowRole "What changes for a role…" ["Ctrl+5"] If(can::have_variants);
            window ShowNumbers "Numbers" ["Ctrl+9"] Open, also "figures cost time work load savings business case what if payback";
        }
        part("compare", "Changes") => {
            window ChangeList "List of changes" ["Ctrl+L"] If(can::compare), also "differences";
            session AllChanges "Show all changes" [] If(can::all_changes), do |s| s.show_all_changes();
            session NextChange "Next change" ["F8"]
                If(can::have_variants), seen Board, do |s| s.next_change(1);
            session PreviousChange "Previous change" ["Shift+F8"]
                If(can::have_variants), seen Board, do |s| s.next_change(-1);
        }
        part("checks", "Checks") => {
            window ShowChecks "Checks" ["Ctrl+Shift+K"] Open, also "findings rules lint risk controls missing";
            window NextFinding "Next finding" ["F4"] Open;
            window PreviousFinding "Previous finding" ["Shift+F4"] Open;
        }
        part("look", "Zoom") => {
            window ZoomIn "Zoom in" ["Ctrl+Plus", "Ctrl+Equals"] Open, seen Board;
            window ZoomOut "Zoom out" ["Ctrl+Minus"] Open, seen Board;
            window ZoomFull "Zoom to 100 %" ["Ctrl+0"] Open, seen Board;
            window ZoomFit "Zoom to fit" ["Shift+1"] Open, seen Board, also "whole board everything";
            window ZoomSelection "Zoom to the selection" ["Shift+2"] If(can::have_target), seen Board;
        }
        section("look") => {
            window OverviewMap "Overview map" ["M"] Open, also "minimap";
            window Outline "Outline" ["Ctrl+Shift+O"] Open, also "list text";
        }
        part("fold", "Fold") => {
            session FoldLane "Fold or open the lane" ["Ctrl+Period"] If(can::have_lane), also "collapse", do |s| s.fold_lane();
            session FoldMoments "Fold empty moments" ["Ctrl+Shift+H"]
                Open, also "collapse columns hide", on |s| on::moments_folded(s), do |s| s.fold_moments();
            session UnfoldAll "Open everything folded" ["Ctrl+Shift+U"]
                If(can::unfold), also "expand", do |s| s.unfold_all();
        }
        part_less("fold", "Rows under the lanes", "Row: ") => {
            session RowFeeling "Row: Feeling" []
                If(can::edit), also "emotion curve experience", on |s| on::row(s, Row::Feeling), do |s| s.turn_row(Row::Feeling);
            session RowTime "Row: Time" []
                If(can::edit), also "duration", on |s| on::row(s, Row::Time), do |s| s.turn_row(Row::Time);
            session RowChannel "Row: Channel" []
                If(can::edit), on |s| on::row(s, Row::Channel), do |s| s.turn_row(Row::Channel);
            session RowSystems "Row: Systems" []
                If(can::edit), also "tools software", on |s| on::row(s, Row::Systems), do |s| s.turn_row(Row::Systems);
            session RowOwner "Row: Owner" []
                If(can::edit), on |s| on::row(s, Row::Owner), do |s| s.turn_row(Row::Owner);
            session RowControls "Row: Controls" []
                If(can::edit), on |s| on::row(s, Row::Controls), do |s| s.turn_row(Row::Controls);
            session RowPains "Row: Pains" []
                If(can::edit), also "problems issues", on |s| on::row(s, Row::Pains), do |s| s.turn_row(Row::Pains);
        }
        section("present") => {
            window Present "Present" ["F5"] If(can::present), also "slides slideshow full screen";
            window PresentHere "Present from here" ["Shift+F5"] If(can::present);
        }
        section("panels") => {
            window Tray "Tray" ["T"] Open;
            window NextPane "Canvas or inspector" ["F6"] Open;
            window ToggleInspector "Inspector" ["Ctrl+I"] Open, also "properties details panel sidebar";
        }
        part(SETTINGS, "Colours") => {
            window ThemeSystem "Colours of the system" [] Anywhere, also "theme";
            window ThemeLight "Light colours" [] Anywhere, also "light mode theme day";
            window ThemeDark "Dark colours" [] Anywhere, also "dark mode theme night";
        }
        part_less(SETTINGS, "Size of the interface", "Interface at ") => {
            window ScaleNormal "Interface at 100 %" [] Anywhere;
            window ScaleLarger "Interface at 125 %" [] Anywhere, also "font text size bigger";
            window ScaleLarge "Interface at 150 %" [] Anywhere, also "font text size bigger";
            window ScaleLargest "Interface at 200 %" [] Anywhere, also "font text size bigger";
        }
        section(SETTINGS) => {
            window ReducedMotion "Reduced motion" [] Anywhere, also "animation";
            window AboutYou "Your name and function…" [] Anywhere, also "author user me profile";
        }
    }
    Insert {
        section("steps") => {
            window Capture "Capture steps" ["N", "Ctrl+Shift+N"] If(can::edit), also "quick add workshop lines";
            session NewStep "New step here" ["Enter"] If(can::new_step), also "card box task activity", do |s| s.new_step_here();
            session StepRight "New step to the right, connected" ["Ctrl+Right"]
                If(can::lead_on), do |s| s.new_step_towards(Direction::Right);
            session StepLeft "New step to the left, connected" ["Ctrl+Left"]
                If(can::lead_on), do |s| s.new_step_towards(Direction::Left);
            session StepDown "New step below, connected" ["Ctrl+Down"]
                If(can::lead_on), do |s| s.new_step_towards(Direction::Down);
            session StepUp "New step above, connected" ["Ctrl+Up"]
                If(can::lead_on), do |s| s.new_step_towards(Direction::Up);
            session InsertStep "Insert a step here" ["Insert"] If(can::insert), also "between middle", do |s| s.insert_step();
            session StepInNewMoment "New step in a new moment, connected" ["Ctrl+Shift+Right"]
                If(can::lead_on), do |s| s.new_step_in_new_moment();
        }
        section("of steps") => {
            window Connect "Connect to…" ["C"] If(can::lead_on), also "arrow line link flow edge";
            session MakeAi "Make an AI touchpoint" ["A"] If(can::edit_steps), also "bot assistant robot automation agent", do |s| s.make_ai();
            session AddPain "Add a pain" ["P"] If(can::edit_steps), also "problem issue", do |s| s.add_pain();
        }
        part_less("of steps", "Ways out", "Ways out: ") => {
            session SplitEither "Ways out: Either" [] If(can::lead_on), also "decision gateway condition xor", do |s| s.split(Split::Either);
            session SplitBoth "Ways out: Both" [] If(can::lead_on), also "parallel gateway fork", do |s| s.split(Split::Both);
        }
        section("frame") => {
            session AddLane "Add a lane" ["Ctrl+Shift+L"] If(can::edit), also "swimlane row pool actor", do |s| s.add_lane();
            session AddPhase "Add a phase" ["Ctrl+Shift+P"] If(can::edit), also "stage column section", do |s| s.add_phase();
            session AddMoment "Add a moment" ["Ctrl+Shift+M"] If(can::edit), also "column time", do |s| s.add_moment();
            session AddRole "Add a role" ["Ctrl+Shift+R"] If(can::edit), also "person job actor", do |s| s.add_record(Kind::Role);
            session AddAiSystem "Add an AI system" [] If(can::edit), also "model bot tool", do |s| s.add_record(Kind::AiSystem);
        }
        section("variants") => {
            session AddVariant "Add a variant" [] If(can::edit), also "version scenario", do |s| s.add_variant();
            session CarryOver "Copy to After" ["Ctrl+Shift+C"] If(can::carry_over), also "to-be future state", do |s| s.carry_over();
            session StartSecond "Start After from Before" [] If(can::edit), also "to-be future state", do |s| s.start_second();
        }
    }
    Help {
        section("help") => {
            window Palette "Search or run a command" ["Ctrl+K"] Anywhere;
            window Keyboard "Keyboard" ["F1"] Anywhere, also "help shortcuts keys";
            window About "About Frontstage" [] Anywhere;
        }
    }
}
