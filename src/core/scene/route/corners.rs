//! The corners of a connector's way.

use super::{Pos2, way::MOST_LEGS};

/// The corners of a connector, from start to end; consecutive ones differ in exactly one coordinate.
///
/// A list of points that lies in one piece with what it belongs to, so that thousands can move at once.
#[derive(Clone, Copy, Default)]
pub struct Corners {
    points: [Pos2; MOST_LEGS + 1],
    len: u8,
}

impl Corners {
    /// Adds a corner at the end, as long as there is room: no way has more.
    pub(super) fn push(&mut self, point: Pos2) {
        if let Some(next) = self.points.get_mut(usize::from(self.len)) {
            *next = point;
            self.len += 1;
        }
    }
}

impl std::ops::Deref for Corners {
    type Target = [Pos2];

    fn deref(&self) -> &[Pos2] {
        &self.points[..usize::from(self.len)]
    }
}

impl std::ops::DerefMut for Corners {
    fn deref_mut(&mut self) -> &mut [Pos2] {
        &mut self.points[..usize::from(self.len)]
    }
}

impl PartialEq for Corners {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl std::fmt::Debug for Corners {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
