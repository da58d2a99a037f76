#!/usr/bin/env bash
# Makes build/packages/venv, the environment that the installers are made in: the program's packages and the tools,
# by hash. Apart from .venv, so that nothing of a developer's gets into a package.
set -euo pipefail
cd "$(dirname "$0")/.."

packaging/tools.sh python3-venv
rm -rf build/packages/venv
python3.11 -m venv build/packages/venv
build/packages/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
    -r packaging/requirements.lock
touch build/packages/venv/ready
