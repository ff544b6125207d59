//! Small networks as neurons and their connections.

use crate::Picture;
use crate::color::{Color, FRAME, WHITE, palette};
use crate::diagram::{CAPTION, Column};
use crate::picture::{Element, Paint, Point};

/// With more layers, or more neurons in a layer, there is too much to see.
const MOST_LAYERS: usize = 8;
const MOST_NEURONS: usize = 16;

const PITCH: f32 = 128.0;
const TOP: f32 = 56.0;

/// How large the neurons are.
pub(crate) struct Size {
    radius: f32,
    pitch: f32,
    height: f32,
}

impl Size {
    /// `None` if the network is not small.
    pub(crate) fn of(columns: &[Column]) -> Option<Self> {
        let small = columns.len() <= MOST_LAYERS + 1
            && columns.iter().all(|column| column.shape.len() == 1 && (1..=MOST_NEURONS).contains(&column.len()));
        let most = columns.iter().map(Column::len).max()? as f32;
        let pitch = (320.0 / most).clamp(24.0, 44.0);
        small.then(|| Self { radius: pitch * 0.34, pitch, height: (pitch * most).max(120.0) })
    }

    /// Where a neuron of a column is.
    fn place(&self, column: usize, neurons: usize, neuron: usize) -> Point {
        let from_middle = neuron as f32 - (neurons - 1) as f32 / 2.0;
        [PITCH * (column as f32 + 0.5) + 8.0, TOP + self.height / 2.0 + self.pitch * from_middle]
    }
}

/// Every neuron, and every connection.
pub(crate) fn draw_neurons(columns: &[Column], size: &Size) -> Picture {
    let mut picture = Picture::new(PITCH * columns.len() as f32 + 16.0, TOP + size.height + CAPTION + 26.0);
    for i in 1..columns.len() {
        let lines = connections(&columns[i - 1], &columns[i]);
        let lines = lines
            .map(|(from, to)| vec![size.place(i - 1, columns[i - 1].len(), from), size.place(i, columns[i].len(), to)]);
        picture.add(Element::Lines { lines: lines.collect(), paint: Paint::stroke(FRAME, 1.0) });
    }
    for (i, column) in columns.iter().enumerate() {
        let color = color(i, columns.len());
        let paint = Paint::fill(color.mix(WHITE, 0.72)).outlined(color, 1.8);
        for neuron in 0..column.len() {
            let center = size.place(i, column.len(), neuron);
            picture.add(Element::Circle { center, radius: size.radius, paint });
        }
        column.caption(&mut picture, [size.place(i, 1, 0)[0], TOP + size.height + 18.0], PITCH - 10.0);
    }
    picture
}

/// Which number of `before` is connected to which of `after`: each to each, unless the layer is
/// elementwise.
fn connections(before: &Column, after: &Column) -> impl Iterator<Item = (usize, usize)> {
    let (from, to) = (before.len(), after.len());
    let one_by_one = from == to && after.layer.is_some_and(|layer| layer.kind != "dense");
    let all = (0..from).flat_map(move |i| (0..to).map(move |j| (i, j)));
    all.filter(move |(i, j)| !one_by_one || i == j)
}

/// Gray for the input, orange for the output, blue between them.
pub(crate) fn color(column: usize, columns: usize) -> Color {
    if column == 0 {
        palette(7)
    } else if column + 1 == columns {
        palette(1)
    } else {
        palette(0)
    }
}
