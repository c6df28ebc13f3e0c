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
 * /checkout-link/ fills the cart of a new session without a log-in; variations are named by
 * their own ids. WooCommerce has it since version 10. In older versions, the link is the
 * checkout page. Its add-to-cart takes one product, in every version. It cannot take several:
 * those depend on the browser's own cart, which ends with a guest's session. A customer's cart
 * is kept.
 *
 * The payment link of an order restores no cart, requires the visitor to log in, and ends when the
 * shop cancels the order. It is for an order that was placed and can still be paid.
 *
 * The owner chooses and translates the names in page URLs. The REST API's name is fixed, and
 * each order has its own URL there: the part before that is the shop's address.
 */

#define LINK_MAX 2048		/* the limit of cart.url in record.def */

#define LINK_SINCE 10, 0	/* the first version with /checkout-link/ */
#define HOLD_SINCE 10, 6	/* since then, block-checkout orders are canceled too */
#define PART_MAX 100000		/* of a version's part */

#define GUEST_SESSION (2 * CLOCK_DAY)	/* the longest, after the last change */

static const char api[] = "/wc/v3/orders/";

/* Whether the order's version is older. An order without one comes from a newer shop. */
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
 * The shop's address without a trailing slash. In the order's self link, it ends before
 * /wp-json (a name that a plugin may change), or with plain permalinks before index.php or the
 * query. *plain: the shop has plain permalinks.
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
 * The length of the checkout page's URL in a payment URL, PAGE/order-pay/ID/?key, without the
 * slash. The owner may rename order-pay. 0: another form, which is noted.
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
		end = 0;
	while (end && url[end - 1] != '/')
		end--;
	if (end && url + end > host + 3)
		return end;
	if (url)
		build_leave_text(url, LEFT_URL);
	return 0;
}

/* Without a self link, assumes that the checkout page is directly below the shop's address. */
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

/* Links to the checkout page, which in all versions can add one product to the cart. */
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

/* The shop cancels a pending order after its "hold stock" minutes, but never a failed one. */
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
