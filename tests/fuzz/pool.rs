//! The texts that inputs are made from: the templates and examples, the golden file, and random documents.

use std::collections::BTreeMap;

use frontstage::{
    format::write,
    model::{Blueprint, Ids},
    session::{Action, Command, Effect, Session},
    templates::TEMPLATES,
};
use proptest::strategy::{BoxedStrategy, Strategy as _};

use crate::{
    chance::{Chance, sample},
    common::{blueprints, muddled_blueprints, odd_blueprints},
};

const GOLDEN: &str = include_str!("../golden/every-field.blueprint.ron");
/// How many inputs in a row share their random documents: making one costs more than reading it.
const BLOCK: u64 = 512;
/// How many random documents of each kind they share.
const MADE: usize = 8;
/// A template shorter than this, in bytes, is read as often as a random document; the others now and then.
const SHORT: usize = 4_000;

/// Documents to begin with.
pub(crate) struct Pool {
    strategies: [BoxedStrategy<Blueprint>; 3],
    block: Option<u64>,
    made: Vec<String>,
    short: Vec<String>,
    long: Vec<String>,
    copied: Vec<String>,
}

impl Default for Pool {
    fn default() -> Self {
        let (mut short, mut long) = (vec![GOLDEN.to_owned()], Vec::new());
        for template in TEMPLATES {
            let list = match template.text.len() < SHORT {
                true => &mut short,
                false => &mut long,
            };
            list.push(template.text.to_owned());
        }
        let copied = long.iter().filter_map(|text| copy_all(text)).collect();
        Self {
            strategies: [
                blueprints().boxed(),
                odd_blueprints().boxed(),
                muddled_blueprints().boxed(),
            ],
            block: None,
            made: Vec::new(),
            short,
            long,
            copied,
        }
    }
}

impl Pool {
    /// Brings the random documents of a numbered input.
    pub(crate) fn turn_to(&mut self, number: u64) {
        let block = number / BLOCK;
        if self.block == Some(block) {
            return;
        }
        let mut runner = Chance::of(u64::MAX - block).runner();
        let strategies = &self.strategies;
        let documents = (0..MADE * strategies.len())
            .map(|place| sample(&strategies[place % strategies.len()], &mut runner));
        self.made = documents.map(|document| write(&document)).collect();
        self.block = Some(block);
    }

    /// A document.
    pub(crate) fn text(&self, chance: &mut Chance) -> &str {
        let list = match chance.below(24) {
            0 => &self.long,
            1..=7 => &self.short,
            _ => &self.made,
        };
        chance.pick::<String>(list)
    }

    /// What was copied in another document.
    pub(crate) fn copied(&self, chance: &mut Chance) -> &str {
        chance.pick::<String>(&self.copied)
    }
}

/// What the clipboard holds once every step of a document was copied.
fn copy_all(text: &str) -> Option<String> {
    let blueprint = frontstage::format::read(text.as_bytes()).unwrap().blueprint;
    let mut session = Session::new(blueprint, None, Ids::from_seed(99), Default::default());
    session.run(Action::Command(Command::SelectAll));
    session.run(Action::Command(Command::Copy));
    let effects = session.take_effects().into_iter();
    let mut copied = effects.filter_map(|effect| match effect {
        Effect::CopySteps(fragment) => Some(fragment.text()),
        Effect::Reveal | Effect::Ask(_) => None,
    });
    copied.next_back()
}

/// How often each thing happened.
#[derive(Default)]
pub(crate) struct Figures(BTreeMap<&'static str, u64>);

impl Figures {
    pub(crate) fn count(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    pub(crate) fn of(&self, what: &str) -> u64 {
        self.0.get(what).copied().unwrap_or_default()
    }

    pub(crate) fn say(&self) {
        let said: Vec<String> = self.0.iter().map(|(w, n)| format!("{n} {w}")).collect();
        eprintln!("{}", said.join(", "));
    }
}
