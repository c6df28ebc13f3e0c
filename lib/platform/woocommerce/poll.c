/* poll.c: the requests to WooCommerce: orders, trashed orders, customers. */
#include <string.h>

#include "platform/woocommerce/woocommerce.h"

/*
 * Source: WooCommerce 10.4.4 (REST wc/v3) and responses of a running shop.
 *
 * Orders are sorted by their time of change, and the next page has what changed after the last
 * order of this one. Page numbers shift while orders change; times do not. modified_after has a
 * resolution of seconds and excludes its own, so the last second of a page is read again. A
 * second that fills a page by itself (an import, a bulk edit) is read separately, by id, from
 * its last page back to its first. An order that leaves it meanwhile moves the others towards
 * pages that are still to be read.
 *
 * Page names: "" is the first, "AFTER" (seconds since 1970), "SECOND/PAGE"; page 0 only
 * requests the number of pages.
 *
 * Times are sent without a zone. With dates_are_gmt, WordPress compares them unchanged; with a
 * Z it would convert them to the shop's local time first.
 *
 * Every status is requested ("any" includes drafts and excludes the trash). The statuses of
 * plugins cannot be listed, and a person with such an order may have bought. Trashed orders are
 * a separate endpoint.
 *
 * Customers cannot be filtered by time of change. The newest registrations are read first, back
 * to the beginning of the pass. Later changes come by webhook and with orders.
 */

#define PER_PAGE     100		/* WooCommerce's maximum */
#define NUMBER_MAX   32			/* bytes of a number in a field */
#define PAGE_MAX     100000		/* pages of one second */

/* A pass's position. */
struct place {
	crt_time after;		/* seconds */
	bool within;		/* reads only the second after it */
	long page;
};

static bool
woocommerce_poll_place_read(const struct poll_request *request, struct place *p, struct err *e)
{
	const char *text = request->page;
	long long n, page = 1;

	*p = (struct place){ .after = request->since / CLOCK_SECOND - 1, .page = 1 };
	if (p->after < 0)
		p->after = 0;
	if (*text == '\0')
		return true;
	if (!request_digits(&text, CLOCK_MAX / CLOCK_SECOND, &n))
		return request_no_page(request->page, e);
	p->after = n;
	if (*text == '/') {
		text++;
		p->within = true;
		p->after--;
		if (!request_digits(&text, PAGE_MAX, &page))
			page = -1;
	}
	p->page = (long)page;
	return (*text == '\0' && page >= 0)
	    || request_no_page(request->page, e);
}

static void
woocommerce_poll_query_time(struct str *url, const char *name, crt_time seconds)
{
	char text[CLOCK_TEXT];

	clock_print(seconds * CLOCK_SECOND, text);
	text[strcspn(text, "Z")] = '\0';
	http_query(url, name, text);
}

static bool
request_orders(const struct shop *s, const struct poll_request *request, struct http_request *r,
    struct err *e)
{
	struct place p;

	woocommerce_begin(r, s, "GET", "orders");
	if (!woocommerce_poll_place_read(request, &p, e))
		return false;
	http_query(&r->url, "status", request->endpoint->of);
	http_query(&r->url, "dates_are_gmt", "true");
	woocommerce_poll_query_time(&r->url, "modified_after", p.after);
	if (p.within)
		woocommerce_poll_query_time(&r->url, "modified_before", p.after + 2);
	http_query(&r->url, "orderby", p.within ? "id" : "modified");
	http_query(&r->url, "order", "asc");
	request_number(r, "per_page", PER_PAGE);
	request_number(r, "page", p.page ? p.page : 1);
	if (p.page == 0)
		http_query(&r->url, "_fields", "id");
	return woocommerce_finish(r, s, e);
}

/* The facts about a page. */
struct listed {
	size_t n;
	crt_time last;		/* second of the last object with a time; 0: none */
	long pages;
	bool counted;		/* the shop gave the number; else only a short page is the last */
};

static long
pages_of(const struct http_response *a, size_t n, bool *counted)
{
	struct str given = STR_MAX(NUMBER_MAX);
	const char *text;
	long long pages;

	*counted = http_response_field(a, "x-wp-totalpages", &given);
	text = str_text(&given);
	*counted = *counted && request_digits(&text, INT32_MAX, &pages) && *text == '\0';
	if (!*counted)
		pages = 1 + (n == PER_PAGE);
	str_free(&given);
	return (long)pages;
}

static void
note_time(const json_t *object, const char *path, struct listed *l, struct response *h)
{
	const char *given = build_text(object, path);
	struct str s = STR_MAX(CLOCK_TEXT);
	crt_time t;

	str_puts(&s, given ? given : "");
	str_putc(&s, 'Z');
	if (clock_read(str_text(&s), &t) && t > 0) {
		l->last = t / CLOCK_SECOND;
		if (t > h->seen)
			h->seen = t;
	}
	str_free(&s);
}

/* A response with a list, and its facts. */
struct listing {
	json_t *v;
	const char *text, *end;
	struct listed l;
};

static bool
listing_open(struct listing *r, const struct http_response *a, const char *time, struct response *h,
    struct err *e)
{
	size_t i, n;

	*r = (struct listing){ 0 };
	if (!woocommerce_read(a, &r->v, &r->text, &n, e))
		return false;
	if (value_kind(r->v) != VALUE_LIST)
		return woocommerce_refused(r->v, e);
	r->end = r->text + n;
	r->l.n = value_count(r->v);
	r->l.pages = pages_of(a, r->l.n, &r->l.counted);
	for (i = 0; i < r->l.n; i++)
		note_time(value_at(r->v, i), time, &r->l, h);
	return true;
}

static bool
woocommerce_poll_pass_on(const struct listing *r, const struct shop *s,
    const struct poll_request *request, const char *topic, struct response *h, struct err *e)
{
	const char *from = r->text, *at;
	size_t n;

	while (value_span_next(&from, r->end, &at, &n))
		if (!response_item(h, s, request, topic, at, n, e))
			return false;
	return true;
}

/* Within a second: the pages before this one, then what changed later. */
static void
next_within(const struct place *p, const struct listed *l, struct str *next)
{
	long page = p->page ? p->page - 1 : l->pages;

	str_printf(next, "%lld", (long long)p->after + 1);
	if (page)
		str_printf(next, "/%ld", page);
}

/* *whole: the page's objects are not read again. */
static bool
woocommerce_poll_next_page(const struct place *p, const struct listed *l, struct str *next,
    bool *whole, struct err *e)
{
	*whole = true;
	if (p->within) {
		if (!l->counted && p->page == 0 && l->n == PER_PAGE)
			return err_set(e, ERR_INPUT, "the shop's response has no X-WP-TotalPages");
		*whole = p->page > 0;
		next_within(p, l, next);
	} else if (l->pages > 1 && l->last <= p->after) {
		err_set(e, ERR_INPUT, "the shop reports %ld pages, but nothing on the first"
		    " changed since", l->pages);
		return err_hint(e, "WooCommerce 5.8 or later is needed, and a key whose user may"
		    " see all orders");
	} else if (l->pages > 1 && l->last == p->after + 1) {
		*whole = false;
		str_printf(next, "%lld/0", (long long)l->last);
	} else if (l->pages > 1)
		str_printf(next, "%lld", (long long)l->last - 1);
	return true;
}

static bool
response_orders(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	struct listing r;
	struct place p;
	bool whole, ok;

	if (!woocommerce_poll_place_read(request, &p, e))
		return false;
	ok = listing_open(&r, a, "date_modified_gmt", h, e)
	    && woocommerce_poll_next_page(&p, &r.l, &h->next, &whole, e)
	    && (!whole || woocommerce_poll_pass_on(&r, s, request, "order.updated", h, e));
	value_free(r.v);
	return ok;
}

static bool
woocommerce_poll_request_customers(const struct shop *s, const struct poll_request *request,
    struct http_request *r, struct err *e)
{
	int64_t page;

	woocommerce_begin(r, s, "GET", "customers");
	if (!request_page(request->page, &page, e))
		return false;
	http_query(&r->url, "orderby", "registered_date");
	http_query(&r->url, "order", "desc");
	request_number(r, "per_page", PER_PAGE);
	request_number(r, "page", page);
	return woocommerce_finish(r, s, e);
}

static bool
woocommerce_poll_response_customers(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	struct listing r;
	int64_t page;
	bool ok;

	if (!request_page(request->page, &page, e))
		return false;
	ok = listing_open(&r, a, "date_created_gmt", h, e)
	    && woocommerce_poll_pass_on(&r, s, request, "customer.updated", h, e);
	if (ok && r.l.n && page < r.l.pages && r.l.last >= request->since / CLOCK_SECOND)
		str_printf(&h->next, "%lld", (long long)page + 1);
	value_free(r.v);
	return ok;
}

const struct endpoint woocommerce_endpoints[3] = {
	{ "orders", STREAM_ORDERS, request_orders, response_orders, "any" },
	{ "carts", STREAM_CARTS, request_orders, response_orders, "trash" },
	{ "customers", STREAM_PEOPLE, woocommerce_poll_request_customers,
	    woocommerce_poll_response_customers, NULL },
};
