#!/usr/bin/env bats
# gdpr_erase.bats: the receipt of an erasure, and what providers must erase (Art. 17 and 19).

load helper
load pipeline
load provider

PARTITIONS=2

gdpr() { crt "$1" gdpr --now "$(at 15:00)" "${@:2}"; }

# Ann's mail went through SendGrid, a text message through Twilio; Bob's through a mail server.
providers() {
	shop acme
	{ cart c1 10:00 "$(person 7 Ann@shop.example)"; cart c2 10:00 "$(person 8 bob@shop.example)"; } | ingest 10:01
	recover 10:20
	recover 11:20
	query "SET session_replication_role = replica;
		UPDATE crt.messages m SET provider = CASE c.email WHEN 'bob@shop.example' THEN 'smtp' ELSE 'sendgrid' END, provider_id = 'id-' || c.external_id
		  FROM crt.customers c WHERE c.id = m.customer_id;
		INSERT INTO crt.messages SELECT (jsonb_populate_record(m, '{\"channel\": \"SMS\", \"provider\": \"twilio\", \"provider_id\": \"SM7\"}')).*
		  FROM crt.messages m WHERE provider = 'sendgrid' ON CONFLICT DO NOTHING;
		INSERT INTO crt.messages SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'channel', 'SMS', 'provider', 'twilio', 'provider_id', 'SM7'))).*
		  FROM crt.messages m WHERE provider = 'sendgrid'"
}

calls() { query "SELECT provider, state, count(*) FROM crt.erasure_calls GROUP BY 1, 2 ORDER BY 1" | row; }

# verify FILE: with openssl alone.
verify() {
	"$B/bin/crt-gdpr" audit key > public.pem
	openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in "$1" -sigfile "$1.sig" > verified 2>&1
}

# Catches: the receipt was signed before its last byte; the calls were not in the dry run.
@test "openssl verifies the receipt, which has the counts, what providers must erase, and no data of the person" {
	providers
	gdpr 0 erase -n Ann@shop.example --receipt r.json
	assert_equal "$(jq -r 'select(.table == "erasure_calls").rows' out)" 2
	[ ! -e r.json ]
	assert_equal "$(calls)" ""
	gdpr 0 erase Ann@shop.example --yes --receipt r.json
	jq -sc 'map({store, table, rows})' out > printed
	assert_equal "$(jq -c .erased r.json)" "$(< printed)"
	assert_equal "$(jq -c '[.receipt, .organization, .customers, .time, .providers]' r.json)" \
		'["erasure","acme",1,"2026-11-02T15:00:00Z",[{"calls":1,"provider":"sendgrid","state":"waiting"},{"calls":1,"provider":"twilio","state":"waiting"}]]'
	assert_equal "$(stat -c %a r.json r.json.sig | row)" "600 600"
	assert_equal "$(grep -ic ann@ r.json)" 0
	verify r.json
	sed -i 's/"customers":1/"customers":2/' r.json
	if verify r.json; then false; fi
	gdpr 64 erase bob@shop.example --yes --receipt r.json
	assert_has 'the file "r.json" exists'
	assert_equal "$(query "SELECT count(*) FROM crt.customers WHERE email = 'bob@shop.example'")" 1
	gdpr 77 erase bob@shop.example --yes --receipt missing/r.json
	assert_equal "$(query "SELECT count(*) FROM crt.customers WHERE email = 'bob@shop.example'")" 1
	gdpr 0 erase ann@shop.example --yes --receipt again.json
	assert_equal "$(jq -c .erased again.json)" "$(< printed)" "the receipt of the erasure that did it"
	gdpr 0 erase bob@shop.example --yes --receipt bob.json
	assert_equal "$(jq -c .providers bob.json)" "[]" "a mail server keeps nothing that crt could erase"
}

# Catches: the address was not sealed.
@test "what a provider must erase is sealed, its response is kept, and crt key drop knows of it" {
	providers
	gdpr 0 erase ann@shop.example --yes
	assert_equal "$(calls)" "sendgrid|waiting|1 twilio|waiting|1"
	pg_dump --data-only --schema crt --exclude-table crt.runs > dump
	grep -q 'bob@' dump
	assert_equal "$(grep -ic ann@ dump)" 0
	assert_lacks SM7 dump
	gdpr 0 erasures
	assert_equal "$(jq -r '[.store, .provider, .state, .attempts] | join(" ")' out | sort | row)" "acme sendgrid waiting 0 acme twilio waiting 0"
	query "UPDATE crt.erasure_calls SET state = 'done', what = NULL, response = '202', responded_at = '2026-11-03Z' WHERE provider = 'sendgrid'"
	gdpr 0 erasures
	assert_equal "$(jq -r .provider out)" twilio
	gdpr 0 erasures --all --limit 1
	gdpr 0 erasures --all --after "$(jq -r .id out)"
	assert_equal "$(wc -l < out)" 1
	gdpr 64 erasures --after x
	gdpr 0 erase ann@shop.example --yes
	assert_equal "$(calls)" "sendgrid|done|1 twilio|waiting|1" "once"
}

# Catches: the receipt was written before the commit.
@test "an erasure that is killed at any point has no receipt of what it did not do, and the next run writes it" {
	providers
	local n=0 got=137
	while [ $got -ne 0 ]; do
		n=$((n + 1)) got=0
		rm -f r.json
		CRT_FAULT=$n "$B/bin/crt-gdpr" --now "$(at 15:00)" erase ann@shop.example --yes --receipt r.json > out 2> err || got=$?
		[ $got -ne 0 ] && [ $got -ne 137 ] && { cat err; return 1; }
		[ ! -e r.json ] || { verify r.json; assert_equal "$(query "SELECT count(*) FROM crt.customers WHERE external_id = 'erased'")" 1; }
	done
	assert_equal "$((n > 4))" 1 "fault points: $n"
	verify r.json
	assert_equal "$(jq -c '[.customers, (.erased | length > 5)]' r.json)" "[1,true]"
	assert_equal "$(calls)" "sendgrid|waiting|1 twilio|waiting|1"
}

# erasures WANT [ARGUMENT...]: requests what is queued from the providers.
erasures() {
	crt "$1" send erasures --now "$(at 16:00)" --sendgrid-url "$URL" --sendgrid-key-file "$PWD/key" \
		--twilio-url "$URL" --twilio-account AC00000000000000000000000000000001 --twilio-key-file "$PWD/key" --twilio-from +15017122661 "${@:2}"
}

# Catches: a response that quotes the address, a "what" that outlives the final response, and a failure that stops the other provider.
@test "crt-send erasures requests each erasure until its final response, which has no data of the person" {
	local job='{"method":"POST","path":"/v3/recipients/erasejob","responses":[{"status":202,"body":{"job_id":"job-1"}}]}'
	providers
	gdpr 0 erase Ann@shop.example --yes
	private_file key secret.of.acme
	serve_api '{"method":"POST","responses":[{"status":503},{"status":429}]},{"method":"DELETE","responses":[{"status":409}]}'
	erasures 0 -n
	assert_equal "$(cat server/log 2> /dev/null | wc -l)" 0
	erasures 75
	assert_equal "$(calls)" "sendgrid|waiting|1 twilio|waiting|1"
	erasures 75
	assert_equal "$(query "SELECT provider, attempts, response FROM crt.erasure_calls ORDER BY 1" | row)" "sendgrid|2|429 twilio|2|409"
	serve_api '{"method":"POST","responses":[{"status":401}]},{"method":"DELETE","responses":[{"status":404}]}'
	erasures 69
	assert_has "SendGrid rejected the key (HTTP 401)"
	assert_equal "$(calls)" "sendgrid|waiting|1 twilio|done|1"
	assert_equal "$(jq -r 'select(.method == "DELETE").target' server/log)" /2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/SM7.json
	serve_api "$job"
	erasures 0
	assert_equal "$(jq -r '[.provider, .state, .response] | join(" ")' out)" "sendgrid done 202 job-1"
	assert_equal "$(jq -c '.body | fromjson | .email_addresses' server/log)" '["Ann@shop.example"]'
	assert_equal "$(query "SELECT count(what) FROM crt.erasure_calls")" 0
	erasures 0
	assert_equal "$(wc -l < server/log)" 1
	assert_lacks Ann@shop.example err out
}

# Catches: a call that a crash loses.
@test "killed anywhere, an erasure is requested at least once, and its response is stored" {
	local n status=1
	providers
	private_file key secret.of.acme
	serve_api '{"method":"POST","responses":[{"status":202,"body":{"job_id":"j"}}]},{"method":"DELETE","responses":[{"status":204}]}'
	gdpr 0 erase Ann@shop.example --yes
	query "CREATE TABLE kept AS SELECT id, what FROM crt.erasure_calls"
	for ((n = 1; status != 0 && n < 30; n++)); do
		query "UPDATE crt.erasure_calls c SET state = 'waiting', what = k.what FROM kept k WHERE k.id = c.id"
		count_start
		status=0
		CRT_FAULT=$n "$B/bin/crt-send" --log text erasures --sendgrid-url "$URL" --sendgrid-key-file "$PWD/key" --twilio-url "$URL" \
			--twilio-account AC00000000000000000000000000000001 --twilio-key-file "$PWD/key" --twilio-from +1 > out 2> err || status=$?
		erasures 0
		assert_equal "$(calls)" "sendgrid|done|1 twilio|done|1"
	done
	[ "$n" -gt 3 ]
}

# Catches: active people anonymized, suppressions of people who may return, figures that change.
@test "people who did nothing for long are removed and may return, figures stay, and small groups are reported" {
	providers
	cart c3 10-10:00 "$(person 9 cy@shop.example)" | ingest 10-10:01
	cart c4 10-10:00 "$(person 17 Ann@shop.example)" | ingest 10-10:01
	figures() { "$B/bin/crt-report" --now 2027-02-20T00:00:00Z --json --part recovery --since 2026-11-01; }
	CLOCK=2027-02-05T00:00:00Z
	crt 64 gdpr anonymize --yes
	assert_has '--inactive is missing'
	crt 64 gdpr anonymize --inactive 90d
	assert_has 'to confirm, add --yes'
	crt 0 detect
	figures > before
	crt 0 gdpr anonymize --inactive 90d -n
	assert_equal "$(jq -r '[.store, .people] | join(" ")' out)" "acme 1"
	assert_equal "$(query "SELECT count(*) FROM crt.customers WHERE email IS NULL")" 0
	crt 0 gdpr anonymize --inactive 90d --yes
	assert_equal "$(query "SELECT string_agg(lower(email), ' ' ORDER BY id) FROM crt.customers")" \
		"$(query "SELECT string_agg(lower(email), ' ' ORDER BY id) FROM crt.customers WHERE email NOT ILIKE 'bob%'")"
	assert_equal "$(query "SELECT count(*) FROM crt.customers WHERE external_id = 'erased'")" 1 "Bob: Ann has another account"
	assert_equal "$(query 'SELECT count(*) FROM crt.suppressions') $(calls)" "0 "
	figures > after
	assert_equal "$(< after)" "$(< before)"
	[ -s after ]
	crt 3 gdpr anonymity
	assert_equal "$(jq -c '[.table, .rows, .groups, .smallest, .below]' out)" '["carts",1,1,1,1]'
	assert_has '1 rows are in groups of fewer than 5'
	assert_equal "$(query "SELECT action, object, rows FROM crt.audit_log")" "anonymize|acme|1"
}
