//! The programs are next to this folder: `cargo run --release --example digits`.
//!
//! | program | what it shows |
//! |---|---|
//! | `gates` | the smallest networks there are: and, or, exclusive or |
//! | `iris` | a table of numbers, standardized, in three classes |
//! | `regression` | a table as CSV, normalization, early stopping, R² |
//! | `digits` | images, a learning rate schedule, a confusion matrix, pictures |
//! | `spiral` | a classifier of points in the plane, and how its boundary develops, in pictures |
//! | `lenet` | convolutions on MNIST, or on smaller digits |
//! | `resnet` | residual branches and batch norm |
//! | `autoencoder` | convolutions down to eight numbers, and back up |
//! | `resume` | checkpoints: training that was stopped is just started again |
//! | `finetune` | load a network, freeze its body, train another head |
//! | `second_order` | L-BFGS and Levenberg–Marquardt compared with Adam |
//! | `by_hand` | the step below the trainer: gradient, optimizer, repeat |
//! | `cartpole` | deep Q-learning with a target network: the low-level step at work |
//! | `custom` | a custom activation, layer, loss and optimizer |
