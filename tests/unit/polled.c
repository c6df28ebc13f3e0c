/* polled.c: responses of platforms to polls, and the records that both polls and webhooks make. */
#include "base/mem.h"
#include "shop_test.h"
#include "slurp.h"

#define GOLDEN "tests/golden/polled"

static void
read_response(const char *platform, const char *endpoint, struct str *got)
{
	struct str path = STR_MAX(4096), response = STR_MAX(TEST_TEXT_MAX);
	struct shop s = shop_test("https://shop.example", "{}");
	struct poll_request request = test_requested("");
	struct http_response a;

	str_printf(&path, GOLDEN "/%s/%s.json", platform, endpoint);
	(void)!slurp(str_text(&path), &response);
	a = test_response(200, "", str_text(&response));
	test_handle(got, platform_find(platform), endpoint, &s, &request, &a);
	str_free(&path);
	str_free(&response);
	shop_test_close(&s);
}

static void
one(const char *platform, const char *endpoint)
{
	struct str path = STR_MAX(4096), got = STR_MAX(TEST_TEXT_MAX), want = STR_MAX(TEST_TEXT_MAX);
	FILE *f;

	read_response(platform, endpoint, &got);
	str_printf(&path, GOLDEN "/%s/%s.ndjson", platform, endpoint);
	f = getenv("GOLDEN") ? fopen(str_text(&path), "wb") : NULL;
	if (f) {
		fwrite(str_text(&got), 1, got.len, f);
		fclose(f);
	}
	(void)!slurp(str_text(&path), &want);
	tap_is(str_text(&got), str_text(&want), str_text(&path));
	str_free(&path);
	str_free(&got);
	str_free(&want);
}

/* A member of the first record, as text. */
static void
member(const struct str *records, const char *path, struct str *out)
{
	const char *at;
	size_t n;

	str_cut(out, 0);
	if (value_span(str_text(records), strcspn(str_text(records), "\n"), path, &at, &n))
		str_add(out, at, n);
}

static void
pushed(const char *topic, const char *body, struct str *got)
{
	struct err e = { 0 };
	const char *ignored;

	if (!platform_line(platform_find("shopify"), "acme", body, strlen(body), topic, 0, test_record,
	    got, &ignored, &e))
		str_puts(got, e.text);
}

/* The same checkout by webhook: the URL of the checkout contains its cart_token. */
static void
meet(void)
{
	static const char checkout[] = "{\"token\":\"5f0c2d11aa\",\"cart_token\":\"Y2FydC0xMDAx\","
	    "\"abandoned_checkout_url\":\"https://acme.example/66600001/checkouts/ac/Y2FydC0xMDAx/"
	    "recover?key=k9&locale=de\",\"updated_at\":\"2026-11-21T08:12:31Z\",\"line_items\":[],"
	    "\"presentment_currency\":\"EUR\",\"total_price\":\"61.40\",\"customer\":"
	    "{\"id\":9007199254740993555}}";
	static const char cart[] = "{\"token\":\"Y2FydC0xMDAx\",\"updated_at\":"
	    "\"2026-11-21T08:12:30Z\",\"line_items\":[]}";
	static const char order[] = "{\"id\":9007199254740993123,\"checkout_token\":\"5f0c2d11aa\","
	    "\"cart_token\":\"Y2FydC0xMDAx\",\"financial_status\":\"paid\",\"total_price\":\"61.40\","
	    "\"currency\":\"EUR\",\"updated_at\":\"2026-11-21T09:30:02Z\"}";
	struct str carts = STR_MAX(TEST_TEXT_MAX), orders = STR_MAX(TEST_TEXT_MAX);
	struct str by_hook = STR_MAX(TEST_TEXT_MAX);
	struct str a = STR_MAX(4096), b = STR_MAX(4096);

	read_response("shopify", "carts", &carts);
	read_response("shopify", "orders", &orders);
	pushed("checkouts/update", checkout, &by_hook);
	member(&carts, "data.cart.id", &a);
	member(&by_hook, "data.cart.id", &b);
	tap_ok(a.len && !strcmp(str_text(&a), str_text(&b)), "a polled cart is a checkout's cart");
	member(&carts, "data.customer.id", &a);
	member(&by_hook, "data.customer.id", &b);
	tap_ok(a.len && !strcmp(str_text(&a), str_text(&b)), "and its customer the same");
	str_cut(&by_hook, 0);
	pushed("carts/update", cart, &by_hook);
	member(&carts, "subject", &a);
	member(&by_hook, "subject", &b);
	tap_ok(a.len && !strcmp(str_text(&a), str_text(&b)), "a polled cart is a pushed cart");
	str_cut(&by_hook, 0);
	pushed("orders/paid", order, &by_hook);
	member(&orders, "subject", &a);
	member(&by_hook, "subject", &b);
	tap_ok(a.len && !strcmp(str_text(&a), str_text(&b)), "a polled order is a pushed order");
	member(&orders, "data.order.cart_id", &a);
	member(&carts, "data.cart.id", &b);
	tap_ok(a.len && !strcmp(str_text(&a), str_text(&b)), "a polled order names the polled cart");
	str_free(&carts);
	str_free(&orders);
	str_free(&by_hook);
	str_free(&a);
	str_free(&b);
}

int
main(void)
{
	one("shopify", "carts");
	one("shopify", "orders");
	one("shopify", "customers");
	meet();
	return tap_done();
}
