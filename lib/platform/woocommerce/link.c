/* link.c: where a shopper of WooCommerce finds a cart again. */
#include <string.h>

#include "crypto/encode.h"
#include "platform/woocommerce/woocommerce.h"

/*
 * Source: developer.woocommerce.com, Shareable Checkout URLs, and a running shop of 10.4.4.
 *
 * /checkout-link/ fills a new session's cart and asks nothing; variations go by their own ids.
 * The link to pay for an order restores no cart, asks who it is, and ends when the shop cancels
 * the order: it is for an order that was placed and can still be paid.
 */

#define LINK_MAX 2048		/* as record.def says of cart.url */

static const char pay[] = "/order-pay/";

/* Of https://shop.example/sub/checkout/order-pay/7/?key=k all before /checkout; 0: not so. */
static size_t
base(const char *url)
{
	const char *end = url ? strstr(url, pay) : NULL, *host = url ? strstr(url, "://") : NULL;

	if (end == NULL || host == NULL)
		return 0;
	while (end > host + 3 && *--end != '/')
		;
	return end > host + 3 ? (size_t)(end - url) : 0;
}

static size_t
put_products(struct str *s, const json_t *items)
{
	size_t i, n = 0;

	for (i = 0; i < value_count(items); i++) {
		const json_t *item = value_at(items, i);
		const char *id = build_said(item, "id");

		if (id == NULL || id[strspn(id, "0123456789")])
			continue;
		str_printf(s, "%s%s:%lld", n++ ? "," : "", id,
		    (long long)value_int(value_get(item, "quantity")));
	}
	return n;
}

static void
set_checkout(const json_t *order, json_t *cart)
{
	const char *url = build_said(order, "payment_url");
	const char *coupon = value_text(value_at(value_get(cart, "discount_codes"), 0));
	struct str s = STR_MAX(LINK_MAX);
	size_t n = base(url);

	str_add(&s, url ? url : "", n);
	str_puts(&s, "/checkout-link/?products=");
	if (n && put_products(&s, value_get(cart, "items"))) {
		if (coupon) {
			str_puts(&s, "&coupon=");
			percent_write(&s, coupon, strlen(coupon));
		}
		if (!str_full(&s))
			build_set_url(cart, "cart", "url", str_text(&s));
	}
	str_free(&s);
}

void
woocommerce_link(const json_t *order, json_t *cart)
{
	const json_t *payable = value_get(order, "needs_payment");

	if (build_reads(order, "status", "checkout-draft"))
		set_checkout(order, cart);
	else if (build_flag(order, "needs_payment") || value_kind(payable) != VALUE_BOOL)
		build_set_url(cart, "cart", "url", build_said(order, "payment_url"));
	else
		set_checkout(order, cart);
}
