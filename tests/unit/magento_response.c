/* magento_response.c: responses of Magento become records, fetches, and next pages. */
#include "platform/magento/poll.h"
#include "shop_test.h"

static const struct platform *mage;

/* Objects of that time, with ids from first on. */
static void
put(struct str *s, const char *endpoint, int n, int first, const char *time)
{
	int i;

	for (i = first; i < first + n; i++) {
		if (s->len && s->data[s->len - 1] == '}')
			str_putc(s, ',');
		if (!strcmp(endpoint, "orders"))
			str_printf(s, "{\"entity_id\":%d,\"state\":\"new\",\"grand_total\":9.9,"
			    "\"order_currency_code\":\"EUR\",\"updated_at\":\"%s\"}", i, time);
		else
			str_printf(s, "{\"id\":%d,\"email\":\"c%d@example.org\",\"items_count\":1,"
			    "\"items\":[{\"item_id\":1,\"name\":\"x\",\"qty\":1}],"
			    "\"updated_at\":\"%s\"}", i, i, time);
	}
}

static bool bare;		/* nothing is known of the fetched cart */

static void
response(struct str *got, const char *endpoint, const char *page, int status, const char *body)
{
	struct shop s = shop_test("https://shop.example/", "{}");
	struct http_response a = test_response(status, "", body);
	struct poll_request request = test_requested(page);

	request.id = "412";
	request.state = bare ? "" : "{\"id\":412,\"updated_at\":\"2026-11-21 10:00:00\","
	    "\"items_count\":1,\"items\":[{\"item_id\":9,\"name\":\"Lamp\",\"qty\":2,"
	    "\"price\":41.18}]}";
	test_handle(got, mage, endpoint, &s, &request, &a);
	shop_test_close(&s);
}

static void
reads(const char *endpoint, const char *page, const char *body, const char *want,
    const char *what)
{
	struct str got = STR_MAX(TEST_TEXT_MAX);

	response(&got, endpoint, page, 200, body);
	tap_is(test_last(&got), want, what);
	str_free(&got);
}

/* A page of these objects; total < 0: without a total. */
static void
page(const char *endpoint, const char *name, const struct str *things, int total,
    const char *want, const char *what)
{
	struct str body = STR_MAX(TEST_TEXT_MAX);

	str_printf(&body, "{\"items\":[%s],\"search_criteria\":{}", str_text(things));
	if (total >= 0)
		str_printf(&body, ",\"total_count\":%d", total);
	str_putc(&body, '}');
	reads(endpoint, name, str_text(&body), want, what);
	str_free(&body);
}

#define OUT_OF_ORDER "refused (65): the response is not sorted by time of change, or not of" \
	" the requested time\n"

static void
pages(void)
{
	struct str s = STR_MAX(TEST_TEXT_MAX);

	page("orders", "", &s, 0, "items 0, seen -, next \"\"\n", "nothing has changed");
	put(&s, "orders", 99, 1, "2026-11-20 10:00:00");
	page("orders", "", &s, 99, "items 99, seen 2026-11-20T10:00:00Z, next \"\"\n",
	    "a page that is not full is the last");
	put(&s, "orders", 1, 100, "2026-11-21 10:00:00");
	page("orders", "", &s, 100, "items 100, seen 2026-11-21T10:00:00Z, next \"\"\n",
	    "a full page that is all there is");
	page("orders", "", &s, 101, "items 100, seen 2026-11-21T10:00:00Z, next \"gteq 2026-11-21"
	    " 10:00:00\"\n", "the next page begins at the last second");
	page("orders", "", &s, -1, "items 100, seen 2026-11-21T10:00:00Z, next \"gteq 2026-11-21"
	    " 10:00:00\"\n", "a full page without a count is not the last");
	page("orders", "gteq 2026-11-21 10:00:00", &s, 300, OUT_OF_ORDER,
	    "earlier changes are not in the requested range");
	page("orders", "eq 2026-11-20 10:00:00 5", &s, 300, OUT_OF_ORDER,
	    "what changed later is not of that second");
	put(&s, "orders", 1, 7, "2026-11-19 10:00:00");
	page("orders", "", &s, 300, OUT_OF_ORDER, "a shop that does not sort");
	str_free(&s);
}

static void
seconds(void)
{
	struct str s = STR_MAX(TEST_TEXT_MAX);

	put(&s, "orders", 100, 201, "2026-11-21 10:00:00");
	page("orders", "gteq 2026-11-21 10:00:00", &s, 350, "items 100, seen 2026-11-21T10:00:00Z,"
	    " next \"eq 2026-11-21 10:00:00 0\"\n", "a second that fills a page is read by its ids");
	page("orders", "eq 2026-11-21 10:00:00 200", &s, 250, "items 100, seen 2026-11-21T10:00:00Z,"
	    " next \"eq 2026-11-21 10:00:00 300\"\n", "the ids after these");
	page("orders", "eq 2026-11-21 10:00:00 200", &s, 100, "items 100, seen 2026-11-21T10:00:00Z,"
	    " next \"gt 2026-11-21 10:00:00\"\n", "then what changed after that second");
	page("orders", "eq 2026-11-21 10:00:00 300", &s, 250, OUT_OF_ORDER,
	    "the last page repeated is no next page");
	page("orders", "gt 2026-11-21 10:00:00", &s, 250, OUT_OF_ORDER,
	    "nor is the second itself after it");
	str_cut(&s, 0);
	page("orders", "eq 2026-11-21 10:00:00 300", &s, 0, "items 0, seen -, next \"gt 2026-11-21"
	    " 10:00:00\"\n", "no ids are left");
	page("orders", "gt 2026-11-21 10:00:00", &s, 0, "items 0, seen -, next \"\"\n", "the end");
	put(&s, "orders", 20, 1, "2026-11-21 10:00:00");
	page("orders", "", &s, 50, "items 20, seen 2026-11-21T10:00:00Z, next \"gteq 2026-11-21"
	    " 10:00:00\"\n", "a shop that returns less than requested");
	str_free(&s);
}

#define ORDERS 1000

/* Times of change: 30 orders at their own, 450 in one second (an import), the rest in pairs. */
static void
changed(int i, char time[MAGENTO_TIME + 1])
{
	int at = i <= 30 ? i : i <= 480 ? 100 : 100 + i / 2;
	struct str s = STR_MAX(MAGENTO_TIME);

	str_printf(&s, "2026-11-20 %02d:%02d:00", 10 + at / 60, at % 60);
	memcpy(time, s.data, MAGENTO_TIME + 1);
	str_free(&s);
}

/* The response of such a shop to this page. */
static void
shop_reports(const struct magento_place *p, struct str *body, bool told[ORDERS + 1])
{
	int i, total = 0;

	str_puts(body, "{\"items\":[");
	for (i = 1; i <= ORDERS; i++) {
		char time[MAGENTO_TIME + 1];
		int c;

		changed(i, time);
		c = strcmp(time, p->time);
		if (!strcmp(p->how, "gt") ? c <= 0 : !strcmp(p->how, "eq") ? c || i <=
		    strtol(p->id, NULL, 10) : c < 0)
			continue;
		if (++total > MAGENTO_PAGE)
			continue;
		put(body, "orders", 1, i, time);
		told[i] = true;
	}
	str_printf(body, "],\"total_count\":%d}", total);
}

/* Polled to the end: each order is read, in few pages. */
static void
whole_shop(void)
{
	struct str name = STR_MAX(SHOP_PAGE_MAX);
	bool told[ORDERS + 1] = { false };
	int request, i, n = 0;

	for (request = 0; request < 40 && (request == 0 || name.len); request++) {
		struct poll_request a = test_requested(str_text(&name));
		struct str body = STR_MAX(TEST_TEXT_MAX), got = STR_MAX(TEST_TEXT_MAX);
		struct magento_place p;
		struct err e = { 0 };
		const char *next;

		if (!magento_place_read(&a, &p, &e))
			abort();
		shop_reports(&p, &body, told);
		response(&got, "orders", str_text(&name), 200, str_text(&body));
		next = strstr(test_last(&got), "next \"");
		str_cut(&name, 0);
		if (next)
			str_add(&name, next + 6, strcspn(next + 6, "\""));
		str_free(&body);
		str_free(&got);
	}
	for (i = 1; i <= ORDERS; i++)
		n += told[i];
	tap_ok(n == ORDERS, "all orders of a shop are read");
	tap_ok(request < 20, "in not many more pages than they fill");
	str_free(&name);
}

static void
odd(void)
{
	reads("orders", "", "<html>", "refused (65): the shop's response: not JSON: invalid token"
	    " at byte 1\n", "a page of maintenance");
	reads("orders", "", "[]", "refused (65): the shop's response is not a JSON object\n", "a list");
	reads("orders", "", "{\"items\":{}}", "refused (65): the shop's response has no list of"
	    " \"items\"\n", "things that are no list");
	reads("orders", "", "{}", "refused (65): the shop's response has no list of \"items\"\n",
	    "something else altogether");
	reads("orders", "", "{\"items\":null,\"total_count\":0}", "items 0, seen -, next \"\"\n",
	    "no list, since there is nothing");
	reads("orders", "", "{\"items\":[{\"entity_id\":[]},{\"entity_id\":2,\"state\":\"odd\","
	    "\"grand_total\":1,\"order_currency_code\":\"EUR\"}],\"total_count\":2}",
	    "items 2, seen -, next \"\", unknown 1,"
	    " refused 1: magento order: the order has no id\n",
	    "a broken order is left out and counted, an unknown status is reported");
	reads("customers", "", "{\"items\":[{\"id\":1,\"email\":\"a@example.org\"},7],"
	    "\"total_count\":2}", "items 2, seen -, next \"\", refused 1: magento customer: the body is"
	    " not a JSON object\n", "a customer that is a number");
}

/* The fetches of a page of carts, and whether the state has the cart's own bytes. */
static void
carts(void)
{
	static const char body[] = "{\"items\":[{\"id\":1,\"items_count\":0,\"items\":[],"
	    "\"created_at\":\"2026-11-20 10:00:00\",\"updated_at\":\"2026-11-20 10:00:00\"},"
	    "{\"id\":2,\"items_count\":0,\"items\":[],\"created_at\":\"2026-11-20 10:00:00\","
	    "\"updated_at\":\"2026-11-20 11:00:00\"},"
	    "{\"id\" : 3, \"items\":[{\"sku\":\"s\"}],\"updated_at\":\"2026-11-20 12:00:00\"},"
	    "{\"id\":\"../3\",\"items\":[{\"sku\":\"s\"}]}],\"total_count\":4}";
	struct shop s = shop_test("https://shop.example/", "{}");
	struct http_response a = test_response(200, "", body);
	struct poll_request request = test_requested("");
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct response h = { .record = test_record, .arg = &got, .next = STR_MAX(SHOP_PAGE_MAX) };
	struct err e = { 0 };

	request.endpoint = endpoint_find(mage->api, "carts");
	s.platform = mage;
	tap_ok(request.endpoint->response(&s, &request, &a, &h, &e), "a page of carts");
	tap_ok(h.wants == 1 && !strcmp(h.want[0].endpoint, "cart")
	    && !strcmp(str_text(&h.want[0].id), "3"), "the totals of what is in use are wanted");
	tap_is(h.wants ? str_text(&h.want[0].state) : "", "{\"id\" : 3, \"items\":[{\"sku\":\"s\"}],"
	    "\"updated_at\":\"2026-11-20 12:00:00\"}", "the fetch has the cart unchanged");
	tap_ok(strstr(str_text(&got), "\"id\":\"2\",\"items\":[]") && !strstr(str_text(&got),
	    "\"id\":\"1\""), "an emptied cart is reported at once, a new empty one never");
	tap_ok(h.refused == 0 && strstr(str_text(&got), "\"id\":\"../3\""),
	    "no totals are requested for a cart whose id is no number");
	response_close(&h);
	str_free(&got);
	shop_test_close(&s);
}

static void
totals(void)
{
	struct str got = STR_MAX(TEST_TEXT_MAX);

	response(&got, "cart", "", 200, "{\"grand_total\":69.2,\"tax_amount\":13.15,"
	    "\"quote_currency_code\":\"EUR\",\"items\":[{\"item_id\":9,\"price_incl_tax\":49}],"
	    "\"total_segments\":[{\"code\":\"grand_total\",\"value\":82.35}]}");
	tap_ok(strstr(str_text(&got), "\"time\":\"2026-11-21T10:00:00.000001Z\"")
	    && strstr(str_text(&got), "\"url\":\"https://shop.example/checkout/cart\"")
	    && strstr(str_text(&got), "\"total\":{\"amount\":\"82.35\",\"currency\":\"EUR\"}")
	    && strstr(str_text(&got), "\"price\":{\"amount\":\"49.00\""),
	    "a cart with its totals is one record");
	str_cut(&got, 0);
	response(&got, "cart", "", 404, "{\"message\":\"No such entity\"}");
	tap_is(str_text(&got), "items 0, seen -, next \"\"\n", "a cart that was closed meanwhile");
	str_cut(&got, 0);
	response(&got, "cart", "", 200, "{\"quote_currency_code\":\"XYZ\"}");
	tap_ok(strstr(str_text(&got), "\"leftout\":\"totals.quote_currency_code:currency\"") != NULL,
	    "of totals that cannot be read the cart is left");
	str_cut(&got, 0);
	response(&got, "cart", "", 200, "<html>");
	tap_ok(!strncmp(str_text(&got), "refused (65)", 12), "totals that are a page");
	str_free(&got);
}

/* Fetched by id: what the object is decides whether its totals are requested. */
static void
by_id(void)
{
	static const char open[] = "{\"id\":412,\"is_active\":true,\"items\":[{\"sku\":\"s\"}]}";
	struct shop s = shop_test("https://shop.example/", "{}");
	struct http_response a = test_response(200, "", open);
	struct poll_request request = test_requested("");
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct response h = { .record = test_record, .arg = &got, .next = STR_MAX(SHOP_PAGE_MAX) };
	struct err e = { 0 };

	request.id = "412";
	request.endpoint = endpoint_find(mage->api, "cart");
	s.platform = mage;
	tap_ok(request.endpoint->response(&s, &request, &a, &h, &e) && h.wants == 1
	    && !strcmp(str_text(&h.want[0].state), open) && got.len == 0,
	    "an open cart: its totals next");
	response_close(&h);
	bare = true;
	response(&got, "cart", "", 200, "{\"id\":412,\"is_active\":false,\"items\":"
	    "[{\"sku\":\"s\"}]}");
	tap_is(str_text(&got), "items 1, seen -, next \"\"\n", "a closed one is no news");
	str_cut(&got, 0);
	response(&got, "cart", "", 404, "{\"message\":\"No such entity\"}");
	tap_is(str_text(&got), "items 0, seen -, next \"\"\n", "nor one that is gone");
	bare = false;
	str_free(&got);
	shop_test_close(&s);
}

static void
refusals(void)
{
	test_explains(mage, 401,
	    "{\"message\":\"The consumer isn't authorized to access %resources.\","
	    "\"parameters\":{\"resources\":\"Magento_Cart::manage\"}}",
	    "77: the integration lacks the right \"Magento_Cart::manage\"", "a right that is missing");
	test_explains(mage, 401,
	    "{\"message\":\"The signature is invalid. Verify and try again.\"}", "77: the"
	    " shop rejected the credentials (The signature is invalid. Verify and try again.)",
	    "a wrong key");
	test_explains(mage, 404, "{\"message\":\"Request does not match any route.\"}",
	    "78: the shop has no such REST"
	    " API (Request does not match any route.)", "a wrong address");
	test_explains(mage, 400,
	    "{\"message\":\"Maximum SearchCriteria\\n\\u00e9 pageSize is 50\"}",
	    "69: the shop rejected the request (Maximum SearchCriteria?é pageSize is"
	    " 50)", "a limit of the shop");
	test_explains(mage, 503, "{\"message\":\"maintenance\"}", "decided by the status",
	    "busy is decided by the status");
	test_explains(mage, 403, "<html>", "decided by the status", "a firewall's page");
	test_explains(mage, 403, "{}", "decided by the status", "no reason");
}

int
main(void)
{
	mage = platform_find("magento");
	pages();
	seconds();
	whole_shop();
	odd();
	carts();
	totals();
	by_id();
	refusals();
	return tap_done();
}
