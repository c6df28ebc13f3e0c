#!/usr/bin/env bats
# sync_poll.bats: what crt-sync makes of shops that answer, that answer badly, and that do not.

load helper
load shops

setup() { fresh; }
teardown() {
	shops_end
	settle
}

@test "pages become records, and a checkpoint follows each" {
	web acme "$(after 2026-10-03T11:59:59Z "$(page 3 "$(woo 1 processing 2026-11-01T10:00:00Z)" "$(woo 2 pending 2026-11-01T11:00:00Z)")")" \
		"$(after 2026-11-01T10:59:59Z "$(page 2 "$(woo 2 pending 2026-11-01T11:00:00Z)" "$(woo 3 processing 2026-11-01T12:00:00Z)")")" \
		"$(after 2026-11-01T11:59:59Z "$(page 1 "$(woo 3 processing 2026-11-01T12:00:00Z)")")"
	poll 0
	same "$(things)" "1 2 3"
	jq -c . out
	take_in
	same "$(mark acme orders)" 2026-11-01T12:00:00Z
	same "$(answer "SELECT orders_seen_at FROM crt.stores")" "2026-11-02 12:00:00+00"
}
