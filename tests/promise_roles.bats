#!/usr/bin/env bats
# promise_roles.bats: the gates close and the writes are done under every role (P1, P6, P11): the owner,
# a role of the organization, one of the store, and one for each command.

load helper
load pipeline

ROLE=roles_$$
WHO=owner

teardown() {
	export PGUSER=crt
	settle
	local got=$?
	psql -qXAt -v ON_ERROR_STOP=1 > /dev/null <<-END
		SELECT format('DROP OWNED BY %I; DROP ROLE %1\$I', rolname) FROM pg_roles WHERE rolname ~ '^$ROLE' \\gexec
	END
	return $got
}

# Two stores of one organization, in the second of which sid has opted out; one of another organization.
tenants() {
	shop ours '{"cap_day": 1}'
	store second
	store theirs
	answer "SET session_replication_role = replica;
		UPDATE crt.stores SET organization_id = crt.derived('organizationours') WHERE slug = 'second'"
	{ withdraw 09:00 '"email":"sid@shop.example"' second; withdraw 09:00 '"email":"tom@shop.example"' theirs; } | take 09:01
}

roles() {
	psql -qXAt -v ON_ERROR_STOP=1 > made <<-END
		SELECT format('CREATE ROLE %I LOGIN; GRANT USAGE ON SCHEMA crt TO %1\$I;
		       GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA crt TO %1\$I;', '${ROLE}_' || name)
		  FROM unnest('{all,one,ingest,detect,campaign,send,report}'::text[]) name \\gexec
	END
	let_in
}

let_in() {
	answer "INSERT INTO crt.access (role, organization_id, store_id)
		SELECT rolname, crt.derived('organizationours'), CASE WHEN rolname !~ 'all$' THEN crt.derived('storeours') END
		  FROM pg_roles WHERE rolname ~ '^$ROLE'"
}

# crt as in helper.bash, in the role that WHO says.
eval "helper_$(declare -f crt)"
crt() {
	case $WHO in
	owner) PGUSER=crt helper_crt "$@" ;;
	commands) PGUSER=${ROLE}_$2 helper_crt "$@" ;;
	*) PGUSER=${ROLE}_$WHO helper_crt "$@" ;;
	esac
}

ours() { cart "$1" 10:00 "$2" ours; }
member() { person "$1" "$1@shop.example" "${@:2}"; }

# A person for each gate, and a record of each kind that writes.
feed() {
	ours well "$(member well)"
	ours tom "$(member tom)"
	ours sid "$(member sid)"
	ours eve "$(member eve)"
	ours den "$(member den "" denied)"
	ours non "$(member non "" "")"
	ours buy "$(member buy)"
	ours old "$(member old)"
	ours emp "$(member emp)"
	ours tel "$(person tel "" +4930123456)"
	ours two "$(member well)"
	ours bot "$(member bot)" | sed 's/"customer":/"device":{"user_agent":"Googlebot\/2.1"},&/'
	order o1 10:05 bought "$(member old)" '"cart_id":"old"' ours
	checkpoint 10:00 ours
	record privacy.requested 10:00 '{"kind":"access","customer":{"email":"eve@shop.example"}}' ours
	record fetch.wanted 10:00 '{"question":"cart","id":"c9"}' ours
	record cart.updated 10:00 '{"cart":{}}' ours
}

# told KIND CART: of the message of a cart.
told() {
	record "message.$1" 12:00 "{\"message\":\"$(answer "SELECT m.id FROM crt.messages m JOIN crt.carts c
		ON c.store_id = m.store_id AND c.id = m.cart_id WHERE c.external_id = '$2' LIMIT 1")\"${3:+,$3}}" ours
}

# The state that a day of feeds leaves, under WHO; in the files WHO and WHO.rows.
day() {
	WHO=$1
	feed > fed
	crt 3 ingest --now "$(at 10:10)" fed
	recover 10:20
	{
		order o2 10:30 bought "$(member buy)" '' ours
		record cart.deleted 10:30 '{"cart":{"id":"emp"}}' ours
		withdraw 10:30 '"email":"eve@shop.example"' ours
	} | take 10:31
	recover 11:20
	{ told bounced tom '"code":"5.1.1"'; told complained well; } | take 12:01
	recover 03-11:20
	crt 0 report -s ours export
	cp out "$WHO"
	mails >> "$WHO"
	answer "SELECT s.organization_id, s.reason, s.created_at FROM crt.suppressions s ORDER BY s::text;
		SELECT reason FROM crt.rejects; SELECT orders_seen_at FROM crt.stores; SELECT kind FROM crt.privacy_requests;
		SELECT count(*) FROM crt.fetches; SELECT count(*) FROM crt.touches" > "$WHO.rows"
	WHO=owner
}

# Catches: a gate that reads through row-level security and takes what it does not see for a no; an
# opt-out that ends 77 and takes its batch with it; a role that a command needs more than this for.
@test "every gate and every write, under every role: the same state, byte by byte" {
	tenants
	roles
	day owner
	same "$(answer "SELECT count(DISTINCT reason) FROM crt.messages") $(answer "SELECT string_agg(DISTINCT c.external_id, ' ')
		FROM crt.messages m JOIN crt.carts c ON c.store_id = m.store_id AND c.id = m.cart_id WHERE m.reason = 'suppressed'")" \
		"7 eve sid tom two well"
	for who in all one commands; do
		empty
		rm -r mail
		tenants
		let_in
		day $who
		same "$(cat $who)" "$(cat owner)" "$who"
		same "$(cat $who.rows)" "$(cat owner.rows)" "$who"
	done
}

# Catches: a gate that is open where it may not look.
@test "a role that may not read the opt-outs sends nothing" {
	tenants
	roles
	answer "REVOKE SELECT ON crt.suppressions FROM ${ROLE}_one"
	ours well "$(member well)" | take 10:01
	detect 10:20
	WHO=one
	crt 77 campaign --now "$(at 10:20)" < detected
	WHO=owner
	campaign 10:20
	detect 11:20
	campaign 11:20
	WHO=one
	crt 77 send --now "$(at 11:20)" --channel maildir --maildir "$PWD/mail" < due
	same "$(mails)" 0
}

# as QUERY: in the role WHO; an error is an answer, without the words that differ in the query.
as() { PGUSER=${ROLE}_$WHO psql -qXAt -v ON_ERROR_STOP=1 -c "$1" 2>&1 | grep -v '^LINE\|^ *^$' || true; }

# alike QUERY: with the name or the id of theirs, and with one that nobody has: the same answer.
alike() {
	local theirs nobody id=00000000-0000-4000-8000-000000000000
	theirs=$(as "BEGIN; ${1//NAME/theirs}; ROLLBACK")
	nobody=$(as "BEGIN; $(sed "s/NAME/nobody/g; s/crt.derived('[a-z]*nobody')/'$id'/g" <<< "$1"); ROLLBACK")
	same "$theirs" "$nobody" "$1"
	same "$(grep -ci 'key (\|foreign key\|duplicate' <<< "$theirs $nobody")" 0 "$1: $theirs"
}

# Catches: a store that is moved to where its opt-outs then count; a constraint that is looked at
# before the policy, and so reports who else is there.
@test "a tenant keeps its names and its organization, and learns of no other's" {
	local row="name, industry, timezone, settings, subscription_plan, created_at, updated_at" some
	some="platform, store_name, store_url, currency, created_at, updated_at"
	tenants
	roles
	for WHO in all one; do
		alike "UPDATE crt.stores SET organization_id = crt.derived('organizationNAME')"
		alike "UPDATE crt.stores SET slug = 'NAME'"
		alike "UPDATE crt.stores SET id = crt.derived('storeNAME')"
		alike "UPDATE crt.organizations SET slug = 'NAME'"
		alike "UPDATE crt.organizations SET id = crt.derived('organizationNAME')"
		for conflict in "" "ON CONFLICT DO NOTHING" "ON CONFLICT (slug) DO NOTHING"; do
			alike "INSERT INTO crt.stores (id, organization_id, slug, $some)
				SELECT id, organization_id, 'NAME', $some FROM crt.stores $conflict"
			alike "INSERT INTO crt.stores (id, organization_id, slug, $some)
				SELECT crt.derived('storeNAME'), crt.derived('organizationNAME'), 'NAME', $some FROM crt.stores $conflict"
			alike "INSERT INTO crt.organizations (id, slug, $row) SELECT id, 'NAME', $row FROM crt.organizations $conflict"
		done
		alike "INSERT INTO crt.suppressions VALUES (crt.derived('organizationNAME'), 'EMAIL', crt.derived(''), 'x', now())"
		alike "INSERT INTO crt.access VALUES ('$ROLE', crt.derived('organizationNAME'), crt.derived('storeNAME'))"
		same "$(as "SELECT count(*) FROM crt.stores WHERE slug = 'theirs'")" 0
		same "$(as "SELECT count(*), min(slug) FROM crt.organizations")" "1|ours"
	done
	same "$(as "WITH d AS (DELETE FROM crt.suppressions RETURNING 1) SELECT count(*) FROM d")" 0 "opt-outs that a store takes back"
	same "$(answer "SELECT slug FROM crt.stores ORDER BY 1" | xargs)" "ours second theirs"
	answer "UPDATE crt.stores SET organization_id = crt.derived('organizationtheirs') WHERE slug = 'ours'" 2> err && return 1
	says 'keeps its id, its slug and its organization'
}
