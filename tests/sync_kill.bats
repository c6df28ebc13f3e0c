#!/usr/bin/env bats
# sync_kill.bats: crt-sync | crt-ingest killed at every place where that could matter.
#
# Three stores, one of which refuses.  After each kill the pipeline runs once more, as cron
# would do it: no cart and no order is missing, none is there twice, and every mark is where
# an undisturbed run leaves it.
#
# Seen to fail: a checkpoint told before its page's records; a place taken away.

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

# pipe SYNC_FAULT INGEST_FAULT: statuses of the two in the file ends.
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

# undisturbed: how two runs end; each is then in the file state.
undisturbed() {
	restore_stage polled
	pipe 0 0
	assert_equal "$(< ends)" "3 0"
	pipe 0 0
	polled > state
	assert_equal "$(grep -c '^cart' state) $(grep -c '^order' state) $(grep -c '^cursor' state)" "4 4 6"
}

# kill_each WHICH PLACES: WHICH is sync or ingest; PLACES at least are passed.
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

@test "crt-sync killed at each place" {
	kill_each sync 12
}

# How the lines come together in batches of three at most is a matter of time.
@test "crt-ingest killed at each place" {
	kill_each ingest 12
}
