//! Without a terminal, nothing is written.

use std::error::Error;
use std::process::Command;

use sinew::prelude::*;
use sinew::training::TrainError;
use sinew_progress::ProgressBar;

network! {
    struct Xor = 2 => 4 tanh => 1 sigmoid;
}

#[test]
#[ignore = "is started by the test below"]
fn child() -> Result<(), TrainError> {
    let mut trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(500).callback(ProgressBar::new());
    trainer.fit(&mut Xor::seeded(1), &sinew::data::gates::xor())?;
    println!("trained");
    Ok(())
}

#[test]
fn nothing_is_written_to_a_pipe() -> Result<(), Box<dyn Error>> {
    let child =
        Command::new(std::env::current_exe()?).args(["--ignored", "--exact", "child", "--nocapture"]).output()?;
    assert!(child.status.success() && String::from_utf8_lossy(&child.stdout).contains("trained"));
    assert_eq!(String::from_utf8_lossy(&child.stderr), "");
    Ok(())
}
