#!/bin/sh
# Removes Deskbook and nothing of what people made with it; --purge removes that too, of the person who runs this.
set -eu

# Lets the desktop know what came or went; without these tools it finds out by itself.
refresh() {
    for command in "update-desktop-database -q $1/applications" "update-mime-database $1/mime"; do
        if command -v "${command%% *}" >/dev/null 2>&1; then
            $command >/dev/null 2>&1 || true
        fi
    done
}

silent='' purge=''
while [ $# -gt 0 ]; do
    case $1 in
    --silent) silent=yes ;;
    --purge) purge=yes ;;
    --refresh)
        refresh "$2"
        exit 0
        ;;
    *)
        echo "usage: uninstall [--silent] [--purge]"
        echo "  --purge  remove your own handbook, searches and settings too"
        exit 2
        ;;
    esac
    shift
done

prefix=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
list=$prefix/installed-files
if [ ! -f "$list" ]; then
    echo "deskbook: $list is missing; nothing was removed." >&2
    exit 1
fi
data=${XDG_DATA_HOME:-$HOME/.local/share}/deskbook
if [ -z "$silent" ]; then
    printf 'Remove Deskbook from %s%s? [y/N] ' "$prefix" "${purge:+ and all data in $data}"
    read -r answer || answer=n
    case $answer in
    [Yy]*) ;;
    *) exit 1 ;;
    esac
fi

kept=$(mktemp)
cp -- "$list" "$kept"
grep -v '/$' "$kept" | while IFS= read -r file; do
    rm -f -- "$file"
done
rm -rf -- "$prefix"
[ -z "$purge" ] || rm -rf -- "$data"

share=$(sed -n 's|/applications/deskbook.desktop$||p' "$kept")
refresh "$share"
# Caches of what is gone would hold the folders that the installation made.
if grep -Fxq -- "$share/applications/" "$kept" && [ "$(ls -A -- "$share/applications")" = mimeinfo.cache ]; then
    rm -f -- "$share/applications/mimeinfo.cache"
fi
if grep -Fxq -- "$share/mime/" "$kept" && [ -z "$(ls -A -- "$share/mime/packages")" ]; then
    rm -rf -- "$share/mime"
fi
grep '/$' "$kept" | sort -r | while IFS= read -r folder; do
    rmdir -- "$folder" 2>/dev/null || true
done
rm -f -- "$kept"
[ -n "$silent" ] || echo "Removed."
