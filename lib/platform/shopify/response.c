/* response.c: read the cost and the errors in Shopify's responses. */
#include <string.h>

#include "platform/shopify/api.h"

/*
 * Source: shopify.dev, status and error codes, rate limits of the GraphQL Admin API. Errors
 * arrive with status 200, even throttling (429 was seen too). Data beside an error is
 * incomplete, so it is not used.
 */

#define QUOTE_MAX 300			/* bytes of Shopify's text in an error */
#define NO_REASON   "no reason given"
#define WAIT_MAX (60 * CLOCK_SECOND)	/* even if the bucket is empty */

static int64_t
shopify_response_points(const json_t *v, const char *member)
{
	const char *number = build_text(v, member);
	char whole[24];
	int64_t n;

	/* "1000.0", and currentlyAvailable may have a fraction. */
	snprintf(whole, sizeof whole, "%.*s", (int)strcspn(number ? number : "", "."),
	    number ? number : "");
	return build_whole(whole, &n) ? n : 0;
}

struct shopify_cost
shopify_cost(const json_t *response)
{
	const json_t *cost = value_path(response, "extensions.cost");
	const json_t *throttle = value_get(cost, "throttleStatus");

	return (struct shopify_cost){
		.requested = shopify_response_points(cost, "requestedQueryCost"),
		.available = shopify_response_points(throttle, "currentlyAvailable"),
		.most = shopify_response_points(throttle, "maximumAvailable"),
		.rate = shopify_response_points(throttle, "restoreRate"),
	};
}

/* The wait until the bucket covers the cost of the last request, because the next one is like
   it. */
crt_time
shopify_pace(const struct http_response *a)
{
	struct shopify_cost c;
	struct err none = { 0 };
	crt_time wait = 0;
	json_t *v;

	if (!value_read_exact(&v, a->body, a->len, &none))
		return 0;
	c = shopify_cost(v);
	if (c.rate > 0 && c.requested > c.available)
		wait = (c.requested - c.available) * CLOCK_SECOND / c.rate;
	value_free(v);
	return wait < WAIT_MAX ? wait : WAIT_MAX;
}

#define RIGHTS "the app needs read_orders, read_customers, and the approval for protected" \
    " customer data; a person's token also manage_abandoned_checkouts"

/* Error codes, the kind and text of crt's error, and the hint. */
static const struct {
	const char *code;
	enum err_kind kind;
	const char *means, *hint;
} codes[] = {
	{ "THROTTLED", ERR_AGAIN, "Shopify limits the request rate", "" },
	{ "INTERNAL_SERVER_ERROR", ERR_AGAIN, "Shopify has an internal error", "" },
	{ "TIMEOUT", ERR_AGAIN, "Shopify timed out", "" },
	{ "ACCESS_DENIED", ERR_DENIED, "the app lacks a right", RIGHTS },
	{ "SHOP_INACTIVE", ERR_DENIED, "the shop is closed", "" },
	{ "MAX_COST_EXCEEDED", ERR_UNAVAILABLE, "the request costs too much", "" },
	{ "", ERR_UNAVAILABLE, "Shopify rejected the request", "" },
};

static bool
shopify_response_refuse(const json_t *error, bool *costly, struct err *e)
{
	const char *code = build_text(error, "extensions.code");
	const char *given = build_text(error, "message");
	struct str words = STR_MAX(QUOTE_MAX);
	size_t i;

	for (i = 0; i < COUNT(codes) - 1; i++)
		if (code && !strcmp(codes[i].code, code))
			break;
	if (code == NULL && given && !strcmp(given, "Throttled"))
		i = 0;
	*costly = code && !strcmp(code, "MAX_COST_EXCEEDED");
	shop_quote(&words, given ? given : code ? code : NO_REASON);
	err_set(e, codes[i].kind, "%s: %s", codes[i].means, str_text(&words));
	str_free(&words);
	return err_hint(e, "%s", codes[i].hint);
}

bool
shopify_refuses(const char *given, enum err_kind kind, struct err *e)
{
	struct str words = STR_MAX(QUOTE_MAX);

	shop_quote(&words, given ? given : NO_REASON);
	err_set(e, kind, "Shopify responded: %s", str_text(&words));
	str_free(&words);
	return false;
}

/* {"errors":...} is a list of errors; with a status other than 200 it may be a text. */
static bool
has_error(const json_t *v, bool *costly, struct err *e)
{
	const json_t *errors = value_get(v, "errors");

	if (value_kind(errors) == VALUE_LIST && value_count(errors))
		return !shopify_response_refuse(value_at(errors, 0), costly, e);
	return value_kind(errors) == VALUE_TEXT
	    && !shopify_refuses(value_text(errors), ERR_UNAVAILABLE, e);
}

bool
shopify_handle(const struct http_response *a, json_t **v, bool *costly, struct err *e)
{
	*v = NULL;
	*costly = false;
	if (!value_read_exact(v, a->body, a->len, e))
		return err_in(e, "the shop's response");
	if (has_error(*v, costly, e))
		return *costly;
	return value_kind(value_get(*v, "data")) == VALUE_MAP
	    || err_set(e, ERR_INPUT, "the shop's response has no data");
}

bool
shopify_explain(const struct http_response *a, struct err *e)
{
	struct err none = { 0 };
	bool costly, ok;
	json_t *v;

	if (!value_read_exact(&v, a->body, a->len, &none))
		return true;
	ok = !has_error(v, &costly, e);
	if (!ok && (a->status == 401 || a->status == 403))
		e->kind = ERR_DENIED;
	if (!ok && a->status == 404) {
		e->kind = ERR_CONFIG;
		err_hint(e, "if the store's url is the shop's own domain, set the credential domain to"
		    " NAME.myshopify.com");
	}
	value_free(v);
	return ok;
}
