/* poll.c: the requests to Magento: orders, carts with totals, customers. */
#include "platform/magento/poll.h"

/*
 * Source: developer.adobe.com, search criteria of 2.4; magento2 issues 3787, 8099, 26986.
 *
 * A page past the end repeats the last page, deep pages are slow, and an object that changes
 * during a pass shifts others past the reader. So only first pages are requested. Objects are
 * sorted by their time of change, and the next page has the objects that changed at the last
 * one's time or later. That second is read again. A second that fills a page by itself (an
 * import) is read by ids, and then what changed after it.
 *
 * Page names: "" is the first, else the condition: "gteq TIME", "gt TIME", "eq TIME ID". TIME
 * contains a space, which is Magento's form.
 *
 * Only open carts are requested, because a closed one has become an order. Each adds a fetch of
 * its totals, and becomes a record with them.
 */

#define NAME_BYTES 96		/* of a search parameter or a path */

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

/* Requests the cart, then, once that is known, its totals. */
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
	ok = q->access->begin(r, s, str_text(&path), e) && q->access->finish(r, s, e);
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
	if (!magento_place_read(request, &p, e) || !q->access->begin(r, s, q->stream->path, e))
		return false;
	magento_poll_search(r, q->stream, &p, view);
	return q->access->finish(r, s, e);
}
