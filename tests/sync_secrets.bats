#!/usr/bin/env bats
# sync_secrets.bats: a store's secrets can be set, and never read back.

load helper

woo() {
	crt "${1:-0}" sync store add acme --platform woocommerce --url https://acme.example --name Acme \
		--currency EUR "${@:2}"
}

# shown NAME: its value in store show.
shown() {
	crt 0 sync store show "${2:-acme}" --json >&2
	jq -r --arg name "$1" 'select(.name == $name) | .value' out
}

@test "credentials are read from a file of names and values, and only the names are shown" {
	private_file keys 'consumer_key: ck_marker
consumer_secret: cs_marker'
	woo 0 --credentials keys
	assert_equal "$(jq -r .outcome out)" added
	assert_equal "$(shown credentials)" "consumer_key consumer_secret"
	assert_equal "$(shown credentials_key)" test
	assert_equal "$(shown webhook_secrets)" null
	assert_lacks marker out err
	assert_equal "$(query "SELECT count(*) FROM crt.stores WHERE stores::text LIKE '%marker%'")" 0
	woo 0 --credentials keys
	assert_equal "$(jq -r .outcome out)" same
	private_file keys '{"consumer_key":"ck_marker","consumer_secret":"cs_other"}'
	crt 0 sync store set acme --credentials keys
	assert_equal "$(jq -r .outcome out)" changed
	crt 0 sync store set acme --credentials keys
	assert_equal "$(jq -r .outcome out)" same
	printf '{"consumer_key":"ck_piped","consumer_secret":"cs"}' | crt 0 sync store set acme --credentials - wait=1h
	assert_equal "$(shown credentials)" "consumer_key consumer_secret"
	# Seen to fail: it was stored, and the next poll was rejected.
	printf '{"consumer_key":"ck_piped"}' | crt 78 sync store set acme --credentials -
	assert_has 'the credential consumer_secret is missing'
	assert_equal "$(shown credentials)" "consumer_key consumer_secret"
	assert_equal "$(shown wait)" 1h
}

@test "a dry run reads the secrets and stores none" {
	private_file keys '{consumer_key: a, consumer_secret: b}'
	woo 0
	crt 0 sync store set acme -n --credentials keys
	assert_equal "$(jq -r .outcome out)" changed
	assert_equal "$(query 'SELECT count(api_credentials) FROM crt.stores')" 0
}

@test "each error is reported with its line and without the secret, and nothing is stored" {
	local text want
	while IFS='|' read -r text want; do
		private_file keys "$(printf '%b' "$text")"
		woo 78 --credentials keys
		assert_has "$want"
		assert_lacks marker err
	done <<-'END'
		consumer_key: a\nconsumer_sekret: marker|keys:2:1: woocommerce has no credential "consumer_sekret"
		access_token: marker|woocommerce has no credential "access_token"
		consumer_key: "marker "|keys:1:1: consumer_key begins or ends with a space
		consumer_key: "mar\\x07ker"|a control character
		consumer_key: "mar\\nker"|keys:1:1: consumer_key contains a control byte
		consumer_key: ""|keys:1:1: consumer_key must have 1 to 8192 bytes
		consumer_key: [marker]|keys:1:1: consumer_key takes text
		- marker|keys:1:1: this takes NAME: VALUE
		consumer_key: a\nconsumer_key: marker|keys:2:1
	END
	private_file keys 'consumer_sekret: marker'
	woo 78 --credentials keys
	assert_has 'did you mean consumer_secret?'
	chmod 644 keys
	woo 78 --credentials keys
	assert_has 'can be read by others'
	woo 64 --credentials nowhere
	crt 64 sync store set nobody --credentials keys
	assert_equal "$(query 'SELECT count(*) FROM crt.stores')" 0
	crt 0 sync store add plain --platform other --url https://a.example --name A --currency EUR
	private_file keys 'consumer_key: marker'
	crt 78 sync store set plain --credentials keys
	assert_has 'a store of the platform other has no credentials'
	crt 64 sync store set plain
	woo 64 --credentials - --webhook-secret - < keys
	crt 64 sync store add -f keys --credentials keys
}

@test "a store file names files of secrets, relative to its own folder" {
	mkdir shops
	private_file shops/acme.keys 'consumer_key: ck_marker
consumer_secret: cs_marker'
	private_file shops/acme.hook 'hook_marker_0123456789'
	cat > shops/acme.yaml <<-'END'
		slug: acme
		platform: woocommerce
		store_url: https://acme.example
		name: Acme
		currency: EUR
		credentials_file: acme.keys
		webhook_secret_file: acme.hook
	END
	crt 0 sync store add -f shops/acme.yaml
	assert_equal "$(shown credentials)" "consumer_key consumer_secret"
	assert_equal "$(shown webhook_secrets)" 1
	crt 0 sync store add -f shops/acme.yaml
	assert_equal "$(jq -r .outcome out)" same
	sed -i 's/acme.keys/""/' shops/acme.yaml
	crt 78 sync store add -f shops/acme.yaml
	assert_has 'acme.yaml:6:19: expected the path of a file'
}

@test "a new webhook secret does not invalidate the previous one at once" {
	woo 0
	private_file hook first_secret_0123
	crt 0 sync store set acme --webhook-secret hook --now 2026-11-22T10:00:00Z
	assert_equal "$(jq -r .outcome out)" changed
	echo second_secret_012 | crt 0 sync store set acme --webhook-secret - --now 2026-11-22T11:00:00Z
	crt 0 sync store show acme --json --now 2026-11-22T12:59:00Z
	assert_equal "$(jq -r 'select(.name == "webhook_secrets").value' out)" 2
	crt 0 sync store show acme --json --now 2026-11-22T13:00:00Z
	assert_equal "$(jq -r 'select(.name == "webhook_secrets").value' out)" 1
	private_file hook short
	crt 78 sync store set acme --webhook-secret hook
	assert_has 'must have 16 to 1024 bytes'
}

@test "without the key nothing can be opened, and credentials can be set again" {
	private_file keys '{consumer_key: ck_marker, consumer_secret: cs_marker}'
	private_file hook hook_marker_0123456789
	woo 0 --credentials keys --webhook-secret hook
	(umask 077; echo "other $(head -c 32 /dev/urandom | base64)" > other.key)
	export CRT_KEY_FILE=$PWD/other.key
	assert_equal "$(shown credentials)" sealed
	assert_equal "$(shown credentials_key)" test
	crt 0 sync store set acme --webhook-secret hook
	assert_has 'it is replaced'
	assert_equal "$(shown webhook_secrets_key)" other
	assert_equal "$(shown credentials)" sealed
	assert_equal "$(shown credentials_key)" test
	crt 0 sync store set acme --credentials keys
	assert_has 'it is replaced'
	crt 0 sync store set acme --credentials keys
	assert_equal "$(< err)" ""
	assert_equal "$(shown credentials_key)" other
	assert_equal "$(shown webhook_secrets)" 1
	CRT_KEY_FILE=$PWD/nowhere crt 78 sync store set acme --credentials keys
	CRT_KEY_FILE=$PWD/nowhere crt 0 sync store show acme
}

@test "at a terminal store add prompts for each credential, and does not echo it" {
	woo 0
	/usr/bin/python3 "$TOP/tests/fault/terminal.py" "$B/bin/crt-sync" store set acme --credentials - \
		-- 'consumer_key (' ck_marker 'consumer_secret (' cs_marker > out
	assert_equal "$(tail -1 out)" "exit 0"
	assert_lacks marker out
	assert_equal "$(shown credentials)" "consumer_key consumer_secret"
	/usr/bin/python3 "$TOP/tests/fault/terminal.py" "$B/bin/crt-sync" store set acme --webhook-secret - \
		-- 'webhook secret (' 'hook_marker_0123456789' > out
	assert_equal "$(tail -1 out)" "exit 0"
	assert_equal "$(shown webhook_secrets)" 1
	/usr/bin/python3 "$TOP/tests/fault/terminal.py" "$B/bin/crt-sync" store set acme --credentials - \
		-- 'consumer_key (' $'abc\x03' > out
	assert_has 'interrupted' out
	assert_equal "$(tail -1 out)" "exit 64"
	assert_has 'echo on' out
}
