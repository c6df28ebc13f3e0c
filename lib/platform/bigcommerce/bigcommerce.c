/* bigcommerce.c: the adapter of BigCommerce: webhook scopes and objects. */
#include <string.h>

#include "platform/bigcommerce/bigcommerce.h"

/*
 * Source: github.com/bigcommerce/docs (webhooks, carts v3, checkouts v3, orders
 * v2, customers v3, subscribers v3).
 *
 * A webhook says its scope in its body, and of the thing its number only: crt
 * wants it fetched.  A cart that has become an order, or is gone, can be fetched
 * no more, so both are heard of as such.  The token that store/cart/abandoned
 * adds leads to a page of a shop's own making, if there is one: it is not kept
 * (see bigcommerce_link.c); the hook itself is a second look at the cart.
 *
 * The other topics are things as the interface answers with them: a bare one, or
 * as {"data":{...},"meta":{...}}.  A list may have one member.
 *
 * Money of v3 comes as numbers, of v2 as texts with four decimals.  A subscriber
 * that is deleted is named by a number that nothing else bears.
 */

#define SCOPE_MAX 120

static const struct adapter_topic topics[] = {
	{ "store/cart/created", bigcommerce_hook_cart, NULL },
	{ "store/cart/updated", bigcommerce_hook_cart, NULL },
	{ "store/cart/couponApplied", bigcommerce_hook_cart, NULL },
	{ "store/cart/abandoned", bigcommerce_hook_cart, NULL },
	{ "store/cart/lineItem/*", bigcommerce_hook_line, NULL },
	{ "store/cart/lineItems/*", bigcommerce_hook_line, NULL },
	{ "store/notifications/abandonedCart/*", bigcommerce_hook_cart, NULL },
	{ "store/cart/converted", bigcommerce_hook_converted, PLATFORM_ORDER },
	{ "store/cart/deleted", bigcommerce_hook_cart_deleted, NULL },
	{ "store/cart/metafield/*", NULL, "metadata of a program on a cart" },
	{ "store/order/created", bigcommerce_hook_order, PLATFORM_ORDER },
	{ "store/order/updated", bigcommerce_hook_order, PLATFORM_ORDER },
	{ "store/order/statusUpdated", bigcommerce_hook_order, PLATFORM_ORDER },
	{ "store/order/refund/created", bigcommerce_hook_order, PLATFORM_ORDER },
	{ "store/order/archived", NULL, "an archived order does not change" },
	{ "store/order/message/*", NULL, "a message about an order" },
	{ "store/order/transaction/*", NULL, "a payment; a webhook for the order follows" },
	{ "store/customer/created", bigcommerce_hook_customer, NULL },
	{ "store/customer/updated", bigcommerce_hook_customer, NULL },
	{ "store/customer/deleted", bigcommerce_hook_customer_deleted, NULL },
	{ "store/customer/address/*", NULL, "an address of an account; carts have their own" },
	{ "store/customer/payment/*", NULL, "a payment method" },
	{ "store/subscriber/created", bigcommerce_hook_subscriber, NULL },
	{ "store/subscriber/updated", bigcommerce_hook_subscriber, NULL },
	{ "store/subscriber/deleted", NULL, "a subscriber identified only by a number" },
	{ "store/app/uninstalled", NULL, "the app was uninstalled" },
	{ "store/hook/*", NULL, "about webhooks themselves" },
	{ BIGCOMMERCE_CART, bigcommerce_cart, NULL },
	{ BIGCOMMERCE_CHECKOUT, bigcommerce_cart, NULL },
	{ BIGCOMMERCE_ORDER, bigcommerce_order, PLATFORM_ORDER },
	{ BIGCOMMERCE_CUSTOMER, bigcommerce_customer, NULL },
	{ BIGCOMMERCE_SUBSCRIBER, bigcommerce_subscriber, NULL },
};

static const char *const no_headers[] = { NULL };
static const char *const id_headers[] = { "webhook-id", NULL };

static const char *const naming[] = {
	"cart_id", "customer_id", "billing_address.email", "billing_address.phone", NULL
};

static const struct adapter bigcommerce = {
	"bigcommerce", no_headers, id_headers, topics, COUNT(topics), NULL,
	naming
};

/* "store/channel/7/cart/updated" means "store/cart/updated". */
static bool
read_scope(const char *said, struct str *out)
{
	static const char channel[] = "store/channel/";

	if (!strncmp(said, channel, sizeof channel - 1)) {
		const char *rest = strchr(said + sizeof channel - 1, '/');

		str_puts(out, "store");
		said = rest ? rest : "";
	}
	str_puts(out, said);
	return !str_full(out);
}

/* The one thing in an answer of v2 or v3; false: there are several. */
static bool
bigcommerce_unwrap(const json_t *body, struct platform_delivery *d, struct err *e)
{
	const json_t *data = value_kind(body) == VALUE_MAP ? value_get(body, "data") : body;
	const char *at = d->body, *from;
	size_t n = d->len;

	if (value_kind(data) != VALUE_MAP && value_kind(data) != VALUE_LIST)
		return true;
	if (data != body && !value_span(d->body, d->len, "data", &at, &n))
		return true;
	if (value_kind(data) == VALUE_LIST) {
		if (value_count(data) != 1) {
			err_set(e, ERR_INPUT, "bigcommerce: a list of %zu objects",
			    value_count(data));
			return err_hint(e, "write one object a line, with: jq -c '(.data? // .)[]'");
		}
		from = at;
		if (!value_span_next(&from, at + n, &at, &n))
			return true;
	}
	d->body = at;
	d->len = n;
	return true;
}

static bool
bigcommerce_records(const struct platform_delivery *given, platform_record_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	struct platform_delivery d = *given;
	struct str scope = STR_MAX(SCOPE_MAX);
	const char *said;
	json_t *body;
	bool ok;

	*ignored = PLATFORM_ORDER;
	if (!value_read_exact(&body, d.body, d.len, e))
		return err_in(e, "bigcommerce");
	said = value_text(value_get(body, "scope"));
	if (said) {
		ok = read_scope(said, &scope)
		    || err_set(e, ERR_INPUT, "bigcommerce: the scope is too long");
		d.topic = str_text(&scope);
	} else
		ok = bigcommerce_unwrap(body, &d, e);
	value_free(body);
	ok = ok && adapter_run(&bigcommerce, &d, fn, arg, ignored, e);
	str_free(&scope);
	return ok;
}

const struct platform platform_bigcommerce = {
	.name = "bigcommerce", .records = bigcommerce_records, .prove = bigcommerce_prove,
	    .api = &bigcommerce_api,
};
