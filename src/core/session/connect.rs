//! Drawing connectors: what has to be asked on the way.

use super::{Action, Question, Selection, Session, title::put_step};
use crate::{
    edit::{Edit, Refusal},
    model::{Connector, ConnectorKind, HandOver, Split, Step, StepId, VariantId},
    scene::WireId,
};

impl Session {
    pub(super) fn connect(
        &mut self,
        variant: &VariantId,
        from: &StepId,
        to: &StepId,
    ) -> Result<(), Refusal> {
        self.check_editable()?;
        let step = self.blueprint.step(variant, from);
        let step = step.ok_or_else(|| Refusal::Missing("the step".to_owned()))?;
        if from != to && lacks_hand_over(step) {
            let handing = put_step(variant, from, handing_over(step, to));
            self.ask_flow_or_hand_over(variant, from, to, handing);
            return Ok(());
        }
        self.draw_flow(variant, from, to)
    }

    /// The answer Flow: it is drawn, unless it is there already.
    pub(super) fn connect_flow(
        &mut self,
        variant: &VariantId,
        from: &StepId,
        to: &StepId,
    ) -> Result<(), Refusal> {
        let held = self.blueprint.variant(variant).map(|(_, held)| held);
        let mut connectors = held.into_iter().flat_map(|held| held.connectors.values());
        if connectors.any(|c| c.from == *from && c.to == *to && c.kind == ConnectorKind::Flow) {
            self.ask_for_split(variant, from);
            return Ok(());
        }
        self.draw_flow(variant, from, to)
    }

    pub(super) fn draw_flow(
        &mut self,
        variant: &VariantId,
        from: &StepId,
        to: &StepId,
    ) -> Result<(), Refusal> {
        let id = self.fresh_connector_id();
        let selection = Selection::wire(variant, &WireId::Connector(id.clone()));
        let edit = Edit::PutConnector {
            variant: variant.clone(),
            id,
            connector: Connector {
                from: from.clone(),
                to: to.clone(),
                ..Connector::default()
            },
        };
        self.edit(&edit, Some(selection))?;
        self.ask_for_split(variant, from);
        Ok(())
    }

    /// A new connector was made with a new step: asks what has to be asked about it.
    pub(super) fn ask_what_leads_on(&mut self, variant: &VariantId, made: &Connector) {
        let Some((_, held)) = self.blueprint.variant(variant) else {
            return;
        };
        let step = held.steps.get(&made.from);
        let Some(step) = step.filter(|step| lacks_hand_over(step)) else {
            self.ask_for_split(variant, &made.from);
            return;
        };
        let same = held
            .connectors
            .iter()
            .filter(|(_, c)| c.from == made.from && c.to == made.to);
        let connectors = same.map(|(id, _)| id.clone()).collect();
        let instead = Edit::All(vec![
            Edit::DeleteConnectors {
                variant: variant.clone(),
                connectors,
            },
            put_step(variant, &made.from, handing_over(step, &made.to)),
        ]);
        self.ask_flow_or_hand_over(variant, &made.from, &made.to, instead);
    }

    pub(super) fn ask_flow_or_hand_over(
        &mut self,
        variant: &VariantId,
        from: &StepId,
        to: &StepId,
        handing: Edit,
    ) {
        let flow = Action::ConnectFlow {
            variant: variant.clone(),
            from: from.clone(),
            to: to.clone(),
        };
        let selection = Selection::wire(variant, &WireId::HandOver(from.clone()));
        self.question = Some(Question {
            text: "What leads on from the AI touchpoint?".to_owned(),
            answers: vec![
                ("Flow: it resolved the case".to_owned(), flow),
                (
                    "Hand-over to a person".to_owned(),
                    Action::EditThen(handing, selection),
                ),
            ],
        });
    }

    /// The second flow out of a step asks once what several ways mean.
    pub(super) fn ask_for_split(&mut self, variant: &VariantId, from: &StepId) {
        let Some((_, held)) = self.blueprint.variant(variant) else {
            return;
        };
        let Some(step) = held.steps.get(from) else {
            return;
        };
        let flows = held
            .connectors
            .values()
            .filter(|c| c.from == *from && c.kind == ConnectorKind::Flow);
        if flows.count() != 2 || step.split.is_some() {
            return;
        }
        let answer = |split| {
            let mut step = (**step).clone();
            step.split = Some(split);
            Action::Edit(put_step(variant, from, step))
        };
        self.question = Some(Question {
            text: match &*step.title {
                "" => "Several ways lead out of this step. Which does a case take?".to_owned(),
                title => format!("Several ways lead out of “{title}”. Which does a case take?"),
            },
            answers: vec![
                ("Either: one of them".to_owned(), answer(Split::Either)),
                ("Both: all of them".to_owned(), answer(Split::Both)),
                ("Not known yet".to_owned(), Action::Dismiss),
            ],
        });
    }
}

/// An AI touchpoint that hands over to nobody yet.
fn lacks_hand_over(step: &Step) -> bool {
    step.ai.is_some() && step.hand_over().is_none_or(|h| h.to.is_none())
}

/// `step` with its AI touchpoint handing over to `to`.
fn handing_over(step: &Step, to: &StepId) -> Step {
    let mut step = step.clone();
    if let Some(ai) = &mut step.ai {
        let old = ai.hand_over.take().unwrap_or_default();
        ai.hand_over = Some(HandOver {
            to: Some(to.clone()),
            ..old
        });
    }
    step
}
