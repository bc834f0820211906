//! A session that checks itself after everything that is done to it.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use frontstage::{
    format::write,
    model::{Blueprint, Id, Ids, Step, StepId, Variant},
    patch,
    scene::{Scene, Show, TextMeasure},
    session::{Action, Command, Editing, Effect, Index, Selection, Session},
};

use crate::common::service::service;

static TEXT: LazyLock<Arc<TextMeasure>> = LazyLock::new(Arc::default);

/// A session, and what it was at each of its revisions.
pub(crate) struct Desk {
    pub(crate) session: Session,
    bytes: BTreeMap<u64, String>,
    saved: Option<String>,
    /// Everything is checked after every deed whose number this divides, the document's bytes after each.
    stride: usize,
    runs: usize,
}

impl Desk {
    pub(crate) fn new(blueprint: Blueprint) -> Self {
        Self::with_seed(blueprint, 7)
    }

    /// Another session: what is copied in one is from elsewhere in the other.
    pub(crate) fn with_seed(blueprint: Blueprint, seed: u64) -> Self {
        Self::with_stride(blueprint, seed, 1)
    }

    /// One that checks everything now and then only, for runs that are long.
    pub(crate) fn with_stride(blueprint: Blueprint, seed: u64, stride: usize) -> Self {
        let ids = Ids::from_seed(seed);
        let saved = Some(write(&blueprint));
        let mut desk = Self {
            session: Session::new(blueprint, None, ids, Arc::clone(&TEXT)),
            bytes: BTreeMap::new(),
            saved,
            stride,
            runs: 0,
        };
        desk.check();
        desk
    }

    /// The service made by hand, Before shown.
    pub(crate) fn of_service() -> Self {
        Self::new(service())
    }

    /// The service with an After like Before.
    pub(crate) fn of_started() -> Self {
        let mut desk = Self::of_service();
        desk.command(Command::StartSecond);
        desk
    }

    pub(crate) fn run(&mut self, action: Action) {
        self.session.run(action);
        self.runs += 1;
        match self.runs.is_multiple_of(self.stride) {
            true => self.check(),
            false => self.check_bytes(),
        }
    }

    pub(crate) fn command(&mut self, command: Command) {
        assert!(self.session.can(command), "{command:?} cannot run");
        self.run(Action::Command(command));
    }

    pub(crate) fn select(&mut self, variant: &str, step: &str) {
        let selection = Selection::step(&variant.into(), &step.into());
        self.run(Action::Select(selection));
    }

    pub(crate) fn select_cell(&mut self, variant: &str, lane: &str, moment: &str) {
        let selection = Selection::in_cell(&variant.into(), &lane.into(), &moment.into());
        self.run(Action::Select(selection));
    }

    pub(crate) fn connect(&mut self, variant: &str, from: &str, to: &str) {
        self.run(Action::Connect {
            variant: variant.into(),
            from: from.into(),
            to: to.into(),
        });
    }

    pub(crate) fn save(&mut self) {
        let revision = self.session.history().revision();
        self.session.mark_saved("saved.ron".into(), revision);
        self.saved = Some(self.text());
        self.check();
    }

    /// The document as it would be saved.
    pub(crate) fn text(&self) -> String {
        write(self.session.blueprint())
    }

    /// What was put on the clipboard since the last time it was asked.
    pub(crate) fn copied(&mut self) -> Option<String> {
        let effects = self.session.take_effects().into_iter();
        let mut texts = effects.filter_map(|effect| match effect {
            Effect::CopySteps(fragment) => Some(fragment.text()),
            Effect::Reveal | Effect::Ask(_) => None,
        });
        texts.next_back()
    }

    pub(crate) fn variant(&self, id: &str) -> &Variant {
        self.session.blueprint().variant(&id.into()).unwrap().1
    }

    pub(crate) fn step(&self, variant: &str, id: &str) -> &Step {
        &self.variant(variant).steps[&id.into()]
    }

    /// The id of the only step called `title`.
    pub(crate) fn called(&self, variant: &str, title: &str) -> StepId {
        let steps = self.variant(variant).steps.iter();
        let found: Vec<_> = steps.filter(|(_, step)| step.title == title).collect();
        assert_eq!(found.len(), 1, "steps called {title}");
        found[0].0.clone()
    }

    /// Every connector of a variant by the titles that it joins.
    pub(crate) fn joins(&self, variant: &str) -> Vec<String> {
        let held = self.variant(variant);
        let title = |id: &StepId| held.steps[id].title.clone();
        let mut joins: Vec<String> = held
            .connectors
            .values()
            .map(|c| format!("{} > {}", title(&c.from), title(&c.to)))
            .collect();
        joins.sort();
        joins
    }

    /// The cell of a step, `lane moment`.
    pub(crate) fn cell(&self, variant: &str, step: &StepId) -> String {
        let step = &self.variant(variant).steps[step];
        let (lane, moment) = step.cell().unwrap();
        format!("{lane} {moment}")
    }

    pub(crate) fn selected(&self) -> Vec<&str> {
        let steps = self.session.selection().steps().iter();
        steps.map(Id::as_str).collect()
    }

    pub(crate) fn notice(&self) -> &str {
        self.session.notice().map_or("", |notice| &*notice.text)
    }

    pub(crate) fn question(&self) -> &str {
        self.session.question().map_or("", |asked| &*asked.text)
    }

    /// What holds for every session at any time.
    pub(crate) fn check(&mut self) {
        let session = &self.session;
        let scene = Scene::build(session.shown(), session.lens(), &TEXT);
        assert!(*session.scene() == scene, "the scene is not up to date");
        if !matches!(session.editing(), Some(Editing::New(_))) {
            assert_eq!(session.shown(), session.blueprint());
        }
        let selection = session.selection();
        assert_eq!(selection.still_in(session.blueprint()), *selection);
        self.check_shown();
        let session = &self.session;
        match (session.show(), session.changes()) {
            (Show::One(_), changes) => assert!(changes.is_none()),
            (Show::Compare(first, second) | Show::Overlay(first, second), changes) => {
                let changes = changes.unwrap();
                let blueprint = session.blueprint();
                let comparison = patch::diff_variants(blueprint, first, second);
                assert_eq!(*changes.comparison, comparison);
                assert_eq!(changes.list(), patch::changes(blueprint, first, second));
                let keeps = |control: &frontstage::model::ControlId| {
                    let mut held = session.index().with_control(control);
                    held.any(|(variant, _)| variant == second)
                };
                for change in changes.list() {
                    let alone = (&change.subject, &keeps as &dyn Fn(&_) -> bool);
                    let alone = patch::change_of(blueprint, (first, second), alone.0, alone.1);
                    assert_eq!(alone.as_ref(), Some(change), "said alone");
                }
            }
        }
        for variant in &session.blueprint().variants {
            let tally = session.tally(&variant.id);
            let steps = || variant.steps.values();
            assert_eq!(tally.steps, steps().count());
            assert_eq!(
                tally.touchpoints,
                steps().filter(|s| s.ai.is_some()).count()
            );
            assert_eq!(tally.pains, steps().flat_map(|s| &s.pains).count());
            let blueprint = session.blueprint();
            let is_placed = |step: &Step| blueprint.cell_of(step).is_some();
            let tray = variant.steps.iter().filter(|(_, step)| !is_placed(step));
            assert!(tray.map(|(id, _)| id).eq(&tally.tray));
        }
        let index = Index::of(session.blueprint());
        assert_eq!(*session.index(), index, "kept up to date from patches");
        let (first, other) = session.pair();
        assert!(other.is_none() || first != other, "a variant and itself");
        self.check_bytes();
    }

    /// A revision is the same document whichever way it was reached.
    fn check_bytes(&mut self) {
        let text = self.text();
        let revision = self.session.history().revision();
        let known = self.bytes.entry(revision).or_insert_with(|| text.clone());
        assert_eq!(*known, text, "revision {revision} is another document");
        if !self.session.is_dirty() {
            assert_eq!(self.saved.as_ref(), Some(&text), "it is not what was saved");
        }
    }

    /// What is selected is not folded away.
    fn check_shown(&self) {
        let selection = self.session.selection();
        let Some(pane) = self.session.scene().pane(&selection.variant) else {
            return;
        };
        let held = self.variant(selection.variant.as_str());
        for step in selection.steps() {
            let placed = self.session.blueprint().cell_of(&held.steps[step]);
            assert!(placed.is_none() || pane.cards.contains_key(step), "{step}");
        }
        if let Some((lane, moment)) = selection.cell() {
            assert!(!self.session.lens().folded.contains(lane), "{lane}");
            assert!(pane.columns.iter().any(|c| c.id == *moment), "{moment}");
        }
    }
}
