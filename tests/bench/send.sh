# send.sh: measures claiming, rendering, SMTP, and marking against smtp-source and a Node mailer with the same smtp-sink.

PORT=${SINK_PORT:-52625}
NOW=2026-11-21T06:00:00Z

GROUP=8		# like a server that accepts 8 mails a second; a tenth of the mails shows its cost

sink_start() {
	local as=
	[ "$(id -u)" != 0 ] || as="-u nobody"
	smtp-sink $as -c "127.0.0.1:$PORT" 256 >/dev/null 2>&1 3>&- &
	SINK=$!
	sleep 0.5
}

sink_stop() {
	[ -z "${SINK-}" ] || kill "$SINK" 2>/dev/null || :
	SINK=
}

# queue N: N messages that wait, and their lines in $W/due.
queue() {
	database bench
	grow "$1"
	campaign_file
	queue_due "$1"
}

# queue_due N: the carts of N customers become abandoned, and their messages due, at $NOW.
queue_due() {
	due 1 "$1"
	"$B/bin/crt-detect" --now "$NOW" | "$B/bin/crt-campaign" --now "$NOW" > "$W/due"
}

# requeue: sent messages wait again, in tables as small as before.
requeue() {
	psql -qX -c "SET session_replication_role = replica; UPDATE crt.messages SET status = 'QUEUED', sent_at = NULL, attempts = 0
	    WHERE status <> 'QUEUED'" -c "VACUUM crt.messages" -c CHECKPOINT
}

# send_all FILE [OPTION...]
send_all() {
	local due=$1
	shift
	"$B/bin/crt-send" --now "$NOW" --channel smtp --smtp-url "smtp://127.0.0.1:$PORT" --smtp-tls off \
	    --parallel "${SESSIONS:-4}" "$@" < "$due"
}

bench_send() {
	local n=${MAILS:-20000} s=${SESSIONS:-4} m i ours kept plain node size
	m=$((n / 4))
	sink_start
	queue "$n"
	size=$("$B/bin/crt-send" preview "$(head -1 "$W/due" | jq -r .data.message)" | wc -c)
	head -n $((n / 10)) "$W/due" > "$W/few"
	for ((i = 0; i < ROUNDS; i++)); do
		seconds send_all "$W/due" >> "$W/send"
		requeue
		seconds send_all "$W/few" --window $((2 * GROUP)) >> "$W/groups"
		requeue
		seconds smtp-source -d -s "$s" -m "$n" -l "$size" -f a@bench.example -t b@bench.example 127.0.0.1:$PORT >> "$W/kept"
		seconds smtp-source -s "$s" -m "$n" -l "$size" -f a@bench.example -t b@bench.example 127.0.0.1:$PORT >> "$W/plain"
		mailer "$m" "$s" "$size"
	done
	ours=$(median < "$W/send"); kept=$(median < "$W/kept"); plain=$(median < "$W/plain")
	figure send_of_source_kept "$(ratio "$kept" "$ours")" \
	    "$(ratio "$n" "$ours") / $(ratio "$n" "$kept") mails of $size bytes a second, $s sessions; smtp-source -d, at least 0.6"
	figure send_of_source "$(ratio "$plain" "$ours")" \
	    "$(ratio "$n" "$ours") / $(ratio "$n" "$plain") mails a second; smtp-source, at least 0.9"
	figure send_in_groups "$(awk -v all="$ours" -v few="$(median < "$W/groups")" 'BEGIN { printf "%.3f", all / (10 * few) }')" \
	    "the gates checked again for every $GROUP mails, beside the default window"
	if [ -s "$W/node" ]; then
		ours=$(ratio "$n" "$ours")
		node=$(ratio "$m" "$(median < "$W/node")")
		figure send_of_node "$(ratio "$ours" "$node")" "$ours / $node mails a second; nodemailer, at least 4.5"
	else
		echo "# send_of_node: no PEER or no node"
	fi
	sink_stop
}

send_peak() {
	/usr/bin/time -f %M "$B/bin/crt-send" --now "$NOW" --channel smtp --smtp-url "smtp://127.0.0.1:$PORT" \
	    --smtp-tls off --parallel 4 < "$W/due" 2>&1 >/dev/null | tail -1
}

# Memory does not grow with the messages: MANY of them (1000000 takes an hour), beside a tenth.
bench_many() {
	local n=${MANY:-200000} few
	sink_start
	queue $((n / 10))
	few=$(send_peak)
	queue "$n"
	figure send_memory "$(ratio "$(send_peak)" "$few")" "of the memory for $((n / 10)) messages ($few KiB) for $n; at most 1.1"
	sink_stop
}

# mailer MAILS SESSIONS SIZE: a pooled mailer as a Node shop would use it, with the same sink.
mailer() {
	[ -z "${PEER-}" ] || ! command -v node >/dev/null ||
		SMTP_PORT=$PORT seconds node "$PEER/smtp_bench.js" "$1" "$2" "$3" >> "$W/node" || :
}
