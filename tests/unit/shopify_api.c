/* shopify_api.c: requests to Shopify, byte by byte, and its responses. */
#include "platform/platform.h"
#include "shop_test.h"

#define TOKEN "{\"access_token\":\"shpat_1\"}"
#define CLIENT "{\"client_id\":\"id1\",\"client_secret\":\"shpss_2\"}"
#define WHO "Accept: application/json\nUser-Agent: crt/0.1.0\nContent-Type: application/json\n"
#define SENT WHO "X-Shopify-Access-Token: shpat_1\n"
#define AT "POST https://acme.myshopify.com/admin/api/2026-10/graphql.json\n"
#define COST(requested, available) "\"extensions\":{\"cost\":{\"requestedQueryCost\":" requested \
    ",\"actualQueryCost\":3,\"throttleStatus\":{\"maximumAvailable\":2000.0," \
    "\"currentlyAvailable\":" available ",\"restoreRate\":100.0}}}"

static const struct platform *shopify;

/* Up to the document and after it; the schemas check the document itself. */
static void
sends(const char *url, const char *credentials, const char *endpoint, const char *page,
    const char *head, const char *tail, const char *what)
{
	struct shop s = shop_test(url, credentials);
	struct poll_request request = test_requested(page);
	struct str got = STR_MAX(TEST_TEXT_MAX);
	const char *text, *variables;

	test_endpoint(&got, shopify, endpoint, &s, &request);
	text = str_text(&got);
	variables = strstr(text, ",\"variables\":");
	if (!tap_ok(!strncmp(text, head, strlen(head))
	    && (variables ? !strcmp(variables, tail) : *tail == '\0'), what))
		printf("# got %s\n", text);
	str_free(&got);
	shop_test_close(&s);
}

static void
requests(void)
{
	static const char url[] = "https://acme.myshopify.com/";

	sends(url, TOKEN, "orders", "", AT SENT "{\"query\":\"query($first:Int!",
	    ",\"variables\":{\"first\":25,\"query\":\"updated_at:>='2026-11-20T09:00:00Z'\"}}",
	    "orders since");
	sends(url, TOKEN, "orders", "80 160 0 eyJs=", AT SENT,
	    ",\"variables\":{\"first\":80,\"after\":\"eyJs=\",\"query\":"
	    "\"updated_at:>='2026-11-20T09:00:00Z'\"}}", "the next page");
	sends(url, TOKEN, "customers", "80 0 1795165205000000 ", AT SENT,
	    ",\"variables\":{\"first\":80,\"query\":\"updated_at:>='2026-11-20T09:00:05Z'\"}}",
	    "a new list of customers, from where the last one stood");
	sends(url, TOKEN, "carts", "",
	    AT SENT, ",\"variables\":{\"first\":5,\"query\":"
	    "\"updated_at:>='2026-11-20T09:00:00Z' status:open\"}}", "checkouts that are open");
	sends(url, TOKEN, "carts", "9 0 1234567890123 ", AT SENT, ",\"variables\":{\"first\":9,"
	    "\"query\":\"updated_at:>='2026-11-20T09:00:00Z' status:open id:>1234567890123\"}}",
	    "a new list of checkouts, after an id");
	sends(url, "{\"access_token\":\"shpat_1\",\"api_version\":\"2026-01\"}", "orders", "",
	    "POST https://acme.myshopify.com/admin/api/2026-01/graphql.json\n" SENT,
	    ",\"variables\":{\"first\":25,\"query\":\"updated_at:>='2026-11-20T09:00:00Z'\"}}",
	    "a version of one's own");
	sends("https://shop.example",
	    "{\"access_token\":\"shpat_1\",\"domain\":\"acme.myshopify.com\"}", "carts", "",
	    AT SENT, ",\"variables\":{\"first\":5,\"query\":"
	    "\"updated_at:>='2026-11-20T09:00:00Z' status:open\"}}", "a shop with its own domain");
	sends(url, "{\"access_token\":\"t\",\"api_version\":\"2024-01\"}", "orders", "",
	    "refused (78): unknown api_version \"2024-01\"", "", "a version that has ended");
	sends(url, "{\"access_token\":\"t\",\"domain\":\"a.example/@\"}", "orders", "",
	    "refused (78): the domain of the store", "", "a domain that is none");
	sends("http://shop.example", TOKEN, "orders", "",
	    "refused (78): the store_url of the store \"acme\" is not an https URL", "",
	    "no token in the clear");
	sends("http://localhost.example", TOKEN, "orders", "",
	    "refused (78): the store_url of the store \"acme\" is not an https URL", "",
	    "nor to a name like ours");
	sends("http://127.0.0.1:8080", TOKEN, "orders", "",
	    "POST http://127.0.0.1:8080/admin/api/2026-10/graphql.json\n", ",\"variables\":{\"first\""
	    ":25,\"query\":\"updated_at:>='2026-11-20T09:00:00Z'\"}}", "but on this machine");
	sends(url, CLIENT, "orders", "", "refused (77): the store \"acme\" has no access_token and is"
	    " not logged in", "", "not logged in");
	sends(url, TOKEN, "orders", "0 0 0 x", "refused (65): unknown page \"0 0 0 x\"", "",
	    "a page of nothing");
	sends(url, TOKEN, "orders", "251 0 0 x", "refused (65): unknown page", "",
	    "too large a page");
	sends(url, TOKEN, "orders", "25 0 x", "refused (65): unknown page", "", "half a name");
}

static void
versions(void)
{
	static const char *const tokens[] = { "2026-04", "2026-07", NULL };
	size_t i;

	for (i = 0; tokens[i]; i++) {
		struct str credentials = STR_MAX(200), got = STR_MAX(TEST_TEXT_MAX);
		struct poll_request request = test_requested("");
		struct shop s;

		str_printf(&credentials, "{\"access_token\":\"t\",\"api_version\":\"%s\"}", tokens[i]);
		s = shop_test("https://acme.myshopify.com", str_text(&credentials));
		test_endpoint(&got, shopify, "orders", &s, &request);
		tap_ok((strstr(str_text(&got), "cart_token:cartToken") != NULL) == (i == 1),
		    i ? "an order's keys since 2026-07" : "no keys before 2026-07");
		str_free(&credentials);
		str_free(&got);
		shop_test_close(&s);
	}
}

static void
logs_in(const char *credentials, const char *want, const char *what)
{
	struct shop s = shop_test("https://acme.myshopify.com", credentials);
	struct http_request r = { 0 };
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct err e = { 0 };
	bool ok = shopify->api->request_login(&s, &r, &e);

	test_request(&got, ok, &r, &e);
	tap_is(str_text(&got), want, what);
	str_free(&got);
	shop_test_close(&s);
}

static void
token(const char *body, const char *want, const char *what)
{
	struct shop s = shop_test("https://acme.myshopify.com", CLIENT);
	struct http_response a = test_response(200, "", body);
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct err e = { 0 };
	char until[CLOCK_TEXT];

	if (shopify->api->response_login(&s, &a, test_time(test_now), &e))
		str_printf(&got, "%s until %s", str_text(&s.token), clock_print(s.token_until, until));
	else
		str_puts(&got, e.text);
	tap_is(str_text(&got), want, what);
	str_free(&got);
	shop_test_close(&s);
}

static void
logins(void)
{
	logs_in(CLIENT, "POST https://acme.myshopify.com/admin/oauth/access_token\n" WHO
	    "{\"client_id\":\"id1\",\"client_secret\":\"shpss_2\",\"grant_type\":"
	    "\"client_credentials\"}", "a log-in by client credentials");
	logs_in(TOKEN, "POST \n", "a store with a token needs none");
	logs_in("{\"client_id\":\"id1\"}", "refused (78): the store \"acme\" has no access_token",
	    "neither the one nor the other");
	token("{\"access_token\":\"shpat_9\",\"scope\":\"read_orders\",\"expires_in\":86399}",
	    "shpat_9 until 2026-11-23T08:59:59Z", "a token and its life");
	token("{\"access_token\":\"shpat_9\"}", "shpat_9 until 2026-11-23T09:00:00Z",
	    "a token without an end is requested again");
	token("{\"error\":\"invalid_client\"}", "the log-in response has no access_token",
	    "no token");
	token("{", "the log-in response: not JSON: it ends too early at byte 1",
	    "a truncated response");
}

static void
reads(const char *endpoint, const char *page, const char *body, const char *want,
    const char *what)
{
	struct shop s = shop_test("https://acme.myshopify.com", TOKEN);
	struct http_response a = test_response(200, "", body);
	struct poll_request request = test_requested(page);
	struct str got = STR_MAX(TEST_TEXT_MAX);

	test_handle(&got, shopify, endpoint, &s, &request, &a);
	tap_is(test_last(&got), want, what);
	str_free(&got);
	shop_test_close(&s);
}

#define ORDER(id, status, time) "{\"id\":\"" id "\",\"updated_at\":\"" time "\"," \
    "\"financial_status\":" status ",\"total_price_set\":{\"presentment_money\":" \
    "{\"amount\":\"1.0\",\"currency_code\":\"EUR\"}}}"
#define ORDERS(nodes, more, end) "{\"data\":{\"orders\":{\"nodes\":[" nodes "],\"pageInfo\":" \
    "{\"hasNextPage\":" more ",\"endCursor\":" end "}}}"
#define SEEN "seen 2026-11-20T10:00:00Z"
#define ONE ORDER("7", "\"PAID\"", "2026-11-20T10:00:00Z")

static void
pages(void)
{
	reads("orders", "", ORDERS(ONE, "false", "\"c\"") "}", "items 1, " SEEN ", next \"\"\n",
	    "a last page");
	reads("orders", "", ORDERS("", "false", "null") "}", "items 0, seen -, next \"\"\n",
	    "an empty page");
	reads("orders", "", ORDERS(ONE, "true", "\"c=\"") "}", "items 1, " SEEN
	    ", next \"25 1 0 c=\"\n", "no cost: the same size");
	reads("orders", "", ORDERS(ONE, "true", "\"c=\"") "," COST("250", "1700") "}",
	    "items 1, " SEEN ", next \"50 1 0 c=\"\n", "cheap: at most twice as many");
	reads("orders", "100 3 0 b", ORDERS(ONE, "true", "\"c\"") "," COST("1000", "900") "}",
	    "items 1, " SEEN ", next \"90 4 0 c\"\n", "dear: as many as keep within the bound");
	reads("orders", "200 3 0 b", ORDERS(ONE, "true", "\"c\"") "," COST("10", "900") "}",
	    "items 1, " SEEN ", next \"250 4 0 c\"\n", "never more than Shopify gives");
	reads("orders", "50 19999 0 b", ORDERS(ONE, "true", "\"c\"") "}",
	    "items 1, " SEEN ", next \"50 0 1795168800000000 \"\n", "a long list: a new one begins");
	reads("orders", "50 19999 1795168800000000 b", ORDERS(ONE, "true", "\"c\"") "}",
	    "items 1, " SEEN ", next \"50 20000 1795168800000000 c\"\n",
	    "but not where it would begin at the same second");
	reads("orders", "", ORDERS("", "true", "\"c\"") "}", "refused (65): there is a next page, but"
	    " no cursor for it\n", "an empty page with a next");
	reads("orders", "", ORDERS(ONE, "true", "null") "}", "refused (65): there is a next page, but"
	    " no cursor for it\n", "no cursor");
	reads("orders", "", ORDERS(ONE "," ORDER("8", "\"MULLED\"", "2026-11-20T09:30:00Z") ",{},"
	    ORDER("9", "null", "2026-11-20T09:30:00Z"), "false", "null") "}", "items 4, " SEEN
	    ", next \"\", unknown 2, refused 1: "
	    "shopify orders/updated: the order has no id\n",
	    "what cannot be parsed is left out, counted, and reported");
}

#define ERROR(message, code) "{\"data\":null,\"errors\":[{\"message\":\"" message "\"," \
    "\"extensions\":{\"code\":\"" code "\"}}],"

static void
errors(void)
{
	reads("orders", "", ERROR("Throttled", "THROTTLED") COST("250", "10.5") "}",
	    "refused (75): Shopify limits the request rate: Throttled\n", "throttled");
	reads("orders", "", "{\"errors\":[{\"message\":\"Throttled\"}]}",
	    "refused (75): Shopify limits the request rate: Throttled\n", "throttled without a code");
	reads("orders", "", ERROR("Internal error", "INTERNAL_SERVER_ERROR") COST("1", "10") "}",
	    "refused (75): Shopify has an internal error: Internal error\n", "out of order");
	reads("orders", "", "{\"data\":{\"orders\":{\"nodes\":[" ONE "]}},\"errors\":[{\"message\":"
	    "\"Access denied for customer field. Required access: `read_customers` access scope.\","
	    "\"extensions\":{\"code\":\"ACCESS_DENIED\"}}]}", "refused (77): the app lacks a right: "
	    "Access denied for customer field. Required access: `read_customers` access scope.\n",
	    "half of the data, and a right that lacks");
	reads("carts", "5 3 0 b", ERROR("Query cost is 1250", "MAX_COST_EXCEEDED") COST("1", "10") "}",
	    "items 0, seen -, next \"2 3 0 b\"\n", "too dear: the same again, smaller");
	reads("carts", "", ERROR("Query cost is 1250", "MAX_COST_EXCEEDED") COST("1", "10") "}",
	    "items 0, seen -, next \"2 0 0 \"\n", "too dear from the start");
	reads("carts", "1 3 0 b", ERROR("Query cost is 1250", "MAX_COST_EXCEEDED") COST("1", "1") "}",
	    "refused (69): a single object costs too much to request\n", "too dear for anybody");
	reads("orders", "", "{\"errors\":[{\"message\":\"Field 'x' doesn't exist\",\"extensions\":"
	    "{\"code\":\"undefinedField\"}}]}", "refused (69): Shopify rejected the request: "
	    "Field 'x' doesn't exist\n", "a document that does not fit");
	reads("orders", "", "{\"data\":{\"orders\":{\"nodes\":[", "refused (65): the shop's response:"
	    " not "
	    "JSON: it ends too early at byte 28\n", "a truncated response");
	reads("orders", "", "[]", "refused (65): the shop's response has no data\n", "something else");
	reads("orders", "", "{\"data\":{\"orders\":null}}",
	    "refused (65): the shop's response has no \"data.orders\"\n", "no orders in it");
}

static void
paces(const char *body, int64_t milliseconds, const char *what)
{
	struct http_response a = test_response(200, "", body);

	tap_ok(shopify->api->pace(&a) == milliseconds * 1000, what);
}

static void
quotas(void)
{
	paces("{" COST("250", "1700") "}", 0, "enough is left");
	paces("{" COST("250", "50.5") "}", 2000, "until the requested points are available");
	paces("{" COST("2000000", "0") "}", 60000, "a minute at most");
	paces("{\"data\":{}}", 0, "there is no cost");
	paces("<html>", 0, "no JSON");
	test_explains(shopify, 401, "{\"errors\":\"[API] Invalid API key or access token\"}",
	    "77: Shopify responded: [API] Invalid API key or access token", "a wrong token");
	test_explains(shopify, 402, "{\"errors\":\"Unavailable Shop\"}",
	    "69: Shopify responded: Unavailable Shop",
	    "a frozen shop");
	test_explains(shopify, 404, "{\"errors\":\"Not Found\"}", "78: Shopify responded: Not Found",
	    "no shop of that name");
	test_explains(shopify, 404, "<html>", "decided by the status", "no Shopify at all");
	test_explains(shopify, 503, "{\"errors\":\"x\"}", "decided by the status", "out of order");
}

static void
tests(const char *body, const char *want, const char *what)
{
	struct http_response a = test_response(200, "", body);
	struct err e = { 0 };

	tap_is(shopify->api->response_test(&a, &e) ? "good" : e.text, want, what);
}

static void
put_hook(const char *body, const char *want, const char *what)
{
	struct http_response a = test_response(200, "", body);
	struct err e = { 0 };

	tap_is(shopify->api->hooks->response_done(&a, &e) ? "done" : e.text, want, what);
}

static void
put_hooks(void)
{
	put_hook("{\"data\":{\"done\":{\"webhookSubscription\":{\"id\":\"gid://x/1\"},"
	    "\"userErrors\":[]}}}", "done", "a subscription is made");
	put_hook("{\"data\":{\"done\":{\"userErrors\":[{\"message\":\"No\\u001b[2J\"}]}}}",
	    "Shopify responded: No?[2J", "a rejection is reported in readable form");
	put_hook("{\"data\":{\"done\":{\"userErrors\":[{}]}}}",
	    "Shopify responded: no reason given", "a refusal without a word");
}

int
main(void)
{
	shopify = platform_find("shopify");
	requests();
	versions();
	logins();
	pages();
	errors();
	quotas();
	tests("{\"data\":{\"shop\":{\"name\":\"Acme\"}}}", "good", "the credentials are good");
	tests("{\"data\":{\"shop\":{\"name\":\"Acme\"},\"customers\":null},\"errors\":[{\"message\":"
	    "\"Access denied for customers field.\",\"extensions\":{\"code\":\"ACCESS_DENIED\"}}]}",
	    "the app lacks a right: Access denied for customers field.", "a right lacks");
	put_hooks();
	tests("{\"data\":{}}", "unexpected response from the shop", "another response");
	return tap_done();
}
