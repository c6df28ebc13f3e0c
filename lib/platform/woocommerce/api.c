/* api.c: reach WooCommerce's REST API and explain its refusals. */
#include <string.h>

#include "crypto/encode.h"
#include "net/oauth1.h"
#include "platform/woocommerce/woocommerce.h"

/*
 * Source: WooCommerce 10.4.4 (REST wc/v3) and responses of a running shop.
 *
 * Over https the key is sent as Basic authentication. Over plain http, WooCommerce rejects
 * Basic. The request is signed (OAuth 1.0a) instead, and the secret is never sent.
 */

#define QUOTE_MAX 200		/* bytes of the shop's text in an error */
#define BASIC_MAX    4096

static bool
woocommerce_api_basic(struct http_request *r, const char *key, const char *secret, struct err *e)
{
	struct str pair = STR_MAX(BASIC_MAX), field = STR_MAX(2 * BASIC_MAX);
	bool ok;

	str_printf(&pair, "%s:%s", key, secret);
	str_puts(&field, "Basic ");
	base64_write(&field, str_text(&pair), pair.len);
	ok = str_full(&pair) ? err_set(e, ERR_CONFIG, "the consumer_key is too long")
	    : http_field(r, "Authorization", str_text(&field), e);
	str_wipe(&pair);
	str_wipe(&field);
	return ok;
}

void
woocommerce_begin(struct http_request *r, const struct shop *s, const char *method,
    const char *path)
{
	http_request_init(r, method);
	http_base(&r->url, s->url);
	str_puts(&r->url, "/wp-json/wc/v3/");
	str_puts(&r->url, path);
}

bool
woocommerce_finish(struct http_request *r, const struct shop *s, struct err *e)
{
	struct oauth1 sign = { 0 };

	if (!request_need(s, "consumer_key", &sign.consumer_key, e)
	    || !request_need(s, "consumer_secret", &sign.consumer_secret, e) || !request_fields(r, e))
		return false;
	if (!strncmp(str_text(&r->url), "https://", 8))
		return woocommerce_api_basic(r, sign.consumer_key, sign.consumer_secret, e);
	return oauth1_query(&sign, r, e);
}

bool
woocommerce_read(const struct http_response *a, json_t **v, const char **text, size_t *n,
    struct err *e)
{
	static const char mark[] = "\xef\xbb\xbf";

	/* A PHP file saved with a byte order mark puts one before everything that PHP prints. */
	*v = NULL;
	*text = a->body;
	*n = a->len;
	while (*n && (!strncmp(*text, mark, sizeof mark - 1) || strchr(" \t\r\n", **text))) {
		size_t skip = **text == *mark ? sizeof mark - 1 : 1;

		*text += skip;
		*n -= skip;
	}
	if (value_read_exact(v, *text, *n, e))
		return true;
	err_in(e, "the shop's response");
	return err_hint(e, "a page instead of JSON, or PHP warnings before it, may cause this");
}

/* Error codes by prefix, and their meaning. */
static const struct {
	const char *code;
	enum err_kind kind;
	const char *means, *hint;
} refusals[] = {
	{ "woocommerce_rest_authentication_error", ERR_DENIED,
	    "the key is unknown or revoked, its secret is wrong, or it lacks the right to read and"
	    " write",
	    "create a read/write key in WooCommerce, Settings, Advanced, REST API;"
	    " Basic keys need https" },
	{ "woocommerce_rest_cannot_", ERR_DENIED,
	    "the key's user lacks the right, or no key reached the shop",
	    "the key's user must be a shop manager; a server that drops the field Authorization"
	    " looks the same" },
	{ "rest_forbidden", ERR_DENIED, "the key's user lacks the right",
	    "a security plugin may block the REST API" },
	{ "rest_no_route", ERR_CONFIG, "there is no REST API wc/v3 at this address",
	    "check the store's address, that WooCommerce is active, and that WordPress's"
	    " Settings, Permalinks are not \"Plain\"" },
	{ "rest_invalid_param", ERR_UNAVAILABLE, "the shop rejected the request",
	    "WooCommerce 5.8 or later is needed" },
};

bool
woocommerce_refused(const json_t *given, struct err *e)
{
	struct str words = STR_MAX(QUOTE_MAX);
	const char *code = build_text(given, "code"), *text = build_text(given, "message");
	size_t i;

	if (code == NULL)
		return err_set(e, ERR_INPUT, "unexpected response from the shop");
	shop_quote(&words, code);
	str_puts(&words, text ? ": " : "");
	shop_quote(&words, text ? text : "");
	for (i = 0; i < COUNT(refusals); i++)
		if (!strncmp(code, refusals[i].code, strlen(refusals[i].code)))
			break;
	if (i == COUNT(refusals))
		err_set(e, ERR_UNAVAILABLE, "the shop rejected the request (%s)", str_text(&words));
	else {
		err_set(e, refusals[i].kind, "%s (%s)", refusals[i].means, str_text(&words));
		err_hint(e, "%s", refusals[i].hint);
	}
	str_free(&words);
	return false;
}

/* WordPress returns a page for the missing route: its permalinks have the form "?p=1". */
static bool
error_no_rest_api(struct err *e)
{
	err_set(e, ERR_CONFIG, "status 404: there is no REST API at the shop's address");
	return err_hint(e,
	    "check store_url; in WordPress, Settings, Permalinks must not be \"Plain\"");
}

json_t *
woocommerce_value(const struct http_response *a, struct err *e)
{
	const char *text;
	json_t *v;
	size_t n;

	return woocommerce_read(a, &v, &text, &n, e) ? v : NULL;
}

json_t *
woocommerce_list(const struct http_response *a, struct err *e)
{
	json_t *v = woocommerce_value(a, e);

	if (v == NULL || value_kind(v) == VALUE_LIST || woocommerce_refused(v, e))
		return v;
	value_free(v);
	return NULL;
}

bool
woocommerce_explain(const struct http_response *a, struct err *e)
{
	struct err none = { 0 };
	json_t *v = woocommerce_value(a, &none);
	bool ok = true;

	if (v == NULL)
		return a->status != 404 || error_no_rest_api(e);
	if (build_text(v, "code"))
		ok = woocommerce_refused(v, e);
	value_free(v);
	return ok;
}

bool
woocommerce_request_test(const struct shop *s, struct http_request *r, struct err *e)
{
	woocommerce_begin(r, s, "GET", "orders");
	request_number(r, "per_page", 1);
	http_query(&r->url, "_fields", "id");
	return woocommerce_finish(r, s, e);
}

bool
woocommerce_response_test(const struct http_response *a, struct err *e)
{
	json_t *v = woocommerce_list(a, e);

	value_free(v);
	return v != NULL;
}
