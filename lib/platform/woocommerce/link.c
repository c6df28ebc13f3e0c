/* link.c: build the link with which a WooCommerce shopper restores a cart. */
#include <string.h>

#include "crypto/encode.h"
#include "platform/woocommerce/woocommerce.h"

/*
 * Source: developer.woocommerce.com, Shareable Checkout URLs, and a running shop of 10.4.4.
 *
 * /checkout-link/ fills a new session's cart and asks nothing; variations go by their own ids.
 * It came with WooCommerce 10.  Before, the page of the checkout has to do: add-to-cart there
 * takes one product, which all versions know; a draft of several is left to the browser's cart.
 * The link to pay for an order restores no cart, asks who it is, and ends when the shop cancels
 * the order: it is for an order that was placed and can still be paid.
 */

#define LINK_MAX 2048		/* as record.def says of cart.url */

#define LINK_SINCE 10		/* WooCommerce's version with /checkout-link/ */

static const char pay[] = "/order-pay/";

/* Of https://shop.example/sub/checkout/order-pay/7/?key=k all before /checkout; 0: not so. */
static size_t
woocommerce_link_base(const char *url)
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

/* Did a WooCommerce without /checkout-link/ write this order?  One that does not say has it. */
static bool
is_old(const json_t *order)
{
	const char *version = build_said(order, "version");
	long long major;

	return version && request_digits(&version, LINK_SINCE, &major) && *version == '.'
	    && major < LINK_SINCE;
}

/* The checkout's own page; all versions take one product into the cart on the way there. */
static void
set_page(const json_t *order, json_t *cart)
{
	const char *url = build_said(order, "payment_url");
	const json_t *items = value_get(cart, "items");
	const char *end = url ? strstr(url, pay) : NULL;
	struct str s = STR_MAX(LINK_MAX), one = STR_MAX(LINK_MAX);
	char *quantity;

	if (end == NULL)
		return;
	str_add(&s, url, (size_t)(end - url) + 1);
	if (value_count(items) == 1 && put_products(&one, items) == 1) {
		quantity = strchr(str_text(&one), ':');
		str_printf(&s, "?add-to-cart=%.*s&quantity=%s", (int)(quantity - str_text(&one)),
		    str_text(&one), quantity + 1);
	}
	if (!str_full(&s))
		build_set_url(cart, "cart", "url", str_text(&s));
	str_free(&one);
	str_free(&s);
}

static void
set_checkout(const json_t *order, json_t *cart)
{
	const char *url = build_said(order, "payment_url");
	const char *coupon = value_text(value_at(value_get(cart, "discount_codes"), 0));
	struct str s = STR_MAX(LINK_MAX);
	size_t n = woocommerce_link_base(url);

	if (is_old(order)) {
		set_page(order, cart);
		return;
	}
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

/* The shop cancels an unpaid order after its "hold stock" minutes, and tells of that. */
static void
set_payment(const json_t *order, json_t *cart)
{
	build_set_url(cart, "cart", "url", build_said(order, "payment_url"));
	if (value_get(cart, "url"))
		value_set(cart, "url_pays", value_new_bool(true));
}

void
woocommerce_link(const json_t *order, json_t *cart)
{
	const json_t *payable = value_get(order, "needs_payment");

	if (build_reads(order, "status", "checkout-draft"))
		set_checkout(order, cart);
	else if (build_flag(order, "needs_payment") || value_kind(payable) != VALUE_BOOL)
		set_payment(order, cart);
	else
		set_checkout(order, cart);
}
