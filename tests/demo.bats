#!/usr/bin/env bats
# demo.bats: the demo runs, and its mails agree with its feed.
#
# It runs three days of the demo. DEMO_DAYS=14 ("make check-demo") runs all.

load helper
# The demo has its own server.
setup() { trace_less; unset "${!PG@}" "${!CRT_@}"; }
teardown() { :; }

setup_file() {
	export TOP=$BATS_TEST_DIRNAME/.. B=${B:-build} DEMO_DAYS=${DEMO_DAYS:-3}
	# The leak sanitizer cannot inspect a process that ran as root.
	[ "$(id -u)" != 0 ] || export ASAN_OPTIONS=detect_leaks=0
	# The user of the private server must be able to enter this folder.
	DEMO=$(mktemp -d "${TMPDIR:-/tmp}/crt-demo.XXXXXX")
	export DEMO
	chmod 755 "$DEMO"
	(cd "$TOP" && etc/demo/build.sh make "$B") > "$BATS_FILE_TMPDIR/make.log" 2>&1
	mkdir -p "$DEMO/runs/feed"
	(cd "$TOP/etc/demo" && LC_ALL=C awk -v dir="$DEMO/runs" -v by=3 -v days="$DEMO_DAYS" \
		-f parts.awk -f shop.awk -f feed.awk names.tsv catalogue.tsv)
	"$TOP/etc/demo/demo.sh" "$B" "$DEMO" > "$DEMO/out" 2>&1 3>&- || echo "demo.sh ends with $?" >> "$DEMO/out"
}

teardown_file() {
	[ ! -f "$DEMO/pg/postmaster.pid" ] || kill -QUIT "$(head -n 1 "$DEMO/pg/postmaster.pid")"
	rm -rf "$DEMO"
	file_end
}

check_mails() { /usr/bin/python3 "$TOP/tests/mails.py" "$DEMO/runs/feed" "$1" "$TOP/etc/templates"; }

@test "the demo ends, reports each store, and leaves its server running" {
	cat "$DEMO/out"
	head -n 1 "$DEMO/out" | grep -x "Running the pipeline every 3 hours over $DEMO_DAYS days of four invented stores"
	[ "$(wc -l < "$DEMO/out")" -lt 25 ]
	grep -qx '  Subject: .*' "$DEMO/out"
	grep -qx '  https://.*/cart/.*' "$DEMO/out"
	for store in nordlicht brightside kettle-co sakura; do
		grep -qE "^recovery +$store .* [1-9][0-9.]* [A-Z]{3}( +[0-9]+)?$" "$DEMO/out"
	done
	[ -z "$(grep 'ends with' "$DEMO/out")" ]
	assert_has "the dashboard is $DEMO/report/index.html," "$DEMO/out"
	[ "$(grep -c '<th scope="row"><a href="store\.[a-z-]*\.html">' "$DEMO/report/index.html")" = 4 ]
	eval "$(sed -n 's/^  \([^ ]*bin\/crt-report.*\)/\1/p' "$DEMO/out")" > "$BATS_TEST_TMPDIR/printed"
	grep -qE '^messages +[a-z-]+ +SENT ' "$BATS_TEST_TMPDIR/printed"
	kill -0 "$(head -n 1 "$DEMO/pg/postmaster.pid")"
}

# Seen to fail: the demo ended with a status, and printed nothing.
@test "a demo that fails prints the end of its log, and its path" {
	mkdir -p "$DEMO/failing" && cd "$DEMO/failing"
	mkdir -p bin/bin demo/runs/feed
	ln -s "$B"/bin/* bin/bin
	ln -s "$B/templates" bin/templates
	: > demo/runs/feed/2026-11-01T00.ndjson
	rm bin/bin/crt-sync
	printf '#!/bin/sh\nseq 30 >&2\nexit 78\n' > bin/bin/crt-sync
	chmod 755 bin/bin/crt-sync
	run -78 "$TOP/etc/demo/demo.sh" bin demo
	crt=$B/bin/crt
	"$crt" -c demo/crt.yaml db stop > stopped 2>&1
	[ "$(head -1 <<< "$output")" = 11 ]
	[ "$(tail -1 <<< "$output")" = "The demo failed with status 78. Its log is demo/log" ]
}

@test "every mail can be parsed, uses the language and currency of its store, and goes to nobody who bought" {
	command -v /usr/bin/python3 > /dev/null || skip "no python3"
	check_mails "$DEMO/mail" > "$BATS_TEST_TMPDIR/printed" || { cat "$BATS_TEST_TMPDIR/printed"; false; }
	grep -xE '[1-9][0-9]{2,} mails, 4 stores, 5 languages, 0 bad' "$BATS_TEST_TMPDIR/printed"
}

# Catches: figures that are right for invented rows only.
@test "the figures of the demo are those of independent SQL" {
	local database
	database=$(CRT_CONFIG=$DEMO/crt.yaml "$B/bin/crt" db status --json | jq -r .database)
	for which in counted oracle; do
		psql -XAtq -v ON_ERROR_STOP=1 -f "$TOP/tests/figures/$which.sql" "$database" > "$BATS_TEST_TMPDIR/$which"
	done
	[ "$(wc -l < "$BATS_TEST_TMPDIR/oracle")" -gt 100 ]
	assert_equal "$(diff "$BATS_TEST_TMPDIR/oracle" "$BATS_TEST_TMPDIR/counted" | head)" "" "of the oracle < and of crt >"
}

# Seen to fail: records of a run arrive some microseconds after its time, so each backtest missed the order syncs.
@test "a backtest of the demo's campaigns over its history equals what was done, message for message" {
	mkdir "$DEMO/campaigns"
	cp "$TOP"/etc/demo/campaign.*.yaml "$DEMO/campaigns"
	CRT_CONFIG=$DEMO/crt.yaml "$B/bin/crt-campaign" --now 2026-11-16T00:00:00Z backtest "$DEMO/campaigns" --from 2026-11-01 \
		--by message --json > "$BATS_TEST_TMPDIR/tested"
	jq -r 'select(([.state, .gate, .at] | tostring) != ([.was_state, .was_gate, .was_at] | tostring)) | .id' "$BATS_TEST_TMPDIR/tested" > "$BATS_TEST_TMPDIR/differ"
	assert_equal "$(< "$BATS_TEST_TMPDIR/differ")" ""
	assert_equal "$(grep -c '"state":"SENT"' "$BATS_TEST_TMPDIR/tested")" "$(ls "$DEMO/mail/new" | wc -l)"
}

@test "explain agrees with what was done for every message, and a held one is held by the first gate that does not pass" {
	local database
	cd "$BATS_TEST_TMPDIR"
	export CRT_CONFIG=$DEMO/crt.yaml
	database=$("$B/bin/crt" db status --json | jq -r .database)
	psql -XAtq -F ' ' "$database" -c "SELECT id, status, CASE WHEN status IN ('HELD', 'SKIPPED') THEN reason ELSE 'null' END FROM crt.messages ORDER BY 1" > done
	psql -XAtq "$database" -c "SELECT (SELECT max(started_at) FROM crt.runs WHERE command = 'crt-campaign')" > last
	[ "$(wc -l < done)" -gt 200 ]
	cut -d ' ' -f 1 done | "$B/bin/crt-campaign" --now "$(< last)" explain - --json > explained
	jq -r 'select(.what == "message") | "\(.id) \(.state) \(.gate)"' explained | LC_ALL=C sort > told
	assert_equal "$(diff done told)" ""
	# The first gate that is not open, of each message on hold. In fourteen days, another gate may stop one held before
	# the last run, and the messages that this run sent later count in the gates about other messages.
	psql -XAtq "$database" -c "SELECT id FROM crt.messages WHERE status = 'HELD' AND ($DEMO_DAYS <= 3 OR updated_at >= '$(< last)')" > recent
	jq -rn --rawfile recent recent 'reduce inputs as $r ({}; if $r.what == "message" then .held = (if $r.state == "HELD" and ($recent | contains($r.id)) then $r else null end)
		elif $r.what == "gate" and .held and $r.step == .held.step and $r.state != "passes" then .out += ["\(.held.gate) \($r.gate)"] | .held = null
		else . end) | .out[]' explained > gates
	[ -s gates ]
	[ "$DEMO_DAYS" -le 3 ] || sed -i -E 's/\b(pending|gap|cap_day|cap_week)\b/other/g' gates
	assert_equal "$(awk '$1 != $2' gates)" ""
	# A refusal by a stored row names it.
	jq -r 'select(.what == "message" and .row == null and (.gate == "bought" or .gate == "suppressed" or .gate == "opted_out")) | .id' explained > bare
	assert_equal "$(< bare)" ""
}

@test "the check of the mails finds faults in changed mails" {
	command -v /usr/bin/python3 > /dev/null || skip "no python3"
	cd "$BATS_TEST_TMPDIR"
	# change EXPRESSION MAIL...: changes the mails with sed.
	change() {
		local expression=$1
		shift
		rm -rf mail
		mkdir -p mail/new
		cp "$@" mail/new
		sed -E -i "$expression" mail/new/*
		run check_mails mail
		echo "$expression: $output"
		[ "$status" = 1 ]
	}
	one=$(grep -l '^Content-Language: de' $(grep -l '@nordlicht.example' "$DEMO"/mail/new/*) | head -n 1)
	change 's/^Content-Language: de/Content-Language: fr/' "$one"
	[[ $output == *"speaks ['de', 'fr'], not de"* ]]
	change 's/=E2=82=AC/=C2=A3/g' "$one"
	[[ $output == *"money in ['£'], not ['EUR', '€']"* ]]
	change '/^--=_.*--\r?$/d' "$one"
	[[ $output == *"defect: CloseBoundaryNotFoundDefect"* ]]
	change 's/^Date: .*/Date: Sat, 14 Nov 2026 23:00:00 +0000/' $(ls "$DEMO"/mail/new/* | head -n 200)
	[[ $output == *'had bought: order '* ]]
}

# Seen to fail: a record that linked two carts, and named the person in a member that crt does not know, was left.
@test "after an erasure of 100 people a dump has no address, part, or hash of theirs, figures are the same, and nothing is sent" {
	cd "$BATS_TEST_TMPDIR"
	export CRT_CONFIG=$DEMO/crt.yaml CRT_QUIET=1
	local now=2026-11-17T00:00:00Z database word people
	database=$("$B/bin/crt" db status --json | jq -r .database)
	figures() { "$B/bin/crt-report" --part recovery --since 2026-11-01 --until 2026-11-16 --now 2026-11-16T00:00:00Z --json; }
	psql -XAtq "$database" -c "SELECT DISTINCT ON (c.email_norm) c.email_norm FROM crt.customers c WHERE c.email_norm ~ '^[^@]{6,}@' ORDER BY 1 LIMIT 100" > people
	[ "$(wc -l < people)" = 100 ]
	mapfile -t people < people
	figures > before
	"$B/bin/crt-gdpr" --now "$now" erase "${people[@]}" --yes --receipt "$DEMO/mail/receipt.json"
	figures > after
	diff before after
	[ -s after ]
	pg_dump --data-only --schema crt --exclude-table crt.runs "$database" > dump
	sed 's/@.*//' people > parts
	for word in "${people[@]}"; do
		md5sum <<< "$word"
		printf %s "$word" | md5sum
		printf %s "$word" | sha1sum
		printf %s "$word" | sha256sum
	done | cut -d ' ' -f 1 > hashes
	# Whole words: an address may be the end of another person's, such as that of home.anna@ and anna@.
	grep -oE '[[:alnum:]._%+@-]+' dump | sort -u > words
	[ "$(grep -ixFf people words)" = "" ]
	[ "$(sed 's/@.*//' words | grep -ixFf parts)" = "" ]
	[ "$(grep -iFc -f hashes dump)" = 0 ]
	# The same records of three days again, and new carts.
	cat "$DEMO"/runs/feed/2026-11-0[1-3]*.ndjson | "$B/bin/crt-ingest" --now "$now" 2> log || [ $? -eq 3 ]
	jq -Rc '{specversion: "1.0", id: ("again-" + .), source: "/stores/brightside", type: "crt.cart.updated", time: "2026-11-18T10:00:00Z",
		data: {cart: {id: ("new-" + .), url: "https://brightside.example/c", currency: "USD", total: "50.00",
		items: [{id: "1", sku: "CUP", title: "Cup", quantity: 1, price: "50.00"}]},
		customer: {email: ., consent: {email: {state: "granted"}}}}}' people | "$B/bin/crt-ingest" --now 2026-11-18T10:01:00Z
	"$B/bin/crt-detect" --now 2026-11-18T14:00:00Z | "$B/bin/crt-campaign" --now 2026-11-18T14:00:00Z > due
	psql -XAtq "$database" -c "SELECT m.status, m.reason, count(*) > 20 FROM crt.messages m JOIN crt.carts c ON c.id = m.cart_id
		WHERE c.external_id LIKE 'new-%' GROUP BY 1, 2" > kept
	cat kept
	[ "$(< kept)" = "SKIPPED|suppressed|t" ]
	"$B/bin/crt-gdpr" audit key > public.pem
	openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in "$DEMO/mail/receipt.json" -sigfile "$DEMO/mail/receipt.json.sig"
}

# Seen to fail: two servers ran after two demos.
@test "a second demo stops the server of the first, and its own server stops with the command that it prints" {
	local first second
	first=$(head -n 1 "$DEMO/pg/postmaster.pid")
	ls "$DEMO"/runs/feed/*.ndjson | tail -n +4 | xargs rm
	"$TOP/etc/demo/demo.sh" "$B" "$DEMO" > "$DEMO/out" 2>&1 3>&-
	second=$(head -n 1 "$DEMO/pg/postmaster.pid")
	[ -z "$(grep -s '^State:.[^ZX]' "/proc/$first/status")" ]
	kill -0 "$second"
	# The test runs each of the three commands that the demo names. The last one stops the server.
	sed -n 's/^  \([^ ]*bin\/crt.*\)/\1/p' "$DEMO/out" > "$BATS_TEST_TMPDIR/next"
	assert_equal "$(wc -l < "$BATS_TEST_TMPDIR/next")" 3
	while read -r next; do
		eval "$next" >> "$BATS_TEST_TMPDIR/printed"
	done < "$BATS_TEST_TMPDIR/next"
	[ ! -e "$DEMO/pg/postmaster.pid" ]
}
