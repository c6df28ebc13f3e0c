#!/usr/bin/env bats
# peer_dashboard.bats: the pages of the dashboard are accessible and fast; "make check-peer" sets PEER.

load helper

setup() {
	[ -n "${PEER:-}" ] || skip "PEER is not set: make check-peer"
	command -v chromium > /dev/null || skip "no chromium"
	test_begin
}

teardown() {
	[ -z "${PEER:-}" ] || test_end
}

# Seen to fail: a color of too little contrast in the dark, and two regions with one name; a page of 400000 bytes.
@test "axe-core finds no violation, on a desk and a phone, light and dark; each page loads in 2 seconds over a slow network" {
	psql -qX1 -v ON_ERROR_STOP=1 -f "$TOP/tests/figures/fixture.sql"
	query "UPDATE crt.campaigns SET sequence_steps = '[]'"
	query "INSERT INTO crt.suppressions (organization_id, channel, key, reason, created_at)
		SELECT DISTINCT organization_id, 'EMAIL'::crt.channel, crt.derived_uuid('key'), 'bounced', '2026-11-01Z'::timestamptz FROM crt.stores"
	query "INSERT INTO crt.experiments (store_id, campaign_id, number, outcome_window, alpha, min_effect, cap, currency, waits, began_at)
		SELECT store_id, id, 1, '7 days', 5, 1, 40000, 'EUR', '{3600,86400}', '2026-10-01Z' FROM crt.campaigns"
	crt 0 report rollup --now 2026-11-02T12:00:00Z
	crt 0 report dashboard --now 2026-11-02T12:00:00Z -o pages
	rm -f pages/*havana* pages/*campaign1*
	mkdir -p "$B/screens"
	node "$TOP/tests/peer/dashboard.mjs" pages "$B/screens" > report 2>&1 || echo "status $?" >> report
	assert_equal "$(< report)" ""
}
