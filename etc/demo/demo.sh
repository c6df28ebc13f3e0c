#!/bin/sh
# demo.sh BUILD [FOLDER]: the whole pipeline on four invented stores, day by day, mail into a
# Maildir.  FOLDER, BUILD/demo, holds the feed and gets what is made.  The server stays.
set -eu
b=$1
d=${2:-$b/demo}
here=$(dirname "$0")
PATH=$(cd "$b/bin" && pwd):$PATH
unset PGHOST PGPORT PGUSER PGDATABASE PGSERVICE CRT_CONFIG CRT_DATABASE CRT_KEY_FILE
export CRT_QUIET=1 LC_ALL=C.UTF-8

# A second demo stops the server of the first and starts from nothing, so that it shows the
# same again.
[ -f "$d/crt.yaml" ] && crt db stop -c "$d/crt.yaml" >/dev/null 2>&1 || :
rm -rf "$d/pg" "$d/key" "$d/crt.yaml" "$d/mail" "$d/log"
mkdir -p "$d"

# The server does not run as root, and its user may not enter root's home, or the folder is
# another user's and so would the key be: then it lives in a folder of its own, and pg is a
# link to it.
server=$(cd "$d" && pwd)
if [ "$(id -u)" = 0 ] && ! { [ -O "$server" ] &&
    setpriv --reuid=postgres --regid=postgres --clear-groups test -x "$server"; }; then
	server=/var/tmp/crt-demo
	# Of a demo whose folder is gone.
	[ -f "$server/pg/postmaster.pid" ] &&
	    setpriv --reuid=postgres --regid=postgres --clear-groups \
	        "$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)/pg_ctl" \
	        -D "$server/pg" -m fast -w stop >/dev/null 2>&1 || :
	rm -rf "$server"
	mkdir -m 755 "$server"
	ln -s "$server/pg" "$d/pg"
fi
crt init "$server" -c "$d/crt.yaml" --partitions 4 --no-sync >/dev/null
cat >> "$d/crt.yaml" <<EOF

send:
  channel: maildir
  maildir: $(cd "$d" && pwd)/mail
EOF
CRT_CONFIG=$d/crt.yaml
export CRT_CONFIG

crt-sync store add -f "$here/stores.yaml" >/dev/null
crt-campaign apply "$b/templates" "$here"/campaign.*.yaml >/dev/null

# Three hours a turn: what arrived by then goes in, then whoever is due is written to.
echo "$(ls "$d"/turns/feed | cut -c -10 | uniq | wc -l) days of four stores, three hours a turn"
for feed in "$d"/turns/feed/*.ndjson; do
	now=$(date -u -d "$(basename "$feed" .ndjson):00Z + 3 hours" +%FT%TZ)
	crt-ingest --now "$now" "$feed" 2>>"$d/log" || [ $? -eq 3 ]
	crt-detect --now "$now" 2>>"$d/log" | crt-campaign --now "$now" 2>>"$d/log" |
	    crt-send --now "$now" >>"$d/log" 2>&1 || [ $? -eq 3 ]
	[ ! -t 1 ] || printf '\r\033[K%s: %s mails' "${now%T*}" "$(find "$d/mail/new" -type f 2>/dev/null | wc -l)"
done
[ ! -t 1 ] || printf '\r\033[K'
crt-report --since 2026-11-01T00:00:00Z --until 2026-11-16T00:00:00Z \
    --now 2026-11-16T00:00:00Z --table

echo
echo "mails:  $d/mail (a Maildir: mutt -f $d/mail, or any text viewer)"
[ -f "$d/report/index.html" ] && echo "page:   $d/report/index.html"
echo "server: running, to look around: $b/bin/crt-report -c $d/crt.yaml --table"
echo "stop:   $b/bin/crt db stop -c $d/crt.yaml"
