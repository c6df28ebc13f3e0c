/* invalid_polled.c: responses to polls with one invalid field; no order is lost silently. */
#include "base/mem.h"
#include "shop_test.h"
#include "slurp.h"
#include "damage.h"

#define GOLDEN	   "tests/golden/"
#define THINGS_MAX 4
#define SHOWN_MAX  12			/* failures printed for one row */

/* A response: before, the body of a golden delivery twice, the second with another id, and after;
   or an unchanged golden response if body is NULL. path: its objects. */
static const struct reply {
	const char *platform, *endpoint, *file, *body, *id;
	const char *before, *after, *path;
	size_t tried, orders;		/* minimum of damages, and of those of orders */
} responses[] = {
	{ "shopify", "orders", "polled/shopify/orders", NULL, "id", "", "", "data.orders.nodes", 700,
	    700 },
	{ "shopify", "carts", "polled/shopify/carts", NULL, "gid", "", "",
	    "data.abandonedCheckouts.nodes", 700, 0 },
	{ "shopify", "customers", "polled/shopify/customers", NULL, "id", "", "",
	    "data.customers.nodes", 300, 0 },
	{ "woocommerce", "orders", "platform/woocommerce/refunded", "body", "id", "[", "]", "", 700,
	    700 },
	{ "woocommerce", "carts", "platform/woocommerce/draft", "body", "id", "[", "]", "", 700, 0 },
	{ "woocommerce", "customers", "platform/woocommerce/customer", "body", "id", "[", "]", "", 250,
	    0 },
	{ "bigcommerce", "orders", "platform/bigcommerce/order-status-11", "body", "id", "[", "]", "",
	    700, 700 },
	{ "bigcommerce", "customers", "platform/bigcommerce/customer", "body", "id", "{\"data\":[",
	    "],\"meta\":{\"cursor_pagination\":{\"links\":{}}}}", "data", 300, 0 },
	{ "bigcommerce", "subscribers", "platform/bigcommerce/subscriber", "body.data", "id",
	    "{\"data\":[", "],\"meta\":{\"pagination\":{\"total_pages\":1}}}", "data", 100, 0 },
	{ "magento", "orders", "platform/magento/order", "body", "entity_id", "{\"items\":[",
	    "],\"search_criteria\":{},\"total_count\":2}", "items", 700, 700 },
	{ "magento", "carts", "platform/magento/cart", "body", "id", "{\"items\":[",
	    "],\"search_criteria\":{},\"total_count\":2}", "items", 700, 0 },
	{ "magento", "customers", "platform/magento/customer", "body", "id", "{\"items\":[",
	    "],\"search_criteria\":{},\"total_count\":2}", "items", 300, 0 },
	{ "adobe", "orders", "platform/adobe/polled-order", "body", "entity_id", "{\"items\":[",
	    "],\"search_criteria\":{},\"total_count\":2}", "items", 600, 600 },
};

/* What a response led to. */
struct came {
	struct thing {
		char id[160];
		bool order, closes, named, left;
		struct str data;
	} thing[THINGS_MAX];
	size_t n, refused, wants;
	bool ok, more;
	struct err why;
};

static struct {
	size_t tried, orders, lost, stuck, silent, shown;
} count;

static void
note_order(struct thing *t, const struct record_order_placed *p)
{
	static const struct record_customer nobody = { 0 };
	const struct record_customer *c = p->customer ? p->customer : &nobody;

	t->order = true;
	t->closes = record_order_closes(record_order_status(p->order));
	t->named = p->order->cart_id || p->order->checkout_id || c->id || c->email || c->phone;
}

static bool
note_record(void *arg, json_t *v UNUSED, const char *line, size_t n, struct err *e)
{
	struct came *c = arg;
	struct thing *t = &c->thing[c->n];
	struct arena arena = { 0 };
	const char *at;
	struct record r;
	size_t len;
	bool ok = c->n < THINGS_MAX && record_read(&r, line, n, &arena, e);

	if (!ok)
		return false;
	c->n++;
	t->left = r.left.first != NULL;
	t->data = (struct str)STR_MAX(TEST_TEXT_MAX);
	if (value_span(line, n, "data", &at, &len))
		str_add(&t->data, at, len);
	if (value_span(line, n, "subject", &at, &len))
		snprintf(t->id, sizeof t->id, "%.*s", (int)len, at);
	if (r.kind == RECORD_order_placed || r.kind == RECORD_order_updated)
		note_order(t, r.data);
	value_free(r.json);
	arena_free(&arena);
	return true;
}

static void
came_free(struct came *c)
{
	while (c->n)
		str_free(&c->thing[--c->n].data);
}

static void
handle(const struct reply *row, const json_t *v, const char *damage, struct came *c)
{
	const struct platform *platform = platform_find(row->platform);
	struct str whole = STR_MAX(TEST_TEXT_MAX), body = STR_MAX(TEST_TEXT_MAX);
	struct response h = { .record = note_record, .arg = c, .next = STR_MAX(SHOP_PAGE_MAX) };
	struct shop s = shop_test("https://shop.example", "{}");
	struct poll_request request = test_requested("");
	struct http_response a;
	const char *at;

	*c = (struct came){ 0 };
	request.since = 0;
	request.endpoint = endpoint_find(platform->api, row->endpoint);
	s.platform = platform;
	value_print(&whole, v, false);
	at = damage && is_raw(damage) ? strstr(str_text(&whole), RAW_PLACE) : NULL;
	if (at) {
		str_add(&body, str_text(&whole), (size_t)(at - str_text(&whole)));
		write_raw(&body, damage);
		at += sizeof RAW_PLACE - 1;
	}
	str_puts(&body, at ? at : str_text(&whole));
	a = test_response(200, "", str_text(&body));
	c->ok = request.endpoint->response(&s, &request, &a, &h, &c->why);
	c->more = h.next.len > 0;
	c->refused = h.refused;
	c->wants = h.wants;
	response_close(&h);
	shop_test_close(&s);
	str_free(&whole);
	str_free(&body);
}

/* Whether the damaged field is within the first object, or around the objects. */
struct place {
	const struct reply *row;
	const struct came *was;
	json_t *root;
	char path[LEFT_PATH];
	bool inner;
};

static void
report(const struct place *p, const char *what, const char *damage, const char *text)
{
	if (count.shown++ < SHOWN_MAX)
		printf("# %s %s: %s %s with %s: %s\n", p->row->platform, p->row->endpoint, what, p->path,
		    damage, text);
}

static const struct thing *
same(const struct thing *t, const struct came *now)
{
	size_t i;

	for (i = 0; i < now->n; i++)
		if (!strcmp(t->id, now->thing[i].id))
			return &now->thing[i];
	return NULL;
}

/* The undamaged order must be unchanged, and the other still be the purchase of some person;
   or the pass must not end as complete. */
static bool
is_lost(const struct place *p, const struct came *now, size_t i)
{
	const struct thing *was = &p->was->thing[i], *is = same(was, now);

	if (!was->order || now->refused > p->was->refused || !now->ok)
		return false;
	return is == NULL || (was->named && !is->named) || (was->closes && !is->closes);
}

/* The field that names the place of the object, and the only one that names its kind. */
static bool
is_position(const struct place *p)
{
	const char *dot = strrchr(p->path, '.'), *name = dot ? dot + 1 : p->path;

	return !strcmp(name, p->row->id) || strstr(name, "updated") || strstr(name, "modified");
}

static void
judge(const struct place *p, size_t which, const json_t *invalid)
{
	const bool odd = which < ODD && value_kind(invalid) != (which ? VALUE_LIST : VALUE_MAP);
	const char *damage = damages[which];
	struct came now;
	size_t i;

	handle(p->row, p->root, damage, &now);
	count.tried++;
	for (i = 0; i < p->was->n; i++) {
		count.orders += p->was->thing[i].order;
		if ((odd || (p->inner && i)) && is_lost(p, &now, i)) {
			count.lost++;
			report(p, "lost by", damage, now.n ? str_text(&now.thing[0].data) : "no record");
		}
	}
	if (odd && p->was->more && now.ok && !now.more) {
		count.lost++;
		report(p, "the pass ends by", damage, "no next page");
	}
	if (p->inner && !now.ok && !is_position(p)) {
		count.stuck++;
		report(p, "the page is refused by", damage, now.why.text);
	}
	if (odd && p->inner && now.ok && now.refused == p->was->refused && now.n == p->was->n
	    && now.n && !now.thing[0].left && !strcmp(p->was->thing[0].id, now.thing[0].id)
	    && strcmp(str_text(&now.thing[0].data), str_text(&p->was->thing[0].data))) {
		count.silent++;
		report(p, "nothing reported of", damage, str_text(&now.thing[0].data));
	}
	came_free(&now);
}

static void
damage(struct place *p, json_t *map)
{
	const size_t at = strlen(p->path);
	json_t *was = json_deep_copy(map);
	const bool inner = p->inner;
	struct err e = { 0 };
	json_t *v;
	size_t k;
	void *i;

	for (i = value_first(was); i; i = value_next(was, i)) {
		snprintf(p->path + at, sizeof p->path - at, "%s%s", at ? "." : "", value_key(i));
		for (k = 0; k < COUNT(damages); k++) {
			const char *text = is_raw(damages[k]) ? RAW_PLACE : damages[k];

			if (is_huge(damages[k]) || !value_read_exact(&v, text, strlen(text), &e))
				continue;
			value_set(map, value_key(i), v);
			judge(p, k, value_of(i));
		}
		value_set(map, value_key(i), json_deep_copy(value_of(i)));
		if (value_kind(value_of(i)) == VALUE_MAP)
			damage(p, value_get(map, value_key(i)));
		p->inner = inner || !strcmp(p->path, p->row->path);
		if (value_kind(value_at(value_of(i), 0)) == VALUE_MAP)
			damage(p, value_at(value_get(map, value_key(i)), 0));
		p->inner = inner;
		p->path[at] = '\0';
	}
	value_free(was);
}

/* The response as text. */
static bool
reply_write(const struct reply *row, struct str *out)
{
	struct str path = STR_MAX(4096), file = STR_MAX(TEST_TEXT_MAX);
	struct err e = { 0 };
	json_t *v = NULL, *thing;
	bool ok;

	str_printf(&path, GOLDEN "%s.json", row->file);
	ok = slurp(str_text(&path), &file) && value_read_exact(&v, file.data, file.len, &e);
	if (ok && row->body) {
		thing = value_path(v, row->body);
		str_puts(out, row->before);
		value_print(out, thing, false);
		value_set(thing, row->id, value_new_text("987654321"));
		str_putc(out, ',');
		value_print(out, thing, false);
		str_puts(out, row->after);
	} else
		str_add(out, file.data, file.len);
	value_free(v);
	str_free(&path);
	str_free(&file);
	return ok;
}

static void
one(const struct reply *row)
{
	struct str text = STR_MAX(TEST_TEXT_MAX), what = STR_MAX(400);
	struct place p = { .row = row };
	struct err e = { 0 };
	struct came was;

	memset(&count, 0, sizeof count);
	if (reply_write(row, &text) && value_read_exact(&p.root, str_text(&text), text.len, &e)) {
		handle(row, p.root, NULL, &was);
		tap_ok(was.ok && was.n + was.wants >= 2 && was.refused <= 1, row->file);
		p.was = &was;
		p.inner = *row->path == '\0';
		damage(&p, p.inner ? value_at(p.root, 0) : p.root);
		came_free(&was);
	}
	value_free(p.root);
	str_printf(&what, "%s %s: %zu ways of damaging, %zu of orders", row->platform, row->endpoint,
	    count.tried, count.orders);
	tap_ok(count.tried >= row->tried && count.orders >= row->orders, str_text(&what));
	tap_ok(count.lost == 0, "no order is lost, and no pass ends early");
	tap_ok(count.stuck == 0, "a field of one thing does not stop the page");
	tap_ok(count.silent == 0, "what was left out is reported");
	str_free(&text);
	str_free(&what);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < COUNT(responses); i++)
		one(&responses[i]);
	return tap_done();
}
