#!/bin/sh
# The benches, one after the other: together they would measure each other.
# ONLY= picks pages, care, load, science, search or line.
set -eu
cd "$(dirname "$0")/.."
status=0
case "${ONLY:-all}" in
    search) .venv/bin/python -m tests.bench.search --million || status=1 ;;
    line) .venv/bin/python -m tests.bench.line || status=1 ;;
    pages | care | load | science) .venv/bin/python -m tests.bench --only "$ONLY" || status=1 ;;
    all)
        .venv/bin/python -m tests.bench || status=1
        .venv/bin/python -m tests.bench.line || status=1
        .venv/bin/python -m tests.bench.search --million || status=1
        ;;
    *) echo "ONLY is pages, care, load, science, search or line." >&2 && exit 2 ;;
esac
exit $status
