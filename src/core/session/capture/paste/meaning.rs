//! What the cells of a column say: which field of a step they fill. Knows the words that head such columns, and no
//! blueprint.

use super::super::{line::length, name::fold};
use crate::model::{Feeling, Time};

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each names the field it fills")]
pub enum ColumnMeaning {
    Who,
    Step,
    Time,
    Wait,
    Pain,
    Phase,
    /// The name of the moment.
    Moment,
    Note,
    Channel,
    Systems,
    Owner,
    Feeling,
    Controls,
    /// Steps of the lane that the column's heading names.
    OfLane,
    Ignored,
}

impl ColumnMeaning {
    /// Every meaning, as a pick list shows them.
    pub const ALL: &[Self] = &[
        Self::OfLane,
        Self::Who,
        Self::Step,
        Self::Phase,
        Self::Moment,
        Self::Time,
        Self::Wait,
        Self::Feeling,
        Self::Pain,
        Self::Channel,
        Self::Systems,
        Self::Owner,
        Self::Controls,
        Self::Note,
        Self::Ignored,
    ];

    /// What a pick list calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Who => "Lane",
            Self::Step => "Step",
            Self::Time => "Time",
            Self::Wait => "Wait",
            Self::Pain => "Pain",
            Self::Phase => "Phase",
            Self::Moment => "Moment",
            Self::Note => "Note",
            Self::Channel => "Channel",
            Self::Systems => "Systems",
            Self::Owner => "Owner",
            Self::Feeling => "Feeling",
            Self::Controls => "Controls",
            Self::OfLane => "Its lane",
            Self::Ignored => "Left out",
        }
    }

    /// The meaning that a column's heading names.
    pub(super) fn of_heading(heading: &str) -> Option<Self> {
        let plain = fold(heading);
        let bare = plain.split(['(', '[', '/', ':']).next().unwrap_or("");
        Some(match bare.trim() {
            "lane" | "lanes" | "who" | "actor" | "actors" | "role" | "roles" | "swimlane"
            | "swimlanes" | "swim lane" | "by" => Self::Who,
            "step" | "steps" | "title" | "task" | "tasks" | "activity" | "activities"
            | "action" | "actions" | "what" | "what happens" | "text" | "description" | "name"
            | "card" => Self::Step,
            "time" | "times" | "work" | "work time" | "duration" | "minutes" | "seconds"
            | "hours" | "min" | "mins" | "sec" | "how long" | "time taken" | "time needed"
            | "handling time" | "processing time" | "cycle time" => Self::Time,
            "wait" | "waiting" | "delay" | "wait time" | "waiting time" | "queue time"
            | "idle time" => Self::Wait,
            "pain" | "pains" | "pain point" | "pain points" | "problem" | "problems" | "issue"
            | "issues" | "frustrations" | "fail point" | "fail points" => Self::Pain,
            "phase" | "phases" | "stage" | "stages" | "journey phase" | "journey stage" => {
                Self::Phase
            }
            "moment" | "moments" => Self::Moment,
            "note" | "notes" | "comment" | "comments" | "remark" | "remarks" | "evidence"
            | "physical evidence" => Self::Note,
            "channel" | "channels" => Self::Channel,
            "system" | "systems" | "tool" | "tools" | "it systems" | "software" => Self::Systems,
            "owner" | "owners" | "responsible" | "accountable" => Self::Owner,
            "feeling" | "feelings" | "emotion" | "emotions" | "mood" | "sentiment" => Self::Feeling,
            "control" | "controls" => Self::Controls,
            _ => return None,
        })
    }

    /// Whether it heads the names of lanes or of phases rather than a field of steps: what stands in the corner
    /// of a table.
    pub(super) fn is_corner(self) -> bool {
        matches!(self, Self::Who | Self::Step | Self::Phase | Self::Moment)
    }
}

/// A time in a cell; a plain number takes the unit that the heading names.
pub(super) fn time_in(heading: &str, text: &str) -> Option<Time> {
    if let Some(time) = length::read(text) {
        return Some(time);
    }
    let heading = fold(heading);
    let mut words = heading
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let unit = words.find_map(|word| match word {
        "s" | "sec" | "secs" | "second" | "seconds" => Some("s"),
        "m" | "min" | "mins" | "minute" | "minutes" => Some("min"),
        "h" | "hour" | "hours" => Some("h"),
        "d" | "day" | "days" => Some("d"),
        _ => None,
    })?;
    length::read(&format!("{text} {unit}"))
}

/// Whether most of the cells are times, and there is one.
pub(super) fn are_times<'a>(heading: &str, cells: impl Iterator<Item = &'a str>) -> bool {
    let (times, all) = cells.fold((0, 0), |(times, all), cell| {
        (
            times + usize::from(time_in(heading, cell).is_some()),
            all + 1,
        )
    });
    all > 0 && times * 2 > all
}

/// Whether all cells only count: `1`, `Step 2`, `#3`.
pub(super) fn are_numbers<'a>(mut cells: impl Iterator<Item = &'a str>) -> bool {
    cells.all(|cell| {
        let cell = cell.to_lowercase();
        let words = ["step", "moment", "no", "nr", "#"];
        let bare = words.iter().find_map(|word| cell.strip_prefix(word));
        let bare = bare.unwrap_or(&cell).trim_matches(['.', ')', ' ', ':']);
        !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit())
    })
}

/// A feeling as people put it into a cell: a number, a word or a face.
pub(super) fn feeling_in(text: &str) -> Option<Feeling> {
    let plain = fold(text);
    let scale = [-2, -1, 0, 1, 2].map(Feeling);
    let in_words = scale.into_iter().find(|it| fold(it.words()) == plain);
    if in_words.is_some() {
        return in_words;
    }
    Some(Feeling(match text.trim_matches(['\u{fe0f}', ' ']) {
        "-2" | "−2" | "--" | "😠" | "😡" | "😢" | "😭" | "😞" => -2,
        "-1" | "−1" | "-" | "−" | "🙁" | "☹" | "😕" | "😟" => -1,
        "0" | "😐" | "😶" => 0,
        "1" | "+1" | "+" | "🙂" | "😊" | "☺" => 1,
        "2" | "+2" | "++" | "😀" | "😃" | "😄" | "😁" | "😍" => 2,
        _ if plain == "neutral" => 0,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_number_is_a_time_where_the_heading_has_a_unit() {
        let time = |heading, text| time_in(heading, text).map(|time| time.to_string());
        assert_eq!(time("Time (min)", "5").as_deref(), Some("5m"));
        assert_eq!(time("Time", "5"), None);
        assert_eq!(time("Time", "5 min").as_deref(), Some("5m"));
    }

    #[test]
    fn cells_that_only_count_are_no_names() {
        assert!(are_numbers(["1", "Step 2", "#3", "4."].into_iter()));
        assert!(!are_numbers(["1", "Phase 2"].into_iter()));
        assert!(!are_numbers(["Step"].into_iter()));
    }

    #[test]
    fn a_feeling_is_read_as_people_put_it() {
        for (text, feeling) in [
            ("-2", -2),
            ("very good", 2),
            ("😐", 0),
            ("☹️", -1),
            ("+", 1),
        ] {
            assert_eq!(feeling_in(text), Some(Feeling(feeling)), "{text}");
        }
        assert_eq!(feeling_in("confused"), None);
    }
}
