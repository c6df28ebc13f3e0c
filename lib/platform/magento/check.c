/* check.c: the warnings of "store test" for Magento. */
#include <string.h>

#include "platform/magento/magento.h"

#define VIEW "default"
#define CART_DAYS_MAX 3650

/*
 * Source: developer.adobe.com, GraphQL storeConfig. The REST API does not have a cart's
 * lifetime; newer versions have it in GraphQL, readable by everybody.
 */

bool
magento_request_config(const struct shop_check *c, const struct shop *s, struct http_request *r,
    struct err *e)
{
	const struct magento_right *of = c->of;

	return of->access->begin(r, s, "store/storeConfigs", e) && of->access->finish(r, s, e);
}

/* The value for the store's view: its shoppers see it, and orders and carts contain it. */
static const char *
config_of(const struct shop *s, const json_t *views, const char *member)
{
	const char *code = request_credential(s, "store_code"), *name;
	size_t i;

	for (i = 0; i < value_count(views); i++) {
		name = build_text(value_at(views, i), "code");
		if (name && !strcmp(name, code ? code : VIEW))
			return build_text(value_at(views, i), member);
	}
	return NULL;
}

static bool
read_configs(const struct http_response *a, json_t **v)
{
	struct err none = { 0 };

	*v = NULL;
	return a && value_read_exact(v, a->body, a->len, &none) && value_kind(*v) == VALUE_LIST;
}

bool
magento_response_currency(const struct shop_check *c UNUSED, const struct shop *s,
    int status UNUSED, const struct http_response *a, struct err *e)
{
	json_t *v;
	bool same = !read_configs(a, &v)
	    || shop_currency(s, config_of(s, v, "default_display_currency_code"), e);

	value_free(v);
	return same;
}

bool
magento_response_timezone(const struct shop_check *c UNUSED, const struct shop *s,
    int status UNUSED, const struct http_response *a, struct err *e)
{
	json_t *v;
	bool same = !read_configs(a, &v) || shop_timezone(s, config_of(s, v, "timezone"), e);

	value_free(v);
	return same;
}

bool
magento_request_life(const struct shop_check *c UNUSED, const struct shop *s,
    struct http_request *r, struct err *e)
{
	const char *url = request_credential(s, "api_url"), *view = request_credential(s, "store_code");

	http_request_init(r, "GET");
	http_base(&r->url, url ? url : s->url);
	str_puts(&r->url, "/graphql");
	http_query(&r->url, "query", "{storeConfig{cart_expires_in_days}}");
	return request_fields(r, e) && (view == NULL || http_field(r, "Store", view, e));
}

bool
magento_response_life(const struct shop_check *c UNUSED, const struct shop *s,
    int status UNUSED, const struct http_response *a, struct err *e)
{
	struct err none = { 0 };
	const char *text;
	json_t *v = NULL;
	long long days;
	bool same;

	if (a == NULL || !value_read_exact(&v, a->body, a->len, &none))
		return true;
	text = build_text(v, "data.storeConfig.cart_expires_in_days");
	same = text == NULL || !request_digits(&text, CART_DAYS_MAX, &days) || *text || days == 0
	    || shop_duration(s, "cart_life", "Quote Lifetime", days * CLOCK_DAY, s->cart_life, e);
	value_free(v);
	return same;
}

bool
magento_request_right(const struct shop_check *c, const struct shop *s, struct http_request *r,
    struct err *e)
{
	const struct magento_right *of = c->of;

	if (!of->access->begin(r, s, of->path, e))
		return false;
	request_number(r, "searchCriteria[pageSize]", 1);
	request_number(r, "searchCriteria[currentPage]", 1);
	http_query(&r->url, "fields", "total_count");
	return of->access->finish(r, s, e);
}

bool
magento_response_right(const struct shop_check *c, const struct shop *s, int status,
    const struct http_response *a UNUSED, struct err *e)
{
	const struct magento_right *of = c->of;

	if (shop_may_read(s, status, of->what, e))
		return true;
	return err_hint(e, "enable %s in the shop's admin: System, Extensions, Integrations, API",
	    of->right);
}
