/* gate_finding.c: explain a closed gate in a sentence. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/word.h"
#include "rule/gate_finding.h"

static void
gate_finding_time_of(struct str *s, const char *before, crt_time t)
{
	char text[CLOCK_TEXT];

	if (t != GATE_NO_TIME)
		str_printf(s, "%s%s", before, clock_print(t, text));
}

static void
gate_finding_episode(const struct gate_facts *f, struct str *s)
{
	str_printf(s, "the episode is %s", gate_episode_state(f));
}

static void
link_dead(const struct gate_facts *f, struct str *s)
{
	if (f->link_until == GATE_NO_TIME)
		str_puts(s, "the cart's link pays for an order that cannot be paid any more");
	else
		gate_finding_time_of(s, "the cart's link has stopped working: ", f->link_until);
}

static void
gate_finding_no_consent(const struct gate_facts *f, struct str *s)
{
	str_printf(s, "consent is %s; %s %s", gate_consent_text(f->consent),
	    f->channel == CHANNEL_SMS ? "text messages require"
	    : f->channel == CHANNEL_PUSH ? "push messages require" : "the store requires",
	    f->needs_grant ? "granted" : "not denied");
}

static void
gate_finding_too_late(const struct gate_facts *f, struct str *s)
{
	str_puts(s, "the step's not_after has passed");
	gate_finding_time_of(s, ": ", f->not_after);
}

static void
gate_finding_too_early(const struct gate_facts *f, struct str *s)
{
	str_puts(s, "the step's wait is not over");
	gate_finding_time_of(s, "; it ends ", f->not_before);
}

static void
gate_finding_paused(const struct gate_facts *f, struct str *s)
{
	str_puts(s, "the person has paused messages");
	gate_finding_time_of(s, " until ", f->paused_until);
}

static void
gate_finding_settings(const struct gate_facts *f, struct str *s)
{
	str_puts(s, f->fault ? f->fault : "the store's settings are wrong");
}

static void
gate_finding_stale_orders(const struct gate_facts *f, struct str *s)
{
	if (f->orders_seen_at == GATE_NO_TIME)
		str_puts(s, "the store's orders have never been synced completely");
	else
		gate_finding_time_of(s, "the last complete order sync is too old: ", f->orders_seen_at);
}

static void
gate_finding_rejected_order(const struct gate_facts *f, struct str *s)
{
	str_puts(s, "an order that may be this person's was rejected");
	gate_finding_time_of(s, ": ", f->order_rejected_at);
}

static void
gate_finding_dnc_stale(const struct gate_facts *f, struct str *s)
{
	if (f->registry_at == GATE_NO_TIME)
		str_puts(s, "no data of the Do-Not-Call registry was imported for the area code");
	else
		gate_finding_time_of(s, "the data of the Do-Not-Call registry is too old: ",
		    f->registry_at);
}

static void
gate_finding_cool_off(const struct gate_facts *f, struct str *s)
{
	str_puts(s, "the person bought more recently than the store's cool_off allows");
	gate_finding_time_of(s, ": ", f->bought_at);
}

static void
gate_finding_gap(const struct gate_facts *f, struct str *s)
{
	str_puts(s, "the last message to the person is more recent than the store's gap allows");
	gate_finding_time_of(s, ": ", f->nsent ? f->sent[0] : GATE_NO_TIME);
}

static void
gate_finding_quiet_hours(const struct gate_facts *f, struct str *s)
{
	str_printf(s, "the hour does not allow %s messages", f->channel == CHANNEL_PUSH ? "push"
	    : "text");
	if (*f->quiet)
		str_printf(s, ": %s", f->quiet);
}

static void
gate_finding_wait(const struct gate_facts *f, struct str *s)
{
	str_puts(s, "the person was assigned to a longer wait");
	gate_finding_time_of(s, "; it ends ", f->wait_until);
}

static void
gate_finding_when(const struct gate_facts *f, struct str *s)
{
	str_puts(s, "the step's conditions are not met, or not known");
	if (f->when >= 0)
		str_printf(s, ": %s", words_campaign_refusal[f->when]);
}

static void
gate_finding_send_window(const struct gate_facts *f, struct str *s)
{
	str_puts(s, "the step's send_window is closed");
	gate_finding_time_of(s, " until ", f->opens_at);
}

static const struct {
	const char *text;		/* NULL: found prints the sentence */
	void (*found)(const struct gate_facts *, struct str *);
} findings[] = {
#define GATE(name, decide, meaning, text, finding) { text, finding },
#include "rule/gate.def"
#undef GATE
};

void
gate_finding(enum gate g, const struct gate_facts *f, struct str *s)
{
	if (findings[g].text)
		str_puts(s, findings[g].text);
	else
		findings[g].found(f, s);
}

static crt_time
kept_time(const json_t *facts, const char *name)
{
	const char *text = value_text(value_get(facts, name));
	crt_time t;

	return text && clock_read(text, &t) ? t : GATE_NO_TIME;
}

static enum gate_consent
kept_consent(const json_t *facts)
{
	const char *text = value_text(value_get(facts, "consent"));

	return gate_consent_of(word_find(words_consent_state, text));
}

static enum message_channel
kept_channel(const json_t *facts)
{
	const char *text = value_text(value_get(facts, "channel"));
	int channel = text ? word_find(words_message_channel, text) : -1;

	return channel < 0 ? CHANNEL_EMAIL : (enum message_channel)channel;
}

void
gate_finding_kept(const char *reason, const json_t *facts, struct str *s)
{
	const char *quiet = value_text(value_get(facts, "quiet"));
	enum gate gate = gate_find(reason);
	int basis = word_find(words_consent_basis, value_text(value_get(facts, "basis")));
	struct gate_facts f = {
		.episode = word_find(words_episode_state, value_text(value_get(facts, "episode"))),
		.fault = value_text(value_get(facts, "fault")),
		.consent = kept_consent(facts),
		.needs_grant = basis == BASIS_GRANTED,
		.orders_seen_at = kept_time(facts, "orders_seen_at"),
		.order_rejected_at = kept_time(facts, "order_rejected_at"),
		.link_until = kept_time(facts, "link_until"),
		.paused_until = kept_time(facts, "paused_until"),
		.wait_until = kept_time(facts, "wait_until"),
		.opens_at = kept_time(facts, "opens_at"),
		.when = word_find(words_campaign_refusal, value_text(value_get(facts, "when"))),
		.not_before = GATE_NO_TIME,
		.channel = kept_channel(facts),
		.not_after = kept_time(facts, "not_after"),
		.bought_at = kept_time(facts, "bought_at"),
		.registry_at = kept_time(facts, "registry_at"),
		.sent = { kept_time(facts, "last_sent_at") },
	};

	f.nsent = f.sent[0] != GATE_NO_TIME;
	if (quiet)
		snprintf(f.quiet, sizeof f.quiet, "%s", quiet);
	if (gate != GATE_NAME_NONE)
		gate_finding(gate, &f, s);
	else if (!strcmp(reason, GATE_TOO_LONG))
		str_puts(s, "its record exceeds 1 MiB, even without images, links, and unknown members");
}
