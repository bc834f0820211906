//! One line as somebody says it: who, what, how long, what hurts. Knows no blueprint.
//!
//! Recognises little and only where it cannot be meant otherwise: a plain number is no time, a colon in
//! the middle of a sentence names nobody, and what stands in quotes is taken as it is. Every letter
//! of the line is in one [`LinePart`], so that nothing gets lost.

pub mod length;
mod signs;
mod tag;

use std::ops::Range;

use crate::model::{Share, Split, StepKind, Time};

/// Which way a line goes on from the last step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Onward {
    /// In the same moment as long as that reads well, else in the next; connected to the last step.
    #[default]
    On,
    /// `>`: in the next moment.
    Next,
    /// `+`: in the same moment.
    Same,
    /// `<`: a second way out of the step before the last.
    Branch,
    /// `/`: not connected.
    Apart,
    /// `^`: no step, but a way from the last one to a step that is there.
    Back,
}

/// When a way is taken: `[rejected 30 %]` before the name or the title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WayCondition {
    /// What stood in the brackets.
    pub said: String,
    /// What the connector says; empty where only a share was said.
    pub label: String,
    /// The share of the cases that go this way.
    pub share: Option<Share>,
}

/// What a stretch of the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each names the field of the line it is")]
pub enum LinePart {
    Way,
    Phase,
    Name,
    Title,
    Time,
    Wait,
    Pain,
    Ai,
    Condition,
    Channel,
    System,
}

/// A line, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CapturedLine {
    /// Which way it goes on; [`Onward::On`] without a sign at the beginning.
    pub way: Onward,
    /// `<?` and `<&`: what the ways out mean of the step that it leaves from.
    pub split: Option<Split>,
    /// The same at the end of a line: what the ways out of this step mean.
    pub decides: Option<Split>,
    /// When the way to it is taken.
    pub condition: Option<WayCondition>,
    /// `# Name`: it begins a phase, and is no step.
    pub phase: Option<String>,
    /// What stood before the colon; none if no name was recognised there.
    pub name: Option<String>,
    /// What happens; empty in a line that only adds a pain to the last step or says what its ways out mean. The
    /// title of the step that a way back leads to.
    pub title: String,
    /// Work, or waiting if the title begins with a word for it.
    pub kind: StepKind,
    /// How long it takes; none if nobody said.
    pub work: Option<Time>,
    /// How long nothing happens after it; none if nobody said.
    pub wait: Option<Time>,
    /// What hurts; empty after a bare `!`: nobody has said it in words yet.
    pub pains: Vec<String>,
    /// Whether AI does it: `@AI` stood at the end.
    pub ai: bool,
    /// `@phone`, `@"live chat"`: its channel; empty if nobody said.
    pub channel: String,
    /// `=CRM`, `="Case tool"`: systems it uses.
    pub systems: Vec<String>,
    /// What each stretch of the text is, in order; together they hold every letter.
    pub parts: Vec<(Range<usize>, LinePart)>,
}

/// Reads a line. `is_known` says whether a lane or a role is called so.
pub fn read(text: &str, is_known: impl Fn(&str) -> bool) -> CapturedLine {
    let mut line = CapturedLine::default();
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    if start >= end {
        return line;
    }
    if text[start..].starts_with('#') {
        line.phase = Some(text[start..end].trim_start_matches('#').trim().to_owned());
        line.parts.push((start..end, LinePart::Phase));
        return line;
    }
    let mut at = start;
    if let Some(sign) = signs::way(&text[start..end]) {
        (line.way, line.split) = (sign.way, sign.split);
        at += sign.length;
        line.parts.push((start..at, LinePart::Way));
    }
    // What is not connected has no way to it that could be taken or not.
    if line.way != Onward::Apart
        && let Some((place, condition)) = signs::condition(&text[at..end], &is_known)
    {
        line.condition = Some(condition);
        let place = at + place.start..at + place.end;
        at = place.end;
        line.parts.push((place, LinePart::Condition));
    }
    if line.way == Onward::Back {
        // All that is left is the title of a step that is there, whatever it looks like.
        line.set_title(text, &words(text, at..end));
        (line.kind, line.work, line.wait) = (StepKind::Action, None, None);
        return line;
    }
    if let Some(colon) = signs::name_end(&text[at..end], is_known) {
        let name = text[at..at + colon].trim();
        line.name = Some(name.to_owned());
        let from = at + (text[at..].len() - text[at..].trim_start().len());
        line.parts.push((from..at + colon + 1, LinePart::Name));
        at += colon + 1;
        // Said behind the name it is meant just so.
        if line.way == Onward::On
            && let Some((gap, sign)) = signs::way_behind(&text[at..end])
        {
            (line.way, line.split) = (sign.way, sign.split);
            let from = at + gap;
            at = from + sign.length;
            line.parts.push((from..at, LinePart::Way));
        }
        if line.way != Onward::Apart
            && line.condition.is_none()
            && let Some((place, condition)) = signs::condition(&text[at..end], |_| false)
        {
            line.condition = Some(condition);
            let place = at + place.start..at + place.end;
            at = place.end;
            line.parts.push((place, LinePart::Condition));
        }
    }
    line.read_rest(text, at..end);
    line.parts.sort_by_key(|(range, _)| range.start);
    line
}

/// Where the name or the title begins: behind the sign and the condition.
pub fn beginning(text: &str) -> usize {
    let start = text.len() - text.trim_start().len();
    let sign = signs::way(text[start..].trim_end());
    let mut at = start + sign.map_or(0, |sign| sign.length);
    let condition = signs::condition(&text[at..], |_| false);
    at += condition.map_or(0, |(place, _)| place.end);
    at + (text[at..].len() - text[at..].trim_start().len())
}

/// Whether a line begins as a way back to a step that is there.
pub fn leads_back(text: &str) -> bool {
    signs::way(text.trim()).is_some_and(|sign| sign.way == Onward::Back)
}

/// Reads a title with what may stand after it, and no name before it.
pub fn read_title(text: &str) -> CapturedLine {
    let mut line = CapturedLine::default();
    line.read_rest(text, 0..text.len());
    line.parts.sort_by_key(|(range, _)| range.start);
    line
}

/// Reads what stands in `text` from `at` on as marks of the title before it; `None` when it is anything else.
pub fn read_marks(text: &str, at: usize) -> Option<CapturedLine> {
    let title = CapturedLine {
        title: without_comma(text[..at].trim()).to_owned(),
        ..CapturedLine::default()
    };
    title.with_marks(&words(text, at..text.len()))
}

/// A title without the comma that led to a mark.
pub(super) fn without_comma(title: &str) -> &str {
    title.trim_end_matches([',', ';', '–', '—', '-', ' '])
}

/// A word and where it stands.
type PlacedWord<'a> = (Range<usize>, &'a str);

fn words(text: &str, within: Range<usize>) -> Vec<PlacedWord<'_>> {
    let part = &text[within.clone()];
    part.split_whitespace()
        .map(|word| {
            let at = within.start + (word.as_ptr() as usize - part.as_ptr() as usize);
            (at..at + word.len(), word)
        })
        .collect()
}

impl CapturedLine {
    /// Title and what stands after it.
    fn read_rest(&mut self, text: &str, within: Range<usize>) {
        if self.read_quoted(text, within.clone()) {
            return;
        }
        let words = words(text, within);
        let first_pain = words.iter().position(|(_, word)| is_pain(word));
        let mut title_end = first_pain.unwrap_or(words.len());
        if let Some(first) = first_pain {
            self.read_pains(&words[first..]);
        }
        title_end = self.read_tail(&words[..title_end], 1);
        self.set_title(text, &words[..title_end]);
    }

    /// A title in quotes, if nothing but marks stands after it.
    fn read_quoted(&mut self, text: &str, within: Range<usize>) -> bool {
        let open =
            within.start + (text[within.clone()].len() - text[within.clone()].trim_start().len());
        let close = match text[open..within.end].chars().next() {
            Some('"') => '"',
            Some('“') => '”',
            _ => return false,
        };
        let inner = open + text[open..].chars().next().map_or(0, char::len_utf8);
        let Some(length) = text[inner..within.end].find(close) else {
            return false;
        };
        let end = inner + length + close.len_utf8();
        let title = text[inner..inner + length].trim();
        let tail = words(text, end..within.end);
        let Some(tried) = self.with_marks(&tail).filter(|_| !title.is_empty()) else {
            return false;
        };
        *self = tried;
        title.clone_into(&mut self.title);
        self.parts.push((open..end, LinePart::Title));
        true
    }

    /// The line with the marks that the words are; `None` when they are anything else.
    fn with_marks(&self, words: &[PlacedWord<'_>]) -> Option<Self> {
        let mut line = self.clone();
        let first_pain = words.iter().position(|(_, word)| is_pain(word));
        if let Some(first) = first_pain {
            line.read_pains(&words[first..]);
        }
        let left = line.read_tail(&words[..first_pain.unwrap_or(words.len())], 0);
        (left == 0).then_some(line)
    }

    fn set_title(&mut self, text: &str, words: &[PlacedWord<'_>]) {
        let (Some((first, _)), Some((last, _))) = (words.first(), words.last()) else {
            return;
        };
        let range = first.start..last.end;
        let mut title = text[range.clone()]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let has_tags = !self.channel.is_empty() || !self.systems.is_empty();
        if self.work.is_some() || self.wait.is_some() || has_tags {
            // “Reads the case, 1m10”: the comma led to the time.
            let bare = without_comma(&title).len();
            if bare > 0 {
                title.truncate(bare);
            }
        }
        if length::is_waiting(words[0].1) {
            self.kind = StepKind::Wait;
            if self.wait.is_none() {
                self.wait = self.work.take();
            }
        }
        self.title = title;
        self.parts.push((range, LinePart::Title));
    }

    /// `! text ! text`: every pain with its words. Marks after the last that is bare are the step's own.
    fn read_pains(&mut self, words: &[PlacedWord<'_>]) {
        let starts: Vec<usize> = (0..words.len())
            .filter(|at| is_pain(words[*at].1))
            .collect();
        for (number, start) in starts.iter().enumerate() {
            let end = starts.get(number + 1).copied().unwrap_or(words.len());
            let segment = &words[*start..end];
            let bare = segment[0].1.trim_start_matches('!').is_empty();
            if bare && number + 1 == starts.len() && segment.len() > 1 {
                let mut tried = self.clone();
                if tried.read_tail(&segment[1..], 0) == 0 {
                    *self = tried;
                    self.push_pain(&segment[..1]);
                    continue;
                }
            }
            self.push_pain(segment);
        }
    }

    fn push_pain(&mut self, words: &[PlacedWord<'_>]) {
        let said: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
        let text = said.join(" ");
        self.pains
            .push(text.trim_start_matches('!').trim().to_owned());
        self.push_part(words, LinePart::Pain);
    }

    fn push_part(&mut self, words: &[PlacedWord<'_>], part: LinePart) {
        if let (Some((first, _)), Some((last, _))) = (words.first(), words.last()) {
            self.parts.push((first.start..last.end, part));
        }
    }

    /// Takes marks off the end, leaving at least `keep` words; says how many words are left.
    fn read_tail(&mut self, words: &[PlacedWord<'_>], keep: usize) -> usize {
        let mut end = words.len();
        while end > keep {
            let rest = &words[..end];
            if rest[end - 1].1.eq_ignore_ascii_case("@ai") && !self.ai {
                self.ai = true;
                end -= 1;
                self.push_part(&rest[end..], LinePart::Ai);
                continue;
            }
            if let Some(start) = self.read_tag(rest, keep) {
                end = start;
                continue;
            }
            let plain: Vec<&str> = rest.iter().map(|(_, word)| *word).collect();
            let is_full = self.work.is_some() && self.wait.is_some();
            let Some((start, time)) = length::at_end(&plain, keep).filter(|_| !is_full) else {
                break;
            };
            let before = &plain[..start];
            let is_wait = self.wait.is_none()
                && length::ends_in_wait(before, keep)
                && (self.work.is_some() || length::wait_is_mark(before, keep));
            if is_wait {
                self.wait = Some(time);
                self.push_part(&rest[start - 1..], LinePart::Wait);
                end = start - 1;
            } else if self.work.is_none() {
                self.work = Some(time);
                self.push_part(&rest[start..], LinePart::Time);
                end = start;
            } else {
                break;
            }
        }
        end
    }
}

/// `!`, `!!`, `!no history`: a mark of its own, and not the end of a word.
fn is_pain(word: &str) -> bool {
    let rest = word.trim_start_matches('!');
    rest.len() < word.len() && rest.chars().next().is_none_or(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        let known = |name: &str| {
            matches!(
                name,
                "Agent" | "Customer" | "ag" | "Back office of the bank"
            )
        };
        let line = read(text, known);
        check_covered(text, &line);
        let mut words = Vec::new();
        match line.way {
            Onward::On => {}
            way => words.push(format!("{way:?}")),
        }
        words.extend(line.split.map(|split| format!("{split:?}")));
        words.extend(line.condition.map(|condition| condition.words()));
        words.extend(line.phase.map(|phase| format!("# {phase}")));
        words.extend(line.name.map(|name| format!("{name}:")));
        if line.kind == StepKind::Wait {
            words.push("Wait".to_owned());
        }
        if !line.title.is_empty() {
            words.push(format!("“{}”", line.title));
        }
        words.extend(line.work.map(|time| time.to_string()));
        words.extend(line.wait.map(|time| format!("then {time}")));
        words.extend(line.pains.iter().map(|pain| format!("!{pain}")));
        words.extend(line.ai.then(|| "AI".to_owned()));
        if !line.channel.is_empty() {
            words.push(format!("@{}", line.channel));
        }
        words.extend(line.systems.iter().map(|system| format!("={system}")));
        words.extend(line.decides.map(|split| format!("decides {split:?}")));
        assert_eq!(words.join(" "), expected, "{text}");
    }

    /// Every letter is in exactly one part.
    fn check_covered(text: &str, line: &CapturedLine) {
        let mut at = 0;
        for (range, part) in &line.parts {
            assert!(
                text[at..range.start].trim().is_empty(),
                "{text:?} {part:?} {line:?}"
            );
            at = range.end;
        }
        assert!(text[at..].trim().is_empty(), "{text:?} {line:?}");
    }

    #[test]
    fn a_line_as_it_is_said() {
        check(
            "Agent: Reads the case 1m10 !",
            "Agent: “Reads the case” 1m 10s !",
        );
        check("ag:reads it 1:30", "ag: “reads it” 1m 30s");
        check(
            "Agent: Reads the case ! no history ! slow",
            "Agent: “Reads the case” !no history !slow",
        );
        check("Agent: Reads the case ! 2m", "Agent: “Reads the case” 2m !");
        check("Reads it 5-8-20m", "“Reads it” triangular 5m 8m 20m");
        check("Reads the case, 1,5 min", "“Reads the case” 1m 30s");
        check("Reads the case (about 2 minutes)", "“Reads the case” 2m");
        check("Drafts the answer 20s @AI", "“Drafts the answer” 20s AI");
        check("Sends it 5m wait 2d", "“Sends it” 5m then 2d");
        check("Sends it, wait 2 days", "“Sends it” then 2d");
        check("Agent: Waits for 2 days", "Agent: Wait “Waits” then 2d");
        check("Signs it takes about 3 min", "“Signs it” 3m");
        check(
            "Agent: Reads the case, about a quarter of an hour !",
            "Agent: “Reads the case” 15m !",
        );
        check(
            "Customer: Waits an hour and a half",
            "Customer: Wait “Waits” then 1h 30m",
        );
        check(
            "Sends the letter ten minutes wait a day",
            "“Sends the letter” 10m then 1d",
        );
        check(
            "Customer: Waits for the half an hour show",
            "Customer: Wait “Waits for the half an hour show”",
        );
        check(
            "Back office of the bank: Books it",
            "Back office of the bank: “Books it”",
        );
        check("Billing: Sends the invoice", "Billing: “Sends the invoice”");
        check("# Settle the case", "# Settle the case");
        check("> Agent: Calls back", "Next Agent: “Calls back”");
        check("<hangs up", "Branch “hangs up”");
        check("! nobody knows why", "!nobody knows why");
    }

    #[test]
    fn ways_conditions_channels_and_systems_are_said_in_a_line() {
        check(
            "<? [rejected 30 %] Agent: Writes a letter 5m",
            "Branch Either when “rejected”, 30 % Agent: “Writes a letter” 5m",
        );
        check(
            "Agent: <? [no] Pays",
            "Branch Either when “no” Agent: “Pays”",
        );
        check("Agent: <b>Pays</b>", "Agent: “<b>Pays</b>”");
        check("<& Customer: is told", "Branch Both Customer: “is told”");
        check("<?", "Branch Either");
        check("Agent: Decides 5m <?", "Agent: “Decides” 5m decides Either");
        check("Sends both <& @ai", "“Sends both” AI decides Both");
        check(
            "Agent: [small damage] Pays",
            "when “small damage” Agent: “Pays”",
        );
        check("[12,5 %] Agent: Pays", "12.5 % Agent: “Pays”");
        check("[if it rains] Pays", "when “if it rains” “Pays”");
        check("^ Reads the case", "Back “Reads the case”");
        check(
            "^[papers missing] Waits for: it 5m",
            "Back when “papers missing” “Waits for: it 5m”",
        );
        check("Customer: Calls 5m @phone", "Customer: “Calls” 5m @phone");
        check(
            "Agent: Reads the case, @\"live chat\" =CRM =\"Case tool\" 1m10 !",
            "Agent: “Reads the case” 1m 10s ! @live chat =CRM =Case tool",
        );
        check("Agent: Reads =CRM,SAP @AI", "Agent: “Reads” AI =CRM =SAP");
    }

    #[test]
    fn what_may_be_meant_otherwise_is_left_alone() {
        for title in [
            "[x] Reads it",
            "[ ] Reads it",
            "[1] Reads it",
            "[Agent] Reads it",
            "[link](https://example.org) is sent",
            "[approved]",
            "/ [approved] Pays",
            "Meets @8pm",
            "Writes to @live chat",
            "Checks that 2+2 =4",
            "=CRM",
            "^2 is a square",
            "Call 911",
            "Ask: why?",
            "Opens http://service.example/faq",
            "Meets at 12:30",
            "Replies within 24h",
            "Calls back in 5 min",
            "Prints it 3D",
            "Plays music of the 90s",
            "Says hello!",
            "+1 for the agent",
            "Of all things we heard that day: this one hurts",
            "5m",
            "Notes:",
        ] {
            let plain = title.strip_prefix("/ ");
            let way = plain.map_or("", |_| "Apart ");
            check(title, &format!("{way}“{}”", plain.unwrap_or(title)));
        }
        check("Wait 5", "Wait “Wait 5”");
        check("Asks her to wait 2 min", "“Asks her to wait” 2m");
        check("\"Ask: why? 5m\" 10s", "“Ask: why? 5m” 10s");
        check("\"Quite\" said the agent", "“\"Quite\" said the agent”");
        check("Stays 9000 days", "“Stays 9000 days”");
    }

    fn lines() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "Agent:",
            "agent",
            ":",
            "1m10",
            "wait",
            "for",
            "2",
            "days",
            "!",
            "!!",
            "!slow",
            "@ai",
            "#",
            ">",
            "<",
            "+",
            "\"",
            "“",
            "”",
            "(",
            "1:30",
            "5-8-20m",
            "^",
            "<?",
            "[rejected",
            "30 %]",
            "@phone",
            "=CRM",
            "=\"Case",
            "tool\"",
            "9999999999999999999d",
            "É",
            "返金:",
            "\t",
            "\u{a0}",
            "the",
        ]);
        let spoken = prop::collection::vec(word, 0..9).prop_map(|words| words.join(" "));
        prop_oneof![3 => spoken, 1 => ".{0,40}"]
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(text in lines()) {
            for line in [read(&text, |_| false), read(&text, |_| true), read_title(&text)] {
                check_covered(&text, &line);
            }
        }
    }
}
