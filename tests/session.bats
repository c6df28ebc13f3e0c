#!/usr/bin/env bats
# session.bats: database sessions have crt's own settings, whatever the server, the role, and the environment
# set; a rejected session or statement exits with the status of its SQLSTATE.

DIRECT=1
load helper
load pipeline
load serve

ROLE=session_$$

# A separate role owns what crt owns.
setup() {
	test_begin
	query "CREATE ROLE $ROLE LOGIN SUPERUSER"
}

teardown() {
	serve_end
	test_end
	local got=$?
	PGUSER=crt PGDATABASE=postgres psql -qXc "DROP ROLE IF EXISTS $ROLE" \
		-c "SET client_min_messages = warning" -c "DROP DATABASE IF EXISTS ascii_$$" > /dev/null
	return $got
}

# Every setting, set wrongly; operators and tables in the search path that shadow the real ones.
hostile() {
	query "
	CREATE SCHEMA evil;
	CREATE FUNCTION evil.no(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
	CREATE FUNCTION evil.no(int8, int8) RETURNS boolean LANGUAGE sql AS 'SELECT false';
	CREATE FUNCTION evil.no(uuid, uuid) RETURNS boolean LANGUAGE sql AS 'SELECT false';
	CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.no);
	CREATE OPERATOR evil.= (LEFTARG = int8, RIGHTARG = int8, FUNCTION = evil.no);
	CREATE OPERATOR evil.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = evil.no);
	CREATE FUNCTION evil.lower(text) RETURNS text LANGUAGE sql AS \$\$ SELECT 'x' \$\$;
	CREATE TABLE evil.stores (id int); CREATE TABLE evil.messages (id int); CREATE TABLE evil.pg_class (oid int);
	ALTER ROLE $ROLE SET search_path = evil, pg_catalog;
	ALTER ROLE $ROLE SET statement_timeout = 1;
	ALTER ROLE $ROLE SET lock_timeout = 1;
	ALTER ROLE $ROLE SET idle_in_transaction_session_timeout = 1;
	ALTER ROLE $ROLE SET default_transaction_isolation = serializable;
	ALTER ROLE $ROLE SET default_transaction_deferrable = on;
	ALTER ROLE $ROLE SET client_encoding = LATIN1;
	ALTER ROLE $ROLE SET bytea_output = escape;
	ALTER ROLE $ROLE SET standard_conforming_strings = off;
	ALTER ROLE $ROLE SET transform_null_equals = on;
	ALTER ROLE $ROLE SET quote_all_identifiers = on;
	ALTER ROLE $ROLE SET extra_float_digits = -15;
	ALTER ROLE $ROLE SET client_min_messages = debug5;
	ALTER ROLE $ROLE SET idle_session_timeout = '9min';
	ALTER ROLE $ROLE SET client_connection_check_interval = '9s';
	ALTER ROLE $ROLE SET backslash_quote = on;
	ALTER ROLE $ROLE SET check_function_bodies = off;
	ALTER ROLE $ROLE SET jit = on;
	CREATE ACCESS METHOD evil TYPE TABLE HANDLER pg_catalog.heap_tableam_handler;
	ALTER ROLE $ROLE SET default_table_access_method = evil;
	ALTER DATABASE $PGDATABASE SET DateStyle = German;
	ALTER DATABASE $PGDATABASE SET IntervalStyle = sql_standard;
	ALTER DATABASE $PGDATABASE SET TimeZone = 'Asia/Tokyo';
	ALTER DATABASE $PGDATABASE SET array_nulls = off;
	ALTER DATABASE $PGDATABASE SET row_security = off"
}

harmless() { PGDATABASE=postgres query "ALTER DATABASE $PGDATABASE RESET ALL"; query 'DROP SCHEMA evil CASCADE; DROP ACCESS METHOD evil'; }

# day FILE: a day of a store: mailed, bought, opted out, rejected; the export goes to FILE.
day() {
	shop acme
	{
		cart c1 10:00
		cart c2 10:00 "$(person 8 bäb@shop.example +4930123456)"
		cart c3 10:00 "$(person 9 eve@shop.example)"
		cart c4 10:00 "$(person 10 "")"
		order o1 10:05 bought "$(person 8 bäb@shop.example)" '"cart_id":"c2"'
		checkpoint 10:00
		withdraw 10:01 '"email":"eve@shop.example"'
		record cart.updated 10:00 '{"cart":{}}'
	} > feed
	PGUSER=$ROLE
	crt 3 ingest --now "$(at 10:10)" feed
	recover 10:20
	recover 11:20
	order o2 12:00 bought "$(ann)" '"cart_id":"c1"' | ingest 12:01
	recover 03-11:20
	crt 0 report export
	cp out "$1"
	crt 0 report --csv --since 2026-11-01T00:00:00Z --until 2026-11-04T00:00:00Z
	cp out "$1.sum"
	PGUSER=crt
	mails >> "$1"
}

# Catches: any setting that is left to the server; a SET without the forgotten one.
@test "a hostile role, database, and environment give the same export, byte by byte" {
	day ordinary
	empty_database
	rm -r mail
	hostile
	export PGTZ=America/New_York PGDATESTYLE=SQL,DMY PGCLIENTENCODING=LATIN1
	PGOPTIONS='-c intervalstyle=iso_8601 -c bytea_output=escape' day found
	unset PGTZ PGDATESTYLE PGCLIENTENCODING
	harmless
	assert_equal "$(< found)" "$(< ordinary)"
	assert_equal "$(< found.sum)" "$(< ordinary.sum)"
	assert_equal "$(wc -l < ordinary | awk '{ print ($1 > 12) }') $(tail -1 ordinary)" "1 1"
}

# Seen to fail: lock_timeout, client_encoding, or another SET of the table removed alone. libpq sets client_encoding too, unless the connection string does.
@test "in a statement of a command each setting has the value of settings.c, whatever the role and the database set" {
	local name value
	shop acme
	grep -oE 'SET "[^;"]*' "$TOP/lib/db/settings.c" | grep = | sed 's/SET "//' | while read -r name _ value; do
		value=${value//\'/}
		[ "${name,,}" != client_min_messages ] || value=notice	# the journal of a command sets it (session_journal.sql)
		echo "${name,,}|$value"
	done | sort > wanted
	[ "$(wc -l < wanted)" -ge 20 ]
	query "CREATE TABLE public.seen (setting text);
	CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.seen
	    SELECT lower(name) || ''|'' || replace(current_setting(name), ''\"'', '''') FROM pg_catalog.pg_settings; RETURN NULL; END';
	CREATE TRIGGER see AFTER INSERT ON crt.runs EXECUTE FUNCTION public.see()"
	hostile
	PGUSER=$ROLE crt 0 detect -d client_encoding=LATIN1 --now "$(at 10:20)"
	query "SELECT lower(split_part(c, '=', 1)) || '|' || substr(c, strpos(c, '=') + 1) FROM pg_db_role_setting, unnest(setconfig) c
		WHERE setrole = '$ROLE'::regrole OR setdatabase = (SELECT oid FROM pg_database WHERE datname = '$PGDATABASE')" | sort > set
	harmless
	query "SELECT DISTINCT setting FROM public.seen" | sort > seen
	query 'DROP TABLE public.seen; DROP FUNCTION public.see() CASCADE' 2> dropped
	assert_equal "$(cut -d '|' -f 1 wanted)" "$(cut -d '|' -f 1 set)" "settings of open.c, and those that hostile changes"
	assert_equal "$(comm -12 wanted set)" "" "settings that hostile leaves as they are"
	assert_equal "$(comm -23 wanted seen)" "" "settings that the command did not have"
}

# Seen to fail: off, so that a crash of the server could lose who was mailed.
@test "commits wait for the disk, whatever the server, the database, and the role set" {
	query "CREATE TABLE public.seen (word text);
	CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql AS
	    'BEGIN INSERT INTO public.seen VALUES (current_setting(''synchronous_commit'')); RETURN NULL; END';
	CREATE TRIGGER see AFTER INSERT ON crt.runs EXECUTE FUNCTION public.see()"
	shop acme
	for word in off remote_apply; do
		query "TRUNCATE public.seen; ALTER ROLE $ROLE SET synchronous_commit = $word"
		PGUSER=$ROLE detect 10:20
		query 'SELECT DISTINCT word FROM public.seen' >> words
	done
	assert_equal "$(xargs < words)" "on remote_apply"
}

# Catches: an invalid text becomes 0 or "no time", and a decision uses it.
@test "an invalid time or number in the database ends the command before any decision" {
	shop acme
	cart c1 10:00 | ingest 10:01
	detect 10:20
	campaign 10:20
	query "UPDATE crt.enrollments SET next_at = '-infinity'; UPDATE crt.abandoned_carts SET abandoned_at = 'infinity'"
	crt 70 campaign --now "$(at 11:20)"
	assert_has 'cannot parse a number'
	assert_equal "$(query 'SELECT count(*) FROM crt.messages')" 0
}

# assert_refused STATUS TEXT CONNINFO: by a command and by doctor.
assert_refused() {
	crt "$1" detect -d "$3" list
	assert_has "$2"
}

# Catches: an error kind guessed from the text, or 75 for all.
@test "a rejected connection exits with the status of its SQLSTATE" {
	assert_refused 78 3D000 "dbname=gone_$$"
	assert_has 'create it, or use another one with -d'
	assert_refused 77 28000 "user=gone_$$"
	assert_has 'check the user, its password'
	assert_refused 78 'invalid connection option "hots"' "hots=x"
	assert_has 'check -d'
	assert_refused 78 'invalid sslmode value' "sslmode=maybe"
	assert_refused 78 'definition of service' "service=gone"
	assert_refused 75 'No such file or directory' "host=$PWD/nowhere"
	assert_refused 78 42704 "options='-c nonsense=1'"
	query "ALTER ROLE $ROLE CONNECTION LIMIT 0 NOSUPERUSER"
	assert_refused 75 53300 "user=$ROLE"
	query "ALTER ROLE $ROLE CONNECTION LIMIT -1 NOLOGIN"
	assert_refused 77 28000 "user=$ROLE"
	sed -i "1i local all $ROLE scram-sha-256" "$SERVER/data/pg_hba.conf"
	query "ALTER ROLE $ROLE LOGIN PASSWORD 'right'; SELECT pg_reload_conf()" > loaded
	until_true "EXISTS (SELECT FROM pg_hba_file_rules WHERE '$ROLE' = ANY (user_name))"
	assert_refused 77 'no password' "user=$ROLE"
	assert_has '.pgpass'
	PGPASSWORD=wrong assert_refused 77 28P01 "user=$ROLE"
	sed -i 1d "$SERVER/data/pg_hba.conf"
	query "SELECT pg_reload_conf()" > loaded
}

# Catches: 70, "a bug", for a standby; doctor reports a standby as ok.
@test "a read-only server is named in the error" {
	shop acme
	query "ALTER ROLE $ROLE SET default_transaction_read_only = on"
	cart c1 10:00 > feed
	PGUSER=$ROLE crt 78 ingest --now "$(at 10:01)" feed
	assert_has 25006
	assert_has 'connect to the primary'
	PGUSER=$ROLE crt 78 sync store set acme gap=2h
	assert_has 25006
	PGUSER=$ROLE "$B/bin/crt" doctor --offline --log text > out 2> err || assert_equal $? 78
	assert_has '"check":"writes","verdict":"fault","found":"this server is read-only"' out
	"$B/bin/crt" doctor --offline --log text > out 2> err || assert_equal $? 78
	assert_has '"check":"writes","verdict":"ok"' out
}

# Catches: a schema in a database that cannot store a name in another script.
@test "init, doctor, and every command reject a database that is not in UTF8" {
	PGDATABASE=postgres psql -qXc "CREATE DATABASE ascii_$$ TEMPLATE template0 ENCODING SQL_ASCII LOCALE 'C'"
	got=0
	"$B/bin/crt" init --log text -d "host=$PGHOST dbname=ascii_$$" made > out 2> err || got=$?
	assert_equal $got 78
	assert_has 'its encoding is SQL_ASCII, not UTF8'
	assert_has "ENCODING 'UTF8'"
	assert_equal "$(PGDATABASE=ascii_$$ query "SELECT to_regnamespace('crt') IS NULL")" t
	PGDATABASE=ascii_$$ "$B/bin/crt" doctor --offline --log text > out 2> err || assert_equal $? 78
	assert_has '"check":"database","verdict":"fault","found":"database: its encoding is SQL_ASCII' out
	assert_refused 78 'not UTF8' "dbname=ascii_$$"
}

# Seen to fail: 75, "57014", whenever the server was slower than the role's statement_timeout with the
# statement that resets it.
@test "a role's short statement_timeout does not keep a session from its settings, and is not retried for ever" {
	shop acme
	serve proxy pg_proxy.py "$PGHOST/.s.PGSQL.${PGPORT:-5432}" 57014 3
	crt 0 detect -d "host=$PWD/proxy" list
	assert_equal "$(< proxy/refused)" 3
	serve_end proxy
	serve forever pg_proxy.py "$PGHOST/.s.PGSQL.${PGPORT:-5432}" 57014 1000
	crt 75 detect -d "host=$PWD/forever" list
	assert_has 57014
	assert_equal "$(< forever/refused)" 101
}
