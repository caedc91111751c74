#!/bin/sh
# Compiles requirements*.in: every Python from 3.11 up, every platform, with hashes and without naming an index.
# `make lock UPGRADE=--upgrade` takes newer versions; without it only what a changed .in file asks for moves.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
for name in requirements requirements-barcode requirements-parquet requirements-test; do
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" ${UPGRADE:-} \
        "$name.in" --output-file "$name.txt"
done
.venv/bin/python -m scripts.sbom # what the product is made of, for whoever looks for a library (docs/security.md)
