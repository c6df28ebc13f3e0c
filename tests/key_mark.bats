#!/usr/bin/env bats
# key_mark.bats: a key file that has not hashed the addresses in the database is refused (P6).

load helper
load pipeline

# Seen to fail: the wrong key hashed the addresses, the opt-out was not recognized, and ann was mailed.
@test "another key file than that of the first run is refused by every command that reads addresses" {
	shop acme
	crt 0 gdpr suppress add ann@shop.example
	(umask 077; echo "other $(head -c 32 /dev/zero | base64)" > key; { cat key "$CRT_KEY_FILE"; } > both)
	cart c1 10:00 > feed
	export CRT_KEY_FILE=$PWD/key
	for command in "ingest feed" campaign "gdpr suppress check ann@shop.example" "gdpr suppress add bob@shop.example"; do
		crt 78 $command < /dev/null
		assert_has "key\" is not the key file with which this database was used"
		assert_has 'hint: give the original one with --key-file'
	done
	assert_equal "$(query 'SELECT count(*) FROM crt.customers')" 0
	export CRT_KEY_FILE=$PWD/both
	crt 0 ingest --now "$(at 10:01)" feed
	recover 10:20
	recover 11:20
	assert_equal "$(mails)" 0
}
