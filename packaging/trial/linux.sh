#!/usr/bin/env bash
# Tries every Linux package in a clean Debian without Python and without a network: packaging/trial/inside.sh says
# what. Takes the packages from dist and their older versions from build/packages/trial; root only.
set -euo pipefail
cd "$(dirname "$0")/../.."

((EUID == 0)) || { echo "make check-packages needs root: it works in a chroot." >&2; exit 1; }

suite=bookworm
work=$PWD/build/packages/trial
base=$work/$suite
# What any desktop has: the packages' own dependencies and a Chinese font. Then what looks at a screen and a keyboard.
desktop=(libegl1 libgl1 libxcb1 fontconfig-config xkb-data libdbus-1-3 fonts-wqy-microhei desktop-file-utils
    shared-mime-info hicolor-icon-theme xz-utils)
instruments=(xvfb xdotool xclip scrot rpm)

if [[ ! -e $base.ready ]]; then
    echo "Preparing a clean $suite"
    rm -rf "$base"
    debootstrap --variant=minbase --include="$(IFS=,; echo "${desktop[*]},${instruments[*]}")" "$suite" "$base" \
        >"$work/debootstrap.log"
    chroot "$base" useradd --create-home --shell /bin/sh agent
    touch "$base.ready"
fi
if chroot "$base" sh -c 'command -v python3 || command -v python'; then
    echo "There is a Python in the trial system." >&2
    exit 1
fi

for format in "${@:-deb rpm run}"; do
    for format in $format; do
        root=$work/root
        rm -rf "$root"
        cp -a "$base" "$root"
        mkdir "$root/trial"
        cp dist/*."$format" "$root/trial/new.$format"
        cp "$work/older/"*."$format" "$root/trial/old.$format"
        cp packaging/trial/inside.sh packaging/trial/faq-trial-own.md "$root/trial/"
        # Its own network, which has nobody on it, and its own processes, which end with it.
        unshare --net --mount --pid --fork sh -c '
            mount -t proc proc "$1/proc"
            mount -t tmpfs tmpfs "$1/dev/shm"
            exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 chroot "$1" sh /trial/inside.sh "$2"
        ' sh "$root" "$format"
        mkdir -p build/packages/screenshots
        cp "$root/trial/"*.png build/packages/screenshots/
        rm -rf "$root"
    done
done
