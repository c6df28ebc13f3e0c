# report.sh: measures the roll-up of one day against that of every day, attribution and the dashboard against their bare
# queries, and ingest beside a reader of the stream.

rollup() { "$B/bin/crt-report" rollup --now 2026-11-21T00:00:00Z "$@"; }

# reopen: a day of each store has changed.
reopen() {
	psql -qX -v ON_ERROR_STOP=1 -c "INSERT INTO crt.rollup_days SELECT id, '2026-09-15' FROM crt.stores WHERE slug LIKE 'shop%'
		ON CONFLICT DO NOTHING"
}

attribution() {
	"$B/bin/crt-report" attribution --json --since 2026-08-01T00:00:00Z --until 2026-11-01T00:00:00Z --now 2026-11-21T00:00:00Z
}

# dashboard_bare: what the dashboard reads, as a script of its statements from the server's log.
dashboard_bare() {
	local from
	from=$(wc -l < "$W/pg/log")
	PGOPTIONS="-c log_statement=all" dashboard
	tail -n "+$((from + 1))" "$W/pg/log" | awk -f "$TOP/tests/bench/replay.awk" > "$W/dashboard.sql"
}

dashboard() { "$B/bin/crt-report" dashboard --now 2026-10-25T12:00:00Z -o "$W/own/pages"; }

# A day is counted every ten minutes, so its rows are in memory: before the measurement it is counted once.
bench_report() {
	local n=${EPISODES:-1000000} i day=() full=() ours=() bare=() pages=() queries=()
	database bench
	psql -qX -v ON_ERROR_STOP=1 -v n="$n" -f "$TOP/tests/bench/report.sql"
	rollup
	for ((i = 0; i < ROUNDS; i++)); do
		reopen
		rollup
		reopen
		day+=("$(seconds rollup)")
		full+=("$(seconds rollup --full)")
		ours+=("$(seconds attribution)")
		bare+=("$(seconds psql -qX -v ON_ERROR_STOP=1 -f "$TOP/tests/bench/attribution.sql")")
	done
	figure rollup_day_of_full "$(ratio "$(middle "${day[@]}")" "$(middle "${full[@]}")")" \
	    "$(middle "${day[@]}") / $(middle "${full[@]}") seconds, $n carts of 90 days; at most 0.02"
	dashboard_bare
	for ((i = 0; i < ROUNDS; i++)); do
		pages+=("$(seconds dashboard)")
		queries+=("$(seconds psql -qX -v ON_ERROR_STOP=1 -f "$W/dashboard.sql")")
	done
	figure dashboard_of_sql "$(ratio "$(middle "${pages[@]}")" "$(middle "${queries[@]}")")" \
	    "$(middle "${pages[@]}") / $(middle "${queries[@]}") seconds, $n carts, $(grep -c ^EXECUTE "$W/dashboard.sql") queries; at most 3"
	figure attribution_of_sql "$(ratio "$(middle "${ours[@]}")" "$(middle "${bare[@]}")")" \
	    "$(middle "${ours[@]}") / $(middle "${bare[@]}") seconds, $n carts; at most 3"
}

# Every second run of the feed has a reader; the first two runs only fill the database.
bench_follow() {
	local n=${GROWTH_EVENTS:-50000} i with=() without=() s reader=
	database bench
	for ((i = 0; i < 4 * ROUNDS + 2; i++)); do
		awk -v n="$n" -v first=$((i * n + 1)) -f "$TOP/tests/bench/feed.awk" > "$W/feed"
		[ $((i % 2)) = 0 ] || { "$B/bin/crt-report" follow > "$W/followed" & reader=$!; }
		s=$(seconds "$B/bin/crt-ingest" "$W/feed")
		[ $((i % 2)) = 0 ] || { kill "$reader"; wait "$reader"; }
		[ $i -lt 2 ] || if [ $((i % 2)) = 0 ]; then without+=("$s"); else with+=("$s"); fi
	done
	figure ingest_beside_follow "$(ratio "$(middle "${with[@]}")" "$(middle "${without[@]}")")" \
	    "$(middle "${with[@]}") / $(middle "${without[@]}") seconds for $n events; at most 1.03"
}

# middle NUMBER...: their median.
middle() { printf '%s\n' "$@" | median; }
