/* response.c: read Magento's responses: records, totals to fetch, and the next page. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "platform/magento/poll.h"

/* The facts about a page. */
struct page {
	size_t n;
	const char *last, *id;		/* the last object's time and id */
	bool ordered;			/* all have a time of change, in ascending order */
	crt_time latest;
};

/* An object and its bytes. */
struct object {
	const json_t *v;
	const char *at;
	size_t n;
};

static void
magento_response_note(const struct magento_stream *stream, const struct object *t,
    struct page *page, struct response *h)
{
	crt_time when;

	page->n++;
	page->last = build_text(t->v, "updated_at");
	page->id = build_text(t->v, stream->id);
	if (page->last == NULL || !magento_time_read(page->last, &when)) {
		page->ordered = false;
		return;
	}
	if (when < page->latest)
		page->ordered = false;
	page->latest = when;
	if (when > h->seen)
		h->seen = when;
}

/* Leaves an object out and counts it. */
static void
magento_response_leave_out(struct response *h, const char *why)
{
	h->items++;
	if (h->refused++ == 0)
		err_set(&h->why, ERR_INPUT, "%s", why);
}

static bool
magento_response_need_totals(struct response *h, const char *id, const struct object *t,
    struct err *e)
{
	char *state;
	bool ok;

	if (t->n > SHOP_STATE_MAX) {
		magento_response_leave_out(h, "a cart is too large");
		return true;
	}
	state = mem_dupn(t->at, t->n);
	ok = response_want(h, "cart", id, state, e);
	free(state);
	return ok;
}

/* An object that makes no record, or one that has no total, needs no totals. */
static bool
cart_has_totals(const json_t *cart)
{
	const char *n = build_text(cart, "items_count");

	return magento_no_cart(cart) || value_count(value_get(cart, "items")) == 0
	    || (n && !strcmp(n, "0")) || !magento_is_id(build_id(cart, "id"));
}

static bool
response_object(const struct shop *s, const struct poll_request *request, const struct object *t,
    struct response *h, struct err *e)
{
	const struct magento_endpoint *q = request->endpoint->of;

	if (q->stream == &magento_carts && !cart_has_totals(t->v))
		return magento_response_need_totals(h, build_text(t->v, "id"), t, e);
	return response_item(h, s, request, q->stream->topic, t->at, t->n, e);
}

/* Uses the total number of objects; without it, only a page that is not full is the last. */
static bool
page_is_last(const json_t *v, const struct page *page)
{
	const char *given = build_text(v, "total_count");
	int64_t total;

	if (page->n == 0)
		return true;
	return build_whole(given, &total) ? (uint64_t)total <= page->n : page->n < MAGENTO_PAGE;
}

static bool
magento_response_unrequested(struct err *e)
{
	err_set(e, ERR_INPUT, "the response is not sorted by time of change, or not of the"
	    " requested time");
	return err_hint(e, "a module of the shop or a cache changes the request");
}

/* The next page is always closer to the end: a second later, or a higher id. */
static bool
magento_response_next_page(const struct magento_place *p, const struct page *page, bool last,
    struct str *next, struct err *e)
{
	int later;

	if (*p->id && last) {
		str_printf(next, "gt %s", p->time);
		return true;
	}
	if (last)
		return true;
	if (!page->ordered || !magento_is_id(page->id))
		return magento_response_unrequested(e);
	later = strcmp(page->last, p->time);
	if (*p->id) {
		if (later || strtoull(page->id, NULL, 10) <= strtoull(p->id, NULL, 10))
			return magento_response_unrequested(e);
		str_printf(next, "eq %s %s", p->time, page->id);
	} else if (later > 0)
		str_printf(next, "gteq %s", page->last);
	else if (later == 0 && strcmp(p->how, "gt"))
		str_printf(next, "eq %s 0", p->time);
	else
		return magento_response_unrequested(e);
	return true;
}

static bool
response_objects(const struct shop *s, const struct poll_request *request, const json_t *v,
    const struct http_response *a, struct page *page, struct response *h, struct err *e)
{
	const struct magento_endpoint *q = request->endpoint->of;
	const json_t *list = value_get(v, "items");
	const char *from, *end;
	size_t n;

	/* Some versions return "items":null for an empty search. */
	if (value_kind(list) <= VALUE_NULL && value_get(v, "total_count"))
		return true;
	if (value_kind(list) != VALUE_LIST || !value_span(a->body, a->len, "items", &from, &n)) {
		err_set(e, ERR_INPUT, "the shop's response has no list of \"items\"");
		return err_hint(e, "check store_url, api_url, and store_code");
	}
	for (end = from + n;;) {
		struct object t = { value_at(list, page->n), NULL, 0 };

		if (!value_span_next(&from, end, &t.at, &t.n))
			return true;
		magento_response_note(q->stream, &t, page, h);
		if (!response_object(s, request, &t, h, e))
			return false;
	}
}

static bool
response_search(const struct shop *s, const struct poll_request *request, const json_t *v,
    const struct http_response *a, struct response *h, struct err *e)
{
	struct page page = { .ordered = true };
	struct magento_place p;

	return magento_place_read(request, &p, e) && magento_time_read(p.time, &page.latest)
	    && response_objects(s, request, v, a, &page, h, e)
	    && magento_response_next_page(&p, &page, page_is_last(v, &page), &h->next, e);
}

/* Combines the cart from an earlier response, its totals, and the cart page's URL. */
static bool
response_totals(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	const struct magento_endpoint *q = request->endpoint->of;
	struct str whole = STR_MAX(SHOP_STATE_MAX + HTTP_RESPONSE_MAX), url = STR_MAX(HTTP_URL_MAX);
	bool ok;

	http_base(&url, s->url);
	str_puts(&url, "/checkout/cart");
	str_puts(&whole, "{\"url\":");
	value_quote(&whole, str_text(&url), url.len);
	str_printf(&whole, ",\"cart\":%s,\"totals\":", request->state);
	str_add(&whole, a->body, a->len);
	str_putc(&whole, '}');
	ok = response_item(h, s, request, q->stream->topic, str_text(&whole), whole.len,
	    e);
	str_free(&url);
	str_free(&whole);
	return ok;
}

/* The caller frees *v in any case. */
static bool
read_map(const struct http_response *a, json_t **v, struct err *e)
{
	if (!value_read_exact(v, a->body, a->len, e)) {
		err_in(e, "the shop's response");
		return err_hint(e, "a maintenance or firewall page may cause this");
	}
	return value_kind(*v) == VALUE_MAP
	    || err_set(e, ERR_INPUT, "the shop's response is not a JSON object");
}

bool
magento_handle(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	json_t *v;
	bool ok = read_map(a, &v, e) && response_search(s, request, v, a, h, e);

	value_free(v);
	return ok;
}

/* A cart that was closed or deleted since: its order has the rest. */
bool
magento_response_cart(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	json_t *v = NULL;
	bool ok = response_gone(a) || (read_map(a, &v, e) && (*request->state
	    ? response_totals(s, request, a, h, e)
	    : response_object(s, request, &(struct object){ v, a->body, a->len }, h, e)));

	value_free(v);
	return ok;
}
