#!/usr/bin/env bats
# reader.bats: every command prints the same things in the same form.

load helper
load pipeline

# Catches: a due record with the name as it was entered.
@test "a name that is a link is in no message" {
	shop acme
	printf '%s\n' 'template: first' 'locale: en' 'subject: "Hello {{ customer.first_name | default: \"you\" }}"' \
		'text: "{{ customer.last_name }} {{ links.unsubscribe }}{{ store.address }}"' > first.yaml
	crt 0 campaign apply first.yaml
	cart c1 10:00 '{"id":"7","email":"ann@shop.example","first_name":"Win at evil.example","last_name":"Berg","consent":{"email":{"state":"granted"}}}' |
		ingest 10:01
	recover 11:20
	assert_equal "$(jq -c '.data.context.customer | [.first_name, .last_name]' due)" '[null,"Berg"]'
	assert_equal "$(grep -h '^Subject' mail/new/* | tr -d '\r')" 'Subject: Hello you'
}

# Seen to fail: a title with a line break, and a picture by http, as they came.
@test "a title stays in its line, and a picture by http is left out" {
	shop acme
	printf '%s\n' 'template: first' 'locale: en' 'subject: "{{ cart.items[0].title }}"' \
		'text: "[{{ cart.items[0].title }}|{{ cart.items[0].image }}|{{ cart.items[1].image }}] {{ links.unsubscribe }}{{ store.address }}"' > first.yaml
	crt 0 campaign apply first.yaml
	cart c1 10:00 | jq -c '.data.cart.items = [{title: "Cup\nhttps://evil.example\u0007", quantity: 1, price: "1.00", image: "http://a.example/1.png"},
		{title: "Pot", quantity: 1, price: "49.00", image: "https://a.example/2.png"}]' | ingest 10:01
	recover 11:20
	assert_equal "$(grep -h '^\[' mail/new/* | cut -d ']' -f 1)" '[Cup https://evil.example||https://a.example/2.png'
	assert_equal "$(grep -h '^Subject' mail/new/* | tr -d '\r')" 'Subject: Cup https://evil.example'
}

# Seen to fail: step 0 in message.due, in "crt-detect show", and in the export; an empty step in a mail.
@test "steps are counted from 1, and a mail can print its step" {
	shop acme
	printf '%s\n' 'template: first' 'locale: en' 'subject: hello' \
		'text: "step {{ message.step }} of {{ message.id }}, {{ links.unsubscribe }}{{ store.address }}"' > first.yaml
	crt 0 campaign apply first.yaml
	{ cart c1 10:00; checkpoint 11:20; } | ingest 11:20
	recover 11:20
	id=$(jq -r .data.message due)
	assert_equal "$(jq -c '[.data.step, .data.context.message]' due)" "[1,{\"id\":\"$id\",\"step\":1}]" "message.due"
	grep -h '^step' mail/new/* > line
	assert_equal "$(tr -d '\r' < line | cut -d , -f 1)" "step 1 of $id" "the mail"
	crt 0 detect show c1 --json
	assert_equal "$(jq -c 'select(.kind == "message").step' out)" 1 "crt-detect show"
	crt 0 campaign --now "$(at 11:21)" explain c1 --json
	assert_equal "$(jq -c 'select(.step).step' out | sort -u | paste -sd ' ')" "1 2" "explain"
	crt 0 report export
	assert_equal "$(jq -c 'select(.kind == "message") | [.step, .step_index]' out)" "[1,null]" "export"
}

# Seen to fail: 78 for each file of the first list except crt-ingest's, and what was printed before.
@test "a missing file exits with 64 if the command line names it, else with 78" {
	local want line
	shop acme
	echo '{"specversion":"1.0"}' > there
	printf '%s\n' 'slug: acme' 'platform: woocommerce' 'store_url: https://acme.example' 'name: Acme' \
		'currency: EUR' 'credentials_file: gone' > store.yaml
	printf '%s\n' 'sync:' '  ca_file: gone' 'send:' '  smtp_ca_file: gone' > crt.yaml
	printf '%s\n' 'send:' '  smtp_password_file: gone' > secret.yaml
	while IFS='|' read -r want line; do
		crt "$want" $line < /dev/null
		assert_has '"'
		assert_has 'gone'
		assert_equal "$(< out)" "" "crt-$line"
	done <<-'END'
		64|report -c gone
		64|ingest gone
		64|ingest there gone
		64|campaign apply gone
		64|campaign plan gone
		64|campaign preview --file gone
		64|campaign preview first --data gone
		64|sync store add -f gone
		64|sync store set acme --credentials gone
		64|sync store set acme --webhook-secret gone
		64|sync --ca-file gone
		64|campaign --key-file gone
		64|send --channel smtp --smtp-url smtp://127.0.0.1:1 --smtp-password-file gone
		64|send --channel smtp --smtp-url smtps://127.0.0.1:1 --smtp-ca-file gone
		78|sync store add -f store.yaml
		78|sync -c crt.yaml
		78|send -c crt.yaml --channel smtp --smtp-url smtps://127.0.0.1:1
		78|send -c secret.yaml --channel smtp --smtp-url smtp://127.0.0.1:1
	END
	CRT_KEY_FILE=gone crt 78 campaign < /dev/null
}

# Seen to fail: a response of a mail server, truncated, in the column of the gates.
@test "explain has a sentence for a message in each state, without JSON and without gates that did not close" {
	local status reason gate says
	shop acme
	{ cart c1 10:00; checkpoint 11:20; } | ingest 11:20
	recover 11:20
	while IFS='|' read -r status reason gate says; do
		psql -qX -v ON_ERROR_STOP=1 -v status="$status" -v reason="$reason" <<-'END'
			SET session_replication_role = replica;
			UPDATE crt.messages SET status = :'status'::crt.message_status, reason = nullif(:'reason', ''), provider = 'smtp',
			    facts = '{"consent": "unknown", "basis": "granted"}', held_until = '2026-11-03Z' WHERE step_index = 0;
		END
		crt 0 campaign --now "$(at 11:21)" explain c1 --json
		assert_equal "$(jq -r 'select(.what == "message") | [.state, .gate, .detail] | map(. // "") | join("|")' out)" "$status|$gate|$says"
		crt 0 campaign --now "$(at 11:21)" explain c1 --table
		assert_equal "$(grep -c '[{}]' out || true)" 0 "JSON in the table"
	done <<-'END'
		SENT|||
		SENDING|||
		FAILED|550 5.1.1 no mailbox of that name is here, and there has never been one||550 5.1.1 no mailbox of that name is here, and there has never been one
		UNKNOWN|sender died||sender died
		QUEUED|450 4.2.0 come back later||450 4.2.0 come back later
		HELD|no_consent|no_consent|consent is unknown; the store requires granted
		SKIPPED|no_consent|no_consent|consent is unknown; the store requires granted
	END
}

# Seen to fail: the header of the first query, as a table and as CSV.
@test "a command that fails before its first row prints nothing to standard output" {
	local form
	store acme
	for form in --table --csv; do
		crt 64 detect show nope $form
		assert_equal "$(< out)" "" "detect show $form"
	done
	crt 64 campaign list --after nope --table
	assert_equal "$(< out)" "" "campaign list"
	crt 64 sync store show nope --table
	assert_equal "$(< out)" "" "store show"
}
