#!/bin/sh
# Finds a Python that is new enough and hands over to scripts/start.py. Plain sh: nothing else is known to be there.
set -eu
cd "$(dirname "$0")/.."
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 </dev/null; then
        exec "$candidate" -m scripts.start "$@"
    fi
done
echo "Cobalog needs Python 3.11 or newer: install it (sudo apt install python3 python3-venv), or name one with PYTHON=." >&2
exit 1
