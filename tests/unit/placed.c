/* placed.c: no date of an order but its creation decides when it was placed, delivered or polled.
   Seen to fail: each adapter with a later date as the time of the order. */
#include <ctype.h>

#include "shop_test.h"
#include "invalid_walk.h"

#define LATER	  "2027"
#define LATER_TIME (INT64_C(1798761600) * CLOCK_SECOND)	/* 2027-01-01T00:00:00Z */
#define EACH	  SIZE_MAX		/* every date at once */
#define DATE_MAX  64

/* made: the date of creation in a delivery; in an order of a response, which is wrapped as in
   invalid_polled.c, it has the same name. dates: minimum of dates that were changed in deliveries,
   and in the response. */
static const struct platform_dates {
	const char *platform, *made, *file, *body, *before, *after;
	size_t dates[2];
} platforms[] = {
	{ "shopify", "created_at", "polled/shopify/orders", NULL, "", "", { 70, 9 } },
	{ "woocommerce", "date_created_gmt", "platform/woocommerce/refunded", "body", "[", "]",
	    { 70, 5 } },
	{ "bigcommerce", "date_created", "platform/bigcommerce/order-status-11", "body", "[",
	    "]", { 95, 3 } },
	{ "magento", "created_at", "platform/magento/order", "body", "{\"items\":[",
	    "],\"search_criteria\":{},\"total_count\":1}", { 50, 3 } },
	{ "adobe", "data.value.created_at", "platform/adobe/polled-order", "body", "{\"items\":[",
	    "],\"search_criteria\":{},\"total_count\":1}", { 16, 3 } },
};

/* Which dates of a tree are changed: the one with this number, or each. keep: a member that is
   not. */
struct change {
	const char *keep;
	size_t only, n;
};

static struct {
	size_t orders, dates, moved;
} count;

/* The same date in 2027; false: the text is no date. */
static bool
later_date(const char *text, char out[DATE_MAX])
{
	char *year;

	if (text == NULL || strlen(text) >= DATE_MAX)
		return false;
	year = strstr(strcpy(out, text), "202");
	if (year == NULL || !isdigit((unsigned char)year[3]) || !strchr("- ", year[4])
	    || (year > out && year[-1] != ' '))
		return false;
	memcpy(year, LATER, sizeof LATER - 1);
	return true;
}

static void
change_dates(struct change *c, json_t *v)
{
	json_t *was = json_deep_copy(v);
	char date[DATE_MAX];
	size_t k;
	void *i;

	for (i = value_first(was); i; i = value_next(was, i)) {
		change_dates(c, value_get(v, value_key(i)));
		if (later_date(value_text(value_of(i)), date)
		    && (c->keep == NULL || strcmp(c->keep, value_key(i)))
		    && (c->only == EACH || c->only == c->n++))
			value_set(v, value_key(i), value_new_text(date));
	}
	for (k = 0; k < value_count(v) && value_kind(v) == VALUE_LIST; k++)
		change_dates(c, value_at(v, k));
	value_free(was);
}

static const char *
last_member(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot ? dot + 1 : path;
}

/* When the order was placed, with its dates changed. */
static crt_time
placed_with(struct fixture *f, struct change *c)
{
	struct err e = { 0 };
	struct made m;

	value_free(f->body);
	f->body = json_deep_copy(f->whole);
	change_dates(c, f->body);
	deliver(f, NULL, &m, &e);
	forget(&m);
	return m.taken && is_order(&m) && m.placed != RECORD_NO_TIME ? m.placed : LATER_TIME;
}

static void
judge_placed(const char *name, size_t which, bool later, bool want)
{
	count.dates++;
	if (later == want)
		return;
	count.moved++;
	printf("# %s: date %zu %s placed\n", name, which, want ? "does not move" : "moves");
}

/* Does all of the work; the walk itself has nothing left to do. */
static bool
begin(struct fixture *f, void *arg)
{
	const struct platform_dates *p = arg;
	const char *keep = last_member(p->made);
	struct change c = { keep, SIZE_MAX - 1, 0 };
	char date[DATE_MAX];
	size_t i, n;

	if (!is_order(&f->was) || !later_date(value_text(value_path(f->whole, p->made)), date))
		return false;
	count.orders++;
	placed_with(f, &c);
	n = c.n;
	for (i = 0; i < n; i++) {
		c = (struct change){ keep, i, 0 };
		judge_placed(f->name, i, placed_with(f, &c) >= LATER_TIME, false);
	}
	c = (struct change){ keep, EACH, 0 };
	judge_placed(f->name, n, placed_with(f, &c) >= LATER_TIME, false);
	c = (struct change){ NULL, EACH, 0 };
	judge_placed(f->name, n + 1, placed_with(f, &c) >= LATER_TIME, true);
	return false;
}

static void
report(const struct platform_dates *p, const char *how, size_t least)
{
	struct str what = STR_MAX(200);

	str_printf(&what, "%s, %s: %zu changes of dates in %zu orders", p->platform, how, count.dates,
	    count.orders);
	tap_ok(count.dates >= least && count.orders, str_text(&what));
	tap_ok(count.moved == 0, "only the date of creation moves the purchase");
	str_free(&what);
	memset(&count, 0, sizeof count);
}

/* The response with the dates of its orders changed: whether an order was placed later. */
static bool
polled_later(const struct platform_dates *p, const json_t *whole, struct change *c)
{
	struct str text = STR_MAX(TEST_TEXT_MAX), got = STR_MAX(TEST_TEXT_MAX);
	struct shop s = shop_test("https://shop.example", "{}");
	struct poll_request request = test_requested("");
	json_t *v = json_deep_copy(whole);
	struct http_response a;
	bool later;

	change_dates(c, v);
	str_puts(&text, p->before);
	value_print(&text, v, false);
	str_puts(&text, p->after);
	a = test_response(200, "", str_text(&text));
	test_handle(&got, platform_find(p->platform), "orders", &s, &request, &a);
	later = !strstr(str_text(&got), "\"placed\":\"")
	    || strstr(str_text(&got), "\"placed\":\"" LATER);
	value_free(v);
	shop_test_close(&s);
	str_free(&text);
	str_free(&got);
	return later;
}

static void
polled(const struct platform_dates *p)
{
	struct str path = STR_MAX(4096), file = STR_MAX(TEST_TEXT_MAX);
	const char *keep = last_member(p->made);
	struct change c = { keep, SIZE_MAX - 1, 0 };
	struct err e = { 0 };
	json_t *v = NULL, *whole;
	size_t i, n;

	str_printf(&path, "tests/golden/%s.json", p->file);
	if (slurp(str_text(&path), &file) && value_read_exact(&v, file.data, file.len, &e)) {
		whole = p->body ? value_path(v, p->body) : v;
		count.orders++;
		polled_later(p, whole, &c);
		n = c.n;
		for (i = 0; i < n; i++) {
			c = (struct change){ keep, i, 0 };
			judge_placed(p->file, i, polled_later(p, whole, &c), false);
		}
		c = (struct change){ keep, EACH, 0 };
		judge_placed(p->file, n, polled_later(p, whole, &c), false);
		c = (struct change){ NULL, EACH, 0 };
		judge_placed(p->file, n + 1, polled_later(p, whole, &c), true);
	}
	value_free(v);
	str_free(&path);
	str_free(&file);
	report(p, "polled", p->dates[1]);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < COUNT(platforms); i++) {
		struct platform_dates p = platforms[i];
		const struct damaging s = { .begin = begin, .arg = &p };

		damage_platform(platform_find(p.platform), &s);
		report(&p, "delivered", p.dates[0]);
		polled(&p);
	}
	return tap_done();
}
