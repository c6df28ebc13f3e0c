/* shopify_check.c: what "store test" warns of in a Shopify shop that lets crt in. */
#include "platform/shopify_api.h"

/* The rights are not asked for: what the test itself may not see, Shopify refuses by name. */
static bool
ask_currency(const struct shop *s, struct http_request *r, struct err *e)
{
	return shopify_ask(s, SHOPIFY_CURRENCY, NULL, r, e);
}

static bool
hear_currency(const struct shop *s, int status UNUSED, const struct http_answer *a, struct err *e)
{
	struct err none = { 0 };
	json_t *v = NULL;
	bool too_dear, same;

	if (a == NULL)
		return true;
	same = !shopify_hear(a, &v, &too_dear, &none)
	    || shop_currency(s, build_said(v, "data.shop.currencyCode"), e);
	value_free(v);
	return same;
}

const struct shop_check shopify_checks[1] = { { ask_currency, hear_currency, false } };
