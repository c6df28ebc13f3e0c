/* check.c: the warnings of "store test" for BigCommerce. */
#include "platform/bigcommerce/bigcommerce.h"

/* Whoever may not read the store's information is not warned: crt needs no right to it. */
static bool
request_store(const struct shop_check *c UNUSED, const struct shop *s, struct http_request *r,
    struct err *e)
{
	return bigcommerce_begin(r, s, "GET", "v2/store", e) && bigcommerce_finish(r, s, e);
}

static bool
bigcommerce_check_response_currency(const struct shop_check *c UNUSED, const struct shop *s,
    int status UNUSED, const struct http_response *a, struct err *e)
{
	struct err none = { 0 };
	json_t *v = NULL;
	bool same;

	if (a == NULL)
		return true;
	same = !bigcommerce_read(a, &v, &none) || shop_currency(s, build_said(v, "currency"), e);
	value_free(v);
	return same;
}

static bool
bigcommerce_check_response_timezone(const struct shop_check *c UNUSED, const struct shop *s,
    int status UNUSED, const struct http_response *a, struct err *e)
{
	struct err none = { 0 };
	json_t *v = NULL;
	bool same;

	if (a == NULL)
		return true;
	same = !bigcommerce_read(a, &v, &none)
	    || shop_timezone(s, build_said(v, "timezone.name"), e);
	value_free(v);
	return same;
}

/* Things that are not there: rights are looked at before, and refused with 403. */
struct right {
	const char *path, *what;
};

#define NO_CART "00000000-0000-0000-0000-000000000000"
static const struct right carts = { "v3/carts/" NO_CART, "carts" };
static const struct right checkouts = { "v3/checkouts/" NO_CART, "checkouts" };
static const struct right customers = { "v3/customers", "customers" };
static const struct right subscribers = { "v3/customers/subscribers", "newsletter subscribers" };

static bool
request_right(const struct shop_check *c, const struct shop *s, struct http_request *r,
    struct err *e)
{
	const struct right *of = c->of;

	if (!bigcommerce_begin(r, s, "GET", of->path, e))
		return false;
	request_number(r, "limit", 1);
	return bigcommerce_finish(r, s, e);
}

static bool
response_right(const struct shop_check *c, const struct shop *s, int status,
    const struct http_response *a UNUSED, struct err *e)
{
	const struct right *of = c->of;

	return shop_may_read(s, status, of->what, e);
}

const struct shop_check bigcommerce_checks[6] = {
	{ request_store, bigcommerce_check_response_currency, false, NULL },
	{ NULL, bigcommerce_check_response_timezone, false, NULL },
	{ request_right, response_right, true, &carts },
	{ request_right, response_right, true, &checkouts },
	{ request_right, response_right, true, &customers },
	{ request_right, response_right, false, &subscribers },
};
