//! Several steps as one: what each field becomes, and what of it has no place in one step.
//!
//! Every field is named here, so that a new one does not compile until somebody says what becomes of it.

use crate::model::{Basis, Money, Pain, Step, StepKind, Time, Worker, Written};

/// What cannot be kept, in words.
pub(super) type LostWords = Vec<String>;

/// `into` with all that `other` says as well; what contradicts it stays out and is noted. What several ways out mean
/// is not said here: it depends on which of them are left.
pub(super) fn add(into: &mut Step, other: &Step, lost: &mut LostWords) {
    let of = other.called().to_owned();
    let Step {
        // The place of the first is that of all.
        lane: _,
        moment: _,
        span: _,
        rank: _,
        title,
        description,
        note,
        kind,
        work,
        workers,
        wait,
        queue_of,
        by_hand,
        cost,
        happens,
        split: _,
        join,
        start,
        enters,
        owner,
        perceived_owner,
        channel,
        systems,
        controls,
        pains,
        answers,
        markers,
        feeling,
        replaces,
        links,
        ai,
        opportunity,
        basis,
        ext,
    } = other.clone();
    join_words(&mut into.title, &title, ", ");
    join_words(&mut into.description, &description, "\n");
    join_words(&mut into.note, &note, "\n");
    if kind == StepKind::Action {
        into.kind = StepKind::Action;
    }
    let mut alone = |words: &mut String, theirs: String, what: &str| {
        if words.trim().is_empty() {
            *words = theirs;
        } else if !theirs.trim().is_empty() && words.trim() != theirs.trim() {
            lost.push(format!("{what} “{}” of “{of}”", theirs.trim()));
        }
    };
    alone(&mut into.owner, owner, "the owner");
    alone(
        &mut into.perceived_owner,
        perceived_owner,
        "who the customer thinks it is",
    );
    alone(&mut into.channel, channel, "the channel");
    let figures = Figures {
        theirs: &basis,
        of: &of,
    };
    figures.basis(into, "work", (into.work.is_some(), work.is_some()), lost);
    figures.basis(into, "wait", (into.wait.is_some(), wait.is_some()), lost);
    figures.basis(into, "cost", (into.cost.is_some(), cost.is_some()), lost);
    let have_workers = (!into.workers.is_empty(), !workers.is_empty());
    figures.basis(into, "workers", have_workers, lost);
    work_together(into, work, workers, &of, lost);
    if into.work.is_none() {
        into.basis.remove("work");
    }
    into.wait = times(into.wait.take(), wait, &format!("the wait of “{of}”"), lost);
    same_or_lost(
        &mut into.queue_of,
        queue_of,
        || format!("whose queue “{of}” is"),
        lost,
    );
    let what = format!("the work time of “{of}” without the AI");
    into.by_hand = times(into.by_hand.take(), by_hand, &what, lost);
    into.cost = match (into.cost, cost) {
        (Some(one), Some(two)) => Some(Money(one.0 + two.0)),
        (one, two) => one.or(two),
    };
    if into.happens != happens {
        // One of them is passed by more often: of both together nobody knows.
        into.happens = None;
        lost.push(format!("in how many cases “{of}” happens"));
    }
    same_or_lost(
        &mut into.join,
        join,
        || format!("how “{of}” joins ways"),
        lost,
    );
    if start == Some(true) {
        into.start = start;
    }
    same_or_lost(
        &mut into.enters,
        enters,
        || format!("how many cases begin at “{of}”"),
        lost,
    );
    same_or_lost(
        &mut into.feeling,
        feeling,
        || format!("the feeling at “{of}”"),
        lost,
    );
    if into.ai.is_some() && ai.is_some() {
        lost.push(format!("the AI touchpoint of “{of}”"));
    } else if ai.is_some() {
        into.ai = ai;
    }
    same_or_lost(
        &mut into.opportunity,
        opportunity,
        || format!("what AI could take of “{of}”"),
        lost,
    );
    let is_same = |one: &String, two: &String| one.to_lowercase() == two.to_lowercase();
    append(&mut into.systems, systems, is_same);
    append(&mut into.controls, controls, |one, two| one.id == two.id);
    append(&mut into.pains, pains, |one: &Pain, two| one.id == two.id);
    append(&mut into.answers, answers, PartialEq::eq);
    append(&mut into.markers, markers, PartialEq::eq);
    append(&mut into.replaces, replaces, PartialEq::eq);
    append(&mut into.links, links, PartialEq::eq);
    for (name, basis) in basis {
        if !["work", "workers", "wait", "cost"].contains(&&*name) {
            into.basis.entry(name).or_insert(basis);
        }
    }
    for (name, value) in ext {
        if into.ext.get(&name).is_some_and(|own| *own != value) {
            lost.push(format!("data of other tools at “{of}”"));
        } else {
            into.ext.insert(name, value);
        }
    }
}

/// Puts words behind others, unless they stand there.
pub(super) fn join_words(words: &mut String, more: &str, between: &str) {
    let more = more.trim();
    if more.is_empty() || words.trim() == more {
        return;
    }
    if !words.trim().is_empty() {
        words.push_str(between);
    }
    words.push_str(more);
}

fn append<T>(list: &mut Vec<T>, more: Vec<T>, is_same: impl Fn(&T, &T) -> bool) {
    for item in more {
        if !list.iter().any(|one| is_same(one, &item)) {
            list.push(item);
        }
    }
}

/// Takes what is said where nothing was; what contradicts is noted.
fn same_or_lost<T: PartialEq>(
    one: &mut Option<T>,
    other: Option<T>,
    what: impl Fn() -> String,
    lost: &mut LostWords,
) {
    match (&*one, other) {
        (None, other) => *one = other,
        (Some(known), Some(other)) if *known != other => lost.push(what()),
        _ => {}
    }
}

/// Two times one after the other. Of two spreads the means are added, which is noted.
fn times(
    one: Option<Written<Time>>,
    other: Option<Written<Time>>,
    what: &str,
    lost: &mut LostWords,
) -> Option<Written<Time>> {
    match (one, other) {
        (Some(Written::Known(one)), Some(Written::Known(other))) => {
            Some(Written::Known(one.plus(other).unwrap_or_else(|| {
                lost.push(format!("the spread of {}", what.trim_start_matches("the ")));
                one.means_together(other)
            })))
        }
        (Some(one), Some(other)) => {
            lost.push(format!("{what}, {other}"));
            Some(one)
        }
        (one, other) => one.or(other),
    }
}

/// The work of both: of each role, and of nobody in particular.
fn work_together(
    into: &mut Step,
    work: Option<Written<Time>>,
    workers: Vec<Worker>,
    of: &str,
    lost: &mut LostWords,
) {
    let what = format!("the work time of “{of}”");
    if into.workers.is_empty() != workers.is_empty() {
        // Workers take the place of a time that is nobody's: whose it would be, nobody said.
        let nobodys = if into.workers.is_empty() {
            into.work
                .take()
                .map(|work| ("the work time before its roles were known", work))
        } else {
            work.clone().map(|work| (&*what, work))
        };
        lost.extend(nobodys.map(|(what, time)| format!("{what}, {time}")));
    }
    for worker in workers {
        match into.workers.iter_mut().find(|own| own.role == worker.role) {
            Some(own) => own.work = times(own.work.take(), worker.work, &what, lost),
            None => into.workers.push(worker),
        }
    }
    if into.workers.is_empty() {
        into.work = times(into.work.take(), work, &what, lost);
    }
}

/// Where figures that are added up come from.
struct Figures<'a> {
    theirs: &'a std::collections::BTreeMap<String, Basis>,
    of: &'a str,
}

impl Figures<'_> {
    /// A sum is trusted as far as the lesser of its parts; where nobody said of one where it comes from, nobody knows
    /// of the sum.
    fn basis(&self, into: &mut Step, name: &str, known: (bool, bool), lost: &mut LostWords) {
        let theirs = self.theirs.get(name);
        match known {
            (_, false) => {}
            (false, true) => {
                if let Some(theirs) = theirs {
                    into.basis.insert(name.to_owned(), theirs.clone());
                }
            }
            (true, true) => match (into.basis.get(name), theirs) {
                (Some(own), Some(theirs)) if theirs.kind < own.kind => {
                    into.basis.insert(name.to_owned(), theirs.clone());
                }
                (Some(_), Some(_)) | (None, None) => {}
                _ => {
                    into.basis.remove(name);
                    lost.push(format!("where the {name} of “{}” comes from", self.of));
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BasisKind, Control, Share};

    fn both(one: Step, other: &Step) -> (Step, LostWords) {
        let (mut into, mut lost) = (one, Vec::new());
        add(&mut into, other, &mut lost);
        (into, lost)
    }

    fn step(title: &str, work: &str) -> Step {
        Step {
            title: title.to_owned(),
            work: Some(Written::read(work)),
            ..Step::default()
        }
    }

    #[test]
    fn words_lists_and_times_come_together() {
        let mut one = step("Opens the claim", "1m");
        one.systems = vec!["CRM".to_owned()];
        let mut other = step("Checks cover", "90s");
        other.systems = vec!["crm".to_owned(), "Cover".to_owned()];
        other.note = "Slow".to_owned();
        other.controls = vec![Control {
            id: "four-eyes".into(),
            ..Control::default()
        }];
        other.channel = "chat".to_owned();
        let (step, lost) = both(one, &other);
        assert_eq!(step.title, "Opens the claim, Checks cover");
        assert_eq!(step.work, Some(Written::read("2m 30s")));
        assert_eq!(step.systems, ["CRM", "Cover"]);
        assert_eq!(
            (step.note.as_str(), step.channel.as_str()),
            ("Slow", "chat")
        );
        assert_eq!(step.controls.len(), 1);
        assert_eq!(lost, Vec::<String>::new());
    }

    #[test]
    fn what_contradicts_is_said() {
        let mut one = step("Calls", "uniform 1m 5m");
        (one.channel, one.owner) = ("phone".to_owned(), "Desk".to_owned());
        one.basis.insert(
            "work".to_owned(),
            Basis {
                kind: BasisKind::Measured,
                ..Basis::default()
            },
        );
        let mut other = step("Writes", "uniform 1m 5m");
        (other.channel, other.owner) = ("letter".to_owned(), "Desk".to_owned());
        other.happens = Some(Share(0.5));
        let (step, lost) = both(one, &other);
        assert_eq!(step.work, Some(Written::read("6m")));
        assert_eq!((step.channel.as_str(), step.happens), ("phone", None));
        assert_eq!(step.basis.len(), 0);
        assert_eq!(
            lost,
            [
                "the channel “letter” of “Writes”",
                "where the work of “Writes” comes from",
                "the spread of work time of “Writes”",
                "in how many cases “Writes” happens",
            ]
        );
    }

    #[test]
    fn the_work_of_a_role_is_added_to_its_own() {
        let worker = |role: &str, work: &str| Worker {
            role: role.into(),
            work: Some(Written::read(work)),
        };
        let mut one = step("Calls", "1m");
        one.workers = vec![worker("agent", "2m")];
        let mut other = step("Writes", "1m");
        other.workers = vec![worker("agent", "1m"), worker("clerk", "5m")];
        let (together, lost) = both(one.clone(), &other);
        assert_eq!(
            together.workers,
            [worker("agent", "3m"), worker("clerk", "5m")]
        );
        assert_eq!(lost, Vec::<String>::new());
        let (together, lost) = both(one, &step("Writes", "1m"));
        assert_eq!(together.workers, [worker("agent", "2m")]);
        assert_eq!(lost, ["the work time of “Writes”, 1m"]);
    }
}
