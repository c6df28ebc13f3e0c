/* poll.c: the requests to Magento: orders, carts with totals, customers. */
#include "platform/magento/poll.h"

/*
 * Source: developer.adobe.com, search criteria of 2.4; magento2 issues 3787, 8099, 26986.
 *
 * A page past the end is the last page again, deep pages are slow, and a thing
 * that changes while pages are read shifts the others past the reader.  So there
 * is only ever a first page: things come in the order of their change, and the
 * next page is what changed at the last one's time or later.  That second is read
 * again.  A second that fills a page by itself (an import) is read by its ids, and
 * then what changed after it.
 *
 * Names of pages: "" at the start, else the condition: "gteq TIME", "gt TIME",
 * "eq TIME ID", where TIME has a space in it, as Magento wants it.
 *
 * Only open carts are asked for: one that was closed has become an order.  Each
 * goes with a fetch for its totals, and comes back with them.
 */

#define NAME_BYTES 96		/* of a search parameter, or of a path */

const struct magento_stream magento_orders = { "orders", "order", "entity_id", true };
const struct magento_stream magento_carts = { "carts/search", "cart", "id", true };
const struct magento_stream magento_customers = { "customers/search", "customer", "id", false };

static void
magento_poll_parameter(struct str *url, const char *format, int i, const char *value)
{
	struct str name = STR_MAX(NAME_BYTES);

	str_puts(&name, "searchCriteria");
	str_printf(&name, format, i);
	http_query(url, str_text(&name), value);
	str_free(&name);
}

static void
magento_poll_filter(struct str *url, int *i, const char *field, const char *condition,
    const char *value)
{
	magento_poll_parameter(url, "[filter_groups][%d][filters][0][field]", *i, field);
	magento_poll_parameter(url, "[filter_groups][%d][filters][0][value]", *i, value);
	magento_poll_parameter(url, "[filter_groups][%d][filters][0][condition_type]", *i, condition);
	++*i;
}

static void
magento_poll_sort(struct str *url, int i, const char *field)
{
	magento_poll_parameter(url, "[sortOrders][%d][field]", i, field);
	magento_poll_parameter(url, "[sortOrders][%d][direction]", i, "ASC");
}

static void
magento_poll_search(struct http_request *r, const struct magento_stream *stream,
    const struct magento_place *p, const char *view)
{
	struct str *url = &r->url;
	int i = 0, sorts = 0;

	magento_poll_filter(url, &i, "updated_at", p->how, p->time);
	if (*p->id)
		magento_poll_filter(url, &i, "entity_id", "gt", p->id);
	else
		magento_poll_sort(url, sorts++, "updated_at");
	if (stream == &magento_carts)
		magento_poll_filter(url, &i, "is_active", "eq", "1");
	if (view && stream->of_view)
		magento_poll_filter(url, &i, "store_id", "eq", view);
	magento_poll_sort(url, sorts, "entity_id");
	request_number(r, "searchCriteria[pageSize]", MAGENTO_PAGE);
	request_number(r, "searchCriteria[currentPage]", 1);
}

/* The cart, then with what is known of it its totals. */
bool
magento_request_cart(const struct shop *s, const struct poll_request *request,
    struct http_request *r, struct err *e)
{
	const struct magento_endpoint *q = request->endpoint->of;
	struct str path = STR_MAX(NAME_BYTES);
	bool ok;

	http_request_init(r, "GET");
	if (!magento_is_id(request->id))
		return err_set(e, ERR_INPUT, "there is no cart \"%.64s\"", request->id);
	str_printf(&path, "carts/%s%s", request->id, *request->state ? "/totals" : "");
	ok = q->reach->begin(r, s, str_text(&path), e) && q->reach->finish(r, s, e);
	str_free(&path);
	return ok;
}

bool
magento_request(const struct shop *s, const struct poll_request *request, struct http_request *r,
    struct err *e)
{
	const struct magento_endpoint *q = request->endpoint->of;
	const char *view = request_credential(s, "store_id");
	struct magento_place p;

	http_request_init(r, "GET");
	if (view && !magento_is_id(view))
		return err_set(e, ERR_CONFIG, "the store_id of \"%s\" is not a number", s->slug);
	if (!magento_place_read(request, &p, e) || !q->reach->begin(r, s, q->stream->path, e))
		return false;
	magento_poll_search(r, q->stream, &p, view);
	return q->reach->finish(r, s, e);
}
