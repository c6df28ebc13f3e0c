/* api.c: reach BigCommerce's API, respect its quota, and explain its refusals. */
#include <string.h>

#include "platform/bigcommerce/bigcommerce.h"

/*
 * Source: github.com/bigcommerce/docs (API rate limits, status codes).
 *
 * A store's quota, 150 requests in 30 seconds or more, is shared by all programs that use the
 * API. One part in RESERVE stays for the others: when only that much is left, the next request
 * waits for the window's end.
 */

#define BASE		"https://api.bigcommerce.com"
#define RESERVE		10
#define PACE_MAX	(5 * CLOCK_MINUTE)
#define NUMBER_MAX	24		/* bytes of a number in a field */
#define QUOTE_MAX	200		/* bytes of the platform's text in an error */

bool
bigcommerce_begin(struct http_request *r, const struct shop *s, const char *method,
    const char *path, struct err *e)
{
	const char *hash = request_credential(s, "store_hash"), *url = request_credential(s, "api_url");

	http_request_init(r, method);
	if (hash == NULL || hash[strspn(hash, "0123456789abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ")])
		return err_set(e, ERR_CONFIG, "the store \"%s\" has no store_hash of letters and"
		    " digits", s->slug);
	if (!request_secure(&r->url, url ? url : BASE, "api_url", s, e))
		return false;
	str_printf(&r->url, "/stores/%s/%s", hash, path);
	return true;
}

bool
bigcommerce_finish(struct http_request *r, const struct shop *s, struct err *e)
{
	const char *token;

	return request_need(s, "access_token", &token, e) && http_field(r, "X-Auth-Token", token, e)
	    && request_fields(r, e);
}

bool
bigcommerce_read(const struct http_response *a, json_t **v, struct err *e)
{
	*v = NULL;
	if (a->len == 0) {
		*v = value_list();
		return true;
	}
	return value_read_exact(v, a->body, a->len, e) || err_in(e, "the response from BigCommerce");
}

bool
bigcommerce_unexpected(struct err *e)
{
	return err_set(e, ERR_INPUT, "the response from BigCommerce does not match the request");
}

bool
bigcommerce_objects(const struct shop *s, const struct poll_request *request, const char *topic,
    const struct http_response *a, const char *path, struct response *h, struct err *e)
{
	const char *at = a->body, *end, *item;
	size_t n = a->len;

	if (n == 0 || (*path && !value_span(a->body, a->len, path, &at, &n)))
		return true;
	for (end = at + n; value_span_next(&at, end, &item, &n);)
		if (!response_item(h, s, request, topic, item, n, e))
			return false;
	return true;
}

static bool
bigcommerce_api_number(const struct http_response *a, const char *field, int64_t *out)
{
	struct str s = STR_MAX(NUMBER_MAX);
	bool ok = http_response_field(a, field, &s) && build_whole(str_text(&s), out);

	str_free(&s);
	return ok;
}

/* A 429 without these fields means that the platform is overloaded: the client backs off. */
crt_time
bigcommerce_pace(const struct http_response *a)
{
	int64_t left, reset, quota = 0;
	crt_time wait;

	if (!bigcommerce_api_number(a, "x-rate-limit-requests-left", &left)
	    || !bigcommerce_api_number(a, "x-rate-limit-time-reset-ms", &reset))
		return 0;
	bigcommerce_api_number(a, "x-rate-limit-requests-quota", &quota);
	if (a->status != 429 && left > quota / RESERVE)
		return 0;
	wait = reset * (CLOCK_SECOND / 1000);
	return wait < PACE_MAX ? wait : PACE_MAX;
}

/* The body is {"status","title"} in v3 and [{"status","message"}] in v2. */
bool
bigcommerce_explain(const struct http_response *a, struct err *e)
{
	struct str words = STR_MAX(QUOTE_MAX);
	struct err none = { 0 };
	json_t *v = NULL;
	const json_t *given;
	const char *text;

	if (!bigcommerce_read(a, &v, &none))
		v = NULL;
	given = value_kind(v) == VALUE_LIST ? value_at(v, 0) : v;
	text = BUILD_FIRST(given, "title", "message", "error");
	shop_quote(&words, text ? text : "no reason given");
	value_free(v);
	if (a->status == 401) {
		err_set(e, ERR_DENIED, "BigCommerce rejected the access_token (%s)",
		    str_text(&words));
		err_hint(e, "create an API account in the store's control panel, or correct store_hash");
	} else if (a->status == 403) {
		err_set(e, ERR_DENIED, "the API account lacks a right (%s)", str_text(&words));
		err_hint(e, "give it read access to Carts, Checkouts, Orders, and Customers");
	} else if (a->status == 404) {
		err_set(e, ERR_CONFIG, "BigCommerce found no such store (%s)",
		    str_text(&words));
		err_hint(e, "check its store_hash");
	} else
		err_set(e, ERR_UNAVAILABLE, "BigCommerce responded with status %d (%s)", a->status,
		    str_text(&words));
	str_free(&words);
	return false;
}
