#!/usr/bin/env bats
# campaign.bats: campaigns and templates from files into the database and back.

load helper

setup_file() {
	make -s -C "$BATS_TEST_DIRNAME/.." templates "B=$B" > "$BATS_FILE_TMPDIR/make.log" 2>&1
	export TEMPLATES=$B/templates
}

# campaign [NAME STORE]: a file of two steps on standard output.
campaign() {
	cat <<-END
		campaign: ${1:-steps}
		store: ${2:-acme}
		trigger:
		  cart_value: { min: "30.00", currency: EUR }
		holdout: 10%
		steps:
		  - { wait: 1h, channel: EMAIL, template: reminder }
		  - { wait: 72h, channel: EMAIL, template: offer, coupon: { code: OFF5, percent: 5, valid: 48h } }
	END
}

# words NAME [LINE...]: a template of a name, with further lines.
words() {
	printf 'template: %s\nlocale: en\nsubject: Hello\n' "$1"
	shift
	[ $# -gt 0 ] || set -- 'text: Your cart'
	printf '%s\n' "$@"
}

# A store with two templates that apply to every store.
shop() {
	store acme
	words reminder > reminder.yaml
	words offer > offer.yaml
	crt 0 campaign apply reminder.yaml offer.yaml
}

# refuse SCRIPT PLACE TEXT [HINT]: the campaign, edited by sed, is refused at LINE:COLUMN.
refuse() {
	campaign | sed "$1" > bad.yaml
	crt 78 campaign apply bad.yaml
	says "bad.yaml:$2: $3"
	[ -z "${4:-}" ] || says "hint: $4"
	same "$(cat out)" ""
	same "$(answer 'SELECT count(*) FROM crt.campaigns')" 0
}

# One member of every line of out.
told() { jq -r ".$1" out | paste -sd ' '; }

@test "apply: new, then the same, then what changed" {
	shop
	campaign > c.yaml
	crt 0 campaign --now 2026-11-01T00:00:00Z apply c.yaml
	same "$(told change) $(told version)" "new 1"
	crt 0 campaign --now 2026-11-02T00:00:00Z apply c.yaml
	same "$(told change) $(told version)" "same 1"
	same "$(answer 'SELECT updated_at::date FROM crt.campaigns')" 2026-11-01
	sed -i 's/10%/20%/; s/72h/96h/; s/30.00/35.00/; 2a priority: 5' c.yaml
	crt 0 campaign --now 2026-11-03T00:00:00Z apply c.yaml
	same "$(told change) $(told version) $(jq -r .parts out)" \
		"changed 2 priority, trigger, holdout, steps, source"
	same "$(answer 'SELECT holdout, priority, updated_at::date, created_at::date FROM crt.campaigns')" \
		"20|5|2026-11-03|2026-11-01"
	same "$(answer "SELECT id = crt.derived(store_id || 'campaign' || name) FROM crt.campaigns")" t
}

@test "apply keeps the steps and the trigger as the rules read them" {
	shop
	campaign > c.yaml
	crt 0 campaign apply c.yaml
	same "$(answer 'SELECT trigger_conditions FROM crt.campaigns')" \
		'{"cart_value": {"min": "30.00", "currency": "EUR"}}'
	same "$(answer 'SELECT sequence_steps FROM crt.campaigns' | jq -c '.[] | [.wait, .not_after, .template, .coupon.code]')" \
		'[3600,259200,"reminder",null]
[259200,432000,"offer","OFF5"]'
	same "$(answer 'SELECT status, priority FROM crt.campaigns')" "ACTIVE|100"
}

@test "plan and -n say what apply would do and do nothing" {
	store acme
	words reminder > a.yaml
	words offer > b.yaml
	campaign > c.yaml
	crt 0 campaign plan .
	same "$(told name) $(told change)" "reminder offer steps new new new"
	cp out planned
	crt 0 campaign apply -n .
	same "$(cat out)" "$(cat planned)"
	same "$(answer 'SELECT (SELECT count(*) FROM crt.campaigns) + (SELECT count(*) FROM crt.templates)')" 0
	crt 0 campaign apply .
	same "$(cat out)" "$(cat planned)"
}

@test "the templates and campaigns of the demo are applied" {
	for slug in nordlicht brightside kettle-co sakura; do
		store "$slug"
	done
	crt 0 campaign apply "$TEMPLATES" "$TOP"/etc/demo/campaign.*.yaml
	same "$(told change | tr ' ' '\n' | sort | uniq -c | xargs)" "19 new"
	same "$(answer 'SELECT count(DISTINCT locale), count(DISTINCT name) FROM crt.templates')" "5|3"
	crt 0 campaign apply "$TEMPLATES" "$TOP"/etc/demo/campaign.*.yaml
	same "$(told change | tr ' ' '\n' | sort | uniq -c | xargs)" "19 same"
	crt 0 campaign show -s sakura three-steps
	same "$(told coupon | xargs) $(told trigger | head -c 51)" \
		'null null KANSHA10 {"cart_value": {"min": "1500", "currency": "JPY"}} '
}

@test "one wrong file and nothing is applied" {
	shop
	campaign > 1.yaml
	campaign other | sed 's/wait: 72h/wait: 1h/' > 2.yaml
	words reminder 'text: Changed' > 0.yaml
	crt 78 campaign apply 0.yaml 1.yaml 2.yaml
	same "$(cat out)" ""
	same "$(answer 'SELECT count(*) FROM crt.campaigns')" 0
	campaign other | sed 's/template: offer/template: ofer/' > 2.yaml
	crt 78 campaign apply 0.yaml 1.yaml 2.yaml
	says '2.yaml:8:44: there is no template "ofer" for EMAIL'
	says 'hint: the nearest is offer'
	same "$(answer "SELECT text FROM crt.templates WHERE name = 'reminder'")" "Your cart"
	same "$(answer 'SELECT count(*) FROM crt.campaigns')" 0
}

@test "a campaign's mistakes are told at their places" {
	shop
	refuse 's/holdout/holdut/' 5:1 'unknown key "holdut"' 'the nearest is holdout'
	refuse 's/acme/acne/' 2:8 'there is no store "acne"' 'the nearest is acme'
	refuse 's/, currency: EUR//' 4:15 '"currency" is missing: there is no preset one' 'say which one'
	refuse 's/EUR/EUX/' 4:41 'unknown currency "EUX"'
	refuse 's/30.00/30.001/' 4:22 'amount "30.001" has more than the 2 decimals of EUR'
	refuse 's/30.00/-1/' 4:22 'an amount below zero'
	refuse 's/min: "30.00"/min: 30, max: 29.99/' 4:31 '"max" is less than "min"'
	refuse 's/min: "30.00", //' 4:15 '"cart_value" needs min or max'
	refuse 's/10%/101%/' 5:10 '"holdout" takes a whole number from 0 to 100, in percent'
	refuse 's/10%/ten/' 5:10 '"holdout" takes a whole number from 0 to 100, in percent'
	refuse '2a status: ACTIV' 3:9 '"status" is ACTIVE, PAUSED or DRAFT, not "ACTIV"' 'the nearest is ACTIVE'
	refuse '2a priority: x' 3:11 '"priority" takes a whole number'
	refuse 's/cart_value:.*/customer: { orders: 1, country: [Germany] }/' 4:36 '"Germany" is no country' 'two capital'
	refuse 's/cart_value:.*/customer: { orders: -1 }/' 4:23 '"orders" takes a whole number'
	refuse 's/cart_value:.*/items: { any: { sku: [] } }/' 4:24 'a list of 1 to 100 texts belongs here'
	refuse 's/cart_value:.*/items: { all: { sku: [x] } }/' 4:12 'unknown key "all"'
	refuse '/store/d' 1:1 '"store" is missing'
	refuse '/^ *- /d' 6:7 'a campaign needs a list of steps'
	refuse 's/campaign: steps/campaign: "a b"/' 1:11 '"a b" is no name'
}

@test "a schedule that cannot be kept is refused" {
	shop
	refuse 's/72h/1h/' 8:13 'step 2 does not wait longer than the one before' 'every wait counts from'
	refuse 's/72h/1441h/' 8:13 'a wait longer than 60 days'
	refuse 's/72h/30d/' 8:13 'step 2 comes after the episode has expired' 'setting expire of store acme'
	refuse 's/reminder/reminder, not_after: 60m/' 7:64 '"not_after" is not later than "wait"'
	refuse 's/1h/soon/' 7:13 '"wait" takes a span such as'
	refuse 's/wait: 1h, //' 7:5 '"wait" is missing'
	campaign | sed '7,$d' > many.yaml
	for i in $(seq 21); do echo "  - { wait: ${i}h, channel: EMAIL, template: reminder }" >> many.yaml; done
	crt 78 campaign apply many.yaml
	says 'many.yaml:27:5: more than 20 steps'
	sed -i '$d' many.yaml
	crt 0 campaign apply many.yaml
}

@test "a store whose episodes last longer takes later steps" {
	store acme '{"expire": "50d"}'
	words reminder > reminder.yaml
	campaign | sed '$d; s/1h/49d/' > c.yaml
	crt 0 campaign apply reminder.yaml c.yaml
	same "$(answer "SELECT sequence_steps #>> '{0,not_after}' FROM crt.campaigns")" $((51 * 86400))
}

@test "what the format has and this version has not is refused by name" {
	shop
	later='this version does not do it'
	refuse '2a attribution: { window: 5d }' 3:1 '"attribution" is not built yet' "$later"
	refuse 's/reminder/reminder, variants: { A: 50% }/' 7:53 '"variants" is not built yet' "$later"
	refuse 's/reminder/reminder, when: { consent: sms }/' 7:53 '"when" is not built yet' "$later"
	refuse '7s/EMAIL/SMS/' 7:26 'channel SMS is not built yet' "$later"
	refuse '7s/EMAIL/PUSH/' 7:26 'channel PUSH is not built yet' "$later"
	refuse '7s/EMAIL/MAIL/' 7:26 'unknown channel "MAIL"' 'the nearest is EMAIL'
	refuse 's/code: OFF5, //' 8:59 'a coupon without "code" is not built yet' 'this version makes no codes'
	refuse 's/percent: 5/percent: 0/' 8:82 '"percent" takes a whole number from 1 to 100'
	refuse 's/, valid: 48h//' 8:59 '"valid" is missing'
}

@test "a template's mistakes are told at their places" {
	store acme
	words a 'html: |' '  <p>' '  {{ customer.fist_name }}' > t.yaml
	crt 78 campaign apply t.yaml
	says 't.yaml:6:6: html of template "a": no message has the variable "customer.fist_name"'
	says 'hint: the nearest is customer.first_name'
	words a 'text: "{{ cart.items.first.prize }}"' > t.yaml
	crt 78 campaign apply t.yaml
	says 't.yaml:4:11: text of template "a": no message has the variable "cart.items.first.prize"'
	says 'hint: the nearest is cart.items.price'
	words a 'text: |' '  é{% if cart.url %}' '  Hello' > t.yaml
	crt 78 campaign apply t.yaml
	says 't.yaml:5:7: text of template "a": '
	words a | sed 's/Hello/{{ cart.total | mony }}/; s/subject: \(.*\)/subject: "\1"/' > t.yaml
	crt 78 campaign apply t.yaml
	says 't.yaml:3:27: subject of template "a": '
	says 'mony'
	words a 'body: x' > t.yaml
	crt 78 campaign apply t.yaml
	says 't.yaml:4:1: unknown key "body"'
	words a 'preview_data: {}' > t.yaml
	crt 78 campaign apply t.yaml
	says 't.yaml:1:1: a template needs text or html'
	words a | sed 's/en$/englishlanguage/' > t.yaml
	crt 78 campaign apply t.yaml
	says 't.yaml:2:9: "englishlanguage" is no language'
	words a | sed 2d > t.yaml
	crt 78 campaign apply t.yaml
	says 't.yaml:1:1: "locale" is missing'
	same "$(answer 'SELECT count(*) FROM crt.templates')" 0
}

@test "what is neither a campaign nor a template, or no file at all" {
	store acme
	echo 'campain: x' > x.yaml
	crt 78 campaign apply x.yaml
	says 'x.yaml:1:1: the first key is "campain", neither campaign nor template'
	says 'hint: the nearest is campaign'
	: > x.yaml
	crt 78 campaign apply x.yaml
	says 'x.yaml:1:1: neither a campaign nor a template'
	crt 78 campaign apply absent.yaml
	says 'cannot open "absent.yaml"'
	mkdir empty
	crt 78 campaign apply empty
	says 'there is no .yaml file in "empty"'
	words a > x.yaml
	cp x.yaml y.yaml
	crt 78 campaign apply x.yaml y.yaml
	says 'y.yaml:1:1: "a" is in x.yaml too'
	printf 'campaign: a\0b\n' > x.yaml
	crt 78 campaign apply x.yaml
	crt 64 campaign apply
}

@test "a template of a store's own, and a campaign that only another store's template would serve" {
	store acme
	store beta
	words reminder 'store: beta' 'text: Beta' > t.yaml
	words offer > o.yaml
	campaign > c.yaml
	crt 78 campaign apply t.yaml o.yaml c.yaml
	says 'c.yaml:7:43: there is no template "reminder" for EMAIL'
	sed -i 's/beta/acme/' t.yaml
	crt 0 campaign apply t.yaml o.yaml c.yaml
	same "$(answer "SELECT s.slug, t.name FROM crt.templates t LEFT JOIN crt.stores s ON s.id = t.store_id ORDER BY 2")" \
		"|offer
acme|reminder"
}

@test "-s keeps apply to the stores it names" {
	shop
	store beta
	campaign > c.yaml
	crt 78 campaign apply -s beta c.yaml
	says 'there is no store "acme" among those of -s'
	crt 0 campaign apply -s acme c.yaml
	same "$(told change)" new
}

@test "pause, activate, delete, and the file again" {
	shop
	campaign > c.yaml
	crt 0 campaign apply c.yaml
	crt 0 campaign pause steps
	same "$(told was) $(told status)" "ACTIVE PAUSED"
	crt 0 campaign apply c.yaml
	same "$(told change)" same "a file that says no status leaves it alone"
	crt 0 campaign -n activate steps
	same "$(answer 'SELECT status FROM crt.campaigns')" PAUSED
	crt 0 campaign activate steps
	same "$(answer 'SELECT status, version FROM crt.campaigns')" "ACTIVE|1"
	echo 'status: PAUSED' >> c.yaml
	crt 0 campaign apply c.yaml
	same "$(jq -r .parts out)" "status, source"
	crt 0 campaign delete steps
	crt 0 campaign list
	same "$(cat out)" ""
	for verb in show export pause activate delete; do
		crt 64 campaign $verb steps
		says 'hint: it was deleted'
	done
	sed -i '$d' c.yaml
	crt 0 campaign apply c.yaml
	same "$(answer 'SELECT status, version FROM crt.campaigns')" "ACTIVE|3"
}

@test "delete stops what runs, and only that campaign's" {
	shop
	campaign one > 1.yaml
	campaign two > 2.yaml
	crt 0 campaign apply 1.yaml 2.yaml
	answer "INSERT INTO crt.enrollments (store_id, id, episode_id, campaign_id, state, reason, next_at, created_at)
		SELECT store_id, crt.derived(name || state), crt.derived(state::text), id, state, NULL,
		    CASE state WHEN 'RUNNING' THEN '2026-11-01Z'::timestamptz END, '2026-11-01Z'
		  FROM crt.campaigns, unnest('{RUNNING,DONE,HOLDOUT}'::crt.enrollment_state[]) state"
	crt 0 campaign delete -n one
	same "$(told stopped)" 1
	same "$(answer "SELECT count(*) FROM crt.enrollments WHERE state = 'RUNNING'")" 2
	crt 0 campaign delete one
	same "$(told stopped)" 1
	same "$(answer "SELECT c.name, e.state, e.reason, e.next_at IS NULL FROM crt.enrollments e
		JOIN crt.campaigns c ON c.id = e.campaign_id WHERE e.state IN ('RUNNING', 'STOPPED') ORDER BY 1")" \
		"one|STOPPED|campaign_deleted|t
two|RUNNING||f"
}

@test "a name in several stores wants -s; an unknown one is told the nearest" {
	shop
	store beta
	campaign > 1.yaml
	campaign steps beta > 2.yaml
	crt 0 campaign apply 1.yaml 2.yaml
	crt 64 campaign pause steps
	says 'campaign "steps" is in several stores: acme, beta'
	crt 0 campaign pause -s beta steps
	same "$(answer 'SELECT s.slug, c.status FROM crt.campaigns c JOIN crt.stores s ON s.id = c.store_id ORDER BY 1')" \
		"acme|ACTIVE
beta|PAUSED"
	crt 64 campaign show setps
	says 'hint: the nearest is steps'
}

@test "list by store and name, in pages" {
	shop
	store beta
	for n in a b c; do
		campaign $n > $n.yaml
	done
	campaign a beta > d.yaml
	crt 0 campaign apply [a-d].yaml
	crt 0 campaign list --limit 3
	same "$(told store) $(told name)" "acme acme acme a b c"
	crt 0 campaign list --limit 3 --after acme/c
	same "$(told store) $(told name)" "beta a"
	crt 0 campaign list -s beta
	same "$(told store) $(told steps)" "beta 2"
	crt 64 campaign list --after c
}

@test "show tells the steps, export the file to the byte" {
	shop
	{ echo '# kept: ä'; campaign; } > c.yaml
	crt 0 campaign apply c.yaml
	crt 0 campaign export steps
	cmp out c.yaml
	crt 0 campaign show steps
	same "$(jq -r '[.step, .wait, .not_after, .template, .coupon] | join(" ")' out)" \
		"1 1h 3d reminder 
2 3d 5d offer OFF5"
	crt 0 campaign show --table steps
	says reminder out
}

@test "preview of a stored template: our example, its own, or a file's data" {
	store acme
	crt 0 campaign apply "$TEMPLATES"
	crt 0 campaign preview reminder --part subject
	same "$(cat out)" "Ihr Warenkorb bei Nordlicht wartet noch"
	crt 0 campaign preview reminder --part subject --locale en
	same "$(cat out)" "Your cart at Nordlicht is still here"
	crt 0 campaign preview offer
	says "DANKE-7K2Q" out
	says "189,70" out
	echo '{"store":{"name":"<Shop>"},"customer":{"locale":"fr-CA"}}' > d.json
	crt 0 campaign preview reminder --data d.json --part html
	says '&lt;Shop&gt;' out
	says '<html lang="fr"' out
	crt 0 campaign preview reminder --data d.json --part subject
	same "$(cat out)" "Votre panier chez <Shop> vous attend"
	words own 'text: "{{ customer.first_name }} {{ cart.items.size }}"' \
		'preview_data: { customer: { first_name: Ada }, cart: { items: [1, 2] } }' > t.yaml
	crt 0 campaign apply t.yaml
	crt 0 campaign preview own
	same "$(cat out)" "Ada 2"
	crt 64 campaign preview own --part html
	crt 64 campaign preview absent
}

@test "a store's own template is previewed before every store's" {
	store acme
	store beta
	words a 'text: all' > 0.yaml
	words a 'store: acme' 'text: acme' > 1.yaml
	words a 'store: beta' 'text: beta' > 2.yaml
	crt 0 campaign apply [01].yaml
	crt 0 campaign preview a
	same "$(cat out)" acme
	crt 0 campaign preview -s beta a
	same "$(cat out)" all
	crt 0 campaign apply 2.yaml
	crt 64 campaign preview a
	says 'hint: say which with -s STORE'
	crt 0 campaign preview -s beta a
	same "$(cat out)" beta
}

@test "preview of a file needs no database" {
	export PGHOST=/nonexistent
	printf '%s' '{{ a | upcase }}{% for i in l %} {{ i }}{% endfor %}' > x.liquid
	echo '{"a":"<b>","l":[1,2]}' > d.json
	crt 0 campaign preview --file x.liquid --data d.json
	same "$(cat out)" "<B> 1 2"
	crt 0 campaign preview --file x.liquid --data d.json --part html
	same "$(cat out)" "&lt;B&gt; 1 2"
	echo '{{ cart.total | money }}' > x.liquid
	crt 0 campaign preview --file x.liquid --locale en
	same "$(cat out)" "€189.70"
	echo '{% if %}' > x.liquid
	crt 78 campaign preview --file x.liquid --data d.json
	says 'x.liquid:1:'
	echo '[]' > d.json
	crt 65 campaign preview --file x.liquid --data d.json
	crt 64 campaign preview --file x.liquid reminder
	crt 64 campaign preview
}

@test "output that cannot be written is a failure, and the apply has been done" {
	shop
	campaign > c.yaml
	got=0
	"$B/bin/crt-campaign" apply c.yaml > /dev/full 2> err || got=$?
	same "$got" 74
	same "$(answer 'SELECT count(*) FROM crt.campaigns')" 1
}

@test "killed anywhere, an apply is whole or has not been" {
	store acme
	words reminder > 1.yaml
	words offer > 2.yaml
	campaign > 3.yaml
	for ((n = 1; n < 50; n++)); do
		answer 'TRUNCATE crt.campaigns, crt.templates CASCADE'
		if CRT_FAULT=$n "$B/bin/crt-campaign" -q apply . > out 2> err; then break; fi
		[[ $(answer 'SELECT (SELECT count(*) FROM crt.campaigns), (SELECT count(*) FROM crt.templates)') =~ ^(0\|0|1\|2)$ ]]
		crt 0 campaign apply .
	done
	same "$(answer 'SELECT (SELECT count(*) FROM crt.campaigns), (SELECT count(*) FROM crt.templates)')" "1|2"
	[ "$n" -gt 1 ]
}
