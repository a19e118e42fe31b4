#!/bin/sh
# Makes .venv from a lock file and installs askfirst into it: `sh deploy/environment.sh LOCK STAMP`.
# Nothing is built or fetched that the lock does not name with its hash. PYTHON=… chooses another Python.
set -eu

lock=$1
stamp=$2
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

recent='import sys; sys.exit(sys.version_info < (3, 11))'
complete='import ensurepip, venv'

say() { printf '%s\n' "$*"; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if "$candidate" -c "$recent" 2>/dev/null; then
            if "$candidate" -c "$complete" 2>/dev/null; then
                command -v "$candidate"
                return
            fi
            without_venv=$candidate
        fi
    done
    if [ -n "${without_venv:-}" ]; then
        say "askfirst: $without_venv has no venv module. On Debian or Ubuntu: apt install python3-venv" >&2
    else
        say "askfirst needs Python 3.11 or later and found none (tried: ${PYTHON:-python3, python3.13, python3.12, python3.11})." >&2
        say "Install one, or name yours: make demo PYTHON=/path/to/python3.12" >&2
    fi
    return 1
}

if ! .venv/bin/python -c "$recent" 2>/dev/null || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python) || exit 1
    say "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear .venv
fi

say "Installing what $lock names (once, and it can take a minute; every file is checked against its hash) …"
.venv/bin/python -m pip install --quiet --require-hashes -r "$lock"
# The build backend warns on stderr of what editable installs always do; an error still shows.
PYTHONWARNINGS=ignore .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
touch "$stamp"
