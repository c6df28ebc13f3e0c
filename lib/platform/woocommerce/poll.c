/* poll.c: the requests to WooCommerce: orders, trashed orders, customers. */
#include <string.h>

#include "platform/woocommerce/woocommerce.h"

/*
 * Source: WooCommerce 10.4.4 (REST wc/v3) and answers of a running shop.
 *
 * Orders come in the order of their change, and the next page is what changed
 * after the last of this one: page numbers shift while orders change, times do
 * not.  modified_after has seconds and leaves out its own, so the last second of
 * a page is read again.  A second that fills a page by itself (an import, a bulk
 * edit) is read alone, by id, from its last page back to its first: what leaves
 * it meanwhile moves the rest towards pages that are still to be read.
 *
 * Names of pages: "" at the start, "AFTER" (seconds of 1970), "SECOND/PAGE"; page
 * 0 only asks how many there are.
 *
 * Times are sent without a zone.  With dates_are_gmt they are compared as they
 * stand; with a Z, WordPress would turn them into the shop's own time first.
 *
 * Every status is asked for ("any", drafts included, bin excluded): the statuses
 * of plugins cannot be named, and somebody with such an order may have bought.
 * What lies in the bin is an endpoint of its own.
 *
 * Customers have no time of change to ask by: those who registered since, the
 * newest first.  Later changes come by webhook and with orders.
 */

#define PER_PAGE     100		/* what WooCommerce gives at most */
#define NUMBER_MAX   32			/* bytes of one in a field */
#define PAGE_MAX     100000		/* pages of one second */

/* Where a pass stands. */
struct place {
	crt_time after;		/* seconds */
	bool within;		/* only the second after it */
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

/* What a page is about, besides its things. */
struct listed {
	size_t n;
	crt_time last;		/* second of the last that says so; 0: none does */
	long pages;
	bool counted;		/* by the shop; else a full page is not the last */
};

static long
pages_of(const struct http_response *a, size_t n, bool *counted)
{
	struct str said = STR_MAX(NUMBER_MAX);
	const char *text;
	long long pages;

	*counted = http_response_field(a, "x-wp-totalpages", &said);
	text = str_text(&said);
	*counted = *counted && request_digits(&text, INT32_MAX, &pages) && *text == '\0';
	if (!*counted)
		pages = 1 + (n == PER_PAGE);
	str_free(&said);
	return (long)pages;
}

static void
note_time(const json_t *thing, const char *path, struct listed *l, struct response *h)
{
	const char *said = build_text(thing, path);
	struct str s = STR_MAX(CLOCK_TEXT);
	crt_time t;

	str_puts(&s, said ? said : "");
	str_putc(&s, 'Z');
	if (clock_read(str_text(&s), &t) && t > 0) {
		l->last = t / CLOCK_SECOND;
		if (t > h->seen)
			h->seen = t;
	}
	str_free(&s);
}

/* An answer that is a list, and what it is about. */
struct answer {
	json_t *v;
	const char *text, *end;
	struct listed l;
};

static bool
answer_open(struct answer *r, const struct http_response *a, const char *time, struct response *h,
    struct err *e)
{
	size_t i, n;

	*r = (struct answer){ 0 };
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
woocommerce_poll_pass_on(const struct answer *r, const struct shop *s,
    const struct poll_request *request, const char *topic, struct response *h, struct err *e)
{
	const char *from = r->text, *at;
	size_t n;

	while (value_span_next(&from, r->end, &at, &n))
		if (!response_item(h, s, request, topic, at, n, e))
			return false;
	return true;
}

/* After a page of a second: the pages before it, then what came later. */
static void
next_within(const struct place *p, const struct listed *l, struct str *next)
{
	long page = p->page ? p->page - 1 : l->pages;

	str_printf(next, "%lld", (long long)p->after + 1);
	if (page)
		str_printf(next, "/%ld", page);
}

/* *whole: what is on the page will not come again. */
static bool
woocommerce_poll_next_page(const struct place *p, const struct listed *l, struct str *next,
    bool *whole, struct err *e)
{
	*whole = true;
	if (p->within) {
		if (!l->counted && p->page == 0 && l->n == PER_PAGE)
			return err_set(e, ERR_INPUT, "the shop does not say how many pages there"
			    " are (X-WP-TotalPages)");
		*whole = p->page > 0;
		next_within(p, l, next);
	} else if (l->pages > 1 && l->last <= p->after) {
		err_set(e, ERR_INPUT, "the shop says there are %ld pages, but nothing on the first"
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
	struct answer r;
	struct place p;
	bool whole, ok;

	if (!woocommerce_poll_place_read(request, &p, e))
		return false;
	ok = answer_open(&r, a, "date_modified_gmt", h, e)
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
	struct answer r;
	int64_t page;
	bool ok;

	if (!request_page(request->page, &page, e))
		return false;
	ok = answer_open(&r, a, "date_created_gmt", h, e)
	    && woocommerce_poll_pass_on(&r, s, request, "customer.updated", h, e);
	if (ok && r.l.n && page < r.l.pages && r.l.last >= request->since / CLOCK_SECOND)
		str_printf(&h->next, "%lld", (long long)page + 1);
	value_free(r.v);
	return ok;
}

const struct endpoint woocommerce_endpoints[3] = {
	{ "orders", true, true, request_orders, response_orders, "any" },
	{ "carts", true, false, request_orders, response_orders, "trash" },
	{ "customers", true, false, woocommerce_poll_request_customers,
	    woocommerce_poll_response_customers, NULL },
};
