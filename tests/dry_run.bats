#!/usr/bin/env bats
# dry_run.bats: -n shows what would happen and changes nothing.

load helper
load pipeline

# state: crt's export, and the tables that it omits.
state() {
	"$B/bin/crt-report" export
	query "SELECT (SELECT count(*) FROM crt.rejects), (SELECT count(*) FROM crt.enrollments),
		(SELECT count(*) FROM crt.runs), (SELECT count(*) FROM crt.abandoned_carts WHERE taken_at IS NOT NULL)"
}

unchanged() {
	crt "$@"
	state > after
	assert_equal "$(< after)" "$(< before)" "after $*"
}

@test "with -n no command changes anything, at any point of the pipeline" {
	local CLOCK=2026-11-22T11:00:00Z
	build templates
	crt 0 sync store add -f "$TOP/etc/first/store.yaml"
	crt 0 campaign apply "$B/templates" "$TOP/etc/first/campaign.yaml"
	state > before
	unchanged 0 ingest -n "$TOP/etc/first/records.ndjson"
	crt 0 ingest "$TOP/etc/first/records.ndjson"
	state > before
	unchanged 0 detect -n
	assert_equal "$(jq -r .type out)" crt.cart.abandoned
	crt 0 detect
	cp out abandoned
	state > before
	unchanged 0 campaign -n < abandoned
	assert_equal "$(jq -r .type out)" crt.message.due
	unchanged 3 campaign -n <<< "no record"
	crt 0 campaign < abandoned
	cp out due
	state > before
	unchanged 0 send -n --channel maildir --maildir mail < due
	assert_equal "$(jq -r .type out)" crt.message.due
	unchanged 3 send -n --channel maildir --maildir mail <<< "no record"
	[ -z "$(ls mail/new 2> /dev/null)" ]
	query "UPDATE crt.messages SET status = 'SENDING'; UPDATE crt.messages SET status = 'UNKNOWN', provider = 'smtp'"
	state > before
	unchanged 0 send reconcile -n --sent "$(jq -r .data.message due)"
	unchanged 0 send test -n --channel maildir --maildir mail --to me@example.org
	assert_equal "$(< out)" "maildir would send the test mail to me@example.org"
	[ -z "$(ls mail/new 2> /dev/null)" ]
}

# Catches: an error that the database reports after the last statement, of which only the commit is checked.
@test "an error that only the database finds is reported with -n, too" {
	store acme
	query "ALTER TABLE crt.customers ADD CONSTRAINT no_p2 CHECK (external_id <> 'p2')"
	for p in p1 p2 p3; do
		printf '{"specversion":"1.0","id":"%s","source":"/stores/acme","type":"crt.customer.updated",' "$p"
		printf '"time":"2026-11-01T09:00:00Z","data":{"customer":{"id":"%s"}}}\n' "$p"
	done > feed
	state > before
	unchanged 3 ingest -n feed
	assert_has 'feed line 2: '
	assert_has '"no_p2"'
	query 'ALTER TABLE crt.customers DROP CONSTRAINT no_p2'
}

# Catches: a stage that is skipped, a preview that commits, a buyer in the list.
@test "crt-recover -n lists who would be mailed now, starting with carts, and changes nothing" {
	shop acme
	{ cart c1 10:00; cart c2 10:00 "$(person 8 bob@shop.example)"; cart c3 10:00 "$(person 9 cleo@shop.example "" denied)"
	order o2 10:30 bought "$(person 8 bob@shop.example)"; checkpoint 11:20; } | ingest 11:20
	state > before
	unchanged 0 campaign --now "$(at 11:20)" due
	assert_equal "$(jq -r '[.store, .to, .campaign, .step, .cart] | join(" ")' out)" "acme ann@shop.example three-steps 1 c1"
	PATH="$B/bin:$PATH" "$B/scripts/crt-recover" -n --now "$(at 11:20)" --channel maildir --maildir mail > listed
	assert_equal "$(< listed)" "$(< out)" "crt-recover -n"
	recover 11:20
	crt 0 campaign --now "$(at 11:21)" due
	assert_equal "$(< out)" "" "nothing is left to be sent"
	assert_equal "$(mails_to ann@shop.example)" 1
}

# Seen to fail: an empty list without a reason.
@test "crt-recover -n warns of what holds all messages of a store, and what to do" {
	shop acme
	shop late '{"orders_max_age": "2h"}'
	{ cart c1 10:00; cart c2 10:00 "$(person 8 bob@shop.example)"; cart c3 10:00 "$(ann)" late; } | ingest 10:01
	order o1 10:40 bought '{"email":"cleo@@shop.example"}' > invalid
	crt 3 ingest --now "$(at 10:40)" invalid
	state > before
	unchanged 0 campaign --now "$(at 11:20)" due
	assert_equal "$(< out)" ""
	assert_has "store acme: 2 messages are held: an order that may be this person's was rejected: 2026-11-02T10:40:00Z; see crt-ingest rejects list"
	assert_has 'store late: 1 message is held: the last complete order sync is too old: 2026-01-01T00:00:00Z; run crt-poll'
	PATH="$B/bin:$PATH" "$B"/scripts/crt-recover -n --now "$(at 11:20)" --channel maildir --maildir mail > listed 2> err
	assert_equal "$(< listed)" "" "crt-recover -n"
	assert_has '2 messages are held: an order'
	crt 0 ingest --now "$(at 11:21)" rejects drop --all --yes
	crt 0 campaign --now "$(at 11:21)" due -s acme
	assert_equal "$(wc -l < out) $(grep -c held err || true)" "2 0"
}
