#!/usr/bin/env bats
# roles.bats: a person's database role has the rights of OWNER, ADMIN, or USER, and sees its own organization (P11).

DIRECT=1
load helper
load pipeline

PARTITIONS=2
ROLE=person_$$

teardown() {
	export PGUSER=crt
	test_end
	local got=$?
	psql -qXAt > /dev/null <<-END
		SELECT format('DROP OWNED BY %I; DROP ROLE %1\$I', rolname) FROM pg_roles WHERE rolname ~ '^$ROLE' \\gexec
	END
	return $got
}

# run_crt STATUS ARGUMENT...: runs crt.
run_crt() {
	local want=$1 got=0
	count_start
	"$B/bin/crt" --log text "${@:2}" > out 2> err || got=$?
	cat err
	assert_equal "$got" "$want" "exit status of crt ${*:2}"
}

# may RIGHTS STATUS COMMAND ARGUMENT...: the exit status of a command in the role with these rights.
may() { PGUSER=${ROLE}_$1 crt "${@:2}"; }

# denied RIGHTS QUERY: the role lacks the right.
denied() {
	echo . >> asserted
	! PGUSER=${ROLE}_$1 psql -qXAt -v ON_ERROR_STOP=1 -c "$2" > got 2>&1 && grep -q 'permission denied' got || { echo "$1: $2"; cat got; return 1; }
}

# Catches: a USER who changes, an ADMIN who reads a secret or manages stores, a right that ends with nothing.
@test "USER reads, ADMIN also works on campaigns and people, OWNER also on stores, users, and keys" {
	shop ours
	shop theirs
	cart c1 10:00 "$(person 7 ann@shop.example)" ours | ingest 10:01
	for rights in USER ADMIN OWNER; do
		run_crt 0 role add "${ROLE}_${rights,,}" --organization ours --role $rights
		run_crt 0 role add "${ROLE}_${rights,,}" --organization ours --role $rights
		assert_equal "$(jq -r .outcome out)" unchanged
	done
	run_crt 77 role add crt --organization ours
	assert_has 'role crt sees every organization'
	run_crt 64 role add 'x"; DROP TABLE y' --organization ours
	for rights in user admin owner; do
		may $rights 0 detect list
		may $rights 0 campaign list
		may $rights 0 report performance
		may $rights 0 sync store list
		assert_equal "$(jq -r .store out)" ours
		assert_equal "$(PGUSER=${ROLE}_$rights psql -qXAtc 'SELECT string_agg(slug, $$ $$) FROM crt.stores')" ours
		denied $rights "UPDATE crt.access SET role = role"
	done
	for rights in user admin; do
		for column in stores.api_credentials stores.webhook_secret users.password users.totp sessions.token api_keys.hash; do
			denied $rights "SELECT ${column#*.} FROM crt.${column%.*}"
		done
		may $rights 77 sync store set ours gap=2h
	done
	may user 77 campaign pause three-steps
	may user 77 gdpr suppress add eve@shop.example
	may admin 0 campaign -s ours pause three-steps
	may admin 0 gdpr suppress add eve@shop.example
	may owner 0 sync store set ours gap=2h
	PGUSER=${ROLE}_owner run_crt 0 user add eve@shop.example
	PGUSER=${ROLE}_admin run_crt 77 user add eva@shop.example
	PGUSER=${ROLE}_owner run_crt 64 user add eve@shop.example --organization theirs
	run_crt 0 role list
	assert_equal "$(jq -r '[.role[-5:], .organization, .rights] | join(" ")' out | sort)" "_user ours USER
admin ours ADMIN
owner ours OWNER"
	# The rights end with the access.
	run_crt 0 role remove "${ROLE}_owner" --organization ours
	denied owner 'SELECT 1 FROM crt.stores'
	run_crt 0 role add "${ROLE}_one" --organization ours --role USER -s ours
	run_crt 64 role add "${ROLE}_one" --organization ours --role USER -s theirs
	assert_equal "$(PGUSER=${ROLE}_one psql -qXAtc 'SELECT string_agg(slug, $$ $$) FROM crt.stores')" ours
	assert_equal "$(query "SELECT string_agg(action || ' ' || object, ',' ORDER BY number) FROM crt.audit_log WHERE action LIKE 'role%'")" \
		"role add USER,role add ADMIN,role add OWNER,role remove ,role add USER"
}
