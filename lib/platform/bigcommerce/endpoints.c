/* endpoints.c: the requests to BigCommerce and their responses in one table. */
#include <string.h>

#include "crypto/encode.h"
#include "platform/bigcommerce/bigcommerce.h"

/* Requests orders, the one permission that crt cannot work without. */
static bool
request_test(const struct shop *s, struct http_request *r, struct err *e)
{
	if (!bigcommerce_begin(r, s, "GET", "v2/orders", e))
		return false;
	request_number(r, "limit", 1);
	return bigcommerce_finish(r, s, e);
}

/* An object with its own URL: its path, and the parts to include. */
struct object {
	const char *folder, *include;
};

static bool
request_one(const struct shop *s, const struct poll_request *request, struct http_request *r,
    struct err *e)
{
	const struct object *t = request->endpoint->of;

	if (!bigcommerce_begin(r, s, "GET", t->folder, e))
		return false;
	percent_write(&r->url, request->id, strlen(request->id));
	if (t->include)
		http_query(&r->url, "include", t->include);
	return bigcommerce_finish(r, s, e);
}

static const struct object cart = {
	"v3/carts/", "line_items.physical_items.options,line_items.digital_items.options"
};
static const struct object checkout = {
	"v3/checkouts/",
	"cart.line_items.physical_items.options,cart.line_items.digital_items.options"
};
static const struct object order = { "v2/orders/", NULL };
static const struct object subscriber = { "v3/customers/subscribers/", NULL };

/* Orders come first, because they show who has bought. */
static const struct endpoint endpoints[] = {
	{ "orders", STREAM_ORDERS, bigcommerce_request_orders, bigcommerce_response_orders, NULL },
	{ "customers", STREAM_PEOPLE, bigcommerce_request_customers, bigcommerce_response_customers,
	    NULL },
	{ "subscribers", STREAM_PEOPLE, bigcommerce_request_subscribers,
	    bigcommerce_response_subscribers, NULL },
	{ BIGCOMMERCE_CART, STREAM_NONE, request_one, bigcommerce_response_cart, &cart },
	{ BIGCOMMERCE_CHECKOUT, STREAM_NONE, request_one, bigcommerce_response_checkout, &checkout },
	{ BIGCOMMERCE_CART_ORDER, STREAM_NONE, bigcommerce_request_cart_order,
	    bigcommerce_response_cart_order, NULL },
	{ BIGCOMMERCE_ORDER, STREAM_NONE, request_one, bigcommerce_response_order, &order },
	{ BIGCOMMERCE_CUSTOMER, STREAM_NONE, bigcommerce_request_customer,
	    bigcommerce_response_customer, NULL },
	{ BIGCOMMERCE_SUBSCRIBER, STREAM_NONE, request_one, bigcommerce_response_subscriber,
	    &subscriber },
};

const struct platform_api bigcommerce_api = {
	.endpoints = endpoints,
	.count = COUNT(endpoints),
	.hooks = &bigcommerce_hooks,
	.request_test = request_test,
	.checks = bigcommerce_checks,
	.nchecks = COUNT(bigcommerce_checks),
	.pace = bigcommerce_pace,
	.explain = bigcommerce_explain,
};
