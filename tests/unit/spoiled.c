/* spoiled.c: golden deliveries with one invalid field; the identifying fields decide. */
#include <dirent.h>
#include <stdlib.h>

#include "base/mem.h"
#include "platform/platform.h"
#include "record/record.h"
#include "slurp.h"
#include "spoils.h"
#include "tap.h"

#define GOLDEN	 "tests/golden/platform"
#define TEXT_MAX ((size_t)4 * 1024 * 1024)
#define SHOWN_MAX 12			/* failures printed for one platform */
#define ALIKE_MAX 2			/* fixtures of one kind of record with every way of damage */
#define SAMPLE 12			/* of the others, every nth way of damage; LONG: all */
#define HUGE_SAMPLE 8			/* the same for a huge text, which takes long to read */

/* The result of a delivery, as far as it counts here. */
struct made {
	enum record_kind kind;
	bool taken, closes, test, left;
	bool person, doubtful;	/* of an order: its person is named; it was rejected */
	char id[160];
	struct str keys;	/* of an order: "cart|checkout|customer|email|phone|" */
	struct str data;
};

static bool
is_order(const struct made *m)
{
	return m->kind == RECORD_order_placed || m->kind == RECORD_order_updated;
}

static void
look_order(struct made *m, const struct record_order_placed *p)
{
	static const struct record_customer nobody = { 0 };
	const struct record_customer *c = p->customer ? p->customer : &nobody;
	const char *const keys[] = { p->order->cart_id, p->order->checkout_id, c->id, c->email,
	    c->phone };
	size_t i;

	m->closes = record_order_closes(record_order_status(p->order));
	m->test = p->order->test;
	m->person = c->id || c->email || c->phone;
	snprintf(m->id, sizeof m->id, "%s", p->order->id);
	for (i = 0; i < COUNT(keys); i++)
		str_printf(&m->keys, "%s|", keys[i] ? keys[i] : "");
}

static void
look(struct made *m, const struct record *r, const char *line, size_t n)
{
	const char *data;
	size_t len;

	m->kind = r->kind;
	m->left = r->left.first != NULL;
	m->doubtful = record_unnamed(r) != NULL;
	if (is_order(m))
		look_order(m, r->data);
	if (m->kind == RECORD_cart_updated)
		snprintf(m->id, sizeof m->id, "%s",
		    ((const struct record_cart_updated *)r->data)->cart->id);
	if (value_span(line, n, "data", &data, &len))
		str_add(&m->data, data, len);
}

static bool
take(void *arg, const char *line, size_t n, struct err *e)
{
	struct made *m = arg;
	struct arena arena = { 0 };
	struct record r;
	bool ok = record_read(&r, line, n, &arena, e);

	if (ok && !m->taken)
		look(m, &r, line, n);
	m->taken |= ok;
	value_free(r.json);
	arena_free(&arena);
	return ok;
}

/* A fixture, and its undamaged result. */
struct fixture {
	const struct platform *platform;
	const char *name, *topic;
	const json_t *headers;
	json_t *body;
	struct made was;
	bool wholly;			/* in each way */
	char path[LEFT_PATH];		/* of the current damage */
};

static void
forget(struct made *m)
{
	str_free(&m->keys);
	str_free(&m->data);
}

/* The body as text, with the damage that a tree cannot hold. */
static void
write_body(struct str *body, const struct fixture *f, const char *spoil)
{
	struct str whole = STR_MAX(TEXT_MAX);
	const char *at;

	value_print(&whole, f->body, false);
	at = spoil && is_raw(spoil) ? strstr(str_text(&whole), RAW_PLACE) : NULL;
	if (at) {
		str_add(body, str_text(&whole), (size_t)(at - str_text(&whole)));
		write_raw(body, spoil);
		at += sizeof RAW_PLACE - 1;
	}
	str_puts(body, at ? at : str_text(&whole));
	str_free(&whole);
}

static void
deliver(const struct fixture *f, const char *spoil, struct made *m, struct err *e)
{
	struct str body = STR_MAX(TEXT_MAX);
	struct platform_delivery d = { .topic = f->topic, .headers = f->headers, .store = "acme",
	    .received = INT64_C(1795338000) * CLOCK_SECOND };
	const char *ignored;

	*m = (struct made){ .kind = RECORD_KINDS, .keys = STR_MAX(4096), .data = STR_MAX(TEXT_MAX) };
	write_body(&body, f, spoil);
	d.body = str_text(&body);
	d.len = body.len;
	if (!f->platform->records(&d, take, m, &ignored, e))
		m->taken = false;
	str_free(&body);
}

static struct {
	size_t ways, fixtures, tried, orders, nobody, lost, silent, shown, alike[RECORD_KINDS];
} count;

static void
tell(const struct fixture *f, const char *what, const char *spoil, const char *text)
{
	if (count.shown++ < SHOWN_MAX)
		printf("# %s: %s %s with %s: %s\n", f->name, what, f->path, spoil, text);
}

/* A key of the undamaged order that the damaged field was no part of, and that is still there. */
static bool
still_named(const struct made *was, const struct made *now, const json_t *spoiled, bool *must)
{
	const char *a = str_text(&was->keys), *b = str_text(&now->keys);
	bool found = false;

	for (*must = false; *a; a += strcspn(a, "|") + 1) {
		size_t n = strcspn(a, "|");
		char key[1024];

		snprintf(key, sizeof key, "%.*s", (int)n, a);
		if (n && !holds(spoiled, key, n)) {
			*must = true;
			found |= strstr(b, key) != NULL;
		}
	}
	return found;
}

static const char *
member(const struct fixture *f)
{
	const char *dot = strrchr(f->path, '.');

	return dot ? dot + 1 : f->path;
}

/* The type of an event names its object. */
static bool
is_type(const struct fixture *f)
{
	return !strcmp(member(f), "type");
}

/* A test order, or one that the shopper did not make, if a valid field says exactly that. */
static bool
says_so(const struct fixture *f, const char *spoil, const struct made *now)
{
	bool text = !strchr("{[t", *spoil) && (!is_raw(spoil) || spoil[1] != '"' || spoil[2] == '?');

	if (!strcmp(member(f), "cart_token"))		/* a renewal without a cart */
		return !strcmp(spoil, "null") || !strcmp(spoil, "\"\"");
	return (now->test && !strcmp(spoil, "true")) || (text && !strcmp(member(f), "created_via"));
}

/* Fields that name the cart; an adapter reads more than one. */
static bool
is_cart_key(const struct fixture *f)
{
	return !strcmp(member(f), "cart_token") || !strcmp(member(f), "cart");
}

static void
judge_order(const struct fixture *f, const json_t *spoiled, const struct made *now,
    const char *spoil, const struct err *e)
{
	bool must, named = still_named(&f->was, now, spoiled, &must);

	if (holds(spoiled, f->was.id, strlen(f->was.id)) || !must || is_type(f))
		return;
	count.orders++;
	if (now->taken && is_order(now) && !strcmp(now->id, f->was.id) && named
	    && (now->closes || !f->was.closes) && (!now->test || f->was.test))
		return;
	if (says_so(f, spoil, now))
		return;
	count.lost++;
	tell(f, "lost by", spoil, now->taken ? str_text(&now->data) : e->text);
}

static void
judge_cart(const struct fixture *f, const json_t *spoiled, const struct made *now,
    const char *spoil, const struct err *e)
{
	if (now->taken || e->kind == ERR_NONE || is_type(f) || is_cart_key(f)
	    || holds(spoiled, f->was.id, strlen(f->was.id)))
		return;
	count.lost++;
	tell(f, "refused by", spoil, e->text);
}

/* A map in place of a map only lacks its members; a region is a text or a map. */
static bool
is_odd(const struct fixture *f, const json_t *was, size_t which)
{
	return which < ODD && strcmp(member(f), "region")
	    && value_kind(was) != (which ? VALUE_LIST : VALUE_MAP);
}

/* A field with content that named the person is lost: the order must be rejected or fetched. */
static void
judge_nobody(const struct fixture *f, const struct made *now, const char *spoil)
{
	if (!f->was.person || now->person)
		return;
	count.nobody++;
	if (!now->taken || !is_order(now) || now->doubtful)
		return;
	count.lost++;
	tell(f, "taken for nobody's by", spoil, str_text(&now->data));
}

static void
judge(const struct fixture *f, const json_t *spoiled, size_t which)
{
	struct err e = { 0 };
	struct made now;

	deliver(f, spoils[which], &now, &e);
	count.tried++;
	if (is_order(&f->was) && is_odd(f, spoiled, which))
		judge_nobody(f, &now, spoils[which]);
	if (is_order(&f->was))
		judge_order(f, spoiled, &now, spoils[which], &e);
	else if (f->was.kind == RECORD_cart_updated)
		judge_cart(f, spoiled, &now, spoils[which], &e);
	if ((is_odd(f, spoiled, which) || (is_raw(spoils[which]) && !is_huge(spoils[which]))
	    || (!chooses(member(f)) && lost(&f->was.data, &now.data, spoils[which])))
	    && strcmp(f->path, "time")		/* an event's own */
	    && !f->was.left && now.taken && !now.left && now.kind == f->was.kind
	    && strcmp(str_text(&now.data), str_text(&f->was.data))) {
		count.silent++;
		tell(f, "nothing said of", spoils[which], str_text(&now.data));
	}
	forget(&now);
}

static size_t
sample(const struct fixture *f, const char *spoil)
{
	if (getenv("LONG"))
		return 1;
	return f->wholly ? is_huge(spoil) ? HUGE_SAMPLE : 1 : SAMPLE;
}

/* Each field of the body in turn, and each that contains fields. */
static void
spoil(struct fixture *f, json_t *map)
{
	const size_t at = strlen(f->path);
	json_t *was = json_deep_copy(map);
	size_t k;
	void *i;

	for (i = value_first(was); i; i = value_next(was, i)) {
		snprintf(f->path + at, sizeof f->path - at, "%s%s", at ? "." : "", value_key(i));
		for (k = 0; k < COUNT(spoils); k++) {
			const char *text = is_raw(spoils[k]) ? RAW_PLACE : spoils[k];
			struct err e = { 0 };
			json_t *v;

			if (count.ways++ % sample(f, spoils[k]))
				continue;
			if (value_read_exact(&v, text, strlen(text), &e))
				value_set(map, value_key(i), v);
			judge(f, value_of(i), k);
		}
		value_set(map, value_key(i), json_deep_copy(value_of(i)));
		if (value_kind(value_of(i)) == VALUE_MAP)
			spoil(f, value_get(map, value_key(i)));
		if (value_kind(value_at(value_of(i), 0)) == VALUE_MAP)
			spoil(f, value_at(value_get(map, value_key(i)), 0));
		f->path[at] = '\0';
	}
	value_free(was);
}

static void
one(const char *platform, const char *name)
{
	struct str path = STR_MAX(4096), file = STR_MAX(TEXT_MAX), body = STR_MAX(TEXT_MAX);
	struct fixture f = { .platform = platform_find(platform), .name = name };
	struct err e = { 0 };
	const char *at;
	json_t *v = NULL;
	size_t n;

	str_printf(&path, GOLDEN "/%s/%s", platform, name);
	if (slurp(str_text(&path), &file) && value_read(&v, file.data, file.len, &e)
	    && value_kind(value_get(v, "body")) == VALUE_MAP
	    && value_span(file.data, file.len, "body", &at, &n)
	    && value_read_exact(&f.body, at, n, &e)) {
		f.topic = value_text(value_get(v, "topic"));
		f.headers = value_get(v, "headers");
		deliver(&f, NULL, &f.was, &e);
		if (f.was.taken && (is_order(&f.was) || f.was.kind == RECORD_cart_updated
		    || f.was.kind == RECORD_customer_updated)) {
			f.wholly = count.alike[f.was.kind]++ < ALIKE_MAX;
			count.fixtures++;
			spoil(&f, f.body);
		}
		forget(&f.was);
		value_free(f.body);
	}
	value_free(v);
	str_free(&path);
	str_free(&file);
	str_free(&body);
}

static int
is_fixture(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return dot && !strcmp(dot, ".json");
}

static void
all(const char *platform, size_t tried, size_t orders)
{
	struct str path = STR_MAX(4096), what = STR_MAX(200);
	struct dirent **names;
	int i, n;

	memset(&count, 0, sizeof count);
	str_printf(&path, GOLDEN "/%s", platform);
	n = scandir(str_text(&path), &names, is_fixture, alphasort);
	for (i = 0; i < n; i++) {
		one(platform, names[i]->d_name);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	str_printf(&what, "%s: %zu spoiled fields, of orders %zu, of nobody %zu, of %zu fixtures",
	    platform, count.tried, count.orders, count.nobody, count.fixtures);
	tap_ok(count.tried >= tried && count.orders >= orders && count.nobody, str_text(&what));
	tap_ok(count.lost == 0, "an order or a cart that can be identified is taken, and closes");
	tap_ok(count.silent == 0, "what was left out is said");
	str_free(&path);
	str_free(&what);
}

/* The numbers are those of a short run; a long one does three times as much. */
int
main(void)
{
	all("shopify", 6000, 3100);
	all("woocommerce", 7400, 4300);
	all("bigcommerce", 9900, 3700);
	all("magento", 6600, 2600);
	all("adobe", 4100, 1500);
	return tap_done();
}
