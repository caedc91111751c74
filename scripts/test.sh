#!/bin/sh
# Everything: lint, the suite, the browser tests. `sh scripts/test.sh suite` leaves out the installation and the lint
# (.ci/run calls it so for the second database). With CI=true nothing may be left out.
set -eu
cd "$(dirname "$0")/.."

loudly() { printf '\n*** %s ***\n\n' "$1" >&2; }

in_ci() { [ "${CI:-}" = true ]; }

left_out() { # what, why: a failure in CI, a loud line elsewhere
    loudly "$1 LEFT OUT: $2"
    if in_ci; then exit 1; fi
}

find_chromium() { .venv/bin/python -m scripts.chromium; }

install_chromium() { # by apt, where this user may; a failure shows a little later as a missing browser
    command -v apt-get >/dev/null || return 0
    as_root=
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 0
        as_root='sudo -n'
    fi
    echo "Installing Chromium for the browser tests …"
    $as_root env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get -qq update
        for name in chromium-headless-shell chromium; do
            apt-get -qq install --no-install-recommends -y $name && break
        done' >/dev/null || return 0
}

failures=.pytest_cache/browser
kinds=browser
[ "${1:-}" != suite ] || kinds="browser and both and not looks" # the second database (decision 17)

browser_tests() {
    if ! ls tests/browser/test_*.py >/dev/null 2>&1; then
        loudly "There are no browser tests yet"
        return
    fi
    CHROMIUM=$(find_chromium) || { left_out "Browser tests" "there is no Chromium"; return; }
    # Playwright runs an event loop, in which Django refuses its database; only these tests may pass over that.
    export CHROMIUM DJANGO_ALLOW_ASYNC_UNSAFE=true
    .venv/bin/python -m pytest -q -n auto tests/browser -m "$kinds" -o cache_dir=$failures --cache-clear || once_more
}

# A real browser on a busy machine is late now and then. Up to three failures are tried once more, loudly; a test that
# fails again, or a fourth, fails the run (docs/decisions/0010).
once_more() {
    failed=$(.venv/bin/python -c 'import json; print(len(json.load(open("'$failures'/v/cache/lastfailed"))))')
    [ "$failed" -le 3 ] || return 1
    loudly "$failed of the browser tests failed (above). Once more, alone:"
    .venv/bin/python -m pytest -q tests/browser -m browser -o cache_dir=$failures --last-failed --lfnf none
}

if [ "${1:-}" != suite ]; then
    sh scripts/start.sh install-for-tests
    find_chromium >/dev/null || install_chromium
    sh scripts/lint.sh
fi
only=
[ "${1:-}" != suite ] || only=--only-database # the second database: what no database can change was said (decision 17)
.venv/bin/python -m pytest -q -n auto $only --ignore=tests/browser -m "not browser"
browser_tests
