#!/bin/sh
# demo.sh BUILD [FOLDER]: run the whole pipeline on four invented stores, with mail to a Maildir.
# FOLDER (default BUILD/demo) holds the feed and receives the results.  The server keeps running.
set -eu
b=$1
d=${2:-$b/demo}
here=$(dirname "$0")
PATH=$(cd "$b/bin" && pwd):$PATH
unset PGHOST PGPORT PGUSER PGDATABASE PGSERVICE CRT_CONFIG CRT_DATABASE CRT_KEY_FILE CRT_LEDGER CRT_JOURNAL
export CRT_QUIET=1 LC_ALL=C.UTF-8

# A second demo stops the first one's server and starts with an empty folder, so that its
# output is the same.
[ -f "$d/crt.yaml" ] && crt db stop -c "$d/crt.yaml" >/dev/null 2>&1 || :
rm -rf "$d/shop" "$d/pg" "$d/key" "$d/crt.yaml" "$d/mail" "$d/report" "$d/log"
mkdir -p "$d"
log=$d/log
: > "$log"
source=

# Whatever fails writes to the log, or to the terminal.
finish() {
	status=$?
	[ -z "$source" ] || rm -rf "$source"
	[ "$status" != 0 ] || return 0
	[ ! -t 1 ] || printf '\r\033[K'
	tail -n 20 "$log" >&2
	echo "The demo failed with status $status. Its log is $log" >&2
}
trap finish EXIT

# What root makes here belongs to another user, because PostgreSQL refuses to run as root.  That
# user may be unable to enter this folder (root's home, or the folder of another user).  Then
# the installation is in /var/tmp/crt-demo.
shop=$(cd "$d" && pwd)/shop
if [ "$(id -u)" = 0 ] && ! { [ -O "$d" ] &&
    setpriv --reuid=nobody --regid=nogroup --clear-groups test -x "$d"; }; then
	shop=/var/tmp/crt-demo
	# Stop the server of a demo whose folder was removed.
	crt db stop --server "$shop" >/dev/null 2>&1 || :
	rm -rf "$shop"
fi
crt init "$shop" -c "$d/crt.yaml" --partitions 4 --no-sync >/dev/null 2>>"$log"
ln -s "$shop/pg" "$shop/mail" "$shop/report" "$d"
cat >> "$d/crt.yaml" <<EOF

send:
  channel: maildir
  maildir: $shop/mail
EOF
CRT_CONFIG=$d/crt.yaml
export CRT_CONFIG

# That user may not be able to read the source, either.
source=$(mktemp -d)
chmod 755 "$source"
cp -r "$b/templates" "$here"/stores.yaml "$here"/campaign.*.yaml "$source"
crt-sync store add -f "$source/stores.yaml" >/dev/null 2>>"$log"
crt-campaign --now 2026-11-01T00:00:00Z apply "$source/templates" "$source"/campaign.*.yaml >/dev/null 2>>"$log"

# Every three hours of the stores' time: ingest what arrived, then send what is due.
echo "Running the pipeline every 3 hours over $(ls "$d"/runs/feed | cut -c -10 | uniq | wc -l) days of four invented stores"
for feed in "$d"/runs/feed/*.ndjson; do
	now=$(date -u -d "$(basename "$feed" .ndjson):00Z + 3 hours" +%FT%TZ)
	crt-ingest --now "$now" <"$feed" 2>>"$log" || [ $? -eq 3 ]
	crt-detect --now "$now" 2>>"$log" | crt-campaign --now "$now" 2>>"$log" |
	    crt-send --now "$now" >>"$log" 2>&1 || [ $? -eq 3 ]
	[ ! -t 1 ] || printf '\r\033[K%s: %s mails' "${now%T*}" "$(find "$d/mail/new" -type f 2>/dev/null | wc -l)"
done
[ ! -t 1 ] || printf '\r\033[K'

echo "One of the $(find "$d/mail/new" -type f | wc -l) mails:"
grep -rlZ "^Content-Language: en" "$d/mail/new" | xargs -0 "$here/mail.py"
echo
crt-report --part recovery --since 2026-11-01T00:00:00Z --until 2026-11-16T00:00:00Z \
    --now 2026-11-16T00:00:00Z --table
crt-report rollup --now "$now" 2>>"$log"
crt-report dashboard --now "$now" -o "$shop/report" 2>>"$log"
cat <<EOF
The mails are in $d/mail, the dashboard is $d/report/index.html, the server keeps running.  Next:
  $b/bin/crt-report -c $d/crt.yaml --part messages --since 2026-11-01 --table   # why mails were not sent
  $b/bin/crt-detect -c $d/crt.yaml list --state RECOVERED --limit 5 --table
  $b/bin/crt -c $d/crt.yaml db stop   # stop the server
EOF
