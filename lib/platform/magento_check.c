/* magento_check.c: what "store test" warns of in a Magento shop that lets crt in. */
#include <string.h>

#include "platform/magento.h"

#define VIEW "default"

bool
magento_ask_currency(const struct magento_reach *reach, const struct shop *s,
    struct http_request *r, struct err *e)
{
	return reach->begin(r, s, "store/storeConfigs", e) && reach->finish(r, s, e);
}

/* What the shoppers of the store's view are shown, as orders and carts have it. */
static const char *
currency_of(const struct shop *s, const json_t *views)
{
	const char *code = ask_said(s, "store_code"), *name;
	size_t i;

	for (i = 0; i < value_count(views); i++) {
		name = build_said(value_at(views, i), "code");
		if (name && !strcmp(name, code ? code : VIEW))
			return build_said(value_at(views, i), "default_display_currency_code");
	}
	return NULL;
}

bool
magento_hear_currency(const struct shop *s, int status UNUSED, const struct http_answer *a,
    struct err *e)
{
	struct err none = { 0 };
	json_t *v = NULL;
	bool same;

	if (a == NULL)
		return true;
	same = !value_read_exact(&v, a->body, a->len, &none) || value_kind(v) != VALUE_LIST
	    || shop_currency(s, currency_of(s, v), e);
	value_free(v);
	return same;
}
