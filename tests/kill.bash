# kill.bash: a small shop whose pipeline is killed, and the state that is compared afterwards.
#
# There are eight people. Two were held back yesterday and may be mailed now. One has bought. One has
# emptied the cart. The others are new. One cart is so old that its episode expires.
# A stage is the database before a command, kept as a script. restore_stage restores it.

load helper
load serve

YESTERDAY=2026-11-01T20:00:00Z
NOW=2026-11-02T08:00:00Z

# cart PERSON TIME [ITEMS]
cart() {
	local total=50.00 items
	items='{"id":"7","title":"Lamp","quantity":'${3:-1}',"price":"50.00"}'
	[ "${3:-1}" != 0 ] || total=0.00 items=
	printf '{"specversion":"1.0","id":"%s","source":"/stores/acme","type":"crt.cart.updated","time":"%s","data":{' "$1.$2" "$2"
	printf '"cart":{"id":"cart-%s","url":"https://acme.example/c/%s","currency":"EUR","total":"%s","updated":"%s",' \
		"$1" "$1" $total "$2"
	printf '"items":[%s]},"customer":{"id":"%s","email":"%s@people.example","first_name":"%s",' "$items" "$1" "$1" "$1"
	printf '"consent":{"email":{"state":"granted","source":"checkout","time":"%s"}}}}}\n' "$2"
}

write_feeds() {
	{
		for p in held1 held2 buyer empty; do
			cart "$p" 2026-11-01T18:00:00Z
		done
		cart old 2026-10-02T23:00:00Z
	} > yesterday.ndjson
	{
		for p in new1 new2 new3; do
			cart "$p" 2026-11-02T06:00:00Z
		done
		cart empty 2026-11-01T23:00:00Z 0
		echo '{ "this is": "no record" }'
		echo '{"specversion":"1.0","id":"order-1","source":"/stores/acme","type":"crt.order.placed",' \
			'"time":"2026-11-01T22:00:00Z","data":{"order":{"id":"1","cart_id":"cart-buyer","status":"bought",' \
			'"total":{"amount":"50.00","currency":"EUR"}},"customer":{"id":"buyer","email":"buyer@people.example"}}}'
		echo '{"specversion":"1.0","id":"checkpoint-1","source":"/stores/acme","type":"crt.sync.checkpoint",' \
			"\"time\":\"$NOW\",\"data\":{\"stream\":\"orders\",\"cursor\":\"1\",\"complete\":true,\"orders_seen_at\":\"$NOW\"}}"
	} > today.ndjson
}

write_campaign() {
	cat > reminder.yaml <<-'END'
		template: reminder
		locale: en
		subject: "Hello {{ customer.first_name }}"
		text: "Your cart: {{ links.cart }} {{ links.unsubscribe }}{{ store.address }}"
	END
	cat > campaign.yaml <<-'END'
		campaign: steps
		store: acme
		steps:
		  - { wait: 1h, channel: EMAIL, template: reminder, not_after: 20h }
	END
}

# run_crt COMMAND ARGUMENT...: runs a command at the test's time. With EXEC=exec and in the background,
# the process id is that of the command.
run_crt() {
	local command=$1
	shift
	count_start
	${EXEC:-} "$B/bin/crt-$command" --log text --now "$NOW" "$@"
}

# save_stage STAGE: writes the current rows into a script that restores them.
save_stage() {
	{
		echo "${EMPTY%COMMIT;}"
		pg_dump --data-only --schema=crt -T crt.transitions -T crt.currencies
		echo 'COMMIT;'
	} | awk '/^--|^$|set_config/ { next } /^COPY/ { copy = $0; next } copy && !/^\\\.$/ { print copy }
		/^\\\.$/ && copy { copy = ""; next } { copy = ""; print }' > "$1.sql"
}

# restore_stage STAGE: restores the rows and the Maildir.
restore_stage() {
	sql_send "\\i '$PWD/$1.sql'
		RESET ALL" > emptied
	rm -rf mail server/*.eml
}

# until_gone [SQL]: waits until killed commands have left the server and their locks are free; then queries.
until_gone() {
	until_true "NOT EXISTS (SELECT FROM pg_stat_activity
		WHERE datname = current_database() AND application_name LIKE 'crt-%' AND state <> 'idle')
		AND NOT EXISTS (SELECT FROM pg_locks WHERE $HERE AND locktype = 'advisory')" "$@"
}

# shop_file: makes the stages once for a test file. shop: enters their folder for a test.
shop_file() {
	BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR
	test_begin
	stages
}
shop() {
	trace_less
	cd "$BATS_FILE_TMPDIR" || exit
	export HOME=$PWD
	: > asserted
}
server_stop() {
	serve_end
	rm -rf server
}
teardown() {
	server_stop
	test_end
}

# stages: ingest, detect, campaign, maildir; and the files today.ndjson, abandoned, and due.
stages() {
	write_feeds
	write_campaign
	store acme '{"from": "Acme <shop@acme.example>"}'
	run_crt campaign apply reminder.yaml campaign.yaml > /dev/null
	NOW=$YESTERDAY run_crt ingest yesterday.ndjson
	NOW=$YESTERDAY run_crt detect | NOW=$YESTERDAY run_crt campaign > /dev/null
	save_stage ingest
	run_crt ingest today.ndjson 2> /dev/null || [ $? -eq 3 ]
	save_stage detect
	run_crt detect > abandoned
	save_stage campaign
	run_crt campaign < abandoned > due
	save_stage maildir
}

# make_crowd: 200 more people with an idle cart, in the stage crowd.
make_crowd() {
	local i one
	restore_stage ingest
	one=$(cart crowd0 2026-11-02T06:00:00Z)
	for i in {1..200}; do
		echo "${one//crowd0/crowd$i}"
	done > crowd.ndjson
	{
		cat crowd.ndjson
		tail -1 today.ndjson
	} | run_crt ingest
	save_stage crowd
	rm -f reported.* err.*
}

# make_due: like make_crowd; a message to each of them is due and in the file input.
make_due() {
	[ -e crowd.sql ] || make_crowd
	restore_stage crowd
	rm -f reported.* err.*
	run_crt detect | run_crt campaign > input
	jq -r 'select(.type == "crt.message.due").data | "To: " + .to' input | sort > people
	jq -r 'select(.type == "crt.message.due").data.message' input | sort > messages
	assert_equal "$(wc -l < people)" 204
}

# The state that a run leaves: every row of every table but crt.runs. How often a message was claimed
# before it was sent, the server's response, the order in which two connections stored, and the numbers of
# transactions may differ; and so may the figures for crt-report metrics, which count each attempt.
state() {
	[ -s state.sql ] || query "SELECT string_agg(format('SELECT %L, (to_jsonb(x) %s)::text FROM crt.%I x', relname,
		CASE relname WHEN 'events' THEN '- ''received_at''' WHEN 'outbox' THEN '- ''{transaction, id, added_at}''::text[]' WHEN 'messages' THEN '- CASE WHEN status = ''SENT'' THEN ''{attempts, reason, code, provider_id}''::text[] ELSE ''{}'' END' END,
		relname), ' UNION ALL ') || ' ORDER BY 1, 2' FROM pg_class
		WHERE relnamespace = 'crt'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
		  AND relname NOT IN ('runs', 'provider_events', 'transitions', 'currencies')" > state.sql
	query "$(< state.sql)"
}

# Counts the messages in the state SENDING that a killed sender left.
count_sending() { until_gone "SELECT count(*) FROM crt.messages WHERE status = 'SENDING'"; }

# The recipients in the Maildir, one for each mail.
maildir() { grep -rh '^To:' mail/new mail/cur | tr -d '\r' | sort; }

# server [OPTION...]: starts a mail server that stores accepted mails in the folder server.
server() {
	serve server smtp_script.py ok --pipelining "$@"
	: >> server/log
}

to_smtp() {
	run_crt send --channel smtp --smtp-url "smtp://127.0.0.1:$(< server/port)" --smtp-tls off \
		--parallel 2 --window 2 "$@"
}

# The recipients of the mails on the server, one for each mail.
received() { grep -h '^To:' server/*.eml | tr -d '\r' | sort; }

# Waits until every connection to the mail server has ended.
until_closed() {
	local i
	for ((i = 0; i < 5000; i++)); do
		[ "$(grep -c ' connect$' server/log)" != "$(grep -c ' end$' server/log)" ] || return 0
		pause 0.02
	done
	return 1
}

# list_unknown OPTION...: writes the UNKNOWN messages into the file unknown, one a line.
list_unknown() {
	run_crt send reconcile --json "$@" 2> warnings > reconciled || [ $? -eq 3 ]
	grep '^{"message":' reconciled > unknown || true
}

# A mail server has no query for accepted mails. A person looks and reports what it has.
resolve_unknown() {
	until_closed
	report_what_exists
}
report_what_exists() {
	local id word words=()
	: > unknown
	[ "$(query "SELECT count(*) FROM crt.messages WHERE status IN ('SENDING', 'UNKNOWN')")" = 0 ] ||
		list_unknown --channel smtp
	for id in $(sed 's/^{"message":"\([^"]*\)".*/\1/' unknown); do
		word=--requeue
		! grep -qs "^Message-ID: <$id@" server/*.eml || word=--sent
		words+=("$word" "$id")
	done
	[ ${#words[@]} = 0 ] || run_crt send reconcile --channel smtp "${words[@]}"
}
