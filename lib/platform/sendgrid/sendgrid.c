/* sendgrid.c: read the events of SendGrid's webhook. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/ident.h"
#include "platform/request.h"
#include "platform/sendgrid/sendgrid.h"
#include "record/line.h"
#include "refusal/relay.h"

/*
 * Source: twilio.com/docs/sendgrid, "Event Webhook reference", and its OpenAPI description.
 *
 * A delivery is a list of events in no certain order, and SendGrid repeats them. An event names
 * its message in crt_msg, "STORE/ID" (lib/channel/sendgrid), so one webhook serves every store of
 * the account. Only a bounce of type "bounce" can prove that a mailbox is dead, by its code:
 * "blocked" is about the sender. A mail that SendGrid drops was never sent; an address that
 * SendGrid suppresses after a complaint or an opt-out stays suppressed here as well.
 */
#define SENDGRID_LINE_MAX ((size_t)16 * 1024)
#define SENDGRID_STORE_MAX 64		/* bytes of a slug, the NUL included */
#define SENDGRID_REASON_MAX 512		/* bytes of a provider's explanation that are kept */
#define SENDGRID_ID_MAX 200		/* bytes of an event's id */

struct sendgrid_event {
	const char *name;
	enum record_kind kind;
};

static const struct sendgrid_event sendgrid_events[] = {
	{ "processed", RECORD_message_accepted },
	{ "deferred", RECORD_message_accepted },
	{ "delivered", RECORD_message_delivered },
	{ "bounce", RECORD_message_bounced },
	{ "dropped", RECORD_message_bounced },
	{ "open", RECORD_message_opened },
	{ "spamreport", RECORD_message_complained },
	{ "unsubscribe", RECORD_message_unsubscribed },
	{ "group_unsubscribe", RECORD_message_unsubscribed },
};

/* Why SendGrid dropped a mail, if the person decided so. */
static const struct sendgrid_event sendgrid_dropped[] = {
	{ "Spam Reporting Address", RECORD_message_complained },
	{ "Unsubscribed Address", RECORD_message_unsubscribed },
};

struct sendgrid_record {
	const json_t *event;
	const char *message;		/* NULL: the event is not about a message of crt */
	char store[SENDGRID_STORE_MAX];
	crt_time time;
	record_line_fn *fn;
	void *arg;
};

static const struct sendgrid_event *
sendgrid_find(const struct sendgrid_event *list, size_t n, const char *name)
{
	size_t i;

	for (i = 0; name && i < n; i++)
		if (!strcmp(list[i].name, name))
			return &list[i];
	return NULL;
}

/* "STORE/ID"; a test message has no store. */
static void
sendgrid_message(struct sendgrid_record *r, const struct platform_delivery *d)
{
	const char *name = build_text(r->event, "crt_msg"), *slash = name ? strchr(name, '/') : NULL;
	unsigned char id[IDENT_BYTES];
	size_t n = slash ? (size_t)(slash - name) : 0;

	snprintf(r->store, sizeof r->store, "%s", d->store);
	r->message = NULL;
	if (n == 0 || n >= sizeof r->store || !ident_read(slash + 1, id)
	    || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != n)
		return;
	snprintf(r->store, sizeof r->store, "%.*s", (int)n, name);
	r->message = slash + 1;
}

static crt_time
sendgrid_time(const json_t *event, crt_time received)
{
	const char *text = build_perhaps(event, "timestamp");
	long long seconds;

	return text && request_digits(&text, received / CLOCK_SECOND, &seconds)
	    ? seconds * CLOCK_SECOND : received;
}

/* The code of a bounce: "5.1.1"; what is about the sender has no such code. */
static const char *
sendgrid_code(const struct sendgrid_record *r)
{
	const char *event = build_text(r->event, "event"), *type = build_text(r->event, "type");
	const char *status = build_text(r->event, "status");

	if (!strcmp(event, "dropped"))
		return "dropped";
	if (strcmp(event, "bounce"))
		return NULL;
	return type && !strcmp(type, "bounce") && status
	    && strlen(status) <= build_limit("touch", "code") ? status : "blocked";
}

static const char *
sendgrid_email(const json_t *event)
{
	const char *email = build_text(event, "email");

	return email && strlen(email) <= build_limit("touch", "email") ? email : NULL;
}

/* suffix: distinguishes two records of one event. */
static bool
sendgrid_pass(const struct sendgrid_record *r, enum record_kind kind, const char *suffix,
    struct err *e)
{
	struct str line = STR_MAX(SENDGRID_LINE_MAX), reason = STR_MAX(SENDGRID_REASON_MAX);
	const char *event = build_text(r->event, "event"), *own = build_text(r->event, "sg_event_id");
	const char *text = BUILD_FIRST(r->event, "reason", "response");
	bool optout = kind == RECORD_message_complained || kind == RECORD_message_unsubscribed;
	char id[SENDGRID_ID_MAX + 64];
	bool ok;

	if (own)
		snprintf(id, sizeof id, "sendgrid:%.*s%s", SENDGRID_ID_MAX, own, suffix);
	else
		snprintf(id, sizeof id, "sendgrid:%s:%s:%lld", r->message ? r->message : "", event,
		    (long long)r->time);
	if (text)
		relay_reason(&reason, text);
	line_open(&line, &(struct line_head){ kind, id, r->store, r->time, NULL, NULL });
	line_text(&line, "message", r->message);
	line_text(&line, "email", optout ? sendgrid_email(r->event) : NULL);
	if (build_flag(r->event, "sg_machine_open"))
		line_bool(&line, "machine", true);
	line_text(&line, "reason", reason.len ? str_text(&reason) : NULL);
	line_text(&line, "code", sendgrid_code(r));
	line_end(&line);
	str_free(&reason);
	ok = str_full(&line) ? err_set(e, ERR_INPUT, "an event is too long")
	    : r->fn(r->arg, NULL, line.data, line.len, e);
	str_free(&line);
	return ok;
}

/* Sets *ignored to NULL if it becomes a record. */
static bool
sendgrid_one(const struct platform_delivery *d, struct sendgrid_record *r, const char **ignored,
    struct err *e)
{
	const char *name = build_text(r->event, "event");
	const struct sendgrid_event *event, *dropped;
	bool optout;

	event = sendgrid_find(sendgrid_events, COUNT(sendgrid_events), name);
	if (event == NULL)
		return true;
	sendgrid_message(r, d);
	optout = event->kind == RECORD_message_complained
	    || event->kind == RECORD_message_unsubscribed;
	if (r->message == NULL && !(optout && sendgrid_email(r->event) && *r->store))
		return true;
	r->time = sendgrid_time(r->event, d->received);
	*ignored = NULL;
	dropped = strcmp(name, "dropped") ? NULL : sendgrid_find(sendgrid_dropped,
	    COUNT(sendgrid_dropped), build_text(r->event, "reason"));
	return sendgrid_pass(r, event->kind, "", e)
	    && (dropped == NULL || sendgrid_pass(r, dropped->kind, ".why", e));
}

static bool
sendgrid_records(const struct platform_delivery *d, record_line_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	struct sendgrid_record r = { .fn = fn, .arg = arg };
	json_t *v;
	size_t i;
	bool ok = true;

	*ignored = NULL;
	if (!value_read_exact(&v, d->body, d->len, e))
		return err_in(e, "sendgrid delivery");
	*ignored = "no event about a message of crt";
	if (value_kind(v) != VALUE_LIST)
		ok = err_set(e, ERR_INPUT, "a delivery of sendgrid is not a list of events");
	else if (value_count(v) > SENDGRID_EVENTS_MAX)
		ok = err_set(e, ERR_INPUT, "a delivery has more than %d events", SENDGRID_EVENTS_MAX);
	for (i = 0; ok && i < value_count(v); i++) {
		r.event = value_at(v, i);
		ok = sendgrid_one(d, &r, ignored, e);
	}
	value_free(v);
	if (!ok)
		*ignored = NULL;	/* a reject of these is not about an order */
	return ok;
}

const struct platform platform_sendgrid = {
	.name = "sendgrid", .records = sendgrid_records, .prove = sendgrid_prove,
	.provider = PROVIDER_sendgrid,
};
