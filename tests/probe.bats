#!/usr/bin/env bats
# probe.bats: doctor tests shops and the mail server; crt-send test without --to sends nothing.

load helper
load shop

# mail MODE [OPTION...]: starts a mail server; its URL is in $MAIL.
mail() {
	serve mail.run smtp_script.py "$@"
	MAIL=smtp://127.0.0.1:$(< mail.run/port)
}

# doctor STATUS ARGUMENT...: prints the results for shops and the mail server.
doctor() {
	local got=0
	"$([ -e beside ] && echo beside || echo "$B/bin")/crt" --log text doctor --json "${@:2}" > out 2> err || got=$?
	assert_equal "$got" "$1" "exit status of crt doctor"
	jq -r 'select(.check | startswith("shop") or . == "mail server") | [.check, .verdict, .found, .todo] | join("|")' out
}

# applied: marks the files of the schema as applied, which they are.
applied() {
	local file name
	psql -qX -f "$TOP/sql/query/migrate/schema_prepare.sql" 2> notices
	for file in "$TOP"/sql/schema/*.sql; do
		name=$(basename "$file" .sql)
		echo "INSERT INTO crt.schema_version VALUES ($((10#${name%%_*})), '$name', '$(sha256sum < "$file" | cut -c-64)', now());"
	done | psql -qX -v ON_ERROR_STOP=1
}

# smtp_commands: the commands that the mail server received.
smtp_commands() { sed 's/^[0-9]* //' mail.run/log | cut -d' ' -f1 | paste -sd ' '; }

# Catches: a pin or a mechanism that has no effect.
@test "the mail server's public key can be pinned, and the login mechanism chosen" {
	openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2> /dev/null
	local pin=sha256//$(openssl x509 -in cert.pem -pubkey -noout | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | base64)
	mail ok --auth anna secret --tls cert.pem key.pem
	private_file password secret
	local login=(--smtp-url "smtp://localhost:${MAIL##*:}" --smtp-ca-file cert.pem --smtp-user anna --smtp-password-file password)
	crt 0 send test "${login[@]}" --smtp-pin "$pin" --smtp-auth plain
	crt 69 send test "${login[@]}" --smtp-pin "sha256//$(printf '%043d=' 0)"
	assert_has "the server has another public key"
	assert_has "smtp_pin"
	crt 78 send test "${login[@]}" --smtp-pin "md5//x"
	crt 69 send test "${login[@]}" --smtp-auth cram-md5
	assert_lacks "CRAM" mail.run/log
}

# Catches: a test without --to that sends something, or does not log in.
@test "crt-send test without --to logs in and sends nothing" {
	mail ok --auth anna secret
	private_file password secret
	PGHOST=/nowhere crt 0 send test --smtp-url "$MAIL" --smtp-tls off --smtp-user anna --smtp-password-file password
	assert_equal "$(< out)" "$MAIL is ready
no mail was sent; --to ADDRESS sends one"
	assert_equal "$(smtp_commands | grep -o 'EHLO.*AUTH')" "EHLO AUTH"
	assert_lacks MAIL mail.run/log
	private_file password wrong
	crt 69 send test --smtp-url "$MAIL" --smtp-tls off --smtp-user anna --smtp-password-file password
	assert_has 'the login is refused'
	assert_has 'hint: check smtp_user and smtp_password_file; the server replied: 535'
	assert_has 'crt-send: option "--smtp-user": smtp: the login is refused'
	crt 69 send test --smtp-url "$MAIL"
	assert_has 'TLS is required'
	assert_has 'hint: use smtps://HOST:465 if the server has TLS there, or smtp_tls: off'
	crt 75 send test --smtp-url smtp://127.0.0.1:1 --smtp-tls off
	assert_has 'hint: check that the mail server runs, and its host and port (option "--smtp-url")'
	# seen to fail: each named smtp_user, smtp_password_file, and smtp_tls of crt.yaml
	CRT_SMTP_URL=localhost crt 78 send test
	assert_has 'crt-send: CRT_SMTP_URL in the environment: channel smtp: smtp: the URL of the mail server is not smtp://HOST:PORT'
	assert_lacks smtp_tls err
	printf '\nsend:\n smtp_url: localhost\n' > crt.yaml
	crt 78 send test -c crt.yaml
	assert_has 'crt-send: crt.yaml:3: smtp_url: channel smtp: '
	crt 64 send test --smtp-ca-file nowhere
	assert_has 'option "--smtp-ca-file": channel smtp: cannot read the certificates "nowhere"'
	crt 64 send test --smtp-url smtp://127.0.0.1:1 --to nonsense --from me@here.example
	assert_has '--to: '
	crt 0 send test -n --smtp-url smtp://127.0.0.1:1
	assert_equal "$(< out)" "smtp://127.0.0.1:1 would be probed"
}

@test "crt-send test checks that a Maildir can be written" {
	crt 0 send test --channel maildir --maildir mail
	assert_equal "$(head -1 out)" "mail is ready"
	assert_equal "$(find mail -type f)" ""
	crt 78 send test --channel maildir --maildir nowhere/mail
	assert_has 'hint: the folder above it must exist'
	crt 78 send test --channel maildir
	assert_has 'hint: set the folder for the mails (maildir in the section send: of crt.yaml)'
	assert_lacks smtp err
	: > file
	crt 78 send test --channel maildir --maildir file
}

# Catches: an installation for text messages that is warned about a mail server.
@test "doctor tests the channels of text and push messages that are configured, and then no mail server" {
	private_file token secret
	echo '[{"method":"GET","responses":[{"body":{"messages":[]}},{"status":401}]}]' > rules.json
	serve api.run http_script.py "$PWD/rules.json"
	printf 'send:\n twilio_account: AC00000000000000000000000000000001\n twilio_from: "+15017122661"\n twilio_key_file: %s\n twilio_url: %s\n fcm_key_file: %s\n' \
		"$PWD/token" "http://127.0.0.1:$(< api.run/port)" "$PWD/token" > crt.yaml
	channels() { jq -r 'select(.check | test("mail server|messages")) | [.check, .verdict, .found] | join("|")' out; }
	doctor 78 -c crt.yaml > shops
	assert_equal "$(channels)" "text messages|ok|http://127.0.0.1:$(< api.run/port) is ready
push messages|fault|crt.yaml:6: fcm_key_file: channel fcm: the key file of FCM is not JSON"
	doctor 78 -c crt.yaml > shops
	channels | grep -q "text messages|fault|.*Twilio rejected the key (HTTP 401)"
	serve_end
}

# Catches: a test of --channel alone.
@test "crt-send test and doctor test each of several providers" {
	mail ok
	private_file key SG.secret
	echo '[{"method":"GET","responses":[{"body":{"scopes":["mail.send"]}},{"status":401}]},{"responses":[{"status":202}]}]' > rules.json
	serve api.run http_script.py "$PWD/rules.json"
	local url=http://127.0.0.1:$(< api.run/port)
	printf 'send:\n providers: smtp=3,sendgrid=1\n smtp_url: %s\n smtp_tls: off\n sendgrid_url: %s\n sendgrid_key_file: %s\n' \
		"$MAIL" "$url" "$PWD/key" > crt.yaml
	doctor 78 -c crt.yaml > rows
	assert_has "mail server|ok|$MAIL is ready, $url is ready|" rows
	crt 69 send test -c crt.yaml
	assert_has "$MAIL is ready" out
	assert_has "SendGrid rejected the key (HTTP 401)"
	crt 0 send test -c crt.yaml --from shop@shop.example --to me@shop.example
	assert_equal "$(< out)" "smtp accepted the test mail to me@shop.example
sendgrid accepted the test mail to me@shop.example"
	serve_end api.run
}

@test "doctor tests each shop and the mail server, and prints remedies" {
	applied
	mail ok
	shop '[{"path":"~currencies/current","responses":[{"body":{"code":"USD"}}]},{"responses":[{"body":[]}]}]'
	woo_store acme
	SENDER= woo_store mute
	crt 0 sync store add plain --platform other --url https://plain.example --name P --currency EUR \
		--set from=plain@shop.example
	printf 'send:\n smtp_url: %s\n smtp_tls: off\n' "$MAIL" > crt.yaml
	assert_equal "$(doctor 78 -c crt.yaml)" "mail server|ok|$MAIL is ready|
shop acme|ok|it accepts the credentials|
shop acme|warning|the shop's currency is USD, the store's is EUR|crt-sync store set acme currency=USD
shop mute|ok|it accepts the credentials|
shop mute|warning|no mail is sent: from is not set|crt-sync store set mute 'from=NAME <ADDRESS>'
shop mute|warning|the shop's currency is USD, the store's is EUR|crt-sync store set mute currency=USD"
	assert_lacks '"check":"store mute","verdict":"warning","found":"no mail is sent' out
	assert_lacks MAIL mail.run/log
	shop '[{"responses":[{"status":401,"body":{"code":"x"}}]}]'
	crt 0 sync store set mute store_url=http://127.0.0.1:1
	serve_end mail.run
	printf 'send:\n smtp_url: smtp://127.0.0.1:1\n smtp_tls: off\n' > crt.yaml
	doctor 78 -c crt.yaml > rows
	assert_equal "$(grep -c '^mail server|warning|' rows)" 1
	assert_equal "$(grep -c "^shop acme|fault|status 401: .*|crt-sync store set acme --credentials FILE" rows)" 1
	assert_equal "$(grep -c '^shop mute|warning|http://127.0.0.1:1: ' rows)" 1
}

@test "doctor warns without credentials or a mail server; with --offline it connects to nothing" {
	applied
	shop '[{"responses":[{"body":[]}]}]'
	crt 0 sync store add plain --platform other --url https://plain.example --name P --currency EUR
	mkdir beside
	cp "$B/bin/crt" beside
	printf '#!/bin/sh\necho "$*" >> called.send\necho \047{"level":"error","message":"no","hint":"x"}\047 >&2\nexit 75\n' > beside/crt-send
	chmod 755 beside/crt-send
	shops="shops|warning|no store has API credentials|crt-sync store add, or crt-sync store set STORE --credentials FILE"
	assert_equal "$(doctor 78)" "mail server|warning|no|set smtp_url in the section send: of crt.yaml; see crt-send(1)
$shops"
	assert_equal "$(CRT_SMTP_URL=smtp://a.example doctor 78)" "mail server|warning|no|x
$shops"
	rm called.send
	woo_store acme
	assert_equal "$(doctor 78 --offline)" ""
	[ ! -e called.send ]
	ln -s "$(type -P jq)" jq
	assert_equal "$(PATH=$PWD doctor 78 | grep '^shop')" "shops|warning|crt-sync is not installed|"
	assert_equal "$(requests length)" 0
}
