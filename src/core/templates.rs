//! Blueprints to start from: templates and examples, part of the program.

/// A blueprint to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// What the command line calls it.
    pub name: &'static str,
    /// What the window calls it.
    pub title: &'static str,
    /// What it is for.
    pub kind: TemplateKind,
    /// The file.
    pub text: &'static str,
}

/// What a template is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateKind {
    /// A start for one's own.
    Template,
    /// A finished one to look at and learn from.
    Example,
}

/// All of them; the first is what `new` takes when nobody says which.
pub const TEMPLATES: &[Template] = {
    use TemplateKind::{Example, Template as Start};
    &[
        template(
            "blank",
            "Blank",
            Start,
            include_str!("../../blueprints/blank.blueprint.ron"),
        ),
        template(
            "five-lane",
            "Five lanes",
            Start,
            include_str!("../../blueprints/five-lane.blueprint.ron"),
        ),
        template(
            "refund-status",
            "Where is my refund?",
            Example,
            include_str!("../../blueprints/refund-status.blueprint.ron"),
        ),
        template(
            "app-chat-pilot",
            "App chat pilot",
            Example,
            include_str!("../../blueprints/app-chat-pilot.blueprint.ron"),
        ),
        template(
            "loan-agreement-review",
            "Loan agreement review",
            Example,
            include_str!("../../blueprints/loan-agreement-review.blueprint.ron"),
        ),
        template(
            "call-centre-voice-bot",
            "Call centre voice bot",
            Example,
            include_str!("../../blueprints/call-centre-voice-bot.blueprint.ron"),
        ),
    ]
};

const fn template(
    name: &'static str,
    title: &'static str,
    kind: TemplateKind,
    text: &'static str,
) -> Template {
    Template {
        name,
        title,
        kind,
        text,
    }
}

/// The template or example called `name`.
pub fn find(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    #[test]
    fn templates_are_sound_and_canonical() {
        for template in TEMPLATES {
            let reading = format::read(template.text.as_bytes()).expect(template.name);
            assert_eq!(reading.problems, [], "{}", template.name);
            assert!(reading.read_only.is_none(), "{}", template.name);
            let written = format::write(&reading.blueprint);
            assert_eq!(written, template.text, "{}", template.name);
            let variants = &reading.blueprint.variants;
            let ids: Vec<&str> = variants.iter().take(2).map(|v| v.id.as_str()).collect();
            assert_eq!(ids, ["before", "after"], "{}", template.name);
        }
    }

    #[test]
    fn names_are_there_once() {
        for template in TEMPLATES {
            assert_eq!(find(template.name), Some(template));
        }
    }
}
