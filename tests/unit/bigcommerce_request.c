/* bigcommerce_request.c: requests to BigCommerce, byte by byte, and its webhooks. */
#include "platform/bigcommerce/bigcommerce.h"
#include "shop_test.h"

#define KEYS "{\"store_hash\":\"k3xample9\",\"access_token\":\"t0k\",\"client_secret\":\"s3cret\"}"
#define NO_SECRET "{\"store_hash\":\"k3xample9\",\"access_token\":\"t0k\"}"
#define BASE "https://api.bigcommerce.com/stores/k3xample9/"
#define WHO  "X-Auth-Token: t0k\nAccept: application/json\nUser-Agent: crt/0.1.0\n"
#define JSON "Content-Type: application/json\n"
#define CART "5d0c1f2e-7a3b-4c88-9e41-2b6f0a9d1c37"

static const struct platform *big;

static void
sends_with(const char *keys, const char *endpoint, const struct poll_request *request,
    const char *want, const char *what)
{
	struct shop s = shop_test("https://shop.example", keys);
	struct str got = STR_MAX(TEST_TEXT_MAX);

	test_endpoint(&got, big, endpoint, &s, request);
	tap_is(str_text(&got), want, what);
	str_free(&got);
	shop_test_close(&s);
}

static void
sends(const char *endpoint, const char *page, const char *want, const char *what)
{
	struct poll_request request = test_requested(page);

	sends_with(KEYS, endpoint, &request, want, what);
}

static void
fetches(const char *endpoint, const char *id, const char *want, const char *what)
{
	struct poll_request request = test_requested("");

	request.id = id;
	sends_with(KEYS, endpoint, &request, want, what);
}

static void
requests(void)
{
	sends("orders", "", "GET " BASE "v2/orders?min_date_modified=2026-11-20T08%3A59%3A59Z"
	    "&sort=date_modified%3Aasc&limit=250\n" WHO, "orders since");
	sends("orders", "1795165200", "GET " BASE "v2/orders?min_date_modified="
	    "2026-11-20T08%3A59%3A59Z&sort=date_modified%3Aasc&limit=250\n" WHO, "the next page "
	    "is a time");
	sends("orders", "1795165200/4711", "GET " BASE "v2/orders?min_date_modified="
	    "2026-11-20T08%3A59%3A59Z&max_date_modified=2026-11-20T09%3A00%3A01Z&min_id=4711"
	    "&sort=id%3Aasc&limit=250\n" WHO, "one second alone");
	sends("orders", "12x", "refused (65): unknown page \"12x\"", "a page "
	    "unknown");
	sends("orders", "5/", "refused (65): unknown page \"5/\"", "half a page");
	sends("orders", "-5", "refused (65): unknown page \"-5\"", "a page before "
	    "1970");
	sends("orders", "99999999999999999999999", "refused (65): unknown page "
	    "\"99999999999999999999999\"", "a page beyond all times");
	sends("customers", "",
	    "GET " BASE "v3/customers?date_modified%3Amin=2026-11-20T09%3A00%3A00Z"
	    "&limit=250&include=addresses\n" WHO, "customers since");
	sends("customers", "eyJpZCI6MjA0fQ", "GET " BASE "v3/customers?date_modified%3Amin="
	    "2026-11-20T09%3A00%3A00Z&limit=250&include=addresses&after=eyJpZCI6MjA0fQ\n" WHO,
	    "customers after a cursor");
	sends("subscribers", "", "GET " BASE "v3/customers/subscribers?date_modified%3Amin="
	    "2026-11-20T09%3A00%3A00Z&limit=250&page=1\n" WHO, "subscribers since");
	sends("subscribers", "3", "GET " BASE "v3/customers/subscribers?date_modified%3Amin="
	    "2026-11-20T09%3A00%3A00Z&limit=250&page=3\n" WHO, "subscribers, page 3");
	sends("subscribers", "0", "refused (65): unknown page \"0\"", "no page 0");
}

static void
things(void)
{
	fetches("cart", CART,
	    "GET " BASE "v3/carts/" CART "?include=line_items.physical_items.options"
	    "%2Cline_items.digital_items.options\n" WHO, "a cart");
	fetches("cart", "../../v3/hooks?a=b#c",
	    "GET " BASE "v3/carts/..%2F..%2Fv3%2Fhooks%3Fa%3Db%23c"
	    "?include=line_items.physical_items.options%2Cline_items.digital_items.options\n" WHO,
	    "an id stays an id");
	fetches("checkout", CART, "GET " BASE "v3/checkouts/" CART "?include="
	    "cart.line_items.physical_items.options%2Ccart.line_items.digital_items.options\n" WHO,
	    "its checkout");
	fetches("cart-order", CART, "GET " BASE "v2/orders?cart_id=" CART "&limit=50\n" WHO,
	    "the orders of a cart");
	fetches("order", "4711", "GET " BASE "v2/orders/4711\n" WHO, "an order");
	fetches("customer", "812", "GET " BASE "v3/customers?id%3Ain=812&include=addresses\n" WHO,
	    "a customer");
	fetches("subscriber", "55", "GET " BASE "v3/customers/subscribers/55\n" WHO, "a "
	    "subscriber");
}

static void
badly_kept(void)
{
	struct poll_request request = test_requested("");

	sends_with("{}", "orders", &request, "refused (78): the store \"acme\" has no store_hash of "
	    "letters and digits", "no hash");
	sends_with("{\"store_hash\":\"a/../b\",\"access_token\":\"t\"}", "orders", &request,
	    "refused (78): "
	    "the store \"acme\" has no store_hash of letters and digits", "a path for a hash");
	sends_with("{\"store_hash\":\"a\"}", "orders", &request, "refused (78): the store \"acme\" "
	    "has no "
	    "access_token", "no token");
	sends_with("{\"store_hash\":\"a\",\"access_token\":\"t\\r\\nX: y\"}", "orders", &request,
	    "refused (65): the field \"X-Auth-Token\" contains a control byte", "a token of two "
	    "lines");
	sends_with("{\"store_hash\":\"a\",\"access_token\":\"t\","
	    "\"api_url\":\"http://api.example\"}",
	    "orders", &request, "refused (78): the api_url of the store \"acme\" is not an https URL",
	    "the token goes to nobody in the clear");
	request.id = "1";
	sends_with("{\"store_hash\":\"a\",\"access_token\":\"t0k\","
	    "\"api_url\":\"http://127.0.0.1:4010/\"}",
	    "order", &request, "GET http://127.0.0.1:4010/stores/a/v2/orders/1\n" WHO,
	    "an interface on this machine");
}

static void
testing(void)
{
	struct shop s = shop_test("https://shop.example", KEYS);
	struct http_request r = { 0 };
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct err e = { 0 };
	bool ok = big->api->request_test(&s, &r, &e);

	test_request(&got, ok, &r, &e);
	tap_is(str_text(&got), "GET " BASE "v2/orders?limit=1\n" WHO, "the cheapest request");
	str_free(&got);
	shop_test_close(&s);
}

static void
puts_hook(const char *keys, const char *id, const char *address, const char *secret,
    const char *want, const char *what)
{
	struct shop s = shop_test("https://shop.example", keys);
	struct hook h = { .topic = "store/cart/updated" };
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct http_request r = { 0 };
	struct err e = { 0 };
	bool ok;

	snprintf(h.id, sizeof h.id, "%s", id);
	snprintf(h.address, sizeof h.address, "%s", address);
	ok = big->api->hooks->request_put(&s, &h, secret, &r, &e);
	test_request(&got, ok, &r, &e);
	tap_is(str_text(&got), want, what);
	str_free(&got);
	shop_test_close(&s);
}

#define DOOR "https://crt.example/in/acme"
#define HOOK "{\"scope\":\"store/cart/updated\",\"destination\":\"" DOOR "\",\"is_active\":true"

/* The token is HKDF-SHA-256 of the secret, never the secret itself. */
static void
putting(void)
{
	char token[BIGCOMMERCE_TOKEN], other[BIGCOMMERCE_TOKEN];
	struct str want = STR_MAX(4096);

	bigcommerce_token("s3cret", token);
	bigcommerce_token("another", other);
	str_printf(&want, "POST " BASE "v3/hooks\n" WHO JSON HOOK ","
	    "\"headers\":{\"X-Crt-Hook-Token\":"
	    "\"%s\"}}", token);
	puts_hook(KEYS, "", DOOR, NULL, str_text(&want), "a new hook, with the client secret's "
	    "token");
	puts_hook(KEYS, "", DOOR, "", str_text(&want), "an empty secret is none");
	str_cut(&want, 0);
	str_printf(&want, "PUT " BASE "v3/hooks/18\n" WHO JSON HOOK ","
	    "\"headers\":{\"X-Crt-Hook-Token\":"
	    "\"%s\"}}", other);
	puts_hook(KEYS, "18", DOOR, "another", str_text(&want), "an old one is made active again");
	puts_hook(NO_SECRET, "", DOOR, NULL, "POST " BASE "v3/hooks\n" WHO JSON HOOK "}",
	    "no secret, no token");
	puts_hook(KEYS, "1/../2", DOOR, NULL, "refused (65): \"1/../2\" is not the id of a webhook",
	    "a path for an id");
	puts_hook(KEYS, "", "http://crt.example/in", NULL, "refused (78): BigCommerce delivers "
	    "to https:// URLs only", "an address in the clear");
	str_free(&want);
}

static void
removing(const char *id, const char *want, const char *what)
{
	struct shop s = shop_test("https://shop.example", KEYS);
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct http_request r = { 0 };
	struct err e = { 0 };
	bool ok = big->api->hooks->request_remove(&s, id, &r, &e);

	test_request(&got, ok, &r, &e);
	tap_is(str_text(&got), want, what);
	str_free(&got);
	shop_test_close(&s);
}

static bool
note(void *arg, const struct hook *h, struct err *e UNUSED)
{
	str_printf(arg, "%s %s %s %s\n", h->id, h->topic, h->address,
	    h->active ? "active" : "ended");
	return true;
}

static void
lists(const char *body, const char *want, const char *what)
{
	struct http_response a = test_response(200, "", body);
	struct str got = STR_MAX(TEST_TEXT_MAX), next = STR_MAX(SHOP_PAGE_MAX);
	struct err e = { 0 };

	if (big->api->hooks->response_list(&a, note, &got, &next, &e))
		str_printf(&got, "next \"%s\"", str_text(&next));
	else
		str_printf(&got, "refused (%d): %s", err_status(&e), e.text);
	tap_is(str_text(&got), want, what);
	str_free(&got);
	str_free(&next);
}

#define LISTED "{\"id\":18,\"client_id\":\"c\",\"scope\":\"store/order/created\"," \
    "\"destination\":\"" DOOR \
    "\",\"is_active\":false,\"headers\":null}"

static void
listing(void)
{
	struct shop s = shop_test("https://shop.example", KEYS);
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct http_request r = { 0 };
	struct err e = { 0 };
	bool ok = big->api->hooks->request_list(&s, "2", &r, &e);

	test_request(&got, ok, &r, &e);
	tap_is(str_text(&got), "GET " BASE "v3/hooks?page=2&limit=250\n" WHO, "the second page "
	    "of hooks");
	lists("{\"data\":[],\"meta\":{}}", "next \"\"", "no hooks");
	lists("{\"data\":[" LISTED "],\"meta\":{\"pagination\":{\"current_page\":1,"
	    "\"total_pages\":2}}}",
	    "18 store/order/created " DOOR " ended\nnext \"2\"", "a hook that was ended, and "
	    "more of them");
	lists("{\"data\":[" LISTED "],\"meta\":{\"pagination\":{\"current_page\":2,"
	    "\"total_pages\":2}}}",
	    "18 store/order/created " DOOR " ended\nnext \"\"", "the last page");
	lists("{\"data\":[{\"id\":1}]}", "refused (65): a webhook's \"scope\" is missing", "half "
	    "a hook");
	lists("{\"status\":1}", "refused (65): the response from "
	    "BigCommerce does not match the request", "no list");
	str_free(&got);
	shop_test_close(&s);
}

static void
done(const char *body, bool want, const char *what)
{
	struct http_response a = test_response(200, "", body);
	struct err e = { 0 };

	tap_ok(big->api->hooks->response_done(&a, &e) == want, what);
}

static void
hooks(void)
{
	const struct hooks *h = big->api->hooks;
	size_t i;

	putting();
	listing();
	removing("18", "DELETE " BASE "v3/hooks/18\n" WHO, "a hook is removed");
	removing("", "refused (65): a webhook without an id cannot be removed", "all hooks are "
	    "not");
	done("{\"data\":{\"id\":18},\"meta\":{}}", true, "it worked");
	done("", true, "it worked, without a word");
	done("{\"data\":{}}", false, "it did not");
	for (i = 0; h->topics[i]; i++)
		tap_ok(!strncmp(h->topics[i], "store/", 6) && !strchr(h->topics[i], '*'),
	    h->topics[i]);
}

int
main(void)
{
	big = platform_find("bigcommerce");
	requests();
	things();
	badly_kept();
	testing();
	hooks();
	return tap_done();
}
