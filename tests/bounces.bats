#!/usr/bin/env bats
# bounces.bats: bounces, complaints, and opt-outs that come back by mail.

load helper
load pipeline
load serve
load wait

setup() {
	test_begin
	shop acme '{"links_url": "https://crt.example/", "bounce_mail": "b@bounce.example"}'
	mkdir -p back/new back/cur back/tmp
}

teardown() { serve_end server; }

# mailed NAME...: they have received the first mail.
mailed() {
	local name
	for name; do
		cart "$name" 10:00 "$(person "$name" "$name@shop.example")"
	done | ingest 10:01
	recover 11:20
}

# field NAME HEADER: a field of the mail to NAME.
field() { sed -n "/^$2: /{s///;s/\r//;p;q}" "$(grep -l "^To: $1@" mail/new/*)"; }

# report TO ADDRESS STATUS [ACTION [ORIGINAL]]: a mail server's report.
report() {
	cat <<-END
		From: MAILER-DAEMON@mx.example
		To: $1
		Date: Mon, 02 Nov 2026 11:25:00 +0000
		Content-Type: multipart/report; report-type=delivery-status; boundary=x

		--x
		Content-Type: message/delivery-status

		Reporting-MTA: dns; mx.example

		Final-Recipient: rfc822; $2
		Action: ${4:-failed}
		Status: $3
		Diagnostic-Code: smtp; 550 $3 <$2> unknown

		--x
		Content-Type: text/rfc822-headers

		Message-ID: ${5:-<none@shop.example>}
		--x--
	END
}

# path NAME: the return path of the mail to NAME.
path() { field "$1" Return-Path | tr -d '<>'; }

statuses() {
	query "SELECT c.external_id || ' ' || m.status FROM crt.messages m JOIN crt.carts c ON c.store_id = m.store_id AND c.id = m.cart_id
	        ORDER BY 1" | paste -sd ','
}
suppressed() { query 'SELECT reason FROM crt.suppressions ORDER BY 1' | paste -sd ','; }
bounces() { crt 0 send --now "$(at 11:30)" bounces "$@"; }

# Seen to fail: with any tag accepted; with the address of the report not compared.
@test "a report ends its message, and suppresses only an address that is proved dead" {
	mailed ann ben cat dan eve fay gus
	report "$(path ann)" ann@shop.example 5.1.1 > back/new/1
	report "$(path ben | tr a-z A-Z)" ben@shop.example 4.2.2 > back/new/2
	report "$(path cat)" cat@forwarded.example 5.1.1 > back/new/3
	report "$(path dan)" dan@shop.example 5.1.1 delayed > back/new/4
	report b@bounce.example eve@shop.example 5.1.1 failed "$(field eve Message-ID)" > back/new/5
	report "$(path fay | sed 's/[.].*@/.000000000000@/')" fay@shop.example 5.1.1 > back/new/6
	report "$(path gus)" gus@shop.example 5.7.1 > back/new/7
	crt 0 send --now "$(at 11:30)" -n bounces back
	assert_equal "$(ls back/new | wc -l)" 7
	bounces --echo back
	assert_equal "$(jq -r .type "out" | sort | uniq -c | xargs)" "5 crt.message.bounced"
	assert_equal "$(statuses)" "ann FAILED,ben FAILED,cat FAILED,dan SENT,eve FAILED,fay SENT,gus FAILED"
	assert_equal "$(suppressed)" "bounced,bounced"
	assert_equal "$(ls back/new back/cur | xargs)" "back/cur: 1:2,S 2:2,S 3:2,S 4:2,S 5:2,S 6:2, 7:2,S back/new:"
	bounces back/cur/*
	assert_equal "$(query 'SELECT count(*) FROM crt.touches')" 5
	assert_equal "$(query "SELECT count(*) FROM crt.events WHERE payload LIKE '%@%.example%' AND type = 'crt.message.bounced'")" 0
}

# Seen to fail: with every feedback type a complaint; with an automatic reply read as a person's.
@test "a complaint and an opt-out by mail stop all mail; other mails stay unread" {
	mailed ann ben cat dan
	token=$(field ben List-Unsubscribe | sed 's|.*/u/||; s/>.*//')
	for who in "abuse ann" "not-spam cat"; do
		cat <<-END
			From feedback@provider.example Mon Nov  2 11:25:00 2026
			From: feedback@provider.example
			Content-Type: multipart/report; report-type=feedback-report; boundary=x

			--x
			Content-Type: message/feedback-report

			Feedback-Type: ${who% *}

			--x
			Content-Type: message/rfc822

			Message-ID: $(field "${who#* }" Message-ID)

			>From the cart
			--x--

		END
	done > box
	printf 'From: ben@shop.example\nSubject: Re: unsubscribe\n %s\n\nStop\n' "$token" > back/new/1
	printf 'From: dan@shop.example\nSubject: unsubscribe %s\nAuto-Submitted: auto-replied\n\nAway\n' \
		"$(field dan List-Unsubscribe | sed 's|.*/u/||; s/>.*//')" > back/new/2
	printf 'From: cat@shop.example\nSubject: Is the cup blue?\n\nHello\n' > back/new/3
	bounces -v back - < box
	assert_has "records 2"
	assert_has "ignored 3"
	assert_equal "$(suppressed)" "complained,unsubscribed"
	assert_equal "$(ls back/cur | xargs)" "1:2,S 2:2,S 3:2,"
	bounces box
	assert_equal "$(suppressed)" "complained,unsubscribed"
}

# Seen to fail: with one bounce enough; with the time between them not counted; with the click ignored.
@test "an address to which nothing arrives for two weeks is suppressed" {
	mailed ann ben cat dan
	# Of ann and dan earlier mails bounced since the 10th of October, of dan only two; of ben since the 30th. Cat has clicked.
	query "CREATE TEMP TABLE m AS SELECT m.*, c.external_id AS who FROM crt.messages m JOIN crt.carts c
			ON c.store_id = m.store_id AND c.id = m.cart_id;
		SET session_replication_role = replica;
		INSERT INTO crt.messages SELECT (x).* FROM (SELECT jsonb_populate_record(NULL::crt.messages, to_jsonb(m) - 'who'
			|| jsonb_build_object('id', gen_random_uuid(), 'step_index', 10 + n)) AS x FROM m, generate_series(1, 3) n) y;
		INSERT INTO crt.touches SELECT o.store_id, gen_random_uuid(), o.id, 'bounced', false, NULL, 'full', '4.2.2',
			CASE who WHEN 'ben' THEN timestamptz '2026-10-30Z' ELSE '2026-10-10Z' END
			FROM m JOIN crt.messages o USING (store_id, episode_id) WHERE o.step_index > CASE who WHEN 'dan' THEN 11 ELSE 10 END;
		INSERT INTO crt.touches SELECT store_id, gen_random_uuid(), id, 'clicked', false, NULL, NULL, 'cart', '2026-10-15Z'
			FROM m WHERE who = 'cat'; RESET session_replication_role"
	for name in ann ben cat dan; do
		report "$(path $name)" $name@shop.example 4.2.2 > back/new/$name
	done
	bounces back
	assert_equal "$(query "SELECT x.reason, x.code, c.email FROM crt.suppressions x JOIN crt.customers c ON c.email_key = x.key")" \
		"bounced|4.2.2|ann@shop.example"
}

@test "the return path is the sender of a mail by SMTP; other inputs are refused by name" {
	cart ann 10:00 "$(person ann ann@shop.example)" | ingest 10:01
	detect 11:20
	campaign 11:20
	mkdir server
	serve server smtp_script.py ok
	crt 0 send --now "$(at 11:20)" --channel smtp --smtp-url "smtp://127.0.0.1:$(< server/port)" --smtp-tls off < due
	id=$(query "SELECT replace(id::text, '-', '') FROM crt.messages")
	grep -q "MAIL FROM:<b+$id[.][0-9a-f]\{12\}@bounce.example>" server/log
	crt 64 send bounces server
	assert_has 'crt-send: "server" is not a Maildir: it has no folder new that can be read'
	crt 64 send bounces nothing
	assert_has 'crt-send: cannot read "nothing": No such file or directory'
	crt 64 sync store set acme "bounce_mail=a-very-long-local-part@bounce.example"
}
