#!/usr/bin/env bats
# logs.bats: with -vv no command logs personal data or the content of a cart.
#
# Each command runs with a marker in every member of every record. Its log must not contain any value
# from the columns that sql/pii.txt calls personal.

load helper
load pipeline
load shops

# logged STATUS COMMAND ARGUMENT...: runs it with -vv and appends its log, which must be complete, to the file log.
logged() {
	crt "$@" -vv
	grep -q "^crt-$2: \(done\|ends with\)" err || { echo "crt-$2 $3 does not log its end"; return 1; }
	cat err >> log
}

marked() { /usr/bin/python3 "$TOP/tests/fault/marked.py" "$TOP/lib/record/record.def" "$@" 2> members; }

# words: prints the markers, and a line for each value of each personal column. Roles and reasons of
# rejects are left out: both are logged. Ids of orders may be logged (lib/base/log.h); here they are too short.
words() {
	awk '/^#/ || !NF { next } /^(personal|none)$/ { list = $1; next }
		list == "personal" { for (i = 2; i <= NF; i++) print $1 " " $i }' "$TOP/sql/pii.txt" |
		grep -v ': role$\|^rejects: reason$' |
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

# A WooCommerce order of the marked person, valid and with each of its fields made invalid.
delivered() {
	jq -nc '{ id: 31, status: "processing", currency: "EUR", total: "49.90", customer_id: 0, customer_note: "zqx note",
		customer_ip_address: "192.0.2.177", customer_user_agent: "zqx agent", date_created_gmt: "2026-11-02T10:30:00",
		date_modified_gmt: "2026-11-02T10:31:00", coupon_lines: [{ code: "zqx-code" }],
		billing: { first_name: "zqx", last_name: "zqx", email: "zqx@people.example", phone: "+49 30 90183155", address_1: "zqx" },
		line_items: [{ id: 1, name: "zqx", sku: "zqx", product_id: 7, quantity: 1, subtotal: "49.90" }] }
		| ., (paths as $p | setpath($p; { zqx: ["zqx"] }))
		| { topic: "order.updated", body: tojson }'
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
	echo "zqx@	550 5.1.1 <zqx@people.example>: zqx is unknown" > answers
	serve server smtp_script.py ok --answers "$PWD/answers"
	logged 3 send --now "$(at 11:31)" --channel smtp --smtp-url "smtp://127.0.0.1:$(< server/port)" --smtp-tls off < due
	logged 0 detect --now "$(at 11:32)" list
	logged 0 detect --now "$(at 11:32)" show zqx-id
	logged 0 campaign --now "$(at 11:32)" explain zqx-id
	id=$(query 'SELECT id FROM crt.messages')
	logged 0 campaign --now "$(at 11:32)" preview first
	logged 0 send --now "$(at 11:32)" preview "$id"
	# All input, and all of it with a member that cannot be parsed.
	{ marked full; marked spoiled; printf '%s\n' '{"zqx@people.example' 'zqx' '{"specversion":"1.0","zqx":"zqx"}'; } > feed
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
	shop_start woo "$(rule $ORDERS '{"status":"any"}' "$(page 1 "$(jq -c .body orders | head -n 12 | jq -r . | paste -sd ,)")")"
	logged 3 sync --now "$NOW" --tries 2 -s woo
	logged 3 sync --now "$NOW" --tries 2 reconcile -s woo
	words > words
	[ "$(grep -c '^ ' values)" -ge 35 ]
	leaks log > leaked || true
	assert_equal "$(< leaked)" ""
	# Positive control: leaks finds a planted value.
	for i in 1 2 3; do
		{ cat log; sed -n "$((i * i))p" words; } > planted
		leaks planted > leaked
		[ -s leaked ]
	done
}
