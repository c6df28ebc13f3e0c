/* questions.c: what a BigCommerce shop is asked. */
#include <string.h>

#include "crypto/encode.h"
#include "platform/bigcommerce/bigcommerce.h"

/* The right that crt can do nothing without. */
static bool
ask_test(const struct shop *s, struct http_request *r, struct err *e)
{
	if (!bigcommerce_begin(r, s, "GET", "v2/orders", e))
		return false;
	ask_number(r, "limit", 1);
	return bigcommerce_finish(r, s, e);
}

/* What is at an address of its own: where, and what is to come with it. */
struct thing {
	const char *folder, *include;
};

static bool
ask_thing(const struct shop *s, const struct asked *asked, struct http_request *r, struct err *e)
{
	const struct thing *t = asked->question->of;

	if (!bigcommerce_begin(r, s, "GET", t->folder, e))
		return false;
	percent_write(&r->url, asked->id, strlen(asked->id));
	if (t->include)
		http_query(&r->url, "include", t->include);
	return bigcommerce_finish(r, s, e);
}

static const struct thing cart = {
	"v3/carts/", "line_items.physical_items.options,line_items.digital_items.options"
};
static const struct thing checkout = {
	"v3/checkouts/",
	"cart.line_items.physical_items.options,cart.line_items.digital_items.options"
};
static const struct thing order = { "v2/orders/", NULL };
static const struct thing subscriber = { "v3/customers/subscribers/", NULL };

/* Orders first: it is they that tell who has bought. */
static const struct question questions[] = {
	{ "orders", true, true, bigcommerce_ask_orders, bigcommerce_hear_orders, NULL },
	{ "customers", true, false, bigcommerce_ask_customers, bigcommerce_hear_customers, NULL },
	{ "subscribers", true, false, bigcommerce_ask_subscribers, bigcommerce_hear_subscribers,
	    NULL },
	{ BIGCOMMERCE_CART, false, false, ask_thing, bigcommerce_hear_cart, &cart },
	{ BIGCOMMERCE_CHECKOUT, false, false, ask_thing, bigcommerce_hear_checkout, &checkout },
	{ BIGCOMMERCE_CART_ORDER, false, false, bigcommerce_ask_cart_order,
	    bigcommerce_hear_cart_order, NULL },
	{ BIGCOMMERCE_ORDER, false, false, ask_thing, bigcommerce_hear_order, &order },
	{ BIGCOMMERCE_CUSTOMER, false, false, bigcommerce_ask_customer, bigcommerce_hear_customer,
	    NULL },
	{ BIGCOMMERCE_SUBSCRIBER, false, false, ask_thing, bigcommerce_hear_subscriber, &subscriber },
};

const struct platform_api bigcommerce_api = {
	.questions = questions,
	.count = COUNT(questions),
	.hooks = &bigcommerce_hooks,
	.ask_test = ask_test,
	.checks = bigcommerce_checks,
	.nchecks = COUNT(bigcommerce_checks),
	.pace = bigcommerce_pace,
	.explain = bigcommerce_explain,
};
