/* platform.c: deliveries of platforms, and the expected records, reasons, and rejections. */
#include <dirent.h>
#include <stdlib.h>

#include "base/mem.h"
#include "platform/platform.h"
#include "record/record.h"
#include "slurp.h"
#include "tap.h"

#define GOLDEN   "tests/golden/platform"
#define TEXT_MAX ((size_t)1024 * 1024)

static const char *const now = "2026-11-22T09:00:00Z";

/* The result, one line for each record, which must also be valid for record.def, and read as what
   was printed: the inbox stores the line, and reads the value. */
static bool
take(void *arg, json_t *v, const char *line, size_t n, struct err *e)
{
	struct arena arena = { 0 };
	struct record r;
	bool ok = record_read(&r, line, n, &arena, e)
	    && (json_equal(r.json, v) || err_set(e, ERR_BUG, "the line reads as another record"));

	if (ok) {
		str_add(arg, line, n);
		str_putc(arg, '\n');
	}
	value_free(r.json);
	arena_free(&arena);
	return ok;
}

static void
outcome(struct str *out, const char *platform, const char *line, size_t n, const char *topic)
{
	struct err e = { 0 };
	const char *ignored;
	crt_time t = 0;

	if (!clock_read(now, &t))
		abort();
	if (!platform_line(platform_find(platform), "acme", line, n, topic, t, take, out,
	    &ignored, &e))
		str_printf(out, "refused%s: %s\n", e.kind == ERR_INPUT ? "" : " wrongly", e.text);
	else if (ignored)
		str_printf(out, "ignored: %s\n", ignored);
}

/* The fixture's body becomes the text that was delivered. */
static void
as_line(const struct str *file, struct str *line)
{
	static const char *const members[] = { "topic", "headers", "body" };
	const char *at;
	size_t i, n;

	str_putc(line, '{');
	for (i = 0; i < COUNT(members); i++) {
		if (!value_span(file->data, file->len, members[i], &at, &n))
			continue;
		str_printf(line, "%s\"%s\":", line->len > 1 ? "," : "", members[i]);
		if (i == 2 && *at != '"')
			value_quote(line, at, n);
		else
			str_add(line, at, n);
	}
	str_putc(line, '}');
}

static void
expect(const struct str *got, const char *path)
{
	struct str want = STR_MAX(TEXT_MAX);
	FILE *f = getenv("GOLDEN") ? fopen(path, "wb") : NULL;

	if (f) {
		fwrite(str_text(got), 1, got->len, f);
		fclose(f);
	}
	tap_ok(slurp(path, &want) && got->len && !strcmp(str_text(got), str_text(&want)), path);
	if (strcmp(str_text(got), str_text(&want)))
		printf("#   got: %s#  want: %s", str_text(got), str_text(&want));
	str_free(&want);
}

static void
one(const char *platform, const char *name)
{
	struct str path = STR_MAX(4096), file = STR_MAX(TEXT_MAX);
	struct str line = STR_MAX(TEXT_MAX), got = STR_MAX(TEXT_MAX);

	str_printf(&path, GOLDEN "/%s/%s", platform, name);
	if (slurp(str_text(&path), &file)) {
		as_line(&file, &line);
		outcome(&got, platform, str_text(&line), line.len, NULL);
	}
	str_cut(&path, path.len - strlen("json"));
	str_puts(&path, "ndjson");
	expect(&got, str_text(&path));
	str_free(&path);
	str_free(&file);
	str_free(&line);
	str_free(&got);
}

static int
is_fixture(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return dot && !strcmp(dot, ".json");
}

static void
all(const char *platform, int least)
{
	struct str path = STR_MAX(4096);
	struct dirent **names;
	char what[80];
	int i, n;

	str_printf(&path, GOLDEN "/%s", platform);
	n = scandir(str_text(&path), &names, is_fixture, alphasort);
	snprintf(what, sizeof what, "%s has its fixtures", platform);
	tap_ok(n >= least, what);
	for (i = 0; i < n; i++) {
		one(platform, names[i]->d_name);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	str_free(&path);
}

static void
is(const char *line, const char *topic, const char *want, const char *what)
{
	struct str got = STR_MAX(TEXT_MAX);

	outcome(&got, "woocommerce", line, strlen(line), topic);
	tap_is(str_text(&got), want, what);
	str_free(&got);
}

static void
lines(void)
{
	is("{", NULL, "refused: woocommerce delivery: not JSON: it ends too early"
	    " at byte 1\n", "half a line");
	is("[]", NULL, "refused: woocommerce delivery: a delivery must be a JSON object\n", "a list");
	is("{\"topic\":1,\"body\":\"{}\"}", NULL,
	    "refused: woocommerce delivery: \"topic\" is not text\n", "a topic that is a number");
	is("{\"headers\":[],\"body\":\"{}\"}", NULL,
	    "refused: woocommerce delivery: \"headers\" is not an object\n", "headers as a list");
	is("{\"topic\":\"order.deleted\",\"body\":{\"id\":1}}", NULL,
	    "refused: woocommerce delivery: \"body\" is missing or not"
	    " text\n", "a body that is no text");
	is("{\"topic\":\"order.deleted\",\"body\":\"{}\",\"received\":\"now\"}", NULL,
	    "refused: woocommerce delivery: \"received\" is not an RFC 3339 time\n",
	    "a time received that is none");
	is("{\"id\":1}", "", "refused: a woocommerce delivery without a topic\n", "an empty topic");
	tap_ok(platform_find("etsy") == NULL, "an unknown platform");
	tap_ok(platform_at(99) == NULL, "the end of the table");
}

/* A rejection counts as one of an order if it is one, or if nobody can know. */
static void
orders(void)
{
	static const struct {
		const char *platform, *topic, *body;
		bool order;
	} rows[] = {
		{ "shopify", "orders/create", "{}", true },
		{ "shopify", "orders/updated", "{", true },
		{ "shopify", "checkouts/update", "{}", false },
		{ "shopify", "", "{}", true },
		{ "woocommerce", "order.created", "{}", true },
		{ "woocommerce", "order.updated", "[]", true },
		{ "woocommerce", "customer.updated", "{}", false },
		{ "woocommerce", NULL, "{", true },
		{ "bigcommerce", "order", "{}", true },
		{ "bigcommerce", "customer", "{}", false },
		{ "bigcommerce", "x", "{\"scope\":\"store/order/created\",\"data\":{}}", true },
		{ "bigcommerce", "x", "{\"scope\":\"store/cart/converted\",\"data\":{}}", true },
		{ "bigcommerce", "x", "{\"scope\":\"store/cart/created\",\"data\":{}}", false },
		{ "bigcommerce", "x", "{", true },
		{ "magento", "order", "{}", true },
		{ "magento", "cart", "{}", false },
		{ "adobe", "observer.sales_order_save_after", "{}", true },
		{ "adobe", "plugin.magento.sales.api.order_management.place", "{}", true },
		{ "adobe", "observer.sales_quote_save_after", "{}", false },
		{ "adobe", "observer.sales_quote_save_after", "[{},{}]", true },
	};
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		struct err e = { 0 };
		const char *about = "";
		char what[128];
		bool ok = platform_line(platform_find(rows[i].platform), "acme", rows[i].body,
		    strlen(rows[i].body), rows[i].topic, 0, take, NULL, &about, &e);

		snprintf(what, sizeof what, "%s %s %s: an order: %d", rows[i].platform,
		    rows[i].topic ? rows[i].topic : "envelope", rows[i].body, rows[i].order);
		tap_ok(!ok && (about != NULL) == rows[i].order, what);
	}
}

/* One state has one id, however and whenever it arrived. */
static void
identity(void)
{
	static const char body[] = "{\"id\":7,\"status\":\"on-hold\",\"total\":\"1\","
	    "\"currency\":\"EUR\",\"date_modified_gmt\":\"2026-11-20T09:05:00\"}";
	struct str line = STR_MAX(TEXT_MAX), a = STR_MAX(TEXT_MAX), b = STR_MAX(TEXT_MAX);

	outcome(&a, "woocommerce", body, sizeof body - 1, "order.updated");
	str_puts(&line, "{\"received\":\"2026-12-01T00:00:00Z\",\"headers\":"
	    "{\"X-WC-WEBHOOK-TOPIC\":\"order.restored\",\"X-WC-Webhook-Delivery-ID\":\"9\"},"
	    "\"body\":");
	value_quote(&line, body, sizeof body - 1);
	str_putc(&line, '}');
	outcome(&b, "woocommerce", str_text(&line), line.len, NULL);
	tap_is(str_text(&b), str_text(&a), "bare or wrapped, now or later: the same record");
	str_cut(&b, 0);
	outcome(&b, "woocommerce", body, sizeof body - 1, "order.created");
	tap_ok(strcmp(str_text(&a), str_text(&b)) != 0, "placed and updated are two records");
	str_free(&line);
	str_free(&a);
	str_free(&b);
}

/* An object without a time: the delivery distinguishes its events. */
static void
undated(void)
{
	struct str a = STR_MAX(TEXT_MAX), b = STR_MAX(TEXT_MAX), c = STR_MAX(TEXT_MAX);
	const char *one_id = "{\"topic\":\"order.deleted\",\"headers\":"
	    "{\"X-WC-Webhook-Delivery-ID\":\"d1\"},\"body\":\"{\\\"id\\\":7}\"}";
	const char *other = "{\"topic\":\"order.deleted\",\"headers\":"
	    "{\"X-WC-Webhook-Delivery-ID\":\"d2\"},\"body\":\"{\\\"id\\\":7}\"}";

	outcome(&a, "woocommerce", one_id, strlen(one_id), NULL);
	outcome(&b, "woocommerce", one_id, strlen(one_id), NULL);
	outcome(&c, "woocommerce", other, strlen(other), NULL);
	tap_is(str_text(&b), str_text(&a), "the same delivery again is the same record");
	tap_ok(strcmp(str_text(&a), str_text(&c)) != 0, "deleted again is another");
	str_free(&a);
	str_free(&b);
	str_free(&c);
}

/* A body with a text of n bytes in place of %s. */
static void
long_text(const char *format, const char *topic, size_t n, const char *want, const char *what)
{
	struct str body = STR_MAX(TEXT_MAX), got = STR_MAX(TEXT_MAX), filler = STR_MAX(n);
	const char *at;

	while (!str_full(&filler))
		str_puts(&filler, "\xc3\xa4");
	str_printf(&body, format, str_text(&filler));
	outcome(&got, "woocommerce", str_text(&body), body.len, topic);
	at = strstr(str_text(&got), want);
	if (!tap_ok(at != NULL, what))
		printf("# got %.300s\n", str_text(&got));
	str_free(&body);
	str_free(&got);
	str_free(&filler);
}

static void
many_items(size_t n, const char *want, const char *what)
{
	struct str body = STR_MAX(TEXT_MAX), got = STR_MAX(TEXT_MAX);
	size_t i;

	str_puts(&body, "{\"token\":\"t\",\"line_items\":[");
	for (i = 0; i < n; i++)
		str_printf(&body, "%s{\"title\":\"x\",\"quantity\":1}", i ? "," : "");
	str_puts(&body, "]}");
	outcome(&got, "shopify", str_text(&body), body.len, "carts/update");
	tap_ok(strstr(str_text(&got), want) != NULL, what);
	str_free(&body);
	str_free(&got);
}

static void
limits(void)
{
	long_text("{\"id\":7,\"first_name\":\"a%s\",\"email\":\"a@example.org\"}",
	    "customer.updated", 600, "\xc3\xa4\"}}}\n", "a long name is cut between characters");
	long_text("{\"id\":7,\"email\":\"%s\",\"first_name\":\"Bo\"}", "customer.updated", 600,
	    "\"customer\":{\"id\":\"7\",\"first_name\":\"Bo\"}", "a long address is left out");
	long_text("{\"id\":\"%s\"}", "customer.deleted", 200,
	    "refused: woocommerce customer.deleted: the id of the customer is longer than 128",
	    "a long id is refused");
	many_items(PLATFORM_ITEMS_MAX, "{", "as many items as a cart may have");
	many_items(PLATFORM_ITEMS_MAX + 1, "\"leftout\":\"line_items:list\"",
	    "one item too many is left out");
}

int
main(void)
{
	all("shopify", 60);
	all("woocommerce", 30);
	all("bigcommerce", 30);
	all("magento", 60);
	all("adobe", 30);
	lines();
	identity();
	orders();
	undated();
	limits();
	return tap_done();
}
