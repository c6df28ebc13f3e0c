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
