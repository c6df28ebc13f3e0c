/* people.c: poll customers and subscribers, and fetch one by id. */
#include <string.h>

#include "platform/bigcommerce/bigcommerce.h"

/*
 * Source: github.com/bigcommerce/docs, customers v3 and subscribers v3.
 *
 * Customers are paged by cursor, whose text is the page name. Subscribers are paged by page
 * number, sorted by their own numbers, so new ones only extend the list.
 */

#define PER_PAGE 250

static void
query_since(struct http_request *r, const struct poll_request *request)
{
	char text[CLOCK_TEXT];

	http_query(&r->url, "date_modified:min",
	    clock_print(request->since > 0 ? request->since : 0, text));
	request_number(r, "limit", PER_PAGE);
}

static void
response_note_times(const json_t *list, struct response *h)
{
	size_t i;

	for (i = 0; i < value_count(list); i++) {
		const char *given = build_text(value_at(list, i), "date_modified");
		crt_time t;

		if (given && bigcommerce_read_time(given, &t) && t > h->seen)
			h->seen = t;
	}
}

/* {"data":[...],"meta":{...}}: converts its objects, and returns the body for paging. */
static bool
bigcommerce_people_response_list(const struct shop *s, const struct poll_request *request,
    const char *topic, const struct http_response *a, struct response *h, json_t **v, struct err *e)
{
	const json_t *data;

	if (!bigcommerce_read(a, v, e))
		return false;
	data = value_get(*v, "data");
	if (value_kind(data) != VALUE_LIST)
		return bigcommerce_unexpected(e);
	response_note_times(data, h);
	return bigcommerce_objects(s, request, topic, a, "data", h, e);
}

bool
bigcommerce_request_customers(const struct shop *s, const struct poll_request *request,
    struct http_request *r, struct err *e)
{
	if (!bigcommerce_begin(r, s, "GET", "v3/customers", e))
		return false;
	query_since(r, request);
	http_query(&r->url, "include", "addresses");
	if (*request->page)
		http_query(&r->url, "after", request->page);
	return bigcommerce_finish(r, s, e);
}

bool
bigcommerce_response_customers(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	json_t *v;
	bool ok = bigcommerce_people_response_list(s, request, BIGCOMMERCE_CUSTOMER, a, h, &v, e);
	const json_t *pages = value_path(v, "meta.cursor_pagination");
	const char *cursor = build_text(pages, "end_cursor");

	if (ok && value_count(value_get(v, "data"))) {
		if (build_text(pages, "links.next") && cursor && !strcmp(cursor, request->page))
			ok = err_set(e, ERR_INPUT, "a page of customers refers to itself as the next one");
		else if (build_text(pages, "links.next") && cursor)
			str_puts(&h->next, cursor);
		else if (value_count(value_get(v, "data")) >= PER_PAGE && pages == NULL)
			ok = err_set(e, ERR_INPUT, "a page of customers does not name the next one");
	}
	if (str_full(&h->next))
		ok = err_set(e, ERR_INPUT, "the name of the next page of customers is too long");
	value_free(v);
	return ok;
}

bool
bigcommerce_request_customer(const struct shop *s, const struct poll_request *request,
    struct http_request *r, struct err *e)
{
	if (!bigcommerce_begin(r, s, "GET", "v3/customers", e))
		return false;
	http_query(&r->url, "id:in", request->id);
	http_query(&r->url, "include", "addresses");
	return bigcommerce_finish(r, s, e);
}

/* A customer that no longer exists is deleted through the webhook. */
bool
bigcommerce_response_customer(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	json_t *v = NULL;
	bool ok = response_gone(a) || a->len == 0
	    || bigcommerce_people_response_list(s, request, BIGCOMMERCE_CUSTOMER, a, h, &v, e);

	value_free(v);
	return ok;
}

bool
bigcommerce_request_subscribers(const struct shop *s, const struct poll_request *request,
    struct http_request *r, struct err *e)
{
	int64_t page;

	if (!bigcommerce_begin(r, s, "GET", "v3/customers/subscribers", e)
	    || !request_page(request->page, &page, e))
		return false;
	query_since(r, request);
	request_number(r, "page", page);
	return bigcommerce_finish(r, s, e);
}

bool
bigcommerce_response_subscribers(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	int64_t page, pages;
	json_t *v = NULL;
	bool ok = request_page(request->page, &page, e)
	    && bigcommerce_people_response_list(s, request, BIGCOMMERCE_SUBSCRIBER, a, h, &v, e);

	if (ok && value_count(value_get(v, "data"))
	    && build_whole(build_text(v, "meta.pagination.total_pages"), &pages) && page < pages)
		str_printf(&h->next, "%lld", (long long)page + 1);
	value_free(v);
	return ok;
}

bool
bigcommerce_response_subscriber(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	const json_t *data;
	json_t *v;
	bool ok;

	if (response_gone(a) || a->len == 0)
		return true;
	if (!bigcommerce_read(a, &v, e))
		return false;
	data = value_get(v, "data");
	ok = value_kind(data) == VALUE_MAP
	    ? response_item(h, s, request, BIGCOMMERCE_SUBSCRIBER, a->body, a->len, e)
	    : bigcommerce_unexpected(e);
	value_free(v);
	return ok;
}
