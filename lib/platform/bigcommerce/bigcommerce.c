/* bigcommerce.c: the adapter of BigCommerce: webhook scopes and objects. */
#include <string.h>

#include "platform/bigcommerce/bigcommerce.h"

/*
 * Source: github.com/bigcommerce/docs (webhooks, carts v3, checkouts v3, orders v2, customers
 * v3, subscribers v3).
 *
 * A webhook's body has its scope and only the object's id, so crt fetches the object. A cart
 * that became an order, or is gone, cannot be fetched; both scopes become records directly. The
 * token that store/cart/abandoned adds leads to a page that the shop must make itself, so it is
 * not used (see link.c). That webhook only fetches the cart once more.
 *
 * The other topics are objects as the API returns them: alone, or as
 * {"data":{...},"meta":{...}}. A list may have one element.
 *
 * Amounts of v3 are numbers, those of v2 texts with four decimals. A deleted subscriber is
 * identified by a number that no other record has.
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

static const char *const person_paths[] = {
	"cart_id", "customer_id", "billing_address.email", "billing_address.phone", NULL
};

static const struct adapter bigcommerce = {
	"bigcommerce", no_headers, id_headers, topics, COUNT(topics), NULL,
	person_paths
};

/* "store/channel/7/cart/updated" means "store/cart/updated". */
static bool
read_scope(const char *scope, struct str *out)
{
	static const char channel[] = "store/channel/";

	if (!strncmp(scope, channel, sizeof channel - 1)) {
		const char *rest = strchr(scope + sizeof channel - 1, '/');

		str_puts(out, "store");
		scope = rest ? rest : "";
	}
	str_puts(out, scope);
	return !str_full(out);
}

/* The only object in a response of v2 or v3; false: there are several. */
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
			return err_hint(e, "write one object per line, with: jq -c '(.data? // .)[]'");
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
bigcommerce_records(const struct platform_delivery *given, record_line_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	struct platform_delivery d = *given;
	struct str scope = STR_MAX(SCOPE_MAX);
	const char *text;
	json_t *body;
	bool ok;

	*ignored = PLATFORM_ORDER;
	if (!value_read_exact(&body, d.body, d.len, e))
		return err_in(e, "bigcommerce");
	text = value_text(value_get(body, "scope"));
	if (text) {
		ok = read_scope(text, &scope)
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
	    .api = &bigcommerce_api, .coupon = "coupon",
};
