#!/usr/bin/env bats
# tenancy.bats: no verb reads, changes, counts, or reveals anything of another organization (P11).
#
# The role is of the organization "ours". Verbs come from --dump-options, tables from the catalog, so
# a new one fails here until it has a row in the list of verbs.

DIRECT=1
load helper
load pipeline
load tenants
STARTS=560

setup() {
	test_begin
	NOW_AT=$(at 13:00)
}
teardown() { tenants_end; }

# verbs: prints "COMMAND VERB" for each verb of each command.
verbs() {
	local command
	for command in "$B"/bin/crt*; do
		"$command" --dump-options | awk -F '\t' -v c="${command##*/}" '$1 == "verb" { print c ($2 == "" ? "" : " " $2) }'
	done
}

# list: each verb: how it is run here. "read" prints only; "write" may change rows of ours; "none" uses no rows of tenants,
# or only the owner may run it. @ is the name of an object, of its kind: cart, person, campaign, and so on.
list() {
	cat <<-'END'
		crt|none
		crt init|none
		crt db start|none
		crt db stop|none
		crt db status|none
		crt db migrate|none
		crt db backup|none
		crt db restore|none
		crt db check|none
		crt db psql|none
		crt key list|none
		crt key rotate|none
		crt key reseal|none
		crt key drop|none
		crt doctor|none
		crt canary|none
		crt help|none
		crt version|none
		crt org add|write|@organization
		crt org set|write|@organization --name x
		crt org list|read
		crt role add|write|x --organization @organization
		crt role remove|write|x --organization @organization
		crt role list|read
		crt user add|write|@user --organization thairs
		crt user set|write|@user --phone +4930123457
		crt user remove|write|@user --yes
		crt user list|read
		crt user password|write|@user
		crt user totp|write|@user
		crt user check|write|@user
		crt user sessions|read|@user
		crt user attempts|read|@user
		crt user revoke|write|@user
		crt api-key add|write|key --scope carts:read -s @store
		crt api-key list|read
		crt api-key rotate|write|@key
		crt api-key revoke|write|@key
		crt api-key check|read
		crt-campaign|write
		crt-campaign apply|write|@file
		crt-campaign plan|read|@file
		crt-campaign list|read
		crt-campaign show|read|@campaign
		crt-campaign export|read|@campaign
		crt-campaign pause|write|@campaign
		crt-campaign activate|write|@campaign
		crt-campaign delete|write|@campaign --yes
		crt-campaign start|write|@campaign @cart
		crt-campaign backtest|read|@file --from 2026-10-01
		crt-campaign due|read
		crt-campaign explain|read|@cart
		crt-campaign templates|read
		crt-campaign segments|read
		crt-campaign preview|read|@template
		crt-detect|write
		crt-detect list|read
		crt-detect show|read|@cart
		crt-detect recover|write|@cart
		crt-gdpr|read
		crt-gdpr anonymity|read
		crt-gdpr anonymize|write
		crt-gdpr breach open|write
		crt-gdpr breach affected|write|@breach
		crt-gdpr breach notify|write|@breach
		crt-gdpr breach close|write|@breach
		crt-gdpr breach list|read
		crt-gdpr breach show|read|@breach
		crt-gdpr erasures|read
		crt-gdpr records|read
		crt-gdpr requests open|write|@person -n
		crt-gdpr requests identify|write|@request --identity seen
		crt-gdpr requests erase|write|--yes
		crt-gdpr requests close|write|@request
		crt-gdpr requests extend|write|@request
		crt-gdpr export|read|@person -n
		crt-gdpr erase|write|@person --yes
		crt-gdpr consent grant|write|@person
		crt-gdpr consent withdraw|write|@person
		crt-gdpr consent show|read|@person
		crt-gdpr consent import|write|consents
		crt-gdpr audit list|read|@person
		crt-gdpr audit export|read
		crt-gdpr audit checkpoint|read
		crt-gdpr audit verify|none
		crt-gdpr audit key|none
		crt-gdpr dnc import|write|--downloaded 2026-11-01T00:00:00Z registry
		crt-gdpr dnc list|read
		crt-gdpr dnc status|read
		crt-gdpr retain|write|--keep-events 30d
		crt-gdpr scan|read|@person
		crt-gdpr suppress add|write|@person
		crt-gdpr suppress import|write|addresses
		crt-gdpr suppress check|read|@person
		crt-gdpr suppress list|read
		crt-ingest|write|feed
		crt-ingest rejects list|read
		crt-ingest rejects retry|write|@reject
		crt-ingest rejects drop|write|@reject --yes
		crt-ingest replay|write
		crt-ingest serve|none
		crt-report|read
		crt-report health|read
		crt-report lift|read
		crt-report performance|read
		crt-report funnel|read
		crt-report attribution|read
		crt-report dashboard|read|-o pages
		crt-report profit|read
		crt-report publish|write|--since 2026-10-01T00:00:00Z --until 2026-10-02T00:00:00Z
		crt-report published|read
		crt-report metrics|read
		crt-report follow|read|--after 0 --for 1s
		crt-report rollup|write
		crt-report export|read
		crt-send|write
		crt-send preview|read|@message
		crt-send test|none
		crt-send code|none
		crt-send reconcile|write
		crt-send bounces|write|bounced
		crt-send domains|none
		crt-send suppressions list|read
		crt-send suppressions lift|write|--yes
		crt-send replies list|read
		crt-send replies resolve|write|--refused @reply
		crt-send status|read
		crt-send erasures|write
		crt-send notices|write
		crt-sync|write
		crt-sync backfill|write|--from 2026-11-01T00:00:00Z
		crt-sync reconcile|write
		crt-sync store add|write|@store --platform other --url https://x.example --name x --currency EUR
		crt-sync store list|read
		crt-sync store show|read|@store
		crt-sync store set|write|@store gap=2h
		crt-sync store test|read|@store
		crt-sync store remove|write|@store --yes
		crt-sync hooks install|write|@store
		crt-sync hooks list|read|@store
		crt-sync hooks check|read|@store
		crt-sync hooks remove|write|@store
	END
}

# names KIND: an object of theirs, and a name that nobody has, of the same form.
names() {
	case $1 in
	organization | store) echo theirs thairs ;;
	campaign) echo theirs-only thairs-only ;;
	template) echo own awn ;;
	cart) echo theirs-cart thairs-cart ;;
	person) echo zqb@theirs.example zqb@thairs.example ;;
	user) echo theirs@people.example thairs@people.example ;;
	key) echo theirs-key thairs-key ;;
	file) echo theirs.yaml thairs.yaml ;;
	request) echo "$(query "SELECT p.id FROM crt.privacy_requests p JOIN crt.stores s ON s.id = p.store_id WHERE s.slug = 'theirs' LIMIT 1")" "$NOBODY" ;;
	reject) echo "$(query "SELECT r.id FROM crt.rejects r JOIN crt.stores s ON s.id = r.store_id WHERE s.slug = 'theirs' LIMIT 1")" "$NOBODY" ;;
	breach) echo "$(query "SELECT crt.derived_uuid('organizationtheirs')")" "$NOBODY" ;;
	message | reply) echo "$(query "SELECT m.id FROM crt.messages m JOIN crt.stores s ON s.id = m.store_id WHERE s.slug = 'theirs' LIMIT 1")" "$NOBODY" ;;
	*) echo "no kind $1" >&2; return 1 ;;
	esac
}
NOBODY=00000000-0000-4000-8000-000000000000

# run_as COMMAND VERB ARGUMENT...: runs it in the role, in a folder of its own; prints status, output, and errors.
run_as() {
	local command=$1 got=0
	shift
	count_start
	PGUSER=$ROLE CRT_PASSWORD_COST=14 "$B/bin/$command" --log text --json --now "$NOW_AT" "$@" < input > out 2> err || got=$?
	[ ! -d pages ] || { cat pages/* >> out; rm -r pages; }
	printf '%s\n' "$got"
	cat out err
}

# plain NAME FILE: the output without the name, and without numbers and keyed hashes of our own rows about it.
plain() { sed -E "s/$1/NAME/g; s/thairs/theirs/g; s/\"(id|subject)\":(\"[^\"]*\"|[0-9]+)/\"\\1\":0/g" "$2" | sort; }

# theirs: all rows of theirs, in every table and partition of a tenant.
theirs() {
	query "SELECT t.oid::regclass, md5(query_to_xml(format('SELECT x::text FROM %s x WHERE %s ORDER BY 1', t.oid::regclass,
		       CASE WHEN t.relname = 'organizations' THEN 'slug = ''theirs''' WHEN t.relname = 'stores' THEN 'slug = ''theirs'''
		            WHEN bool_or(a.attname = 'store_id') THEN 'store_id = crt.derived_uuid(''storetheirs'')'
		            ELSE 'organization_id = crt.derived_uuid(''organizationtheirs'')' END), true, true, '')::text)
		  FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname IN ('store_id', 'organization_id', 'slug')
		 WHERE t.relnamespace = 'crt'::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition
		 GROUP BY t.oid ORDER BY 1"
}

# remove_theirs: as if they had never been there.
remove_theirs() {
	query "BEGIN; SET LOCAL session_replication_role = replica;
		DO \$\$ DECLARE t record; BEGIN
			FOR t IN SELECT c.oid::regclass AS name, bool_or(a.attname = 'store_id') AS stores FROM pg_class c
			           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('store_id', 'organization_id')
			          WHERE c.relnamespace = 'crt'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'stores'
			          GROUP BY c.oid LOOP
				EXECUTE format('DELETE FROM %s WHERE %s', t.name, CASE WHEN t.stores THEN 'store_id = crt.derived_uuid(''storetheirs'')'
					ELSE 'organization_id = crt.derived_uuid(''organizationtheirs'')' END);
			END LOOP;
		END \$\$;
		DELETE FROM crt.stores WHERE slug = 'theirs'; DELETE FROM crt.organizations WHERE slug = 'theirs'; COMMIT"
}

# prepare: more of theirs, which nobody else has, and the files that the verbs read.
prepare() {
	both
	{
		cart theirs-cart 10:00 "$(person 70 zqb@theirs.example +4930765432)" theirs
		order theirs-order 10:30 failed "$(person 71 zqc@theirs.example)" '"cart_id":"theirs-cart2"' theirs
	} | ingest 12:30
	for name in theirs thairs; do
		printf '%s\n' "campaign: $name-only" "store: $name" 'trigger: {}' 'steps:' '  - { wait: 1h, channel: EMAIL, template: first }' > $name.yaml
	done
	crt 0 campaign --now "$NOW_AT" apply theirs.yaml
	query "UPDATE crt.api_keys k SET name = 'theirs-key' FROM crt.stores s WHERE s.id = k.store_id AND s.slug = 'theirs'"
	printf 'correct horse\n' > input
	echo 212,5550101 > registry
	printf '%s\n' subject,channel,action,time 'zqb@theirs.example,EMAIL,grant,2026-11-02T10:00:00Z' > consents
	echo zqb@theirs.example > addresses
	cart theirs-new 12:40 "$(person 72 zqd@theirs.example)" theirs > feed
	printf '%s\n' 'From: MAILER-DAEMON@people.example' 'Subject: x' '' '550 5.1.1' "Message-ID: <$(names message | cut -d ' ' -f 1)@x>" > bounced
}

# Catches: a verb that nobody thought of.
@test "the list has every verb of every command" {
	assert_equal "$(list | cut -d '|' -f 1 | sort)" "$(verbs | sort)"
}

# Catches: an error, a status, or a hint that differs if a store of another organization has the name.
@test "-s with a store of theirs is the same as with one that nobody has, for every verb" {
	prepare
	before=$(theirs)
	while IFS='|' read -r verb kind args; do
		[ "$kind" != none ] || continue
		args=${args//@file/theirs.yaml}
		# shellcheck disable=SC2086
		run_as ${verb/ / -s theirs } ${args//@/x} > with
		# shellcheck disable=SC2086
		run_as ${verb/ / -s thairs } ${args//@/x} | sed 's/thairs/theirs/g' > without
		assert_equal "$(sed 's/thairs/theirs/g' with)" "$(< without)" "$verb"
		case $verb in crt-* | *' '*) assert_lacks zqb@ out err ;; esac
	done < <(list)
	assert_equal "$(theirs)" "$before"
}

# Catches: a verb that finds, changes, or names an object of theirs; one whose error reveals that it exists.
@test "an object of theirs is the same as none, for every verb that takes one" {
	prepare
	before=$(theirs)
	while IFS='|' read -r verb kind args; do
		[[ $args == *@[a-z]* && $kind != none ]] || continue
		what=${args#*@}
		what=${what%%[ .]*}
		read -r theirs nobody < <(names "$what")
		[ "$theirs" ]
		# shellcheck disable=SC2086
		run_as $verb ${args//@$what/$theirs} > with
		# shellcheck disable=SC2086
		run_as $verb ${args//@$what/$nobody} > without
		assert_equal "$(plain "$theirs" with)" "$(plain "$nobody" without)" "$verb $args"
	done < <(list)
	assert_equal "$(theirs)" "$before"
}

# Catches: a figure, a list, or a page that includes rows of theirs.
@test "what a verb prints is the same without theirs" {
	prepare
	for theirs in with without; do
		[ $theirs = with ] || remove_theirs
		while IFS='|' read -r verb kind args; do
			[[ $args != *@* && $kind = read ]] || continue
			# shellcheck disable=SC2086
			run_as $verb $args > "$theirs.${verb// /-}"
			assert_lacks zq "$theirs.${verb// /-}"
			[ $theirs = with ] || assert_equal "$(< "without.${verb// /-}")" "$(< "with.${verb// /-}")" "$verb"
		done < <(list)
	done
}

# Catches: a verb without -s that works on stores of other organizations.
@test "what a verb changes leaves theirs as they are" {
	prepare
	before=$(theirs)
	while IFS='|' read -r verb kind args; do
		[[ $args != *@* && $kind = write ]] || continue
		# shellcheck disable=SC2086
		run_as $verb $args > wrote
		assert_lacks zq wrote
	done < <(list)
	assert_equal "$(theirs)" "$before"
}
