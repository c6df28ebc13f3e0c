#!/usr/bin/env bats
# sync_kill.bats: crt-sync | crt-ingest is killed at every fault point.
#
# One of three stores rejects requests. After each kill the pipeline runs once more, as cron runs it. No cart
# and no order may be missing or stored twice, and every mark must be that of a run without a kill.
#
# Seen to fail: a checkpoint before the records of its page; a missing fault point.

load kill
load shops

setup_file() { shop_file; }
stages() {
	local s
	for s in acme initech; do
		shop_start $s "$(after 2026-10-03T11:59:59Z "$(page 3 "$(woo_order 1 processing 2026-11-01T10:00:00Z)" "$(woo_order 2 pending 2026-11-01T11:00:00Z)")")" \
			"$(after 2026-11-01T10:59:59Z "$(page 2 "$(woo_order 2 pending 2026-11-01T11:00:00Z)" "$(woo_order 3 pending 2026-11-01T12:00:00Z)")")" \
			"$(after 2026-11-01T11:59:59Z "$(page 1 "$(woo_order 3 pending 2026-11-01T12:00:00Z)" "$(woo_order 4 on-hold 2026-11-01T13:00:00Z)")")"
	done
	shop_start globex "$(rule '/wp-json/*' '{}' '{"status":401}')"
	save_stage polled
}
setup() { shop; }
teardown() { test_end; }
teardown_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	serve_end
	file_end
}

# pipe SYNC_FAULT INGEST_FAULT: runs both; their exit statuses are in the file ends.
pipe() {
	CRT_FAULT=$1 "$B/bin/crt-sync" --log text --now "$NOW" --parallel 1 2> err |
		CRT_FAULT=$2 "$B/bin/crt-ingest" --log text --now "$NOW" -b 3 2>> err &&
		echo "${PIPESTATUS[*]}" > ends || echo "${PIPESTATUS[*]}" > ends
}

polled() {
	query "SELECT 'cart', s.slug, c.external_id, c.status::text, c.value::text FROM crt.carts c JOIN crt.stores s ON s.id = c.store_id
		UNION ALL SELECT 'order', s.slug, o.external_id, o.status::text, o.total::text FROM crt.orders o JOIN crt.stores s ON s.id = o.store_id
		UNION ALL SELECT 'cursor', s.slug, y.stream, y.cursor, s.orders_seen_at::text FROM crt.sync_state y JOIN crt.stores s ON s.id = y.store_id
		UNION ALL SELECT 'rejects', count(*)::text, '', '', '' FROM crt.rejects ORDER BY 1, 2, 3"
}

# undisturbed: two runs without a kill; each state is then in the file state.
undisturbed() {
	restore_stage polled
	pipe 0 0
	assert_equal "$(< ends)" "3 0"
	pipe 0 0
	polled > state
	assert_equal "$(grep -c '^cart' state) $(grep -c '^order' state) $(grep -c '^cursor' state)" "4 4 6"
}

# kill_each WHICH PLACES: WHICH is sync or ingest; at least PLACES fault points are passed.
kill_each() {
	local n=0 killed=137
	undisturbed
	while [ "$killed" = 137 ] && [ "$n" -lt 200 ]; do
		n=$((n + 1))
		restore_stage polled
		if [ "$1" = sync ]; then
			pipe $n 0
			killed=$(cut -d' ' -f1 ends)
		else
			pipe 0 $n
			killed=$(cut -d' ' -f2 ends)
		fi
		until_gone
		pipe 0 0
		assert_equal "$(polled)" "$(< state)" "after a kill at place $n"
	done
	cat err
	echo "$((n - 1)) places"
	[ "$1" = ingest ] || assert_equal "$((n - 1))" "$2" places
	[ "$((n - 1))" -ge "$2" ]
}

@test "crt-sync loses nothing when killed at any fault point" {
	kill_each sync 12
}

# How the lines are grouped into batches of at most three depends on timing.
@test "crt-ingest loses nothing of a poll when killed at any fault point" {
	kill_each ingest 12
}
