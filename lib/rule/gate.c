/* gate.c: the gates, in the order in which they are checked. */
#include <stdio.h>
#include <string.h>

#include "rule/gate.h"

#define AGAIN_SOON   CLOCK_MINUTE
#define AGAIN_LATER  (5 * CLOCK_MINUTE)	/* what a person or a feed has to mend */

static struct gate_verdict
gate_go(void)
{
	return (struct gate_verdict){ GATE_GO, GATE_NAME_NONE, GATE_NO_TIME };
}

static struct gate_verdict
gate_refuse(bool closed, enum gate_fate fate)
{
	return closed ? (struct gate_verdict){ fate, GATE_NAME_NONE, GATE_NO_TIME } : gate_go();
}

static struct gate_verdict
gate_hold(bool closed, crt_time until)
{
	return closed ? (struct gate_verdict){ GATE_HOLD, GATE_NAME_NONE, until } : gate_go();
}

static struct gate_verdict
gate_episode(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(f->episode != EPISODE_OPEN, GATE_STOP);
}

static struct gate_verdict
gate_bought(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(f->bought, GATE_STOP);
}

static struct gate_verdict
gate_expired(const struct gate_facts *f, crt_time now)
{
	return gate_refuse(now >= f->expires_at, GATE_STOP);
}

static struct gate_verdict
gate_bot(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(f->bot, GATE_STOP);
}

static struct gate_verdict
gate_empty(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(f->empty, GATE_STOP);
}

static struct gate_verdict
link_alive(const struct gate_facts *f, crt_time now)
{
	return gate_refuse(f->link_dead || (f->link_until != GATE_NO_TIME && now >= f->link_until),
	    GATE_SKIP);
}

static struct gate_verdict
gate_too_late(const struct gate_facts *f, crt_time now)
{
	return gate_refuse(now > f->not_after, GATE_SKIP);
}

static struct gate_verdict
no_address(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(!f->has_address, GATE_SKIP);
}

static struct gate_verdict
gate_disposable(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(f->disposable, GATE_SKIP);
}

static struct gate_verdict
gate_suppressed(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(f->suppressed, GATE_SKIP);
}

static struct gate_verdict
opted_out(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(f->consent == GATE_DENIED, GATE_SKIP);
}

/* An unfinished double opt-in is not consent, on either basis. */
static struct gate_verdict
gate_no_consent(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(f->consent == GATE_PENDING
	    || (f->needs_grant && f->consent != GATE_GRANTED), GATE_SKIP);
}

static struct gate_verdict
gate_too_early(const struct gate_facts *f, crt_time now)
{
	return gate_hold(now < f->not_before, f->not_before);
}

static struct gate_verdict
gate_erasure(const struct gate_facts *f, crt_time now)
{
	return gate_hold(f->erasing, now + AGAIN_LATER);
}

static struct gate_verdict
gate_paused(const struct gate_facts *f, crt_time now)
{
	return gate_hold(f->paused_until != GATE_NO_TIME && now < f->paused_until, f->paused_until);
}

static struct gate_verdict
gate_settings(const struct gate_facts *f, crt_time now)
{
	return gate_hold(f->fault != NULL, now + AGAIN_LATER);
}

static struct gate_verdict
gate_unread(const struct gate_facts *f, crt_time now)
{
	return gate_hold(f->unread, now + AGAIN_LATER);
}

/* A sync time in the future comes from a wrong clock: the real time is unknown. */
static struct gate_verdict
gate_stale(const struct gate_facts *f, crt_time now)
{
	crt_time max = f->orders_max_age;
	bool fresh = max == 0 || (f->orders_seen_at != GATE_NO_TIME
	    && now - f->orders_seen_at <= max && f->orders_seen_at - now <= max);

	return gate_hold(!fresh, now + AGAIN_LATER);
}

/* An order without a known person may be this person's. */
static struct gate_verdict
gate_rejected_order(const struct gate_facts *f, crt_time now)
{
	return gate_hold(f->order_rejected_at != GATE_NO_TIME, now + AGAIN_LATER);
}

static struct gate_verdict
in_shop(const struct gate_facts *f, crt_time now)
{
	crt_time until = f->idle_at != GATE_NO_TIME && f->idle_at > now ? f->idle_at
	    : now + AGAIN_SOON;

	return gate_hold(f->cart_active, until);
}

static struct gate_verdict
gate_pending(const struct gate_facts *f, crt_time now)
{
	return gate_hold(f->pending, now + AGAIN_SOON);
}

static struct gate_verdict
gate_cool_off(const struct gate_facts *f, crt_time now)
{
	crt_time until = f->bought_at + f->cool_off;

	return gate_hold(f->cool_off && f->bought_at != GATE_NO_TIME && now < until, until);
}

static struct gate_verdict
gate_gap(const struct gate_facts *f, crt_time now)
{
	return gate_hold(f->nsent && now < f->sent[0] + f->gap, f->nsent ? f->sent[0] + f->gap : now);
}

/* sent: newest first. */
static struct gate_verdict
gate_cap(const crt_time *sent, size_t nsent, crt_time now, crt_time window, int64_t most)
{
	size_t n = 0;

	while (n < nsent && sent[n] > now - window)
		n++;
	/* the oldest of the newest `most` must leave the window first */
	return gate_hold((int64_t)n >= most, most > 0 && n >= (size_t)most
	    ? sent[most - 1] + window : now + window);
}

static struct gate_verdict
cap_day(const struct gate_facts *f, crt_time now)
{
	return gate_cap(f->sent, f->nsent, now, CLOCK_DAY, f->cap_day);
}

static struct gate_verdict
cap_week(const struct gate_facts *f, crt_time now)
{
	return gate_cap(f->sent, f->nsent, now, 7 * CLOCK_DAY, f->cap_week);
}

/* The rules of text messages do not concern mails. */
static bool
is_text(const struct gate_facts *f)
{
	return f->channel == CHANNEL_SMS;
}

static struct gate_verdict
text_unconfirmed(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(is_text(f) && f->rule.confirmed && f->needs_confirmed && !f->confirmed,
	    GATE_SKIP);
}

static struct gate_verdict
text_unwritten(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(is_text(f) && f->rule.written && f->needs_written && !f->written,
	    GATE_SKIP);
}

static struct gate_verdict
dnc_listed(const struct gate_facts *f, crt_time now)
{
	return gate_refuse(gate_registry_counts(f, now) && f->registered, GATE_SKIP);
}

static struct gate_verdict
dnc_stale(const struct gate_facts *f, crt_time now)
{
	return gate_hold(gate_registry_counts(f, now) && (f->registry_at == GATE_NO_TIME
	    || now - f->registry_at > f->rule.registry), now + AGAIN_LATER);
}

static struct gate_verdict
text_repeated(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(is_text(f) && f->rule.once && f->episode_text != GATE_NO_TIME, GATE_SKIP);
}

static struct gate_verdict
text_late(const struct gate_facts *f, crt_time now)
{
	return gate_refuse(is_text(f) && f->rule.within && now > f->abandoned_at + f->rule.within,
	    GATE_SKIP);
}

static struct gate_verdict
text_cap(const struct gate_facts *f, crt_time now)
{
	if (!is_text(f) || f->rule.per_day == 0)
		return gate_go();
	return gate_cap(f->texts, f->ntexts, now, CLOCK_DAY, f->rule.per_day);
}

/* A push message has the store's hours, a text message those of its regions, a mail none. */
static struct hours
gate_hours(const struct gate_facts *f, crt_time now)
{
	return f->channel == CHANNEL_PUSH
	    ? hours_daily_at(&f->place, &f->push_hours, "push_hours", now) : hours_at(&f->place, now);
}

/* The last time at which the message may still be sent. */
static crt_time
gate_end(const struct gate_facts *f)
{
	const crt_time end = f->abandoned_at + f->rule.within;

	return is_text(f) && f->rule.within && end < f->not_after ? end : f->not_after;
}

crt_time
gate_deliver_until(const struct gate_facts *f, crt_time now)
{
	const struct hours h = gate_hours(f, now);
	const crt_time end = gate_end(f);

	return h.until < end ? h.until : end;
}

void
gate_quiet_set(struct gate_facts *f, crt_time now)
{
	const struct hours h = gate_hours(f, now);
	char until[CLOCK_TEXT];

	f->quiet[0] = '\0';
	if (!h.open)
		snprintf(f->quiet, sizeof f->quiet, "%s in %s (%s), %s%s", h.region, h.zone, h.by,
		    h.until == HOURS_NEVER ? "for two weeks or more" : "until ",
		    h.until == HOURS_NEVER ? "" : clock_print(h.until, until));
}

static struct gate_verdict
quiet_hours(const struct gate_facts *f, crt_time now)
{
	struct hours h;

	if (!gate_concerns(GATE_NAME_quiet_hours, f->channel))
		return gate_go();
	h = gate_hours(f, now);
	if (f->place.missing || f->place.nzones == 0)
		return gate_hold(true, now + AGAIN_LATER);
	if (!h.open && h.until > gate_end(f))
		return gate_refuse(true, GATE_SKIP);
	return gate_hold(!h.open, h.until);
}

static struct gate_verdict
gate_branch(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(f->branched, GATE_SKIP);
}

static struct gate_verdict
gate_when(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(f->when >= 0, GATE_SKIP);
}

static struct gate_verdict
gate_send_window(const struct gate_facts *f, crt_time now)
{
	bool closed = f->opens_at != GATE_NO_TIME && now < f->opens_at;

	return closed && f->opens_at > f->not_after ? gate_refuse(true, GATE_SKIP)
	    : gate_hold(closed, f->opens_at);
}

static struct gate_verdict
gate_holdout(const struct gate_facts *f, crt_time now UNUSED)
{
	return gate_refuse(f->held_out, GATE_STOP);
}

static struct gate_verdict
gate_wait(const struct gate_facts *f, crt_time now)
{
	return gate_hold(f->wait_until != GATE_NO_TIME && now < f->wait_until, f->wait_until);
}

static const struct {
	const char *name, *meaning;
	struct gate_verdict (*check)(const struct gate_facts *, crt_time now);
} gates[] = {
#define GATE(name, decide, meaning, text, finding) { #name, meaning, decide },
#include "rule/gate.def"
#undef GATE
};

const char *
gate_name(enum gate g)
{
	return g == GATE_NAME_NONE ? "" : gates[g].name;
}

enum gate
gate_find(const char *name)
{
	int g = GATE_NAMES - 1;

	while (g >= 0 && (name == NULL || strcmp(gates[g].name, name)))
		g--;
	return (enum gate)g;
}

const char *
gate_meaning(enum gate g)
{
	return gates[g].meaning;
}

struct gate_verdict
gate_check(enum gate g, const struct gate_facts *f, crt_time now)
{
	struct gate_verdict v = gates[g].check(f, now);

	v.gate = v.fate == GATE_GO ? GATE_NAME_NONE : g;
	return v;
}

struct gate_verdict
gate_decide(const struct gate_facts *f, crt_time now)
{
	struct gate_verdict v = gate_go();
	int g;

	for (g = 0; v.fate == GATE_GO && g < GATE_NAMES; g++)
		v = gate_check((enum gate)g, f, now);
	if (v.fate == GATE_HOLD && f->drop_if & GATE_BIT(v.gate))
		v.fate = GATE_SKIP;
	return v;
}
