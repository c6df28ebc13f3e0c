/* woocommerce_api.c: requests to WooCommerce, byte by byte, and its responses. */
#include "platform/platform.h"
#include "shop_test.h"

#define KEYS "{\"consumer_key\":\"ck_1\",\"consumer_secret\":\"cs_2\"}"
#define WHO  "Accept: application/json\nUser-Agent: crt/0.1.0\n"
#define AUTH "Authorization: Basic Y2tfMTpjc18y\n"	/* printf ck_1:cs_2 | base64 */
#define LIST "GET https://shop.example/wp-json/wc/v3/orders?status=any&dates_are_gmt=true"
#define TAIL "&order=asc&per_page=100&page="

static const struct platform *woo;

static void
sends(const char *url, const char *endpoint, const char *page, const char *want, const char *what)
{
	struct shop s = shop_test(url, KEYS);
	struct poll_request request = test_requested(page);
	struct str got = STR_MAX(TEST_TEXT_MAX);

	test_endpoint(&got, woo, endpoint, &s, &request);
	tap_is(str_text(&got), want, what);
	str_free(&got);
	shop_test_close(&s);
}

static void
requests(void)
{
	sends("https://shop.example", "orders", "", LIST "&modified_after=2026-11-20T08%3A59%3A59"
	    "&orderby=modified" TAIL "1\n" WHO AUTH, "orders since, that second included");
	sends("https://shop.example//", "orders", "1795165200", LIST "&modified_after="
	    "2026-11-20T09%3A00%3A00&orderby=modified" TAIL "1\n" WHO AUTH, "the next page is a time");
	sends("https://shop.example/", "orders", "1795165200/0", LIST "&modified_after="
	    "2026-11-20T08%3A59%3A59&modified_before=2026-11-20T09%3A00%3A01&orderby=id" TAIL "1"
	    "&_fields=id\n" WHO AUTH, "one second alone, how many pages");
	sends("https://shop.example", "orders", "1795165200/3", LIST "&modified_after="
	    "2026-11-20T08%3A59%3A59&modified_before=2026-11-20T09%3A00%3A01&orderby=id" TAIL "3\n"
	    WHO AUTH, "one second alone, its third page");
	sends("https://shop.example/a/b", "carts", "", "GET https://shop.example/a/b/wp-json/wc/v3/"
	    "orders?status=trash&dates_are_gmt=true&modified_after=2026-11-20T08%3A59%3A59"
	    "&orderby=modified" TAIL "1\n" WHO AUTH, "the bin, of a shop in a folder");
	sends("https://shop.example", "customers", "", "GET https://shop.example/wp-json/wc/v3/"
	    "customers?orderby=registered_date&order=desc&per_page=100&page=1\n" WHO AUTH,
	    "customers, the newest first");
	sends("https://shop.example", "customers", "7", "GET https://shop.example/wp-json/wc/v3/"
	    "customers?orderby=registered_date&order=desc&per_page=100&page=7\n" WHO AUTH,
	    "customers, page 7");
	sends("https://shop.example", "orders", "12x", "refused (65): unknown page "
	    "\"12x\"", "a page that nobody named");
	sends("https://shop.example", "orders", "-3", "refused (65): unknown page "
	    "\"-3\"", "a page before 1970");
	sends("https://shop.example", "orders", "5/", "refused (65): unknown page "
	    "\"5/\"", "a second without its page");
	sends("https://shop.example", "customers", "x&y", "refused (65): unknown page "
	    "\"x&y\"", "a page of customers that nobody named");
}

/* Over plain http only a signature made with the secret is sent. */
static void
plain(void)
{
	struct shop s = shop_test("http://shop.example", KEYS);
	struct poll_request request = test_requested("");
	struct str got = STR_MAX(TEST_TEXT_MAX);

	test_endpoint(&got, woo, "orders", &s, &request);
	tap_ok(strstr(str_text(&got), "&oauth_signature=") != NULL
	    && strstr(str_text(&got), "oauth_consumer_key=ck_1") != NULL, "plain http is signed");
	tap_ok(!strstr(str_text(&got), "cs_2") && !strstr(str_text(&got), "Authorization"),
	    "the secret stays at home");
	str_free(&got);
	shop_test_close(&s);
}

static void
keyless(void)
{
	struct shop s = shop_test("https://shop.example", "{\"consumer_key\":\"ck_1\"}");
	struct poll_request request = test_requested("");
	struct str got = STR_MAX(TEST_TEXT_MAX);

	test_endpoint(&got, woo, "orders", &s, &request);
	tap_is(str_text(&got), "refused (78): the store \"acme\" has no consumer_secret",
	    "a store without its secret");
	str_free(&got);
	shop_test_close(&s);
}

/* An order with that id, status, and time. */
static void
put_order(struct str *s, int id, const char *status, const char *time)
{
	str_printf(s, "%s{\"id\":%d,\"status\":\"%s\",\"currency\":\"EUR\",\"total\":\"9.90\","
	    "\"created_via\":\"store-api\",\"line_items\":[],\"date_modified_gmt\":\"%s\"}",
	    s->len > 1 ? "," : "", id, status, time);
}

static void
reads(const char *endpoint, const char *page, const char *fields, const char *body,
    const char *want, const char *what)
{
	struct shop s = shop_test("https://shop.example", KEYS);
	struct http_response a = test_response(200, fields, body);
	struct poll_request request = test_requested(page);
	struct str got = STR_MAX(TEST_TEXT_MAX);

	test_handle(&got, woo, endpoint, &s, &request, &a);
	tap_is(test_last(&got), want, what);
	str_free(&got);
	shop_test_close(&s);
}

/* A record from a poll is marked as read, and a pushed one is not. */
static void
unread(struct str *s)
{
	static const char mark[] = "\"read\":true,";
	char *at = strstr(s->data, mark);
	size_t n = sizeof mark - 1;

	tap_ok(at != NULL, "it was read");
	if (at == NULL)
		return;
	memmove(at, at + n, s->len - (size_t)(at - s->data) - n + 1);
	s->len -= n;
}

static void
records(void)
{
	struct str body = STR_MAX(TEST_TEXT_MAX), polled = STR_MAX(TEST_TEXT_MAX);
	struct str pushed = STR_MAX(TEST_TEXT_MAX), one = STR_MAX(TEST_TEXT_MAX);
	struct shop s = shop_test("https://shop.example", KEYS);
	struct poll_request request = test_requested("");
	struct http_response a;
	struct err e = { 0 };
	const char *ignored;

	put_order(&one, 7, "on-hold", "2026-11-20T10:00:00");
	str_printf(&body, "[%s]", str_text(&one));
	a = test_response(200, "x-wp-totalpages: 1\n", str_text(&body));
	test_handle(&polled, woo, "orders", &s, &request, &a);
	tap_ok(platform_line(woo, "acme", str_text(&one), one.len, "order.updated", 0, test_record,
	    &pushed, &ignored, &e), "the same as a webhook");
	str_puts(&pushed, "items 1, seen 2026-11-20T10:00:00Z, next \"\"\n");
	unread(&polled);
	tap_is(str_text(&polled), str_text(&pushed), "polled and pushed are the same record else");
	str_free(&body);
	str_free(&polled);
	str_free(&pushed);
	str_free(&one);
	shop_test_close(&s);
}

/* n orders, changed in the seconds from first on; the last ones within the last second. */
static void
walk(int n, int first, int last, const char *pages, const char *page, const char *want,
    const char *what)
{
	struct str body = STR_MAX(TEST_TEXT_MAX), fields = STR_MAX(100);
	char time[32];
	int i, second = first;

	str_puts(&body, "[");
	for (i = 0; i < n; i++) {
		snprintf(time, sizeof time, "2026-11-20T09:00:%02d", second);
		put_order(&body, i + 1, "completed", time);
		second += second < last;
	}
	str_puts(&body, "]");
	if (pages)
		str_printf(&fields, "x-wp-total: 1\nx-wp-totalpages: %s\n", pages);
	reads("orders", page, str_text(&fields), str_text(&body), want, what);
	str_free(&body);
	str_free(&fields);
}

static void
pages(void)
{
	walk(3, 1, 3, "1", "", "items 3, seen 2026-11-20T09:00:03Z, next \"\"\n", "a last page");
	walk(0, 1, 3, "0", "", "items 0, seen -, next \"\"\n", "an empty page");
	walk(0, 1, 3, NULL, "1795165200", "items 0, seen -, next \"\"\n", "an empty page, uncounted");
	walk(100, 1, 40, "3", "", "items 100, seen 2026-11-20T09:00:40Z, next \"1795165239\"\n",
	    "more: from the page's last second on");
	walk(100, 1, 40, NULL, "", "items 100, seen 2026-11-20T09:00:40Z, next \"1795165239\"\n",
	    "a full page is not the last where nothing is counted");
	walk(99, 1, 40, NULL, "", "items 99, seen 2026-11-20T09:00:40Z, next \"\"\n",
	    "a page that is not full is the last");
	walk(100, 1, 1, "3", "1795165200", "items 0, seen 2026-11-20T09:00:01Z, next "
	    "\"1795165201/0\"\n", "a page within one second: that second alone");
	walk(100, 1, 1, "4", "1795165201/0", "items 0, seen 2026-11-20T09:00:01Z, next "
	    "\"1795165201/4\"\n", "the second's pages from the last on");
	walk(30, 1, 1, "4", "1795165201/4", "items 30, seen 2026-11-20T09:00:01Z, next "
	    "\"1795165201/3\"\n", "then the page before");
	walk(100, 1, 1, "1", "1795165201/2", "items 100, seen 2026-11-20T09:00:01Z, next "
	    "\"1795165201/1\"\n", "the first again, though the rest has gone");
	walk(100, 1, 1, "4", "1795165201/1", "items 100, seen 2026-11-20T09:00:01Z, next "
	    "\"1795165201\"\n", "then what came after that second");
	walk(40, 1, 1, "1", "1795165201/0", "items 0, seen 2026-11-20T09:00:01Z, next "
	    "\"1795165201/1\"\n", "a second with one page after all");
	walk(100, 1, 1, NULL, "1795165201/0", "refused (65): the shop's response has no "
	    "X-WP-TotalPages\n", "a second without a page count");
	walk(0, 1, 1, "0", "1795165201/0", "items 0, seen -, next \"1795165201\"\n",
	    "a second that has emptied");
	walk(100, 1, 40, "3", "1795165300", "refused (65): the shop reports 3 pages, but "
	    "nothing on the first changed since\n", "a shop that does not heed modified_after");
}

static void
odd(void)
{
	struct str body = STR_MAX(TEST_TEXT_MAX);

	str_puts(&body, "[");
	put_order(&body, 1, "abholbereit", "2026-11-20T09:00:01");
	put_order(&body, 2, "odd", "2026-11-20T09:00:61");
	put_order(&body, 3, "completed", "2026-11-20T09:00:02");
	str_puts(&body, "]");
	reads("orders", "", "", str_text(&body), "items 3, seen 2026-11-20T09:00:02Z, next \"\", "
	    "unknown 2\n",
	    "what cannot be parsed is left out, counted, and reported");
	str_free(&body);
	reads("orders", "", "", "\xef\xbb\xbf\n [] ", "items 0, seen -, next \"\"\n",
	    "a byte order mark before it");
	reads("orders", "", "", "[{\"id\":1,",
	    "refused (65): the shop's response: not JSON:"
	    " it ends too early at byte 11\n", "a truncated response");
	reads("orders", "", "", "<br />\n<b>Notice</b>: x[]",
	    "refused (65): the shop's response: not JSON: invalid token at byte 1\n",
	    "PHP's warnings before it");
	reads("orders", "", "", "", "refused (65): the shop's response: not JSON: "
	    "it ends too early at byte 0\n", "nothing at all");
	reads("orders", "", "", "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"Nein.\"}",
	    "refused (77): the key's user lacks the right, or no key reached the shop "
	    "(woocommerce_rest_cannot_view: Nein.)\n", "a refusal with status 200");
	reads("orders", "", "", "{\"orders\":[]}",
	    "refused (65): unexpected response from the shop\n", "something else");
}

static void
customers(void)
{
	static const char new[] = "[{\"id\":9,\"email\":\"a@example.org\",\"first_name\":\"A\","
	    "\"date_created_gmt\":\"2026-11-21T10:00:00\",\"date_modified_gmt\":null},"
	    "{\"id\":8,\"email\":\"b@example.org\",\"date_created_gmt\":\"%s\"}]";
	struct str body = STR_MAX(TEST_TEXT_MAX);

	str_printf(&body, new, "2026-11-20T09:00:00");
	reads("customers", "", "x-wp-totalpages: 3\n", str_text(&body), "items 2, seen "
	    "2026-11-21T10:00:00Z, next \"2\"\n", "customers: more to come");
	reads("customers", "3", "x-wp-totalpages: 3\n", str_text(&body), "items 2, seen "
	    "2026-11-21T10:00:00Z, next \"\"\n", "customers: the last page");
	str_free(&body);
	str_printf(&body, new, "2026-11-20T08:59:59");
	reads("customers", "", "x-wp-totalpages: 3\n", str_text(&body), "items 2, seen "
	    "2026-11-21T10:00:00Z, next \"\"\n", "customers: those before are known");
	str_free(&body);
	reads("customers", "", "", "[]", "items 0, seen -, next \"\"\n", "no customers");
}

static void
refusals(void)
{
	struct str long_one = STR_MAX(4096);
	struct http_response a;
	struct err e = { 0 };

	test_explains(woo, 401,
	    "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"Sor\\u0007ry\"}",
	    "77: the key's user lacks the right, or no key reached the shop "
	    "(woocommerce_rest_cannot_view: Sor?ry)", "a user without the right");
	test_explains(woo, 401,
	    "{\"code\":\"woocommerce_rest_authentication_error\",\"message\":\"No.\"}",
	    "77: the key is unknown or revoked, its secret is wrong, or it lacks the right to read "
	    "and write "
	    "(woocommerce_rest_authentication_error: No.)", "a wrong key");
	test_explains(woo, 404, "{\"code\":\"rest_no_route\"}",
	    "78: there is no REST API wc/v3 at this "
	    "address (rest_no_route)", "no WooCommerce");
	test_explains(woo, 400, "{\"code\":\"rest_invalid_param\",\"message\":\"order\"}",
	    "69: the shop rejected the request (rest_invalid_param: order)",
	    "an old WooCommerce");
	test_explains(woo, 404,
	    "{\"code\":\"woocommerce_rest_shop_webhook_invalid_id\",\"message\":\"x\"}",
	    "69: the shop rejected the request (woocommerce_rest_shop_webhook_invalid_id:"
	    " x)", "any other code");
	test_explains(woo, 403, "<html>Forbidden</html>", "decided by the status", "a firewall");
	test_explains(woo, 503, "{\"code\":\"rest_forbidden\"}", "decided by the status",
	    "maintenance");
	test_explains(woo, 429, "{\"code\":\"rest_forbidden\"}", "decided by the status",
	    "too many requests");
	str_puts(&long_one, "{\"code\":\"other\",\"message\":\"");
	while (long_one.len < 1000)
		str_puts(&long_one, "\xe6\xbc\xa2");
	str_puts(&long_one, "\"}");
	a = test_response(400, "", str_text(&long_one));
	tap_ok(!shop_explain(woo->api, &a, &e) && !strcmp(e.text + strlen(e.text) - 4, "\xe6\xbc\xa2)")
	    && strlen(e.text) < 250, "a long story is cut, between characters");
	str_free(&long_one);
}

/* Seen to fail: no hint. */
static void
hints(void)
{
	struct http_response a = test_response(401, "",
	    "{\"code\":\"woocommerce_rest_authentication_error\",\"message\":\"No.\"}");
	struct err e = { 0 };

	if (shop_explain(woo->api, &a, &e))
		tap_ok(false, "a refusal is no success");
	tap_is(e.hint, "create a read/write key in WooCommerce, Settings, Advanced, REST API;"
	    " Basic keys need https", "a wrong key: what to do");
}

int
main(void)
{
	woo = platform_find("woocommerce");
	requests();
	plain();
	keyless();
	records();
	pages();
	odd();
	customers();
	refusals();
	hints();
	return tap_done();
}
