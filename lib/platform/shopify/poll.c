/* poll.c: the requests to Shopify: orders, abandoned checkouts, customers, page by page. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "platform/shopify/api.h"

/*
 * Source: shopify.dev, GraphQL Admin API 2026-10.
 *
 * Orders and customers come in the order of their change.  Abandoned checkouts
 * cannot: they come by id, and their pass is at its end when all have been read.
 * Only those that are open are asked for: nobody is reminded of a checkout that
 * the shop has put away.
 *
 * A request may cost 1000 points at most, and how many a thing costs is for
 * Shopify to say.  So pages begin small, grow and shrink by what the answers say
 * that they cost, and one that is refused as too dear is asked for again, smaller.
 *
 * Shopify ends a list after 25000 things.  Long before, a new list is begun where
 * this one stands: at the last time or id.
 *
 * Names of pages: "" at the start, then "SIZE COUNT FROM CURSOR": things on the
 * page, things of this list before it, where the list begins (microseconds of
 * 1970, or an id; 0: where the pass begins), Shopify's cursor or nothing.
 */

#define FIRST_MAX   250			/* what Shopify gives at most */
#define LEG_MAX     20000		/* things of a list, then a new one */
#define FILTER_MAX  256			/* bytes */
#define COST_SHARE  2			/* a page takes at most this part of the bucket */

/* A thing that is asked for. */
struct stream {
	enum shopify_document document;
	const char *path;		/* of the list in the answer */
	const char *topic;		/* of the webhook that would bring the same */
	void (*node)(json_t *);
	long first;			/* things on the first page */
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

/* With the blank behind it. */
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

/* Shopify's own language of filters; what stands in it here needs no escape. */
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

/* By what a thing was held to cost, as many as keep within the bounds; at most twice as many. */
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

/* Where the list stands: the last thing's time or id. */
static bool
shopify_poll_stands(const struct stream *st, const json_t *last, long long *from)
{
	const char *id = shopify_digits(build_text(last, "gid"));
	const char *said = build_text(last, "updated_at");
	crt_time t;

	if (st->by_id) {
		*from = id ? strtoll(id, NULL, 10) : 0;
		return *from > 0;
	}
	if (said == NULL || !clock_read(said, &t))
		return false;
	*from = t - t % CLOCK_SECOND;	/* filters know no more */
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
		return err_set(e, ERR_INPUT, "the shop's response does not say whether there is a next"
		    " page");
	if (!value_true(value_get(page, "hasNextPage")))
		return true;
	if (cursor == NULL || n == 0)
		return err_set(e, ERR_INPUT, "there is a next page, but no cursor for it");
	str_printf(&h->next, "%lld ", next_size(p, &cost));
	if (count >= LEG_MAX && shopify_poll_stands(st, value_at(nodes, n - 1), &from)
	    && from > p->from)
		str_printf(&h->next, "0 %lld ", from);
	else
		str_printf(&h->next, "%lld %lld %s", count < LEG_MAX ? count : LEG_MAX, p->from, cursor);
	return true;
}

static void
shopify_poll_note(const json_t *node, struct response *h)
{
	const char *said = build_text(node, "updated_at");
	crt_time t;

	if (said && clock_read(said, &t) && t > h->seen)
		h->seen = t;
}

static bool
shopify_poll_pass_on(const struct stream *st, const struct shop *s,
    const struct poll_request *request, const json_t *nodes, struct response *h, struct err *e)
{
	struct str body = STR_MAX(HTTP_RESPONSE_MAX);	/* what is too long is rejected whole */
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

/* The same things again, fewer at once. */
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
	bool too_dear, ok;
	json_t *v;

	if (!shopify_poll_place_read(request, st, &p, e))
		return false;
	ok = shopify_handle(a, &v, &too_dear, e);
	nodes = value_get(value_path(v, st->path), "nodes");
	if (ok && too_dear)
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
	{ "orders", true, true, shopify_poll_request, shopify_poll_response, &orders },
	{ "carts", true, false, shopify_poll_request, shopify_poll_response, &carts },
	{ "customers", true, false, shopify_poll_request, shopify_poll_response, &customers },
};
