/* woocommerce.c: the adapter of WooCommerce: the meaning of webhook topics. */
#include "platform/woocommerce/woocommerce.h"

/*
 * Source: WooCommerce 10.4.4 (includes/class-wc-webhook.php, REST wc/v3) and deliveries of a
 * running shop.
 *
 * There is no cart topic. The block checkout stores the cart as an order with the status
 * checkout-draft. pending and failed are orders that the shopper has not paid yet. These are
 * carts, under the order's id. The latter two are carts only if the shopper made them at a
 * checkout (created_via). Made by hand, by API, or by a subscription, they are orders with the
 * status not_a_checkout. A placed order keeps its draft's id, so its cart_id is its own id. It
 * also keeps the draft's date_created, so a cart that was seen became an order later than that:
 * see confirmed in crt-records(5).
 *
 * A draft's url fills a new cart; the url of an order that can still be paid is its payment_url
 * (link.c). An item's price is for one, before coupons, with tax if the shop's prices include
 * it. A quantity that is not a whole number (by weight) becomes one item with the quantity in
 * its title and the price of the whole line.
 *
 * Only the *_gmt times are used; the others are local times without a zone. A deleted order is
 * a deleted cart, if it was one; a purchase stays. An anonymized order requests the erasure of
 * its person. WooCommerce has no field for consent, so it stays unknown.
 */

#define OF_THE_SHOP "not about a shopper"

static const struct adapter_topic topics[] = {
	{ "order.created", woocommerce_order_created, PLATFORM_ORDER },
	{ "order.updated", woocommerce_order_changed, PLATFORM_ORDER },
	{ "order.restored", woocommerce_order_changed, PLATFORM_ORDER },
	{ "order.deleted", woocommerce_order_deleted, NULL },
	{ "customer.created", woocommerce_customer, NULL },
	{ "customer.updated", woocommerce_customer, NULL },
	{ "customer.deleted", woocommerce_customer_deleted, NULL },
	{ "product.*", NULL, OF_THE_SHOP },
	{ "coupon.*", NULL, OF_THE_SHOP },
	{ "action.*", NULL, "an action without an order" },
};

static const char *const topic_headers[] = { "X-WC-Webhook-Topic", NULL };
static const char *const id_headers[] = { "X-WC-Webhook-Delivery-ID", NULL };

static const char *const person_paths[] = {
	"id", "customer_id", "billing.email", "billing.phone", "shipping.phone", NULL
};

static const struct adapter woocommerce = {
	"woocommerce", topic_headers, id_headers, topics, COUNT(topics), NULL,
	person_paths
};

static bool
woocommerce_records(const struct platform_delivery *d, record_line_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	if (woocommerce_ping(d)) {
		*ignored = "a ping";
		return true;
	}
	return adapter_run(&woocommerce, d, fn, arg, ignored, e);
}

static const struct platform_api api = {
	.endpoints = woocommerce_endpoints,
	.count = COUNT(woocommerce_endpoints),
	.hooks = &woocommerce_hooks,
	.request_test = woocommerce_request_test,
	.response_test = woocommerce_response_test,
	.checks = woocommerce_checks,
	.nchecks = COUNT(woocommerce_checks),
	.explain = woocommerce_explain,
};

const struct platform platform_woocommerce = {
	.name = "woocommerce", .records = woocommerce_records, .prove = woocommerce_prove, .api = &api,
	.coupon = "coupon",
};
