# links.bash: a mail whose links lead through crt, and the webhook server that handles them.
#
#	load helper
#	load pipeline
#	load serve_ingest
#	load links
#	mailed			ann has received a mail; the paths of its links: link cart, link item 2, ...
#	state			the state of people, carts, and consents
#	served 60		starts the webhook server with its clock a minute after the sending

SITE='{"links_url": "https://crt.example/", "unsubscribe_mail": "stop@shop.example"}'
AGENT='Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
TOKEN='[A-Za-z0-9_-]{52}[.][A-Za-z0-9_-]{22}'

# mailed [SETTINGS]: ann has received the first mail of cart c1; its text has links, and a cup in the cart has a page.
mailed() {
	shop acme "${1:-$SITE}"
	cat > first.yaml <<-'END'
		template: first
		locale: en
		subject: Your cart
		text: |
		  cart {{ links.cart }}
		  {% for i in cart.items -%}
		  item {{ i.url }}
		  {% endfor -%}
		  hidden {{ links.hidden }}
		  wishes {{ links.preferences }}
		  open {{ links.open }}
		  stop {{ links.unsubscribe }}{{ store.address }}
	END
	crt 0 campaign --now 2026-11-01T00:00:00Z apply first.yaml
	cup | ingest 10:01
	recover 10:20
	recover 11:20
	assert_equal "$(mails_to ann@shop.example)" 1
	text mail/new/* > text
	sent=$(query "SELECT extract(epoch FROM sent_at)::bigint FROM crt.messages WHERE sent_at IS NOT NULL")
}

cup() {
	cart c1 10:00 | jq -c '.data.cart.items = [("cup?x=1", "pot/ü") | {id: ., title: ., quantity: 1, price: "25.00",
		url: "https://shop.example/\(.)"}]'
}

text() { /usr/bin/python3 -c 'import email, email.policy, sys
print(email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default).get_body(("plain",)).get_content())' "$1"; }

# link NAME [N]: the path of the N-th link of that name in the mail.
link() { grep "^$1 " text | sed -n "${2:-1}s|.* https://crt.example||p"; }

# served [SECONDS]: starts the webhook server with its clock SECONDS after the sending.
served() {
	ingest_end
	ingest_serve --now "$(date -u -d "@$((sent + ${1:-3600}))" +%FT%TZ)"
}

# The state of people, carts, and consents.
state() {
	query "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM (SELECT to_jsonb(c)::text AS t FROM crt.customers c
		UNION ALL SELECT to_jsonb(c)::text FROM crt.carts c UNION ALL SELECT to_jsonb(c)::text FROM crt.consents c
		UNION ALL SELECT to_jsonb(c)::text FROM crt.suppressions c UNION ALL SELECT to_jsonb(c)::text FROM crt.identities c) t"
}
