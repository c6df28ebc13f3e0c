/* shopify.c: the adapter of Shopify: the meaning of webhook topics. */
#include <strings.h>

#include "platform/proof.h"
#include "platform/shopify/api.h"

/*
 * Source: shopify.dev, webhook topics 2026-07, and deliveries of 2023-01 on.
 *
 * Carts.  An online-store cart (carts/...), the checkout that it leads to and the
 * abandoned checkout that is polled are one cart: cart.id is the cart's token, which
 * checkouts have as cart_token and polled ones in their address.  A checkout's own
 * token is cart.token; of one without a cart (bought at once) it is the id.  Orders
 * name the two as cart_id and checkout_id.  Since 2026-04 numbers join nothing: they
 * are gone from checkouts and orders, so no record uses them as a cart's id.
 *
 * carts/... have no currency, address or total of their own.  The currency is
 * that of the items' price sets and the total is the sum of their lines; items
 * without price sets have no price and the cart has neither total nor currency.
 * An empty list of items is passed on: it empties the cart.
 *
 * A completed checkout makes no record: its order comes by itself and says more.
 * A closed one (put away by the shop) deletes the cart; so does checkouts/delete,
 * which names no checkout token, but the cart's.
 *
 * Money is what the shopper was shown: a checkout's plain fields are in
 * presentment_currency, an order's in the shop's, so there the price sets count.
 *
 * Consent: a ticked box of a checkout is a yes, an unticked one says nothing; the
 * customer's own state, where it says something, is heard before the box.
 *
 * Deliveries marked X-Shopify-Test are no news about anybody.  orders/edited has
 * no order in it and orders/delete only removes what has ended: neither makes a
 * record.  WhatsApp is crt has no such channel.
 */

static const struct adapter_topic topics[] = {
	{ "carts/create", shopify_cart, NULL },
	{ "carts/update", shopify_cart, NULL },
	{ "checkouts/create", shopify_checkout, NULL },
	{ "checkouts/update", shopify_checkout, NULL },
	{ "checkouts/delete", shopify_checkout_delete, NULL },
	{ "orders/create", shopify_order_create, PLATFORM_ORDER },
	{ "orders/updated", shopify_order_change, PLATFORM_ORDER },
	{ "orders/paid", shopify_order_change, PLATFORM_ORDER },
	{ "orders/cancelled", shopify_order_change, PLATFORM_ORDER },
	{ "orders/fulfilled", shopify_order_change, PLATFORM_ORDER },
	{ "orders/partially_fulfilled", shopify_order_change, PLATFORM_ORDER },
	{ "orders/edited", NULL, "an edit without its order; orders/updated has it" },
	{ "orders/delete", NULL, "an archived order does not change" },
	{ "customers/create", shopify_customer, NULL },
	{ "customers/update", shopify_customer, NULL },
	{ "customers/enable", shopify_customer, NULL },
	{ "customers/disable", shopify_customer, NULL },
	{ "customers/delete", shopify_customer_delete, NULL },
	{ "customers/merge", shopify_customer_merge, NULL },
	{ "customers_email_marketing_consent/update", shopify_email_consent, NULL },
	{ "customers_marketing_consent/update", shopify_sms_consent, NULL },
	{ "customers_whats_app_marketing_consent/update", NULL, "crt has no such channel" },
	{ "customers/data_request", shopify_data_request, NULL },
	{ "customers/redact", shopify_redact, NULL },
	{ "shop/redact", shopify_shop_redact, NULL },
	{ "shop/update", NULL, "the shop's own settings" },
	{ "app/uninstalled", NULL, "the app was uninstalled; shop/redact follows" },
};

/* Every header in both spellings: the newer event product drops the X-. */
static const char *const topic_headers[] = { "X-Shopify-Topic", "Shopify-Topic", NULL };
static const char *const id_headers[] = { "X-Shopify-Webhook-Id", "Shopify-Webhook-Id", NULL };
static const char *const test_headers[] = { "X-Shopify-Test", "Shopify-Test", NULL };

static const char *const signature_headers[] = {
	"X-Shopify-Hmac-Sha256", "Shopify-Hmac-Sha256", NULL
};

static const char *const naming[] = {
	"cart_token", "checkout_token", "email", "contact_email", "phone", "sms_marketing_phone",
	"customer.id", "customer.email", "customer.phone", "customer.default_address.phone",
	"shipping_address.phone", "billing_address.phone", NULL
};

static const struct adapter shopify = {
	"shopify", topic_headers, id_headers, topics, COUNT(topics), shopify_sent_headers,
	naming
};

static bool
shopify_records(const struct platform_delivery *d, platform_record_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	const char *test = adapter_header(d, test_headers);

	if (test && !strcasecmp(test, "true")) {
		*ignored = "a test delivery";
		return true;
	}
	return adapter_run(&shopify, d, fn, arg, ignored, e);
}

/* Only the body is signed: topic and shop are as the address says, whoever sent them. */
static enum proof
shopify_prove(const struct platform_delivery *d, const char *const *secrets, crt_time now UNUSED,
    crt_time *signed_at)
{
	*signed_at = 0;
	return proof_hmac(d, signature_headers, secrets);
}

static const struct platform_api api = {
	.endpoints = shopify_endpoints,
	.count = COUNT(shopify_endpoints),
	.hooks = &shopify_hooks,
	.request_login = shopify_request_login,
	.response_login = response_token,
	.request_test = shopify_request_test,
	.response_test = shopify_response_test,
	.checks = shopify_checks,
	.nchecks = COUNT(shopify_checks),
	.pace = shopify_pace,
	.explain = shopify_explain,
};

const struct platform platform_shopify = {
	.name = "shopify", .records = shopify_records, .prove = shopify_prove, .api = &api,
};
