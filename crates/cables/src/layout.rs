//! Where imported ops stand.

use std::collections::{BTreeMap, HashMap};

use crate::project::Project;

/// Our boxes are wider and taller than those of cables, by which the distances between ops grow.
const SCALE: f64 = 2.5;
/// The grid of the canvas, in pixels.
const GRID: f64 = 8.0;
/// From an op that is laid out to the next beside it.
const BESIDE: f64 = 320.0;
/// From an op that is laid out to the next below it.
const BELOW: f64 = 120.0;
/// Between what belongs together and the next.
const BETWEEN: f64 = 480.0;

/// The places of all ops, in their order. Those of a subpatch that no op holds stand together, beside
/// the others.
pub(crate) fn places(project: &Project) -> Vec<(f64, f64)> {
    let mut groups: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (index, op) in project.ops.iter().enumerate() {
        groups
            .entry(op.subpatch.as_deref())
            .or_default()
            .push(index);
    }
    let mut places = vec![(0.0, 0.0); project.ops.len()];
    let mut left = 0.0;
    for group in groups.values() {
        let (placed, others): (Vec<usize>, Vec<usize>) = group
            .iter()
            .partition(|&&op| project.ops[op].place.is_some());
        let mut bounds = Bounds::default();
        for op in placed {
            let (x, y) = project.ops[op].place.unwrap_or_default();
            places[op] = (scaled(x), scaled(y));
            bounds.add(places[op]);
        }
        // Ops without a place stand right of those that have one.
        let start = bounds.right.map_or(0.0, |right| right + BETWEEN);
        for (op, (column, row)) in laid_out(project, &others) {
            places[op] = (
                start + column * BESIDE,
                bounds.top.unwrap_or(0.0) + row * BELOW,
            );
        }
        for &op in group {
            bounds.add(places[op]);
        }
        // Those of a subpatch have a canvas of their own, and the root stays where it is.
        if group.iter().any(|&op| project.ops[op].holder.is_some()) {
            continue;
        }
        let shift = match (left > 0.0, bounds.left) {
            (true, Some(first)) => left - first,
            _ => 0.0,
        };
        for &op in group {
            places[op].0 += shift;
        }
        left = bounds.right.unwrap_or_default() + shift + BETWEEN;
    }
    places
}

/// A coordinate or a length of ours in a patch of cables.
pub(crate) fn there(pixels: f64) -> f64 {
    // On our grid, whole tenths are exact.
    (pixels / SCALE * 10.0).round() / 10.0
}

#[derive(Default)]
struct Bounds {
    left: Option<f64>,
    right: Option<f64>,
    top: Option<f64>,
}

impl Bounds {
    fn add(&mut self, (x, y): (f64, f64)) {
        self.left = Some(self.left.map_or(x, |left| left.min(x)));
        self.right = Some(self.right.map_or(x, |right| right.max(x)));
        self.top = Some(self.top.map_or(y, |top| top.min(y)));
    }
}

/// A distance of cables as one of ours, on the grid.
pub(crate) fn scaled(pixels: f64) -> f64 {
    snap(pixels * SCALE)
}

fn snap(pixels: f64) -> f64 {
    (pixels / GRID).round() * GRID
}

/// Columns and rows: each op below all that lead to it, those of a row side by side.
fn laid_out(project: &Project, ops: &[usize]) -> Vec<(usize, (f64, f64))> {
    let by_id: HashMap<&str, usize> = ops
        .iter()
        .enumerate()
        .filter_map(|(place, &op)| Some((project.ops[op].id.as_deref()?, place)))
        .collect();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); ops.len()];
    let mut before = vec![0_usize; ops.len()];
    for link in &project.links {
        let end = |(op, _): &(String, String)| by_id.get(op.as_str()).copied();
        if let (Some(from), Some(to)) = (end(&link.from), end(&link.to))
            && from != to
            && !next[from].contains(&to)
        {
            next[from].push(to);
            before[to] += 1;
        }
    }
    let mut rows = vec![0_usize; ops.len()];
    let mut is_done = vec![false; ops.len()];
    let mut ready: Vec<usize> = (0..ops.len()).filter(|&op| before[op] == 0).collect();
    let mut first_left = 0;
    loop {
        while let Some(op) = ready.pop() {
            is_done[op] = true;
            for &to in &next[op] {
                if is_done[to] {
                    continue;
                }
                rows[to] = rows[to].max(rows[op] + 1);
                before[to] -= 1;
                if before[to] == 0 {
                    ready.push(to);
                }
            }
        }
        // What is left goes round in circles: begin with the first of it.
        while first_left < ops.len() && is_done[first_left] {
            first_left += 1;
        }
        if first_left == ops.len() {
            break;
        }
        before[first_left] = 0;
        ready.push(first_left);
    }
    let mut columns: HashMap<usize, u32> = HashMap::new();
    ops.iter()
        .zip(rows)
        .map(|(&op, row)| {
            let column = columns.entry(row).or_default();
            *column += 1;
            #[expect(clippy::cast_precision_loss, reason = "there are not that many ops")]
            let row = row as f64;
            (op, (f64::from(*column - 1), row))
        })
        .collect()
}
