#!/usr/bin/env bats
# logs.bats: with -vv no command logs personal data or the content of a cart.
#
# Each command runs with a marker in every member of every record. Its log must not contain any value
# from the columns that sql/pii.txt calls personal.

load helper
load pipeline
load shops
load serve_ingest

setup() { test_begin; }
teardown() {
	servers_end
	serve_end "$BATS_TEST_TMPDIR"
	test_end
}

# logged STATUS COMMAND ARGUMENT...: runs it with -vv and appends its log, which must be complete, to the file log.
logged() {
	crt "$@" -vv
	grep -q "^crt-$2: \(done\|ends with\)" err || { echo "crt-$2 $3 does not log its end"; return 1; }
	echo "crt-${*:2}" >> ran
	cat err >> log
}

# logged_front STATUS ARGUMENT...: like logged, for the command crt, which logs no end.
logged_front() {
	local got=0
	count_start
	"$B/bin/crt" --log text --now "$(at 12:30)" "${@:2}" -vv > out 2> err || got=$?
	assert_equal "$got" "$1" "exit status of crt ${*:2}"
	echo "crt ${*:2}" >> ran
	cat err >> log
}

# not_run: each verb of each command, but for those that read no personal data, that is not in the file ran.
not_run() {
	local command verb
	for command in "$B"/bin/crt*; do
		command=${command##*/}
		while IFS= read -r verb; do
			grep -qE "^$command( .*)?${verb:+ $verb}( |\$)" ran || echo "$command $verb"
		done < <("$B/bin/$command" --dump-options | awk -F '\t' '$1 == "verb" { print $2 }')
	done | grep -vxE 'crt (init|help|version|db (start|stop|status|migrate|psql))?'
}

marked() { /usr/bin/python3 "$TOP/tests/fault/marked.py" "$TOP/lib/record/record.def" "$@" 2> members; }

# words: prints the markers, and a line for each value of each personal column. Roles and reasons of
# rejects are left out: both are logged. Ids of orders may be logged (lib/base/log.h); here they are too short.
words() {
	awk '/^#/ || !NF { next } /^(personal|none)$/ { list = $1; next }
		list == "personal" { for (i = 2; i <= NF; i++) print $1 " " $i }' "$TOP/sql/pii.txt" |
		grep -v ': role$\|: actor$\|^rejects: reason$' |
		while IFS=': ' read -r table column; do
			echo "SELECT ' $table.$column' WHERE EXISTS (SELECT FROM crt.$table WHERE $column IS NOT NULL);"
			[ "$table.$column" != rejects.bytes ] || column="encode(bytes, 'escape')"
			echo "SELECT DISTINCT $column::text FROM crt.$table WHERE $column IS NOT NULL;"
		done > columns.sql
	psql -qXAt -v ON_ERROR_STOP=1 -f columns.sql > values
	{ printf '%s\n' zqx 9018315 192.0.2.177 people.example; grep -v '^ ' values; } | awk 'length > 4 || /zqx/'
}

# leaks FILE: prints the words of the file words that FILE contains.
leaks() { grep -oFi -f words "$1" | sort | uniq -c; }

# A WooCommerce order of the marked person, valid and with each of its fields made invalid, in this order: gojq would sort them.
delivered() {
	command jq -nc '{ id: 31, status: "processing", currency: "EUR", total: "49.90", customer_id: 0, customer_note: "zqx note",
		customer_ip_address: "192.0.2.177", customer_user_agent: "zqx agent", date_created_gmt: "2026-11-02T10:30:00",
		date_modified_gmt: "2026-11-02T10:31:00", coupon_lines: [{ code: "zqx-code" }],
		billing: { first_name: "zqx", last_name: "zqx", email: "zqx@people.example", phone: "+49 30 90183155", address_1: "zqx" },
		line_items: [{ id: 1, name: "zqx", sku: "zqx", product_id: 7, quantity: 1, subtotal: "49.90" }] }
		| ., (paths as $p | setpath($p; { zqx: ["zqx"] }))
		| { topic: "order.updated", body: tojson }'
}

# other_verbs: the verbs that no part of the pipeline needs.
other_verbs() {
	local time request id=zqx@people.example
	time=$(at 12:30)
	for verb in due list "plan campaign.acme.yaml first.yaml" "apply campaign.acme.yaml first.yaml" "show three-steps" \
	    "export three-steps" "pause three-steps" "activate three-steps" templates segments "delete three-steps --yes"; do
		logged 0 campaign --now "$time" $verb
	done
	logged 64 detect --now "$time" recover zqx-id
	logged 0 send --now "$time" status
	logged 0 send --now "$time" --channel maildir --maildir box reconcile
	logged 0 send --now "$time" --channel maildir --maildir box test --to "$id"
	crt 0 send --channel maildir --maildir box code --from shop@shop.example -vv < <(printf '%s\n' "$id" 123456)	# without a run
	echo "crt-send code" >> ran
	cat err >> log
	logged 0 send --now "$time" suppressions lift --yes
	printf '%s\n' 'From: zqx <MAILER-DAEMON@people.example>' 'To: zqx@people.example' 'Subject: zqx' '' \
		"550 5.1.1 <zqx@people.example> zqx" "Message-ID: <$(query 'SELECT id FROM crt.messages LIMIT 1')@zqx>" > returned
	logged 0 send --now "$time" bounces returned
	logged 0 send --now "$time" --channel maildir --maildir box notices
	logged 0 send --now "$time" replies list
	logged 0 send --now "$time" erasures
	logged 64 send --now "$time" replies resolve --refused "$(query 'SELECT id FROM crt.messages LIMIT 1')"
	logged 0 send --now "$time" domains --resolver 127.0.0.1:9
	logged 3 sync --now "$NOW" --tries 1 -s woo backfill --from 2026-11-01T00:00:00Z
	for verb in "store list" "store show woo" "store set woo gap=2h" "hooks list woo" "store test woo"; do
		logged 0 sync --now "$NOW" $verb
	done
	for verb in install check remove; do logged 69 sync --now "$NOW" hooks $verb woo; done
	logged 0 sync --now "$NOW" store add other --platform other --url https://zqx.example --name zqx --currency EUR
	printf 'subject,channel,action,time,source\n%s,EMAIL,grant,%s,zqx\n' "$id" "$time" > consents
	printf 'address\n%s\n' "$id" > addresses
	request=$(query 'SELECT id FROM crt.privacy_requests WHERE closed_at IS NULL LIMIT 1')
	breach=$(query "INSERT INTO crt.breaches (organization_id, id, nature, aware_at, due_at)
		SELECT organization_id, id, 'zqx', '2026-11-02Z', '2036-11-05Z' FROM crt.stores WHERE slug = 'acme' RETURNING id")
	echo 2125550101 > registry
	for verb in "dnc import registry --downloaded 2026-11-01T00:00:00Z" "dnc list" "dnc status" "consent grant $id --source zqx --evidence zqx --wording zqx" "consent show $id" "consent withdraw $id" \
	    "consent import consents" "suppress add zqx2@people.example" "suppress import addresses" "suppress check $id" \
	    "suppress list" "" "requests open zqx3@people.example --kind object --identity zqx" "requests identify $request --identity zqx" "records" "requests extend $request" "requests close $request" "export $id" \
	    "export $id --archive" "anonymize --inactive 90d -n" "anonymity" "breach open --nature zqx" "breach list" \
	    "breach affected $breach $id" "breach notify $breach --consequences zqx --measures zqx --contact zqx" "breach show $breach" \
	    "breach close $breach --outcome zqx" "requests erase --yes" "erase $id --yes" "erasures" "retain" "audit list $id" "audit checkpoint" "audit export"; do
		logged 0 gdpr -s acme --now "$time" $verb
	done
	mv out exported
	for verb in "audit verify exported" "audit key"; do	# without a run, which would log its end
		crt 0 gdpr $verb -vv
		echo "crt-gdpr $verb" >> ran
		cat err >> log
	done
	logged 3 gdpr --now "$time" scan zqx-id
	logged 0 ingest --now "$time" rejects drop --all --yes
	logged 0 sync --now "$NOW" store remove woo --yes
	cp "$CRT_KEY_FILE" key
	export CRT_KEY_FILE=$PWD/key
	access_verbs
	logged_front 0 key list
	logged_front 0 key rotate
	logged_front 0 key reseal
	logged_front 64 key drop test --yes
	logged_front 78 doctor --offline
	count_start
	"$B/bin/crt" canary --log text -vv > out 2>> log	# its commands have the system's clock
	echo "crt canary" >> ran
	logged_front 0 db check
	logged_front 0 db backup dump
	query "$(sessions_end)" > ended
	sql_end
	CRT_DATABASE="" logged_front 0 db restore dump --yes
	dropdb "${PGDATABASE}_old"
}

# access_verbs: those about users, who have the marked address.
access_verbs() {
	local in=(--organization main) verb
	export CRT_PASSWORD_COST=14
	echo 'meadow lantern 27 quartz' | tee lines.password > lines
	logged_front 0 org add main2 --name zqx
	logged_front 0 org set main2 --name zqx2
	logged_front 0 org list
	for verb in add "set --phone +4990183155" totp password sessions "set --factor NONE" \
	    "check --agent zqx --address 192.0.2.177 --session" attempts revoke list "remove --yes"; do
		case $verb in
		list) logged_front 0 user list ;;
		*) logged_front 0 user ${verb%% *} zqx@people.example "${in[@]}" $([ "${verb#* }" = "$verb" ] || echo "${verb#* }") < lines ;;
		esac
		[ "$verb" != totp ] || cp out lines.totp
	done
	logged_front 77 user check zqx@people.example "${in[@]}" < lines
	logged_front 64 user set zqx@zqx "${in[@]}"
	logged_front 0 api-key add till "${in[@]}" --scope carts:read
	cp out lines
	logged_front 0 api-key check < lines
	logged_front 0 api-key rotate till "${in[@]}"
	cat lines.password lines.totp lines out >> words
	logged_front 0 role list
	logged_front 64 role add 'No Role' "${in[@]}"
	logged_front 0 role remove "nobody_$$" "${in[@]}"
	for verb in list "revoke till"; do logged_front 0 api-key $verb "${in[@]}"; done
}

# served: the webhook server receives the marked orders.
served() {
	[ "$NGINX" ] || return 0
	secret woo the-secret-of-woo
	ingest_serve -vv
	jq -rs '.[0].body' orders > body
	post_signed woocommerce woo body the-secret-of-woo
	post_signed woocommerce woo feed the-secret-of-woo
	post_signed woocommerce woo body zqx-secret
	servers_end
	grep -q '^crt-ingest: \(done\|ends with\)' serve.err
	echo "crt-ingest serve" >> ran
	cat serve.err >> log
}

# Catches: an address or an id in any message, at any level; a response of the mail server that quotes one.
@test "no command logs a value of a personal column" {
	local id
	shop acme '{"unsubscribe_mail": "stop@shop.example"}'
	marked full crt.cart.updated crt.customer.updated crt.session.event > feed
	logged 0 ingest --now "$(at 10:05)" feed
	logged 0 detect --now "$(at 10:30)" && cp out abandoned
	logged 0 campaign --now "$(at 11:30)" < abandoned && cp out due
	assert_equal "$(jq -r 'select(.type == "crt.message.due").data.to' due)" zqx@people.example
	echo "zqx@	550 5.1.1 <zqx@people.example>: zqx is unknown" > responses
	serve server smtp_script.py ok --responses "$PWD/responses"
	logged 3 send --now "$(at 11:31)" --channel smtp --smtp-url "smtp://127.0.0.1:$(< server/port)" --smtp-tls off < due
	logged 0 detect --now "$(at 11:32)" list
	logged 0 detect --now "$(at 11:32)" show zqx-id
	logged 0 campaign --now "$(at 11:32)" explain zqx-id
	id=$(query 'SELECT id FROM crt.messages')
	logged 0 campaign --now "$(at 11:32)" preview first
	logged 0 campaign --now "$(at 11:32)" backtest campaign.acme.yaml --from 2026-11-01
	sed 's/^campaign: .*/campaign: byhand\ntype: MANUAL/' campaign.acme.yaml > manual.yaml
	logged 0 campaign --now "$(at 11:32)" apply manual.yaml
	logged 0 campaign --now "$(at 11:32)" start byhand zqx-id
	logged 0 send --now "$(at 11:32)" preview "$id"
	# All input, and all of it with a member that cannot be parsed.
	{ marked full; marked invalid; printf '%s\n' '{"zqx@people.example' 'zqx' '{"specversion":"1.0","zqx":"zqx"}'; } > feed
	[ "$(< members)" -ge 250 ]
	logged 3 ingest --now "$(at 12:00)" feed
	delivered > orders
	[ "$(wc -l < orders)" -ge 25 ]
	logged 3 ingest --from woocommerce -s acme --now "$(at 12:00)" orders
	logged 3 ingest --now "$(at 12:01)" rejects retry
	logged 0 ingest --now "$(at 12:01)" rejects list
	logged 0 ingest --now "$(at 12:01)" replay
	logged 0 detect --now "$(at 12:02)" && cp out abandoned
	logged 0 campaign --now "$(at 12:02)" < abandoned && cp out due
	logged 0 send --now "$(at 12:03)" --channel maildir --maildir box < due
	logged 3 campaign --now "$(at 12:03)" < feed
	logged 3 send --now "$(at 12:03)" --channel maildir --maildir box < feed
	logged 0 send --now "$(at 12:03)" suppressions list
	logged 0 report --now "$(at 12:03)" export
	logged 69 report --now "$(at 12:03)" health
	for verb in lift performance funnel attribution metrics profit published "dashboard -o pages" \
	    "follow --after 0 --for 1s" "publish --since 2026-11-01T00:00:00Z --until 2026-11-02T00:00:00Z"; do
		logged 0 report --now "$(at 12:03)" $verb
	done
	logged 0 report --now "$(at 12:03)" rollup
	shop_start woo "$(rule $ORDERS '{"status":"any"}' "$(page 1 "$(jq -c .body orders | head -n 12 | jq -r . | paste -sd ,)")")"
	logged 3 sync --now "$NOW" --tries 2 -s woo
	logged 3 sync --now "$NOW" --tries 2 reconcile -s woo
	words > words
	[ "$(grep -c '^ ' values)" -ge 35 ]
	served
	other_verbs
	not_run > missing || true
	assert_equal "$(< missing)" "$([ "$NGINX" ] || echo "crt-ingest serve")" "verbs that this test does not run"
	leaks log > leaked || true
	assert_equal "$(< leaked)" ""
	# Positive control: leaks finds a planted value.
	for i in 1 2 3; do
		{ cat log; sed -n "$((i * i))p" words; } > planted
		leaks planted > leaked
		[ -s leaked ]
	done
	[ "$NGINX" ] || skip "crt-ingest serve not run: no nginx; the rest passed"
}
