#!/usr/bin/env bats
# access.bats: users sign in with a password and a second factor; API keys are shown once.

load helper

setup() {
	test_begin
	for slug in acme globex; do store $slug; done
	CLOCK=2026-11-22T10:00:00Z
}

# run_crt STATUS ARGUMENT...: runs crt at the time CLOCK, with standard input.
run_crt() {
	local want=$1 got=0
	shift
	echo "\$ crt $*"
	count_start
	"$B/bin/crt" --log text --now "$CLOCK" "$@" > out 2> err || got=$?
	cat err
	assert_equal "$got" "$want" "exit status of crt"
}

# check STATUS OUTCOME [LINES [ARGUMENT...]]: Anna's sign-in with these lines on standard input.
check() {
	printf '%b' "${3-correct horse\\n}" > lines
	run_crt "$1" user check anna@acme.example --organization acme --json "${@:4}" < lines
	assert_equal "$(jq -r .outcome out)" "$2" "${3-}"
}

# user [ARGUMENT...]: adds Anna. The cost is low, because a test need not be safe.
user() {
	export CRT_PASSWORD_COST=14
	run_crt 0 user add anna@acme.example --organization acme "$@"
	echo 'correct horse' | run_crt 0 user password anna@acme.example --organization acme
}

# totp SECRET TIME: the code of RFC 6238, without our library.
totp() {
	/usr/bin/python3 -c 'import base64, datetime, hmac, struct, sys
at = datetime.datetime.fromisoformat(sys.argv[2].replace("Z", "+00:00")).timestamp()
mac = hmac.digest(base64.b32decode(sys.argv[1]), struct.pack(">Q", int(at) // 30), "sha1")
print("%06d" % ((struct.unpack(">I", mac[mac[-1] & 15:][:4])[0] & 0x7fffffff) % 1000000))' "$@"
}

audited() { query "SELECT string_agg(action || ' ' || object, ',' ORDER BY number) FROM crt.audit_log a JOIN crt.organizations o ON o.id = organization_id WHERE o.slug = 'acme'"; }

# Catches: an organization that org set adds; a name that another has; a change that the audit log lacks.
@test "organizations are added, changed, and listed" {
	run_crt 0 org add initech --name 'Initech Inc' --timezone Europe/Berlin
	run_crt 0 org add initech
	assert_equal "$(< out)" '{"organization":"initech","outcome":"unchanged"}'
	run_crt 0 org set initech --name Initech
	run_crt 64 org set initrode --name x
	assert_has 'no organization "initrode"'
	run_crt 64 org add Initech
	run_crt 64 org set initech --timezone Europe/Atlantis
	run_crt 0 org list
	assert_equal "$(jq -c '[.organization, .name, .timezone, .stores]' out | paste -sd ' ')" \
		'["acme","acme","UTC",1] ["globex","globex","UTC",1] ["initech","Initech","Europe/Berlin",0]'
	assert_equal "$(query "SELECT count(*) FROM crt.audit_log WHERE action = 'org set' AND object = 'initech'")" 2
	# Seen to fail: the rows of an organization without a store were in no list and no export.
	crt 0 gdpr audit list
	assert_equal "$(jq -r 'select(.organization == "initech").action' out | sort | paste -sd ,)" 'org set,org set'
	crt 0 gdpr audit export
	mv out lines
	crt 0 gdpr audit verify lines
	assert_equal "$(jq -r 'select(.organization == "initech").state' out)" whole
	crt 0 gdpr audit list -s acme
	assert_equal "$(jq -r 'select(.organization == "initech").action' out)" ""
}

# Catches: a password in clear; a wrong one that is accepted; a user of another organization; a short password.
@test "a password signs its user in, and nobody else" {
	user --role ADMIN
	run_crt 0 user add bob@globex.example --organization globex
	# Seen to fail: options for a user who exists were dropped in silence.
	run_crt 0 user add bob@globex.example --organization globex --role OWNER
	assert_has 'warning: the user exists and is not changed; run: crt user set'
	run_crt 64 user list --organization acme globex
	echo 'Anna@acme-2026' | run_crt 64 user password anna@acme.example --organization acme
	assert_has 'the password is easy to guess: it is made of common words or of names'
	run_crt 64 user list --organization nobody
	assert_has 'no organization "nobody"'
	run_crt 0 user list --organization acme
	assert_equal "$(jq -c '[.user, .role, .factor, .state]' out)" '["anna@acme.example","ADMIN","NONE","active"]'
	assert_equal "$(query "SELECT password LIKE '\$scrypt\$ln=14,r=8,p=1\$%' FROM crt.users WHERE email LIKE 'anna%'")" t
	check 0 signed_in 'correct horse\n' --session
	token=$(jq -r .session out)
	assert_equal "$(query "SELECT s.token = sha256('$token') FROM crt.sessions s")" t
	run_crt 0 user sessions Anna@ACME.example --organization acme --json
	session=$(jq -r .session out)
	check 77 wrong_password 'correct horsf\n'
	for lines in '' '\n' 'correct horse \n'; do
		printf "$lines" > lines
		got=0
		"$B/bin/crt" user check anna@acme.example --organization acme < lines > out 2>&1 || got=$?
		[ $got = 64 ] || assert_equal "$got" 77 "status of $lines"
	done
	# A user without a password, and one that does not exist, look alike.
	for who in bob@globex.example eve@globex.example; do
		echo 'correct horse' > lines
		run_crt 77 user check $who --organization globex < lines
		cat err > "alike.${who%%@*}"
	done
	assert_equal "$(< alike.bob)" "$(< alike.eve)"
	run_crt 0 user revoke anna@acme.example "$session" --organization acme
	assert_equal "$(jq -r .sessions out)" 1
	echo short | run_crt 64 user password anna@acme.example --organization acme
	assert_lacks 'correct horse' err alike.bob
	run_crt 0 user set anna@acme.example --organization acme --disable yes
	check 77 wrong_password
	run_crt 0 user set anna@acme.example --organization acme --disable no --role OWNER
	check 0 signed_in
	run_crt 64 user remove anna@acme.example --organization acme
	run_crt 0 user remove anna@acme.example --organization acme --yes
	assert_equal "$(query "SELECT count(*) FROM crt.sessions, crt.users WHERE email LIKE 'anna%'")" 0
	assert_equal "$(audited)" "user add ADMIN,user password ,user sign-in signed_in,user sign-in wrong_password,user sign-in wrong_password,user revoke ,user set disabled,user set enabled,user sign-in signed_in many_failures,user remove "
}

# Catches: a code that is accepted twice, or without a password; a recovery code that is accepted twice; a secret in clear.
@test "an authenticator's code is accepted once, and each recovery code once" {
	user
	run_crt 0 user totp anna@acme.example --organization acme
	assert_equal "$(wc -l < out) $(sed 1d out | sort -u | wc -l)" "11 10"
	secret=$(sed -n '1s/.*secret=\([A-Z2-7]*\)&.*/\1/p' out)
	recovery=$(sed -n 2p out)
	assert_equal "$(query "SELECT totp LIKE 'v1:test:%' AND position('$recovery' IN u::text) = 0 AND position('$secret' IN u::text) = 0
		AND sha256('$recovery') = ANY (recovery) FROM crt.users u")" t
	code=$(totp "$secret" $CLOCK)
	check 0 signed_in "correct horse\n$code\n"
	check 77 wrong_code "correct horse\n$code\n"
	CLOCK=2026-11-22T10:01:00Z
	check 77 wrong_password "wrong horse!\n$(totp "$secret" $CLOCK)\n"
	check 0 signed_in "correct horse\n$(totp "$secret" $CLOCK)\n"
	check 0 signed_in "correct horse\n${recovery^^}\n"
	check 77 wrong_code "correct horse\n$recovery\n"
	assert_equal "$(query 'SELECT cardinality(recovery), count(*) FROM crt.users, crt.sessions WHERE revoked_at IS NULL AND NOT pending GROUP BY 1')" ""
	run_crt 64 user set anna@acme.example --organization acme --factor SMS
	assert_has 'add --phone NUMBER'
	run_crt 0 user set anna@acme.example --organization acme --factor NONE
	check 0 signed_in
}

# Catches: a code in the list of processes, one that is accepted in another session, twice, or after ten minutes.
@test "a code by e-mail or text message is accepted once, in its session" {
	query "UPDATE crt.stores SET settings = settings || '{\"from\": \"Shop <shop@shop.example>\"}'"
	cat > program <<-'END'
		#!/bin/sh
		while read -r line; do
			echo "$* $line" >> text
			id=${line#*\"message\":\"}
			echo "{\"message\":\"${id%%\"*}\",\"status\":\"sent\",\"provider_id\":\"p7\",\"code\":\"202\"}"
		done
	END
	chmod 755 program
	user
	run_crt 0 user set anna@acme.example --organization acme --factor EMAIL
	export CRT_CHANNEL=maildir CRT_MAILDIR=$PWD/mail
	mkfifo typed
	has_sent() { [ "$(sent)" ]; }
	sent() { grep -ohE 'code is [0-9]{6}' -r mail | cut -d ' ' -f 3; }
	for i in 1 2; do
		"$B/bin/crt" --log text --now "$CLOCK" user check anna@acme.example --organization acme --json < typed > out 2> err &
		exec 9> typed
		echo 'correct horse' >&9
		until_so has_sent
		if [ $i = 1 ]; then sent >&9; code=$(sent); else echo "$code" >&9; fi
		exec 9>&-
		wait $! || true
		assert_equal "$(jq -r .outcome out)" "$([ $i = 1 ] && echo signed_in || echo wrong_code)"
		rm -r mail
	done
	run_crt 0 user set anna@acme.example --organization acme --factor SMS --phone +493012345678
	printf '%b' 'correct horse\n000000\n' > lines
	CRT_SMS_CHANNEL=exec CRT_SMS_PROGRAM=$PWD/program run_crt 77 user check anna@acme.example --organization acme --json < lines
	assert_has 'Your sign-in code is ' text
	assert_equal "$(jq -r .outcome out)" wrong_code
	CRT_CHANNEL=smtp CRT_SMTP_URL=smtp://127.0.0.1:9 run_crt 0 user set anna@acme.example --organization acme --factor EMAIL
	CRT_CHANNEL=smtp CRT_SMTP_URL=smtp://127.0.0.1:9 run_crt 69 user check anna@acme.example --organization acme < lines
	assert_has 'run: crt-send test'
}

# Catches: an attacker who tries on; a lock that reveals whether the user exists; a lock without end; a mark that is missing.
@test "after five failures nobody can try on for 15 minutes, and what is unusual is marked" {
	user
	check 0 signed_in 'correct horse\n' --country DE --agent Firefox --address 192.0.2.1
	assert_equal "$(jq -r .marks out)" null
	check 0 signed_in 'correct horse\n' --country FR --agent curl --address 192.0.2.1
	assert_equal "$(jq -r .marks out)" 'new_country new_agent'
	for i in 1 2 3 4 5; do check 77 wrong_password 'wrong horse!\n' --address 192.0.2.2; done
	assert_has 'hint: crt user attempts EMAIL'
	check 77 locked 'correct horse\n'
	assert_has 'too many failed sign-ins: the next attempt is possible at 2026-11-22T10:'
	CLOCK=2026-11-22T10:16:00Z
	check 0 signed_in 'correct horse\n' --country DE
	assert_equal "$(jq -r .marks out)" many_failures
	[[ $(audited) == *"wrong_password many_failures"* ]]
	# A network locks, whoever it tries.
	CLOCK=2026-11-22T11:00:00Z
	query "INSERT INTO crt.sign_ins (organization_id, at, login, network, outcome)
		SELECT organization_id, '2026-11-22T10:59Z', gen_random_uuid(), network, 'wrong_password' FROM crt.sign_ins, generate_series(1, 4)
		 WHERE outcome = 'wrong_password'"
	check 77 locked 'correct horse\n' --address 192.0.2.2
	check 0 signed_in 'correct horse\n' --address 192.0.2.3
	run_crt 0 user attempts anna@acme.example --organization acme --limit 2 --json
	assert_equal "$(jq -r .outcome out | paste -sd ' ')" 'signed_in signed_in'
	assert_equal "$(query "SELECT count(*) FROM crt.sign_ins s WHERE s::text ~ '192.0.2|Firefox|anna'")" 0
}

# Catches: a key in clear; a key that works after its end; a checksum that nobody checks; a scope too many.
@test "an API key is shown once, has scopes and an end, and can be rotated" {
	run_crt 0 api-key add pos --organization acme --scope carts:read --scope reports:read --expires 90d
	key=$(< out)
	[[ $key =~ ^crt_sk_[0-9A-Za-z]{36}$ ]]
	assert_equal "$(/usr/bin/python3 -c 'import sys, zlib
n, out = zlib.crc32(sys.argv[1][7:37].encode()), ""
for _ in range(6): n, d = divmod(n, 62); out = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[d] + out
print(out)' "$key")" "${key: -6}"
	assert_equal "$(query "SELECT count(*) FROM crt.api_keys k WHERE k.hash = sha256('$key') AND position('$key' IN k::text) = 0")" 1
	run_crt 64 api-key add pos --organization acme --scope carts:read
	assert_has 'organization "acme" has a valid key "pos"'
	run_crt 64 api-key list --organization nobody
	assert_has 'no organization "nobody"'
	run_crt 64 api-key add all --organization acme --scope everything
	run_crt 64 api-key add none --organization acme
	run_crt 64 api-key add pos2 --organization acme --scope carts:read -s globex
	assert_has 'organization "acme" has no store "globex"'
	run_crt 64 api-key add web --organization acme --publishable --scope carts:read
	run_crt 0 api-key add web --organization acme --publishable -s acme
	[[ $(< out) =~ ^crt_pk_ ]]
	echo "$key" | run_crt 0 api-key check
	assert_equal "$(< out)" '{"organization":"acme","store":null,"scopes":"carts:read reports:read"}'
	echo "${key%?}$([ "${key: -1}" = a ] && echo b || echo a)" | run_crt 77 api-key check
	run_crt 0 api-key rotate pos --organization acme --overlap 1h
	new=$(< out)
	for k in "$key" "$new"; do echo "$k" | run_crt 0 api-key check; done
	CLOCK=2026-11-22T11:00:01Z
	echo "$key" | run_crt 77 api-key check
	run_crt 0 api-key list --organization acme --json
	assert_equal "$(jq -r '[.name, .state, .used] | join(" ")' out | sort)" "pos active 2026-11-22T10:00:00Z
pos expired 2026-11-22T10:00:00Z
web active "
	run_crt 0 api-key revoke pos --organization acme
	echo "$new" | run_crt 77 api-key check
	run_crt 64 api-key revoke pos --organization acme
	assert_equal "$(audited)" "api-key add pos,api-key add web,api-key rotate pos,api-key revoke pos"
}
