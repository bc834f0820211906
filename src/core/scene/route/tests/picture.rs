//! Pictures of the hand-made samples, to look at.

use std::fmt::Write as _;

use super::*;

#[test]
fn pictures() {
    let Ok(folder) = std::env::var("FRONTSTAGE_ROUTES") else {
        return;
    };
    for (name, sample) in samples::all() {
        let path = std::path::Path::new(&folder).join(format!("{}.svg", name.replace(' ', "-")));
        std::fs::write(path, svg(&sample)).unwrap();
    }
}

fn svg(sample: &Sample) -> String {
    let (geometry, routes) = sample.route();
    let (width, height) = (geometry.outer_x.1, geometry.outer_y.1);
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}'>\
         <rect width='{width}' height='{height}' fill='#fbfbfa'/>"
    );
    for (index, card) in sample.cards(&geometry).iter().enumerate() {
        let (x, y) = (card.left() + 10.0, card.top() + 20.0);
        let _ = write!(
            svg,
            "<rect x='{}' y='{}' width='{}' height='{}' rx='6' fill='white' stroke='#cfcfca'/>\
             <text x='{x}' y='{y}' font-family='Inter' font-size='12'>{index}</text>",
            card.left(),
            card.top(),
            card.width(),
            card.height()
        );
    }
    let colours = [
        "#5b5b57", "#6b3fd4", "#2f6fd0", "#b0413e", "#2c7a5b", "#a8640c",
    ];
    for (index, route) in routes.iter().enumerate() {
        let colour = colours[index % colours.len()];
        let _ = write!(
            svg,
            "<path fill='none' stroke='{colour}' stroke-width='1.5' d='{}'/>",
            path(route)
        );
        if let [.., before, end] = *route.points {
            let way = (end - before).normalized();
            let (back, side) = (end - way * 9.0, vec2(-way.y, way.x) * 4.5);
            let (a, b) = (back + side, back - side);
            let _ = write!(
                svg,
                "<polygon fill='{colour}' points='{},{} {},{} {},{}'/>",
                end.x, end.y, a.x, a.y, b.x, b.y
            );
        }
        if let Some(label) = route.label {
            let _ = write!(
                svg,
                "<rect x='{}' y='{}' width='{}' height='{}' fill='{colour}' opacity='.25'/>",
                label.left(),
                label.top(),
                label.width(),
                label.height()
            );
        }
    }
    svg + "</svg>"
}

/// The path with rounded corners and gaps.
fn path(route: &Route) -> String {
    let mut path = String::new();
    let points = &route.points;
    for (k, point) in points.iter().enumerate() {
        if k == 0 {
            let _ = write!(path, "M{} {}", point.x, point.y);
            continue;
        }
        let before = points[k - 1];
        let way = (*point - before).normalized();
        let mut gaps = route
            .gaps
            .iter()
            .filter(|gap| way.x != 0.0 && gap.y == point.y && before.y == point.y)
            .map(|gap| (*gap - before).dot(way))
            .filter(|along| *along > 0.0 && *along < (*point - before).length())
            .collect::<Vec<_>>();
        gaps.sort_by(f32::total_cmp);
        for along in gaps {
            let (a, b) = (before + way * (along - 3.0), before + way * (along + 3.0));
            let _ = write!(path, "L{} {}M{} {}", a.x, a.y, b.x, b.y);
        }
        match points.get(k + 1) {
            Some(next) => {
                let onward = (*next - *point).normalized();
                let radius = 5.0_f32
                    .min((*point - before).length() / 2.0)
                    .min((*next - *point).length() / 2.0);
                let (a, b) = (*point - way * radius, *point + onward * radius);
                let _ = write!(
                    path,
                    "L{} {}Q{} {} {} {}",
                    a.x, a.y, point.x, point.y, b.x, b.y
                );
            }
            None => {
                let end = *point - way * 4.0;
                let _ = write!(path, "L{} {}", end.x, end.y);
            }
        }
    }
    path
}
