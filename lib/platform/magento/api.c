/* api.c: access Magento's REST API and explain its refusals. */
#include <string.h>

#include "net/oauth1.h"
#include "platform/magento/magento.h"

/*
 * Source: developer.adobe.com, Web APIs 2.4 (OAuth, search criteria, errors).
 *
 * Since 2.4.4 an integration's access token is not a bearer token unless the shop allows it. So
 * every request is signed with OAuth 1.0a.
 */

#define QUOTE_MAX 200		/* bytes of the shop's text in an error */
#define CODE_MAX  64		/* bytes of a store view's code */

static bool
magento_api_is_code(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return n && n <= CODE_MAX && s[n] == '\0';
}

bool
magento_begin(struct http_request *r, const struct shop *s, const char *path, struct err *e)
{
	const char *url = request_credential(s, "api_url"), *code = request_credential(s, "store_code");

	http_request_init(r, "GET");
	if (code && !magento_api_is_code(code))
		return err_set(e, ERR_CONFIG, "the store_code of \"%s\" is invalid", s->slug);
	http_base(&r->url, url ? url : s->url);
	str_printf(&r->url, "/rest/%s/V1/%s", code ? code : "default", path);
	return true;
}

bool
magento_finish(struct http_request *r, const struct shop *s, struct err *e)
{
	struct oauth1 sign = { 0 };

	return request_need(s, "consumer_key", &sign.consumer_key, e)
	    && request_need(s, "consumer_secret", &sign.consumer_secret, e)
	    && request_need(s, "access_token", &sign.token, e)
	    && request_need(s, "access_token_secret", &sign.token_secret, e)
	    && request_fields(r, e) && oauth1_field(&sign, r, e);
}

/* Requests the number of orders. storeConfigs is unsuitable: some versions open it to everybody,
   others close it to integrations that may read all that crt needs. */
bool
magento_request_test(const struct magento_access *access, const struct shop *s,
    struct http_request *r, struct err *e)
{
	if (!access->begin(r, s, "orders", e))
		return false;
	request_number(r, "searchCriteria[pageSize]", 1);
	request_number(r, "searchCriteria[currentPage]", 1);
	http_query(&r->url, "fields", "total_count");
	return access->finish(r, s, e);
}

bool
magento_response_test(const struct http_response *a, struct err *e)
{
	json_t *v;
	bool ok;

	if (!value_read_exact(&v, a->body, a->len, e))
		return err_in(e, "the shop's response");
	ok = build_text(v, "total_count")
	    || err_set(e, ERR_INPUT, "unexpected response from the shop");
	value_free(v);
	return ok;
}

static bool
magento_api_refused(const struct http_response *a, const char *message, const char *right,
    struct err *e)
{
	struct str words = STR_MAX(QUOTE_MAX);

	shop_quote(&words, right ? right : message);
	if (right) {
		err_set(e, ERR_DENIED, "the integration lacks the right \"%s\"", str_text(&words));
		err_hint(e, "enable it in the shop's admin: System, Extensions, Integrations, API");
	} else if (a->status == 401 || a->status == 403) {
		err_set(e, ERR_DENIED, "the shop rejected the credentials (%s)", str_text(&words));
		err_hint(e, "check the four keys of the integration, and both clocks");
	} else if (a->status == 404) {
		err_set(e, ERR_CONFIG, "the shop has no such REST API (%s)", str_text(&words));
		err_hint(e, "check store_url, api_url, and store_code");
	} else
		err_set(e, ERR_UNAVAILABLE, "the shop rejected the request (%s)", str_text(&words));
	str_free(&words);
	return false;
}

bool
magento_explain(const struct http_response *a, struct err *e)
{
	struct err unread = { 0 };
	const char *message, *right;
	json_t *v;
	bool ok = true;

	if (!value_read_exact(&v, a->body, a->len, &unread))
		return true;
	message = BUILD_FIRST(v, "message", "error_description", "error");
	right = build_text(v, "parameters.resources");
	if (message)
		ok = magento_api_refused(a, message, right, e);
	value_free(v);
	return ok;
}
