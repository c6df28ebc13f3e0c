#!/usr/bin/env bats
# templates.bats: partials, layouts, designs, defaults, and versions of templates, and previews of a cart.

load helper
load campaign
load pipeline

# partial NAME LINE...: prints a partial.
partial() {
	printf 'partial: %s\n' "$1"
	shift
	printf '%s\n' "$@"
}

@test "a template prints partials and a layout of its store, its language, and its part" {
	store acme
	partial card 'html: <b>{{ item.title }}</b>' 'text: "* {{ item.title }}"' > card.yaml
	partial card 'locale: de' 'html: <i>{{ item.title }}</i>' > card.de.yaml
	partial main 'html: "<body>{{ content_for_layout }}|{{ store.address }}{{ links.unsubscribe }}</body>"' \
		'text: "{{ content_for_layout }}|{{ store.address }}{{ links.unsubscribe }}"' > main.yaml
	partial main 'store: acme' 'html: "<main>{{ content_for_layout }}{{ store.address }}{{ links.unsubscribe }}</main>"' > own.yaml
	for locale in en de; do
		printf '%s\n' 'template: r' "locale: $locale" 'subject: "{{ design.color }}"' 'design_config: { color: "#102030", layout: main, tone: warm }' \
			"html: \"{% render 'card' for cart.items as item %}{{ design.tone }}{{ store.color }}\"" \
			"text: \"{% layout 'main' %}{% render 'card', item: cart.items[0] %}\"" > "r.$locale.yaml"
	done
	crt 0 campaign apply card.yaml card.de.yaml main.yaml r.en.yaml r.de.yaml
	crt 0 campaign preview r --part html --locale en
	assert_has '<body><b>Tischleuchte Fjord</b><b>Bienenwachskerze</b>warm#102030|Nordlicht GmbH' out
	crt 0 campaign preview r --part html --locale de
	assert_has '<i>Tischleuchte Fjord</i>' out
	crt 0 campaign preview r --locale de
	assert_has '* Tischleuchte Fjord|Nordlicht GmbH' out
	crt 0 campaign preview r --part subject
	assert_equal "$(< out)" '#102030'
	crt 0 campaign apply own.yaml
	crt 0 campaign preview r --part html --locale en
	assert_has '<main><b>Tisch' out
	crt 0 campaign preview r --part page --locale en
	assert_has 'srcdoc="&lt;main>' out
	assert_has "default-src 'none'" out
	crt 64 campaign preview --file r.en.yaml --part page
}

# Seen to fail: a partial that no longer compiles with a stored template was applied.
@test "apply finds what is wrong with a partial, its template, and their links, with file and line" {
	store acme
	partial card 'html: |' '  ok' '  {{ item.title' > card.yaml
	crt 78 campaign apply card.yaml
	assert_has 'card.yaml:4:3: html of partial "card": "{{" is not closed'
	partial card 'html: <a href="http://acme.example/">x</a>' > card.yaml
	crt 78 campaign apply card.yaml
	assert_has 'a link by http'
	partial card 'html: "{{ item.title }}"' > card.yaml
	template r "html: \"{% render 'crad' %}\"" 'text: x' > r.yaml
	crt 78 campaign apply card.yaml r.yaml
	assert_has 'r.yaml:4:19: html of template "r": there is no partial "crad"'
	template r "html: \"{% render 'card' %}\"" 'text: x' > r.yaml
	crt 78 campaign apply card.yaml r.yaml
	assert_has 'r.yaml:4:19: html of template "r": partial "card": no message has the variable "item.title"'
	template r "html: \"{% render 'card', item: cart.items[0] %}\"" 'text: |' '  {{ links.unsubscribe }}{{ store.address }}' \
		'  See http://acme.example/' > r.yaml
	crt 78 campaign apply card.yaml r.yaml
	assert_has 'r.yaml:7:7: text of template "r": a link by http'
	sed -i '/See/d' r.yaml
	crt 0 campaign apply card.yaml r.yaml
	partial card 'html: "{{ item.title }}{{ cart.tital }}"' > card.yaml
	crt 78 campaign apply card.yaml
	assert_has 'template "r" (en): partial "card": no message has the variable "cart.tital"'
	assert_equal "$(query 'SELECT html FROM crt.partials')" '{{ item.title }}'
	for design in 'color: red' 'logo: "http://a.example/l.png"' 'layout: "a b"' 'tone: [a]'; do
		template d "design_config: { $design }" 'text: x' > d.yaml
		crt 78 campaign apply d.yaml
		assert_has 'd.yaml:4:'
	done
	template d 'design_config: { tone: warm }' 'text: "{{ design.tune }}"' > d.yaml
	crt 78 campaign apply d.yaml
	assert_has 'no message has the variable "design.tune"'
}

@test "each change of a template is a version, and one language is the default" {
	store acme
	template r 'text: one' > r.yaml
	crt 0 campaign apply r.yaml
	crt 0 campaign apply r.yaml
	sed -i 's/one/two/' r.yaml
	crt 0 campaign apply r.yaml --csv
	assert_has ',r,en,changed,text,2' out
	crt 0 campaign templates r --csv
	assert_equal "$(cut -d, -f2-5,7 out)" $'name,locale,channel,version,current\nr,en,EMAIL,2,yes\nr,en,EMAIL,1,no'
	assert_equal "$(query 'SELECT left(text, 3) FROM crt.template_versions')" one
	sed 's/locale: en/locale: fr/; 1a is_default: true' r.yaml > fr.yaml
	sed 's/locale: en/locale: es/; 1a is_default: true' r.yaml > es.yaml
	crt 0 campaign apply fr.yaml
	crt 0 campaign preview r --locale pt
	assert_equal "$(query "SELECT locale FROM crt.templates WHERE is_default")" fr
	crt 78 campaign apply es.yaml
	assert_has 'another language of template "r" is the default'
}

# Seen to fail: without the country, the second person got the default.
@test "a message has the language of the person, the country, the store, or the default; a cart can be previewed and sent to a tester" {
	shop acme
	for locale in de it; do
		template first 'text: "{{ cart.items[0].title }} {{ links.cart }}"' | sed "s/locale: en/locale: $locale/; s/Hello/$locale {{ customer.locale }}/" > "t.$locale.yaml"
	done
	sed -i '1a is_default: true' t.it.yaml
	crt 0 campaign apply t.de.yaml t.it.yaml
	query "UPDATE crt.stores SET locale = 'sv'" > /dev/null
	who() { printf '{"id":"%s","email":"p%s@shop.example","consent":{"email":{"state":"granted"}}%s}' "$1" "$1" "$2"; }
	{
		cart c1 10:00 "$(who 1 ',"locale":"de-AT"')"
		cart c2 10:00 "$(who 2 ',"country":"AT"')"
		cart c3 10:00 "$(who 3 ',"locale":"pt","country":"ZQ"')"
		cart c4 10:00 "$(who 4 '')"
		cart c5 10:00 "$(who 5 ',"locale":"en-GB","country":"AT"')"
	} | ingest 10:01
	recover 11:20
	assert_equal "$(query "SELECT string_agg(p.external_id || m.locale, ' ' ORDER BY p.external_id)
		FROM crt.messages m JOIN crt.customers p ON p.id = m.customer_id")" '1de 2de 3it 4it 5en'
	crt 0 campaign preview first --cart c1 --locale de
	assert_has 'Tea cup https://shop.example/c1' out
	crt 0 campaign preview first --cart c1 --part subject
	assert_equal "$(< out)" 'de de-AT'
	crt 64 campaign preview first --cart nope
	assert_has 'there is no cart "nope"'
	crt 64 campaign preview first --cart c1 --data t.de.yaml
	crt 0 send test --channel maildir --maildir "$PWD/test" --to me@example.org --template first --cart c1
	cat test/new/* > mail.eml
	assert_has 'Tea cup https://shop.example/c1' mail.eml
	assert_has 'Subject: de de-AT' mail.eml
	assert_lacks 'p1@shop.example' mail.eml
	crt 64 send test --to me@example.org --template first
	assert_equal "$(query 'SELECT count(*) FROM crt.messages')" 5
}
