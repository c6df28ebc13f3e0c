/* shopify.c: the adapter of Shopify: the meaning of webhook topics. */
#include <strings.h>

#include "platform/proof.h"
#include "platform/shopify/api.h"

/*
 * Source: shopify.dev, webhook topics 2026-07, and deliveries since 2023-01.
 *
 * Carts. An online-store cart (carts/...), the checkout that it leads to, and the polled
 * abandoned checkout are one cart. cart.id is the cart's token. Checkouts have it as
 * cart_token, polled ones in their URL. A checkout's own token is cart.token. A checkout
 * without a cart (bought at once) uses it as the id. Orders name the two as cart_id and
 * checkout_id. Numbers connect nothing since 2026-04, when they were removed from checkouts and
 * orders. So no record uses them as a cart's id.
 *
 * carts/... have no currency, address, or total of their own. The currency comes from the
 * items' price sets, and the total is the sum of their lines. Items without price sets have no
 * price, and the cart has neither total nor currency. An empty list of items is passed on: it
 * empties the cart.
 *
 * A completed checkout makes no record, because its order arrives separately with more data. A
 * closed one (by the shop) deletes the cart. So does checkouts/delete, which has no checkout
 * token, only the cart's.
 *
 * Money is the amount that the shopper saw. A checkout's plain fields are in
 * presentment_currency. An order's are in the shop's currency, so there the price sets are
 * used.
 *
 * Consent: a ticked box of a checkout is a yes; an unticked one has no meaning. The customer's
 * own state, if it has a meaning, takes precedence over the box.
 *
 * Deliveries marked X-Shopify-Test are about nobody. orders/edited contains no order, and
 * orders/delete only removes finished ones; neither makes a record. crt has no channel for
 * WhatsApp.
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

/* Every header in both forms: the newer event product omits the X-. */
static const char *const topic_headers[] = { "X-Shopify-Topic", "Shopify-Topic", NULL };
static const char *const id_headers[] = { "X-Shopify-Webhook-Id", "Shopify-Webhook-Id", NULL };
static const char *const test_headers[] = { "X-Shopify-Test", "Shopify-Test", NULL };

static const char *const signature_headers[] = {
	"X-Shopify-Hmac-Sha256", "Shopify-Hmac-Sha256", NULL
};

static const char *const person_paths[] = {
	"cart_token", "checkout_token", "email", "contact_email", "phone", "sms_marketing_phone",
	"customer.id", "customer.email", "customer.phone", "customer.default_address.phone",
	"shipping_address.phone", "billing_address.phone", NULL
};

static const struct adapter shopify = {
	"shopify", topic_headers, id_headers, topics, COUNT(topics), shopify_sent_headers,
	person_paths
};

static bool
shopify_records(const struct platform_delivery *d, record_line_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	const char *test = adapter_header(d, test_headers);

	if (test && !strcasecmp(test, "true")) {
		*ignored = "a test delivery";
		return true;
	}
	return adapter_run(&shopify, d, fn, arg, ignored, e);
}

/* Only the body is signed. Topic and shop come from the address, which any sender can choose. */
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
	.coupon = "discount",
};
