#!/usr/bin/env bats
# domains.bats: the checks of the senders' domains, with a DNS server of our own.

load helper
load pipeline
load serve

setup() {
	test_begin
	: > records
	serve . dns_script.py records
}

# domains STATUS VERDICTS OPTION...: the checks of $domain alone, and their verdicts.
domains() {
	crt "$1" send --json domains --resolver "127.0.0.1:$(< port)" "${@:3}"
	assert_equal "$(jq -r '[.check, .verdict] | join(" ")' out | paste -sd ,)" "$2"
	assert_equal "$(jq -r .domain out | uniq)" "$domain"
}

# Seen to fail: with a record of the parent's DMARC ignored; with two SPF records taken as one; with any key accepted.
@test "SPF, DKIM, DMARC, and the return path are checked, and what lacks is named with its remedy" {
	domain=shop.acme.example
	shop acme '{"from": "Shop <a@shop.acme.example>", "bounce_mail": "b@bounce.shop.acme.example"}'
	store beta '{"from": "Shop <b@shop.acme.example>", "bounce_mail": "b@bounce.shop.acme.example"}'
	mkdir -m 700 keys
	(umask 077; openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out keys/mail.pem)
	domains 78 "spf warning,dkim fault,dmarc fault,return fault" --dkim-keys keys
	key=$(jq -r 'select(.check == "dkim").record' out)
	assert_equal "$key" "v=DKIM1; k=rsa; p=$(openssl pkey -in keys/mail.pem -pubout -outform DER | base64 -w0)"
	good="_dmarc.acme.example TXT v=DMARC1; p=none
		mail._domainkey.shop.acme.example TXT $key
		bounce.shop.acme.example MX mx.acme.example"
	printf '%s\n' "$good" 'bounce.shop.acme.example TXT v=spf1 mx -all' 'bounce.shop.acme.example TXT other' > records
	domains 0 "spf ok,dkim ok,dmarc ok,return ok" --dkim-keys keys
	printf '%s\n' "${good/p=M/p=X}" 'bounce.shop.acme.example TXT v=spf1 mx -all' 'bounce.shop.acme.example TXT v=spf1 a -all' > records
	domains 78 "spf fault,dkim fault,dmarc ok,return ok" --dkim-keys keys
}

@test "a selector of the mail server is looked up; a server that fails is no fault of the domain" {
	domain=acme.example
	shop acme '{"from": "Shop <a@acme.example>", "bounce_mail": "b@other.example"}'
	printf '%s\n' 'acme.example FAIL' '_dmarc.acme.example FAIL' 'mail._domainkey.acme.example TXT k=rsa; p=MIIB' \
		'other.example TXT v=spf1 +all' 'other.example A 192.0.2.1' > records
	domains 0 "spf warning,dkim ok,lookup warning,return ok,return warning" --selector mail
	domains 0 "spf warning,dkim warning,lookup warning,return ok,return warning"
	crt 64 send domains --resolver nine
	assert_has '"nine" is not an IPv4 address'
}
