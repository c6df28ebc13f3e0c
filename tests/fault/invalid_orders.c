/*
 * invalid_orders.c: golden orders with an invalid field each, for the whole pipeline.
 *
 *	invalid_orders PLATFORM FIRST WAYS
 *
 * Writes files for crt-ingest, and what to expect of them. Each order belongs to its own person,
 * who left a cart an hour before; FIRST numbers them. WAYS: in how many ways each field of each
 * kind of record is invalid at least; 0: in all, in every delivery. A way that makes crt report a
 * new field is always one of them. Each field begins with another way.
 *
 *	PLATFORM.taken		deliveries of orders that can be identified
 *	PLATFORM.lost		deliveries of orders without an identity
 *	taken.carts, lost.carts	the carts of their people: records, appended; of acme and lost
 *	PLATFORM.missing	"TYPE: PATH" of each field that is left out of a taken one
 */
#include "record/line.h"
#include "invalid_walk.h"

#define KEYS 6				/* the id of the order; its keys, in the order of made.keys */
#define KEY_MAX 400
#define FIELDS_MAX 300			/* of one platform */
#define DOUBLED damages[COUNT(damages) - 1]	/* its map has a member twice */
#define STRIDE 4				/* from the first way of a field to that of the next */

/* What makes an order unique: each key, and the new value. */
struct own {
	char was[KEYS][KEY_MAX], now[KEYS][KEY_MAX];
};

enum key { ORDER, CART, CHECKOUT, CUSTOMER, EMAIL, PHONE };

struct writing {
	FILE *taken, *lost, *taken_carts, *lost_carts, *missing;
	size_t first, n, ntaken, nlost;
	struct own own;
};

/* A field of a kind of record, and the fixture that has it first. */
struct field {
	enum record_kind kind;
	char path[LEFT_PATH];
	size_t fixture, orders;
	bool reported;
};

static struct {
	size_t ways, fixture, nfields;
	struct field fields[FIELDS_MAX];
	struct str reported;		/* "TYPE: PATH" of each, a line each */
} choice = { .reported = STR_MAX(TEXT_MAX) };

static struct field *
field_of(const struct fixture *f)
{
	struct field *d = choice.fields, *end = d + choice.nfields;

	while (d < end && (d->kind != f->was.kind || strcmp(d->path, f->path)))
		d++;
	if (d < end)
		return d;
	if (choice.nfields++ == FIELDS_MAX)
		abort();
	d->kind = f->was.kind;
	snprintf(d->path, sizeof d->path, "%s", f->path);
	d->fixture = choice.fixture;
	return d;
}

/* Adds the lines that are not there yet. */
static bool
add_reported(const char *lines)
{
	bool added = false;
	char line[LEFT_PATH + 100];

	for (; *lines; lines += strcspn(lines, "\n") + 1) {
		snprintf(line, sizeof line, "\n%.*s\n", (int)strcspn(lines, "\n"), lines);
		if (strstr(str_text(&choice.reported), line) == NULL) {
			str_puts(&choice.reported, line);
			added = true;
		}
	}
	return added;
}

/* Whether the order is to be written: missing is what it reports, "" if it is not identified. */
static bool
chosen(const struct fixture *f, const char *missing)
{
	struct field *d = field_of(f);
	bool added = add_reported(missing);

	d->reported |= added;
	if (!added && choice.ways && (d->fixture != choice.fixture || d->orders >= choice.ways))
		return false;
	d->orders++;
	return true;
}

static FILE *
open_file(const char *platform, const char *what, const char *mode)
{
	char name[200];
	FILE *f;

	snprintf(name, sizeof name, "%s%s", platform, what);
	f = fopen(name, mode);
	if (f == NULL)
		abort();
	return f;
}

static void
read_keys(const struct made *m, char keys[KEYS][KEY_MAX])
{
	const char *a = str_text(&m->keys);
	int i;

	snprintf(keys[ORDER], KEY_MAX, "%s", m->id);
	for (i = CART; i < KEYS; i++) {
		size_t n = strcspn(a, "|");

		snprintf(keys[i], KEY_MAX, "%.*s", (int)n, a);
		a += n + 1;
	}
}

static void
make_own(const struct made *m, size_t n, struct own *own)
{
	char was[KEYS][KEY_MAX];
	int i;

	read_keys(m, was);
	memcpy(own->was, was, sizeof was);
	for (i = 0; i < KEYS; i++)
		if (was[i][0] == '\0')
			own->now[i][0] = '\0';
		else if (i == EMAIL)
			snprintf(own->now[i], KEY_MAX, "s%zu.%.300s", n, was[i]);
		else if (i == PHONE)
			snprintf(own->now[i], KEY_MAX, "+49151%08zu", n);
		else
			snprintf(own->now[i], KEY_MAX, "%.300s%06zu", was[i], n);
}

/* The new value of this text, which is a key or ends in one, such as gid://shopify/Customer/1. */
static json_t *
owned(const struct own *own, const char *text)
{
	const char *slash = strrchr(text, '/'), *tail = slash ? slash + 1 : text;
	char whole[2 * KEY_MAX];
	int i;

	for (i = 0; i < KEYS; i++)
		if (own->was[i][0] && !strcmp(tail, own->was[i])) {
			snprintf(whole, sizeof whole, "%.*s%s", (int)(tail - text), text, own->now[i]);
			return value_new_text(whole);
		}
	return NULL;
}

static void
own_all(const struct own *own, json_t *v)
{
	size_t k;
	void *i;

	for (k = 0; value_kind(v) == VALUE_LIST && k < value_count(v); k++) {
		const char *text = value_text(value_at(v, k));
		json_t *other = text ? owned(own, text) : NULL;

		if (other)
			json_array_set_new(v, k, other);
		own_all(own, value_at(v, k));
	}
	if (value_kind(v) != VALUE_MAP)
		return;
	for (i = value_first(v); i; i = value_next(v, i)) {
		const char *text = value_text(value_of(i));
		json_t *other = text ? owned(own, text) : NULL;

		if (other)
			value_set(v, value_key(i), other);
		else
			own_all(own, value_of(i));
	}
}

static void
write_delivery(FILE *to, const struct fixture *f, const char *damage)
{
	struct str body = STR_MAX(TEXT_MAX), line = STR_MAX(2 * TEXT_MAX);

	write_body(&body, f, damage);
	str_puts(&line, "{\"headers\":");
	if (f->headers)
		value_print(&line, f->headers, false);
	else
		str_puts(&line, "{}");
	if (f->topic)
		line_text(&line, "topic", f->topic);
	str_puts(&line, ",\"body\":");
	value_quote(&line, str_text(&body), body.len);
	fprintf(to, "%s}\n", str_text(&line));
	str_free(&body);
	str_free(&line);
}

/* The cart that may identify the order, else a new one. */
static void
write_cart(FILE *to, const char *store, const struct made *was, size_t n)
{
	struct str line = STR_MAX(TEXT_MAX);
	char keys[KEYS][KEY_MAX], id[KEY_MAX], email[KEY_MAX];
	const char *cart, *token;

	read_keys(was, keys);
	snprintf(id, sizeof id, "own-%zu", n);
	snprintf(email, sizeof email, "s%zu.own@invalid.example", n);
	token = *keys[CHECKOUT] ? keys[CHECKOUT] : NULL;
	cart = *keys[CART] ? keys[CART] : token ? token : id;
	line_open(&line, &(struct line_head){ .id = id, .store = store, .kind = RECORD_cart_updated,
	    .time = was->placed - CLOCK_HOUR });
	line_enter(&line, "cart");
	line_text(&line, "id", cart);
	line_text(&line, "token", token);
	line_text(&line, "url", "https://shop.example/cart");
	line_raw(&line, "items", "[{\"title\":\"Cup\"}]", sizeof "[{\"title\":\"Cup\"}]" - 1);
	line_leave(&line);
	line_enter(&line, "customer");
	line_text(&line, "id", *keys[CUSTOMER] ? keys[CUSTOMER] : NULL);
	line_text(&line, "email", *keys[EMAIL] ? keys[EMAIL] : email);
	line_text(&line, "phone", *keys[PHONE] ? keys[PHONE] : NULL);
	line_enter(&line, "consent");
	line_enter(&line, "email");
	line_text(&line, "state", "granted");
	line_leave(&line);
	line_leave(&line);
	line_leave(&line);
	line_end(&line);
	fprintf(to, "%s\n", str_text(&line));
	str_free(&line);
}

/* Whether the order and its person can be identified without the invalid field. */
static bool
identified(const struct fixture *f, const json_t *invalid)
{
	bool must;

	still_named(&f->was, &f->was, invalid, &must);
	return must && !holds(invalid, f->was.id, strlen(f->was.id));
}

/* The delivery with the invalid field, which the fixture has now, and the cart of its person. */
static bool
write_pair(struct fixture *f, const char *damage, bool good, struct writing *w)
{
	json_t *body = f->body;
	struct err e = { 0 };
	struct made was;
	bool own;

	f->body = json_deep_copy(f->whole);
	own_all(&w->own, f->body);
	deliver(f, NULL, &was, &e);
	value_free(f->body);
	f->body = body;
	own = was.taken && strcmp(was.id, f->was.id);
	if (own) {
		write_delivery(good ? w->taken : w->lost, f, damage);
		write_cart(good ? w->taken_carts : w->lost_carts, good ? "acme" : "lost", &was,
		    w->first + w->n++);
		*(good ? &w->ntaken : &w->nlost) += 1;
	}
	forget(&was);
	return own;
}

static void
write_order(struct fixture *f, const json_t *invalid, size_t which, void *arg)
{
	struct writing *w = arg;
	json_t *body = f->body;
	bool good = identified(f, invalid);
	struct err e = { 0 };
	struct made now;
	const char *missing;

	make_own(&f->was, w->first + w->n, &w->own);
	f->body = json_deep_copy(body);
	own_all(&w->own, f->body);
	deliver(f, damages[which], &now, &e);
	missing = good ? str_text(&now.missing) : "";
	if (!is_type(f) && !is_reported(f, damages[which], &now) && chosen(f, missing)
	    && write_pair(f, damages[which], good, w))
		fputs(missing, w->missing);
	forget(&now);
	value_free(f->body);
	f->body = body;
}

static bool
begin(struct fixture *f, void *arg UNUSED)
{
	choice.fixture++;
	return is_order(&f->was) && f->was.closes && !f->was.test && !f->was.left
	    && strlen(str_text(&f->was.keys)) > KEYS - 1 && f->was.placed != RECORD_NO_TIME
	    && f->was.placed < RECEIVED && f->was.placed > CLOCK_DAY;
}

/* In place of a map, true makes crt report its fields; a later delivery may have others. */
static bool
wanted(const struct fixture *f, const char *damage, size_t way UNUSED)
{
	const struct field *d = field_of(f);
	bool all = choice.ways == 0, first = d->fixture == choice.fixture;

	if (is_huge(damage))
		return false;
	if (all || !strcmp(damage, "true"))
		return true;
	return first && (d->orders < choice.ways || !d->reported || damage == DOUBLED);
}

int
main(int argc, char **argv)
{
	struct writing w = { 0 };
	const struct damaging s = { begin, wanted, write_order, &w, STRIDE };
	const char *platform = argc == 4 ? argv[1] : "";

	if (platform_find(platform) == NULL)
		return 64;
	w.first = strtoul(argv[2], NULL, 10);
	choice.ways = strtoul(argv[3], NULL, 10);
	w.taken = open_file(platform, ".taken", "w");
	w.lost = open_file(platform, ".lost", "w");
	w.missing = open_file(platform, ".missing", "w");
	w.taken_carts = open_file("taken", ".carts", "a");
	w.lost_carts = open_file("lost", ".carts", "a");
	damage_platform(platform_find(platform), &s);
	fclose(w.taken);
	fclose(w.lost);
	fclose(w.missing);
	fclose(w.taken_carts);
	fclose(w.lost_carts);
	printf("%zu %zu\n", w.ntaken, w.nlost);
	return 0;
}
