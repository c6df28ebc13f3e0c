# report.sh: measures the roll-up of one day against that of every day, and attribution against its bare query.

rollup() { "$B/bin/crt-report" rollup --now 2026-11-21T00:00:00Z "$@"; }

# reopen: a day of each store has changed.
reopen() {
	psql -qX -v ON_ERROR_STOP=1 -c "INSERT INTO crt.rollup_days SELECT id, '2026-09-15' FROM crt.stores WHERE slug LIKE 'shop%'
		ON CONFLICT DO NOTHING"
}

attribution() {
	"$B/bin/crt-report" attribution --json --since 2026-08-01T00:00:00Z --until 2026-11-01T00:00:00Z --now 2026-11-21T00:00:00Z
}

bench_report() {
	local n=${EPISODES:-1000000} i day=() full=() ours=() bare=()
	database bench
	psql -qX -v ON_ERROR_STOP=1 -v n="$n" -f "$TOP/tests/bench/report.sql"
	rollup
	for ((i = 0; i < ROUNDS; i++)); do
		reopen
		day+=("$(seconds rollup)")
		full+=("$(seconds rollup --full)")
		ours+=("$(seconds attribution)")
		bare+=("$(seconds psql -qX -v ON_ERROR_STOP=1 -f "$TOP/tests/bench/attribution.sql")")
	done
	figure rollup_day_of_full "$(ratio "$(middle "${day[@]}")" "$(middle "${full[@]}")")" \
	    "$(middle "${day[@]}") / $(middle "${full[@]}") seconds, $n carts of 90 days; at most 0.02"
	figure attribution_of_sql "$(ratio "$(middle "${ours[@]}")" "$(middle "${bare[@]}")")" \
	    "$(middle "${ours[@]}") / $(middle "${bare[@]}") seconds, $n carts; at most 3"
}

# middle NUMBER...: their median.
middle() { printf '%s\n' "$@" | median; }
