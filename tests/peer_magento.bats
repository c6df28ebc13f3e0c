#!/usr/bin/env bats
# peer_magento.bats: requests and signatures compared with libraries of others; see peer.bats.

load helper

setup() {
	[ -n "${PEER:-}" ] || skip "PEER is not set: make check-peer"
	test_begin
}

teardown() {
	[ -z "${PEER:-}" ] || test_end
}

@test "Magento clients of others send and sign the same requests" {
	node "$TOP/tests/peer/magento.mjs" requests "$B/peer/magento" > verdict || cat verdict
	assert_has ", 0 wrong" verdict
}

@test "Adobe's own library accepts and rejects the same events" {
	node "$TOP/tests/peer/magento.mjs" prove "$B/peer/magento" > verdict || cat verdict
	assert_has ", 0 wrong" verdict
}
