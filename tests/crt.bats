#!/usr/bin/env bats
# crt.bats: init, the private server, and the schema.

load crt

@test "init makes server, schema, key, and configuration" {
	[ "$(states "$top/made")" = "made made made made" ]
	[ "$(mode "$shop/pg")" = 700 ]
	[ "$(mode "$shop/key")" = 600 ]
	[ "$(query "SELECT count(*) FROM crt.schema_version")" -ge 8 ]
	[ "$(query "SELECT count(*) FROM pg_inherits WHERE inhparent = 'crt.events'::regclass")" = 3 ]
}

@test "a second init changes nothing and reports that" {
	find "$shop" -maxdepth 1 -type f ! -name 'pg.*' -exec sha256sum {} + >"$mine/before"
	run_crt 0 init "$shop"
	[ "$(states "$out")" = "unchanged unchanged unchanged unchanged" ]
	sha256sum --quiet -c "$mine/before"
	unset CRT_CONFIG
	run_crt 0 init -c "$shop/crt.yaml"
	[ "$(states "$out")" = "unchanged unchanged unchanged unchanged" ]
}

@test "a dry run makes nothing" {
	unset CRT_CONFIG
	run_crt 0 init -n "$mine/new"
	[ "$(states "$out")" = "would be made would be made would be made would be made" ]
	[ ! -e "$mine/new" ]
}

@test "two concurrent inits make one server, one key, and one configuration" {
	unset CRT_CONFIG
	crt init --no-sync --partitions 1 "$mine/x" >"$mine/one" 3>&- &
	crt init --no-sync --partitions 1 "$mine/x" >"$mine/two" 3>&-
	wait "$!"
	[ "$(cat "$mine/one" "$mine/two" | jq -r 'select(.state == "made") | .what' | sort | uniq -d |
	    grep -c -v schema)" = 0 ]
	[ "$(find "$mine/x" -name '*.new' | wc -l)" = 0 ]
	crt -c "$mine/x/crt.yaml" db status
	crt -c "$mine/x/crt.yaml" db stop
}

@test "the server has a socket and no port, and requires authentication" {
	[ "$(query "SHOW listen_addresses")" = "" ]
	[ "$(query "SHOW jit")" = off ]
	[ "$(query "SHOW data_checksums")" = on ]
	[ "$(query "SHOW server_encoding")" = UTF8 ]
	[ "$(mode "$shop/pg/.s.PGSQL.5432")" = 700 ]
	[ "$(query "SELECT DISTINCT auth_method FROM pg_hba_file_rules")" = peer ]
}

@test "stop and start are idempotent, and status shows the state" {
	run_crt 0 db start -v
	assert_has 'was running' "$err"
	run_crt 0 db stop -v
	assert_has 'was stopped' "$err"
	run_crt 0 db stop -v
	assert_has 'was not running' "$err"
	run_crt 75 db status
	assert_has '"state":"stopped"' "$out"
	assert_has 'crt db start' "$err"
	run_crt 75 db migrate
	assert_has 'is not running' "$err"
	assert_has 'crt db start' "$err"
	run_crt 75 db psql
	assert_has 'crt db start' "$err"
	run_crt 0 db start -v
	assert_has 'was started' "$err"
	run_crt 0 db status
	assert_has '"state":"running"' "$out"
}

@test "four concurrent starts start one server" {
	crt db stop
	jobs=
	for i in 1 2 3 4; do
		crt db start -v 2>"$mine/$i" 3>&- &
		jobs="$jobs $!"
	done
	for job in $jobs; do wait "$job"; done
	[ "$(cat "$mine"/[1-4] | grep -c 'was started')" = 1 ]
}

down() { ! crt db status >"$out" 2>/dev/null; }

@test "a server killed with -9 is stale, and starts again with all committed data" {
	query "CREATE TABLE public.kept AS SELECT 42 AS n; CHECKPOINT"
	kill -9 "$(head -n 1 "$shop/pg/postmaster.pid")"
	until_so down
	assert_has '"state":"stale"' "$out"
	run_crt 0 db start
	[ "$(query "SELECT n FROM public.kept")" = 42 ]
	query "DROP TABLE public.kept"
}

@test "another process with the server's process id is neither taken for the server nor stopped" {
	crt db stop
	sleep 3600 3>&- &
	stranger=$!
	printf '%s\n%s\n0\n5432\n' "$stranger" "$shop/pg" >"$shop/pg/postmaster.pid"
	chown --reference="$shop/pg" "$shop/pg/postmaster.pid"
	run_crt 75 db status
	assert_has '"state":"stale"' "$out"
	run_crt 0 db stop
	kill -0 "$stranger"
	run_crt 0 db start
	kill "$stranger"
}

@test "an init that was killed at any point is completed by the next init" {
	unset CRT_CONFIG
	mkdir -p "$mine/x/pg.new/base"
	echo junk >"$mine/x/pg.new/base/1"
	chown -R --reference="$shop" "$mine/x"
	n=1
	until CRT_FAULT=$n crt init --no-sync --partitions 1 "$mine/x" >"$out" 2>"$err"; do
		n=$((n + 1))
		[ "$n" -lt 100 ]
	done
	[ "$n" -gt 5 ]
	run_crt 0 init "$mine/x"
	[ "$(states "$out")" = "unchanged unchanged unchanged unchanged" ]
	crt -c "$mine/x/crt.yaml" doctor --offline >"$out" 2>&1 || true
	[ "$(jq -r 'select(.check == "schema") | .verdict' "$out" 2>/dev/null)" = ok ]
	crt -c "$mine/x/crt.yaml" db stop
}

@test "eight concurrent migrations apply each file once" {
	query "CREATE DATABASE many"
	jobs=
	for i in {1..8}; do
		crt -d "${conninfo/dbname=crt/dbname=many}" db migrate >"$mine/$i" 3>&- &
		jobs="$jobs $!"
	done
	for job in $jobs; do wait "$job"; done
	files=$(query "SELECT count(*) FROM crt.schema_version")
	[ "$(cat "$mine"/[1-8] | jq -s 'map(.applied) | add')" = "$files" ]
	[ "$(jq -s 'map(.schema) | unique | length' "$mine"/[1-8])" = 1 ]
	query "DROP DATABASE many"
}

@test "the number of partitions never changes" {
	query "CREATE DATABASE few"
	few="${conninfo/dbname=crt/dbname=few}"
	unset CRT_CONFIG
	run_crt 0 init -d "$few" --partitions 2 "$mine/x"
	run_crt 0 init -d "$few" --partitions 5 "$mine/x"
	conninfo=$few
	[ "$(query "SELECT count(*) FROM pg_inherits WHERE inhparent = 'crt.carts'::regclass")" = 2 ]
	set=$(sed '/^--/d; s/\$1/'"'7'/" "$BATS_TEST_DIRNAME/../sql/query/migrate/partitions_set.sql")
	[ "$(query "$set")" = 2 ]
	conninfo=${few/dbname=few/dbname=crt}
	query "DROP DATABASE few"
}

@test "a migration that was edited after it had been applied is rejected by name" {
	was=$(query "SELECT sha256 FROM crt.schema_version WHERE number = 2")
	name=$(query "SELECT name FROM crt.schema_version WHERE number = 2")
	query "UPDATE crt.schema_version SET sha256 = repeat('0', 64) WHERE number = 2"
	run_crt 78 db migrate
	assert_has "\"$name\" was changed" "$err"
	run_crt 78 doctor --offline
	assert_has '"check":"schema","verdict":"fault"' "$out"
	query "UPDATE crt.schema_version SET sha256 = '$was' WHERE number = 2"
	run_crt 0 db migrate
}

@test "a database that is newer than the binary is rejected" {
	query "INSERT INTO crt.schema_version VALUES (999, '999_future', 'x', now())"
	run_crt 78 db migrate
	assert_has '999_future' "$err"
	assert_has 'newer version of crt' "$err"
	query "DELETE FROM crt.schema_version WHERE number = 999"
}

@test "-d and PG* make a schema in an existing server, and no server" {
	unset CRT_CONFIG
	query "CREATE DATABASE mine"
	there="${conninfo/dbname=crt/dbname=mine}"
	run_crt 0 init -d "$there" "$mine/x"
	[ "$(jq -r .what "$out" | paste -sd ' ')" = "schema key configuration" ]
	[ ! -e "$mine/x/pg" ]
	assert_has "database: '$there'" "$mine/x/crt.yaml"
	run_crt 0 -c "$mine/x/crt.yaml" db migrate
	run_crt 78 -c "$mine/x/crt.yaml" db stop
	assert_has 'no private server' "$err"
	PGHOST="$(dirname "$shop/pg/x")" PGUSER=crt PGDATABASE=mine run_crt 0 init "$mine/y"
	[ "$(states "$out")" = "unchanged made made" ]
	run_crt 0 -c "$mine/y/crt.yaml" db migrate
	query "DROP DATABASE mine"
}

@test "a database that was used with a key gets no other key" {
	unset CRT_CONFIG
	query "INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
	    VALUES ('00000000-0000-4000-8000-000000000001', 'o', 'O', now(), now());
	    INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url,
	    currency, api_credentials, created_at, updated_at) VALUES
	    ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001',
	    'acme', 'OTHER', 'Acme', 'https://acme.example', 'EUR', 'v1:k:x', now(), now())"
	run_crt 78 init -d "$conninfo" "$mine/x"
	assert_has 'used with keys' "$err"
	[ ! -e "$mine/x/key" ]
	mkdir -p "$mine/x"
	cp -p "$shop/key" "$mine/x/key"
	run_crt 0 init -d "$conninfo" "$mine/x"
	query "DELETE FROM crt.stores; DELETE FROM crt.organizations"
}

@test "a password in the connection string is rejected" {
	unset CRT_CONFIG
	run_crt 64 init -d "host=x password=secret" "$mine/x"
	run_crt 64 init -d "postgres://u:secret@x/y" "$mine/x"
	[ -z "$(grep -rs secret "$mine/x" "$err")" ]
}

@test "-c and CRT_CONFIG can name the file that init makes" {
	unset CRT_CONFIG
	run_crt 0 init -d "$conninfo" -c "$mine/a/one.yaml" "$mine/x"
	assert_has 'database:' "$mine/a/one.yaml"
	CRT_CONFIG="$mine/a/two.yaml" run_crt 0 init -d "$conninfo" "$mine/x"
	assert_has 'database:' "$mine/a/two.yaml"
	run_crt 0 init -d "$conninfo" "--config=$mine/a/three.yaml" "$mine/x"
	run_crt 0 init -d "$conninfo" "-c$mine/a/four.yaml" "$mine/x"
	[ -f "$mine/a/three.yaml" ]
	[ -f "$mine/a/four.yaml" ]
	run_crt 64 db migrate -c "$mine/a/none.yaml"
}

@test "init does not rewrite a user's configuration, which must name the database" {
	unset CRT_CONFIG
	mkdir "$mine/x"
	echo 'log: text' >"$mine/x/crt.yaml"
	run_crt 78 init -d "$conninfo" "$mine/x"
	assert_has "database: '$conninfo'" "$err"
	[ "$(< "$mine/x/crt.yaml")" = 'log: text' ]
	printf "database: '%s'\n" "$conninfo" >"$mine/x/crt.yaml"
	run_crt 78 init -d "$conninfo" "$mine/x"
	assert_has "key_file: '$mine/x/key'" "$err"
	printf "database: '%s'\nkey_file: key\n" "$conninfo" >"$mine/x/crt.yaml"
	run_crt 0 init -d "$conninfo" "$mine/x"
}

@test "a configuration that names another database is reported before a server is made" {
	run_crt 78 init --no-sync --partitions 1 "$mine/x"
	assert_has 'names another database' "$err"
	assert_has 'unset CRT_CONFIG' "$err"
	[ ! -e "$mine/x" ]
	unset CRT_CONFIG
	run_crt 78 init --no-sync -c "$shop/crt.yaml" "$mine/x"
	assert_has 'name another file with -c' "$err"
	[ ! -e "$mine/x" ]
	mkdir "$mine/y"
	echo 'database: dbname=other' >"$mine/y/crt.yaml"
	run_crt 78 init --no-sync --partitions 1 "$mine/y"
	[ "$(ls "$mine/y")" = crt.yaml ]
}

@test "with a folder, init puts the key into it, whatever another configuration names" {
	unset CRT_CONFIG
	mkdir -p "$mine/xdg/crt"
	echo 'key_file: key' >"$mine/xdg/crt/crt.yaml"
	XDG_CONFIG_HOME="$mine/xdg" run_crt 0 init -d "$conninfo" "$mine/x"
	[ ! -e "$mine/xdg/crt/key" ]
	[ -f "$mine/x/key" ]
	assert_has "key_file: '$mine/x/key'" "$mine/x/crt.yaml"
	mkdir "$mine/y"
	printf "database: '%s'\nkey_file: own.key\n" "$conninfo" >"$mine/y/crt.yaml"
	run_crt 0 init -d "$conninfo" "$mine/y"
	[ -f "$mine/y/own.key" ]
	[ ! -e "$mine/y/key" ]
	CRT_KEY_FILE="$mine/printed" run_crt 0 init -d "$conninfo" "$mine/z"
	assert_has "key_file: '$mine/printed'" "$mine/z/crt.yaml"
}

@test "a path longer than the limit of sockets works" {
	unset CRT_CONFIG
	long="$mine/$(printf 'l%.0s' {1..100})"
	run_crt 0 init --no-sync --partitions 1 "$long"
	socket=$(crt -c "$long/crt.yaml" db status | jq -r .database | sed 's/host=\([^ ]*\).*/\1/')
	[ "${socket#/tmp/crt-}" != "$socket" ]
	[ "$(mode "$socket")" = 700 ]
	crt -c "$long/crt.yaml" db stop
	chmod 777 "$socket"
	run_crt 77 -c "$long/crt.yaml" db start
	assert_has "mode 0700" "$err"
	rmdir "$socket"
	ln -s "$mine" "$socket"
	run_crt 77 -c "$long/crt.yaml" db start
	rm "$socket"
	run_crt 0 -c "$long/crt.yaml" db start
	crt -c "$long/crt.yaml" db stop
	rmdir "$socket"
}

@test "unusual folder names are accepted or rejected, and never misread" {
	unset CRT_CONFIG
	for name in 'with space, dollar$(id)`id`"q", and ümlaut' '-n'; do
		run_crt 0 init --no-sync --partitions 1 -- "$mine/$name/x"
		crt -c "$mine/$name/x/crt.yaml" db migrate >"$out"
		socket=$(crt -c "$mine/$name/x/crt.yaml" db status | jq -r .database | sed 's/host=\([^ ]*\).*/\1/')
		crt -c "$mine/$name/x/crt.yaml" db stop
		[ "$socket" = "$mine/$name/x/pg" ] || rmdir "$socket"
	done
	run_crt 64 init "$mine/it's"
	run_crt 64 init "$mine/two
lines"
}

@test "a folder that the server's user cannot enter is reported, and works after it is opened" {
	[ "$(id -u)" = 0 ] || skip "needs root"
	unset CRT_CONFIG
	chmod 700 "$mine"
	run_crt 78 init --no-sync --partitions 1 "$mine/x"
	assert_has "cannot enter \"$mine/x\"" "$err"
	[ ! -e "$mine/x" ]
	chmod 711 "$mine"
	run_crt 0 init --no-sync --partitions 1 "$mine/x"
}

as_nobody() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=nobody --regid=nogroup --clear-groups env -i HOME="$mine" \
		    PATH="$PATH" "$@"
	else
		env -i HOME="$mine" PATH="$PATH" "$@"
	fi
}

@test "init for an ordinary user puts everything into the home folder" {
	[ "$(id -u)" != 0 ] || chown nobody "$mine"
	cd "$mine"
	as_nobody crt init --no-sync --partitions 1 >"$out"
	[ "$(states "$out")" = "made made made made" ]
	[ "$(mode .local/share/crt)" = 700 ]
	[ "$(mode .local/share/crt/pg)" = 700 ]
	[ "$(mode .local/share/crt/key)" = 600 ]
	[ -f .config/crt/crt.yaml ]
	as_nobody crt init >"$out"
	[ "$(states "$out")" = "unchanged unchanged unchanged unchanged" ]
	as_nobody crt db psql -- -XAtqc 'SELECT count(*) FROM crt.stores' >"$out"
	[ "$(< "$out")" = 0 ]
	kill -9 "$(head -n 1 .local/share/crt/pg/postmaster.pid)"
	as_nobody sh -c 'sleep 3600 3>&- >/dev/null & echo $!' >"$mine/stranger"
	sed -i "1s/.*/$(< "$mine/stranger")/" .local/share/crt/pg/postmaster.pid
	[ "$(id -u)" != 0 ] || chown nobody .local/share/crt/pg/postmaster.pid
	as_nobody crt db start
	kill "$(< "$mine/stranger")"
	as_nobody crt db status >"$out"
	assert_has '"state":"running"' "$out"
	as_nobody crt db stop
}

@test "what root makes in a user's folder belongs to the user, and both can manage it" {
	[ "$(id -u)" = 0 ] || skip "needs root"
	unset CRT_CONFIG
	cd "$mine"
	mkdir x
	chown nobody x
	crt init --no-sync --partitions 1 x >"$out"
	[ "$(states "$out")" = "made made made made" ]
	[ "$(stat -c %U x/pg x/key x/pg.lock | sort -u)" = nobody ]
	[ "$(stat -c %u "/proc/$(head -n 1 x/pg/postmaster.pid)")" = "$(id -u nobody)" ]
	as_nobody crt -c "$mine/x/crt.yaml" db migrate >"$out"
	as_nobody crt -c "$mine/x/crt.yaml" key list >"$out"
	for verb in 'db stop' 'db start' 'db status' 'db migrate' 'key rotate' 'key list' init; do
		run_crt 0 -c x/crt.yaml $verb
	done
	[ "$(states "$out")" = "unchanged unchanged unchanged unchanged" ]
	[ "$(crt -c x/crt.yaml db psql -- -XAtqc 'SELECT session_user, 1')" = 'crt|1' ]
	run_crt 78 -c x/crt.yaml doctor --offline
	[ "$(jq -r 'select(.verdict != "ok") | .check' "$out")" = durability ]
	[ "$(stat -c %U x/key)" = nobody ]
	as_nobody crt -c "$mine/x/crt.yaml" db stop
}

@test "the installation of root requires the user of the services" {
	[ "$(id -u)" = 0 ] || skip "needs root"
	[ ! -e /etc/crt ] || skip "crt is installed here"
	! id crt >/dev/null 2>&1 || skip "there is a user crt"
	unset CRT_CONFIG
	run_crt 78 init
	assert_has 'no user "crt"' "$err"
	assert_has 'systemd-sysusers' "$err"
	[ ! -e /etc/crt ]
}

@test "other users cannot use the server of an ordinary user" {
	[ "$(id -u)" = 0 ] || skip "needs two users"
	run as_nobody psql -XAtq "$conninfo" -c 'SELECT 1'
	[ "$status" -ne 0 ]
}
