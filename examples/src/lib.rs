//! The programs stand beside this folder: `cargo run --release --example digits`.
//!
//! | program | what it shows |
//! |---|---|
//! | `gates` | the smallest networks there are: and, or, exclusive or |
//! | `iris` | a table of numbers, standardized, in three classes |
//! | `regression` | a table as CSV, normalization, early stopping, R² |
//! | `digits` | images, a learning rate schedule, a confusion matrix, pictures |
//! | `spiral` | a classifier of points in the plane, and how its boundary comes about, in pictures |
//! | `lenet` | convolutions on MNIST, or on smaller digits |
//! | `resnet` | residual branches and batch norm |
//! | `autoencoder` | down to eight numbers by convolutions, and up again |
//! | `resume` | checkpoints: training that is stopped is just started again |
//! | `finetune` | load a network, freeze its body, train another head |
//! | `second_order` | L-BFGS and Levenberg–Marquardt beside Adam |
//! | `by_hand` | the step below the trainer: gradient, optimizer, repeat |
//! | `custom` | an activation, a layer, a loss and an optimizer of one's own |
