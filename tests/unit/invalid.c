/* invalid.c: golden deliveries with one invalid field; the identifying fields decide. */
#include "invalid_walk.h"
#include "tap.h"

#define SHOWN_MAX 12			/* failures printed for one platform */
#define ALIKE_MAX 2			/* fixtures of one kind of record with every way of damage */
#define SAMPLE 12			/* of the others, every nth way of damage; LONG: all */
#define HUGE_SAMPLE 8			/* the same for a huge text, which takes long to read */

enum thing { ORDERS, CARTS, CUSTOMERS, THINGS };
static const char *const words[THINGS] = { "orders", "carts", "customers" };

static struct {
	size_t fixtures, tried[THINGS + 1], orders, nobody, lost, silent, shown;
	size_t alike[RECORD_KINDS];
} count;

static enum thing
thing_of(const struct made *m)
{
	if (is_order(m))
		return ORDERS;
	return m->kind == RECORD_cart_updated ? CARTS
	    : m->kind == RECORD_customer_updated ? CUSTOMERS : THINGS;
}

static void
report(const struct fixture *f, const char *what, const char *damage, const char *text)
{
	if (count.shown++ < SHOWN_MAX)
		printf("# %s: %s %s with %s: %s\n", f->name, what, f->path, damage, text);
}

static void
judge_order(const struct fixture *f, const json_t *invalid, const struct made *now,
    const char *damage, const struct err *e)
{
	bool must, named = still_named(&f->was, now, invalid, &must);

	if (holds(invalid, f->was.id, strlen(f->was.id)) || !must || is_type(f))
		return;
	count.orders++;
	if (now->taken && is_order(now) && !strcmp(now->id, f->was.id) && named
	    && (now->closes || !f->was.closes) && (!now->test || f->was.test))
		return;
	if (is_reported(f, damage, now))
		return;
	count.lost++;
	report(f, "lost by", damage, now->taken ? str_text(&now->data) : e->text);
}

/* A customer without an id, not one whose id cannot be read, is no customer of the platform. */
static bool
is_absent(const struct fixture *f, const char *damage)
{
	return thing_of(&f->was) == CUSTOMERS && strstr(member(f), "id")
	    && (!strcmp(damage, "null") || !strcmp(damage, "\"\""));
}

/* A cart is rejected only without its id, a customer only without anything that identifies them. */
static void
judge_other(const struct fixture *f, const json_t *invalid, const struct made *now,
    const char *damage, const struct err *e)
{
	bool must = !holds(invalid, f->was.id, strlen(f->was.id));

	if (thing_of(&f->was) == CUSTOMERS)
		still_named(&f->was, &f->was, invalid, &must);
	if (now->taken || e->kind == ERR_NONE || is_type(f) || !must || is_absent(f, damage))
		return;
	count.lost++;
	report(f, "refused by", damage, e->text);
}

/* A map in place of a map only lacks its members; a region is a text or a map, and a cart is a map
   or absent. */
static bool
is_odd(const struct fixture *f, const json_t *was, size_t which)
{
	return which < ODD && strcmp(member(f), "region") && (which || strcmp(member(f), "cart"))
	    && value_kind(was) != (which ? VALUE_LIST : VALUE_MAP);
}

/* A field with content that named the person is lost: the order must be rejected or fetched. */
static void
judge_nobody(const struct fixture *f, const struct made *now, const char *damage)
{
	if (!f->was.person || now->person)
		return;
	count.nobody++;
	if (!now->taken || !is_order(now) || now->incomplete)
		return;
	count.lost++;
	report(f, "taken for nobody's by", damage, str_text(&now->data));
}

static void
judge(struct fixture *f, const json_t *invalid, size_t which, void *arg UNUSED)
{
	struct err e = { 0 };
	struct made now;

	deliver(f, damages[which], &now, &e);
	count.tried[thing_of(&f->was)]++;
	if (is_order(&f->was) && is_odd(f, invalid, which))
		judge_nobody(f, &now, damages[which]);
	if (is_order(&f->was))
		judge_order(f, invalid, &now, damages[which], &e);
	else
		judge_other(f, invalid, &now, damages[which], &e);
	if ((is_odd(f, invalid, which) || (is_raw(damages[which]) && !is_huge(damages[which]))
	    || (!chooses(member(f)) && lost(&f->was.data, &now.data, damages[which])))
	    && strcmp(f->path, "time")		/* an event's own */
	    && !f->was.left && now.taken && !now.left && now.kind == f->was.kind
	    && strcmp(str_text(&now.data), str_text(&f->was.data))) {
		count.silent++;
		report(f, "nothing reported of", damages[which], str_text(&now.data));
	}
	forget(&now);
}

static bool
begin(struct fixture *f, void *arg UNUSED)
{
	if (thing_of(&f->was) == THINGS)
		return false;
	f->wholly = count.alike[f->was.kind]++ < ALIKE_MAX;
	count.fixtures++;
	return true;
}

static bool
wanted(const struct fixture *f, const char *damage, size_t way)
{
	if (getenv("LONG"))
		return true;
	return way % (f->wholly ? is_huge(damage) ? HUGE_SAMPLE : 1 : SAMPLE) == 0;
}

/* What a short run does at least; a long one does three times as much. */
static const struct least {
	const char *platform;
	size_t tried[THINGS], orders;	/* orders: those that can be identified */
} leasts[] = {
	{ "shopify", { 3700, 1800, 260 }, 3100 },
	{ "woocommerce", { 4400, 2800, 430 }, 4300 },
	{ "bigcommerce", { 4200, 4900, 900 }, 3700 },
	{ "magento", { 2650, 3450, 430 }, 2600 },
	{ "adobe", { 1750, 1550, 690 }, 1500 },
};

static const struct least *
least_of(const char *platform)
{
	size_t i = 0;

	while (i < COUNT(leasts) && strcmp(leasts[i].platform, platform))
		i++;
	return i < COUNT(leasts) ? &leasts[i] : NULL;
}

static void
all(const struct platform *p)
{
	static const struct damaging s = { begin, wanted, judge, NULL, 0 };
	const struct least *least = least_of(p->name);
	struct str what = STR_MAX(200);
	int t;

	memset(&count, 0, sizeof count);
	damage_platform(p, &s);
	for (t = 0; t < THINGS; t++) {
		str_cut(&what, 0);
		str_printf(&what, "%s: %zu %s", p->name, count.tried[t], words[t]);
		tap_ok(least && count.tried[t] >= least->tried[t], str_text(&what));
	}
	str_cut(&what, 0);
	str_printf(&what, "%s: %zu orders that can be identified, %zu of nobody, of %zu fixtures",
	    p->name, count.orders, count.nobody, count.fixtures);
	tap_ok(least && count.orders >= least->orders && count.nobody, str_text(&what));
	tap_ok(count.lost == 0, "what can be identified is taken, and an order closes");
	tap_ok(count.silent == 0, "what was left out is reported");
	str_free(&what);
}

int
main(void)
{
	size_t i;

	for (i = 0; platform_at(i); i++)
		all(platform_at(i));
	return tap_done();
}
