//! Lengths in points, on a grid of 4.

/// The grid on which everything stands.
pub const GRID: f32 = 4.0;
/// Width of a card that covers one moment.
pub const CARD_WIDTH: f32 = 160.0;
/// Space between a card's edge and its text, left and right.
pub const CARD_PAD_X: f32 = 12.0;
/// Space between a card's edge and its text, above and below.
pub const CARD_PAD_Y: f32 = 8.0;
/// Height of a line of a title.
pub const TITLE_LINE: f32 = 16.0;
/// Height of the row of marks.
pub const MARK_LINE: f32 = 16.0;
/// Space between a title and its marks.
pub const TITLE_GAP: f32 = 4.0;
/// Side of a mark's icon.
pub const MARK_ICON: f32 = 12.0;
/// Space between an icon and its word.
pub const ICON_GAP: f32 = 4.0;
/// Space between two marks.
pub const MARK_GAP: f32 = 8.0;
/// Radius of a card's corners.
pub const RADIUS: f32 = 6.0;
/// How much of a corner is cut off the card of a split. Connectors keep so far off corners.
pub const CUT: f32 = 8.0;
/// Lines of a title on a card.
pub const TITLE_LINES: usize = 3;
/// Lines of a title that is shown whole: no card gets higher.
pub const MOST_TITLE_LINES: usize = 24;
/// Width of the line around a card.
pub const BORDER: f32 = 1.0;
/// Width of the line around a card that stands out: an AI touchpoint, an added step.
pub const BORDER_STRONG: f32 = 1.5;
/// Height of a badge; it straddles its card's top edge.
pub const BADGE: f32 = 16.0;
/// How far a badge stands out above its card's top edge.
pub const BADGE_RISE: f32 = 10.0;
/// Side of a badge's icon.
pub const BADGE_ICON: f32 = 10.0;
/// Least size of a badge's word on screen: badges grow beyond their cards where these get small.
pub const BADGE_LEAST: f32 = 7.0;
/// Height of such a badge, in heights of its word.
pub const BADGE_TIGHT: f32 = 1.3;
/// Below this zoom no words are drawn but titles and values of rows, and a badge says its sign alone.
pub const BODY_ZOOM: f32 = 0.6;
/// Least size of words on screen below that zoom.
pub const LEAST_WORDS: f32 = 10.0;
/// Space between a badge's end and its word, and between a badge and the card's right edge.
pub const BADGE_PAD: f32 = 8.0;
/// Least width of a gutter between moments.
pub const GUTTER: f32 = 24.0;
/// What the gutter between two phases has more.
pub const PHASE_GAP: f32 = 8.0;
/// Space between two cards stacked in a cell: a badge's half and a little air.
pub const STACK_GAP: f32 = 20.0;
/// Space between a lane's top edge and its cards.
pub const LANE_PAD: f32 = 14.0;
/// Least height of a lane.
pub const LANE_MIN: f32 = 76.0;
/// Height of a folded lane.
pub const LANE_FOLDED: f32 = 28.0;
/// Space between the lanes and the rows under them.
pub const ROW_GAP: f32 = 8.0;
/// Space above and below the words of a row.
pub const ROW_PAD: f32 = 8.0;
/// Least height of a row.
pub const ROW_MIN: f32 = 32.0;
/// Lines that a cell of a row has at most.
pub const ROW_LINES: usize = 4;
/// Height of the sums under a row.
pub const ROW_SUM: f32 = 22.0;
/// Height of the row with the curve.
pub const CURVE_HEIGHT: f32 = 120.0;
/// Height of a step of feeling.
pub const CURVE_STEP: f32 = 16.0;
/// Radius of a point of the curve.
pub const CURVE_POINT: f32 = 4.0;
/// Space between a point and the middle of its number.
pub const CURVE_LABEL: f32 = 14.0;
/// Width of the curve.
pub const CURVE_LINE: f32 = 2.0;
/// Side of the mark that opens or folds a lane.
pub const FOLD_MARK: f32 = 11.0;
/// Height of what stands in a folded lane for the cards of a cell.
pub const FOLD_NOTE: f32 = 16.0;
/// Space above and below it.
pub const FOLD_PAD: f32 = 6.0;
/// Width of the gap in which empty moments are folded away.
pub const MOMENT_GAP: f32 = 64.0;
/// Height of the row with the moments' names where gaps stand in it.
pub const GAP_HEADER: f32 = 36.0;
/// Height of a line of small words.
pub const SMALL_LINE: f32 = 14.0;
/// Width of the strip with the lanes' names.
pub const LANE_HEADER: f32 = 140.0;
/// Width of a lane's bar.
pub const LANE_BAR: f32 = 4.0;
/// Space between a lane's bar and its name.
pub const LANE_TEXT: f32 = 16.0;
/// Height of the strip with a variant's name.
pub const TITLE_STRIP: f32 = 36.0;
/// Height of a phase's header.
pub const PHASE_HEADER: f32 = 28.0;
/// Height of the row with the moments' names.
pub const MOMENT_HEADER: f32 = 20.0;
/// Space above a phase's header, and between headers and cells.
pub const HEADER_GAP: f32 = 8.0;
/// Width of a connector's line.
pub const WIRE: f32 = 1.5;
/// Radius of a connector's corners.
pub const WIRE_RADIUS: f32 = 5.0;
/// Length of an arrow's head.
pub const HEAD_LENGTH: f32 = 8.0;
/// Width of an arrow's head.
pub const HEAD_WIDTH: f32 = 8.0;
/// Length of the gap where a connector passes under another.
pub const BRIDGE: f32 = 8.0;
/// Length of a dash, and of the space after it.
pub const DASH: (f32, f32) = (4.0, 3.0);
/// Length of a dash of a connector that leads back, and of the space after it.
pub const LONG_DASH: (f32, f32) = (9.0, 4.0);
/// Length of a dot of a line between lanes, and of the space after it: no connector looks like it.
pub const DOTS: (f32, f32) = (2.0, 4.0);
/// Widest label of a connector.
pub const LABEL_WIDTH: f32 = 148.0;
/// Height of a connector's label.
pub const LABEL_HEIGHT: f32 = 16.0;
/// Space around a panel's content.
pub const PANEL_PAD: f32 = 12.0;
/// Height of a button or a field.
pub const CONTROL: f32 = 28.0;
/// Radius of a control's corners.
pub const CONTROL_RADIUS: f32 = 6.0;
/// Height of the bar at the top.
pub const TOP_BAR: f32 = 44.0;
/// Height of the bar above the canvas in Compare.
pub const COMPARE_BAR: f32 = 40.0;
/// Height of the bar at the bottom.
pub const STATUS_BAR: f32 = 28.0;
/// Height of the capture line with the words below it.
pub const CAPTURE: f32 = 76.0;
/// Height of the tray.
pub const TRAY: f32 = 102.0;
/// Height of the tray while it is folded.
pub const TRAY_FOLDED: f32 = 40.0;
/// Width of the rail at the left.
pub const RAIL: f32 = 56.0;
/// Width of the inspector.
pub const INSPECTOR: f32 = 316.0;
/// In a narrower window the inspector starts folded.
pub const INSPECTOR_FROM: f32 = 1000.0;
/// The narrowest that the inspector can be dragged.
pub const INSPECTOR_LEAST: f32 = 280.0;
/// The widest that the inspector can be dragged.
pub const INSPECTOR_MOST: f32 = 520.0;
/// How narrow it gets where the board would keep less than half of the window.
pub const INSPECTOR_NARROW: f32 = 200.0;
