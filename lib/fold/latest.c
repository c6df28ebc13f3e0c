/* latest.c: bound the times that records give for the past. */
#include "fold/fold.h"

/* A record from a clock that runs ahead would override everything that follows. */
#define AHEAD_MAX CLOCK_DAY

/* The clocks of crt and a shop may differ by this; nothing is logged about it. */
#define SLACK CLOCK_MINUTE

static bool
latest_refused(const struct record_consent *c)
{
	return c && c->state == CONSENT_DENIED;
}

static bool
latest_refuses(const struct record_customer *c)
{
	return c && c->consent && (latest_refused(c->consent->email)
	    || latest_refused(c->consent->sms) || latest_refused(c->consent->push));
}

/* Whether the record may mean that a person wants no messages: that counts from its arrival. */
static bool
latest_opts_out(const struct record *r)
{
	switch (r->kind) {
	case RECORD_message_complained: case RECORD_message_unsubscribed:
	case RECORD_preferences_changed: case RECORD_privacy_requested: case RECORD_customer_deleted:
		return true;
	case RECORD_consent_changed:
		return ((const struct record_consent_changed *)r->data)->action != ACTION_GRANT;
	case RECORD_cart_updated:
		return latest_refuses(((const struct record_cart_updated *)r->data)->customer);
	case RECORD_order_placed: case RECORD_order_updated:
		return latest_refuses(((const struct record_order_placed *)r->data)->customer);
	case RECORD_customer_updated:
		return latest_refuses(((const struct record_customer_updated *)r->data)->customer);
	case RECORD_session_event:
		return latest_refuses(((const struct record_session_event *)r->data)->customer);
	default:
		return false;
	}
}

void
fold_date(const struct fold *f, struct record *r, crt_time received, struct arena *a)
{
	const crt_time arrival = received ? received : f->now;
	bool known = r->time >= KEY_TIME_MIN && r->time <= KEY_TIME_MAX;

	if (known && (r->time <= arrival + AHEAD_MAX || !latest_opts_out(r)))
		return;
	left_add(&r->left, a, "time", known ? LEFT_FUTURE : LEFT_TIME);
	r->time = arrival;
}

crt_time
fold_near(const struct fold *f, const struct record *r)
{
	return r->time > f->now + AHEAD_MAX ? r->time - AHEAD_MAX : 0;
}

crt_time
fold_not_after(struct fold *f, crt_time t, crt_time latest, const char *path)
{
	if (t <= latest)
		return t;
	if (t > latest + SLACK)
		left_add(f->left, f->arena, path, LEFT_FUTURE);
	return latest;
}

/* When crt received the record. If crt's clock was more than a day behind then, that time is wrong:
   the retry's counts. */
crt_time
fold_arrival(const struct fold *f, const struct record *r)
{
	return f->received && r->time <= f->received + AHEAD_MAX ? f->received : f->now;
}
