/* bigcommerce.c: responses and payloads of BigCommerce become records. */
#include "platform/bigcommerce/bigcommerce.h"
#include "shop_test.h"

#define KEYS "{\"store_hash\":\"k3xample9\",\"access_token\":\"t0k\",\"client_secret\":\"s3cret\"}"
#define CART "5d0c1f2e-7a3b-4c88-9e41-2b6f0a9d1c37"
#define ORDER_AT(id, status, time) "{\"id\":" #id ",\"cart_id\":\"" CART "\",\"status_id\":" \
    #status ",\"date_created\":\"Fri, 20 Nov 2026 10:00:00 +0000\",\"date_modified\":\"" time \
    "\",\"total_inc_tax\":\"9.0000\",\"default_currency_code\":\"EUR\"}"
#define ORDER(id, status) ORDER_AT(id, status, "Fri, 20 Nov 2026 10:00:00 +0000")
#define PAID "\"order\":{\"id\":\"7\",\"number\":\"7\",\"cart_id\":\"" CART \
    "\",\"status\":\"bought\""

static const struct platform *big;

/* The records and messages of a response, without the last line end. */
static void
read_response(struct str *out, const char *endpoint, const char *page, const char *state,
    const struct http_response *a)
{
	struct shop s = shop_test("https://shop.example", KEYS);
	struct poll_request request = test_requested(page);

	request.id = CART;
	request.state = state;
	test_handle(out, big, endpoint, &s, &request, a);
	str_cut(out, out->len - 1);
	shop_test_close(&s);
}

/* want: how it must end; also: what else it must contain. */
static void
reads(const char *endpoint, int status, const char *body, const char *want, const char *also,
    const char *what)
{
	struct http_response a = test_response(status, "", body);
	struct str got = STR_MAX(TEST_TEXT_MAX);
	const char *end;

	read_response(&got, endpoint, "", "", &a);
	end = strrchr(str_text(&got), '\n');
	tap_is(end ? end + 1 : str_text(&got), want, what);
	if (also && !tap_ok(strstr(str_text(&got), also) != NULL, what))
		printf("# got %s\n", str_text(&got));
	str_free(&got);
}

static void
orders(void)
{
	reads("orders", 204, "", "items 0, seen -, next \"\"", NULL, "204: no orders");
	reads("orders", 200, "[]", "items 0, seen -, next \"\"", NULL, "an empty list");
	reads("orders", 200, "[" ORDER(7, 11) "]", "items 1, seen 2026-11-20T10:00:00Z, next \"\"",
	    PAID, "a short page is the last");
	reads("orders", 200, "[" ORDER(7, 0) "]", "items 1, seen 2026-11-20T10:00:00Z, next \"\","
	    " wants "
	    "cart " CART " ", "\"status\":\"failed\"", "an incomplete order names a cart");
	reads("orders", 200, "[" ORDER_AT(7, 0, "Fri, 23 Oct 2026 09:00:00 +0000") "]",
	    "items 1, seen 2026-10-23T09:00:00Z, next \"\", wants cart " CART " ", NULL,
	    "thirty days ago");
	reads("orders", 200, "[" ORDER_AT(7, 0, "Fri, 23 Oct 2026 08:59:59 +0000") "]",
	    "items 1, seen 2026-10-23T08:59:59Z, next \"\"", NULL, "carts of that age have expired");
	reads("orders", 200, "[" ORDER(7, 15) "]", "items 1, seen 2026-11-20T10:00:00Z, next "
	    "\"\", unknown 1", "\"status\":\"awaiting\"",
	    "a status of tomorrow");
	reads("orders", 200, "[{\"id\":[]}," ORDER(7, 2) "]", "items 2, seen 2026-11-20T10:00:00Z,"
	    " next "
	    "\"\", refused 1: bigcommerce order: the order has no id", PAID,
	    "one odd order does not stop the others");
	reads("orders", 200, "{\"data\":[]}", "refused (65): the response from "
	    "BigCommerce does not match the request", NULL, "a map for a list");
	reads("orders", 200, "<html>", "refused (65): the response from BigCommerce: not JSON: "
	    "invalid token "
	    "at byte 1", NULL, "a page of HTML");
	reads("orders", 200, "[" ORDER(7, 11), "refused (65): the response from BigCommerce: not "
	    "JSON: it "
	    "ends too early at byte 231", NULL, "a truncated response");
}

/* Orders from a second on, step seconds apart. */
static void
page_of(struct str *body, int n, crt_time from, crt_time step, int first)
{
	char when[CLOCK_TEXT];
	int i;

	str_puts(body, "[");
	for (i = 0; i < n; i++)
		str_printf(body, "%s{\"id\":%d,\"status_id\":5,\"date_modified\":\"%s\","
	    "\"total_inc_tax\":\"1\","
		    "\"default_currency_code\":\"EUR\"}", i ? "," : "", first + i,
		    clock_print(from + i * step, when));
	str_puts(body, "]");
}

static void
paged(int n, crt_time step, int first, const char *page, const char *want, const char *what)
{
	struct str body = STR_MAX(TEST_TEXT_MAX), got = STR_MAX(TEST_TEXT_MAX);
	struct http_response a;
	const char *end;

	page_of(&body, n, test_time("2026-11-20T10:00:00Z"), step, first);
	a = test_response(200, "", str_text(&body));
	read_response(&got, "orders", page, "", &a);
	end = strstr(str_text(&got), "\nrefused");
	end = end ? end + 1 : strstr(str_text(&got), "next");
	tap_is(end ? end : str_text(&got), want, what);
	str_free(&body);
	str_free(&got);
}

static void
pages(void)
{
	paged(49, CLOCK_SECOND, 1, "", "next \"\"", "fewer than a page holds unasked");
	paged(250, CLOCK_SECOND, 1, "", "next \"1795169049\"", "a full page: from its last "
	    "second on");
	paged(50, CLOCK_SECOND, 1, "", "next \"1795168849\"", "a page of a limit that was not "
	    "handled");
	paged(250, 0, 1, "1795168800", "next \"1795168800/0\"", "a second that fills a page");
	paged(250, 0, 1, "1795168801", "next \"1795168801/0\"", "so does the one before it");
	paged(250, 0, 1, "1795168800/0", "next \"1795168800/250\"", "by number, as long as it is "
	    "full");
	paged(9, 0, 250, "1795168800/250", "next \"1795168801\"", "then what came later");
	paged(0, 0, 250, "1795168800/250", "next \"1795168801\"", "even if nothing was left");
	paged(250, -CLOCK_SECOND, -1, "", "refused (65): the orders of BigCommerce are not in "
	    "the order of "
	    "their change", "in another order");
	paged(250, CLOCK_SECOND, -1, "1795255200", "refused (65): the orders of BigCommerce are "
	    "not in the "
	    "order of their change", "long before the requested ones");
	paged(250, 0, 1, "1795168800/5", "refused (65): the orders of BigCommerce are not in the "
	    "order of "
	    "their numbers", "numbers before the requested ones");
	paged(250, 0, -300, "1795168800/0", "refused (65): the orders of BigCommerce are not in "
	    "the order of "
	    "their numbers", "numbers that are none");
}

/* A bought cart and an emptied one look the same. Only the orders show which it is. */
static void
gone(void)
{
	reads("cart", 404, "{\"status\":404}", "items 0, seen -, next \"\", wants "
	    "cart-order " CART " ",
	    NULL, "a cart that is not there");
	reads("cart", 410, "", "items 0, seen -, next \"\", wants cart-order " CART " ", NULL,
	    "410");
	reads("checkout", 404, "", "items 0, seen -, next \"\", wants cart-order " CART " ", NULL,
	    "a checkout that is gone in between");
	reads("cart-order", 204, "", "items 1, seen -, next \"\"",
	    "\"type\":\"crt.cart.deleted\",\"time\":"
	    "\"2026-11-22T09:00:00Z\",\"read\":true,\"subject\":\"cart/" CART "\"",
	    "no order of it: it is deleted");
	reads("cart-order", 200, "[" ORDER(7, 11) "]", "items 1, seen 2026-11-20T10:00:00Z, next "
	    "\"\"",
	    PAID, "bought: the order");
	reads("cart-order", 200, "[" ORDER(7, 0) "]", "items 2, seen 2026-11-20T10:00:00Z, next "
	    "\"\"",
	    "crt.cart.deleted", "not completed, and gone: both");
	reads("cart-order", 200, "[" ORDER(6, 0) "," ORDER(7, 7) "]", "items 2, seen "
	    "2026-11-20T10:00:00Z, "
	    "next \"\"", "\"status\":\"awaiting\"", "the second attempt went through");
	reads("cart-order", 404, "", "refused (78): BigCommerce does not know the orders of "
	    "this store",
	    NULL, "no store: nothing is gone");
	reads("cart-order", 200, "[{\"id\":7,\"cart_id\":\"other\",\"status_id\":11}]", "refused "
	    "(65): the "
	    "response from BigCommerce does not match the request", NULL, "orders of other carts");
	reads("order", 404, "", "items 0, seen -, next \"\"", NULL, "an order that is not there");
	reads("customer", 404, "", "items 0, seen -, next \"\"", NULL, "a customer who is not "
	    "there");
	reads("customer", 200, "{\"data\":[],\"meta\":{}}", "items 0, seen -, next \"\"", NULL,
	    "an empty list");
	reads("subscriber", 404, "", "items 0, seen -, next \"\"", NULL, "a subscriber who is "
	    "not there");
}

#define INNER(more) "{\"id\":\"" CART "\"," more "\"currency\":{\"code\":\"EUR\"}," \
    "\"cart_amount\":9.99,\"line_items\":{\"physical_items\":[" \
    "{\"id\":\"1\",\"product_id\":4,\"sku\":\"S\",\"name\":\"Cup\"," \
    "\"quantity\":1,\"list_price\":9.99,\"url\":\"https://tee.example/cup/\"}]}," \
    "\"updated_time\":\"2026-11-21T09:00:00+00:00\"}"

static void
carts(void)
{
	struct http_response a = test_response(200, "", "{\"data\":{\"id\":\"" CART "\",\"cart\":"
	    INNER("\"email\":\"a@example.org\",") ",\"billing_address\":{\"first_name\":\"Mara\"},"
	    "\"grand_total\":14.89},\"meta\":{}}");
	struct str got = STR_MAX(TEST_TEXT_MAX);

	reads("cart", 200, "{\"data\":" INNER("\"email\":\"\",\"customer_id\":0,\"locale\":\"de\",")
	    ",\"meta\":{}}", "items 1, seen -, next \"\"", "\"total\":{\"amount\":\"9.99\"",
	    "nobody's cart: the cart is all");
	reads("cart", 200, "{\"data\":" INNER("\"email\":\"a@example.org\","
	    "\"locale\":\"de-DE\",") "}",
	    "items 0, seen -, next \"\", wants checkout " CART " {\"locale\":\"de-DE\"}", NULL,
	    "somebody's cart: its checkout, and the language goes along");
	reads("cart", 200, "{\"data\":" INNER("\"customer_id\":5,") "}", "items 0, seen -, next "
	    "\"\", wants "
	    "checkout " CART " ", NULL, "a customer's cart, of no language");
	reads("cart", 200, "{\"data\":null}", "refused (65): the response from "
	    "BigCommerce does not match the request", NULL, "no cart in it");
	read_response(&got, "checkout", "", "{\"locale\":\"de-DE\"}", &a);
	tap_ok(strstr(str_text(&got), "\"customer\":{\"locale\":\"de-DE\","
	    "\"email\":\"a@example.org\","
	    "\"first_name\":\"Mara\"}") && strstr(str_text(&got), "\"total\":{\"amount\":\"14.89\"")
	    && strstr(str_text(&got), "/checkout/?products=S:1&action=buy"), "cart and checkout "
	    "together");
	str_cut(&got, 0);
	read_response(&got, "checkout", "", "", &a);
	tap_ok(strstr(str_text(&got), "\"customer\":{\"email\"") != NULL, "a checkout without "
	    "the state of the stream");
	str_free(&got);
	reads("checkout", 200, "{\"data\":{\"id\":\"x\"}}", "refused (65): the response from "
	    "BigCommerce does not match the request", NULL, "a checkout without its cart");
	reads("order", 200, ORDER(7, 11), "items 1, seen 2026-11-20T10:00:00Z, next \"\"", PAID,
	    "an order");
	reads("order", 200, "[]", "refused (65): the response from "
	    "BigCommerce does not match the request", NULL,
	    "a list for an order");
}

#define PERSON "{\"id\":5,\"email\":\"a@example.org\",\"customer_group_id\":0," \
    "\"date_modified\":\"2026-11-21T09:00:00Z\"}"

static void
handles_page(const char *page, const char *body, const char *want, const char *what)
{
	struct http_response a = test_response(200, "", body);
	struct str got = STR_MAX(TEST_TEXT_MAX);

	read_response(&got, "customers", page, "", &a);
	if (!tap_ok(strstr(str_text(&got), want) != NULL, what))
		printf("# got %s\n", str_text(&got));
	str_free(&got);
}

static void
people(void)
{
	reads("customers", 200, "{\"data\":[" PERSON "],"
	    "\"meta\":{\"cursor_pagination\":{\"end_cursor\":\"abc\","
	    "\"links\":{\"next\":\"?after=abc\"}}}}", "items 1, seen 2026-11-21T09:00:00Z, next "
	    "\"abc\"",
	    "crt.customer.updated", "the cursor names the next page");
	reads("customers", 200, "{\"data\":[" PERSON "],"
	    "\"meta\":{\"cursor_pagination\":{\"end_cursor\":\"abc\","
	    "\"links\":{}}}}", "items 1, seen 2026-11-21T09:00:00Z, next \"\"", NULL, "no link, "
	    "no page");
	reads("customers", 200, "{\"data\":[],"
	    "\"meta\":{\"cursor_pagination\":{\"end_cursor\":\"abc\","
	    "\"links\":{\"next\":\"x\"}}}}", "items 0, seen -, next \"\"", NULL, "nothing is the "
	    "end");
	handles_page("abc", "{\"data\":[" PERSON "],\"meta\":{\"cursor_pagination\":{"
	    "\"end_cursor\":\"abc\",\"links\":{\"next\":\"x\"}}}}",
	    "refused (65): a page of customers refers to itself as the next one", "a circle of one");
	reads("customers", 200, "[]", "refused (65): the response from "
	    "BigCommerce does not match the request",
	    NULL, "not in its map");
	reads("subscribers", 200, "{\"data\":[" PERSON "],"
	    "\"meta\":{\"pagination\":{\"total_pages\":2,"
	    "\"current_page\":1}}}", "items 1, seen 2026-11-21T09:00:00Z, next \"2\"", NULL,
	    "page 1 of 2");
	reads("subscribers", 200, "{\"data\":[" PERSON "],"
	    "\"meta\":{\"pagination\":{\"total_pages\":1}}}",
	    "items 1, seen 2026-11-21T09:00:00Z, next \"\"", NULL, "page 1 of 1");
	reads("customer", 200, "{\"data\":[" PERSON "]}", "items 1, seen 2026-11-21T09:00:00Z, "
	    "next \"\"",
	    "\"subject\":\"customer/5\"", "one customer");
	reads("subscriber", 200, "{\"data\":" PERSON "}", "items 1, seen -, next \"\"",
	    "\"data\":{\"customer\":{\"email\":\"a@example.org\"}}", "a subscriber's number is "
	    "no customer's");
}

static void
paces(const char *fields, int status, long ms, const char *what)
{
	struct http_response a = test_response(status, fields, "");

	tap_ok(big->api->pace(&a) == ms * 1000, what);
}

static void
pace(void)
{
#define RATE(left, reset) "x-rate-limit-time-window-ms: 30000\nx-rate-limit-time-reset-ms: " reset \
	"\nx-rate-limit-requests-quota: 150\nx-rate-limit-requests-left: " left "\n"
	paces(RATE("149", "29000"), 200, 0, "much is left");
	paces(RATE("16", "29000"), 200, 0, "enough is left");
	paces(RATE("15", "29000"), 200, 29000, "the rest is for others");
	paces(RATE("0", "1500"), 200, 1500, "nothing is left");
	paces(RATE("100", "1500"), 429, 1500, "refused although something is left");
	paces("", 429, 0, "refused without a word");
	paces("x-rate-limit-requests-left: 0\n", 200, 0, "there is no time");
	paces(RATE("0", "soon"), 200, 0, "no number");
	paces(RATE("0", "999999999"), 200, 300000, "no wait is longer than five minutes");
}

static void
refusals(void)
{
	test_explains(big, 401, "",
	    "77: BigCommerce rejected the access_token (no reason given)", "401");
	test_explains(big, 403, "{\"status\":403,\"title\":\"You don't have a required scope\"}",
	    "77: the API account lacks a right (You don't have a required scope)", "403 of v3");
	test_explains(big, 403, "[{\"status\":403,\"message\":\"no\\nscope\"}]",
	    "77: the API account lacks a right (no?scope)", "403 of v2, in one line");
	test_explains(big, 404, "{\"title\":\"No\"}",
	    "78: BigCommerce found no such store (No)",
	    "404 of a list");
	test_explains(big, 422, "{\"title\":\"Bad\"}", "69: BigCommerce responded with status 422"
	    " (Bad)",
	    "422");
	test_explains(big, 400, "<html>", "69: BigCommerce responded with status 400 (no reason given)",
	    "400 in HTML");
	test_explains(big, 429, "{\"title\":\"Slow\"}", "decided by the status", "429 passes");
	test_explains(big, 503, "{\"title\":\"Down\"}", "decided by the status", "503 passes");
}

/* n items in each of two lists. */
static void
huge(int n, const char *want, const char *what)
{
	struct str body = STR_MAX(TEST_TEXT_MAX), got = STR_MAX(TEST_TEXT_MAX);
	struct http_response a;
	int i, k;

	str_puts(&body, "{\"data\":{\"id\":\"" CART "\",\"line_items\":{");
	for (k = 0; k < 2; k++) {
		str_printf(&body, "%s\"%s_items\":[", k ? "," : "", k ? "digital" : "physical");
		for (i = 0; i < n; i++)
			str_printf(&body, "%s{\"product_id\":%d,\"name\":\"x\",\"quantity\":1,"
	    "\"url\":"
			    "\"https://tee.example/x/\"}", i ? "," : "", 1000 + i);
		str_puts(&body, "]");
	}
	str_puts(&body, "}}}");
	a = test_response(200, "", str_text(&body));
	read_response(&got, "cart", "", "", &a);
	if (!tap_ok(strstr(str_text(&got), want) != NULL, what))
		printf("# got %.300s\n", str_text(&got));
	str_free(&body);
	str_free(&got);
}

int
main(void)
{
	big = platform_find("bigcommerce");
	orders();
	pages();
	gone();
	carts();
	people();
	pace();
	refusals();
	huge(2, "/checkout/?products=1000:1,1001:1,1000:1,1001:1&action=buy", "a link of four "
	    "things");
	huge(250, "\"url\":\"https://tee.example/cart.php\"", "as many items as a cart may have, "
	    "no link of them");
	huge(251, "\"leftout\":\"line_items.digital_items:list\"", "too many items");
	return tap_done();
}
