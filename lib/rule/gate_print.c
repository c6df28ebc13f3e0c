/* gate_print.c: print the facts of a decision. */
#include <string.h>

#include "json/value.h"
#include "rule/gate.h"

static void
time_member(struct str *s, const char *name, crt_time t)
{
	char text[CLOCK_TEXT];

	if (t != GATE_NO_TIME)
		str_printf(s, ",\"%s\":\"%s\"", name, clock_print(t, text));
}

static const enum gate_consent consents[] = { [CONSENT_GRANTED] = GATE_GRANTED,
    [CONSENT_DENIED] = GATE_DENIED, [CONSENT_PENDING] = GATE_PENDING };

enum gate_consent
gate_consent_of(int state)
{
	return state < 0 ? GATE_UNKNOWN : consents[state];
}

const char *
gate_consent_text(enum gate_consent c)
{
	size_t i;

	for (i = 0; i < COUNT(consents); i++)
		if (consents[i] == c)
			return words_consent_state[i];
	return "unknown";
}

const char *
gate_episode_state(const struct gate_facts *f)
{
	return f->episode < 0 ? "unknown" : words_episode_state[f->episode];
}

static void
gate_print_text(const struct gate_facts *f, struct str *s)
{
	size_t i;

	str_printf(s, ",\"channel\":\"%s\",\"policy\":\"%s\",\"confirmed\":%s,\"written\":%s,"
	    "\"regions\":[", words_message_channel[f->channel], hours_policy,
	    f->confirmed ? "true" : "false", f->written ? "true" : "false");
	for (i = 0; i < f->place.nregions; i++)
		str_printf(s, "%s\"%s (%s)\"", i ? "," : "", f->place.regions[i].name,
		    place_by_text[f->place.regions[i].by]);
	str_puts(s, "]");
	if (f->rule.registry) {
		str_printf(s, ",\"registered\":%s", f->registered ? "true" : "false");
		time_member(s, "registry_at", f->registry_at);
	}
}

void
gate_print(const struct gate_facts *f, crt_time now, struct str *s)
{
	char text[CLOCK_TEXT];

	str_printf(s, "{\"now\":\"%s\",\"episode\":\"%s\",\"consent\":\"%s\",\"basis\":\"%s\"",
	    clock_print(now, text), gate_episode_state(f), gate_consent_text(f->consent),
	    words_consent_basis[f->needs_grant ? BASIS_GRANTED : BASIS_NOT_DENIED]);
	str_printf(s, ",\"bought\":%s,\"address\":%s,\"suppressed\":%s,\"sent\":%zu",
	    f->bought ? "true" : "false", f->has_address ? "true" : "false",
	    f->suppressed ? "true" : "false", f->nsent);
	if (f->fault) {
		str_puts(s, ",\"fault\":");
		value_quote(s, f->fault, strlen(f->fault));
	}
	time_member(s, "orders_seen_at", f->orders_seen_at);
	time_member(s, "order_rejected_at", f->order_rejected_at);
	time_member(s, "last_sent_at", f->nsent ? f->sent[0] : GATE_NO_TIME);
	time_member(s, "bought_at", f->cool_off || f->rule.registry ? f->bought_at : GATE_NO_TIME);
	time_member(s, "link_until", f->link_until);
	time_member(s, "paused_until", f->paused_until);
	time_member(s, "wait_until", f->wait_until);
	time_member(s, "opens_at", f->opens_at);
	if (f->when >= 0)
		str_printf(s, ",\"when\":\"%s\"", words_campaign_refusal[f->when]);
	time_member(s, "not_after", f->not_after);
	if (f->channel == CHANNEL_SMS)
		gate_print_text(f, s);
	else if (f->channel == CHANNEL_PUSH)
		str_puts(s, ",\"channel\":\"PUSH\"");
	if (*f->quiet)
		str_printf(s, ",\"quiet\":\"%s\"", f->quiet);
	str_putc(s, '}');
}
