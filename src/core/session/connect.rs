//! Drawing connectors: what has to be asked on the way.

use super::{Action, Question, Selection, Session, title::put_step};
use crate::{
    edit::{Edit, Refusal},
    model::{Connector, ConnectorId, ConnectorKind, HandOver, Split, Step, StepId, VariantId},
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
            let flow = Action::ConnectFlow {
                variant: variant.clone(),
                from: from.clone(),
                to: to.clone(),
            };
            self.ask_flow_or_hand_over(variant, from, handing, flow);
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

    /// A new connector was made with a new step, which is one of its ends: asks what has to be asked about it.
    pub(super) fn ask_what_leads_on(
        &mut self,
        variant: &VariantId,
        (new, id): (&StepId, &ConnectorId),
        made: &Connector,
    ) {
        let Some((_, held)) = self.blueprint.variant(variant) else {
            return;
        };
        let ways = self.split_question(variant, &made.from, Some((new, id)));
        let step = held.steps.get(&made.from);
        let Some(step) = step.filter(|step| lacks_hand_over(step)) else {
            match ways {
                Some(ways) => self.question = Some(ways),
                None if self.is_either(variant, &made.from) => {
                    self.ask_labels(variant, &made.from);
                }
                None => self.question = None,
            }
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
        // The flow is drawn already.
        let flow = ways.map_or(Action::Dismiss, Action::Ask);
        self.ask_flow_or_hand_over(variant, &made.from, instead, flow);
    }

    pub(super) fn ask_flow_or_hand_over(
        &mut self,
        variant: &VariantId,
        from: &StepId,
        handing: Edit,
        flow: Action,
    ) {
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

    /// The second flow out of a step asks once what several ways mean; a further one out of an Either, when it is
    /// taken.
    pub(super) fn ask_for_split(&mut self, variant: &VariantId, from: &StepId) {
        match self.split_question(variant, from, None) {
            Some(question) => self.question = Some(question),
            None if self.is_either(variant, from) => self.ask_labels(variant, from),
            None => {}
        }
    }

    fn is_either(&self, variant: &VariantId, step: &StepId) -> bool {
        let step = self.blueprint.step(variant, step);
        step.is_some_and(|step| step.split == Some(Split::Either))
    }

    /// What is asked once there is another way out of `from`: what they mean, and, when a step was `made` with a
    /// connector, whether it goes into a way that was there on its side already.
    pub(super) fn split_question(
        &self,
        variant: &VariantId,
        from: &StepId,
        made: Option<(&StepId, &ConnectorId)>,
    ) -> Option<Question> {
        let (_, held) = self.blueprint.variant(variant)?;
        let step = held.steps.get(from)?;
        let between = made.map_or_else(Vec::new, |made| self.between_answers(variant, made));
        let flows = held
            .connectors
            .values()
            .filter(|c| c.from == *from && c.kind == ConnectorKind::Flow);
        if flows.count() == 2 && step.split.is_none() {
            let answer = |split| Action::WaysOut(variant.clone(), from.clone(), split);
            let mut answers = vec![
                ("Either: one of them".to_owned(), answer(Split::Either)),
                ("Both: all of them".to_owned(), answer(Split::Both)),
            ];
            answers.extend(between);
            answers.push(("Not known yet".to_owned(), Action::Dismiss));
            return Some(Question {
                text: match &*step.title {
                    "" => "Several ways lead out of this step. Which does a case take?".to_owned(),
                    title => {
                        format!("Several ways lead out of “{title}”. Which does a case take?")
                    }
                },
                answers,
            });
        }
        let (new, _) = made.filter(|_| !between.is_empty())?;
        let title = held.steps.get(new)?.called();
        let mut answers = vec![("A way of its own".to_owned(), Action::Dismiss)];
        answers.extend(between);
        Some(Question {
            text: format!("There is a way on that side already. Where does “{title}” go?"),
            answers,
        })
    }
}

/// An AI touchpoint that hands over to nobody yet.
fn lacks_hand_over(step: &Step) -> bool {
    step.ai.is_some() && step.hand_over().is_none_or(|h| h.to.is_none())
}

/// `step` with its AI touchpoint handing over to `to`.
pub(super) fn handing_over(step: &Step, to: &StepId) -> Step {
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
