/* mend.c: payloads that are invalid JSON because of one field, and what is read from them. */
#include "json/value_mend.h"
#include "shop_test.h"

#define U VALUE_UNREADABLE

/* The repaired text, compact, then what was replaced. */
static const struct {
	const char *text, *want;
} texts[] = {
	{ "{\"a\":\"\\u0000b\"}", "{\"a\":\"" U "b\"} characters" },
	{ "{\"a\":\"\\ud800b\"}", "{\"a\":\"" U "b\"} characters" },
	{ "{\"a\":\"\\udc00\"}", "{\"a\":\"" U "\"} characters" },
	{ "{\"a\":\"\\ud83d\\ude00\",\"b\":\"\\ud83d\\u0041\"}",
	    "{\"a\":\"\xf0\x9f\x98\x80\",\"b\":\"" U "A\"} characters" },
	{ "{\"a\":\"x\xff\xfey\",\"b\":\"\xc3\xbc\"}",
	    "{\"a\":\"x" U U "y\",\"b\":\"\xc3\xbc\"} characters" },
	{ "{\"a\":\"\xc3\"}", "{\"a\":\"" U "\"} characters" },
	{ "{\"a\":\"\xed\xa0\x80\"}", "{\"a\":\"" U U U "\"} characters" },
	{ "{\"a\":\"b\tc\nd\"}", "{\"a\":\"b\\tc\\nd\"}" },
	{ "{\"a\":\"\\\\u0000\"}", "{\"a\":\"\\\\u0000\"}" },
	{ "{\"a\":\"\\\"\\u0000\\\"\",\"b\":1}", "{\"a\":\"\\\"" U "\\\"\",\"b\":\"1\"} characters" },
	{ "{\"a\":1,\"b\":{\"c\":[{\"d\":2,\"d\":3}]}}",
	    "{\"a\":\"1\",\"b\":{\"c\":[{\"d\":\"3\"}]}} twice b.c.d" },
	{ "{\"a\":1,\"\\u0061\":2}", "{\"a\":\"2\"} twice \\u0061" },
	{ "{\"a\":[1,2],\"a\":\"\\u0000\"}", "{\"a\":\"" U "\"} characters twice a" },
	{ "{\"a\":\"\\uZZZZ\"}", "unread" },
	{ "{\"a\":\"\\x\"}", "unread" },
	{ "{\"a\":\"b", "unread" },
	{ "{\"a\":\"\\", "unread" },
	{ "{\"a\":\"\\u00", "unread" },
	{ "{\"a\":\xff}", "unread" },
	{ "\xff", "unread" },
	{ "", "unread" },
};

static void
outcome(struct str *got, const char *text, size_t n)
{
	struct value_mended m;
	struct err e = { 0 };
	json_t *v;

	if (!value_read_mended(&v, text, n, &m, &e)) {
		str_puts(got, e.kind == ERR_INPUT ? "unread" : "unread without a reason");
		return;
	}
	value_print(got, v, false);
	str_printf(got, "%s%s%s%s%s", m.characters ? " characters" : "", m.depth ? " depth" : "",
	    *m.twice ? " twice " : "", m.twice, e.kind != ERR_NONE ? " and an error" : "");
	value_free(v);
}

static void
readings(void)
{
	struct str got = STR_MAX(TEST_TEXT_MAX);
	size_t i;

	for (i = 0; i < COUNT(texts); i++) {
		str_cut(&got, 0);
		outcome(&got, texts[i].text, strlen(texts[i].text));
		tap_is(str_text(&got), texts[i].want, texts[i].want);
	}
	str_cut(&got, 0);
	outcome(&got, "{\"a\":\"b\0c\"}", 11);
	tap_is(str_text(&got), "{\"a\":\"b" U "c\"} characters", "a NUL byte");
	str_free(&got);
}

/* {"a":[[[...]]],"b":"]"} */
static void
deep(void)
{
	struct str text = STR_MAX(TEST_TEXT_MAX), got = STR_MAX(TEST_TEXT_MAX);
	int i;

	str_puts(&text, "{\"a\":");
	for (i = 0; i < 100; i++)
		str_puts(&text, "[\"]\",");
	str_puts(&text, "1");
	for (i = 0; i < 100; i++)
		str_puts(&text, "]");
	str_puts(&text, ",\"b\":\"still read\"}");
	outcome(&got, str_text(&text), text.len);
	tap_ok(strstr(str_text(&got), ",null]")
	    && strstr(str_text(&got), "\"b\":\"still read\"} depth"),
	    "what is too deep is left out, what follows is read");
	str_free(&text);
	str_free(&got);
}

#define ORDER "{\"id\":4711,\"status\":\"processing\",\"currency\":\"EUR\",\"total\":\"49.90\"," \
	"\"customer_id\":0,\"date_created_gmt\":\"2026-11-21T10:30:00\"," \
	"\"date_modified_gmt\":\"2026-11-21T10:31:00\",\"customer_note\":%s," \
	"\"billing\":{\"first_name\":%s,\"email\":%s},\"line_items\":[]}"
#define ANNA "\"Anna\""
#define MAIL "\"anna@shop.example\""

/* The bytes of an order, then "email leftout" of the result. */
static const struct {
	const char *note, *first_name, *email, *want;
} orders[] = {
	{ "\"fine\"", ANNA, MAIL, "\"anna@shop.example\" -" },
	{ "\"a\\u0000b\"", ANNA, MAIL, "\"anna@shop.example\" \"customer_note:garbled\"" },
	{ "\"\xff\"", "\"\\ud800\"", MAIL,
	    "\"anna@shop.example\" \"customer_note:garbled,billing.first_name:garbled\"" },
	{ "\"\"", "\"\\ud800\"", MAIL, "\"anna@shop.example\" \"billing.first_name:garbled\"" },
	{ "1,\"customer_note\":2", ANNA, MAIL, "\"anna@shop.example\" \"customer_note:twice\"" },
	{ "\"\"", ANNA, "\"\",\"email\":" MAIL, "\"anna@shop.example\" \"billing.email:twice\"" },
	{ "\"\"", ANNA, "\"anna\\u0000@shop.example\"",
	    "- \"billing.email:garbled,customer:garbled\"" },
	/* the cart identifies this one */
};

static void
cut(struct str *got, const struct str *line, const char *path)
{
	const char *at;
	size_t n;

	if (value_span(str_text(line), line->len, path, &at, &n))
		str_add(got, at, n);
	else
		str_putc(got, '-');
}

/* mode: at the webhook server, on the spool, or as a page of a poll. */
static void
take(struct str *got, const char *body, const char *mode)
{
	const struct platform *woo = platform_find("woocommerce");
	struct str line = STR_MAX(TEST_TEXT_MAX), out = STR_MAX(TEST_TEXT_MAX);
	struct shop s = shop_test("https://shop.example", "{}");
	struct response h = { .record = test_record, .arg = &out, .next = STR_MAX(SHOP_PAGE_MAX) };
	struct poll_request request = test_requested("");
	struct http_response a;
	struct err e = { 0 };
	const char *ignored;
	bool ok;

	s.platform = woo;
	str_puts(&line, *mode == 'e' ? "{\"topic\":\"order.updated\",\"body\":"
	    : *mode == 'p' ? "[" : "");
	if (*mode == 'e')
		value_quote(&line, body, strlen(body));
	else
		str_puts(&line, body);
	str_puts(&line, *mode == 'e' ? "}" : *mode == 'p' ? "]" : "");
	if (*mode == 'p') {
		request.endpoint = endpoint_find(woo->api, "orders");
		a = test_response(200, "", str_text(&line));
		ok = request.endpoint->response(&s, &request, &a, &h, &e) && h.refused == 0;
		if (h.refused)
			e = h.why;
	} else
		ok = platform_line(woo, "acme", str_text(&line), line.len,
		    *mode == 'b' ? "order.updated" : NULL, 0, test_record, &out, &ignored, &e);
	if (ok) {
		cut(got, &out, "data.customer.email");
		str_putc(got, ' ');
		cut(got, &out, "leftout");
	} else
		str_printf(got, "rejected: %s", e.text);
	response_close(&h);
	shop_test_close(&s);
	str_free(&line);
	str_free(&out);
}

static void
deliveries(void)
{
	static const char *const modes[] = { "body", "envelope", "page" };
	struct str body = STR_MAX(TEST_TEXT_MAX), got = STR_MAX(TEST_TEXT_MAX);
	size_t i, k;

	for (i = 0; i < COUNT(orders); i++)
		for (k = 0; k < COUNT(modes); k++) {
			str_cut(&body, 0);
			str_cut(&got, 0);
			str_printf(&body, ORDER, orders[i].note, orders[i].first_name, orders[i].email);
			take(&got, str_text(&body), modes[k]);
			tap_is(str_text(&got), orders[i].want, modes[k]);
		}
	str_free(&body);
	str_free(&got);
}

/* A key that cannot be read does not count. */
static void
nobody(void)
{
	static const char body[] = "{\"id\":4711,\"financial_status\":\"paid\",\"currency\":\"EUR\","
	    "\"total_price\":\"49.90\",\"updated_at\":\"2026-11-21T10:31:00Z\","
	    "\"email\":\"an\\u0000na@shop.example\"}";
	struct str out = STR_MAX(TEST_TEXT_MAX);
	struct err e = { 0 };
	const char *ignored;

	tap_ok(!platform_line(platform_find("shopify"), "acme", body, sizeof body - 1, "orders/paid",
	    0, test_record, &out, &ignored, &e) && ignored, "such an order may be anybody's");
	tap_is(e.text, "shopify orders/paid: email holds unreadable characters, and nothing else shows"
	    " whose the order is", "and reports it");
	str_free(&out);
}

int
main(void)
{
	readings();
	deep();
	deliveries();
	nobody();
	return tap_done();
}
