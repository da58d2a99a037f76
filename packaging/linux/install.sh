#!/bin/sh
# Installs Deskbook, or upgrades it, for one person without root; run by root, for everybody.
# The self-extracting installer starts this in the folder that it unpacked: sh deskbook.run -- --silent
set -eu

usage() {
    echo "usage: install.sh [--silent] [--prefix DIR]"
    echo "  --silent      ask nothing and print nothing but errors"
    echo "  --prefix DIR  where the program goes; its former content there is replaced"
}

fail() {
    echo "deskbook: $1" >&2
    exit 1
}

if [ "$(id -u)" = 0 ]; then
    prefix=/opt/deskbook bin=/usr/local/bin share=/usr/local/share
else
    prefix=$HOME/.local/opt/deskbook bin=$HOME/.local/bin share=${XDG_DATA_HOME:-$HOME/.local/share}
fi
silent=
while [ $# -gt 0 ]; do
    case $1 in
    --silent) silent=yes ;;
    --prefix)
        [ $# -gt 1 ] || { usage >&2; exit 2; }
        prefix=$2
        shift
        ;;
    --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
    esac
    shift
done
case $prefix in
/*) ;;
*) fail "--prefix must be an absolute path: $prefix" ;;
esac
prefix=${prefix%/}
# The path goes into a desktop entry, whose quoting these characters would break.
case $prefix in
"" | *[\"\'\`\$\\%\|\&]* | *[[:cntrl:]]*) fail "--prefix holds a character that cannot be used: $prefix" ;;
esac

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
list=$prefix/installed-files
if [ -e "$prefix" ] && [ ! -f "$list" ] && [ -n "$(ls -A -- "$prefix")" ]; then
    fail "$prefix holds something else; choose another folder with --prefix."
fi
if [ -z "$silent" ]; then
    printf 'Install Deskbook into %s? [Y/n] ' "$prefix"
    read -r answer || answer=n
    case $answer in
    "" | [Yy]*) ;;
    *) exit 1 ;;
    esac
fi

# What is made outside of $prefix is noted, folders with a slash at their end, so that it can be taken away again.
notes=$(mktemp)
trap 'rm -rf -- "$notes" "$prefix.new"' EXIT

make_folder() {
    [ -d "$1" ] && return
    make_folder "$(dirname -- "$1")"
    mkdir -- "$1"
    echo "$1/" >>"$notes"
}

put() {
    make_folder "$(dirname -- "$2")"
    rm -f -- "$2"
    cp -P -- "$1" "$2"
    echo "$2" >>"$notes"
}

# The program: complete beside the old one first, then in its place.
make_folder "$(dirname -- "$prefix")"
rm -rf -- "$prefix.new"
cp -R -P -p -- "$here/program" "$prefix.new"
cp -p -- "$here/uninstall.sh" "$prefix.new/uninstall"

if [ -f "$list" ]; then
    grep '/$' "$list" >>"$notes" || true # folders that an earlier installation made are ours still
fi
entry=$(mktemp)
sed "s|@PROGRAM@|\"$prefix/deskbook\"|" "$here/share/applications/deskbook.desktop" >"$entry"
chmod 644 "$entry"
put "$entry" "$share/applications/deskbook.desktop"
rm -f -- "$entry"
(cd "$here/share" && find . -type f ! -path ./applications/deskbook.desktop) | sed 's|^\./||' | sort >"$notes.share"
while IFS= read -r file; do
    put "$here/share/$file" "$share/$file"
done <"$notes.share"
rm -f -- "$notes.share"
make_folder "$bin"
ln -sfn -- "$prefix/deskbook" "$bin/deskbook"
echo "$bin/deskbook" >>"$notes"

if [ -f "$list" ]; then
    grep -v '/$' "$list" | while IFS= read -r old; do
        grep -Fxq -- "$old" "$notes" || rm -f -- "$old"
    done
fi
cp -- "$notes" "$prefix.new/installed-files"
rm -rf -- "$prefix.old"
[ ! -e "$prefix" ] || mv -- "$prefix" "$prefix.old"
mv -- "$prefix.new" "$prefix"
rm -rf -- "$prefix.old"

"$prefix/uninstall" --refresh "$share"
if [ -z "$silent" ]; then
    echo "Installed. Start it from the menu, or with $bin/deskbook."
    echo "Remove it with $prefix/uninstall."
fi
