//! Every colour, size, spacing and small picture by name, for light and dark.
//!
//! The only place with a colour value or a length of the design. Knows nothing of what is drawn with
//! them: the scene names an [`Ink`], and whoever paints asks the [`Theme`] for its colour.
//!
//! The hues of change and AI (red, green, amber, violet) also differ in lightness and always come with
//! a mark or a word, so that nobody needs to tell them apart by hue.

pub mod size;

use super::text::{Font, Weight};

/// Makes [`Ink`] and its two colours from one table.
macro_rules! inks {
    ($($(#[$doc:meta])* $name:ident: $light:literal, $dark:literal;)*) => {
        /// A colour by what it is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Ink {
            $($(#[$doc])* $name,)*
        }

        impl Ink {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }

        impl Theme {
            /// The colour of `ink`.
            pub const fn rgb(self, ink: Ink) -> Rgb {
                match (self, ink) {
                    $((Self::Light, Ink::$name) => Rgb::from_hex($light),
                      (Self::Dark, Ink::$name) => Rgb::from_hex($dark),)*
                }
            }
        }
    };
}

inks! {
    /// Behind everything.
    Canvas: 0xfbfbf9, 0x17171a;
    /// The strip with a variant's name above its pane.
    TitleStrip: 0xffffff, 0x1b1b1f;
    /// Separates lanes and panels.
    Hairline: 0xe4e4df, 0x2d2d33;
    /// Titles and values.
    Text: 0x1c1c1a, 0xececef;
    /// Descriptions and marks.
    TextMuted: 0x5c5c57, 0xa9a9b2;
    /// Placeholders and the names of lines; the faintest that is still read.
    TextFaint: 0x6c6c66, 0x92929c;

    /// A card.
    Card: 0xffffff, 0x232328;
    /// Around a card.
    CardBorder: 0xd3d3cd, 0x3f3f47;
    /// Around a card of kind Wait; dashed.
    WaitBorder: 0x8b8b84, 0x74747e;
    /// A phase's header.
    Header: 0xecece7, 0x2a2a2f;
    /// The lines of interaction, visibility and internal interaction.
    ServiceLine: 0x96968e, 0x66666f;
    /// The flag of a pain point.
    Pain: 0xb3261e, 0xff8a7e;

    /// The thin bar of a lane of kind PhysicalEvidence.
    LaneEvidence: 0x64748b, 0x8593a8;
    /// The thin bar of a lane of kind Customer.
    LaneCustomer: 0x2f6bde, 0x3b77ee;
    /// The thin bar of a lane of kind Frontstage.
    LaneFrontstage: 0x0e8f81, 0x17a08f;
    /// The thin bar of a lane of kind Backstage.
    LaneBackstage: 0xc77f0a, 0xd98f1c;
    /// The thin bar of a lane of kind Support.
    LaneSupport: 0x8c6a5a, 0xa07f6e;
    /// The thin bar of a lane of kind Custom.
    LaneCustom: 0x94938c, 0x7c7c86;

    /// Behind a lane of kind PhysicalEvidence.
    TintEvidence: 0xf6f7f9, 0x1a1b1f;
    /// Behind a lane of kind Customer.
    TintCustomer: 0xf4f7fe, 0x191b22;
    /// Behind a lane of kind Frontstage.
    TintFrontstage: 0xf1faf7, 0x171d1d;
    /// Behind a lane of kind Backstage.
    TintBackstage: 0xfef9ee, 0x1e1b17;
    /// Behind a lane of kind Support.
    TintSupport: 0xfaf6f3, 0x1d1a19;

    /// The curve of the customer's feelings.
    Feeling: 0x2f6bde, 0x3b77ee;

    /// A connector of kind Flow.
    Flow: 0x7a7a73, 0x8c8c95;
    /// A connector of kind Message.
    Message: 0x7a7a73, 0x8c8c95;
    /// A connector that leads back to an earlier moment; long dashes and an open head.
    Back: 0x8a6a24, 0xb8975a;
    /// Words on a connector that leads back.
    BackText: 0x6b4e10, 0xe0c288;
    /// Behind a connector's label.
    LabelGround: 0xfbfbf9, 0x17171a;

    /// A card with an AI touchpoint.
    AiCard: 0xf7f3fe, 0x262038;
    /// Around a card with an AI touchpoint; flows out of it; hand-overs.
    Ai: 0x6d3fd4, 0xa78bfa;
    /// Words about AI.
    AiText: 0x5a2fc0, 0xc6b5ff;
    /// The AI badge.
    AiBadge: 0x6d3fd4, 0xa78bfa;
    /// Words on the AI badge.
    AiBadgeText: 0xffffff, 0x1a1030;
    /// A chip about AI.
    AiChip: 0xede7fc, 0x2f2650;

    /// A removed card.
    RemovedCard: 0xfef5f3, 0x2a1b1b;
    /// Around a removed card; a removed connector. Dashed.
    Removed: 0xcc6a60, 0xb9574d;
    /// Words on a removed card.
    RemovedText: 0x94423a, 0xf0aaa2;
    /// The badge of a removed card.
    RemovedBadge: 0xb3261e, 0xff8a7e;
    /// Words on that badge.
    RemovedBadgeText: 0xffffff, 0x3a0d08;

    /// Around an added card; an added connector.
    Added: 0x2c8a60, 0x3fa97a;
    /// The badge of an added card.
    AddedBadge: 0x14774d, 0x5bd6a0;
    /// Words on that badge.
    AddedBadgeText: 0xffffff, 0x06291a;

    /// Around a changed card; a changed connector.
    Changed: 0xb27414, 0xc98f2e;
    /// The badge of a changed card.
    ChangedBadge: 0x955800, 0xf5b453;
    /// Words on that badge.
    ChangedBadgeText: 0xffffff, 0x3a2500;

    /// Around a moved card; a moved connector.
    Moved: 0xb27414, 0xc98f2e;
    /// The badge of a moved card.
    MovedBadge: 0x955800, 0xf5b453;
    /// Words on that badge.
    MovedBadgeText: 0xffffff, 0x3a2500;

    /// The one accent: what is selected, focused or active.
    Accent: 0x2563d9, 0x6c9dff;
    /// Text on the accent.
    OnAccent: 0xffffff, 0x0c1a36;
    /// Words in the accent colour: links, the active entry.
    AccentText: 0x1f57c3, 0x8ab2ff;
    /// Behind what is selected in a list or a rail.
    SelectedFill: 0xe5edfc, 0x22304d;
    /// The halo around a selected card.
    Halo: 0xbcd0f7, 0x2c4371;
    /// Behind a cell into which a card can be dropped, and inside the marquee.
    DropFill: 0xe9f0fd, 0x1e2a42;
    /// Behind words that were found.
    Mark: 0xffe08a, 0x5c4708;
    /// Around what was found.
    MarkRing: 0xb07c00, 0xe8bd4a;
    /// Around the control that has the keyboard.
    FocusRing: 0x2563d9, 0x6c9dff;

    /// Top bar, inspector, status bar, dialogs.
    Panel: 0xffffff, 0x1b1b1f;
    /// The rail at the left.
    Rail: 0xf6f6f3, 0x1a1a1e;
    /// Menus and the command field's list.
    Popup: 0xffffff, 0x26262b;
    /// A text field.
    Field: 0xffffff, 0x232328;
    /// Around a text field.
    FieldBorder: 0xd3d3cd, 0x3f3f47;
    /// A button at rest.
    Button: 0xf0f0ec, 0x2c2c32;
    /// What the pointer is over.
    Hover: 0xebebe6, 0x33333a;
    /// What is held down.
    Pressed: 0xdfdfd9, 0x3d3d45;
    /// A small fact beside a title.
    Chip: 0xecece8, 0x2e2e34;
    /// The track of a slider or a bar.
    Track: 0xe2e2dc, 0x3a3a42;
    /// Behind a warning.
    WarningFill: 0xfff2dc, 0x3a2b10;
    /// Words of a warning.
    WarningText: 0x784a00, 0xf6c677;
    /// Behind an error.
    DangerFill: 0xfdebe9, 0x3d1c1a;
    /// Words of an error; what deletes.
    DangerText: 0xa3201a, 0xff9d92;
    /// Behind good news.
    SuccessFill: 0xe3f4ea, 0x14301f;
    /// Words of good news.
    SuccessText: 0x13683f, 0x68d8a0;
    /// Under menus and dialogs, drawn with opacity.
    Shadow: 0x000000, 0x000000;
}

impl Ink {
    /// The grounds on which this ink is read as text; empty for an ink that is never text.
    /// Each pair has a contrast of at least 4.5 : 1 in both themes (WCAG 2.2, 1.4.3).
    pub const fn grounds(self) -> &'static [Self] {
        use Ink::{
            AddedBadge, AiBadge, AiCard, AiChip, Button, Canvas, Card, ChangedBadge, Chip,
            DangerFill, DropFill, Field, Header, Hover, LabelGround, Mark, MovedBadge, Panel,
            Popup, Pressed, Rail, RemovedBadge, RemovedCard, SelectedFill, SuccessFill,
            TintBackstage, TintCustomer, TintEvidence, TintFrontstage, TintSupport, TitleStrip,
            WarningFill,
        };
        match self {
            Self::Text => &[
                Canvas,
                TitleStrip,
                Card,
                AiCard,
                Header,
                LabelGround,
                Panel,
                Rail,
                Popup,
                Field,
                Button,
                Hover,
                Pressed,
                Chip,
                SelectedFill,
                DropFill,
                Mark,
                TintEvidence,
                TintCustomer,
                TintFrontstage,
                TintBackstage,
                TintSupport,
            ],
            Self::TextMuted => &[
                Canvas,
                TitleStrip,
                Card,
                AiCard,
                Header,
                LabelGround,
                Panel,
                Rail,
                Popup,
                Field,
                Button,
                Hover,
                Chip,
                SelectedFill,
                TintEvidence,
                TintCustomer,
                TintFrontstage,
                TintBackstage,
                TintSupport,
            ],
            Self::TextFaint => &[
                Canvas,
                TitleStrip,
                Card,
                Panel,
                Rail,
                Popup,
                Field,
                TintEvidence,
                TintCustomer,
                TintFrontstage,
                TintBackstage,
                TintSupport,
            ],
            Self::BackText => &[Canvas, LabelGround, Panel],
            Self::Pain => &[Card, AiCard, RemovedCard, Panel],
            Self::AiText => &[Canvas, Card, AiCard, AiChip, LabelGround, Panel],
            Self::AiBadgeText => &[AiBadge],
            Self::RemovedText => &[RemovedCard, LabelGround, Panel],
            Self::RemovedBadgeText => &[RemovedBadge],
            Self::AddedBadgeText => &[AddedBadge],
            Self::ChangedBadgeText => &[ChangedBadge],
            Self::MovedBadgeText => &[MovedBadge],
            Self::OnAccent => &[Self::Accent],
            Self::AccentText => &[
                Canvas,
                TitleStrip,
                Card,
                Panel,
                Rail,
                Popup,
                Field,
                SelectedFill,
                WarningFill,
            ],
            Self::WarningText => &[WarningFill, Panel, Canvas],
            Self::DangerText => &[DangerFill, Panel, Canvas, Popup],
            Self::SuccessText => &[SuccessFill, Panel, Canvas],
            _ => &[],
        }
    }
}

/// A colour in sRGB, opaque.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(
    /// Red, green and blue in sRGB, 255 at most.
    pub [u8; 3],
);

impl Rgb {
    const fn from_hex(hex: u32) -> Self {
        let [_, red, green, blue] = hex.to_be_bytes();
        Self([red, green, blue])
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2).
    pub fn luminance(self) -> f32 {
        let [red, green, blue] = self.0.map(|channel| {
            let part = f32::from(channel) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast to `other`, 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

/// Fonts by what they are for.
pub mod font {
    use super::{Font, Weight};

    /// A card's title.
    pub const TITLE: Font = of(13.0, Weight::Regular);
    /// A card's marks, a connector's label, small words.
    pub const SMALL: Font = of(11.0, Weight::Regular);
    /// Small words that stand out.
    pub const SMALL_STRONG: Font = of(11.0, Weight::SemiBold);
    /// A badge.
    pub const BADGE: Font = of(10.0, Weight::SemiBold);
    /// The name of a line of visibility, in capitals.
    pub const LINE_NAME: Font = of(9.5, Weight::Medium);
    /// A lane's or phase's name.
    pub const HEADER: Font = of(12.5, Weight::SemiBold);
    /// The body of panels.
    pub const BODY: Font = of(13.0, Weight::Regular);
    /// Words of the body that stand out.
    pub const BODY_STRONG: Font = of(13.0, Weight::SemiBold);
    /// Headings of panels and a variant's name.
    pub const HEADING: Font = of(15.0, Weight::SemiBold);

    const fn of(size: f32, weight: Weight) -> Font {
        Font { size, weight }
    }
}

/// Makes [`Icon`] and its glyphs from one table.
macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident: $glyph:ident;)*) => {
        /// A small picture: a glyph of the icon font ([`icon_font`]).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Icon {
            $($(#[$doc])* $name,)*
        }

        impl Icon {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its character in the icon font.
            pub fn glyph(self) -> char {
                match self {
                    $(Self::$name => lucide_icons::Icon::$glyph.unicode(),)*
                }
            }
        }
    };
}

icons! {
    /// Time of work.
    Clock: Clock;
    /// Delay, and a step of kind Wait.
    Wait: Hourglass;
    /// A pain point.
    Pain: Flag;
    /// AI.
    Spark: Sparkle;
    /// Physical evidence.
    Evidence: FileText;
    /// A feeling above 0.
    Good: Smile;
    /// A feeling of 0.
    Neutral: Meh;
    /// A feeling below 0.
    Bad: Frown;
    /// A moment of truth.
    MomentOfTruth: Gem;
    /// An idea.
    Idea: Lightbulb;
    /// A control.
    Control: ShieldCheck;
    /// A split of kind Either.
    Either: Split;
    /// A split of kind Both.
    Both: GitFork;
    /// Added.
    Plus: Plus;
    /// Removed.
    Minus: Minus;
    /// Changed.
    Tilde: Waves;
    /// Moved.
    Moved: MoveRight;
    /// A role.
    Role: UserRound;
    /// A hand-over to a person.
    HandOver: Hand;
    /// A comment.
    Comment: MessageSquare;
    /// A link to elsewhere.
    Link: ExternalLink;
    /// The blueprint.
    Blueprint: LayoutGrid;
    /// Risks.
    Risk: TriangleAlert;
    /// Numbers.
    Numbers: Sigma;
    /// The plan.
    Plan: Route;
    /// Checks.
    Checks: CircleCheck;
    /// Settings.
    Settings: Settings;
    /// The outline.
    Outline: ListTree;
    /// All variants side by side.
    Table: Table2;
    /// The tray.
    Tray: Inbox;
    /// Finds.
    Search: Search;
    /// Done.
    Check: Check;
    /// Closes.
    Close: X;
    /// Advice.
    Info: Info;
    /// An error.
    Error: CircleAlert;
    /// Opens a file.
    Open: FolderOpen;
    /// A new file.
    New: FilePlus;
    /// Saves.
    Save: Save;
    /// Deletes.
    Delete: Trash2;
    /// Copies.
    Copy: Copy;
    /// Edits.
    Edit: Pencil;
    /// Takes back.
    Undo: Undo2;
    /// Does again.
    Redo: Redo2;
    /// The history.
    History: History;
    /// Unfolded; opens a list below.
    Down: ChevronDown;
    /// Goes up, to the one before.
    Up: ChevronUp;
    /// Folded.
    Right: ChevronRight;
    /// Moves upward.
    MoveUp: ArrowUp;
    /// Moves downward.
    MoveDown: ArrowDown;
    /// Moves to the left.
    MoveLeft: ArrowLeft;
    /// Moves to the right.
    MoveRight: ArrowRight;
    /// A panel at the right.
    SidePanel: PanelRight;
    /// More commands.
    More: Ellipsis;
    /// All menus behind one button.
    Menu: Menu;
    /// Can be dragged.
    Grip: GripVertical;
    /// Fits everything into the window.
    Fit: Maximize;
    /// The light theme.
    Light: Sun;
    /// The dark theme.
    Dark: Moon;
}

/// The icon font's file (Lucide, ISC licence).
pub fn icon_font() -> &'static [u8] {
    lucide_icons::LUCIDE_FONT_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names every pair of text and ground whose contrast is below `least`.
    fn check_contrast(least: f32, pairs: impl Iterator<Item = (Ink, Ink)>) {
        let bad: Vec<String> = pairs
            .flat_map(|(text, ground)| {
                [Theme::Light, Theme::Dark].map(|theme| {
                    let contrast = theme.rgb(text).contrast(theme.rgb(ground));
                    (contrast < least)
                        .then(|| format!("{theme:?}: {text:?} on {ground:?} {contrast:.2}"))
                })
            })
            .flatten()
            .collect();
        assert!(bad.is_empty(), "{bad:#?}");
    }

    #[test]
    fn text_can_be_read_on_every_ground() {
        check_contrast(
            4.5,
            Ink::ALL
                .iter()
                .flat_map(|ink| ink.grounds().iter().map(|ground| (*ink, *ground))),
        );
    }

    #[test]
    fn lines_can_be_seen() {
        use Ink::{
            Accent, Added, Ai, Back, Canvas, Changed, Flow, FocusRing, LaneBackstage, LaneCustomer,
            LaneEvidence, LaneFrontstage, LaneSupport, MarkRing, Message, Moved, Panel, Removed,
            WaitBorder,
        };
        let lines = [
            Flow,
            Message,
            Back,
            Ai,
            Removed,
            Added,
            Changed,
            Moved,
            Accent,
            FocusRing,
            MarkRing,
            WaitBorder,
            LaneEvidence,
            LaneCustomer,
            LaneFrontstage,
            LaneBackstage,
            LaneSupport,
            Ink::Feeling,
        ];
        check_contrast(
            3.0,
            lines
                .iter()
                .flat_map(|line| [(*line, Canvas), (*line, Panel)]),
        );
    }

    #[test]
    fn every_icon_has_a_glyph_of_its_own() {
        let glyphs: std::collections::BTreeSet<char> =
            Icon::ALL.iter().map(|icon| icon.glyph()).collect();
        assert_eq!(glyphs.len(), Icon::ALL.len());
    }
}
