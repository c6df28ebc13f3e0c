/* response.c: what Shopify's answers say besides data: what they cost, what was refused. */
#include <string.h>

#include "platform/shopify/api.h"

/*
 * Source: shopify.dev, status and error codes, rate limits of the GraphQL Admin API.
 * Errors come with status 200, throttling too (429 has been seen); data with an
 * error beside it lacks something, so none of it is taken.
 */

#define SAID_MAX 300			/* bytes of Shopify's words in an error */
#define UNSAID   "no reason given"
#define WAIT_MAX (60 * CLOCK_SECOND)	/* however empty the bucket */

static int64_t
shopify_response_points(const json_t *v, const char *member)
{
	const char *said = build_text(v, member);
	char whole[24];
	int64_t n;

	/* "1000.0", and currentlyAvailable may have a fraction. */
	snprintf(whole, sizeof whole, "%.*s", (int)strcspn(said ? said : "", "."), said ? said : "");
	return build_whole(whole, &n) ? n : 0;
}

struct shopify_cost
shopify_cost(const json_t *answer)
{
	const json_t *cost = value_path(answer, "extensions.cost");
	const json_t *throttle = value_get(cost, "throttleStatus");

	return (struct shopify_cost){
		.requested = shopify_response_points(cost, "requestedQueryCost"),
		.available = shopify_response_points(throttle, "currentlyAvailable"),
		.most = shopify_response_points(throttle, "maximumAvailable"),
		.rate = shopify_response_points(throttle, "restoreRate"),
	};
}

/* Until the bucket holds what the last request was held to cost: the next is like it. */
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

/* Codes of errors, what they come to, and what to do. */
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
shopify_response_refuse(const json_t *error, bool *too_dear, struct err *e)
{
	const char *code = build_text(error, "extensions.code");
	const char *said = build_text(error, "message");
	struct str words = STR_MAX(SAID_MAX);
	size_t i;

	for (i = 0; i < COUNT(codes) - 1; i++)
		if (code && !strcmp(codes[i].code, code))
			break;
	if (code == NULL && said && !strcmp(said, "Throttled"))
		i = 0;
	*too_dear = code && !strcmp(code, "MAX_COST_EXCEEDED");
	shop_quote(&words, said ? said : code ? code : UNSAID);
	err_set(e, codes[i].kind, "%s: %s", codes[i].means, str_text(&words));
	str_free(&words);
	return err_hint(e, "%s", codes[i].hint);
}

bool
shopify_refuses(const char *said, enum err_kind kind, struct err *e)
{
	struct str words = STR_MAX(SAID_MAX);

	shop_quote(&words, said ? said : UNSAID);
	err_set(e, kind, "Shopify responded: %s", str_text(&words));
	str_free(&words);
	return false;
}

/* {"errors":...} is a list of errors, or in answers of a status other than 200 a text. */
static bool
has_error(const json_t *v, bool *too_dear, struct err *e)
{
	const json_t *errors = value_get(v, "errors");

	if (value_kind(errors) == VALUE_LIST && value_count(errors))
		return !shopify_response_refuse(value_at(errors, 0), too_dear, e);
	return value_kind(errors) == VALUE_TEXT
	    && !shopify_refuses(value_text(errors), ERR_UNAVAILABLE, e);
}

bool
shopify_handle(const struct http_response *a, json_t **v, bool *too_dear, struct err *e)
{
	*v = NULL;
	*too_dear = false;
	if (!value_read_exact(v, a->body, a->len, e))
		return err_in(e, "the shop's response");
	if (has_error(*v, too_dear, e))
		return *too_dear;
	return value_kind(value_get(*v, "data")) == VALUE_MAP
	    || err_set(e, ERR_INPUT, "the shop's response has no data");
}

bool
shopify_explain(const struct http_response *a, struct err *e)
{
	struct err none = { 0 };
	bool too_dear, ok;
	json_t *v;

	if (!value_read_exact(&v, a->body, a->len, &none))
		return true;
	ok = !has_error(v, &too_dear, e);
	if (!ok && (a->status == 401 || a->status == 403))
		e->kind = ERR_DENIED;
	if (!ok && a->status == 404) {
		e->kind = ERR_CONFIG;
		err_hint(e, "where the store's url is its own domain, the credential domain says"
		    " NAME.myshopify.com");
	}
	value_free(v);
	return ok;
}
