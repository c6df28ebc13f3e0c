/* check.c: the warnings of "store test" for Shopify. */
#include <string.h>

#include "platform/shopify/api.h"

/*
 * What the test itself may not see, Shopify refuses by name.  The scopes are asked for the rights
 * that no answer shows: those of webhooks.
 */

#define SCOPES_MAX 500			/* of an app */

static const char *const needed[] = { "read_orders", "read_customers", "read_customer_merge" };

/* A document, and for the shop itself the path of a value that must equal a setting of crt. */
struct stated {
	enum shopify_document document;
	const char *path;
	bool (*same)(const struct shop *, const char *said, struct err *);
};

static const struct stated currency = { SHOPIFY_SHOP, "data.shop.currencyCode", shop_currency };
static const struct stated timezone_of = { SHOPIFY_SHOP, "data.shop.ianaTimezone", shop_timezone };
static const struct stated scopes = { .document = SHOPIFY_SCOPES };

static bool
request_document(const struct shop_check *c, const struct shop *s, struct http_request *r,
    struct err *e)
{
	const struct stated *of = c->of;

	return shopify_request(s, of->document, NULL, r, e);
}

static bool
response_shop(const struct shop_check *c, const struct shop *s, int status UNUSED,
    const struct http_response *a, struct err *e)
{
	const struct stated *of = c->of;
	struct err none = { 0 };
	json_t *v = NULL;
	bool too_dear, same;

	if (a == NULL)
		return true;
	same = !shopify_handle(a, &v, &too_dear, &none) || of->same(s, build_text(v, of->path), e);
	value_free(v);
	return same;
}

/* Whoever may write may read. */
static bool
is_granted(const json_t *list, size_t n, const char *scope)
{
	const char *of = strchr(scope, '_');
	size_t i;

	for (i = 0; i < n; i++) {
		const char *handle = build_text(value_at(list, i), "handle");

		if (handle && (!strcmp(handle, scope)
		    || (!strncmp(handle, "write", 5) && !strcmp(handle + 5, of))))
			return true;
	}
	return false;
}

static bool
response_scopes(const struct shop_check *c UNUSED, const struct shop *s, int status UNUSED,
    const struct http_response *a, struct err *e)
{
	struct str lacking = STR_MAX(200);
	struct err none = { 0 };
	const json_t *list;
	json_t *v = NULL;
	bool too_dear;
	size_t i, n = 0;

	if (a && shopify_handle(a, &v, &too_dear, &none))
		build_list(v, "data.currentAppInstallation.accessScopes", SCOPES_MAX, &list, &n);
	for (i = 0; n && i < COUNT(needed); i++)
		if (!is_granted(list, n, needed[i]))
			str_printf(&lacking, "%s%s", lacking.len ? ", " : "", needed[i]);
	value_free(v);
	if (lacking.len) {
		err_set(e, ERR_DENIED, "the app lacks the scope %s; webhooks need it", str_text(&lacking));
		err_hint(e, "add it to the app, install the app again, then run: crt-sync store test %.64s",
		    s->slug);
	}
	str_free(&lacking);
	return e->kind == ERR_NONE;
}

const struct shop_check shopify_checks[3] = {
	{ request_document, response_shop, false, &currency },
	{ NULL, response_shop, false, &timezone_of },
	{ request_document, response_scopes, true, &scopes },
};
