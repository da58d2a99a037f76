#!/usr/bin/env bash
# Tries the Windows setup under wine, without a network, around the placeholders that `python -m installers
# --trial-windows` made: installs it silently in every way that docs/deployment.md promises, upgrades, removes, and
# compares files and registry with before.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Its own network, which has nobody on it, and its own processes, which end with it.
if ((EUID == 0)) && [[ ${1:-} != inside ]]; then
    exec unshare --net --mount-proc --pid --fork --kill-child "$0" inside
fi

work=$PWD/build/packages/trial-windows
rm -rf "$work/prefix" "$work/home"
mkdir -p "$work/home"
export HOME=$work/home WINEPREFIX=$work/prefix WINEDEBUG=-all LC_ALL=C.UTF-8
export WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe=' # would offer downloads, and fill the host's menu

drive=$WINEPREFIX/drive_c
person=$drive/users/$(id -un)
trial=$drive/trial
started=$trial/started.txt
data=$person/AppData/Local/deskbook
own=$person/AppData/Local/Programs/Deskbook
everyones=$drive/"Program Files"/Deskbook
menu=$person/"AppData/Roaming/Microsoft/Windows/Start Menu/Programs"
everyones_menu=$drive/"ProgramData/Microsoft/Windows/Start Menu/Programs"
key='Software\Microsoft\Windows\CurrentVersion\Uninstall\Deskbook'
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)

say() { printf 'wine %s\n' "$1"; }
fail() { say "FAILED: $1"; exit 1; }
wine() { /usr/lib/wine/wine64 "$@" 2>/dev/null; }
setup() { wine "$trial/deskbook-$1-setup.exe" "${@:2}"; }
there() { [[ -e $1 ]] || fail "missing: ${1#"$drive/"}"; }
gone() { [[ ! -e $1 ]] || fail "still there: ${1#"$drive/"}"; }

# The uninstaller goes on in a copy of itself, so its own end says nothing.
uninstall() { # folder, switches
    wine "$1/uninstall.exe" /S "${@:2}"
    /usr/lib/wine/wineserver -w
}

# `reg query` writes what is not of the western code page as question marks.
export_key() { # key: as text in UTF-8
    rm -f "$trial/registry.reg"
    wine regedit /E 'C:\trial\registry.reg' "$1"
    [[ ! -e $trial/registry.reg ]] || iconv -f UTF-16 -t UTF-8 "$trial/registry.reg" | tr -d '\r'
}
value() { # key, name; without a name the key's own
    export_key "$1" | key="[$1]" awk '/^\[/ { inside = ($0 == ENVIRON["key"]) } inside' |
        sed -n "s/^${2:+\"}${2:-@}${2:+\"}=\"\(.*\)\"\$/\1/p" | sed 's/\\\(.\)/\1/g'
}
holds() { # key, name, expected
    local found
    found=$(value "$1" "$2")
    [[ $found == "$3" ]] || fail "$1, $2: “$found” instead of “$3”"
}

await() { # seconds, what, command
    local tries=$(($1 * 20))
    until eval "$3"; do
        ((tries-- > 0)) || fail "$2 did not come within $1 s"
        sleep 0.05
    done
}

# Every file with its content, and the registry but for what wine notes for itself; not the trial's own, nor the
# person's data.
snapshot() {
    find "$drive" \( -path "$trial" -o -path "$data" -o -path "$drive/windows" -o -path "$person/Temp" \) -prune \
        -o -type f -exec sha256sum {} + -o -print | sort
    find "$drive/windows" -type f -printf '%p %s\n' | sort
    for root in HKEY_LOCAL_MACHINE HKEY_CURRENT_USER; do
        export_key "$root\\Software" | sed '/^\[.*\\Software\\Wine/,/^$/d'
    done
}
as_before() {
    snapshot >"$work/after"
    diff "$work/before" "$work/after" >"$work/log" || fail "$1: $(cat "$work/log")"
}

# What an installation promises, whoever it is for.
installed() { # folder, its name on Windows, AllUsers or CurrentUser, version, name of the build
    local root=HKEY_CURRENT_USER entry=$menu/$5.lnk
    [[ $3 == CurrentUser ]] || root=HKEY_LOCAL_MACHINE entry=$everyones_menu/$5.lnk
    there "$1/deskbook.exe"
    there "$1/deskbook-gui.exe"
    there "$1/_internal/$4.txt"
    there "$1/uninstall.exe"
    there "$entry"
    tr -d '\0' <"$entry" | grep -aqF "$2\\deskbook-gui.exe" || fail "the menu entry starts something else"
    holds "$root\\$key" DisplayName "$5"
    holds "$root\\$key" DisplayVersion "$4"
    holds "$root\\$key" InstallLocation "$2"
    holds "$root\\$key" QuietUninstallString "\"$2\\uninstall.exe\" /$3 /S"
    holds "$root\\Software\\Classes\\.dbk" '' Deskbook.Pack
    holds "$root\\Software\\Classes\\Deskbook.Pack\\shell\\open\\command" '' "\"$2\\deskbook-gui.exe\" gui \"%1\""
}

opens() { # what to start, the command line that the program is to see
    rm -f "$started"
    wine start "$1" || fail "$1 starts nothing"
    await 20 "the program" '[[ -s $started ]]'
    found=$(iconv -f UTF-16LE -t UTF-8 "$started")
    [[ $found == "$2" ]] || fail "started as $found instead of $2"
}

Xvfb -displayfd 3 -screen 0 1024x768x24 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 &
trap "kill $!" EXIT
await 10 "the display" '[[ -s $work/display ]]'
export DISPLAY=:$(<"$work/display")
wine wineboot --init
/usr/lib/wine/wineserver -w # only now is the registry written down
mkdir -p "$trial" "$person/AppData/Local/Programs" # every Windows has the second
cp "$work/setups/"*.exe "$trial"
touch "$trial/客户 给的.dbk"
for name in Classes 'Microsoft\Windows\CurrentVersion\Uninstall'; do # and these
    wine reg add "HKCU\\Software\\$name" /f >/dev/null
done
snapshot >"$work/before"

network='without a network'
if tail -n +3 /proc/net/dev | grep -qv '^ *lo:'; then network='with a network, which only root can cut'; fi
say "is $(/usr/lib/wine/wine64 --version), 64 bit only, $network"


shop='小店 Handbook'
place='C:\users\'$(id -un)'\AppData\Local\Programs\Deskbook'
setup 0.0.1 /S /CurrentUser || fail "installing ended with $?"
installed "$own" "$place" CurrentUser 0.0.1 "$shop"
say "one person: installed silently; files, uninstall entry, menu entry and .dbk as promised"

opens "${place%Local*}Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\$shop.lnk" "\"$place\\deskbook-gui.exe\""
say "one person: the menu entry starts the program"

mkdir "$data"
echo kept >"$data/workspace.sqlite"
for program in deskbook deskbook-gui; do
    touch "$trial/stay"
    rm -f "$started"
    wine "$own/$program.exe" &
    running=$!
    await 20 "the program" '[[ -s $started ]]'
    setup "$version" /S && code=0 || code=$?
    ((code == 3)) || fail "upgrading a running $program ended with $code"
    wine "$own/uninstall.exe" /S /CurrentUser "_?=$place" && code=0 || code=$?
    ((code == 3)) || fail "removing a running $program ended with $code"
    rm "$trial/stay"
    wait $running
    installed "$own" "$place" CurrentUser 0.0.1 "$shop"
done
say "one person: while a program runs, upgrade and removal end with code 3 and alter nothing"

setup "$version" /S || fail "upgrading ended with $?"
installed "$own" "$place" CurrentUser "$version" Deskbook
gone "$own/_internal/0.0.1.txt"
gone "$menu/$shop.lnk"
gone "$everyones"
[[ $(<"$data/workspace.sqlite") == kept ]] || fail "the upgrade altered the person's data"
say "one person: upgraded without a switch; the older version's files and menu entry gone, the person's data kept"

uninstall "$own" /CurrentUser
as_before "removing left or altered"
[[ $(<"$data/workspace.sqlite") == kept ]] || fail "removing altered the person's data"
say "one person: removed silently; files and registry as before, the person's data kept"

setup "$version" /S /CurrentUser || fail "installing ended with $?"
uninstall "$own" /CurrentUser /PURGE
as_before "purging left or altered"
gone "$data"
say "one person: /PURGE took that person's data too"

place='C:\Program Files\Deskbook'
mkdir "$data"
setup 0.0.1 /S /AllUsers || fail "installing ended with $?"
installed "$everyones" "$place" AllUsers 0.0.1 "$shop"
gone "$own"
opens 'C:\trial\客户 给的.dbk' "\"$place\\deskbook-gui.exe\" gui \"C:\\trial\\客户 给的.dbk\""
say "everyone: installed silently; all as promised, and opening a .dbk starts the program with it"
setup "$version" /S || fail "upgrading ended with $?"
installed "$everyones" "$place" AllUsers "$version" Deskbook
gone "$everyones/_internal/0.0.1.txt"
gone "$everyones_menu/$shop.lnk"
gone "$own"
uninstall "$everyones" /AllUsers
as_before "removing left or altered"
there "$data"
say "everyone: upgraded without a switch and removed; files and registry as before, the person's data kept"

unprivileged() { wine "$trial/unprivileged.exe" "C:\\trial\\deskbook-$version-setup.exe" "$@"; }
place='C:\users\'$(id -un)'\AppData\Local\Programs\Deskbook'
unprivileged /S /AllUsers && code=0 || code=$?
((code == 5)) || fail "installing for everyone without rights ended with $code"
as_before "installing for everyone without rights altered"
unprivileged /S || fail "installing without rights ended with $?"
installed "$own" "$place" CurrentUser "$version" Deskbook
uninstall "$own" /CurrentUser
as_before "removing left or altered"
say "without rights: /AllUsers ends with code 5 and alters nothing; without a switch it is for the one person"

place='C:\Program Files\Deskbook'
setup "$version" /S || fail "installing ended with $?"
installed "$everyones" "$place" AllUsers "$version" Deskbook
# Folders are given without quotes, so here as two words.
wine "$everyones/uninstall.exe" /S /AllUsers '_?=C:\Program' 'Files\Deskbook' || fail "removing ended with $?"
[[ $(ls "$everyones") == uninstall.exe ]] || fail "removing left: $(ls "$everyones")"
rm -r "$everyones"
as_before "removing left or altered"
say "with rights: without a switch it is for everyone; removed with _?=, all but uninstall.exe is gone at its end"

setup 0.0.1 /S /CurrentUser '/D=C:\own' folder || fail "installing ended with $?"
installed "$drive/own folder" 'C:\own folder' CurrentUser 0.0.1 "$shop"
setup "$version" /S || fail "upgrading ended with $?"
installed "$drive/own folder" 'C:\own folder' CurrentUser "$version" Deskbook
gone "$drive/own folder/_internal/0.0.1.txt"
say "own folder: /D= is obeyed, and an upgrade stays there"
setup "$version" /S '/D=C:\other' folder || fail "moving ended with $?"
installed "$drive/other folder" 'C:\other folder' CurrentUser "$version" Deskbook
gone "$drive/own folder"
say "own folder: an upgrade with another /D= leaves nothing in the former"
echo theirs >"$drive/other folder/theirs.txt"
wine reg add 'HKCU\Software\Classes\.dbk' /ve /d Other.Program /f >/dev/null
uninstall "$drive/other folder" /CurrentUser
[[ $(ls "$drive/other folder") == theirs.txt ]] || fail "of the own folder there is: $(ls "$drive/other folder")"
holds 'HKEY_CURRENT_USER\Software\Classes\.dbk' '' Other.Program
rm -r "$drive/other folder"
wine reg delete 'HKCU\Software\Classes\.dbk' /f >/dev/null
as_before "removing left or altered"
say "own folder: removed but for others' files and another program's claim to .dbk"
