/* fetch.c: fetch a cart with its checkout and its orders, and fetch an order. */
#include <string.h>

#include "platform/bigcommerce/bigcommerce.h"

/*
 * The cart is fetched first. Most carts belong to people whom nobody can identify, and need
 * nothing more. If it has an e-mail address or a customer, the checkout is fetched too. It has
 * the name, the telephone number, and the total with shipping, and contains the cart. Only the
 * language comes from the cart, and is kept in the state.
 *
 * A cart that no longer exists was bought or emptied. Its orders decide: it counts as deleted
 * only if none of them is a purchase.
 */

#define CART_ORDERS 50			/* more than a cart ever has */
#define GONE_MAX 1024

/* {"locale":"de-DE"}, or nothing. */
static void
bigcommerce_fetch_state(const json_t *cart, struct str *out)
{
	json_t *v = value_map();

	value_set_text(v, "locale", build_text(cart, "locale"));
	if (value_count(v))
		value_print(out, v, false);
	value_free(v);
}

bool
bigcommerce_response_cart(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	struct str carried = STR_MAX(SHOP_STATE_MAX);
	const json_t *cart;
	json_t *v;
	bool ok;

	if (response_gone(a))
		return response_want(h, BIGCOMMERCE_CART_ORDER, request->id, "", e);
	if (!bigcommerce_read(a, &v, e))
		return false;
	cart = value_get(v, "data");
	if (build_id(cart, "customer_id") || build_text(cart, "email")) {
		bigcommerce_fetch_state(cart, &carried);
		ok = response_want(h, BIGCOMMERCE_CHECKOUT, request->id, str_text(&carried), e);
	} else if (value_kind(cart) == VALUE_MAP)
		ok = response_item(h, s, request, BIGCOMMERCE_CART, a->body, a->len, e);
	else
		ok = bigcommerce_unexpected(e);
	value_free(v);
	str_free(&carried);
	return ok;
}

/* {"locale":...,"checkout":...}, with the checkout's bytes from the response. */
static bool
bigcommerce_fetch_together(const struct poll_request *request, const struct http_response *a,
    struct str *out)
{
	const char *locale, *at;
	size_t nlocale, n;

	if (!value_span(a->body, a->len, "data", &at, &n))
		return false;
	str_putc(out, '{');
	if (*request->state
	    && value_span(request->state, strlen(request->state), "locale", &locale, &nlocale)) {
		str_puts(out, "\"locale\":");
		str_add(out, locale, nlocale);
		str_putc(out, ',');
	}
	str_puts(out, "\"checkout\":");
	str_add(out, at, n);
	str_putc(out, '}');
	return true;
}

bool
bigcommerce_response_checkout(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	struct str both = STR_MAX(SHOP_STATE_MAX + HTTP_RESPONSE_MAX);
	json_t *v;
	bool ok;

	if (response_gone(a))
		return response_want(h, BIGCOMMERCE_CART_ORDER, request->id, "", e);
	if (!bigcommerce_read(a, &v, e))
		return false;
	ok = value_kind(value_path(v, "data.cart")) == VALUE_MAP
	    && bigcommerce_fetch_together(request, a, &both)
	    ? response_item(h, s, request, BIGCOMMERCE_CHECKOUT, str_text(&both),
	    both.len, e) : bigcommerce_unexpected(e);
	value_free(v);
	str_free(&both);
	return ok;
}

bool
bigcommerce_request_cart_order(const struct shop *s, const struct poll_request *request,
    struct http_request *r, struct err *e)
{
	if (!bigcommerce_begin(r, s, "GET", "v2/orders", e))
		return false;
	http_query(&r->url, "cart_id", request->id);
	request_number(r, "limit", CART_ORDERS);
	return bigcommerce_finish(r, s, e);
}

/* Makes the record as if the platform had sent store/cart/deleted now. */
static bool
bigcommerce_fetch_deleted(const struct shop *s, const struct poll_request *request,
    struct response *h, struct err *e)
{
	struct str body = STR_MAX(GONE_MAX);
	bool ok;

	str_printf(&body, "{\"scope\":\"store/cart/deleted\",\"created_at\":%lld,"
	    "\"data\":{\"type\":\"cart\",\"id\":", (long long)(request->now / CLOCK_SECOND));
	value_quote(&body, request->id, strlen(request->id));
	str_puts(&body, "}}");
	ok = response_item(h, s, request, NULL, str_text(&body), body.len, e);
	str_free(&body);
	return ok;
}

/*
 * A wrong store_hash gets 404 for every request, so 404 is an error here. Otherwise a wrong
 * store_hash would delete every cart of the store.
 */
bool
bigcommerce_response_cart_order(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	bool ok, bought = false;
	json_t *v;
	size_t i;

	if (response_gone(a)) {
		err_set(e, ERR_CONFIG, "BigCommerce does not know the orders of this store");
		return err_hint(e, "check its store_hash");
	}
	if (!bigcommerce_read(a, &v, e))
		return false;
	ok = value_kind(v) == VALUE_LIST || bigcommerce_unexpected(e);
	for (i = 0; ok && i < value_count(v); i++) {
		ok = build_reads(value_at(v, i), "cart_id", request->id) || bigcommerce_unexpected(e);
		bought = bought || !build_reads(value_at(v, i), "status_id", "0");
		bigcommerce_note_order(value_at(v, i), h);
	}
	ok = ok && bigcommerce_objects(s, request, BIGCOMMERCE_ORDER, a, "", h, e)
	    && (bought || bigcommerce_fetch_deleted(s, request, h, e));
	value_free(v);
	return ok;
}

bool
bigcommerce_response_order(const struct shop *s, const struct poll_request *request,
    const struct http_response *a, struct response *h, struct err *e)
{
	json_t *v;
	bool ok;

	if (response_gone(a) || a->len == 0)
		return true;
	if (!bigcommerce_read(a, &v, e))
		return false;
	bigcommerce_note_order(v, h);
	ok = value_kind(v) == VALUE_MAP
	    ? response_item(h, s, request, BIGCOMMERCE_ORDER, a->body, a->len, e)
	    : bigcommerce_unexpected(e);
	value_free(v);
	return ok;
}
