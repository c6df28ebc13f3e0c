/* orders.c: poll all orders that changed since a time, page by page. */
#include <limits.h>
#include <string.h>

#include "platform/bigcommerce/bigcommerce.h"

/*
 * Source: github.com/bigcommerce/docs, orders v2.
 *
 * Orders are sorted by their time of change, and the next page starts at the time of the last
 * order on this one. Page numbers shift while orders change; times do not. Times have a
 * resolution of seconds, so the last second of a page is read again. A second that fills a page
 * by itself (an import) is read separately, by order number.
 *
 * It is not documented whether a limit includes the limit itself, so each limit is widened by
 * one second. The page size without a limit is not documented either. So only a page shorter
 * than BigCommerce's default size is the last.
 *
 * Page names: "" is the first, "SECOND" (since 1970), "SECOND/NUMBER": orders of that second
 * from that number on.
 *
 * Carts cannot be listed. An order with status Incomplete names the cart of a shopper who
 * reached the payment page. That cart is fetched, unless it has expired, as carts do after
 * thirty days.
 */

#define CART_LIFE (30 * CLOCK_DAY)	/* unchanged carts are deleted after this */
#define PER_PAGE 250		/* BigCommerce's maximum */
#define DEFAULT_SIZE 50		/* BigCommerce's default */
#define SECONDS_MAX (CLOCK_MAX / CLOCK_SECOND)

struct place {
	long long second;
	long long from;		/* the first order number within the second; -1: not within one */
};

static bool
bigcommerce_orders_place_read(const struct poll_request *request, struct place *p, struct err *e)
{
	const char *text = request->page;
	bool ok;

	*p = (struct place){ request->since / CLOCK_SECOND, -1 };
	if (p->second < 0)
		p->second = 0;
	if (*text == '\0')
		return true;
	ok = request_digits(&text, SECONDS_MAX, &p->second);
	if (ok && *text == '/') {
		text++;
		ok = request_digits(&text, LLONG_MAX, &p->from);
	}
	return (ok && *text == '\0')
	    || request_no_page(request->page, e);
}

static void
bigcommerce_orders_query_time(struct http_request *r, const char *name, int64_t second)
{
	char text[CLOCK_TEXT];

	http_query(&r->url, name, clock_print(second * CLOCK_SECOND, text));
}

bool
bigcommerce_request_orders(const struct shop *s, const struct poll_request *request,
    struct http_request *r, struct err *e)
{
	struct place p;

	if (!bigcommerce_begin(r, s, "GET", "v2/orders", e)
	    || !bigcommerce_orders_place_read(request, &p, e))
		return false;
	bigcommerce_orders_query_time(r, "min_date_modified", p.second ? p.second - 1 : 0);
	if (p.from >= 0) {
		bigcommerce_orders_query_time(r, "max_date_modified", p.second + 1);
		request_number(r, "min_id", p.from);
		http_query(&r->url, "sort", "id:asc");
	} else
		http_query(&r->url, "sort", "date_modified:asc");
	request_number(r, "limit", PER_PAGE);
	return bigcommerce_finish(r, s, e);
}

static crt_time
bigcommerce_orders_changed(const json_t *order)
{
	const char *given = build_text(order, "date_modified");
	crt_time t;

	return given && bigcommerce_read_time(given, &t) && t > 0 ? t : 0;
}

void
bigcommerce_note_order(const json_t *order, struct response *h)
{
	crt_time t = bigcommerce_orders_changed(order);

	if (t > h->seen)
		h->seen = t;
}

static bool
bigcommerce_orders_note(const struct poll_request *request, const json_t *order,
    struct response *h, struct err *e)
{
	const char *status = build_text(order, "status_id"), *cart = build_text(order, "cart_id");

	bigcommerce_note_order(order, h);
	return status == NULL || strcmp(status, "0") || cart == NULL || strlen(cart) > SHOP_ID_MAX
	    || bigcommerce_orders_changed(order) < request->now - CART_LIFE
	    || response_want(h, BIGCOMMERCE_CART, cart, "", e);
}

/* Orders without a time, or not sorted by it, cannot be paged: some would be missed. */
static bool
next_second(const json_t *v, const struct place *p, struct str *next, struct err *e)
{
	long long last = p->second ? p->second - 1 : 0, second;
	size_t i;

	for (i = 0; i < value_count(v); i++, last = second) {
		second = bigcommerce_orders_changed(value_at(v, i)) / CLOCK_SECOND;
		if (second < last)
			return err_set(e, ERR_INPUT, "the orders of BigCommerce are not in the order"
			    " of their change");
	}
	if (last <= p->second)
		str_printf(next, "%lld/0", p->second);
	else
		str_printf(next, "%lld", last);
	return true;
}

static bool
next_number(const json_t *v, const struct place *p, struct str *next, struct err *e)
{
	long long last = -1, id;
	size_t i;

	for (i = 0; i < value_count(v); i++, last = id) {
		const char *given = build_text(value_at(v, i), "id");

		if (given == NULL || !request_digits(&given, LLONG_MAX, &id) || id < p->from || id <= last)
			return err_set(e, ERR_INPUT, "the orders of BigCommerce are not in the order"
			    " of their numbers");
	}
	str_printf(next, "%lld/%lld", p->second, last);
	return true;
}

bool
bigcommerce_response_orders(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	struct place p;
	json_t *v;
	size_t i;
	bool ok;

	if (!bigcommerce_orders_place_read(request, &p, e) || !bigcommerce_read(a, &v, e))
		return false;
	ok = value_kind(v) == VALUE_LIST ? bigcommerce_objects(s, request, BIGCOMMERCE_ORDER, a, "", h,
	    e) : bigcommerce_unexpected(e);
	for (i = 0; ok && i < value_count(v); i++)
		ok = bigcommerce_orders_note(request, value_at(v, i), h, e);
	if (ok && value_count(v) >= DEFAULT_SIZE)
		ok = p.from >= 0 ? next_number(v, &p, &h->next, e) : next_second(v, &p, &h->next, e);
	else if (ok && p.from >= 0)
		str_printf(&h->next, "%lld", p.second + 1);
	value_free(v);
	return ok;
}
