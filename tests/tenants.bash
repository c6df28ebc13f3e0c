# tenants.bash: two organizations, "ours" and "theirs", with rows in every table, and a role of ours.
#
#	load tenants	after pipeline
#	teardown() { tenants_end; }

ROLE=scoped_$$

# What a role needs to run the commands, and no more.
both() {
	shop ours
	shop theirs
	local store
	for store in ours theirs; do
		{
			cart c1 10:00 "$(person 7 ann@shop.example +4930123456)" $store
			cart c2 10:00 "$(person 8 bob@shop.example)" $store
			order o1 01-10:00 failed "$(person 8 bob@shop.example)" '"cart_id":"c2"' $store
			cart c3 10:00 "$(person 10 "")" $store
			cart c4 10:00 "$(person 11 "")" $store much
			order o2 10:05 bought "$(person 10 "")" '' $store
			checkpoint 10:00 $store
			withdraw 10:00 '"email":"eve@shop.example"' $store
			record privacy.requested 10:00 '{"kind":"access","customer":{"email":"eve@shop.example"}}' $store
			record fetch.wanted 10:00 '{"endpoint":"cart","id":"c9"}' $store
			record cart.updated 10:00 '{"cart":{}}' $store
		} > feed
		crt 3 ingest --now "$(at 10:01)" feed
	done
	recover 10:20
	recover 11:20
	query "INSERT INTO crt.handed_off SELECT store_id, id, cart_id, campaign_id, step_index, channel, status, basis, provider, updated_at FROM crt.messages"
	query "SELECT format('{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/stores/%s\",\"type\":\"crt.message.opened\",\"time\":\"2026-11-02T12:00:00Z\",\"data\":{\"message\":\"%s\"}}', m.id, s.slug, m.id)
	          FROM crt.messages m JOIN crt.stores s ON s.id = m.store_id" | ingest 12:01
	query "INSERT INTO crt.audit_log (organization_id, time, action, object, rows) SELECT id, '2026-11-02Z', 'scan', '', 0 FROM crt.organizations"
	query "INSERT INTO crt.reply_reviews SELECT store_id, id, true, '2026-11-02Z' FROM crt.consents"
	query "INSERT INTO crt.users (organization_id, email, role, created_at, updated_at) SELECT id, slug || '@people.example', 'OWNER', '2026-11-02Z', '2026-11-02Z' FROM crt.organizations;
		INSERT INTO crt.sessions (organization_id, user_id, token, pending, created_at, seen_at, expires_at)
		SELECT organization_id, id, sha256(email::bytea), false, '2026-11-02Z', '2026-11-02Z', '2026-11-03Z' FROM crt.users;
		INSERT INTO crt.sign_ins (organization_id, at, login, user_id, outcome) SELECT organization_id, '2026-11-02Z', id, id, 'signed_in' FROM crt.users;
		INSERT INTO crt.api_keys (organization_id, store_id, name, prefix, hash, scopes, created_at)
		SELECT organization_id, id, 'till', 'crt_sk_', sha256(slug::bytea), '{}', '2026-11-02Z' FROM crt.stores"
	query "INSERT INTO crt.pauses SELECT organization_id, id, '2026-12-02Z' FROM crt.stores;
		INSERT INTO crt.partials SELECT id, id, 'foot', 'en', 't', NULL, '2026-11-01Z', '2026-11-01Z' FROM crt.stores;
		INSERT INTO crt.template_versions SELECT t.id, 90 + row_number() OVER (), s.id, 's', NULL, 't', NULL, NULL, NULL, '2026-11-01Z'
		FROM crt.stores s, (SELECT id FROM crt.templates LIMIT 1) t;
		INSERT INTO crt.segments SELECT id, 'all', 's', '{}', '2026-11-01Z', '2026-11-01Z' FROM crt.stores"
	query "INSERT INTO crt.send_days SELECT id, 'shop.example', '2026-11-02', 1 FROM crt.organizations;
		INSERT INTO crt.send_rates SELECT id, 'smtp', '2026-11-02Z' FROM crt.organizations"
	query "INSERT INTO crt.experiments SELECT store_id, id, 1, '14 days', 5, 1, '2026-11-01Z' FROM crt.campaigns"
	query "INSERT INTO crt.refusals SELECT store_id, id, '2026-11-02Z', id, '550 5.1.1', id FROM crt.messages"
	query "INSERT INTO crt.dnc_numbers SELECT id, 212, id FROM crt.organizations; INSERT INTO crt.dnc_areas SELECT id, 212, '2026-11-02Z', 1 FROM crt.organizations;
		INSERT INTO crt.dnc_imports SELECT id, id, 'full', 'f', 's', NULL, '2026-11-02Z', 1, 0, 1, 0, '{212}', 'r', '2026-11-02Z' FROM crt.organizations"
	query "INSERT INTO crt.erasures SELECT organization_id, id, ARRAY[id], 1, '[]', '2026-11-02Z' FROM crt.stores;
		INSERT INTO crt.erasure_calls SELECT id, id, id, 'sendgrid', 'v1:k:s', 'waiting', 0, NULL, '2026-11-02Z' FROM crt.stores"
	query "INSERT INTO crt.breaches (organization_id, id, nature, aware_at, due_at) SELECT id, id, 'n', '2026-11-02Z', '2026-11-05Z' FROM crt.organizations;
		INSERT INTO crt.breach_acts (organization_id, breach_id, at, act, detail) SELECT id, id, '2026-11-02Z', 'breach open', '' FROM crt.organizations;
		INSERT INTO crt.breach_people SELECT id, id, id FROM crt.stores;
		INSERT INTO crt.notices (store_id, of_id, customer_id, subject, body, created_at) SELECT id, id, id, 's', 'b', '2026-11-02Z' FROM crt.stores"
	crt 0 report rollup
	query "INSERT INTO crt.publications SELECT id, '2026-10-01', '2026-11-01', 'revenue', 1, '{}', '[]', '2026-11-01' FROM crt.stores;
		INSERT INTO crt.rollup_days SELECT id, '2026-11-02' FROM crt.stores;
		INSERT INTO crt.rollup_changes SELECT id, 'episode', NULL, '2026-11-02Z' FROM crt.stores"
	printf '%s\n' 'template: own' 'locale: en' 'store: theirs' 'subject: s' 'text: t{{ links.unsubscribe }}{{ store.address }}' > own.yaml
	crt 0 campaign apply own.yaml
	query "CREATE ROLE $ROLE LOGIN;
		GRANT USAGE ON SCHEMA crt TO $ROLE;
		GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA crt TO $ROLE;
		INSERT INTO crt.access (role, organization_id) SELECT '$ROLE', id FROM crt.organizations WHERE slug = 'ours'"
}

tenants_end() {
	export PGUSER=crt
	test_end
	local got=$?
	psql -qXAt > /dev/null <<-END
		SELECT format('DROP OWNED BY %I; DROP ROLE %I', rolname, rolname) FROM pg_roles
		 WHERE rolname ~ '^$ROLE' \gexec
	END
	return $got
}
