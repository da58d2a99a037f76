#!/usr/bin/env bash
# Makes .venv ready for `make run` and `make test`: system libraries by apt where they lack, then the pinned Python
# packages by hash. Safe to run again; does nothing when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

# Qt's libraries (offscreen and X11), a CJK font, venv, which Debian splits from Python, and the database server
# that the tests start.
packages=(postgresql python3-venv libegl1 libgl1 libglib2.0-0 libfontconfig1 libxkbcommon0 libdbus-1-3 libxkbcommon-x11-0
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1
    fonts-noto-cjk xvfb)

installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

if command -v apt-get >/dev/null; then
    missing=()
    for package in "${packages[@]}"; do installed "$package" || missing+=("$package"); done
    if ((${#missing[@]})); then
        command="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
        if ! installed postgresql; then
            # Debian's package would at once make a database and start a server for it. The tests start their own.
            settings=/etc/postgresql-common/createcluster.d
            without="$settings/deskbook-setup.conf"
            command="mkdir -p $settings && echo create_main_cluster=false >$without && $command && rm $without"
        fi
        if ((EUID == 0)); then
            sh -c "DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; $command" >&2
        elif sudo -n true 2>/dev/null; then
            sudo -n sh -c "DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; $command" >&2
        else
            echo "Some system packages are missing. Run this once, then try again:" >&2
            echo "    sudo sh -c '$command'" >&2
            exit 1
        fi
    fi
fi

python=""
for candidate in python3.11 python3 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [[ -z $python ]]; then
    echo "Python 3.11 is needed and was not found on the PATH." >&2
    exit 1
fi

[[ -x .venv/bin/python ]] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
touch .venv/ready
