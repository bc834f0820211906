use super::{pos2, route::*, size};
/// Stands in for the router.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    nets: Vec<Net>,
}

pub(super) fn plan(_rows: usize, _columns: usize, _slots: &[Slot], nets: &[Net]) -> Plan {
    Plan {
        nets: nets.to_vec(),
    }
}

impl Plan {
    pub(super) fn row_gutter(&self, _at: usize) -> f32 {
        0.0
    }

    pub(super) fn column_gutter(&self, _at: usize) -> f32 {
        0.0
    }

    pub(super) fn trace(&self, geometry: &Geometry) -> Vec<Route> {
        self.nets
            .iter()
            .map(|net| {
                let (a, b) = (geometry.cards[net.from], geometry.cards[net.to]);
                let points = if a.right() < b.left() {
                    let (from, to) = (a.right_center(), b.left_center());
                    let mid = b.left() - size::GUTTER / 2.0;
                    if (from.y - to.y).abs() < 0.5 {
                        vec![from, to]
                    } else {
                        vec![from, pos2(mid, from.y), pos2(mid, to.y), to]
                    }
                } else if a.bottom() < b.top() {
                    let x = a.left() + 20.0;
                    vec![pos2(x, a.bottom()), pos2(x, b.top())]
                } else {
                    let x = a.left() + 20.0;
                    vec![pos2(x, a.top()), pos2(x, b.bottom())]
                };
                Route {
                    points,
                    gaps: Vec::new(),
                    label: None,
                }
            })
            .collect()
    }
}
