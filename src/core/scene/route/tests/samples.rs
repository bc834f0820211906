//! Grids drawn by hand.

use super::*;

impl Sample {
    /// Cards named by letters, one a cell; the same letter in adjacent cells is one card. `.` is free.
    /// Nets as `AB` or, with a label of so many characters, `AB:4`.
    fn drawn(rows: &[&str], nets: &str) -> Self {
        let mut names: Vec<char> = Vec::new();
        let mut slots: Vec<Slot> = Vec::new();
        for (row, line) in rows.iter().enumerate() {
            for (column, name) in line.chars().enumerate().filter(|(_, name)| *name != '.') {
                match names.iter().position(|known| *known == name) {
                    Some(known) => slots[known].span += 1,
                    None => {
                        names.push(name);
                        slots.push(Slot {
                            row,
                            column,
                            span: 1,
                        });
                    }
                }
            }
        }
        let index = |name: char| names.iter().position(|known| *known == name).unwrap();
        let nets = nets
            .split_whitespace()
            .map(|net| {
                let (ends, label) = net.split_once(':').unwrap_or((net, ""));
                let mut ends = ends.chars();
                let label = label
                    .parse::<f32>()
                    .ok()
                    .map(|count| vec2(count * 6.5, 13.0));
                Net {
                    from: index(ends.next().unwrap()),
                    to: index(ends.next().unwrap()),
                    label,
                }
            })
            .collect();
        // Cards differ in height: two lines of title, marks or none.
        let heights = (0..slots.len())
            .map(|k| [60.0, 46.0, 60.0, 52.0][k % 4])
            .collect();
        let columns = rows.iter().map(|row| row.len()).max().unwrap_or(0);
        Self {
            rows: rows.len(),
            columns,
            slots,
            heights,
            nets,
        }
    }
}

/// The hand-made samples by name.
pub(super) fn all() -> Vec<(&'static str, Sample)> {
    vec![
        ("neighbours", Sample::drawn(&["AB", "C."], "AB AC")),
        (
            "stairs",
            Sample::drawn(&["A...", ".B..", "..C.", "...D"], "AB BC CD"),
        ),
        (
            "skip",
            Sample::drawn(&["ABCD", "E..F"], "AB BC CD AD BD EF AC"),
        ),
        (
            "back",
            Sample::drawn(&["ABC", "DEF"], "AB BC CA FD:4 CD EA"),
        ),
        (
            "there and back",
            Sample::drawn(&["AB", "C."], "AB BA AC CA AB CC:5 BB"),
        ),
        (
            "either",
            Sample::drawn(&["..B.", "A..D", "..C."], "AB:4 AC:4 AD BD CD"),
        ),
        (
            "fan",
            Sample::drawn(
                &["..B", "..C", "A.D", "..E", "..F"],
                "AB:4 AC:4 AD:4 AE:4 AF:4",
            ),
        ),
        (
            "fan in",
            Sample::drawn(&["A..", "B..", "C.F", "D..", "E.."], "AF BF CF DF EF"),
        ),
        (
            "wide",
            Sample::drawn(&["AAAB", ".CC.", "DEFG"], "AB CA AE DC CG GC DB AF"),
        ),
        ("refund before", refund_before()),
        ("refund after", refund_after()),
        ("claim", claim()),
        ("crowd", crowd()),
    ]
}

fn refund_before() -> Sample {
    Sample::drawn(
        &["ABC..H", "..DE.G", "....F.", "....I."],
        "AB BC CD DE EF FI FG GH",
    )
}

fn refund_after() -> Sample {
    Sample::drawn(
        &["AB...H", "..C...", "...D.G", "....E.", "..F..."],
        "AB BC CH:8 CD:4 DG DE GH CF FC",
    )
}

/// An insurer's claim: twenty cards, two splits, a hand-over, a rework loop and a long way back.
fn claim() -> Sample {
    Sample::drawn(
        &[
            "AB...C..D",
            ".E.F..G.H",
            "..IJK.L..",
            "..M.NOP.Q",
            ".R..S..T.",
        ],
        "AB BE EI:4 EF:4 IJ JK KL:6 KN:6 NO OP PL LG GC CD GH HD LQ:4 QH ER RM MI NS SN OJ:6 PT TQ LE:14 GF",
    )
}

/// Every card of a full grid works for others.
fn crowd() -> Sample {
    Sample::drawn(
        &["ABCDEF", "GHIJKL", "MNOPQR", "STUVWX"],
        "AH AN BC BI CJ:4 CP DK DE EF:3 FR GB GI HI HO IJ:4 IP JW JD KQ KL LE MT NO NU OV PQ PJ QX RL ST TU UV:5 VW WX XF GL SX:8",
    )
}

fn bends(route: &Route) -> usize {
    route.points.len() - 2
}

#[test]
fn hand_made_grids_keep_the_laws() {
    for (name, sample) in all() {
        println!("{name}");
        check(&sample);
    }
}

#[test]
fn neighbours_are_joined_straight() {
    let routes = check(&Sample::drawn(&["AB", "C."], "AB AC CA"));
    assert_eq!(routes.iter().map(bends).collect::<Vec<_>>(), [0, 0, 0]);
}

#[test]
fn free_cells_are_passed_straight() {
    let routes = check(&Sample::drawn(&["A..B", "....", "C..."], "AB AC"));
    assert_eq!(routes.iter().map(bends).collect::<Vec<_>>(), [0, 0]);
}

#[test]
fn forward_ways_leave_at_the_right_and_enter_at_the_left() {
    let routes = check(&Sample::drawn(&["ABC", "..D"], "AC AD"));
    for route in routes {
        let last = route.points.len() - 1;
        assert!(route.points[0].x < route.points[1].x);
        assert!(route.points[last - 1].x < route.points[last].x);
    }
}

#[test]
fn a_way_back_reads_as_a_loop() {
    let routes = check(&Sample::drawn(&["ABC", "DEF"], "AB BC CA"));
    let back = &routes[2];
    assert_eq!(bends(back), 2);
    assert!(
        back.points[0].x == back.points[1].x,
        "leaves at the top or bottom"
    );
}

#[test]
fn a_split_and_hauls_side_by_side_cross_nothing() {
    for sample in [
        Sample::drawn(&["ABCDE"], "AC AE AD"),
        Sample::drawn(&["..B.", "A..D", "..C."], "AB:4 AC:4 AD BD CD"),
        Sample::drawn(&["..B", "..C", "A.D", "..E", "..F"], "AB AC AD AE AF"),
    ] {
        let routes = check(&sample);
        assert!(
            routes.iter().all(|route| route.gaps.is_empty()),
            "{routes:#?}"
        );
    }
}

#[test]
fn a_loop_to_itself_turns_round_a_corner() {
    let routes = check(&Sample::drawn(&["A"], "AA"));
    assert_eq!(bends(&routes[0]), 3);
}

#[test]
fn a_small_label_stands_right_after_the_port() {
    let sample = Sample::drawn(&["..B", "A..", "..C"], "AB:4 AC:4");
    let (geometry, routes) = sample.route();
    let card = sample.cards(&geometry)[1];
    for route in routes {
        let label = route.label.unwrap();
        assert!(label.left() - card.right() < 8.0, "{label:?}");
    }
}

#[test]
fn bad_input_gives_empty_routes() {
    let slot = Slot {
        row: 0,
        column: 0,
        span: 1,
    };
    let outside = Slot {
        row: 9,
        column: 0,
        span: 1,
    };
    let net = |from, to| Net {
        from,
        to,
        label: Some(vec2(f32::NAN, 4.0)),
    };
    let sample = Sample {
        rows: 1,
        columns: 1,
        slots: vec![
            slot,
            outside,
            slot,
            Slot {
                span: usize::MAX,
                ..slot
            },
            Slot { span: 0, ..slot },
        ],
        heights: vec![50.0; 5],
        nets: vec![
            net(0, 1),
            net(7, 0),
            net(0, 2),
            net(2, 3),
            net(3, 4),
            net(0, 0),
        ],
    };
    let (_, routes) = sample.route();
    assert_eq!(routes[0], Route::default());
    assert_eq!(routes[1], Route::default());
    let mut plan = RoutePlan::default();
    plan.update(usize::MAX, usize::MAX, &sample.slots, &sample.nets);
    let nothing = sample.geometry(&RoutePlan::default());
    assert!(
        trace(&mut plan, &nothing)
            .iter()
            .all(|route| route.points.is_empty())
    );
}
