//! Spirals: a classifier of points in the plane learns three arms that wind around each other.
//!
//! `cargo run --release --example spiral` shows in the terminal how the boundary develops;
//! `cargo run --release --features plots --example spiral -- --out DIRECTORY` also draws it there:
//! `spiral_boundary.svg` and `spiral_learning.png`.

use std::error::Error;
use std::f64::consts::TAU;
use std::iter::zip;
use std::path::PathBuf;

use sinew::prelude::*;
use sinew::tensors::Rng;
use sinew::training::TrainError;
use sinew::training::metrics::class;

network! {
    /// Which of three arms a point of the plane belongs to.
    struct Spiral = 2 => 32 tanh => 32 tanh => 3 softmax;
}

type Points = Dataset<[f32; 2], usize>;

const EPOCHS: usize = 300;

/// The epochs to show: most happens between the 100th and the 200th.
const FRAMES: [usize; 6] = [1, 120, 130, 140, 160, EPOCHS];

/// The network as it was after an epoch.
struct Frame {
    caption: String,
    network: Box<Spiral>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// The seed of the points and of the weights, 1 unless given
        optional --seed seed: u64
        /// A directory to draw pictures in; for it, the feature `plots` is needed
        optional --out out: PathBuf
    };
    let seed = flags.seed.unwrap_or(1);
    if flags.out.is_some() && !cfg!(feature = "plots") {
        return Err("to draw, run with `--features plots` before `--example`".into());
    }
    let points = spirals(seed)?;
    let frames = learn(&points, seed)?;
    for row in frames.chunks(3) {
        print_row(row);
    }
    #[cfg(feature = "plots")]
    if let Some(directory) = flags.out {
        draw(&directory, &frames, &points)?;
        println!("pictures are in {}", directory.display());
    }
    Ok(())
}

/// Three arms of sixty points each, which make one and a quarter turns on their way out, with a
/// little noise.
fn spirals(seed: u64) -> Result<Points, Box<dyn Error>> {
    let mut rng = Rng::new(seed);
    let (inputs, targets) = (0..180)
        .map(|i| {
            let (arm, radius) = (i % 3, 0.05 + 0.95 * (i / 3) as f64 / 60.0);
            let angle = TAU * (1.25 * radius + arm as f64 / 3.0) + 0.12 * rng.normal();
            ([radius * angle.cos(), radius * angle.sin()].map(f32::from_f64), arm)
        })
        .unzip();
    Ok(Dataset::new(inputs, targets)?)
}

/// Trains a network, and keeps what it was after some of the epochs.
fn learn(points: &Points, seed: u64) -> Result<Vec<Frame>, TrainError> {
    let mut frames = vec![];
    Trainer::new(CrossEntropy, Adam::new(0.02)).epochs(EPOCHS).seed(seed).fit_with(
        &mut Spiral::seeded(seed),
        points,
        |progress| {
            let epoch = progress.history.epochs.len();
            if FRAMES.contains(&epoch) {
                let network = progress.network.to_boxed();
                let right =
                    zip(points.inputs(), points.targets()).filter(|(point, arm)| decide(&network, **point) == **arm);
                let caption = format!("epoch {epoch}: {} of {} right", right.count(), points.len());
                frames.push(Frame { caption, network });
            }
            Ok::<_, TrainError>(())
        },
    )?;
    Ok(frames)
}

/// The most probable arm.
fn decide(network: &Spiral, point: [f32; 2]) -> usize {
    class(&network.predict(&point))
}

/// Prints some frames side by side in the terminal, each a square of the plane.
fn print_row(frames: &[Frame]) {
    const ROWS: i16 = 15;
    println!();
    for frame in frames {
        print!("{:34}", frame.caption);
    }
    println!();
    for row in 0..ROWS {
        for frame in frames {
            // A character is twice as high as it is wide.
            let at = |i: i16, steps: i16| 1.1 * (f32::from(2 * i + 1) / f32::from(steps) - 1.0);
            let shade = |column| ["░░", "▒▒", "██"][decide(&frame.network, [at(column, ROWS), -at(row, ROWS)])];
            print!("{}    ", (0..ROWS).map(shade).collect::<String>());
        }
        println!();
    }
}

/// Draws the last frame, and all frames side by side.
#[cfg(feature = "plots")]
fn draw(directory: &std::path::Path, frames: &[Frame], points: &Points) -> Result<(), Box<dyn Error>> {
    use sinew::plots::{decision_boundaries, decision_boundary};

    std::fs::create_dir_all(directory)?;
    let samples = || points.iter().map(|(&point, &arm)| (point, arm));
    if let Some(Frame { network, .. }) = frames.last() {
        decision_boundary(|point| network.predict(&point), samples())?.save(directory.join("spiral_boundary.svg"))?;
    }
    let films = frames.iter().map(|frame| (frame.caption.as_str(), |point| frame.network.predict(&point)));
    decision_boundaries(films, samples())?.save(directory.join("spiral_learning.png"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spirals_are_told_apart_whatever_the_seed() -> Result<(), Box<dyn Error>> {
        for seed in [1, 2, 3] {
            let points = spirals(seed)?;
            let frames = learn(&points, seed)?;
            let network = &frames.last().ok_or("no frame")?.network;
            let right = points.iter().filter(|(point, arm)| decide(network, **point) == **arm).count();
            assert!(right >= 175, "{right} of 180, seed {seed}");
        }
        Ok(())
    }
}
