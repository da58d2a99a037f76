#!/bin/sh
# Runs inside of the trial system, as root, without Python and without a network:
# installs a package silently, uses the program as a person would, upgrades, removes, and compares what is left.
set -eu

format=$1
export DEBIAN_FRONTEND=noninteractive
home=/home/agent

say() { printf '%-4s %s\n' "$format" "$1"; }
fail() { say "FAILED: $1"; exit 1; }
agent() { su agent -c "DISPLAY=:7 DESKBOOK_LANG=zh_CN $1"; }

case $format in
deb)
    program=/usr/bin/deskbook place=/usr/lib/deskbook
    install() { dpkg -i "/trial/$1.deb" >/trial/log 2>&1; }
    remove() { dpkg -r deskbook >/trial/log 2>&1; }
    purge() { dpkg -P deskbook >/trial/log 2>&1; }
    ;;
rpm)
    program=/usr/bin/deskbook place=/usr/lib/deskbook
    # The names of its dependencies are those of other distributions.
    install() { rpm --force-debian -U --nodeps "/trial/$1.rpm" >/trial/log 2>&1; }
    remove() { rpm --force-debian -e deskbook >/trial/log 2>&1; }
    purge() { :; }
    ;;
run)
    program=$home/.local/bin/deskbook place=$home/.local/opt/deskbook
    install() { agent "sh /trial/$1.run --quiet --accept -- --silent" >/trial/log 2>&1; }
    remove() { agent "$place/uninstall --silent" >/trial/log 2>&1; }
    purge() {
        install new
        agent "$place/uninstall --silent --purge" >/trial/log 2>&1
        [ ! -e "$home/.local/share/deskbook" ] || fail "--purge left the person's data"
    }
    ;;
esac

# Every file outside of what package managers and the kernel keep for themselves, with its content.
snapshot() {
    find / -xdev \( -path /proc -o -path /dev -o -path /sys -o -path /tmp -o -path /run -o -path /trial \
        -o -path /var/lib/dpkg -o -path /var/lib/rpm -o -path /var/log -o -path /var/cache -o -path /root \
        -o -path "$home/.local/share/deskbook" -o -path "$home/.cache" \) -prune \
        -o -type f -printf '%p ' -exec sha256sum {} \; -o -printf '%p %y %l\n' | sort
}

# There is no window manager to close a window or to give it the keyboard.
seen() { agent 'xdotool search --onlyvisible --class deskbook' | tail -1 | grep .; }
focus() { agent "xdotool windowfocus --sync $(seen)"; }
quit() {
    focus
    agent "xdotool key ctrl+q"
    wait "$1" || fail "the window ended badly: $(cat /trial/window.log)"
}

await() { # seconds, what, command: looks twenty times a second
    tries=$(($1 * 20))
    until eval "$3" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "$2 did not come within $1 s"
        sleep 0.05
    done
}

command -v python3 >/dev/null && fail "there is a Python"
agent "mkdir -p $home/.local/share" # every desktop has it
snapshot >/trial/before
install old || fail "installing: $(cat /trial/log)"
[ -e "$place/_internal/stale.txt" ] || fail "the older version lacks its stale file"
agent "$program selftest --json" >/trial/log || fail "selftest: $(cat /trial/log)"
say "installed silently, selftest passed: $(grep -o '"sound": true' /trial/log | wc -l) checks"

agent "$program stats" >/trial/log || fail "the starter handbook: $(cat /trial/log)"
agent "$program import /trial/faq-trial-own.md -m trial" >/trial/log || fail "import: $(cat /trial/log)"
install new || fail "upgrading: $(cat /trial/log)"
[ ! -e "$place/_internal/stale.txt" ] || fail "the upgrade left a stale file"
agent "$program show faq-trial-own" >/trial/log || fail "the upgrade lost the person's entry"
say "upgraded: stale files gone, the person's entry still there"

su agent -c 'Xvfb :7 -screen 0 1440x900x24 -nolisten tcp' >/dev/null 2>&1 &
await 10 "the display" "agent 'xdotool getmouselocation'"
for round in first second third; do
    begun=$(date +%s%N)
    agent "$program gui" >"/trial/window.log" 2>&1 &
    await 60 "the window" "seen"
    took=$((($(date +%s%N) - begun) / 1000000))
    opening=$(seen)
    # The window in which one can type at once gives way to that of the loaded program.
    await 60 "the desk" "[ \"\$(seen || echo $opening)\" != $opening ]"
    say "window after $took ms, desk after $((($(date +%s%N) - begun) / 1000000)) ms ($round start)"
    [ "$round" = third ] && break
    sleep 2
    quit $!
done
agent "xdotool windowsize --sync $(seen) 1440 900"
focus
agent "xdotool type --delay 60 tuikuan"
sleep 3
agent "scrot --overwrite /tmp/$format.png" && cp "/tmp/$format.png" "/trial/window-$format.png"
agent "xdotool key Return"
await 10 "the copied script" "agent 'xclip -selection clipboard -out' | grep -q 退"
say "searched and copied by keyboard: $(agent 'xclip -selection clipboard -out' | head -c 60)…"
quit $!
if grep -v '^qt.qpa.services\|^$' /trial/window.log; then fail "the window printed something"; fi

remove || fail "removing: $(cat /trial/log)"
snapshot >/trial/after
diff /trial/before /trial/after >/trial/log || fail "removing left or altered: $(cat /trial/log)"
[ -e "$home/.local/share/deskbook/workspace.sqlite" ] || fail "removing took the person's data"
purge || fail "purging: $(cat /trial/log)"
snapshot >/trial/after
diff /trial/before /trial/after >/trial/log || fail "purging left: $(cat /trial/log)"
say "removed: the file system is as before, but for the person's data"
