#!/usr/bin/env bats
# dkim.bats: mails are signed so that another implementation accepts them, and no change of them.

load helper
load pipeline

setup() {
	test_begin
	/usr/bin/python3 -c 'import dkim, nacl' 2> /dev/null || skip "no python3-dkim"
	shop acme '{"links_url": "https://crt.example/"}'
	mkdir -m 700 keys
	(umask 077; openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out keys/mail.pem
		openssl genpkey -algorithm ed25519 -out keys/new.pem)
}

# verify FILE: prints for each signature whether it is valid, and whether both List-Unsubscribe headers are covered;
# then the number of changes of the mail that no signature survives.
verify() {
	/usr/bin/python3 - "$1" "$(openssl pkey -in keys/mail.pem -pubout -outform DER | base64 -w0)" \
		"$(openssl pkey -in keys/new.pem -pubout -outform DER | tail -c 32 | base64 -w0)" <<-'END'
		import dkim, sys
		mail = open(sys.argv[1], 'rb').read()
		keys = {b'mail': 'v=DKIM1; k=rsa; p=' + sys.argv[2], b'new': 'v=DKIM1; k=ed25519; p=' + sys.argv[3]}
		def record(name, timeout=5):
		    selector, rest = name.split(b'.', 1)
		    assert rest == b'_domainkey.shop.example.', rest
		    return keys[selector].encode()
		def valid(text, i):
		    try:
		        return dkim.DKIM(text).verify(idx=i, dnsfunc=record)
		    except dkim.DKIMException:
		        return False
		for i in range(2):
		    d = dkim.DKIM(mail)
		    print(d.verify(idx=i, dnsfunc=record), d.signature_fields[b'a'].decode(), d.signature_fields[b's'].decode(),
		          {b'list-unsubscribe', b'list-unsubscribe-post'} <= {h.strip().lower() for h in d.signature_fields[b'h'].split(b':')})
		head, body = mail.split(b'\r\n\r\n', 1)
		changes = [mail.replace(b'Subject: ', b'Subject: x', 1), head + b'\r\nFrom: evil@x.example\r\n\r\n' + body,
		           b'From: evil@x.example\r\n' + mail, b'Reply-To: evil@x.example\r\n' + mail,
		           mail.replace(b'https://crt.example/u/', b'https://evil.example/u/', 1), mail + b'more\r\n',
		           mail.replace(b'One-Click', b'Two-Click', 1)]
		print(sum(not valid(c, i) for c in changes for i in range(2)), 'of', 2 * len(changes))
		kept = head.replace(b'Subject: ', b'Subject:  \t ', 1) + b' \r\n\r\n' + body.replace(b'\r\n', b' \t\r\n') + b'\r\n \r\n'
		print(valid(kept, 0), valid(kept, 1))
	END
}

# Seen to fail: with List-Unsubscribe-Post left out; with Reply-To covered once; with the body's last empty lines hashed.
@test "two keys sign each mail; an independent verifier accepts it, and none of 14 changes" {
	printf '%s\n' 'template: first' 'locale: en' 'subject: Your  cart' 'text: "a  b \n\n{{ links.unsubscribe }}{{ store.address }}\n\n \n\n"' > first.yaml
	crt 0 campaign apply first.yaml
	cart c1 10:00 | ingest 10:01
	detect 11:20
	campaign 11:20
	crt 0 send --now "$(at 11:20)" --channel maildir --maildir mail --dkim-keys keys < due
	verify mail/new/* > verified
	printf '%s\n' 'True rsa-sha256 mail True' 'True ed25519-sha256 new True' '14 of 14' 'True True' | diff - verified
	[ "$(awk 'length > 998' mail/new/* | wc -l)" -eq 0 ]
}

@test "a mail that should be signed does not leave unsigned" {
	mkdir empty
	cart c1 10:00 | ingest 10:01
	detect 11:20
	campaign 11:20
	crt 78 send --now "$(at 11:20)" --channel maildir --maildir mail --dkim-keys empty < due
	assert_has 'it has no file SELECTOR.pem'
	chmod 644 keys/mail.pem
	crt 78 send --now "$(at 11:20)" --channel maildir --maildir mail --dkim-keys keys < due
	assert_has 'can be read by others'
	rm keys/mail.pem
	(umask 077; openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out keys/mail.pem)
	crt 78 send --now "$(at 11:20)" --channel maildir --maildir mail --dkim-keys keys < due
	assert_has 'the key has 1024 bits; it needs 2048 to 4096'
	[ ! -e mail ]
	assert_equal "$(query 'SELECT status FROM crt.messages')" QUEUED
}
