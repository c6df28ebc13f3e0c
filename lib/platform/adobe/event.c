/* event.c: unwrap Adobe I/O events. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "platform/adobe/adobe.h"

/*
 * Source: developer.adobe.com, Commerce events and I/O events (CloudEvents 1.0).
 *
 * An event is {"type","id","time","data":{"value":{...}}}. The journal wraps it in
 * {"position","event"}; a batch is a list of either. The record and its id depend only on the
 * value, so that two subscriptions to one change make one record. The type is read from
 * "observer." or "plugin." on; a prefix is ignored.
 *
 * An event has only the fields that were selected when its subscription was made. Its total is
 * the quote's own or the sum of the items. A guest whose quote has no e-mail address stays
 * unidentified. The same cart with its totals, from a poll, takes precedence. Both
 * sales_quote_save_after, sent while saving, and ..._commit_after, sent after it, are read.
 * Synchronous webhooks, which make the shopper wait, are not.
 */

#define OBSERVER "observer."
#define PLUGIN	 "plugin.magento.sales.api."

static const struct adapter_topic topics[] = {
	{ "cart", magento_cart, NULL },
	{ "order", magento_order, PLATFORM_ORDER },
	{ "customer", magento_customer, NULL },
	{ OBSERVER "sales_quote_save_after", magento_cart, NULL },
	{ OBSERVER "sales_quote_save_commit_after", magento_cart, NULL },
	{ OBSERVER "sales_quote_delete_after", magento_cart_deleted, NULL },
	{ OBSERVER "sales_quote_delete_commit_after", magento_cart_deleted, NULL },
	{ OBSERVER "sales_order_save_after", magento_order, PLATFORM_ORDER },
	{ OBSERVER "sales_order_save_commit_after", magento_order, PLATFORM_ORDER },
	{ PLUGIN "order_management.place", magento_order_placed, PLATFORM_ORDER },
	{ PLUGIN "order_repository.save", magento_order, PLATFORM_ORDER },
	{ OBSERVER "customer_save_after", magento_customer, NULL },
	{ OBSERVER "customer_save_commit_after", magento_customer, NULL },
	{ OBSERVER "customer_delete_after", magento_customer_deleted, NULL },
	{ OBSERVER "customer_delete_commit_after", magento_customer_deleted, NULL },
	{ OBSERVER "*", NULL, "not about a cart, an order, or a customer" },
	{ "plugin.*", NULL, "not about a cart, an order, or a customer" },
};

static const char *const topic_headers[] = { "x-adobe-event-code", NULL };
static const char *const id_headers[] = { "x-adobe-event-id", NULL };
static const char *const made_headers[] = { "x-adobe-event-time", NULL };

static const struct adapter adobe_adapter = {
	"adobe", topic_headers, id_headers, topics, COUNT(topics), made_headers,
	magento_person_paths
};

/* A value to convert to a record. */
struct event {
	struct platform_delivery d;	/* of the value */
	char *topic;
	json_t *headers;
};

static const char *
topic_of(const char *type)
{
	static const char *const kinds[] = { "observer.", "plugin." };
	size_t i;

	for (i = 0; type && i < COUNT(kinds); i++)
		if (strstr(type, kinds[i]))
			return strstr(type, kinds[i]);
	return type;
}

/* If the member exists, moves v and its bytes to it. */
static bool
adobe_event_enter(const char *member, const json_t **v, const char **at, size_t *n)
{
	if (value_get(*v, member) == NULL || !value_span(*at, *n, member, at, n))
		return false;
	*v = value_get(*v, member);
	return true;
}

/* A bare value stays unchanged; only an explicit topic allows one. */
static bool
open_event(struct event *event, const struct platform_delivery *d, const json_t *v,
    const char *at, size_t n, struct err *e)
{
	const char *sent, *type;
	crt_time t;

	*event = (struct event){ .d = *d, .headers = value_map() };
	adobe_event_enter("event", &v, &at, &n);
	type = d->topic ? d->topic : build_text(v, "type");
	type = topic_of(type ? type : adapter_header(d, adobe_adapter.topic_headers));
	if (type == NULL) {
		err_set(e, ERR_INPUT, "an adobe event has no type");
		return err_hint(e, "set \"topic\" in the envelope, or use --topic");
	}
	event->topic = mem_dup(type);
	event->d.topic = event->topic;
	event->d.headers = event->headers;
	value_set_text(event->headers, "x-adobe-event-id", BUILD_FIRST(v, "event_id", "id"));
	sent = build_text(v, "time");
	value_set_text(event->headers, "x-adobe-event-time", sent);
	if (adobe_event_enter("data", &v, &at, &n)) {
		if (sent && clock_read(sent, &t) && t >= 0)
			event->d.received = t;
		adobe_event_enter("value", &v, &at, &n);
	}
	event->d.body = at;
	event->d.len = n;
	return true;
}

static void
close_event(struct event *e)
{
	free(e->topic);
	value_free(e->headers);
}

static bool
adobe_event_one(const struct platform_delivery *d, const json_t *v, const char *at, size_t n,
    record_line_fn *fn, void *arg, const char **ignored, struct err *e)
{
	struct event event;
	bool ok;

	*ignored = PLATFORM_ORDER;
	ok = open_event(&event, d, v, at, n, e)
	    && adapter_run(&adobe_adapter, &event.d, fn, arg, ignored, e);

	close_event(&event);
	return ok;
}

/* Converts all elements in order. *ignored stays NULL if at least one is a record. */
static bool
adobe_event_each(const struct platform_delivery *d, const json_t *list, const char *from, size_t n,
    record_line_fn *fn, void *arg, const char **ignored, struct err *e)
{
	const char *end = from + n, *at, *why = "no events";
	bool taken = false;
	size_t i;

	if (value_count(list) > ADOBE_EVENTS_MAX)
		return err_set(e, ERR_INPUT, "a delivery has more than %d events", ADOBE_EVENTS_MAX);
	for (i = 0; value_span_next(&from, end, &at, &n); i++) {
		if (!adobe_event_one(d, value_at(list, i), at, n, fn, arg, ignored, e)) {
			*ignored = PLATFORM_ORDER;	/* another element may be about an order */
			return false;
		}
		taken = taken || *ignored == NULL;
		why = *ignored ? *ignored : why;
	}
	*ignored = taken ? NULL : why;
	return true;
}

static bool
adobe_event_deliver(const struct platform_delivery *d, const json_t *v, record_line_fn *fn,
    void *arg, const char **ignored, struct err *e)
{
	const json_t *list = value_kind(v) == VALUE_LIST ? v : value_get(v, "events");
	const char *at = d->body;
	size_t n = d->len;

	if (value_kind(list) != VALUE_LIST)
		return adobe_event_one(d, v, at, n, fn, arg, ignored, e);
	if (list != v && !value_span(d->body, d->len, "events", &at, &n))
		return err_set(e, ERR_BUG, "a known member was not found");
	/* All or nothing: the first run checks and passes nothing on. */
	return adobe_event_each(d, list, at, n, NULL, NULL, ignored, e)
	    && adobe_event_each(d, list, at, n, fn, arg, ignored, e);
}

bool
adobe_records(const struct platform_delivery *d, record_line_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	json_t *v;
	bool ok;

	*ignored = PLATFORM_ORDER;
	if (!value_read_exact(&v, d->body, d->len, e))
		return err_in(e, "adobe delivery");
	ok = adobe_event_deliver(d, v, fn, arg, ignored, e);
	value_free(v);
	return ok;
}
