/* check.c: the warnings of "store test" for BigCommerce. */
#include "platform/bigcommerce/bigcommerce.h"

/* If the credentials may not read the store's information, nothing is reported: crt does not
   need that permission. */
static bool
request_store(const struct shop_check *c UNUSED, const struct shop *s, struct http_request *r,
    struct err *e)
{
	return bigcommerce_begin(r, s, "GET", "v2/store", e) && bigcommerce_finish(r, s, e);
}

/* A value of the store's information that must equal a crt setting. */
struct setting {
	const char *path;
	bool (*same)(const struct shop *, const char *given, struct err *);
};

static const struct setting currency = { "currency", shop_currency };
static const struct setting timezone_name = { "timezone.name", shop_timezone };

static bool
response_store(const struct shop_check *c, const struct shop *s, int status UNUSED,
    const struct http_response *a, struct err *e)
{
	const struct setting *of = c->of;
	struct err none = { 0 };
	json_t *v = NULL;
	bool same;

	if (a == NULL)
		return true;
	same = !bigcommerce_read(a, &v, &none) || of->same(s, build_text(v, of->path), e);
	value_free(v);
	return same;
}

/* Requests an object that does not exist, or a list. The platform checks permissions first and
   refuses with 403. */
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
	{ request_store, response_store, false, &currency },
	{ NULL, response_store, false, &timezone_name },
	{ request_right, response_right, true, &carts },
	{ request_right, response_right, true, &checkouts },
	{ request_right, response_right, true, &customers },
	{ request_right, response_right, false, &subscribers },
};
