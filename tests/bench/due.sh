# due.sh: measures many due carts among very many, from idle to message.due, against the bare SQL of the same rows.

# campaign_file [CHANNEL FOLDER]: one step, with a template of that folder.
campaign_file() {
	printf '%s\n' 'campaign: bench' 'store: bench' 'steps:' \
	    "  - { wait: 1m, channel: ${1:-EMAIL}, template: reminder, not_after: 30d }" > "$W/c.yaml"
	"$B/bin/crt-campaign" apply "${2:-$B/templates}" "$W/c.yaml" >/dev/null
}

# due N: N of the carts of grow.sql become idle on 21 November.
due() {
	psql -qX -c "UPDATE crt.carts SET idle_at = '2026-11-21Z'::timestamptz + random() * interval '1 hour',
		last_activity_at = '2026-11-20T23:45Z'
	    WHERE store_id = crt.derived_uuid('store') AND external_id IN (SELECT 'old' || i * ${1:-100} FROM generate_series(1, ${2:-50000}) i)" \
	    -c "VACUUM ANALYZE crt.carts" -c CHECKPOINT
}

stages() {
	"$B/bin/crt-detect" --now 2026-11-21T06:00:00Z | "$B/bin/crt-campaign" --now 2026-11-21T06:00:00Z | wc -l > "$W/lines"
}

bench_due() {
	local carts=${DUE_AMONG:-5000000} n=${DUE:-50000} ours theirs
	database bench
	grow "$carts"
	campaign_file
	due $((carts / n)) "$n"
	theirs=$(seconds psql -qX -v ON_ERROR_STOP=1 -f "$TOP/tests/bench/due.sql")
	ours=$(seconds stages)
	[ "$(cat "$W/lines")" = "$n" ] || echo "# message.due: $(cat "$W/lines") of $n" >&2
	figure due_of_sql "$(ratio "$ours" "$theirs")" \
	    "$ours / $theirs seconds, $n due among $carts carts; at most 10"
	figure due_memory "$(ratio "$(peak "$B/bin/crt-campaign")" 1024)" "MB at the peak of crt-campaign telling $n messages again"
}

peak() {
	/usr/bin/time -f %M "$@" --now 2026-11-21T06:01:00Z 2>&1 >/dev/null </dev/null | tail -1
}
