#!/bin/sh
# Style, types, templates, migrations and deployment checks, on a scratch folder: nothing real is read or written.
set -eu
cd "$(dirname "$0")/.."
COBALOG_VAR=$(mktemp -d)
export COBALOG_VAR
trap 'rm -rf "$COBALOG_VAR"' EXIT
unset DATABASE_URL DEBUG

bin=.venv/bin
failed=
check() { "$@" || failed=yes; } # goes on, so that one run shows everything

insecure() { # its warnings name every line that a "nosec" speaks for
    $bin/bandit -q -c pyproject.toml -r accounts config foods operating tracker scripts manage.py 2>/dev/null
}

check $bin/ruff check .
check $bin/ruff format --check .
check find templates -name '*.html' -exec $bin/djade --target-version 5.2 --check {} +
check $bin/mypy --follow-imports=silent --ignore-missing-imports --disallow-untyped-defs \
    tracker/domain operating/*.py foods/units.py foods/choices.py scripts config/gunicorn.py
check insecure
check $bin/python manage.py makemigrations --check --dry-run
check env BEHIND_TLS=1 $bin/python manage.py check --deploy --fail-level WARNING
[ "$(uname -s)" != Linux ] || check $bin/hadolint --failure-threshold info Dockerfile # its binary is for Linux here
for script in scripts/*.sh; do check sh -n "$script"; done
check bash -n .ci/run
if [ -n "$failed" ]; then
    echo "Lint found something (look above)." >&2
    exit 1
fi
