//! A blueprint's and a variant's own fields, apart from what they hold.
//!
//! Every field is named here, so that a new one does not compile until it is put on either side.

use super::{Blueprint, Records, Variant};

impl Blueprint {
    /// The blueprint's own fields: itself without its collections, which are empty here.
    #[must_use]
    pub fn head(&self) -> Self {
        let Self {
            format,
            title,
            scenario,
            persona,
            summary,
            currency,
            lanes: _,
            phases: _,
            rows,
            roles: _,
            ai_systems: _,
            ai_uses: _,
            measures: _,
            monitors: _,
            rules: _,
            incidents: _,
            variants: _,
            accepted: _,
            comments: _,
            sources,
            silenced,
            conflicts,
            ext,
        } = self;
        Self {
            format: *format,
            title: title.clone(),
            scenario: scenario.clone(),
            persona: persona.clone(),
            summary: summary.clone(),
            currency: currency.clone(),
            lanes: Vec::new(),
            phases: Vec::new(),
            rows: rows.clone(),
            roles: Vec::new(),
            ai_systems: Records::new(),
            ai_uses: Records::new(),
            measures: Records::new(),
            monitors: Records::new(),
            rules: Records::new(),
            incidents: Records::new(),
            variants: Vec::new(),
            accepted: Records::new(),
            comments: Records::new(),
            sources: sources.clone(),
            silenced: silenced.clone(),
            conflicts: conflicts.clone(),
            ext: ext.clone(),
        }
    }

    /// This head with the collections of `body`: what [`Blueprint::head`] left out of it.
    #[must_use]
    pub fn with_body_of(self, body: Self) -> Self {
        let Self {
            format: _,
            title: _,
            scenario: _,
            persona: _,
            summary: _,
            currency: _,
            lanes,
            phases,
            rows: _,
            roles,
            ai_systems,
            ai_uses,
            measures,
            monitors,
            rules,
            incidents,
            variants,
            accepted,
            comments,
            sources: _,
            silenced: _,
            conflicts: _,
            ext: _,
        } = body;
        Self {
            lanes,
            phases,
            roles,
            ai_systems,
            ai_uses,
            measures,
            monitors,
            rules,
            incidents,
            variants,
            accepted,
            comments,
            ..self
        }
    }
}

impl Variant {
    /// The variant's own fields: itself without what it holds.
    #[must_use]
    pub fn head(&self) -> Self {
        let Self {
            id,
            name,
            state,
            demand,
            build_cost,
            run_cost_per_month,
            realised,
            steps: _,
            connectors: _,
            left_pains,
            dropped_controls,
            removed: _,
            basis,
            ext,
        } = self;
        Self {
            id: id.clone(),
            name: name.clone(),
            state: *state,
            demand: demand.clone(),
            build_cost: *build_cost,
            run_cost_per_month: *run_cost_per_month,
            realised: realised.clone(),
            steps: Records::new(),
            connectors: Records::new(),
            left_pains: left_pains.clone(),
            dropped_controls: dropped_controls.clone(),
            removed: Records::new(),
            basis: basis.clone(),
            ext: ext.clone(),
        }
    }

    /// This head with what `body` holds: what [`Variant::head`] left out of it.
    #[must_use]
    pub fn with_body_of(self, body: Self) -> Self {
        let Self {
            id: _,
            name: _,
            state: _,
            demand: _,
            build_cost: _,
            run_cost_per_month: _,
            realised: _,
            steps,
            connectors,
            left_pains: _,
            dropped_controls: _,
            removed,
            basis: _,
            ext: _,
        } = body;
        Self {
            steps,
            connectors,
            removed,
            ..self
        }
    }
}
