/* check.c: the warnings of "store test" for Shopify. */
#include <string.h>

#include "platform/shopify/api.h"

/*
 * Shopify names each object that the credentials may not read. Only the permissions for
 * webhooks show in no response, so their scopes are requested.
 */

#define SCOPES_MAX 500			/* per app */

static const char *const needed[] = { "read_orders", "read_customers", "read_customer_merge" };

/* A document; for a value of the shop that must equal a crt setting, also its path. */
struct setting {
	enum shopify_document document;
	const char *path;
	bool (*same)(const struct shop *, const char *given, struct err *);
};

static const struct setting currency = { SHOPIFY_SHOP, "data.shop.currencyCode", shop_currency };
static const struct setting timezone_of = { SHOPIFY_SHOP, "data.shop.ianaTimezone", shop_timezone };
static const struct setting scopes = { .document = SHOPIFY_SCOPES };

static bool
request_document(const struct shop_check *c, const struct shop *s, struct http_request *r,
    struct err *e)
{
	const struct setting *of = c->of;

	return shopify_request(s, of->document, NULL, r, e);
}

static bool
response_shop(const struct shop_check *c, const struct shop *s, int status UNUSED,
    const struct http_response *a, struct err *e)
{
	const struct setting *of = c->of;
	struct err none = { 0 };
	json_t *v = NULL;
	bool costly, same;

	if (a == NULL)
		return true;
	same = !shopify_handle(a, &v, &costly, &none) || of->same(s, build_text(v, of->path), e);
	value_free(v);
	return same;
}

/* Write access includes read access. */
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
	bool costly;
	size_t i, n = 0;

	if (a && shopify_handle(a, &v, &costly, &none))
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
