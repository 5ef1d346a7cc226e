//! Where the boxes of a diagram are: tables that hang together in layers from left to right, the others in a grid below.

use std::collections::{BTreeMap, BTreeSet};

use rust_sugiyama::configure::Config;

/// The space between boxes.
const GAP: f64 = 36.0;
/// How wide rows of parts become before the next one begins.
const WIDEST: f64 = 2_400.0;
/// From how many boxes on a part is laid out densely, so that an overview can be read.
const MANY: usize = 24;
/// The space between boxes then.
const SMALL_GAP: f64 = 18.0;
/// The space between layers then.
const LAYER_GAP: f64 = 70.0;
/// How much wider than high such a part is, about.
const WIDER: f64 = 1.8;

/// Where a box is: its left upper corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// The places of boxes with these sizes, which these edges connect, and the size of the whole.
pub(super) fn place(sizes: &[(f64, f64)], edges: &BTreeSet<(usize, usize)>) -> (Vec<Spot>, (f64, f64)) {
    let connected: BTreeSet<usize> = edges.iter().flat_map(|(from, to)| [*from, *to]).collect();
    let numbered: Vec<usize> = connected.iter().copied().collect();
    let mut parts: Vec<(BTreeMap<usize, Spot>, f64, f64)> = Vec::new();
    // The library lays layers below each other; turned, they go from left to right.
    let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    let boxes: Vec<(u32, (f64, f64))> =
        connected.iter().map(|index| (number(*index), (sizes[*index].1, sizes[*index].0))).collect();
    let lines: Vec<(u32, u32)> =
        edges.iter().filter(|(from, to)| from != to).map(|(from, to)| (number(*to), number(*from))).collect();
    let config = Config { vertex_spacing: GAP, ..Config::default() };
    if !boxes.is_empty() {
        for (spots, ..) in rust_sugiyama::from_vertices_and_edges(&boxes, &lines, &config) {
            // It numbers the boxes as they come, whatever they are called.
            let corner = |(number, (across, along)): (usize, (f64, f64))| {
                let index = *numbered.get(number)?;
                let (width, height) = sizes[index];
                Some((index, Spot { x: along - width / 2.0, y: across - height / 2.0 }))
            };
            let spots: BTreeMap<usize, Spot> = spots.into_iter().filter_map(corner).collect();
            parts.push(if spots.len() < MANY { normal(spots, sizes) } else { dense(&spots, sizes) });
        }
    }
    // The largest part comes first.
    parts.sort_by(|(one, ..), (other, ..)| other.len().cmp(&one.len()).then(one.keys().next().cmp(&other.keys().next())));
    let single = (0..sizes.len()).filter(|index| !connected.contains(index));
    parts.extend(single.map(|index| (BTreeMap::from([(index, Spot::default())]), sizes[index].0, sizes[index].1)));
    pack(parts, sizes.len())
}

/// The spots of a part moved so that it begins at 0, and its size.
fn normal(spots: BTreeMap<usize, Spot>, sizes: &[(f64, f64)]) -> (BTreeMap<usize, Spot>, f64, f64) {
    let least = |of: fn(&Spot) -> f64| spots.values().map(of).fold(f64::INFINITY, f64::min);
    let (left, top) = (least(|spot| spot.x), least(|spot| spot.y));
    let moved: BTreeMap<usize, Spot> =
        spots.iter().map(|(index, spot)| (*index, Spot { x: spot.x - left, y: spot.y - top })).collect();
    let right = moved.iter().map(|(index, spot)| spot.x + sizes[*index].0).fold(0.0, f64::max);
    let bottom = moved.iter().map(|(index, spot)| spot.y + sizes[*index].1).fold(0.0, f64::max);
    (moved, right, bottom)
}

/// The spots of a part with many boxes: its layers as columns without holes, and high layers as several columns.
fn dense(spots: &BTreeMap<usize, Spot>, sizes: &[(f64, f64)]) -> (BTreeMap<usize, Spot>, f64, f64) {
    // The boxes of a layer have one middle.
    let mut layers: Vec<(f64, Vec<usize>)> = Vec::new();
    let middle = |index: usize| spots[&index].x + sizes[index].0 / 2.0;
    let mut order: Vec<usize> = spots.keys().copied().collect();
    order.sort_by(|one, other| middle(*one).total_cmp(&middle(*other)));
    for index in order {
        match layers.last_mut() {
            Some((at, layer)) if (middle(index) - *at).abs() < 1.0 => layer.push(index),
            _ => layers.push((middle(index), vec![index])),
        }
    }
    for (_, layer) in &mut layers {
        layer.sort_by(|one, other| spots[one].y.total_cmp(&spots[other].y).then(one.cmp(other)));
    }
    let layers: Vec<Vec<usize>> = layers.into_iter().map(|(_, layer)| layer).collect();
    let mut highest = spots.keys().map(|index| sizes[*index].1).fold(0.0, f64::max);
    loop {
        let (placed, width, height) = columns(&layers, sizes, highest);
        let all = layers.iter().map(Vec::len).sum::<usize>() == placed.len();
        let is_high = layers.iter().all(|layer| total(layer, sizes) <= highest);
        if all && (is_high || width <= height * WIDER) {
            return (placed, width, height);
        }
        highest *= 1.15;
    }
}

/// How high boxes below each other are.
fn total(layer: &[usize], sizes: &[(f64, f64)]) -> f64 {
    layer.iter().map(|index| sizes[*index].1 + SMALL_GAP).sum::<f64>() - SMALL_GAP
}

/// Layers as columns that are at most this high.
fn columns(layers: &[Vec<usize>], sizes: &[(f64, f64)], highest: f64) -> (BTreeMap<usize, Spot>, f64, f64) {
    let mut placed = BTreeMap::new();
    let (mut left, mut right, mut bottom) = (0.0, 0.0_f64, 0.0_f64);
    for layer in layers {
        // The columns of a layer are about the same height.
        let wanted = total(layer, sizes);
        let high = wanted / (wanted / highest).ceil().max(1.0);
        let (mut y, mut width) = (0.0, 0.0_f64);
        for index in layer {
            if y > 0.0 && y + sizes[*index].1 / 2.0 > high {
                (left, y, width) = (left + width + SMALL_GAP, 0.0, 0.0);
            }
            placed.insert(*index, Spot { x: left, y });
            (y, width) = (y + sizes[*index].1 + SMALL_GAP, width.max(sizes[*index].0));
            (right, bottom) = (right.max(left + width), bottom.max(y - SMALL_GAP));
        }
        left += width + LAYER_GAP;
    }
    (placed, right, bottom)
}

/// The parts in rows.
fn pack(parts: Vec<(BTreeMap<usize, Spot>, f64, f64)>, number: usize) -> (Vec<Spot>, (f64, f64)) {
    let mut spots = vec![Spot::default(); number];
    let (mut x, mut y, mut row, mut widest) = (0.0, 0.0, 0.0_f64, 0.0_f64);
    let room = parts.iter().map(|(_, width, _)| *width).fold(WIDEST, f64::max);
    let mut before = 0;
    for (part, width, height) in parts {
        // Tables that stand alone stand together.
        let is_next = std::mem::replace(&mut before, part.len()) > 1 && part.len() == 1;
        if x > 0.0 && (x + width > room || is_next) {
            (x, y, row) = (0.0, y + row + GAP, 0.0);
        }
        for (index, spot) in part {
            spots[index] = Spot { x: x + spot.x, y: y + spot.y };
        }
        x += width + GAP;
        row = row.max(height);
        widest = widest.max(x - GAP);
    }
    (spots, (widest, y + row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_do_not_overlap() {
        let sizes: Vec<(f64, f64)> =
            (0..24_u8).map(|i| (90.0 + f64::from(i % 5) * 20.0, 40.0 + f64::from(i % 7) * 18.0)).collect();
        let edges: BTreeSet<(usize, usize)> = [
            (1, 0),
            (2, 0),
            (3, 1),
            (3, 2),
            (4, 3),
            (5, 5),
            (6, 7),
            (7, 6),
            (8, 0),
            (9, 4),
            (10, 11),
            (14, 19),
            (17, 2),
            (21, 14),
        ]
        .into();
        let (spots, (width, height)) = place(&sizes, &edges);
        for (one, a) in spots.iter().enumerate() {
            assert!(a.x >= 0.0 && a.y >= 0.0 && a.x + sizes[one].0 <= width && a.y + sizes[one].1 <= height, "{one}: {a:?}");
            for (other, b) in spots.iter().enumerate().skip(one + 1) {
                let apart = a.x + sizes[one].0 <= b.x
                    || b.x + sizes[other].0 <= a.x
                    || a.y + sizes[one].1 <= b.y
                    || b.y + sizes[other].1 <= a.y;
                assert!(apart, "{one} {a:?} and {other} {b:?}");
            }
        }
        assert_eq!(place(&sizes, &edges).0, spots, "each time the same");
    }

    #[test]
    fn many_boxes_stand_close_together() {
        let sizes = vec![(180.0, 60.0); 120];
        // All refer to one, and some to others.
        let edges: BTreeSet<(usize, usize)> =
            (1..110).map(|one| (one, if one % 7 == 0 { 3 } else { 0 })).filter(|(a, b)| a != b).collect();
        let (spots, (width, height)) = place(&sizes, &edges);
        assert!(width * height < 180.0 * 60.0 * 120.0 * 2.5, "{width} {height}");
        assert!((0.8..3.5).contains(&(width / height)), "{width} {height}");
        for (one, a) in spots.iter().enumerate() {
            for b in spots.iter().skip(one + 1) {
                assert!((a.x - b.x).abs() >= 180.0 || (a.y - b.y).abs() >= 60.0, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn nothing_is_placed_where_there_is_nothing() {
        assert_eq!(place(&[], &BTreeSet::new()).0, []);
        assert_eq!(place(&[(10.0, 10.0)], &BTreeSet::from([(0, 0)])).0.len(), 1);
    }
}
