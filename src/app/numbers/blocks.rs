//! The blocks: from one cost to the other, where the time goes, people, and what moves the result.

use std::collections::BTreeMap;

use egui::{FontId, Layout, Rect, RichText, Sense, Ui, UiBuilder, accesskit::Role, pos2, vec2};

use super::{
    GAP, Shown, card,
    lines::{LineCell, LineColumn, NumberLine, cut, lines_ui, node},
};
use crate::{
    app::{
        look,
        widgets::{muted_ui, text_button_ui},
    },
    measure::{CaseFigure, Quantity, TermKind, VariantNumbers},
    model::{Key, StepId, VariantId},
    scene::{Ink, Show},
    session::{Action, Selection},
};

/// As many steps are listed before somebody asks for all.
const MOST_STEPS: usize = 7;
/// Height of a row with a bar.
const BAR_ROW: f32 = 24.0;
/// Height of a bar.
const BAR: f32 = 12.0;

/// What the blocks need.
pub(super) struct Blocks<'a, 's> {
    pub(super) shown: &'a Shown<'s>,
    pub(super) all_steps: &'a mut bool,
    pub(super) actions: &'a mut Vec<Action>,
    /// Whether a step was chosen, to be looked at on the board.
    pub(super) goes: bool,
}

/// How much room a block has.
#[derive(Clone, Copy)]
pub(super) struct BlockRoom {
    pub(super) width: f32,
    /// It is at least as high as its neighbour was.
    pub(super) height: f32,
}

/// Shows a block; says how high it is by itself.
type BlockUi<'a, 's> = fn(&mut Blocks<'a, 's>, &mut Ui, BlockRoom) -> f32;

impl<'a, 's> Blocks<'a, 's> {
    /// Two blocks beside each other, as high as the higher one.
    pub(super) fn pair_ui(&mut self, ui: &mut Ui, one: BlockUi<'a, 's>, two: BlockUi<'a, 's>) {
        let width = ((ui.available_width() - GAP) / 2.0).floor();
        let top = ui.cursor().min;
        let id = ui.scope_id().with(("heights", top.x as i32, one as usize));
        let height: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
        let mut own = [0.0_f32; 2];
        let mut heights = [0.0_f32; 2];
        for (place, block_ui) in [one, two].into_iter().enumerate() {
            let left = top.x + (width + GAP) * place as f32;
            let room = Rect::from_min_size(pos2(left, top.y), vec2(width, f32::INFINITY));
            let mut inner = ui.new_child(
                UiBuilder::new()
                    .max_rect(room)
                    .id_salt(place)
                    .layout(Layout::top_down(egui::Align::Min)),
            );
            own[place] = block_ui(self, &mut inner, BlockRoom { width, height });
            heights[place] = inner.min_rect().height();
        }
        let wanted = own[0].max(own[1]);
        if wanted != height {
            ui.data_mut(|data| data.insert_temp(id, wanted));
            ui.ctx().request_repaint();
        }
        ui.advance_cursor_after_rect(Rect::from_min_size(
            top,
            vec2(2.0 * width + GAP, heights[0].max(heights[1])),
        ));
    }

    /// The change of the cost, part by part.
    pub(super) fn bridge_ui(&mut self, ui: &mut Ui, room: BlockRoom) -> f32 {
        let shown = self.shown;
        let Some(difference) = shown.difference() else {
            return 0.0;
        };
        let parts = difference.bridge_texts(shown.numbers);
        let is_cost = difference.is_bridge_of_cost;
        let end = |of: Option<&VariantNumbers>| {
            let case = &of?.per_case;
            let (figure, quantity) = match is_cost {
                true => (case.cost, Quantity::Money),
                false => (case.work, Quantity::Time),
            };
            Some(figure.text(quantity, ""))
        };
        let ends = end(shown.before()).zip(end(shown.after()));
        let (from, to) = ends.unwrap_or_default();
        let heading = format!("From {from} to {to}: what each change does");
        block_ui(ui, room, &heading, |ui| {
            if parts.is_empty() {
                muted_ui(
                    ui,
                    "Both ends have to be known for this: see what is not known.",
                );
                return;
            }
            let most = parts
                .iter()
                .map(|(_, value, _)| value.abs())
                .fold(0.0, f64::max);
            for (part, value, text) in &parts {
                let ink = if *value < 0.0 {
                    Ink::Added
                } else {
                    Ink::Removed
                };
                let bar = [(0.0, (value.abs() / most.max(1e-12)) as f32, ink)];
                let named = (part.words(), text.as_str(), "");
                bar_ui(ui, named, &bar, shown.ink(Ink::Text));
            }
            let unit = match is_cost {
                true => format!("{} a case. ", shown.currency()),
                false => "Work a case. ".to_owned(),
            };
            muted_ui(
                ui,
                &format!(
                    "{unit}One thing after the other, in this order; the bars add up to the difference."
                ),
            );
        })
    }

    /// The customer's time, step by step.
    pub(super) fn time_ui(&mut self, ui: &mut Ui, room: BlockRoom) -> f32 {
        let shown = self.shown;
        let Some(details) = shown.details else {
            return block_ui(ui, room, "Where the time goes", |ui| {
                muted_ui(ui, "Being worked out…");
            });
        };
        let sides: Vec<&VariantId> =
            shown
                .pair
                .to
                .iter()
                .fold(vec![&shown.pair.from], |mut all, to| {
                    all.push(to);
                    all
                });
        let mut rows: BTreeMap<StepId, TimeRow> = BTreeMap::new();
        for (side, id) in sides.iter().enumerate() {
            let Some(terms) = details.terms(id, CaseFigure::CustomersTime) else {
                continue;
            };
            for part in &terms.parts {
                // What is waited for on the way stands at the step that it leads to.
                let at = match &part.kind {
                    TermKind::WaitOnTheWay(to) => to,
                    _ => &part.step,
                };
                let row = rows.entry(at.clone()).or_default();
                row.seconds[side] += part.rounded;
                row.largest = row.largest.max(part.value);
                row.is_there[side] = true;
            }
            for unsaid in &terms.missing {
                if let Key::Step(_, step) = &unsaid.place {
                    let row = rows.entry(step.clone()).or_default();
                    row.lacks[side] = true;
                    row.is_there[side] = true;
                }
            }
        }
        let mut rows: Vec<(StepId, TimeRow)> = rows.into_iter().collect();
        rows.sort_by(|(a, one), (b, two)| two.largest.total_cmp(&one.largest).then(a.cmp(b)));
        let all = rows.len();
        if !*self.all_steps {
            rows.truncate(MOST_STEPS);
        }
        let lines: Vec<NumberLine> = rows
            .iter()
            .map(|(id, row)| self.time_line(id, row, &sides))
            .collect();
        let mut columns = vec![LineColumn {
            name: "Step".to_owned(),
            width: 0.0,
        }];
        for (place, id) in sides.iter().enumerate() {
            let side = match (sides.len(), place) {
                (1, _) => "",
                (_, 0) => ", before",
                _ => ", after",
            };
            columns.push(LineColumn {
                name: format!("Runs{side}"),
                width: if sides.len() > 1 { 78.0 } else { 60.0 },
            });
            columns.push(LineColumn {
                name: shown.name(id).to_owned(),
                width: 84.0,
            });
        }
        let mut clicked = None;
        let all_steps = &mut *self.all_steps;
        let height = block_ui(ui, room, "Where the time goes", |ui| {
            clicked = lines_ui(
                ui,
                "Where the time goes",
                &columns,
                &lines,
                shown.ink(Ink::Text),
            );
            if all > MOST_STEPS {
                let words = match *all_steps {
                    true => "Show fewer".to_owned(),
                    false => format!("Show all {all} steps"),
                };
                if text_button_ui(ui, None, &words, Ink::AccentText) {
                    *all_steps = !*all_steps;
                }
            }
        });
        if let Some((id, row)) = clicked.and_then(|place| rows.get(place)) {
            let side = if sides.len() > 1 && row.is_there[1] {
                1
            } else {
                0
            };
            self.go_to(sides[side], id);
        }
        height
    }

    fn time_line(&self, id: &StepId, row: &TimeRow, sides: &[&VariantId]) -> NumberLine {
        let shown = self.shown;
        let step = sides
            .iter()
            .rev()
            .find_map(|variant| shown.blueprint.step(variant, id));
        let mut cells = Vec::new();
        for (side, variant) in sides.iter().enumerate() {
            let steps = shown
                .details
                .map_or(&[][..], |details| details.steps(variant));
            let runs = steps
                .iter()
                .find(|step| step.id == *id)
                .map(|step| step.runs);
            let runs = runs.filter(|_| row.is_there[side]);
            let none = LineCell {
                text: "–".to_owned(),
                ink: Some(Ink::TextFaint),
                ..LineCell::default()
            };
            cells.push(runs.map_or(none.clone(), |runs| {
                LineCell::new(runs.text(Quantity::Count, ""))
            }));
            let known = row.seconds[side];
            cells.push(match (row.is_there[side], row.lacks[side]) {
                (false, _) => none,
                (true, false) => LineCell::new(Quantity::Time.say(known)),
                (true, true) if known > 0.0 => {
                    LineCell::new(format!("≥ {}", Quantity::Time.say(known)))
                }
                (true, true) => LineCell {
                    text: "not known".to_owned(),
                    ink: Some(Ink::WarningText),
                    ground: Some(Ink::WarningFill),
                    name: None,
                },
            });
        }
        let title = step.map_or_else(
            || id.to_string(),
            |step| {
                let mark = if step.ai.is_some() { "AI: " } else { "" };
                format!("{mark}{}", step.called())
            },
        );
        NumberLine { title, cells }
    }

    fn go_to(&mut self, variant: &VariantId, step: &StepId) {
        self.actions.push(Action::ShowAndSelect(
            Show::One(variant.clone()),
            Selection::step(variant, step),
        ));
        self.goes = true;
    }

    /// The inputs that move the result most: what to ask next.
    pub(super) fn movers_ui(&mut self, ui: &mut Ui, room: BlockRoom) -> f32 {
        let shown = self.shown;
        block_ui(
            ui,
            room,
            "What moves the result, and what to ask next",
            |ui| {
                if shown.details.is_none() {
                    return muted_ui(ui, "Being worked out…");
                }
                let Some(first) = shown.movers.first() else {
                    return muted_ui(ui, "Nothing that is said, or missing, moves the result.");
                };
                let most = shown
                    .movers
                    .iter()
                    .flat_map(|mover| [mover.at_low - mover.now, mover.at_high - mover.now])
                    .map(f64::abs)
                    .fold(1e-12, f64::max);
                let grain = first.quantity.grain(first.now);
                for (place, mover) in shown.movers.iter().enumerate() {
                    let lever = &mover.lever;
                    let now = lever.now.map_or_else(
                        || "not known".to_owned(),
                        |now| lever.say(now, shown.currency()),
                    );
                    let label = format!("{} {} ({now})", number(place), lever.label);
                    let ends = [
                        mover.at_low.min(mover.at_high),
                        mover.at_low.max(mover.at_high),
                    ];
                    let bars = ends.map(|end| {
                        let by = ((end - mover.now) / most) as f32 / 2.0;
                        let ink = if by < 0.0 { Ink::Added } else { Ink::Removed };
                        (0.5, by, ink)
                    });
                    let say = |value: f64| mover.quantity.say_in(value, grain);
                    let text = format!("{} to {}", say(ends[0]), say(ends[1]));
                    let range = format!(
                        "{}: between {} and {} the case comes to {text} {}",
                        lever.label,
                        lever.say(lever.low, shown.currency()),
                        lever.say(lever.high, shown.currency()),
                        shown.currency()
                    );
                    bar_ui(
                        ui,
                        (&label, &text, range.trim()),
                        &bars,
                        shown.ink(Ink::Text),
                    );
                }
                let (what, unit) = match first.quantity {
                    Quantity::Money => ("Cost", format!(", in {}", shown.currency())),
                    _ => ("Work", String::new()),
                };
                muted_ui(
                    ui,
                    &format!(
                        "{what} of a case of {}{unit}, while each goes over its range alone: a guess by half and double, an estimate by a fifth.",
                        shown.name(shown.pair.asked())
                    ),
                );
            },
        )
    }
}

/// What is told of a step: of both sides the seconds, whether they are all, and whether the step is there.
#[derive(Default)]
struct TimeRow {
    seconds: [f64; 2],
    lacks: [bool; 2],
    is_there: [bool; 2],
    largest: f64,
}

/// ①, ② and so on.
pub(super) fn number(place: usize) -> String {
    format!("{}.", place + 1)
}

/// A block with a heading, as wide as there is room.
pub(super) fn block_ui(
    ui: &mut Ui,
    room: BlockRoom,
    heading: &str,
    content_ui: impl FnOnce(&mut Ui),
) -> f32 {
    let mut height = 0.0;
    card(ui).show(ui, |ui| {
        ui.set_width(room.width - 30.0);
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        let response = ui.label(RichText::new(heading).font(look::semibold(14.0)));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Heading);
            node.set_label(heading);
        });
        content_ui(ui);
        height = ui.min_rect().height();
        let lacks = room.height - height - ui.spacing().item_spacing.y;
        if lacks > 0.0 {
            ui.allocate_exact_size(vec2(1.0, lacks), Sense::hover());
        }
    });
    height
}

/// A row: words, bars from a place of the middle part (0 to 1) on, and a value at the right.
fn bar_ui(
    ui: &mut Ui,
    (label, value, tip): (&str, &str, &str),
    bars: &[(f32, f32, Ink)],
    ink: Ink,
) {
    let width = ui.available_width();
    let (area, _) = ui.allocate_exact_size(vec2(width, BAR_ROW), Sense::hover());
    let id = ui.scope_id().with(label);
    let response = node(
        ui,
        (id, area),
        Role::Label,
        (label, Some(value)),
        Sense::hover(),
    );
    let font = FontId::proportional(13.0);
    let color = look::ink(ui, ink);
    let is_wide = bars.len() > 1;
    let left = width * if is_wide { 0.5 } else { 0.3 };
    let right = if is_wide { 104.0 } else { 78.0 };
    let name = cut(ui, label, font.clone(), color, left - 8.0);
    let is_cut = name.elided;
    let at = pos2(area.left(), area.center().y - name.size().y / 2.0);
    ui.painter().galley(at, name, color);
    let track = Rect::from_min_max(
        pos2(area.left() + left, area.center().y - BAR / 2.0),
        pos2(area.right() - right, area.center().y + BAR / 2.0),
    );
    for (from, by, ink) in bars {
        let start = track.left() + track.width() * from;
        let end = start + track.width() * by;
        let bar = Rect::from_x_y_ranges(start.min(end)..=start.max(end), track.y_range());
        let bar = bar.with_max_x(bar.right().max(bar.left() + 1.5));
        ui.painter().rect_filled(bar, 2.0, look::ink(ui, *ink));
    }
    if is_wide {
        let middle = track.center().x;
        let line = egui::Stroke::new(1.0, look::ink(ui, Ink::TextFaint));
        ui.painter().vline(middle, area.shrink(2.0).y_range(), line);
    }
    let galley = cut(ui, value, font, color, right - 4.0);
    let at = pos2(
        area.right() - galley.size().x,
        area.center().y - galley.size().y / 2.0,
    );
    ui.painter().galley(at, galley, color);
    if !tip.is_empty() {
        response.on_hover_text(tip);
    } else if is_cut {
        response.on_hover_text(label);
    }
}
