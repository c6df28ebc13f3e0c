/* magento.c: the adapter of Magento Open Source: polled objects only, no webhooks. */
#include "platform/magento/magento.h"

/*
 * Source: developer.adobe.com, REST of 2.4, and the published code of Magento 2.
 *
 * A topic names the kind of body: one element of "items" of GET /V1/carts/search, /V1/orders,
 * or /V1/customers/search, or the response to a GET of one of them.
 *
 * Carts. A quote is a cart. Its total is in /totals, where grand_total excludes the tax; the
 * segment of that name includes everything. An item's price is in the shop's base currency;
 * price_incl_tax is the price that the shopper saw. If the two currencies differ, only the
 * latter is used. A closed quote makes no record, because its order arrives separately. Magento
 * has no URL that restores a cart. The link is the shop's cart page, which shows the cart to a
 * shopper who is logged in or uses the same browser.
 *
 * A cart with its totals replaces the same cart without: its record's time is a microsecond
 * later.
 */

static const struct adapter_topic topics[] = {
	{ "cart", magento_cart, NULL },
	{ "order", magento_order, PLATFORM_ORDER },
	{ "customer", magento_customer, NULL },
};

static const char *const no_headers[] = { NULL };

static const struct adapter magento = {
	"magento", no_headers, no_headers, topics, COUNT(topics), NULL,
	magento_person_paths
};

static bool
magento_records(const struct platform_delivery *d, record_line_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	return adapter_run(&magento, d, fn, arg, ignored, e);
}

/* Magento Open Source signs nothing. */
static enum proof
magento_prove(const struct platform_delivery *d UNUSED, const char *const *secrets UNUSED,
    crt_time now UNUSED, crt_time *signed_at)
{
	*signed_at = 0;
	return PROOF_MISSING;
}

static const struct magento_access access = { magento_begin, magento_finish };

static const struct endpoint endpoints[] = MAGENTO_ENDPOINTS(&access);

static bool
magento_test(const struct shop *s, struct http_request *r, struct err *e)
{
	return magento_request_test(&access, s, r, e);
}

static const struct shop_check checks[] = MAGENTO_CHECKS(&access);

static const struct platform_api api = {
	.endpoints = endpoints, .count = COUNT(endpoints), .request_test = magento_test,
	.response_test = magento_response_test,
	.checks = checks, .nchecks = COUNT(checks),
	.explain = magento_explain,
};

const struct platform platform_magento = {
	.name = "magento", .records = magento_records, .prove = magento_prove, .api = &api,
	.coupon = "coupon",		/* for the module of etc/magento; the cart's page ignores it */
};
