#!/usr/bin/env bats
# secrets.bats: what is sealed in a store's row opens there with its key, and nowhere else.

load helper

setup() {
	test_begin
	store acme
	store globex
	ACME=$(query "SELECT id FROM crt.stores WHERE slug = 'acme'")
	GLOBEX=$(query "SELECT id FROM crt.stores WHERE slug = 'globex'")
}

# secrets STATUS STORE TIME VERB [TEXT]
secrets() {
	local want=$1 got=0
	shift
	"$B/fault/secrets_drive" "$@" > out 2> err || got=$?
	cat err
	assert_equal "$got" "$want" "exit status"
}

@test "credentials are stored sealed, and replaced as a whole" {
	secrets 0 "$ACME" 2026-11-22T10:00:00Z show
	assert_equal "$(< out)" "{}"
	secrets 0 "$ACME" 2026-11-22T10:00:00Z keep '{"consumer_key":"ck_marker","consumer_secret":"cs_märker"}'
	secrets 0 "$ACME" 2026-11-22T10:00:00Z show
	assert_equal "$(< out)" '{"consumer_key":"ck_marker","consumer_secret":"cs_märker"}'
	assert_equal "$(query "SELECT api_credentials LIKE 'v1:test:%' AND api_credentials NOT LIKE '%marker%',
		updated_at FROM crt.stores WHERE slug = 'acme'")" "t|2026-11-22 10:00:00+00"
	secrets 0 "$ACME" 2026-11-22T10:00:00Z keep '{"consumer_key":"other"}'
	secrets 0 "$ACME" 2026-11-22T10:00:00Z show
	assert_equal "$(< out)" '{"consumer_key":"other"}'
	secrets 64 "${ACME%????}0000" 2026-11-22T10:00:00Z keep '{}'
	secrets 64 "${ACME%????}0000" 2026-11-22T10:00:00Z renew 0123456789abcdef
}

@test "a replaced secret is valid for two more hours, and not longer" {
	secrets 0 "$ACME" 2026-11-22T10:00:00Z renew first-secret-0001
	secrets 0 "$ACME" 2026-11-23T10:00:00Z renew second-secret-002
	secrets 0 "$ACME" 2026-11-23T11:00:00.5Z renew third-secret-0003
	secrets 0 "$ACME" 2026-11-23T11:59:59.9Z show
	assert_equal "$(< out)" '{}
third-secret-0003
second-secret-002
first-secret-0001'
	secrets 0 "$ACME" 2026-11-23T12:00:00Z show
	assert_equal "$(< out)" '{}
third-secret-0003
second-secret-002'
	secrets 0 "$ACME" 2026-11-23T13:00:00.5Z show
	assert_equal "$(< out)" '{}
third-secret-0003'
}

@test "an unchanged secret stays, a former one can return, and four are stored" {
	for i in 1 2 2 1 3 4 5 5; do
		secrets 0 "$ACME" 2026-11-22T10:00:00Z renew "secret-number-000$i"
	done
	secrets 0 "$ACME" 2026-11-22T10:00:00Z show
	assert_equal "$(< out)" '{}
secret-number-0005
secret-number-0004
secret-number-0003
secret-number-0001'
	before=$(query "SELECT webhook_secret FROM crt.stores WHERE slug = 'acme'")
	secrets 0 "$ACME" 2026-11-24T10:00:00Z renew secret-number-0005
	assert_equal "$(query "SELECT webhook_secret FROM crt.stores WHERE slug = 'acme'")" "$before"
}

@test "an invalid secret is rejected" {
	secrets 78 "$ACME" 2026-11-22T10:00:00Z renew 0123456789abcde
	secrets 78 "$ACME" 2026-11-22T10:00:00Z renew "$(printf %01025d 1)"
	secrets 78 "$ACME" 2026-11-22T10:00:00Z renew $'0123456789abcdef\n'
	assert_equal "$(query 'SELECT count(webhook_secret) FROM crt.stores')" 0
}

@test "concurrent replacements do not undo each other" {
	for i in 1 2 3 4; do
		"$B/fault/secrets_drive" "$ACME" 2026-11-22T10:00:00Z renew "secret-number-000$i" 2>> err &
	done
	wait
	secrets 0 "$ACME" 2026-11-22T10:00:00Z show
	assert_equal "$(LC_ALL=C sort out)" 'secret-number-0001
secret-number-0002
secret-number-0003
secret-number-0004
{}'
}

@test "a secret does not open in the row of another store, with another key, or after a change" {
	secrets 0 "$ACME" 2026-11-22T10:00:00Z keep '{"access_token":"marker"}'
	query "UPDATE crt.stores SET api_credentials = (SELECT api_credentials FROM crt.stores WHERE slug = 'acme')
		WHERE slug = 'globex'"
	secrets 78 "$GLOBEX" 2026-11-22T10:00:00Z show
	assert_has 'the credentials or webhook secrets cannot be opened: sealed secret was changed or belongs to another store'
	query "UPDATE crt.stores SET webhook_secret = api_credentials WHERE slug = 'acme'"
	secrets 78 "$ACME" 2026-11-22T10:00:00Z show
	query "UPDATE crt.stores SET webhook_secret = NULL, api_credentials = api_credentials || 'A'"
	secrets 78 "$ACME" 2026-11-22T10:00:00Z show
	query "UPDATE crt.stores SET api_credentials = left(api_credentials, -1)"
	secrets 0 "$ACME" 2026-11-22T10:00:00Z show
	(umask 077; echo "other $(head -c 32 /dev/urandom | base64)" > key)
	CRT_KEY_FILE=key secrets 78 "$ACME" 2026-11-22T10:00:00Z show
	assert_lacks marker err
}
