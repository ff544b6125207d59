#!/bin/sh
# Installs all peers: Python packages into comparison/.venv, crates into cargo's cache. Then: python3 comparison/run.py
set -eu
cd "$(dirname "$0")"
python3 -m venv .venv
.venv/bin/pip install --quiet --no-deps --requirement requirements.txt
for peer in sinew candle burn dfdx; do
    cargo fetch --quiet --locked --manifest-path "$peer/Cargo.toml"
done
