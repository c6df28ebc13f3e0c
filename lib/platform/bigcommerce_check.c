/* bigcommerce_check.c: what "store test" warns of in a BigCommerce shop that lets crt in. */
#include "platform/bigcommerce.h"

/* Whoever may not read the store's information is not warned: crt needs no right to it. */
static bool
ask_currency(const struct shop *s, struct http_request *r, struct err *e)
{
	return bigcommerce_begin(r, s, "GET", "v2/store", e) && bigcommerce_finish(r, s, e);
}

static bool
hear_currency(const struct shop *s, int status UNUSED, const struct http_answer *a, struct err *e)
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

const struct shop_check bigcommerce_checks[1] = { { ask_currency, hear_currency, false } };
