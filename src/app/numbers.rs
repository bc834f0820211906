//! The view Numbers: what the first variant and a later one come to, what changes make of it, and what is not known yet.
//!
//! Shows figures and changes none: it gives back actions. Sliders try something on a copy of the document, which is
//! counted like the document itself (`try_out`); nothing of it is saved before it is applied.

mod blocks;
mod gaps;
mod lines;
mod people;
mod side;
mod tiles;
mod try_out;

use std::{collections::HashMap, sync::Arc};

use egui::{Align, Context, Id, Key, Layout, Modifiers, RichText, ScrollArea, Ui, vec2};

use super::{
    FiguresNow,
    compare::chooser_ui,
    figures::{Age, DocumentState},
    latest::Latest,
    look,
    menus::{segment_ui, segments_ui},
    widgets::{muted_ui, text_button_ui},
};
use crate::{
    measure::{
        CaseFigure, Difference, FIGURES, Lever, Mover, NamedFigure, Numbers, PaysFrom, Period,
        StepNumbers, Terms, VariantNumbers, movers, other_levers, pays_from, steps, terms,
    },
    model::{Blueprint, StepId, Variant, VariantId},
    scene::{Ink, size},
    session::{Action, Session},
};
use gaps::Gaps;
pub(super) use tiles::sense_ink;
use try_out::TryOut;

/// The page is not wider: figures that belong together stay together.
const WIDEST: f32 = 1440.0;
/// From this width on blocks stand beside each other.
const TWO_COLUMNS: f32 = 1000.0;
/// Space between blocks.
const GAP: f32 = 12.0;

/// What the view remembers.
#[derive(Default)]
pub(super) struct NumbersPage {
    /// The later variant that somebody chose to see.
    to: Option<VariantId>,
    period: Period,
    /// The figure whose terms are shown.
    opened: Option<(CaseFigure, VariantId)>,
    /// Whether all steps are listed, or those alone that take longest.
    all_steps: bool,
    details: Latest<DetailsOf, Details>,
    /// Of what is tried out.
    tried_details: Latest<DetailsOf, Details>,
    tried: TryOut,
    gaps: Gaps,
    /// The figures on screen, by what has the keyboard while they have it.
    figures: HashMap<Id, (CaseFigure, VariantId)>,
    /// The panel at the right is asked for.
    wants_side: bool,
    /// The terms were just opened: they come into view.
    follows_terms: bool,
}

/// Of which document and of which variants details are.
#[derive(Clone, PartialEq)]
struct DetailsOf {
    state: DocumentState,
    pair: VariantPair,
}

/// The first variant, and the later one if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct VariantPair {
    from: VariantId,
    to: Option<VariantId>,
}

impl VariantPair {
    /// The variant that one asks about: the later one, else the only one.
    fn asked(&self) -> &VariantId {
        self.to.as_ref().unwrap_or(&self.from)
    }
}

/// What takes longer to work out than the figures, and only this view shows.
struct Details {
    /// Of each variant of the pair, what each figure is made of.
    terms: Vec<(VariantId, CaseFigure, Terms)>,
    steps: Vec<(VariantId, Vec<StepNumbers>)>,
    movers: Vec<Mover>,
    levers: Vec<Lever>,
    pays_from: Vec<(StepId, PaysFrom)>,
}

/// Whether what moves the result is looked for: while something is tried out it stays as it was, or sliders would run away
/// under the hand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Movers {
    Found,
    LeftOut,
}

impl Details {
    fn of(blueprint: &Blueprint, pair: &VariantPair, found: Movers) -> Self {
        let numbers = &Numbers::of(blueprint);
        let both = || std::iter::once(&pair.from).chain(&pair.to);
        let terms = both().flat_map(|id| {
            let of = FIGURES.iter().filter_map(|named| {
                let terms = terms(blueprint, numbers, id, named)?;
                Some((id.clone(), named.figure, terms))
            });
            of.collect::<Vec<_>>()
        });
        let asked = pair.asked();
        let touchpoints = blueprint.variant(asked).map(|(_, held)| {
            let steps = held.steps.iter().filter(|(_, step)| step.ai.is_some());
            steps.map(|(id, _)| id.clone()).collect::<Vec<_>>()
        });
        let pays = touchpoints.into_iter().flatten().filter_map(|step| {
            let from = pays_from(blueprint, numbers, asked, &step)?;
            Some((step, from))
        });
        Self {
            terms: terms.collect(),
            steps: both()
                .map(|id| (id.clone(), steps(blueprint, id)))
                .collect(),
            movers: match found {
                Movers::Found => movers(blueprint, numbers, asked),
                Movers::LeftOut => Vec::new(),
            },
            levers: other_levers(blueprint, asked),
            pays_from: pays.collect(),
        }
    }

    fn terms(&self, variant: &VariantId, figure: CaseFigure) -> Option<&Terms> {
        let mut all = self.terms.iter();
        let found = all.find(|(id, of, _)| id == variant && *of == figure);
        found.map(|(_, _, terms)| terms)
    }

    fn steps(&self, variant: &VariantId) -> &[StepNumbers] {
        let found = self.steps.iter().find(|(id, _)| id == variant);
        found.map_or(&[][..], |(_, steps)| steps)
    }
}

/// What is shown: figures of the document, or of what is tried out.
#[derive(Clone, Copy)]
struct Shown<'a> {
    blueprint: &'a Blueprint,
    numbers: &'a Numbers,
    details: Option<&'a Details>,
    /// What moves the result of the document as it is.
    movers: &'a [Mover],
    pair: &'a VariantPair,
    period: Period,
    age: Age,
}

impl<'a> Shown<'a> {
    fn variant(&self, id: &VariantId) -> Option<&'a Variant> {
        self.blueprint.variant(id).map(|(_, variant)| &**variant)
    }

    fn name(&self, id: &VariantId) -> &'a str {
        self.variant(id).map_or("", |variant| &variant.name)
    }

    fn before(&self) -> Option<&'a VariantNumbers> {
        self.pair.to.as_ref()?;
        self.numbers.variant(&self.pair.from)
    }

    /// Of the later variant, or of the only one.
    fn after(&self) -> Option<&'a VariantNumbers> {
        self.numbers.variant(self.pair.asked())
    }

    fn difference(&self) -> Option<&'a Difference> {
        self.numbers.difference(self.pair.to.as_ref()?)
    }

    fn currency(&self) -> &'a str {
        &self.numbers.currency.0
    }

    /// The colour of figures: faint while newer ones are on their way.
    fn ink(&self, ink: Ink) -> Ink {
        match self.age {
            Age::Fresh => ink,
            Age::Stale => Ink::TextFaint,
        }
    }
}

impl NumbersPage {
    /// Whether something is tried out or worked out, so that the view follows the document.
    pub(super) fn update(&mut self, ctx: &Context, session: &Session) {
        let Some(pair) = self.pair(session) else {
            return;
        };
        self.tried.update(ctx, session);
        let state = DocumentState(Arc::clone(session.blueprint()));
        want(&mut self.details, ctx, state, &pair, Movers::Found);
        if let Some(state) = self.tried.state() {
            want(&mut self.tried_details, ctx, state, &pair, Movers::LeftOut);
        }
    }

    /// Takes the keys that mean something here, before the shortcuts do: F1 on a figure opens its terms.
    pub(super) fn keys(&mut self, ui: &Ui) {
        let focused = ui.memory(egui::Memory::focused);
        let Some(figure) = focused.and_then(|id| self.figures.get(&id)) else {
            return;
        };
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F1)) {
            self.opened = Some(figure.clone());
            (self.wants_side, self.follows_terms) = (true, true);
        }
    }

    /// Whether the panel at the right is asked for, once.
    pub(super) fn takes_side(&mut self) -> bool {
        std::mem::take(&mut self.wants_side)
    }

    /// Waits until all is worked out.
    pub(super) fn settle(&mut self) {
        self.tried.settle();
        self.details.settle();
        self.tried_details.settle();
    }

    /// What is typed and not taken over yet.
    pub(super) fn open_draft(&self) -> Option<(String, String)> {
        self.gaps.open_draft()
    }

    /// What is typed goes into the document.
    pub(super) fn commit(&mut self, session: &Session, actions: &mut Vec<Action>) {
        self.gaps.commit(session, actions);
    }

    /// The variants shown: the first, and the one chosen, else the one that was looked at last.
    fn pair(&self, session: &Session) -> Option<VariantPair> {
        let variants = &session.blueprint().variants;
        let from = variants.first()?.id.clone();
        let is_later = |id: &&VariantId| {
            let mut later = variants.iter().skip(1);
            later.any(|variant| variant.id == **id)
        };
        let (one, two) = session.pair();
        let seen = session.show().variants().find(is_later);
        let chosen = self.to.as_ref().filter(is_later);
        let to = chosen
            .or(seen)
            .or(two.filter(is_later))
            .or(one.filter(is_later));
        Some(VariantPair {
            to: to.cloned(),
            from,
        })
    }
}

fn want(
    details: &mut Latest<DetailsOf, Details>,
    ctx: &Context,
    state: DocumentState,
    pair: &VariantPair,
    found: Movers,
) {
    let of = DetailsOf {
        state: state.clone(),
        pair: pair.clone(),
    };
    let (place, pair) = (state.pace(), pair.clone());
    details.want(ctx, &of, place, move || Details::of(&state.0, &pair, found));
}

/// The view in the middle of the window; says whether something of the board was chosen, to be looked at there.
pub(super) fn numbers_ui(
    ui: &mut Ui,
    session: &Session,
    page: &mut NumbersPage,
    figures: Option<FiguresNow<'_>>,
    actions: &mut Vec<Action>,
) -> bool {
    let area = ui.available_rect_before_wrap();
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(egui::accesskit::Role::Group);
        node.set_label("Numbers");
    });
    let Some(pair) = page.pair(session) else {
        return false;
    };
    let NumbersPage {
        period,
        opened,
        all_steps,
        details,
        tried_details,
        tried,
        gaps,
        to,
        figures: seen,
        wants_side,
        follows_terms,
    } = page;
    let had = opened.clone();
    let had_gaps = gaps.is_open();
    seen.clear();
    let own = details.get().map(|(_, details)| details);
    let tried_now = tried_details.get().map(|(_, details)| details);
    let Some((blueprint, numbers, age)) = tried.now(session, figures) else {
        return false;
    };
    let shown = Shown {
        blueprint,
        numbers,
        details: tried_now.filter(|_| tried.is_on()).or(own),
        movers: own.map_or(&[], |details| &details.movers),
        pair: &pair,
        period: *period,
        age,
    };
    let mut goes = false;
    ScrollArea::vertical()
        .id_salt("numbers")
        .auto_shrink(false)
        .show(ui, |ui| {
            let width = (area.width() - 48.0).min(WIDEST);
            ui.horizontal(|ui| {
                ui.add_space(24.0);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing = vec2(GAP, GAP);
                    ui.add_space(4.0);
                    let is_tried = if tried.is_on() {
                        IsTried::Yes
                    } else {
                        IsTried::No
                    };
                    head_ui(ui, (&shown, is_tried), period, to);
                    if is_empty(&shown) {
                        empty_ui(ui, session, &shown, gaps);
                        return;
                    }
                    tiles::tiles_ui(ui, &shown, &mut tiles::SeenFigures { opened, seen });
                    let two = width >= TWO_COLUMNS;
                    let room = blocks::BlockRoom { width, height: 0.0 };
                    let mut blocks = blocks::Blocks {
                        shown: &shown,
                        all_steps,
                        actions: &mut *actions,
                        goes: false,
                    };
                    if two {
                        blocks.pair_ui(ui, blocks::Blocks::bridge_ui, blocks::Blocks::time_ui);
                        blocks.pair_ui(ui, blocks::Blocks::people_ui, blocks::Blocks::movers_ui);
                    } else {
                        blocks.bridge_ui(ui, room);
                        blocks.time_ui(ui, room);
                        blocks.people_ui(ui, room);
                        blocks.movers_ui(ui, room);
                    }
                    goes |= blocks.goes;
                    notes_ui(ui, &shown);
                    ui.add_space(24.0);
                });
            });
        });
    *follows_terms |= *opened != had;
    *wants_side |= *opened != had || gaps.is_open() && !had_gaps;
    goes
}

/// The head of the view, which answers before it lists.
fn head_ui(
    ui: &mut Ui,
    (shown, tried): (&Shown<'_>, IsTried),
    period: &mut Period,
    to: &mut Option<VariantId>,
) {
    ui.horizontal(|ui| {
        let heading = ui.label(RichText::new("Numbers").font(look::semibold(20.0)));
        ui.ctx().accesskit_node_builder(heading.id, |node| {
            node.set_role(egui::accesskit::Role::Heading);
            node.set_label("Numbers");
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            segments_ui(ui, |ui| {
                // The head is filled from the right.
                for one in Period::ALL.iter().rev() {
                    if segment_ui(ui, one.name(), one == period, "").clicked() {
                        *period = *one;
                    }
                }
            });
            let later: Vec<&Variant> = shown
                .blueprint
                .variants
                .iter()
                .skip(1)
                .map(|v| &**v)
                .collect();
            if later.len() > 1 {
                let asked = shown.pair.asked();
                let choices = || {
                    let choice = |v: &&Variant| (v.id.clone(), v.name.clone(), v.id == *asked);
                    later.iter().map(choice).collect()
                };
                if let Some(chosen) = chooser_ui(ui, "Numbers of", shown.name(asked), choices) {
                    *to = Some(chosen);
                }
            }
        });
    });
    let words = summary(shown, tried);
    let ink = look::ink(ui, shown.ink(Ink::TextMuted));
    let said = ui.add(egui::Label::new(RichText::new(&words).color(ink)).wrap());
    ui.ctx().accesskit_node_builder(said.id, |node| {
        node.set_label("Summary");
        node.set_value(words.as_str());
    });
}

/// What the figures are of, and how far they can be trusted.
fn summary(shown: &Shown<'_>, tried: IsTried) -> String {
    let mut words = vec![match &shown.pair.to {
        Some(to) => format!(
            "{}, {} → {}",
            shown.period.name(),
            shown.name(&shown.pair.from),
            shown.name(to)
        ),
        None => format!("{}, {}", shown.period.name(), shown.name(&shown.pair.from)),
    }];
    if let Some(of) = shown.after() {
        let count =
            |figure: &crate::measure::Figure| figure.text(crate::measure::Quantity::Count, "");
        words.push(match (of.cases.low, of.contacts.low) {
            (None, _) => "nobody said how many cases come".to_owned(),
            (_, None) => format!("{} cases a month", count(&of.cases)),
            _ => format!(
                "{} cases a month ({} contacts, repeats included)",
                count(&of.cases),
                count(&of.contacts)
            ),
        });
        let guessed = of.per_case.customer_time.guessed;
        if guessed > 0.995 {
            words.push("all times are guesses".to_owned());
        } else if guessed > 0.005 {
            words.push(format!(
                "{:.0} % of the time rests on guesses",
                guessed * 100.0
            ));
        }
    }
    if let IsTried::Yes = tried {
        words.push("tried out, not saved".to_owned());
    }
    words.join(" · ")
}

/// Whether figures are of what is tried out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum IsTried {
    Yes,
    No,
}

/// Whether there is not one figure to show.
fn is_empty(shown: &Shown<'_>) -> bool {
    let known = shown.before().into_iter().chain(shown.after());
    known
        .into_iter()
        .all(|of| shown.numbers.line(of).is_empty())
}

/// What stands where there is no figure: what is missing, and how much that is.
fn empty_ui(ui: &mut Ui, session: &Session, shown: &Shown<'_>, gaps: &mut Gaps) {
    // The variant that has most to count.
    let both = std::iter::once(&shown.pair.from).chain(&shown.pair.to);
    let most = both.max_by_key(|id| shown.variant(id).map_or(0, |variant| variant.steps.len()));
    let Some((variant, of)) =
        most.and_then(|id| Some((shown.variant(id)?, shown.numbers.variant(id))))
    else {
        return;
    };
    let (mut timed, mut all) = (0, 0);
    for step in variant.steps.values() {
        all += 1;
        let has_own = step.work.is_some() || step.wait.is_some();
        timed += usize::from(has_own || step.workers.iter().any(|worker| worker.work.is_some()));
    }
    ui.add_space(40.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(560.0);
        let words = match all {
            0 => "No step yet. Draw some, say how long they take, and the figures stand here.".to_owned(),
            all => format!("Times for {timed} of {}.", crate::model::plural(all, "step", "steps")),
        };
        ui.label(RichText::new(words).font(look::semibold(15.0)));
        let notes = of.filter(|_| all > 0).map(|of| of.notes(shown.blueprint));
        for note in notes.into_iter().flatten() {
            muted_ui(ui, &note);
        }
        let open = of.map_or(0, |of| of.unknown.len());
        if open > 0 {
            muted_ui(ui, "Two or three times, and the first figure stands here. Each is a field; Enter leads to the next.");
            ui.add_space(8.0);
            if text_button_ui(ui, None, "Fill in…", Ink::AccentText) {
                gaps.open(session);
            }
        }
    });
}

/// What has to be said beside the figures.
fn notes_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let both = shown.before().into_iter().chain(shown.after());
    for of in both {
        for note in of.notes(shown.blueprint) {
            muted_ui(ui, &format!("{}: {note}", shown.name(&of.id)));
        }
    }
}

/// The panel at the right: what if, what is not known, and how a figure is worked out.
pub(super) fn side_ui(
    ui: &mut Ui,
    session: &Session,
    page: &mut NumbersPage,
    figures: Option<FiguresNow<'_>>,
    actions: &mut Vec<Action>,
) -> bool {
    side::side_ui(ui, session, page, figures, actions)
}

/// The figure of this kind.
pub(super) fn named(figure: CaseFigure) -> Option<&'static NamedFigure> {
    FIGURES.iter().find(|named| named.figure == figure)
}

/// What a figure is called by scripts and screen readers: with the side of the comparison, where there are two.
fn figure_name(shown: &Shown<'_>, named: &NamedFigure, variant: &VariantId) -> String {
    let side = match &shown.pair.to {
        None => "",
        Some(to) if to == variant => " after",
        Some(_) => " before",
    };
    format!("{}{side}", named.name)
}

/// The frame of a block.
fn card(ui: &Ui) -> egui::Frame {
    egui::Frame::new()
        .fill(look::ink(ui, Ink::Panel))
        .stroke(egui::Stroke::new(1.0, look::ink(ui, Ink::Hairline)))
        .corner_radius(size::RADIUS + 2.0)
        .inner_margin(egui::Margin::symmetric(14, 12))
}
