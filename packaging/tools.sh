#!/usr/bin/env bash
# Installs the named system packages where they lack and we may; otherwise prints the one command to run.
set -euo pipefail

missing=()
for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
((${#missing[@]})) || exit 0

command="apt-get update -qq && apt-get install -qq -y --no-install-recommends ${missing[*]}"
if ((EUID == 0)); then
    DEBIAN_FRONTEND=noninteractive sh -c "$command" >/dev/null
elif sudo -n true 2>/dev/null; then
    sudo -n sh -c "DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; $command" >/dev/null
else
    echo "Some system packages are missing. Run this once, then try again:" >&2
    echo "    sudo sh -c '$command'" >&2
    exit 1
fi
