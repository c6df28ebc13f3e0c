/* woocommerce_hooks.c: webhooks of a WooCommerce shop are listed, made, repaired, and removed. */
#include "platform/platform.h"
#include "shop_test.h"

#define WHO  "Accept: application/json\nUser-Agent: crt/0.1.0\n"
#define JSON "Content-Type: application/json\n"
#define AUTH "Authorization: Basic Y2tfMTpjc18y\n"
#define AT   "https://shop.example/wp-json/wc/v3/webhooks"
#define PUT  "{\"name\":\"crt\",\"status\":\"active\",\"topic\":\"order.updated\"," \
    "\"delivery_url\":\"https://crt.example/hook/acme\",\"secret\":\"s3cret\"}"

static const struct hooks *hooks;
static struct shop shop;

static void
lists(const char *page, const char *want, const char *what)
{
	struct http_request r = { 0 };
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct err e = { 0 };
	bool ok = hooks->request_list(&shop, page, &r, &e);

	test_request(&got, ok, &r, &e);
	tap_is(str_text(&got), want, what);
	str_free(&got);
}

static void
puts_one(const char *id, const char *want, const char *what)
{
	struct hook h = { .topic = "order.updated", .address = "https://crt.example/hook/acme" };
	struct http_request r = { 0 };
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct err e = { 0 };
	bool ok;

	snprintf(h.id, sizeof h.id, "%s", id);
	ok = hooks->request_put(&shop, &h, "s3cret", &r, &e);
	test_request(&got, ok, &r, &e);
	tap_is(str_text(&got), want, what);
	str_free(&got);
}

static void
removes(const char *id, const char *want, const char *what)
{
	struct http_request r = { 0 };
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct err e = { 0 };
	bool ok = hooks->request_remove(&shop, id, &r, &e);

	test_request(&got, ok, &r, &e);
	tap_is(str_text(&got), want, what);
	str_free(&got);
}

static bool
take(void *arg, const struct hook *h, struct err *e UNUSED)
{
	str_printf(arg, "%s %s %s %s; ", h->id, h->topic, h->address, h->active ? "active" : "not");
	return true;
}

static void
reads(const char *fields, const char *body, const char *want, const char *what)
{
	struct http_response a = test_response(200, fields, body);
	struct str got = STR_MAX(TEST_TEXT_MAX), next = STR_MAX(SHOP_PAGE_MAX);
	struct err e = { 0 };

	if (hooks->response_list(&a, take, &got, &next, &e))
		str_printf(&got, "next \"%s\"", str_text(&next));
	else
		str_printf(&got, "refused (%d): %s", err_status(&e), e.text);
	tap_is(str_text(&got), want, what);
	str_free(&got);
	str_free(&next);
}

static void
done(const char *body, const char *want, const char *what)
{
	struct http_response a = test_response(200, "", body);
	struct err e = { 0 };

	tap_is(hooks->response_done(&a, &e) ? "done" : e.text, want, what);
}

static void
responses(void)
{
	reads("link: <http://x/wp-json/>; rel=\"https://api.w.org/\", <http://x/wc/v3/webhooks?per_page"
	    "=100&page=1>; rel=\"prev\", <http://x/wc/v3/webhooks?per_page=100&page=3>; rel=\"next\"\n",
	    "[{\"id\":6,\"status\":\"active\",\"topic\":\"order.updated\","
	    "\"delivery_url\":\"https:\\/\\/c/1\"},{\"id\":7,"
	    "\"status\":\"disabled\",\"topic\":\"order.deleted\","
	    "\"delivery_url\":\"https://c/2\"},{\"id\":8,\"status\":\"paused\","
	    "\"topic\":\"coupon.created\",\"delivery_url\":\"https://d\"}]",
	    "6 order.updated https://c/1 active; 7 order.deleted https://c/2 not; "
	    "8 coupon.created https://d not; next \"3\"", "a list, disabled and paused among them");
	reads("", "[]", "next \"\"", "no webhooks");
	reads("link: <http://x/?page=1>; rel=\"prev\"\n", "[]", "next \"\"", "a last page");
	reads("", "[{\"id\":6,\"status\":\"active\",\"topic\":\"order.updated\"}]",
	    "6 order.updated  active; next \"\"", "a webhook to nowhere");
	reads("", "[{\"id\":6,\"status\":\"disabled\",\"topic\":\"\",\"delivery_url\":\"\"},{\"id\":7,"
	    "\"status\":\"active\",\"topic\":\"order.deleted\",\"delivery_url\":\"https://c/2\"}]",
	    "6   not; 7 order.deleted https://c/2 active; next \"\"", "one that nobody has finished");
	reads("", "[{\"topic\":\"order.updated\",\"delivery_url\":\"https://c/2\"}]",
	    "refused (65): a webhook's \"id\" is missing", "one that cannot be named");
	reads("", "{\"code\":\"woocommerce_rest_cannot_view\"}", "refused (77): the key's user lacks "
	    "the right, or no key reached the shop (woocommerce_rest_cannot_view)", "not allowed");
	done("{\"id\":6,\"status\":\"active\"}", "done", "made");
	done("{\"code\":\"woocommerce_rest_shop_webhook_invalid_topic\"}", "the shop rejected "
	    "the request (woocommerce_rest_shop_webhook_invalid_topic)", "not made");
	done("[]", "unexpected response from the shop", "a response to something else");
}

/* The cases are from WordPress 6.8, wp_http_validate_url. */
static void
addresses(void)
{
	static const struct {
		const char *shop, *address;
		bool takes;
	} cases[] = {
		{ "https://shop.example", "https://crt.example/hooks/woocommerce/acme", true },
		{ "https://shop.example", "http://crt.example:8080/x", true },
		{ "https://shop.example", "https://crt.example:443/x", true },
		{ "https://shop.example", "https://crt.example:8443/x", false },
		{ "https://shop.example", "https://crt.example:99999999999/x", false },
		{ "https://shop.example", "https://localhost/x", false },
		{ "https://shop.example", "https://crt.LOCALHOST/x", false },
		{ "https://shop.example", "https://notlocalhost.example/x", true },
		{ "https://shop.example", "http://127.0.0.1/x", false },
		{ "https://shop.example", "http://127.example/x", true },
		{ "https://shop.example", "http://10.1.2.3/x", false },
		{ "https://shop.example", "http://0.0.0.0/x", false },
		{ "https://shop.example", "http://172.16.0.1/x", false },
		{ "https://shop.example", "http://172.31.255.1?x", false },
		{ "https://shop.example", "http://172.32.0.1/x", true },
		{ "https://shop.example", "http://192.168.1.9:80", false },
		{ "https://shop.example", "http://192.0.2.1/x", true },
		{ "https://shop.example", "http://[::1]/x", false },
		{ "https://shop.example", "https://me@crt.example/x", false },
		{ "https://shop.example", "https://me:x@crt.example/x", false },
		{ "http://127.0.0.1:8123", "http://127.0.0.1:8123/crt", true },
		{ "http://127.0.0.1:8123", "http://127.0.0.1:8124/crt", false },
		{ "http://localhost", "http://LOCALHOST/crt", true },
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct shop s = { .slug = "acme", .url = cases[i].shop };
		struct err e = { 0 };

		tap_ok(hooks->takes(&s, cases[i].address, &e) == cases[i].takes
		    && (e.kind == ERR_NONE) == cases[i].takes, cases[i].address);
	}
}

int
main(void)
{
	hooks = platform_find("woocommerce")->api->hooks;
	shop = shop_test("https://shop.example",
	    "{\"consumer_key\":\"ck_1\",\"consumer_secret\":\"cs_2\"}");
	tap_ok(hooks->own_secret, "the secret is ours to choose");
	lists("", "GET " AT "?per_page=100&orderby=id&order=asc&page=1\n" WHO AUTH, "a list");
	lists("3", "GET " AT "?per_page=100&orderby=id&order=asc&page=3\n" WHO AUTH, "its third page");
	puts_one("", "POST " AT "\n" WHO JSON AUTH PUT, "a new one");
	puts_one("12", "PUT " AT "/12\n" WHO JSON AUTH PUT, "brought into order, and active");
	puts_one("../orders/1", "refused (65): \"../orders/1\" is not the id of a webhook", "no id");
	removes("12", "DELETE " AT "/12?force=true\n" WHO AUTH, "removed");
	removes("", "refused (65): \"\" is not the id of a webhook", "not all of them at once");
	responses();
	addresses();
	shop_test_close(&shop);
	return tap_done();
}
