/* poll.c: what Magento is asked: orders, carts and their totals, customers. */
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
parameter(struct str *url, const char *format, int i, const char *value)
{
	struct str name = STR_MAX(NAME_BYTES);

	str_puts(&name, "searchCriteria");
	str_printf(&name, format, i);
	http_query(url, str_text(&name), value);
	str_free(&name);
}

static void
filter(struct str *url, int *i, const char *field, const char *condition, const char *value)
{
	parameter(url, "[filter_groups][%d][filters][0][field]", *i, field);
	parameter(url, "[filter_groups][%d][filters][0][value]", *i, value);
	parameter(url, "[filter_groups][%d][filters][0][condition_type]", *i, condition);
	++*i;
}

static void
sort(struct str *url, int i, const char *field)
{
	parameter(url, "[sortOrders][%d][field]", i, field);
	parameter(url, "[sortOrders][%d][direction]", i, "ASC");
}

static void
search(struct http_request *r, const struct magento_stream *stream, const struct magento_place *p,
    const char *view)
{
	struct str *url = &r->url;
	int i = 0, sorts = 0;

	filter(url, &i, "updated_at", p->how, p->time);
	if (*p->id)
		filter(url, &i, "entity_id", "gt", p->id);
	else
		sort(url, sorts++, "updated_at");
	if (stream == &magento_carts)
		filter(url, &i, "is_active", "eq", "1");
	if (view && stream->of_view)
		filter(url, &i, "store_id", "eq", view);
	sort(url, sorts, "entity_id");
	ask_number(r, "searchCriteria[pageSize]", MAGENTO_PAGE);
	ask_number(r, "searchCriteria[currentPage]", 1);
}

/* The cart, then with what is known of it its totals. */
bool
magento_ask_cart(const struct shop *s, const struct asked *asked, struct http_request *r,
    struct err *e)
{
	const struct magento_question *q = asked->question->of;
	struct str path = STR_MAX(NAME_BYTES);
	bool ok;

	http_request_init(r, "GET");
	if (!magento_is_id(asked->id))
		return err_set(e, ERR_INPUT, "no cart is called \"%.64s\"", asked->id);
	str_printf(&path, "carts/%s%s", asked->id, *asked->carry ? "/totals" : "");
	ok = q->reach->begin(r, s, str_text(&path), e) && q->reach->finish(r, s, e);
	str_free(&path);
	return ok;
}

bool
magento_ask(const struct shop *s, const struct asked *asked, struct http_request *r, struct err *e)
{
	const struct magento_question *q = asked->question->of;
	const char *view = ask_said(s, "store_id");
	struct magento_place p;

	http_request_init(r, "GET");
	if (view && !magento_is_id(view))
		return err_set(e, ERR_CONFIG, "the store_id of \"%s\" is no number", s->slug);
	if (!magento_place_read(asked, &p, e) || !q->reach->begin(r, s, q->stream->path, e))
		return false;
	search(r, q->stream, &p, view);
	return q->reach->finish(r, s, e);
}
