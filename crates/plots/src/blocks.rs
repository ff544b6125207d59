//! Large networks as blocks.

use crate::Picture;
use crate::color::{Color, MUTED, WHITE};
use crate::diagram::{CAPTION, Column};
use crate::neurons::color;
use crate::picture::{Element, Paint, Point, Text};

/// Columns in a row.
const COLUMNS: usize = 8;

const PITCH: f32 = 128.0;
const TOP: f32 = 58.0;
/// The room for a block.
const HEIGHT: f32 = 132.0;
const ROW: f32 = HEIGHT + CAPTION + 28.0;

/// More plates than this cannot be told apart.
const MOST_PLATES: usize = 8;

/// A block for each column, with arrows between them.
pub(crate) fn draw_blocks(columns: &[Column]) -> Picture {
    let width = columns.len().min(COLUMNS) as f32 * PITCH + 16.0;
    let mut picture = Picture::new(width, TOP + columns.len().div_ceil(COLUMNS) as f32 * ROW);
    let largest = columns.iter().map(Column::len).max().unwrap_or(1);
    let blocks: Vec<Block> = columns.iter().map(|column| Block::of(column, largest)).collect();
    let note = "blocks are larger for more numbers, on a logarithmic scale";
    picture.text(Text::new(note, [24.0, 42.0], 10.0, MUTED).within(width - 48.0));
    for (i, (column, block)) in columns.iter().zip(&blocks).enumerate() {
        let middle = middle(i);
        block.draw(&mut picture, middle, color(i, columns.len()));
        column.caption(&mut picture, [middle[0], middle[1] + HEIGHT / 2.0 + 16.0], PITCH - 8.0);
        if let Some(next) = blocks.get(i + 1) {
            draw_arrow(&mut picture, i, block.width(), next.width());
        }
    }
    picture
}

/// The middle of a column's block.
fn middle(column: usize) -> Point {
    let (row, column) = (column / COLUMNS, column % COLUMNS);
    [PITCH * (column as f32 + 0.5) + 8.0, TOP + ROW * row as f32 + HEIGHT / 2.0]
}

/// An arrow to the next block, which may be in the next row.
fn draw_arrow(picture: &mut Picture, column: usize, width: f32, next: f32) {
    let [x, y] = middle(column);
    let from = x + width / 2.0 + 6.0;
    let to = if (column + 1).is_multiple_of(COLUMNS) {
        from + 14.0
    } else {
        (middle(column + 1)[0] - next / 2.0 - 6.0).max(from + 8.0)
    };
    picture.line([from, y], [to - 3.0, y], Paint::stroke(MUTED, 1.2));
    let head = vec![vec![[to, y], [to - 6.0, y - 3.5], [to - 6.0, y + 3.5]]];
    picture.add(Element::Lines { lines: head, paint: Paint::fill(MUTED) });
}

/// A stack of plates; a layer of neurons is a single narrow one.
struct Block {
    plates: usize,
    plate: Point,
    /// How far each plate is offset from the one before.
    offset: f32,
}

impl Block {
    fn of(column: &Column, largest: usize) -> Self {
        match *column.shape {
            [] | [_] => {
                let share = logarithm(column.len()) / logarithm(largest).max(logarithm(2));
                Self { plates: 1, plate: [16.0, 18.0 + share * (HEIGHT - 28.0)], offset: 0.0 }
            }
            [channels, length] => Self::images(channels, 1, length),
            [.., channels, height, width] => Self::images(channels, height, width),
        }
    }

    fn images(channels: usize, height: usize, width: usize) -> Self {
        let longest = height.max(width).max(1);
        let longest_side = 10.0 + 9.0 * logarithm(longest).min(7.0);
        let side = |extent: usize| (longest_side * extent as f32 / longest as f32).max(7.0);
        Self { plates: channels.clamp(1, MOST_PLATES), plate: [side(width), side(height)], offset: 3.5 }
    }

    fn depth(&self) -> f32 {
        self.offset * (self.plates - 1) as f32
    }

    fn width(&self) -> f32 {
        self.plate[0] + self.depth()
    }

    fn draw(&self, picture: &mut Picture, [x, y]: Point, color: Color) {
        let paint = Paint::fill(color.mix(WHITE, 0.72)).outlined(color, 1.3);
        for i in (0..self.plates).rev() {
            let behind = self.offset * i as f32;
            let left = x - self.width() / 2.0 + behind;
            let top = y - self.plate[1] / 2.0 + self.depth() / 2.0 - behind;
            picture.add(Element::Rectangle { at: [left, top], size: self.plate, radius: 2.0, paint });
        }
    }
}

/// The logarithm to base 2; 0 for 0.
fn logarithm(n: usize) -> f32 {
    (n.max(1) as f32).log2()
}
