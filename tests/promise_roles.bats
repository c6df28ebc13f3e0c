#!/usr/bin/env bats
# promise_roles.bats: gates and writes work the same under every role (P1, P6, P11): the owner, a role of
# the organization, one of the stores, and one for each command.

DIRECT=1
load helper
load pipeline
load serve

PARTITIONS=2

ROLE=roles_$$
WHO=owner
TOKEN='[A-Za-z0-9_-]{47}[.][A-Za-z0-9_-]{22}'

teardown() {
	export PGUSER=crt
	serve_end
	test_end
	local got=$?
	psql -qXAt -v ON_ERROR_STOP=1 > /dev/null <<-END
		SELECT format('DROP OWNED BY %I; DROP ROLE %1\$I', rolname) FROM pg_roles WHERE rolname ~ '^$ROLE' \\gexec
	END
	return $got
}

roles() {
	psql -qXAt -v ON_ERROR_STOP=1 > made <<-END
		SELECT format('CREATE ROLE %I LOGIN; GRANT USAGE ON SCHEMA crt TO %1\$I;
		       GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA crt TO %1\$I;', '${ROLE}_' || name)
		  FROM unnest('{all,one,ingest,detect,campaign,send,report,sync,gdpr}'::text[]) name \\gexec
	END
}

# tenants: the stores of an organization, with the settings that some gates need, and one store of another.
# Only the owner and the organization's role see "second", where "suppressed" has opted out.
tenants() {
	query "INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
		SELECT crt.derived_uuid('organization' || slug), slug, slug, '2026-01-01Z', '2026-01-01Z' FROM unnest('{ours,theirs}'::text[]) slug;
		INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url, currency, settings,
		    orders_seen_at, created_at, updated_at)
		SELECT crt.derived_uuid('store' || slug), crt.derived_uuid('organization' || CASE slug WHEN 'theirs' THEN slug ELSE 'ours' END),
		       slug, 'OTHER', slug, 'https://shop.example', 'EUR',
		       '{\"from\": \"Shop <shop@shop.example>\", \"orders_max_age\": \"off\"}'::jsonb || settings::jsonb,
		       '2026-01-01Z', '2026-01-01Z', '2026-01-01Z'
		  FROM (VALUES ('ours', '{}'), ('ruled', '{}'), ('timed', '{}'), ('daily', '{\"gap\": \"1h\"}'), ('weekly', '{\"gap\": \"1h\", \"cap_day\": \"9\", \"cap_week\": \"1\"}'),
		        ('brief', '{\"expire\": \"65m\"}'), ('unset', '{\"from\": \"\"}'), ('stale', '{\"orders_max_age\": \"2h\"}'), ('cooled', '{\"cool_off\": \"3d\"}'),
		        ('odd', '{}'), ('held', '{}'), ('later', '{}'), ('second', '{}'), ('theirs', '{}')) store (slug, settings);
		INSERT INTO crt.templates (id, name, locale, channel, subject, text, created_at, updated_at)
		VALUES (crt.derived_uuid('first'), 'first', 'en', 'EMAIL', '{{ cart.id }}', '{{ links.unsubscribe }}', '2026-01-01Z', '2026-01-01Z');
		INSERT INTO crt.access (role, organization_id, store_id)
		SELECT r.rolname, s.organization_id, s.id FROM pg_roles r, crt.stores s
		 WHERE r.rolname ~ '^$ROLE' AND r.rolname !~ 'all$' AND s.slug NOT IN ('second', 'theirs')
		UNION ALL SELECT rolname, crt.derived_uuid('organizationours'), NULL FROM pg_roles WHERE rolname ~ '^$ROLE.*all$'"
	{ withdraw 08:00 "$(key suppressed)" second; withdraw 08:00 "$(key well)" theirs; } | ingest 08:01
}

# crt: as in helper.bash, in the role WHO.
eval "helper_$(declare -f crt)"
crt() {
	case $WHO in
	owner) PGUSER=crt helper_crt "$@" ;;
	commands) PGUSER=${ROLE}_$2 helper_crt "$@" ;;
	*) PGUSER=${ROLE}_$WHO helper_crt "$@" ;;
	esac
}

key() { printf '"email":"%s@shop.example"' "$1"; }
member() { person "$1" "$1@shop.example" "${@:2}"; }
# left CART [STORE [TIME [CUSTOMER]]]: the cart for a gate; the person has the same name.
left() { cart "$1" "${3:-10:00}" "${4:-$(member "$1")}" "${2:-ours}"; }

# plan: the campaigns of the stores, applied in the role.
plan() {
	local store
	for store in ours daily weekly brief unset stale odd held later cooled ruled timed; do
		printf '%s\n' 'campaign: one-step' "store: $store" 'trigger: {}' "holdout: $([ $store = held ] && echo 100 || echo 1)%" 'steps:' \
			"  - { $([ $store = later ] && echo "waits: [1h, 20h]" || echo "wait: 1h"), channel: EMAIL, template: first, not_after: $([ $store = brief ] && echo 62m || echo 24h) }" > $store.yaml
	done
	sed -i 's/channel: EMAIL, template: first,/branch: [{ when: { cart_value: { min: "60", currency: EUR } }, channel: EMAIL, template: first }, { channel: EMAIL, template: first }, { channel: EMAIL, template: first }],/' ruled.yaml
	sed -i 's/template: first,/& send_window: { day: TUE },/' timed.yaml
	crt 0 campaign --now "$(at 08:00)" apply {ours,daily,weekly,brief,unset,stale,odd,held,later,cooled,ruled,timed}.yaml
}

# early: who is mailed at 10:20, and whose next message is too early; and a cart that is deleted before.
early() {
	left gap_before ours 09:00 "$(member gap)"
	left cap_day_before daily 09:00 "$(member cap_day)"
	left cap_week_before weekly 09:00 "$(member cap_week)"
	left episode ours 09:00
	order cooled 09:00 bought "$(member cool_off)" '' cooled
}

# feed: a person for each gate, and a record of each kind that writes.
feed() {
	local gate
	for gate in gap bought bot empty suppressed in_shop too_early well refused late_order late_opt_out paused erasure; do left $gate; done
	left link | sed 's|"url":"https://shop.example/link"|&,"url_pays":true|'
	left unread | sed 's/"items":\[[^]]*\]/"items":7/'
	for gate in branch:ruled when:ruled send_window:timed cap_day:daily cap_week:weekly cool_off:cooled expired:brief settings:unset holdout:held wait:later \
	    stale_orders:stale rejected_order:odd; do left "${gate%:*}" "${gate#*:}"; done
	left too_late brief 10:02
	left pending ours 10:01 "$(member too_early)"
	left no_address ours 10:00 "$(person no_address "" +4930123456)"
	left disposable ours 10:00 "$(person disposable disposable@mailinator.com)"
	left opted_out ours 10:00 "$(member opted_out "" denied)"
	left no_consent ours 10:00 "$(member no_consent "" "")"
	record cart.deleted 10:05 '{"cart":{"id":"episode"}}' ours
	checkpoint 10:00 ours
	record privacy.requested 10:00 "{\"kind\":\"access\",\"customer\":{$(key well)}}" ours
	record privacy.requested 10:00 "{\"kind\":\"erase\",\"customer\":{$(key erasure)}}" ours
	record fetch.wanted 10:00 '{"endpoint":"cart","id":"c9"}' ours
	record cart.updated 10:00 '{"cart":{}}' ours
	cart left_out 10:00 "$(member left_out)" ours much
}

# closing: records that close gates before they are evaluated.
closing() {
	order o1 11:00 bought "$(member bought)" '' ours
	order link 11:00 failed "$(member link)" '"cart_id":"link"' ours
	left bot ours 11:00 | sed 's/"customer":/"device":{"user_agent":"Googlebot\/2.1"},&/'
	left empty ours 11:00 | sed 's/"items":\[[^]]*\]/"items":[]/'
	left in_shop ours 11:10
	record order.placed 11:10 '{"order":{"status":"bought"}}' odd
}

# report_touch KIND CART [MEMBERS]: a provider's report on the message of a cart.
report_touch() {
	record "message.$1" 12:00 "{\"message\":\"$(query "SELECT m.id FROM crt.messages m JOIN crt.carts c
		ON c.store_id = m.store_id AND c.id = m.cart_id WHERE c.external_id = '$2'")\"${3:+,$3}}" "${4:-ours}"
}

# state: the contents of all tables, one a line; without the user of runs and acts, sealed texts, which differ
# each time, numbers of transactions, the mail server's ids, and how often a pipe was read.
state() {
	query "SELECT relname, md5(query_to_xml(format('SELECT %s::text FROM crt.%I t ORDER BY 1', CASE relname
		       WHEN 'runs' THEN 'ROW(command, started_at, ended_at, counts, exit)'
		       WHEN 'events' THEN 'ROW(store_id, time, date_trunc(''minute'', received_at), type)'
		       WHEN 'audit_log' THEN 'ROW(organization_id, number, time, action, object, subject, rows)'
		       WHEN 'audit_heads' THEN 'ROW(organization_id, number)'
		       WHEN 'outbox' THEN 'ROW(store_id, event, of_id, at)'
		       WHEN 'provider_events' THEN 'ROW(store_id, channel, provider, reported, event, code, due_within, events, due_ms, responses)'
		       WHEN 'stores' THEN 'ROW(to_jsonb(t) - ''api_credentials'' - ''webhook_secret'', api_credentials IS NULL, webhook_secret IS NULL)'
		       WHEN 'messages' THEN 'regexp_replace(t::text, ''Q[0-9]+'', ''Q'', ''g'')' ELSE 't' END, relname), true, true, '')::text)
		  FROM pg_class WHERE relnamespace = 'crt'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1"
}

# day: the state after a day under WHO, in the files WHO and WHO.state.
day() {
	plan
	early | ingest 09:10
	detect 09:20
	campaign 09:20
	feed > fed
	crt 3 ingest --now "$(at 10:10)" fed
	recover 10:20
	closing > fed
	query "UPDATE crt.enrollments n SET assigned_at = '2026-11-02T10:20:00Z', held_out = false, holdout = 1, wait = 72000 FROM crt.stores s
		WHERE s.id = n.store_id AND s.slug = 'later'"
	query "INSERT INTO crt.pauses SELECT crt.derived_uuid('organizationours'), email_key, '2026-11-03Z' FROM crt.customers WHERE external_id = 'paused'"
	crt 3 ingest --now "$(at 11:11)" fed
	campaign 11:20
	cp due whole
	# Sent by a machine whose clock is slow.
	grep -F /too_early whole > due
	deliver 11:05
	crt 0 report --now "$(at 11:19)" rollup -s ours -s daily
	crt 0 report --now "$(at 11:19)" publish -s ours --since 2026-11-01T00:00:00Z --until 2026-11-02T00:00:00Z
	grep -vF /too_early whole > due
	{ order o2 11:20 bought "$(member late_order)" '' ours; withdraw 11:20 "$(key late_opt_out)" ours; } | ingest 11:21
	crt 3 send --now "$(at 11:21)" --smtp-url "smtp://127.0.0.1:$(< server/port)" --smtp-tls off < due
	{
		report_touch bounced gap_before '"code":"5.1.1"'
		report_touch complained cap_day_before '' daily
		report_touch opened well
		record message.unsubscribed 12:00 "{\"link\":\"$(grep -l '^Subject: well' server/*.eml | xargs grep -ohE "$TOKEN" | head -1)\"}" ours
	} | ingest 12:01
}

# met: the gates that have closed for the cart of their name.
met() {
	query "SELECT m.reason FROM crt.messages m JOIN crt.carts c ON c.store_id = m.store_id AND c.id = m.cart_id
		WHERE m.reason = c.external_id AND m.facts ? 'now' ORDER BY 1"
}

# blank: the tables in which a day leaves no rows. rollup_days is empty between two runs, only crt-gdpr writes to the
# audit log, erases, and reports, only the owner restores backups, no reply waits, nobody signs in, and no segment or limit is set.
blank() {
	local idle='^(rollup_days|audit_|backups|handed_off|reply_reviews|users|sessions|sign_ins|api_keys|erasure|breach|notices|segments|send_days|send_rates|dnc_|partials|template_versions)'
	query "SELECT relname FROM pg_class WHERE relnamespace = 'crt'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
		AND relname !~ '$idle' AND query_to_xml(format('SELECT 1 FROM crt.%I LIMIT 1', relname), true, true, '')::text = '' ORDER BY 1"
}

# Catches: a gate that takes a row hidden by row-level security for a missing one; an opt-out that ends
# with 77 and its batch with it; a role that needs more rights than these; a gate without a person here; a role that
# lacks a right of crt-gdpr.
@test "every gate and every write leaves the same state, byte by byte, under every role" {
	roles
	printf '%s\n' '[{"method":"GET","responses":[{"body":[]}]},{"responses":[{"status":201,"body":{"id":9}}]}]' > shop.json
	printf 'refused@\t550 5.1.1 nobody of that name\n' > responses
	serve shop http_script.py shop.json
	serve server smtp_script.py ok --responses "$PWD/responses"
	SHOP=http://127.0.0.1:$(< shop/port)
	for who in owner all one commands; do
		[ $who = owner ] || { empty_database; rm -r mail server/*.eml; }
		tenants
		WHO=$who
		day
		echo "$(mails) $(grep -hi '^To:' server/*.eml | sort | xargs)" > $who
		[ $who != owner ] || crt 0 campaign --now "$(at 11:20)" explain in_shop
		[ $who != owner ] || assert_equal "$(met)" "$(jq -r 'select(.what == "gate").gate' out | sort)" "a person for each gate"
		[ $who != owner ] || assert_equal "$(blank)" "" "a row for each table"
		writes
		WHO=owner
		state >> $who
		assert_equal "$(< $who)" "$(< owner)" "$who"
		# An erased cart has a random id, so no state is compared after it.
		WHO=$who
		crt 0 gdpr --now "$(at 13:20)" -s ours erase well@shop.example --yes
		assert_equal "$(webhook)" "stored 1"
		WHO=owner
		assert_equal "$(query "SELECT s.slug FROM crt.customers c JOIN crt.stores s ON s.id = c.store_id
			WHERE c.email = 'well@shop.example'")" theirs "stores that still know the person"
	done
	assert_equal "$(head -1 owner | tr -d '\r')" "3 To: branch@shop.example To: left_out@shop.example To: well@shop.example To: when@shop.example"
}

# webhook: what the webhook server responds to a signed order, and how often the order is stored. Its clock is the real one.
webhook() {
	local user=${ROLE}_${WHO/commands/ingest} secret='the secret of stale'
	[ "$WHO" != owner ] || user=crt
	"$B/fault/secret" "$(query "SELECT id FROM crt.stores WHERE slug = 'stale'")" "$secret"
	echo '{"id":77,"status":"processing","currency":"EUR","total":"5.00","billing":{"email":"ada@shop.example"}}' > body
	PGUSER=$user GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=POST REQUEST_URI=/hooks/woocommerce/stale CONTENT_LENGTH="$(wc -c < body)" \
		HTTP_X_WC_WEBHOOK_TOPIC=order.updated HTTP_X_WC_WEBHOOK_SIGNATURE="$(openssl dgst -sha256 -hmac "$secret" -binary body | base64 -w 0)" \
		"$B/bin/crt-ingest" serve --spool "$PWD/spool" < body | tr -d '\r' | tail -1 | tr '\n' ' '
	query "SELECT count(*) FROM crt.orders WHERE external_id = '77'"
}

# may REFUSED STATUS COMMAND...: roles that match REFUSED get 77 and change nothing, and the owner does it; others do it.
may() {
	local refused=$1 was
	# shellcheck disable=SC2053
	if [[ $WHO = $refused ]]; then
		was=$(state | grep -v '^runs')
		crt 77 "${@:3}"
		assert_equal "$(state | grep -v '^runs')" "$was" "$WHO: ${*:3}"
		query "DELETE FROM crt.runs WHERE role <> 'crt' AND exit = 77"
		WHO=owner crt "${@:2}"
	else
		crt "${@:2}"
	fi
}

# What a person changes manually, and what crt-sync does. Only the owner may change other organizations, or all.
writes() {
	local nobody=none no_tenant='!(owner)' no_store='@(one|commands)' unknown now whole
	now=(--now "$(at 13:00)")
	printf '%s\n' 'template: own' 'locale: en' 'store: ours' 'subject: s' 'text: t{{ links.unsubscribe }}{{ store.address }}' > own.yaml
	sed '/^store/d; s/own/shared/' own.yaml > shared.yaml
	(umask 077; printf '%s\n' 'consumer_key: ck' 'consumer_secret: cs' > keys)
	unknown=$(query "SET session_replication_role = replica; UPDATE crt.messages m SET status = 'UNKNOWN', provider = 'maildir'
		FROM crt.carts c WHERE c.store_id = m.store_id AND c.id = m.cart_id AND c.external_id = 'too_early' RETURNING m.id")
	may "$no_tenant" 0 campaign "${now[@]}" apply own.yaml shared.yaml
	may $nobody 0 campaign "${now[@]}" apply own.yaml
	may $nobody 0 campaign "${now[@]}" -s daily pause one-step
	may $nobody 0 campaign "${now[@]}" -s daily activate one-step
	may $nobody 0 campaign "${now[@]}" -s weekly delete --yes one-step
	may $nobody 0 detect "${now[@]}" recover in_shop
	may $nobody 3 ingest "${now[@]}" rejects retry
	may $nobody 0 ingest "${now[@]}" rejects drop --all --yes
	may $nobody 0 ingest "${now[@]}" replay
	may $nobody 0 send "${now[@]}" reconcile --channel maildir --maildir "$PWD/mail" --failed "$unknown"
	may "$no_store" 0 send "${now[@]}" suppressions lift --yes
	whole=(--platform other --url https://fresh.example --name F --currency EUR --organization ours)
	may "$no_tenant" 0 sync "${now[@]}" store add fresh "${whole[@]}"
	may $nobody 0 sync "${now[@]}" store add daily "${whole[@]}"
	may $nobody 0 sync "${now[@]}" store set stale platform=woocommerce "store_url=$SHOP" hooks_url=https://crt.example \
		--credentials keys
	may $nobody 0 sync "${now[@]}" store test stale
	may $nobody 0 sync "${now[@]}" hooks install stale
	may $nobody 0 sync "${now[@]}"
	cp out polled
	may $nobody 0 ingest "${now[@]}" polled
	may $nobody 0 sync "${now[@]}" store remove brief --yes
	people
}

# people: what crt-gdpr records and shows in one store.
people() {
	local ours=(--now "$(at 13:10)" -s ours) verb
	echo wanted@shop.example > list
	printf '%s\n' subject,channel,action,time 'pending@shop.example,EMAIL,grant,2026-11-02T10:00:00Z' > consents
	may $nobody 0 gdpr "${ours[@]}" consent grant well@shop.example --time "$(at 13:00)"
	may $nobody 0 gdpr "${ours[@]}" consent withdraw gap@shop.example
	may $nobody 0 gdpr "${ours[@]}" consent import consents
	may $nobody 0 gdpr "${ours[@]}" suppress add unwanted@shop.example
	may $nobody 0 gdpr "${ours[@]}" suppress import list
	for verb in "" "consent show well@shop.example" "suppress check unwanted@shop.example" "suppress list" \
		"export well@shop.example"; do
		# shellcheck disable=SC2086
		crt 0 gdpr "${ours[@]}" $verb
		# A role of one store does not read the audit log of its organization.
		printf '%s %s\n' "$verb" "$(grep -vc '"audit_log"' out)" >> $WHO
	done
	crt 3 gdpr "${ours[@]}" scan well@shop.example
}

# Catches: a gate is open where it may not look.
@test "a role that may not read the opt-outs sends nothing" {
	roles
	tenants
	query "REVOKE SELECT ON crt.suppressions FROM ${ROLE}_one"
	plan
	left well | ingest 10:01
	detect 10:20
	WHO=one
	crt 77 campaign --now "$(at 10:20)" < detected
	WHO=owner
	campaign 10:20
	detect 11:20
	campaign 11:20
	WHO=one
	crt 77 send --now "$(at 11:20)" --channel maildir --maildir "$PWD/mail" < due
	assert_equal "$(mails)" 0
}

# Catches: a key is dropped or changed by a role that does not see all that it seals; a new key for a
# database with another's opt-outs.
@test "only the owner manages keys, and a role that sees only some stores gets an error" {
	roles
	tenants
	(umask 077; cp "$CRT_KEY_FILE" key; cp key was)
	"$B/fault/secrets_drive" "$(query "SELECT crt.derived_uuid('storesecond')")" "$(at 08:00)" keep '{"access_token":"t"}'
	export CRT_KEY_FILE=$PWD/key
	for verb in list rotate reseal 'drop test --yes'; do
		for PGUSER in ${ROLE}_all ${ROLE}_one; do
			# shellcheck disable=SC2086
			got=$("$B/bin/crt" --log text key $verb > out 2> err || echo $?)
			assert_equal "$got $(< out)" "77 " "key $verb"
			assert_has "run this as the database's owner"
		done
	done
	assert_equal "$(< key)" "$(< was)"
}

# as QUERY: runs it in the role WHO; an error is a result, without the words that differ in the query.
as() { PGUSER=${ROLE}_$WHO psql -qXAt -v ON_ERROR_STOP=1 -c "$1" 2>&1 | grep -v '^LINE\|^ *^$' || true; }

# alike QUERY: a name or id of another tenant, and one that does not exist, give the same result.
alike() {
	local theirs nobody id=00000000-0000-4000-8000-000000000000
	theirs=$(as "BEGIN; ${1//NAME/theirs}; ROLLBACK")
	nobody=$(as "BEGIN; $(sed "s/NAME/nobody/g; s/crt.derived_uuid('[a-z]*nobody')/'$id'/g" <<< "$1"); ROLLBACK")
	assert_equal "$theirs" "$nobody" "$1"
	assert_equal "$(grep -ci 'key (\|foreign key\|duplicate' <<< "$theirs $nobody")" 0 "$1: $theirs"
}

# Catches: a store is moved into an organization whose opt-outs then count; a constraint is checked before
# the policy, and so reveals who else exists.
@test "a tenant cannot change names or organizations of others, and learns nothing of them" {
	local row="name, industry, timezone, settings, subscription_plan, created_at, updated_at" some was
	some="platform, store_name, store_url, currency, created_at, updated_at"
	roles
	tenants
	was=$(query "SELECT md5(string_agg(s::text, ' ' ORDER BY slug)) FROM crt.stores s")
	for WHO in all one; do
		alike "UPDATE crt.stores SET organization_id = crt.derived_uuid('organizationNAME')"
		alike "UPDATE crt.stores SET slug = 'NAME'"
		alike "UPDATE crt.stores SET id = crt.derived_uuid('storeNAME')"
		alike "UPDATE crt.organizations SET slug = 'NAME'"
		alike "UPDATE crt.organizations SET id = crt.derived_uuid('organizationNAME')"
		for conflict in "" "ON CONFLICT DO NOTHING" "ON CONFLICT (slug) DO NOTHING"; do
			alike "INSERT INTO crt.stores (id, organization_id, slug, $some)
				SELECT id, organization_id, 'NAME', $some FROM crt.stores $conflict"
			alike "INSERT INTO crt.stores (id, organization_id, slug, $some)
				SELECT crt.derived_uuid('storeNAME'), crt.derived_uuid('organizationNAME'), 'NAME', $some FROM crt.stores $conflict"
			alike "INSERT INTO crt.organizations (id, slug, $row) SELECT id, 'NAME', $row FROM crt.organizations $conflict"
		done
		alike "INSERT INTO crt.suppressions VALUES (crt.derived_uuid('organizationNAME'), 'EMAIL', crt.derived_uuid(''), 'x', now())"
		alike "INSERT INTO crt.access VALUES ('$ROLE', crt.derived_uuid('organizationNAME'), crt.derived_uuid('storeNAME'))"
		assert_equal "$(as "SELECT count(*) FROM crt.stores WHERE slug = 'theirs'")" 0
		assert_equal "$(as "SELECT count(*), min(slug) FROM crt.organizations")" "1|ours"
	done
	assert_equal "$(as "DELETE FROM crt.suppressions" | grep -c 'cannot delete suppressions')" 1 "opt-outs that a store takes back"
	assert_equal "$(query "SELECT md5(string_agg(s::text, ' ' ORDER BY slug)) FROM crt.stores s")" "$was"
	query "UPDATE crt.stores SET organization_id = crt.derived_uuid('organizationtheirs') WHERE slug = 'ours'" 2> err && return 1
	assert_has 'keeps its id, its slug and its organization'
}

# Catches: a role that does not see all messages removes the ledger of another's dead sender.
@test "only a role that sees all messages reports that a dead sender left none" {
	local sql
	roles
	sql=$(grep -v '^--' "${BATS_TEST_DIRNAME}/../sql/query/message/sender_resolved.sql")
	assert_equal "$(PGUSER=crt psql -qXAtc "${sql/\$1/1}")" t
	assert_equal "$(PGUSER=${ROLE}_one psql -qXAtc "${sql/\$1/1}")" f
}
