#!/usr/bin/env bats
# doctor.bats: crt doctor, crt COMMAND, and crt without a verb.

load crt

@test "doctor reports no fault but the durability that the tests switch off" {
	run_crt 78 doctor --offline
	[ "$(jq -r 'select(.verdict != "ok") | .check' "$out")" = durability ]
	assert_has '1 fault found' "$err"
}

@test "doctor reports a key file that others can read, a missing one, and none at all" {
	chmod 644 "$shop/key"
	run_crt 78 doctor --offline
	assert_has 'can be read by others' "$out"
	assert_has 'chmod 600' "$out"
	chmod 600 "$shop/key"
	mv "$shop/key" "$shop/key.away"
	run_crt 78 doctor --offline
	assert_has '"check":"key","verdict":"fault"' "$out"
	mv "$shop/key.away" "$shop/key"
	CRT_CONFIG=/dev/null run_crt 78 doctor --offline -d "$conninfo"
	assert_has 'no key_file' "$out"
}

# Seen to fail: doctor called such an installation ok, and every crt-send ended with 77.
@test "doctor reports a ledger or spool that it cannot write to" {
	CRT_LEDGER=$shop/key/x run_crt 78 doctor --offline
	assert_has "\"check\":\"ledger\",\"verdict\":\"fault\",\"found\":\"cannot write to folder \\\"$shop/key/x\\\": Not a directory\"" "$out"
	assert_has "\"check\":\"spool\",\"verdict\":\"ok\",\"found\":\"$shop/spool\"" "$out"
	{ cat "$shop/crt.yaml"; printf 'ingest:\n spool: %s\n' "$shop/crt.yaml"; } > "$mine/c.yaml"
	run_crt 78 doctor --offline -c "$mine/c.yaml"
	assert_has "cannot write to folder \\\"$shop/crt.yaml\\\": Not a directory" "$out"
	assert_has 'set spool in crt.yaml' "$out"
}

@test "doctor reports a missing database, and one without a schema" {
	crt db stop
	run_crt 78 doctor --offline
	assert_has '"check":"private server","verdict":"fault"' "$out"
	assert_has 'crt db start' "$out"
	crt db start
	CRT_CONFIG=/dev/null run_crt 78 doctor --offline -d "host=$mine dbname=x"
	assert_has '"check":"database","verdict":"fault"' "$out"
	query "CREATE DATABASE bare"
	run_crt 78 doctor --offline -d "${conninfo/dbname=crt/dbname=bare}"
	assert_has '0 of ' "$out"
	assert_has 'crt db migrate' "$out"
	query "DROP DATABASE bare"
}

@test "another user learns who owns the installation, and how to work with it" {
	[ "$(id -u)" = 0 ] || skip "needs root, to become another user"
	cp "$B/bin/crt-report" "$B/bin/crt-ingest" "$top/bin"
	for command in 'crt doctor' 'crt init' 'crt db status' 'crt key list' crt-report 'crt-ingest /dev/null'; do
		got=0
		setpriv --reuid=nobody --regid=nogroup --clear-groups env -i HOME="$mine" PATH="$PATH" \
		    CRT_CONFIG="$CRT_CONFIG" $command > "$out" 2> "$err" || got=$?
		[ "$got" = 77 ] || { echo "$command: status $got"; cat "$err"; false; }
		assert_has 'this installation belongs to user ' "$err"
		assert_has 'runuser -u ' "$err"
		assert_has 'crt init DIR' "$err"
	done
}

@test "doctor and --check-config read the sections of all commands" {
	while read -r line what; do
		printf "$line\n" | cat - "$shop/crt.yaml" > "$mine/c.yaml"
		run_crt 78 doctor --offline -c "$mine/c.yaml"
		assert_has "\"check\":\"configuration\",\"verdict\":\"fault\"" "$out"
		assert_has "$what" "$out"
		run_crt 78 --check-config -c "$mine/c.yaml"
		assert_has "$what" "$err"
	done <<-'END'
		send:\n\040smtp_tsl:\040off the nearest is smtp_tls
		send:\n\040smtp_tls:\040offf is not one of required
		sync:\n\040parallel:\0400 whole number
		report:\n\040smtp_tls:\040off unknown key
		batch:\040-1 whole number
	END
	run_crt 0 --check-config
}

# Seen to fail: --check-config was silent about each of them but the password's in crt-send.
@test "doctor and --check-config name a key whose file is missing, and its line" {
	while read -r line what; do
		{ printf "$line\n"; sed '/^key_file/d' "$shop/crt.yaml"; } > "$mine/c.yaml"
		run_crt 78 doctor --offline -c "$mine/c.yaml"
		assert_has "\"check\":\"configuration\",\"verdict\":\"fault\",\"found\":\"$mine/c.yaml:$what" "$out"
		run_crt 78 --check-config -c "$mine/c.yaml"
		assert_has "crt: $mine/c.yaml:$what" "$err"
	done <<-'END'
		key_file:\040/nowhere 1: key_file: cannot read
		send:\n\040smtp_password_file:\040/nowhere 2: smtp_password_file: secret
		send:\n\040smtp_ca_file:\040/nowhere 2: smtp_ca_file: cannot read
		sync:\n\040ca_file:\040/ 2: ca_file: 
	END
	CRT_KEY_FILE=/nowhere run_crt 78 --check-config
	assert_has 'crt: CRT_KEY_FILE in the environment: cannot read "/nowhere": No such file' "$err"
	run_crt 64 --check-config --key-file /nowhere
	assert_has 'crt: option "--key-file": cannot read "/nowhere": No such file' "$err"
	echo broken >"$mine/key"
	chmod 600 "$mine/key"
	chown --reference="$shop" "$mine/key"
	chmod 711 "$mine"
	run_crt 78 key list --key-file "$mine/key"
	assert_has 'crt: option "--key-file": key file' "$err"
	assert_has 'hint: restore it from your copy of the key file' "$err"
	CRT_CONFIG= run_crt 78 key list
	assert_has 'hint: no crt.yaml was found: make one with crt init, or name it with -c FILE or CRT_CONFIG' "$err"
}

@test "doctor reports the last runs, and stores that switched off the gate of P1" {
	query "INSERT INTO crt.runs (id, command, host, started_at, ended_at, exit, reason) VALUES
	    (gen_random_uuid(), 'crt-sync', 'h', now() - interval '1 hour', now(), 0, NULL),
	    (gen_random_uuid(), 'crt-send', 'h', now(), now(), 69, 'the provider refuses')"
	query "INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
	    VALUES ('00000000-0000-4000-8000-000000000001', 'o', 'O', now(), now());
	    INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url,
	    currency, settings, created_at, updated_at) VALUES
	    ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001',
	    'acme', 'OTHER', 'Acme', 'https://acme.example', 'EUR', '{\"orders_max_age\": \"off\"}',
	    now(), now())"
	run_crt 78 doctor --offline
	assert_has '"check":"last crt-sync","verdict":"ok"' "$out"
	assert_has '"check":"last crt-send","verdict":"warning"' "$out"
	assert_has 'the provider refuses' "$out"
	assert_has '"check":"store acme","verdict":"warning"' "$out"
	query "UPDATE crt.stores SET settings = '{}', platform = 'SHOPIFY', api_credentials = 'crt1:gone:x', sync_failures = 3,
	    sync_status = 'ERROR', sync_reason = 'orders: status 401'"
	run_crt 78 doctor --offline
	# Seen to fail: an outdated copy of the key file was called ok.
	assert_has '"check":"key","verdict":"fault","found":"key gone encrypts 1 text and is not in the key file"' "$out"
	assert_has '"check":"store acme","verdict":"fault","found":"3 polls in a row failed: orders: status 401"' "$out"
	query "DELETE FROM crt.runs; DELETE FROM crt.stores; DELETE FROM crt.organizations"
}

@test "doctor reports a store without a sender, and one with invalid settings" {
	query "INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
	    VALUES ('00000000-0000-4000-8000-000000000001', 'o', 'O', now(), now());
	    INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url,
	    currency, settings, sync_status, created_at, updated_at)
	    SELECT gen_random_uuid(), '00000000-0000-4000-8000-000000000001', n, 'OTHER', n, 'https://a.example', 'EUR',
	    s::jsonb, u::crt.sync_status, now(), now()
	    FROM (VALUES ('none', '{}', 'ACTIVE'), ('odd', '{\"from\": \"a@a.example\", \"gap\": \"soon\"}', 'ACTIVE'),
	    ('well', '{\"from\": \"a@a.example\"}', 'ACTIVE'), ('off', '{}', 'PAUSED'),
	    ('late', '{\"from\": \"a@a.example\", \"address\": \"A 1\", \"links_url\": \"https://crt.example\", \"expire\": \"1h\"}', 'ACTIVE')) AS v (n, s, u);
	    INSERT INTO crt.campaigns SELECT id, gen_random_uuid(), 'c', 1, 'ACTIVE', 1, '', '{}',
	    '[{\"wait\": 3600, \"not_after\": 7200, \"channel\": \"EMAIL\", \"template\": \"t\"}]', 0, now(), now()
	    FROM crt.stores WHERE slug = 'late'"
	run_crt 78 doctor --offline
	[ "$(jq -r 'select(.check | startswith("store ")) | [.check, .verdict, .found, .todo] | join("|")' "$out")" = \
		"store late|warning|step 1 of campaign \"c\" is never sent: its wait is 1h, and the store's expire is 1h|crt-sync store set late \
expire=30d, or shorten the step's wait and run: crt-campaign apply FILE
store none|warning|no mail is sent: from is not set|crt-sync store set none 'from=NAME <ADDRESS>'
store odd|warning|no mail is sent: gap is not a duration such as 15m, 2h, or 30d|crt-sync store set odd gap=VALUE
$(for s in none odd well; do
	echo "store $s|warning|it has no active campaign|crt-campaign apply FILE, or crt-campaign activate NAME"
	echo "store $s|warning|its mails have no postal address, which several laws require|crt-sync store set $s 'address=STREET, CITY'"
	echo "store $s|warning|its mails have no one-click unsubscribe link, which Gmail and Yahoo require|crt-sync store set $s links_url=https://HOST"
done)" ]
	[ "$(tail -n 1 "$out" | jq -r '.check + " " + .todo')" = "pipeline run: crt-report health" ]
	query "DELETE FROM crt.campaigns; DELETE FROM crt.stores; DELETE FROM crt.organizations"
}

# Seen to fail: only a store that lacks all three is reported, or a paused campaign counts as an active one.
@test "doctor reports each of: no active campaign, no postal address, no one-click link" {
	query "INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
	    VALUES ('00000000-0000-4000-8000-000000000001', 'o', 'O', now(), now());
	    INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url,
	    currency, settings, created_at, updated_at)
	    SELECT gen_random_uuid(), '00000000-0000-4000-8000-000000000001', n, 'OTHER', n, 'https://a.example', 'EUR',
	    '{\"from\": \"a@a.example\", \"address\": \"A 1\", \"links_url\": \"https://crt.example\"}'::jsonb - lacks, now(), now()
	    FROM (VALUES ('clickless', 'links_url'), ('idle', 'nothing'), ('nowhere', 'address')) AS v (n, lacks);
	    INSERT INTO crt.campaigns SELECT id, gen_random_uuid(), 'c', 1,
	    CASE slug WHEN 'idle' THEN 'PAUSED' ELSE 'ACTIVE' END::crt.campaign_status, 1, '', '{}',
	    '[{\"wait\": 3600, \"not_after\": 7200, \"channel\": \"EMAIL\", \"template\": \"t\"}]', 0, now(), now() FROM crt.stores"
	run_crt 78 doctor --offline
	[ "$(jq -r 'select(.check | startswith("store ")) | .check + ": " + .found' "$out")" = \
		"store clickless: its mails have no one-click unsubscribe link, which Gmail and Yahoo require
store idle: it has no active campaign
store nowhere: its mails have no postal address, which several laws require" ]
	query "DELETE FROM crt.campaigns; DELETE FROM crt.stores; DELETE FROM crt.organizations"
}

@test "crt X runs crt-X beside it or from PATH, with its arguments and exit status" {
	printf '#!/bin/sh\necho "beside $*"\nexit 7\n' >"$top/bin/crt-beside"
	printf '#!/bin/sh\necho "path $*"\n' >"$mine/crt-path"
	printf '#!/bin/sh\necho wrong\n' >"$mine/crt-beside"
	printf '#!/bin/sh\necho wrong\n' >"$mine/crt-init"
	chmod 755 "$top/bin/crt-beside" "$mine"/crt-*
	PATH="$mine:$PATH" run crt beside -x 'a b'
	[ "$status" = 7 ]
	[ "$output" = "beside -x a b" ]
	PATH="$mine:$PATH" run "$top/bin/crt" path y
	[ "$output" = "path y" ]
	PATH="$mine:$PATH" run_crt 0 init --help
	assert_has 'usage: crt init' "$out"
	rm "$top/bin/crt-beside"
	run_crt 64 nonsense
	run_crt 64 ../../bin/sh
	run_crt 64 help nonsense
}

@test "crt without a verb lists verbs and commands" {
	run_crt 0
	assert_has 'db migrate' "$out"
	assert_has 'Commands (crt COMMAND' "$out"
	run_crt 0 help
	assert_has 'doctor' "$out"
	run_crt 0 --version
	assert_has '0.1.0' "$out"
	run_crt 0 version
	assert_has '0.1.0' "$out"
}

@test "a missing command of crt is not reported as a misspelled verb" {
	mkdir -p "$mine/alone"
	cp "$B/bin/crt" "$mine/alone/"
	for words in sync 'help sync' 'sync store list'; do
		PATH=/usr/bin:/bin run "$mine/alone/crt" $words
		[ "$status" = 64 ]
		[[ $output == *'crt-sync is not installed'*'crt help'* ]]
	done
	PATH=/usr/bin:/bin run "$mine/alone/crt" help
	[[ $output == *'Commands (crt COMMAND'* && $output != *'  report  '* ]]
}

# Catches: a separate list that offers a command that does not exist.
@test "crt lists all existing commands with their own descriptions" {
	for name in "$B"/bin/crt-* "$B"/scripts/crt-*; do basename "$name" | sed 's/^crt-//'; done | sort > "$mine/there"
	PATH=$B/scripts:$PATH "$B/bin/crt" help > "$out"
	sed -n '/^Commands/,$s/^  \([a-z]*\)  .*/\1/p' "$out" | sort | diff "$mine/there" -
	for name in "$B"/bin/crt-*; do
		brief=$("$name" --dump-options | sed -n 's/^command\t[^\t]*\t//p')
		assert_has "  $(printf '%-24s  %s' "$(basename "$name" | sed 's/^crt-//')" "${brief^}.")" "$out"
	done
	run_crt 64 serve
	assert_has '"serve" is not a verb of crt' "$err"
}

@test "db psql exits as psql does" {
	for script in 'SELECT 1' 'SELECT 1/0' '\q' '\i /nowhere'; do
		want=0 got=0
		psql -XAtq -v ON_ERROR_STOP=1 "$conninfo" <<<"$script" >/dev/null 2>&1 || want=$?
		crt db psql -- -XAtq -v ON_ERROR_STOP=1 <<<"$script" >/dev/null 2>&1 || got=$?
		[ "$got" = "$want" ]
		echo "$want" >>"$mine/ends"
	done
	[ "$(paste -sd ' ' "$mine/ends")" = "0 3 0 3" ]
	# seen to fail: crt took the statement for the path of its configuration
	[ "$(crt db psql -XAtqc 'SELECT 41 + 1')" = 42 ]
	[ "$(crt --log text db psql -X -A -t -c 'SELECT 1' -c 'SELECT 2' | paste -sd ' ')" = '1 2' ]
	run_crt 0 db psql --help
	assert_has 'usage: crt db psql' "$out"
}

@test "a newer PostgreSQL that is first in PATH does not touch the data" {
	[ -x "/usr/lib/postgresql/$(< "$shop/pg/PG_VERSION")/bin/postgres" ] || skip "not Debian's"
	printf '#!/bin/sh\nexit 1\n' >"$mine/postgres"
	cp "$mine/postgres" "$mine/initdb"
	chmod 755 "$mine/postgres" "$mine/initdb"
	crt db stop
	PATH="$mine:$PATH" run_crt 0 db start
}

waits() { [ "$(query "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'crt.stores'::regclass AND $1)")" = t ]; }

# Seen to fail: without its last check for the signal, doctor ends with 78 as if it had seen everything.
@test "doctor that waits for the database at SIGTERM finishes the statement, and exits with 75" {
	local got=0
	psql -qX "$conninfo" -c "BEGIN; LOCK TABLE crt.stores; SELECT pg_sleep(600)" > "$mine/holder" 2>&1 3>&- &
	until_so waits "granted AND mode = 'AccessExclusiveLock'"
	crt --log text doctor --offline > "$out" 2> "$err" 3>&- &
	until_so waits 'NOT granted'
	kill -TERM $!
	query "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = 'crt.stores'::regclass AND granted" > "$mine/ended"
	wait $! || got=$?
	[ "$got" = 75 ] || { echo "status $got"; cat "$out" "$err"; false; }
	assert_has 'stopped by SIGTERM' "$err"
}

# Catches: a backup that is still written counts; one of three days is ok.
@test "doctor reports where data, journal, and backups are, and how old the last backup is" {
	run_crt 78 doctor --offline
	for check in 'data volume' 'journal volume'; do
		grep -E "\"check\":\"$check\",\"verdict\":\"ok\",\"found\":\"(not encrypted|encrypted|cannot be seen from here): $shop" "$out"
	done
	assert_has '"check":"backup","verdict":"ok","found":"none"' "$out"
	install -d -m 700 -o "$(stat -c %U "$shop")" "$shop/backups"
	run_crt 0 db backup "$shop/backups" --no-verify
	query "INSERT INTO crt.backups (id, started_at, path, encrypted) VALUES (gen_random_uuid(), now() + '1 day', '/', true)"
	run_crt 78 doctor --offline
	grep -E '"check":"backup","verdict":"ok","found":"of [0-9TZ:.-]+, not encrypted, not verified"' "$out"
	grep -E "\"check\":\"backup volume\",\"verdict\":\"ok\",\"found\":\"[a-z ]+: $shop/backups\"" "$out"
	run_crt 78 doctor --offline --now "$(date -u -d '3 days' +%FT%TZ)"
	assert_has '"check":"backup","verdict":"warning"' "$out"
	query "DELETE FROM crt.backups"
}
