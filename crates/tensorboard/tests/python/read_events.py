"""Reads the log of `cargo run -p sinew-tensorboard --example log -- DIRECTORY` with TensorBoard's own reader.

    pip install -r requirements.txt
    python read_events.py DIRECTORY

Every number, histogram and image must be what the program wrote beside the log. The run was interrupted:
epochs 11 to 14 are there twice, and must be read once.
"""

import json
import pathlib
import struct
import sys

from tensorboard.backend.event_processing import event_accumulator, event_file_loader


def single(x):
    """The nearest number of 32 bits, as events store it."""
    return struct.unpack("f", struct.pack("f", x))[0]


def load(directory):
    """All events of a directory, none left out."""
    accumulator = event_accumulator.EventAccumulator(
        str(directory), size_guidance={kind: 0 for kind in event_accumulator.DEFAULT_SIZE_GUIDANCE}
    )
    accumulator.Reload()
    return accumulator


def check_scalars(accumulator, tag, history, key):
    found = [(event.step, event.value) for event in accumulator.Scalars(tag)]
    expected = [(epoch["epoch"], single(epoch[key])) for epoch in history]
    assert found == expected, f"{tag}: {found} is not {expected}"
    times = [event.wall_time for event in accumulator.Scalars(tag)]
    assert times == sorted(times) and times[0] > 1.6e9, f"{tag}: {times}"


def check_histogram(accumulator, tag, numbers):
    (event,) = accumulator.Histograms(tag)
    histogram = event.histogram_value
    assert event.step == 20
    assert (histogram.min, histogram.max) == (min(numbers), max(numbers)), histogram
    assert histogram.num == len(numbers) == sum(histogram.bucket), histogram
    assert abs(histogram.sum - sum(numbers)) < 1e-9 and abs(histogram.sum_squares - sum(x * x for x in numbers)) < 1e-9
    # An interval holds the numbers above the limit before its own, up to its own.
    limits = list(histogram.bucket_limit)
    assert len(limits) == len(histogram.bucket) == 30 and limits == sorted(limits) and limits[-1] == max(numbers)


def check_modern(directory):
    """The current loader, which converts what it reads to tensors, finds the same number of events."""
    plugins = set()
    for path in directory.glob("events.out.tfevents.*"):
        modern = list(event_file_loader.EventFileLoader(str(path)).Load())
        plain = list(event_file_loader.LegacyEventFileLoader(str(path)).Load())
        assert len(modern) == len(plain)
        assert plain[0].file_version == "brain.Event:2"
        plugins |= {value.metadata.plugin_data.plugin_name for event in modern for value in event.summary.value}
    return plugins


def main():
    directory = pathlib.Path(sys.argv[1])
    history = json.loads((directory / "history.json").read_text())
    assert len(history) == 20

    training = load(directory / "training")
    assert set(training.Tags()["scalars"]) == {
        "loss",
        "accuracy",
        "learning_rate",
        "seconds",
        "samples_per_second",
        "not_finite",
    }
    check_scalars(training, "loss", history, "loss")
    check_scalars(training, "accuracy", history, "accuracy")
    check_scalars(training, "seconds", history, "seconds")
    check_scalars(training, "samples_per_second", history, "samples_per_second")
    assert [event.value for event in training.Scalars("learning_rate")] == [single(0.01)] * 20
    assert str(training.Scalars("not_finite")[0].value) == "nan"

    validation = load(directory / "validation")
    assert set(validation.Tags()["scalars"]) == {"loss", "accuracy"}
    check_scalars(validation, "loss", history, "validation_loss")
    check_scalars(validation, "accuracy", history, "validation_accuracy")

    for layer, numbers in json.loads((directory / "parameters.json").read_text()).items():
        check_histogram(training, f"parameters/{layer}", [single(x) for x in numbers])

    (image,) = training.Images("network")
    png = (directory / "network.png").read_bytes()
    assert image.encoded_image_string == png
    assert (image.width, image.height) == struct.unpack(">II", png[16:24])

    assert check_modern(directory / "training") == {"", "scalars", "histograms", "images"} - {""}
    assert check_modern(directory / "validation") == {"scalars"}
    print(f"TensorBoard reads {len(history)} epochs, 2 histograms and an image as they were written")


if __name__ == "__main__":
    main()
