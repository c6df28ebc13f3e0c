#!/usr/bin/env bats
# sequence.bats: the steps of a sequence: conditions, branches on a click, and gates that drop a step.

load helper
load pipeline
load gates

# clicked CART [MEMBERS]: a click in the first message of a cart.
clicked() {
	record message.clicked 12:00 "{\"message\":\"$(query "SELECT m.id FROM crt.messages m JOIN crt.carts c
		ON c.store_id = m.store_id AND c.id = m.cart_id WHERE c.external_id = '$1' AND m.step_index = 0")\"${2:+,$2}}"
}

# later_steps: the cart, step, template, status, and reason of each message.
later_steps() {
	query "SELECT c.external_id, m.step_index, m.template, m.status, coalesce(m.reason, '')
	         FROM crt.messages m JOIN crt.carts c ON c.store_id = m.store_id AND c.id = m.cart_id
	        WHERE m.step_index > 0 ORDER BY c.external_id, m.step_index"
}

# Each person takes another way. Seen to fail: a click of a program counts; the condition is not checked again.
@test "a branch goes by a click of a person and by the cart; the rest is skipped with a reason" {
	shop acme '{"gap": "1h", "cap_day": "9"}'
	cat > campaign.acme.yaml <<-'END'
		campaign: three-steps
		store: acme
		steps:
		  - { wait: 1h, channel: EMAIL, template: first }
		  - wait: 24h
		    not_after: 30h
		    branch:
		      - { when: { clicked: yes }, channel: EMAIL, template: third }
		      - { when: { cart_value: { min: "100", currency: EUR } }, channel: SMS, template: text }
		      - { when: { clicked: no }, channel: EMAIL, template: second, coupon: { code: OFF5, percent: 5, valid: 48h }, send_window: { time: "11:00-18:00" } }
		  - { wait: 72h, channel: EMAIL, template: third, drop_if: [cap_week], when: { clicked: yes } }
	END
	printf '%s\n' 'template: text' 'locale: en' 'channel: SMS' 'text: "{{ links.cart }} STOP"' > text.yaml
	crt 0 campaign --now 2026-11-01T00:00:00Z apply text.yaml campaign.acme.yaml
	for who in clicks program rich plain late; do cart $who 10:00 "$(person $who $who@shop.example)" acme "$([ $who = rich ] && echo 100.00)"; done | ingest 10:01
	recover 10:20
	recover 11:20
	{ clicked clicks; clicked program '"machine":true'; } | ingest 12:01
	recover 03-10:20
	# The person clicks while the message waits for its window: it is checked again when it is claimed.
	clicked late | ingest 03-10:30
	recover 03-11:00
	assert_equal "$(later_steps)" "$(printf '%s\n' \
		'clicks|1|third|SENT|' 'clicks|2|text|SKIPPED|branch' 'clicks|3|second|SKIPPED|branch' \
		'late|1|third|SKIPPED|when' 'late|2|text|SKIPPED|when' 'late|3|second|SKIPPED|when' \
		'plain|1|third|SKIPPED|when' 'plain|2|text|SKIPPED|when' 'plain|3|second|SENT|' \
		'program|1|third|SKIPPED|when' 'program|2|text|SKIPPED|when' 'program|3|second|SENT|' \
		'rich|1|third|SKIPPED|when' 'rich|2|text|SKIPPED|no_address' 'rich|3|second|SENT|')"
	assert_equal "$(query "SELECT count(*), min(coupon ->> 'code') FROM crt.messages WHERE coupon IS NOT NULL AND step_index = 3")" "5|OFF5"
	assert_equal "$(query 'SELECT DISTINCT state, next_step FROM crt.enrollments')" "RUNNING|4"
	query "UPDATE crt.stores SET settings = settings || '{\"cap_week\": \"1\"}'"
	recover 05-10:20
	assert_equal "$(later_steps | grep '|4|')" "$(printf '%s\n' 'clicks|4|third|SKIPPED|cap_week' 'late|4|third|SKIPPED|cap_week' \
		'plain|4|third|SKIPPED|when' 'program|4|third|SKIPPED|when' 'rich|4|third|SKIPPED|when')"
	crt 0 campaign explain plain
	assert_has "the step's conditions are not met, or not known: clicked" out
}

# ruled RULE [WAIT]: the first step of the campaign has a rule.
ruled() {
	shop acme
	sed -i "s/^  - { wait: 1h,.*/  - { wait: 1h, not_after: 24h, $1 }/" campaign.acme.yaml
	crt 0 campaign --now 2026-11-01T00:00:00Z apply campaign.acme.yaml
	leave_cart
}

@test "when: a step whose condition is not met is skipped" {
	ruled 'channel: EMAIL, template: first, when: { cart_value: { min: "50.01", currency: EUR } }'
	campaign 11:20
	assert_gate when SKIPPED 11:20 due
	assert_has "the step's conditions are not met, or not known: cart_value" out
}

@test "branch: the first step of a branch that is not skipped is taken" {
	ruled 'branch: [{ channel: EMAIL, template: second, when: { clicked: yes } }, { channel: EMAIL, template: first }, { channel: EMAIL, template: third }]'
	recover 11:20
	assert_equal "$(messages)" "0|SKIPPED|when 1|SENT| 2|SKIPPED|branch"
	assert_gate branch SKIPPED 11:20 due c1 1
}

# 2 November is a Monday; the store's clocks are UTC.
@test "send_window: a step is held until its window opens" {
	ruled 'channel: EMAIL, template: first, send_window: { day: TUE, time: "08:30-10:00" }'
	campaign 11:20
	assert_gate send_window HELD 11:20 due
	assert_equal "$(query "SELECT held_until FROM crt.messages WHERE status = 'HELD'")" "2026-11-03 08:30:00+00"
	recover 03-08:30
	assert_equal "$(mails_to ann@shop.example)" 1
}

# started: the cart, result, and reason of each line of standard output.
started() { jq -r '[.cart, .result, .reason // ""] | join("|")' out | sort | row; }

@test "a manual campaign takes only what a user gives it, once; its waits count from then on" {
	shop acme
	sed -i 's/^trigger.*/trigger: { cart_value: { min: "100", currency: EUR } }/' campaign.acme.yaml
	printf '%s\n' 'campaign: rescue' 'store: acme' 'type: MANUAL' 'priority: 1' 'trigger: { cart_value: { min: "10", currency: EUR } }' \
		'steps:' '  - { wait: 30m, channel: EMAIL, template: first }' > rescue.yaml
	printf '%s\n' 'segment: buyers' 'store: acme' 'conditions: { customer: { orders: { min: 1 } } }' > buyers.yaml
	crt 0 campaign --now 2026-11-01T00:00:00Z apply campaign.acme.yaml rescue.yaml buyers.yaml
	{
		order o1 09:00 bought "$(person bob bob@shop.example)"
		order o2 09:00 bought "$(person low low@shop.example)"
		for who in ann bob eve; do cart $who 10:00 "$(person $who $who@shop.example)"; done
		cart low 10:00 "$(person low low@shop.example)" acme 9.00
	} | ingest 10:01
	recover 12:00
	assert_equal "$(query 'SELECT count(*) FROM crt.enrollments')" 0
	crt 0 campaign --now "$(at 13:00)" -n start rescue ann
	assert_equal "$(started) $(query 'SELECT count(*) FROM crt.enrollments')" "ann|started| 0"
	crt 0 campaign --now "$(at 14:00)" start rescue ann
	crt 0 campaign --now "$(at 14:10)" start rescue ann
	assert_equal "$(started)" "ann|same|"
	recover 14:29
	assert_equal "$(mails)" 0
	recover 14:30
	assert_equal "$(mails_to ann@shop.example) $(mails)" "1 1"
	crt 0 campaign --now "$(at 14:40)" start rescue buyers
	assert_equal "$(started)" "bob|started| low|refused|cart_value"
	cart hand 14:50 "$(person hand hand@shop.example)" | ingest 14:51
	crt 0 detect --now "$(at 14:55)" recover hand
	recover 14:55
	assert_equal "$(query "SELECT c.external_id FROM crt.enrollments n JOIN crt.abandoned_carts a ON a.id = n.episode_id
		JOIN crt.carts c ON c.id = a.cart_id ORDER BY 1" | row)" "ann bob hand"
	crt 64 campaign start three-steps ann
	assert_has 'is AUTOMATED: its trigger chooses the carts'
	crt 64 campaign start rescue nobody
	assert_has 'there is no abandoned cart and no segment "nobody"'
}

# affected: effect, reason, and number of each sum on standard output.
affected() { jq -r 'select(.kind == "affected") | [.effect, .reason // "", .episodes] | join("|")' out | sort | row; }

# Seen to fail: an enrollment without a next step goes on.
@test "plan shows whom an edit adds, moves, and drops, and apply does just that" {
	shop acme
	sed -i 's/^trigger.*/trigger: { cart_value: { min: "40", currency: EUR } }/' campaign.acme.yaml
	crt 0 campaign --now 2026-11-01T00:00:00Z apply campaign.acme.yaml
	{
		for who in a b; do cart $who 10:00 "$(person $who $who@shop.example)"; done
		cart dear 10:00 "$(person dear dear@shop.example)" acme 90.00
		cart cheap 10:00 "$(person cheap cheap@shop.example)" acme 20.00
		cart none 10:00 "$(person none none@shop.example)" acme 5.00
	} | ingest 10:01
	recover 10:20
	recover 11:20
	sed -i 's/min: "40"/min: "10", max: "60"/; s/wait: 24h/wait: 30h/' campaign.acme.yaml
	crt 0 campaign --now "$(at 12:00)" plan campaign.acme.yaml
	planned=$(affected)
	assert_equal "$planned" "added|cart_value|1 dropped|cart_value|1 moved|wait|2"
	assert_equal "$(jq -r 'select(.kind == "episode") | [.cart, .effect, .next_at // ""] | join("|")' out | sort | row)" \
		"a|moved|2026-11-03T16:15:00Z b|moved|2026-11-03T16:15:00Z cheap|added|2026-11-02T11:15:00Z dear|dropped|"
	assert_equal "$(query "SELECT state, count(*) FROM crt.enrollments GROUP BY state")" "RUNNING|3"
	crt 0 campaign --now "$(at 12:00)" apply campaign.acme.yaml
	assert_equal "$(affected)" "$planned"
	assert_equal "$(query "SELECT c.external_id, n.state, n.reason, n.version, n.next_at FROM crt.enrollments n
		JOIN crt.abandoned_carts a ON a.id = n.episode_id JOIN crt.carts c ON c.id = a.cart_id ORDER BY 1")" "$(printf '%s\n' \
		'a|RUNNING||3|2026-11-03 16:15:00+00' 'b|RUNNING||3|2026-11-03 16:15:00+00' \
		'cheap|RUNNING||3|2026-11-02 11:15:00+00' 'dear|STOPPED|cart_value|2|')"
	crt 0 campaign --now "$(at 12:00)" apply campaign.acme.yaml
	assert_equal "$(affected)" ""
	sed -i '/wait: 30h/d; /wait: 72h/d' campaign.acme.yaml
	crt 0 campaign --now "$(at 12:10)" apply campaign.acme.yaml
	assert_equal "$(affected)" "dropped|steps|2 kept||1"
}
