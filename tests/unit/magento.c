/* magento.c: requests to Magento, byte by byte. */
#include "net/oauth1.h"
#include "platform/platform.h"
#include "shop_test.h"

#define KEYS "{\"consumer_key\":\"ck\",\"consumer_secret\":\"cs\",\"access_token\":\"at\"," \
	"\"access_token_secret\":\"ats\"%s}"
#define F(i, field, value, condition) \
	"searchCriteria%5Bfilter_groups%5D%5B" #i "%5D%5Bfilters%5D%5B0%5D%5Bfield%5D=" field \
	"&searchCriteria%5Bfilter_groups%5D%5B" #i "%5D%5Bfilters%5D%5B0%5D%5Bvalue%5D=" value \
	"&searchCriteria%5Bfilter_groups%5D%5B" #i "%5D%5Bfilters%5D%5B0%5D%5Bcondition_type%5D=" \
	condition "&"
#define S(i, field) \
	"searchCriteria%5BsortOrders%5D%5B" #i "%5D%5Bfield%5D=" field \
	"&searchCriteria%5BsortOrders%5D%5B" #i "%5D%5Bdirection%5D=ASC&"
#define END "searchCriteria%5BpageSize%5D=100&searchCriteria%5BcurrentPage%5D=1"
#define SINCE "2026-11-20%2009%3A00%3A00"
#define WHO "\nAccept: application/json\nUser-Agent: crt/0.1.0\n"

static const struct platform *mage;

static void
request_print(struct str *got, const char *url, const char *more, const char *endpoint,
    const struct poll_request *request)
{
	struct str keys = STR_MAX(4096);
	struct shop s;

	str_printf(&keys, KEYS, more);
	s = shop_test(url, str_text(&keys));
	test_endpoint(got, mage, endpoint, &s, request);
	str_free(&keys);
	shop_test_close(&s);
}

/* The signature differs each time. It is left out here and checked in signed(). */
static void
sends(const char *more, const char *endpoint, const char *page, const char *want, const char *what)
{
	struct poll_request request = test_requested(page);
	struct str got = STR_MAX(TEST_TEXT_MAX);
	const char *field;

	request_print(&got, "https://shop.example/", more, endpoint, &request);
	field = strstr(str_text(&got), "Authorization: OAuth ");
	if (field)
		str_cut(&got, (size_t)(field - got.data));
	tap_is(str_text(&got), want, what);
	str_free(&got);
}

static void
requests(void)
{
	sends("", "orders", "", "GET https://shop.example/rest/default/V1/orders?"
	    F(0, "updated_at", SINCE, "gteq") S(0, "updated_at") S(1, "entity_id") END WHO,
	    "orders since, that second included");
	sends("", "carts", "", "GET https://shop.example/rest/default/V1/carts/search?"
	    F(0, "updated_at", SINCE, "gteq") S(0, "updated_at") F(1, "is_active", "1", "eq")
	    S(1, "entity_id") END WHO, "open carts");
	sends("", "customers", "gt 2026-11-21 10:00:00", "GET https://shop.example/rest/default/V1/"
	    "customers/search?" F(0, "updated_at", "2026-11-21%2010%3A00%3A00", "gt")
	    S(0, "updated_at") S(1, "entity_id") END WHO, "customers after a second");
	sends("", "orders", "eq 2026-11-21 10:00:00 4711", "GET https://shop.example/rest/default/V1/"
	    "orders?" F(0, "updated_at", "2026-11-21%2010%3A00%3A00", "eq")
	    F(1, "entity_id", "4711", "gt") S(0, "entity_id") END WHO, "one second by its ids");
	sends(",\"store_id\":\"3\",\"store_code\":\"de\",\"api_url\":\"http://127.0.0.1:8080//\"",
	    "carts", "", "GET http://127.0.0.1:8080/rest/de/V1/carts/search?"
	    F(0, "updated_at", SINCE, "gteq") S(0, "updated_at") F(1, "is_active", "1", "eq")
	    F(2, "store_id", "3", "eq") S(1, "entity_id") END WHO,
	    "one store view, and an interface elsewhere");
	sends(",\"store_id\":\"3\"", "customers", "", "GET https://shop.example/rest/default/V1/"
	    "customers/search?" F(0, "updated_at", SINCE, "gteq") S(0, "updated_at")
	    S(1, "entity_id") END WHO, "customers are not of a view");
}

static void
tests(void)
{
	struct shop s = shop_test("https://shop.example", "{\"consumer_key\":\"ck\","
	    "\"consumer_secret\":\"cs\",\"access_token\":\"at\",\"access_token_secret\":\"ats\"}");
	struct http_response good = test_response(200, "", "{\"total_count\":7}");
	struct http_response bad = test_response(200, "", "{\"items\":[]}");
	struct http_request r = { 0 };
	struct err e = { 0 };

	tap_ok(mage->api->request_test(&s, &r, &e), "a test of the keys");
	tap_is(str_text(&r.url), "https://shop.example/rest/default/V1/orders?searchCriteria%5B"
	    "pageSize%5D=1&searchCriteria%5BcurrentPage%5D=1&fields=total_count",
	    "requests the number of orders");
	tap_ok(mage->api->response_test(&good, &e) && !mage->api->response_test(&bad, &e),
	    "and reads the response");
	http_request_free(&r);
	shop_test_close(&s);
}

static void
wrong(void)
{
	static const char *const pages[] = {
		"2", "gteq", "gteq ", "gteq 2026-11-21", "lt 2026-11-21 10:00:00",
		"gteq 2026-11-21 10:00:0x", "eq 2026-11-21 10:00:00", "eq 2026-11-21 10:00:00 ",
		"eq 2026-11-21 10:00:00 x", "gt 2026-11-21 10:00:00 7",
		"eq 2026-11-21 10:00:00 123456789012345678901",
	};
	size_t i;

	for (i = 0; i < COUNT(pages); i++) {
		struct str want = STR_MAX(256);

		str_printf(&want, "refused (65): unknown page \"%s\"", pages[i]);
		sends("", "orders", pages[i], str_text(&want), pages[i]);
		str_free(&want);
	}
	sends(",\"store_id\":\"1 OR 1\"", "orders", "", "refused (78): the store_id of \"acme\" is"
	    " not a number", "a store_id that is none");
	sends(",\"store_code\":\"../admin\"", "orders", "", "refused (78): the store_code of \"acme\""
	    " is invalid", "a store_code that is none");
	sends("", "cart", "", "refused (65): there is no cart \"\"", "a cart without its id");
}

static void
keyless(void)
{
	struct shop s = shop_test("https://shop.example", "{\"consumer_key\":\"ck\","
	    "\"consumer_secret\":\"cs\",\"access_token\":\"at\"}");
	struct poll_request request = test_requested("");
	struct str got = STR_MAX(TEST_TEXT_MAX);

	test_endpoint(&got, mage, "orders", &s, &request);
	tap_is(str_text(&got), "refused (78): the store \"acme\" has no access_token_secret",
	    "a store without one of its keys");
	str_free(&got);
	shop_test_close(&s);
}

/* The member of the Authorization field, without quotes. */
static void
member(const char *field, const char *name, struct str *out)
{
	struct str key = STR_MAX(64);
	const char *at;

	str_printf(&key, "%s=\"", name);
	at = strstr(field, str_text(&key));
	if (at)
		str_add(out, at + key.len, strcspn(at + key.len, "\""));
	str_free(&key);
}

/* Signed again with the same nonce and time, it is the same. */
static void
signed_again(void)
{
	struct poll_request request = test_requested("");
	struct str got = STR_MAX(TEST_TEXT_MAX), nonce = STR_MAX(100), when = STR_MAX(100);
	struct oauth1 sign = { .consumer_key = "ck", .consumer_secret = "cs", .token = "at",
	    .token_secret = "ats" };
	struct http_request r;
	struct err e = { 0 };
	char *field;

	request_print(&got, "https://shop.example", "", "carts", &request);
	field = strstr(got.data, "Authorization: ");
	member(field, "oauth_nonce", &nonce);
	member(field, "oauth_timestamp", &when);
	sign.nonce = str_text(&nonce);
	sign.when = strtoll(str_text(&when), NULL, 10) * CLOCK_SECOND;
	http_request_init(&r, "GET");
	str_add(&r.url, got.data + 4, strcspn(got.data, "\n") - 4);
	tap_ok(nonce.len && when.len && oauth1_field(&sign, &r, &e), "a request has its signature");
	tap_is(str_text(&r.fields), field, "it is that of the four keys");
	http_request_free(&r);
	str_free(&got);
	str_free(&nonce);
	str_free(&when);
}

int
main(void)
{
	mage = platform_find("magento");
	requests();
	tests();
	wrong();
	keyless();
	signed_again();
	return tap_done();
}
