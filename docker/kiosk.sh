#!/bin/sh
# Starts, guards and restarts the browser of a wall screen, for weeks without a hand. Runs on the screen's own machine (POSIX sh, curl, util-linux, procps, Chromium).
#
#   kiosk.sh LINK_FILE [option for the browser ...]
#
# LINK_FILE holds one line: the device link of `huitian device add` (mode 600: it opens the wall). The token is never on a command line.
# The browser starts only when the server answers, and again when it ends, takes too much memory, or the page gives no sign of life: the page
# writes `huitian-beat` to the browser's log each minute. While the server is away nothing is restarted: the page keeps its last good data and
# says so. KIOSK_BROWSER, KIOSK_PROFILE, KIOSK_SILENT_S, KIOSK_MOST_MB, KIOSK_EVERY_S change what stands below.
set -u

link_file=${1:?"usage: kiosk.sh LINK_FILE [option for the browser ...]"}
shift
browser=${KIOSK_BROWSER:-chromium}
profile=${KIOSK_PROFILE:-${HOME:?}/.huitian-kiosk}
silent_s=${KIOSK_SILENT_S:-300}      # without a sign of life for so long the page is taken for stuck
most_mb=${KIOSK_MOST_MB:-3000}       # of all the browser's processes together
every_s=${KIOSK_EVERY_S:-10}         # between two looks
longest_s=300                        # between two starts that came to nothing

say() { printf '%s kiosk: %s\n' "$(date '+%F %T')" "$*"; }

[ -r "$link_file" ] || { say "cannot read $link_file" >&2; exit 2; }
link=$(head -n 1 "$link_file" | tr -d '[:space:]')
case $link in
  http://*/sign-in/device*'#'?* | https://*/sign-in/device*'#'?*) ;;
  *) say "$link_file holds no device link (http(s)://SERVER/sign-in/device#TOKEN)" >&2; exit 2 ;;
esac
case $link in *[\"\'\<\>\&\`\\]*) say "$link_file: a character that no device link has" >&2; exit 2 ;; esac
server=${link%%/sign-in/device*}

umask 077
mkdir -p "$profile" || exit 2
beat=$profile/beat
start_page=$profile/start.html
pid=''

# the browser opens this page, which goes on to the link: a token in an argument would be seen by everybody who may list processes
printf '<!DOCTYPE html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>huitian</title><style>html{background:#0b1016}</style><meta http-equiv="refresh" content="0;url=%s">\n' \
  "$link" > "$start_page" || exit 2

answers() { curl -fsS -m 5 -o /dev/null "$server/healthz" 2>/dev/null; }
now() { date +%s; }
beaten() { stat -c %Y "$beat" 2>/dev/null || echo 0; }

# every process of the browser, however deep (a group of its own): renderers do not die with a killed parent at once
family() { [ -n "$pid" ] && pgrep -g "$pid" 2>/dev/null; }
used_mb() {
  total=0
  for one in $(family); do
    kb=$(awk '/^(RssAnon|RssShmem):/ {sum += $2} END {print sum + 0}' "/proc/$one/status" 2>/dev/null)
    total=$((total + ${kb:-0}))
  done
  echo $((total / 1024))
}

stop() {
  [ -n "$pid" ] && kill "$pid" 2>/dev/null
  waited=0
  while [ -n "$(family)" ] && [ "$waited" -lt 5 ]; do sleep 1; waited=$((waited + 1)); done
  for one in $(family); do kill -9 "$one" 2>/dev/null; done
  [ -n "$pid" ] && wait "$pid" 2>/dev/null
  pid=''
}

start() {
  rm -f "$profile/SingletonLock" "$profile/SingletonCookie" "$profile/SingletonSocket" "$profile/log"
  prefs=$profile/Default/Preferences      # after a crash: no bubble that asks whether to restore pages
  [ -f "$prefs" ] && sed -i 's/"exit_type":"[^"]*"/"exit_type":"Normal"/; s/"exited_cleanly":false/"exited_cleanly":true/' "$prefs"
  : > "$beat"
  mkfifo "$profile/log"
  while read -r line; do
    case $line in *huitian-beat*) : > "$beat" ;; esac
  done < "$profile/log" &
  reader=$!
  setsid "$browser" --kiosk --user-data-dir="$profile" --no-first-run --no-default-browser-check --noerrdialogs --disable-infobars --disable-translate \
    --disable-session-crashed-bubble --hide-crash-restore-bubble --disable-component-update --disable-background-networking --disable-sync \
    --disable-background-timer-throttling --disable-renderer-backgrounding --disable-backgrounding-occluded-windows --disable-pinch \
    --overscroll-history-navigation=0 --autoplay-policy=no-user-gesture-required --password-store=basic --disk-cache-size=268435456 \
    --enable-logging=stderr --log-level=0 "$@" "file://$start_page" > "$profile/log" 2>&1 &
  pid=$!
  started=$(now)
  say "browser started ($pid)"
}

finish() { trap - INT TERM HUP; stop; say stopped; exit 0; }
trap finish INT TERM HUP

pause=2
reader=''
while :; do
  until answers; do say "$server does not answer"; sleep "$every_s"; done
  start "$@"
  why=''
  while [ -z "$why" ]; do
    sleep "$every_s"
    if ! kill -0 "$pid" 2>/dev/null; then why='the browser ended'
    elif [ "$(used_mb)" -gt "$most_mb" ]; then why="more than $most_mb MB"
    elif [ $(($(now) - $(beaten))) -gt "$silent_s" ]; then
      if answers; then why="no sign of life for $silent_s s"; else : > "$beat"; fi
    fi
  done
  lived=$(($(now) - started))
  say "$why after $lived s"
  stop
  kill "$reader" 2>/dev/null
  if [ "$lived" -gt 600 ]; then pause=2; else pause=$((pause * 2)); fi
  [ "$pause" -le "$longest_s" ] || pause=$longest_s
  sleep "$pause"
done
