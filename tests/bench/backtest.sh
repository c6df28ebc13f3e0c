# backtest.sh: measures a backtest of a month against the bare query of the facts of its episodes: of trigger and gates, once.

backtest() {
	"$B/bin/crt-campaign" --now 2026-11-02T00:00:00Z backtest "$W/c.yaml" --from 2026-10-01 --to 2026-11-01 --every 1d --json > "$W/tested"
}

# The state that the history leads to, for the bare query.
fold() {
	"$B/bin/crt-ingest" --now 2026-11-01T00:00:00Z replay
	psql -qX -c 'ANALYZE'
	"$B/bin/crt-detect" --now 2026-11-01T00:00:00Z > /dev/null
	psql -qX -c 'VACUUM ANALYZE'
}

bench_backtest() {
	local n=${BACKTEST:-100000} ours theirs
	database bench
	campaign_file
	psql -qX -v carts="$n" -v ON_ERROR_STOP=1 -f "$TOP/tests/bench/backtest.sql" -c 'VACUUM ANALYZE crt.events'
	ours=$(seconds backtest)
	fold
	theirs=$(seconds psql -qXAt -c "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off;
		SET enable_material = off; SET enable_memoize = off" -c "SELECT count(f.bought), count(o.orders), count(p.country)
		FROM crt.abandoned_carts a
		LEFT JOIN LATERAL (SELECT * FROM crt.customers p WHERE p.store_id = a.store_id AND p.id = a.customer_id OFFSET 0) p ON true
		CROSS JOIN LATERAL crt.orders_sum(a.store_id, a.customer_id) o
		CROSS JOIN LATERAL (SELECT * FROM crt.facts_of(crt.derived_uuid('store'), a.id, NULL, NULL, 'EMAIL') OFFSET 0) f
		WHERE a.store_id = crt.derived_uuid('store')")
	figure backtest_of_sql "$(ratio "$ours" "$theirs")" \
	    "$ours / $theirs seconds, $n carts, $(jq .sent "$W/tested") messages; at most 3"
}
