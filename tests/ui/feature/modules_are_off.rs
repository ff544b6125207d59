use sinew::data::csv::Csv;
use sinew::data::{idx, mnist, npy, views};
use sinew::files::atomic_write;
use sinew::plots::curves;
use sinew::progress::ProgressBar;
use sinew::tensorboard::Log;

fn main() {}
