//! Where there is no terminal, each epoch has its line; where there is one, all share one.

use std::error::Error;
use std::process::Command;

use sinew::prelude::*;
use sinew::training::TrainError;
use sinew_progress::ProgressBar;

network! {
    struct Xor = 2 => 4 tanh => 1 sigmoid;
}

#[test]
#[ignore = "is started by the tests below"]
fn child() -> Result<(), TrainError> {
    let epochs = std::env::var("EPOCHS").ok().and_then(|epochs| epochs.parse().ok()).unwrap_or(20);
    let slow = |_: &sinew::training::EpochReport| std::thread::sleep(std::time::Duration::from_millis(10));
    let trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(epochs).callback(ProgressBar::new());
    trainer.on_epoch(slow).fit(&mut Xor::seeded(1), &sinew::data::gates::xor())?;
    println!("trained");
    Ok(())
}

const CHILD: [&str; 4] = ["--ignored", "--exact", "child", "--nocapture"];

#[test]
fn a_pipe_gets_a_line_for_each_epoch() -> Result<(), Box<dyn Error>> {
    let child = Command::new(std::env::current_exe()?).args(CHILD).output()?;
    assert!(child.status.success() && String::from_utf8_lossy(&child.stdout).contains("trained"));
    let written = String::from_utf8_lossy(&child.stderr).into_owned();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines.len(), 20, "{written}");
    assert!(lines[0].starts_with("epoch  1/20  loss ") && lines[19].starts_with("epoch 20/20  loss "), "{written}");
    assert!(lines.iter().all(|line| line.ends_with(" samples/s")) && !written.contains('\x1b'), "{written}");
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_terminal_gets_one_line() -> Result<(), Box<dyn Error>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/terminal.py");
    let Ok(python) = Command::new("python3").arg("--version").output() else { return Ok(()) };
    assert!(python.status.success());
    let run = Command::new("python3").arg(script).arg(std::env::current_exe()?).args(CHILD).output()?;
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{out}{err}");
    Ok(())
}
