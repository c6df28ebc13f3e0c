/* poll.c: the requests to Shopify: orders, abandoned checkouts, customers, page by page. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "platform/shopify/api.h"

/*
 * Source: shopify.dev, GraphQL Admin API 2026-10.
 *
 * Orders and customers are sorted by their time of change. Abandoned checkouts cannot be; they
 * are sorted by id, and a pass ends when all were read. Only open ones are requested: nobody is
 * reminded of a checkout that the shop has closed.
 *
 * A request may cost 1000 points, and only Shopify knows the cost of an object. So pages start
 * small, and their size follows the costs in the responses. A page rejected for its cost is
 * requested again, smaller.
 *
 * Shopify ends a list after 25000 objects. Long before that, a new list begins at the last time
 * or id of this one.
 *
 * Page names: "" is the first, then "SIZE COUNT FROM CURSOR". SIZE is the objects per page,
 * COUNT those of this list before it. FROM is where the list begins (microseconds since 1970,
 * or an id; 0: where the pass begins). CURSOR is Shopify's or empty.
 */

#define FIRST_MAX   250			/* Shopify's maximum */
#define LEG_MAX     20000		/* objects per list */
#define FILTER_MAX  256			/* bytes */
#define COST_SHARE  2			/* a page uses at most one part in this of the bucket */

/* A kind of object to poll. */
struct stream {
	enum shopify_document document;
	const char *path;		/* of the list in the response */
	const char *topic;		/* of the webhook with the same object */
	void (*node)(json_t *);
	long first;			/* objects on the first page */
	bool by_id;
};

static const struct stream orders = {
	SHOPIFY_ORDERS, "data.orders", "orders/updated", shopify_node_order, 25, false
};
static const struct stream carts = {
	SHOPIFY_CARTS, "data.abandonedCheckouts", "checkouts/update", shopify_node_cart, 5, true
};
static const struct stream customers = {
	SHOPIFY_CUSTOMERS, "data.customers", "customers/update", shopify_node_customer, 50, false
};

struct place {
	long long size, count, from;
	const char *cursor;
};

/* Reads a number and the blank after it. */
static bool
shopify_poll_number(const char **text, long long most, long long *out)
{
	return request_digits(text, most, out) && *(*text)++ == ' ';
}

static bool
shopify_poll_place_read(const struct poll_request *request, const struct stream *st,
    struct place *p, struct err *e)
{
	const char *text = request->page;

	*p = (struct place){ .size = st->first, .cursor = "" };
	if (*text && (!shopify_poll_number(&text, FIRST_MAX, &p->size) || p->size == 0
	    || !shopify_poll_number(&text, LEG_MAX + FIRST_MAX, &p->count)
	    || !shopify_poll_number(&text, LLONG_MAX - 1, &p->from)))
		return request_no_page(request->page, e);
	if (*text)
		p->cursor = text;
	return true;
}

/* Writes a filter in Shopify's search syntax; its values need no escaping. */
static void
shopify_poll_filter(const struct stream *st, const struct poll_request *request,
    const struct place *p, struct str *s)
{
	crt_time since = request->since > 0 ? request->since : 0;
	char text[CLOCK_TEXT];

	if (!st->by_id && p->from > since)
		since = p->from;
	str_printf(s, "updated_at:>='%s'", clock_print(since - since % CLOCK_SECOND, text));
	if (!st->by_id)
		return;
	str_puts(s, " status:open");
	if (p->from)
		str_printf(s, " id:>%lld", p->from);
}

static bool
shopify_poll_request(const struct shop *s, const struct poll_request *request,
    struct http_request *r, struct err *e)
{
	const struct stream *st = request->endpoint->of;
	struct str query = STR_MAX(FILTER_MAX);
	struct place p;
	json_t *v;

	http_request_init(r, "POST");
	if (!shopify_poll_place_read(request, st, &p, e))
		return false;
	shopify_poll_filter(st, request, &p, &query);
	v = value_map();
	value_set(v, "first", value_new_int(p.size));
	value_set_text(v, "after", *p.cursor ? p.cursor : NULL);
	value_set_text(v, "query", str_text(&query));
	str_free(&query);
	return shopify_request(s, st->document, v, r, e);
}

/* As many objects as the cost limits allow, by the cost of one; at most twice as many as before. */
static long long
next_size(const struct place *p, const struct shopify_cost *c)
{
	int64_t bound = SHOPIFY_COST_MAX;
	long long size;

	if (c->requested <= 0)
		return p->size;
	if (c->most > 0 && c->most / COST_SHARE < bound)
		bound = c->most / COST_SHARE;
	size = p->size * bound / c->requested;
	size = size < 2 * p->size ? size : 2 * p->size;
	return size < 1 ? 1 : size < FIRST_MAX ? size : FIRST_MAX;
}

/* The list's position: the last object's time or id. */
static bool
shopify_poll_position(const struct stream *st, const json_t *last, long long *from)
{
	const char *id = shopify_digits(build_text(last, "gid"));
	const char *given = build_text(last, "updated_at");
	crt_time t;

	if (st->by_id) {
		*from = id ? strtoll(id, NULL, 10) : 0;
		return *from > 0;
	}
	if (given == NULL || !clock_read(given, &t))
		return false;
	*from = t - t % CLOCK_SECOND;	/* filters have a resolution of seconds */
	return *from > 0;
}

static bool
shopify_poll_next_page(const struct stream *st, const struct place *p, const json_t *v,
    const json_t *nodes, struct response *h, struct err *e)
{
	const json_t *page = value_get(value_path(v, st->path), "pageInfo");
	const char *cursor = build_text(page, "endCursor");
	struct shopify_cost cost = shopify_cost(v);
	size_t n = value_count(nodes);
	long long count = p->count + (long long)n, from;

	if (value_kind(value_get(page, "hasNextPage")) != VALUE_BOOL)
		return err_set(e, ERR_INPUT, "the shop's response has no member hasNextPage");
	if (!value_true(value_get(page, "hasNextPage")))
		return true;
	if (cursor == NULL || n == 0)
		return err_set(e, ERR_INPUT, "there is a next page, but no cursor for it");
	str_printf(&h->next, "%lld ", next_size(p, &cost));
	if (count >= LEG_MAX && shopify_poll_position(st, value_at(nodes, n - 1), &from)
	    && from > p->from)
		str_printf(&h->next, "0 %lld ", from);
	else
		str_printf(&h->next, "%lld %lld %s", count < LEG_MAX ? count : LEG_MAX, p->from, cursor);
	return true;
}

static void
shopify_poll_note(const json_t *node, struct response *h)
{
	const char *given = build_text(node, "updated_at");
	crt_time t;

	if (given && clock_read(given, &t) && t > h->seen)
		h->seen = t;
}

static bool
shopify_poll_pass_on(const struct stream *st, const struct shop *s,
    const struct poll_request *request, const json_t *nodes, struct response *h, struct err *e)
{
	struct str body = STR_MAX(HTTP_RESPONSE_MAX);	/* a longer object is rejected as a whole */
	size_t i;
	bool ok = true;

	for (i = 0; ok && i < value_count(nodes); i++) {
		json_t *node = value_at(nodes, i);

		shopify_poll_note(node, h);
		if (value_kind(node) == VALUE_MAP)
			st->node(node);
		str_cut(&body, 0);
		value_print(&body, node, false);
		ok = response_item(h, s, request, st->topic, str_text(&body), body.len, e);
	}
	str_free(&body);
	return ok;
}

/* Requests the same objects again, fewer at once. */
static bool
shopify_poll_smaller(const struct place *p, struct response *h, struct err *e)
{
	if (p->size == 1)
		return err_set(e, ERR_UNAVAILABLE, "a single object costs too much to request");
	str_printf(&h->next, "%lld %lld %lld %s", p->size / 2, p->count, p->from, p->cursor);
	return true;
}

static bool
shopify_poll_response(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	const struct stream *st = request->endpoint->of;
	const json_t *nodes;
	struct place p;
	bool costly, ok;
	json_t *v;

	if (!shopify_poll_place_read(request, st, &p, e))
		return false;
	ok = shopify_handle(a, &v, &costly, e);
	nodes = value_get(value_path(v, st->path), "nodes");
	if (ok && costly)
		ok = shopify_poll_smaller(&p, h, e);
	else if (ok)
		ok = (value_kind(nodes) == VALUE_LIST
		    || err_set(e, ERR_INPUT, "the shop's response has no \"%s\"", st->path))
		    && shopify_poll_next_page(st, &p, v, nodes, h, e)
		    && shopify_poll_pass_on(st, s, request, nodes, h, e);
	value_free(v);
	return ok;
}

const struct endpoint shopify_endpoints[3] = {
	{ "orders", STREAM_ORDERS, shopify_poll_request, shopify_poll_response, &orders },
	{ "carts", STREAM_CARTS, shopify_poll_request, shopify_poll_response, &carts },
	{ "customers", STREAM_PEOPLE, shopify_poll_request, shopify_poll_response, &customers },
};
