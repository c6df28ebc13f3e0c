/* link.c: build the link with which a WooCommerce shopper restores a cart. */
#include <ctype.h>
#include <string.h>

#include "crypto/encode.h"
#include "platform/woocommerce/woocommerce.h"

/*
 * Source: developer.woocommerce.com, Shareable Checkout URLs; WooCommerce's published code
 * (CheckoutLink.php, wc-order-functions.php, class-wc-session-handler.php); a running shop of
 * 10.4.4.
 *
 * /checkout-link/ fills a new session's cart and asks nothing; variations go by their own ids.
 * It came with WooCommerce 10.  Before, the page of the checkout has to do: add-to-cart there
 * takes one product, which all versions know.  Nothing there takes several: they are left to
 * the browser's own cart, which ends with a guest's session.  A customer's cart is kept.
 * The link to pay for an order restores no cart, asks who it is, and ends when the shop cancels
 * the order: it is for an order that was placed and can still be paid.
 *
 * The owner chooses the names in the addresses of pages, and translates them.  The REST API's
 * is fixed, and each order names its own address there: what stands before it is the shop's.
 */

#define LINK_MAX 2048		/* as record.def says of cart.url */

#define LINK_SINCE 10, 0	/* the version with /checkout-link/ */
#define HOLD_SINCE 10, 6	/* the version that cancels orders of the block checkout too */
#define PART_MAX 100000		/* of a version */

#define GUEST_SESSION (2 * CLOCK_DAY)	/* at most, after the last change */

static const char api[] = "/wc/v3/orders/";

/* Before this version?  An order without one comes from a newer shop. */
static bool
woocommerce_link_before(const json_t *order, long long major, long long minor)
{
	const char *version = build_text(order, "version");
	long long part[2];

	if (version == NULL || !request_digits(&version, PART_MAX, &part[0]) || *version++ != '.'
	    || !request_digits(&version, PART_MAX, &part[1]))
		return false;
	return part[0] < major || (part[0] == major && part[1] < minor);
}

/*
 * The shop's own address, without a slash at its end.  In the order's self link, it ends before
 * /wp-json (a name that a plugin may change) or, with plain permalinks, before index.php or the
 * query.  *plain: the shop has plain permalinks.
 */
static bool
woocommerce_link_base(const json_t *order, struct str *out, bool *plain)
{
	const json_t *self = value_at(value_path(order, "_links.self"), 0);
	const char *url = build_text(self, "href"), *host = url ? strstr(url, "://") : NULL;
	const char *end = host ? strstr(host + 3, api) : NULL, *query = host ? strchr(host, '?') : NULL;

	if (end == NULL)
		return false;
	*plain = query && query < end;
	if (*plain)
		end = query;
	while (end > host + 3 && *--end != '/')
		;
	str_add(out, url, (size_t)(end - url));
	return end > host + 3;
}

/*
 * The page of the checkout, of the address where an order is paid: PAGE/order-pay/ID/?key, with
 * the name that the owner gave to order-pay.  The bytes up to its slash; 0: another address.
 */
static size_t
woocommerce_link_page(const char *url)
{
	const char *host = url ? strstr(url, "://") : NULL;
	size_t id = host ? strcspn(url, "?#") : 0, end;

	if (id && url[id - 1] == '/')
		id--;
	for (end = id; end && isdigit((unsigned char)url[end - 1]); end--)
		;
	if (end == 0 || end == id || url[--end] != '/')
		return 0;
	while (end && url[end - 1] != '/')
		end--;
	return url + end > host + 3 ? end : 0;
}

/* Without a self link, the page of the checkout is taken for one of the shop's first pages. */
static bool
woocommerce_link_base_of_page(const json_t *order, struct str *out)
{
	const char *url = build_text(order, "payment_url");
	size_t end = woocommerce_link_page(url), first;

	if (end == 0)
		return false;
	for (first = --end; url[first - 1] != '/'; first--)
		;
	str_add(out, url, url[first - 2] == '/' ? end : first - 1);
	return true;
}

static size_t
put_products(struct str *s, const json_t *items)
{
	size_t i, n = 0;

	for (i = 0; i < value_count(items); i++) {
		const json_t *item = value_at(items, i);
		const char *id = build_text(item, "id");

		if (id == NULL || id[strspn(id, "0123456789")])
			continue;
		str_printf(s, "%s%s:%lld", n++ ? "," : "", id,
		    (long long)value_int(value_get(item, "quantity")));
	}
	return n;
}

/* The checkout's own page; all versions take one product into the cart on the way there. */
static void
woocommerce_link_set_page(const struct build *b, json_t *cart)
{
	const char *url = build_text(b->body, "payment_url");
	const json_t *items = value_get(cart, "items");
	struct str s = STR_MAX(LINK_MAX), one = STR_MAX(LINK_MAX);
	size_t end = woocommerce_link_page(url);
	bool alone = value_count(items) == 1 && put_products(&one, items) == 1;
	char *quantity;

	str_add(&s, url ? url : "", end);
	if (alone) {
		quantity = strchr(str_text(&one), ':');
		str_printf(&s, "?add-to-cart=%.*s&quantity=%s", (int)(quantity - str_text(&one)),
		    str_text(&one), quantity + 1);
	}
	if (end && !str_full(&s)) {
		build_set_url(cart, "cart", "url", str_text(&s));
		if (!alone && build_id(b->body, "customer_id") == NULL)
			build_set_time(cart, "url_until", b->time + GUEST_SESSION);
	}
	str_free(&one);
	str_free(&s);
}

static void
woocommerce_link_set_checkout(const struct build *b, json_t *cart)
{
	const char *coupon = value_text(value_at(value_get(cart, "discount_codes"), 0));
	struct str s = STR_MAX(LINK_MAX);
	bool plain = false;

	if (woocommerce_link_before(b->body, LINK_SINCE)) {
		woocommerce_link_set_page(b, cart);
		return;
	}
	if (woocommerce_link_base(b->body, &s, &plain)
	    || woocommerce_link_base_of_page(b->body, &s)) {
		str_puts(&s, plain ? "/?checkout-link=true&products=" : "/checkout-link/?products=");
		if (put_products(&s, value_get(cart, "items"))) {
			if (coupon) {
				str_puts(&s, "&coupon=");
				percent_write(&s, coupon, strlen(coupon));
			}
			if (!str_full(&s))
				build_set_url(cart, "cart", "url", str_text(&s));
		}
	}
	str_free(&s);
}

/* The shop cancels a pending order after its "hold stock" minutes, and a failed one never. */
static void
woocommerce_link_set_payment(const struct build *b, json_t *cart)
{
	bool block = build_reads(b->body, "created_via", "store-api");

	build_set_url(cart, "cart", "url", build_text(b->body, "payment_url"));
	if (value_get(cart, "url") == NULL)
		return;
	value_set(cart, "url_pays", value_new_bool(true));
	if (build_reads(b->body, "status", "pending")
	    && !(block && woocommerce_link_before(b->body, HOLD_SINCE)))
		value_set_text(cart, "url_lasts", "hold_stock");
}

void
woocommerce_link(const struct build *b, json_t *cart)
{
	const json_t *payable = value_get(b->body, "needs_payment");

	if (!build_reads(b->body, "status", "checkout-draft")
	    && (build_flag(b->body, "needs_payment") || value_kind(payable) != VALUE_BOOL))
		woocommerce_link_set_payment(b, cart);
	else
		woocommerce_link_set_checkout(b, cart);
}
