#!/usr/bin/env bats
# peer_mails.bats: mails fit a phone in Chromium, and mailparser reads the parts that Python does; "make check-peer" sets PEER.

load cost

setup_file() {
	export B=${B:-build} TOP=$BATS_TEST_DIRNAME/.. MAILS=$BATS_FILE_TMPDIR/mails
	[ -n "${PEER:-}" ] || return 0
	mkdir "$MAILS"
	"$B/fault/mail_set" "$MAILS" "$B"/templates/*.yaml -- "$TOP"/tests/golden/mail/*.json
}

setup() {
	[ -n "${PEER:-}" ] || skip "PEER is not set: make check-peer"
	trace_less
}

# The pictures stay in build/screens/mails. Seen to fail: a long amount without a line break, and the button below the
# items.
@test "no mail is wider than 320 px, each has its button in the first screen of a phone, and none has an error" {
	command -v chromium > /dev/null || skip "no chromium"
	mkdir -p "$B/screens/mails"
	node "$TOP/tests/peer/mails.mjs" "$MAILS" "$B/screens/mails" offer.de.plain reminder.en.plain nudge.fr.six reminder.es.twenty \
		offer.ja.scripts offer.he.rtl reminder.ar.rtl offer.de.long offer.en.markup nudge.en.bare > "$BATS_TEST_TMPDIR/report"
	cat "$BATS_TEST_TMPDIR/report"
	[ "$(< "$BATS_TEST_TMPDIR/report")" = "$(ls "$MAILS"/*.eml | wc -l) mails: 0 wider than 320 px, 0 with the button below 667 px" ]
	[ "$(ls "$B"/screens/mails/*.png | wc -l)" -ge 40 ]
}

# Catches: a header or a part that one parser reads otherwise.
@test "mailparser reads the same headers and parts as Python" {
	/usr/bin/python3 "$TOP/tests/peer/mails.py" "$MAILS"/*.eml > "$BATS_TEST_TMPDIR/python"
	node "$TOP/tests/peer/mail_parts.mjs" "$MAILS"/*.eml > "$BATS_TEST_TMPDIR/mailparser"
	[ "$(wc -l < "$BATS_TEST_TMPDIR/python")" -ge 189 ]
	diff "$BATS_TEST_TMPDIR/python" "$BATS_TEST_TMPDIR/mailparser"
}

# Catches: a signature that does not cover the links to unsubscribe, or that mailauth does not accept.
@test "mailauth accepts the DKIM signatures, SPF, and DMARC of signed mails, and no changed mail" {
	mkdir -m 700 "$BATS_TEST_TMPDIR/keys" "$BATS_TEST_TMPDIR/mails"
	(umask 077; openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$BATS_TEST_TMPDIR/keys/mail.pem"
		openssl genpkey -algorithm ed25519 -out "$BATS_TEST_TMPDIR/keys/new.pem")
	DKIM_KEYS=$BATS_TEST_TMPDIR/keys "$B/fault/mail_set" "$BATS_TEST_TMPDIR/mails" "$B"/templates/reminder.*.yaml -- \
		"$TOP"/tests/golden/mail/{plain,scripts}.json
	node "$TOP/tests/peer/mail_auth.mjs" nordlicht.example "$BATS_TEST_TMPDIR/keys" "$BATS_TEST_TMPDIR"/mails/*.eml > "$BATS_TEST_TMPDIR/report"
	cat "$BATS_TEST_TMPDIR/report"
	diff "$BATS_TEST_TMPDIR/report" - <<-'END'
		14 ed25519-sha256 new true, rsa-sha256 mail true; covers the links: true; SPF pass; DMARC pass
		14 from another server: SPF fail, DMARC pass
	END
}
