/* api.c: how BigCommerce's interface is reached, paced, and what its refusals mean. */
#include <string.h>

#include "crypto/encode.h"
#include "platform/bigcommerce/bigcommerce.h"

/*
 * Source: github.com/bigcommerce/docs (API rate limits, status codes).
 *
 * A store's quota, 150 requests in 30 seconds or more, is shared by all programs
 * that ask it.  One part in RESERVE is left to the others: where so much is left,
 * the next request waits for the window's end.
 */

#define BASE		"https://api.bigcommerce.com"
#define RESERVE		10
#define PACE_MAX	(5 * CLOCK_MINUTE)
#define NUMBER_MAX	24		/* bytes of a number in a field */
#define WORDS_MAX	200		/* bytes of the platform's own words in an error */

bool
bigcommerce_begin(struct http_request *r, const struct shop *s, const char *method,
    const char *path, struct err *e)
{
	const char *hash = ask_said(s, "store_hash"), *url = ask_said(s, "api_url");

	http_request_init(r, method);
	if (hash == NULL || hash[strspn(hash, "0123456789abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ")])
		return err_set(e, ERR_CONFIG, "the store \"%s\" has no store_hash of letters and"
		    " digits", s->slug);
	if (!ask_secure(&r->url, url ? url : BASE, "api_url", s, e))
		return false;
	str_printf(&r->url, "/stores/%s/%s", hash, path);
	return true;
}

bool
bigcommerce_finish(struct http_request *r, const struct shop *s, struct err *e)
{
	const char *token;

	return ask_needed(s, "access_token", &token, e) && http_field(r, "X-Auth-Token", token, e)
	    && ask_fields(r, e);
}

bool
bigcommerce_read(const struct http_answer *a, json_t **v, struct err *e)
{
	*v = NULL;
	if (a->len == 0) {
		*v = value_list();
		return true;
	}
	return value_read_exact(v, a->body, a->len, e) || err_in(e, "the answer of BigCommerce");
}

bool
bigcommerce_odd(struct err *e)
{
	return err_set(e, ERR_INPUT, "the answer of BigCommerce is not what was asked for");
}

bool
bigcommerce_things(const struct shop *s, const struct asked *asked, const char *topic,
    const struct http_answer *a, const char *path, struct heard *h, struct err *e)
{
	const char *at = a->body, *end, *item;
	size_t n = a->len;

	if (n == 0 || (*path && !value_span(a->body, a->len, path, &at, &n)))
		return true;
	for (end = at + n; value_span_next(&at, end, &item, &n);)
		if (!heard_item(h, &platform_bigcommerce, s, asked, topic, item, n, e))
			return false;
	return true;
}

static bool
number(const struct http_answer *a, const char *field, int64_t *out)
{
	struct str s = STR_MAX(NUMBER_MAX);
	bool ok = http_answer_field(a, field, &s) && build_whole(str_text(&s), out);

	str_free(&s);
	return ok;
}

/* A 429 without these fields comes from an overload of the platform: the asker backs off. */
static crt_time
pace(const struct http_answer *a)
{
	int64_t left, reset, quota = 0;
	crt_time wait;

	if (!number(a, "x-rate-limit-requests-left", &left)
	    || !number(a, "x-rate-limit-time-reset-ms", &reset))
		return 0;
	number(a, "x-rate-limit-requests-quota", &quota);
	if (a->status != 429 && left > quota / RESERVE)
		return 0;
	wait = reset * (CLOCK_SECOND / 1000);
	return wait < PACE_MAX ? wait : PACE_MAX;
}

/* v3 says {"status","title"}, v2 [{"status","message"}]. */
static bool
explain(const struct http_answer *a, struct err *e)
{
	struct str words = STR_MAX(WORDS_MAX);
	struct err none = { 0 };
	json_t *v = NULL;
	const json_t *said;
	const char *text;

	if (!bigcommerce_read(a, &v, &none))
		v = NULL;
	said = value_kind(v) == VALUE_LIST ? value_at(v, 0) : v;
	text = BUILD_FIRST(said, "title", "message", "error");
	shop_quote(&words, text ? text : "no word of why");
	value_free(v);
	if (a->status == 401) {
		err_set(e, ERR_DENIED, "BigCommerce does not take the access_token (%s)",
		    str_text(&words));
		err_hint(e, "make an API account in the store's control panel, or look at store_hash");
	} else if (a->status == 403) {
		err_set(e, ERR_DENIED, "the API account has no right to this (%s)", str_text(&words));
		err_hint(e, "it must be allowed to read Carts, Checkouts, Orders and Customers");
	} else if (a->status == 404) {
		err_set(e, ERR_CONFIG, "BigCommerce has nothing at the store's address (%s)",
		    str_text(&words));
		err_hint(e, "look at its store_hash");
	} else
		err_set(e, ERR_UNAVAILABLE, "BigCommerce refuses with %d (%s)", a->status,
		    str_text(&words));
	str_free(&words);
	return false;
}

/* The right that crt can do nothing without. */
static bool
ask_test(const struct shop *s, struct http_request *r, struct err *e)
{
	if (!bigcommerce_begin(r, s, "GET", "v2/orders", e))
		return false;
	ask_number(r, "limit", 1);
	return bigcommerce_finish(r, s, e);
}

/* What is at an address of its own: where, and what is to come with it. */
struct thing {
	const char *folder, *include;
};

static bool
ask_thing(const struct shop *s, const struct asked *asked, struct http_request *r, struct err *e)
{
	const struct thing *t = asked->question->of;

	if (!bigcommerce_begin(r, s, "GET", t->folder, e))
		return false;
	percent_write(&r->url, asked->id, strlen(asked->id));
	if (t->include)
		http_query(&r->url, "include", t->include);
	return bigcommerce_finish(r, s, e);
}

static const struct thing cart = {
	"v3/carts/", "line_items.physical_items.options,line_items.digital_items.options"
};
static const struct thing checkout = {
	"v3/checkouts/",
	"cart.line_items.physical_items.options,cart.line_items.digital_items.options"
};
static const struct thing order = { "v2/orders/", NULL };
static const struct thing subscriber = { "v3/customers/subscribers/", NULL };

/* Orders first: it is they that tell who has bought. */
static const struct question questions[] = {
	{ "orders", true, true, bigcommerce_ask_orders, bigcommerce_hear_orders, NULL },
	{ "customers", true, false, bigcommerce_ask_customers, bigcommerce_hear_customers, NULL },
	{ "subscribers", true, false, bigcommerce_ask_subscribers, bigcommerce_hear_subscribers,
	    NULL },
	{ BIGCOMMERCE_CART, false, false, ask_thing, bigcommerce_hear_cart, &cart },
	{ BIGCOMMERCE_CHECKOUT, false, false, ask_thing, bigcommerce_hear_checkout, &checkout },
	{ BIGCOMMERCE_CART_ORDER, false, false, bigcommerce_ask_cart_order,
	    bigcommerce_hear_cart_order, NULL },
	{ BIGCOMMERCE_ORDER, false, false, ask_thing, bigcommerce_hear_order, &order },
	{ BIGCOMMERCE_CUSTOMER, false, false, bigcommerce_ask_customer, bigcommerce_hear_customer,
	    NULL },
	{ BIGCOMMERCE_SUBSCRIBER, false, false, ask_thing, bigcommerce_hear_subscriber, &subscriber },
};

const struct platform_api bigcommerce_api = {
	.questions = questions,
	.count = COUNT(questions),
	.hooks = &bigcommerce_hooks,
	.ask_test = ask_test,
	.checks = bigcommerce_checks,
	.nchecks = COUNT(bigcommerce_checks),
	.pace = pace,
	.explain = explain,
};
