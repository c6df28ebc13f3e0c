#!/usr/bin/env bats
# peer_magento.bats: requests and verdicts beside those of other people's libraries; see peer.bats.

load helper

setup() {
	[ -n "${PEER:-}" ] || skip "PEER is not set: make check-peer"
	test_begin
}

teardown() {
	[ -z "${PEER:-}" ] || test_end
}

@test "what Magento is asked, clients of Magento ask in the same words, and sign alike" {
	node "$TOP/tests/peer/magento.mjs" ask "$B/peer/magento" > verdict || cat verdict
	assert_has ", 0 wrong" verdict
}

@test "which events are Adobe's, Adobe's own library says too" {
	node "$TOP/tests/peer/magento.mjs" prove "$B/peer/magento" > verdict || cat verdict
	assert_has ", 0 wrong" verdict
}
