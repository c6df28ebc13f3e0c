#!/usr/bin/env bats
# backup.bats: what a restored backup would have forgotten comes from the journal: nothing is sent twice, and no
# opt-out and no erasure is lost.

DIRECT=1
load helper
load pipeline

PEOPLE=1000

# Each test has stores and people of the same names, so it needs a journal of its own.
setup() {
	test_begin
	export CRT_JOURNAL=$PWD/journal
}

teardown() {
	[ -z "${sender:-}" ] || kill "$sender" 2> drop_err || true
	sql_end
	for name in verify restore old; do dropdb --if-exists "${PGDATABASE}_$name" 2> drop_err; done
	test_end
}

# db STATUS VERB ARGUMENT...: runs crt db VERB; the output is in the files out and err.
db() {
	local got=0
	sql_end
	count_start
	"$B/bin/crt" db "${@:2}" --log text --json -d '' > out 2> err || got=$?
	[ "$got" = "$1" ] || cat err
	assert_equal "$got" "$1" "exit status of crt db $2"
}

# carts: one of each person, all at 10:00.
carts() {
	awk -v n="$PEOPLE" 'BEGIN { for (i = 1; i <= n; i++) printf "{\"specversion\":\"1.0\",\"id\":\"e%d\",\"source\":\"/stores/acme\",\"type\":\"crt.cart.updated\"," \
		"\"time\":\"2026-11-02T10:00:00Z\",\"data\":{\"cart\":{\"id\":\"c%d\",\"url\":\"https://shop.example/c%d\",\"currency\":\"EUR\",\"total\":\"50.00\"," \
		"\"items\":[{\"id\":\"1\",\"title\":\"Cup\",\"quantity\":1,\"price\":\"50.00\"}]},\"customer\":{\"id\":\"u%d\",\"email\":\"p%d@shop.example\"," \
		"\"consent\":{\"email\":{\"state\":\"granted\"}}}}}\n", i, i, i, i, i }'
}

# received: how many mails each address got, as "COUNT ADDRESS SUBJECT", at the receiving end.
received() {
	cat mail/new/* taken/* 2> none | awk '{ sub(/\r$/, "") } /^To: / { to = $2 } /^Subject: / { subject = $2 } /^$/ && to { print to, subject; to = "" }' | sort | uniq -c
}

# mid_run: 300 of the first messages are sent by a sender that is alive, and waits for the next.
mid_run() {
	shop acme
	carts > feed
	ingest 10:01 < feed
	detect 10:20
	campaign 10:20
	detect 11:20
	campaign 11:20
	assert_equal "$(wc -l < due)" "$PEOPLE"
	mkfifo more
	count_start
	"$B/bin/crt-send" --now "$(at 11:20)" --log text --channel maildir --maildir "$PWD/mail" < more > sent 2> sent.err 3>&- &
	sender=$!
	exec 9> more
	head -300 due >&9
	until_so eval '[ "$(mails)" -ge 250 ]'
}

# rest_of_run: the rest of the first messages, opt-outs in each way, an erasure, and the second messages.
rest_of_run() {
	tail -n +301 due >&9
	exec 9>&-
	wait "$sender"
	sender=
	assert_equal "$(mails)" "$PEOPLE"
	crt 0 gdpr --now "$(at 12:00)" suppress add p2@shop.example p400@shop.example
	crt 0 gdpr --now "$(at 12:00)" consent withdraw p3@shop.example
	{
		record message.complained 12:00 "{\"message\":\"$(query "SELECT m.id FROM crt.messages m JOIN crt.carts c ON c.id = m.cart_id WHERE c.external_id = 'c500'")\"}"
		withdraw 12:00 '"email":"p501@shop.example"'
	} | ingest 12:01
	crt 0 gdpr --now "$(at 12:00)" erase --yes p600@shop.example
	crt 0 gdpr --now "$(at 12:30)" audit checkpoint
	mv out checkpoint
	recover 03-11:20
	assert_equal "$(mails)" $((2 * PEOPLE - 6))
}

GONE='p(2|400|3|500|501|600)@'

# again: what the timers do after the restore: poll all again, and run every step that was run.
again() {
	ingest 03-11:30 < feed
	for time in 11:20 03-11:20 03-11:40; do recover $time; done
}

# Seen to fail: without the journal (1,694 mails twice, six opt-outs forgotten), without crt.handed_off, without the row that
# keeps facts of erased people away, with the journal's lines stored after the commit and a kill between.
@test "a backup of a run, 1,000 more messages, a restore: none is sent twice, no opt-out and no erasure is forgotten" {
	mid_run
	db 0 backup dump
	assert_has '"encrypted":"no","verified":"yes"' out
	rest_of_run
	mkdir taken
	received > before
	assert_equal "$(grep -c ' 1 .*first$' before) $(grep -c ' 1 .*second$' before) $(wc -l < before)" "$PEOPLE $((PEOPLE - 6)) $((2 * PEOPLE - 6))"
	# A Maildir takes no mail twice while it has the file. So a reader takes all mails out.
	mv mail/new/* taken
	db 64 restore dump
	assert_has 'would be replaced'
	db 0 restore dump --yes
	assert_has '"unknown":0' out
	assert_equal "$(query "SELECT count(*) FROM crt.messages WHERE status IN ('SENDING', 'QUEUED', 'UNKNOWN')")" 0
	assert_equal "$(query "SELECT count(*) FROM crt.outbox")" 0
	# Orders since the backup are unknown: nothing is sent until they were polled.
	assert_equal "$(query "SELECT count(*) FROM crt.stores WHERE orders_seen_at IS NOT NULL")" 0
	again
	received > after
	assert_equal "$(< after)" "$(< before)" "mails < after and before > the restore"
	recover 05-11:20
	received > third
	assert_equal "$(awk '$1 > 1' third)" "" "sent twice"
	assert_equal "$(grep -c third third)" $((PEOPLE - 6))
	grep -E "$GONE.*third" third > forgotten || true
	assert_equal "$(< forgotten)" "" "opt-outs forgotten"
	crt 0 gdpr scan p600@shop.example
	assert_equal "$(< out)" "" "erased, and here again"
	crt 0 gdpr audit export
	mv out log
	crt 0 gdpr audit verify checkpoint log
	db 0 check
}

# Catches: the row of a message that was in flight at the backup stayed SENDING; without lines in the journal.
@test "what was in flight when the machine was lost is UNKNOWN, and reconciled from the provider" {
	PEOPLE=40
	shop acme
	carts > feed
	ingest 10:01 < feed
	detect 10:20
	campaign 10:20
	db 0 backup dump
	detect 11:20
	campaign 11:20
	CRT_FAULT=22 "$B/bin/crt-send" --now "$(at 11:20)" --channel maildir --maildir "$PWD/mail" < due > sent 2> err || [ $? = 137 ]
	was=$(mails)
	[ "$was" -gt 0 ]
	rm -f "$CRT_LEDGER"/*
	sql_end
	# The server ends the session of the killed command.
	until_so eval '[ "$(psql -XAtq -d postgres -c "SELECT count(*) FROM pg_stat_activity WHERE datname = '\''$PGDATABASE'\''")" = 0 ]'
	db 0 restore dump --yes
	claimed=$(grep -c '"SENDING"' journal/*.ndjson)
	[ "$claimed" -gt "$was" ]
	detect 11:20
	campaign 11:20
	assert_equal "$(query "SELECT status, count(*) FROM crt.messages GROUP BY 1 ORDER BY 1" | row)" "QUEUED|$((40 - claimed)) UNKNOWN|$claimed"
	deliver 11:20
	assert_equal "$(query "SELECT status, count(*) FROM crt.messages GROUP BY 1 ORDER BY 1" | row)" "SENT|$((40 - claimed + was)) UNKNOWN|$((claimed - was))"
	mkdir taken
	received > got
	assert_equal "$(wc -l < got) $(awk '$1 > 1' got)" "$((40 - claimed + was)) "
	db 0 check
}

small() {
	shop acme
	cart c1 10:00 | ingest 10:01
}

names() { psql -XAtq -d postgres -c "SELECT datname FROM pg_database WHERE datname ~ '^${PGDATABASE}_' ORDER BY 1"; }
pair() { openssl req -x509 -newkey "${@:2}" -nodes -days 9 -subj /CN=backup -keyout "$1.key" -out "$1.pem" 2> openssl; }

# Seen to fail: a key of another pair was called a changed file.
@test "an encrypted backup opens only with its key, and a changed one changes nothing" {
	small
	pair one rsa:2048
	pair two ec -pkeyopt ec_paramgen_curve:P-256
	pair other rsa:2048
	cat one.pem two.pem > both.pem
	db 0 backup safe.cms --recipient both.pem
	assert_has '"encrypted":"yes","verified":"yes"' out
	[ "$(stat -c %a safe.cms)" = 600 ]
	db 78 backup again.cms --recipient one.key
	db 64 backup again.cms --recipient none.pem
	[ ! -e again.cms ]
	query "UPDATE crt.stores SET store_name = 'Now'"
	head -c 2000 safe.cms > torn.cms
	# Another byte than the one that is there.
	{ head -c 4000 safe.cms; head -c 4001 safe.cms | tail -c 1 | tr '\000-\377' '\001-\377\000'; tail -c +4002 safe.cms; } > flipped.cms
	db 64 restore safe.cms --yes
	assert_has 'is encrypted'
	chmod 644 one.key
	db 78 restore safe.cms --yes --private-key one.key
	assert_has 'can be read by others'
	chmod 600 *.key
	db 78 restore safe.cms --yes --private-key other.key
	db 65 restore torn.cms --yes --private-key one.key
	db 65 restore flipped.cms --yes --private-key one.key
	assert_equal "$(query "SELECT store_name FROM crt.stores")" Now
	for key in one two; do
		db 0 restore safe.cms --yes --private-key $key.key
		assert_equal "$(query "SELECT store_name FROM crt.stores")" Acme
	done
	run pg_restore -l safe.cms
	assert_equal "$status" 1
	db 0 backup plain
	pg_restore -f - plain > sql.text
	assert_lacks "$(cut -d ' ' -f 2 "$CRT_KEY_FILE")" sql.text
}

# Catches: file_new_keep before the comparison; the swap in two transactions.
@test "killed anywhere, a backup has its name only if it is complete, and the database is the old or the new one" {
	small
	local n got=137
	for ((n = 1; got == 137; n++)); do
		sql_end
		got=0
		CRT_FAULT=$n "$B/bin/crt" db backup dump.$n --no-verify -d '' > out 2> err || got=$?
		[ ! -e dump.$n ] || pg_restore -l dump.$n > listed
	done
	[ "$n" -gt 4 ]
	db 0 backup dump
	query "UPDATE crt.stores SET store_name = 'Now'"
	got=137
	for ((n = 1; got == 137; n++)); do
		sql_end
		got=0
		CRT_FAULT=$n "$B/bin/crt" db restore dump --yes -d '' > out 2> err || got=$?
		[[ " Now Acme " == *" $(query "SELECT store_name FROM crt.stores") "* ]]
	done
	[ "$n" -gt 3 ]
	assert_equal "$got" 0
	assert_equal "$(query "SELECT store_name FROM crt.stores")" Acme
	sql_end
	assert_equal "$(names)" "${PGDATABASE}_old"
}

# Catches: an empty journal, and that of another installation, were accepted.
@test "without its journal a backup is restored only on demand, and then no campaign is active" {
	small
	db 0 backup dump
	crt 0 gdpr suppress add ann@shop.example
	CRT_JOURNAL=$PWD/none db 78 restore dump --yes
	assert_has 'does not contain this backup'
	mkdir lost
	grep -v '"kind":"backup"' "$CRT_JOURNAL"/*.ndjson > lost/2026-01.ndjson
	CRT_JOURNAL=$PWD/lost db 78 restore dump --yes
	CRT_JOURNAL=$PWD/none db 0 restore dump --yes --without-journal
	assert_equal "$(query "SELECT DISTINCT status FROM crt.campaigns")" PAUSED
	# A torn line does not hide the next one.
	printf '{"logged":"2026-1' >> "$CRT_JOURNAL/$(date -u +%Y-%m).ndjson"
	crt 0 gdpr suppress add bob@shop.example
	db 0 restore dump --yes
	assert_has 'torn by a crash'
	assert_equal "$(query "SELECT count(*) FROM crt.suppressions")" 2
}

# Catches: the transaction was committed although its lines were not stored.
@test "what cannot be stored in the journal is not committed" {
	small
	: > file
	CRT_JOURNAL=$PWD/file/x crt 78 gdpr suppress add ann@shop.example
	assert_has 'cannot make folder'
	assert_equal "$(query "SELECT count(*) FROM crt.suppressions")" 0
	crt 0 gdpr suppress add -n ann@shop.example
	assert_equal "$(query "SELECT count(*) FROM crt.suppressions")" 0
}

@test "a restore waits for nobody: with other sessions it ends with 75, and a backup is never replaced" {
	small
	db 0 backup dump
	db 78 backup dump
	assert_has 'File exists'
	sql_end
	psql -qX -c 'SELECT pg_sleep(600)' > holder 2>&1 3>&- &
	until_so eval '[ "$(psql -XAtq -d postgres -c "SELECT count(*) FROM pg_stat_activity WHERE datname = '\''$PGDATABASE'\'' AND state = '\''active'\''")" = 1 ]'
	db 75 restore dump --yes
	assert_has 'other sessions use the database'
	kill %%
	mkdir backups
	db 0 backup backups
	[ "$(ls backups | grep -cE '^crt-[0-9]{8}T[0-9]{6}Z\.dump$')" = 1 ]
	long=$(printf 'd%.0s' {1..58})
	query "CREATE DATABASE $long TEMPLATE crt_template"
	sql_end
	got=0
	"$B/bin/crt" db backup x -d "dbname=$long" 2> err || got=$?
	dropdb "$long"
	assert_equal "$got" 78
	assert_has "leaves no room for"
}

# Catches: a month of the journal that a kept backup needs, files of others, backups that stay for good.
@test "--keep deletes the oldest backups, and the months of the journal before the oldest that is left" {
	shop acme
	mkdir backups
	touch backups/crt-20260901T080000Z.dump backups/crt-20261001T080000Z.cms backups/crt-20261031T080000Z.dump backups/mine.dump
	mkdir -p journal
	for month in 2026-08 2026-09 2026-10 2026-11; do echo '{}' > journal/$month.ndjson; done
	db 0 backup --no-verify --keep 0 --now 2026-11-02T10:00:00Z backups
	db 0 backup --no-verify --keep 3 -n --now 2026-11-02T11:00:00Z backups
	assert_equal "$(ls backups | wc -l)" 5
	db 0 backup --no-verify --keep 3 --now 2026-11-02T11:00:00Z backups
	assert_equal "$(ls backups | paste -sd ' ')" "crt-20261031T080000Z.dump crt-20261102T100000Z.dump crt-20261102T110000Z.dump mine.dump"
	assert_equal "$(ls journal | grep ^2026-0)" ""
	[ -e journal/2026-10.ndjson ]
}
