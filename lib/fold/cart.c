/* cart.c: fold the facts about carts and orders. */
#include <limits.h>
#include <string.h>

#include "fold/fold.h"
#include "person/address.h"
#include "person/domain.h"
#include "agent/bot.h"

#define PLACED_MIN (INT64_C(946684800) * CLOCK_SECOND)	/* the year 2000 */

static struct fold_cart *
cart_of(struct fold *f, const struct fold_fact *fact, const char *external)
{
	unsigned char id[16];
	struct fold_cart *c;
	void **at;

	key_cart(fact->store, external, id);
	at = map_put(&f->carts_by, f->arena, id);
	c = *at;
	if (c == NULL) {
		*at = c = arena_get(f->arena, sizeof *c);
		c->next = f->carts;
		c->store = fact->store;
		c->external = external;
		c->created = fact->happened;
		c->url_until = RECORD_NO_TIME;
		memcpy(c->id, id, 16);
		f->carts = c;
	}
	if (fact->happened < c->created)
		c->created = fact->happened;
	return c;
}

/* The customer with the better known identity wins, then the later one. mine is the customer
   that the record names itself. The row holds one customer; when there are two, both are
   linked with its key. */
static void
take_customer(struct fold *f, const struct fold_fact *fact, const unsigned char key[16],
    enum key_rank rank, const unsigned char mine[16], unsigned char customer[16],
    unsigned char was[16], bool *has)
{
	unsigned char stamp[16];

	if (*has && memcmp(customer, mine, 16)) {
		fold_link(f, fact->store, key, customer);
		fold_link(f, fact->store, key, mine);
	}
	key_stamp(rank, fact->time, fact->tie, stamp);
	if (!key_later(was, stamp)) {
		memcpy(was, stamp, 16);
		memcpy(customer, mine, 16);
		*has = true;
	}
}

/* Adds one more key of a cart or an order and links it with the record's customer (NULL:
   none). The row holds one key: the greatest, so that the choice does not depend on the
   order of arrival. */
static void
take_key(struct fold *f, const struct fold_fact *fact, const char *external,
    const unsigned char *customer, unsigned char kept[16], bool *has)
{
	unsigned char key[16];

	if (external == NULL)
		return;
	key_cart(fact->store, external, key);
	if (customer)
		fold_link(f, fact->store, key, customer);
	if (!*has || key_later(key, kept))
		memcpy(kept, key, 16);
	*has = true;
}

static struct fold_text
fold_cart_bounds(const char *line, size_t n, const char *path)
{
	struct fold_text t = { NULL, 0 };

	if (!value_span(line, n, path, &t.at, &t.n))
		t = (struct fold_text){ NULL, 0 };
	return t;
}

static bool
fold_cart_crawler(const char *email)
{
	char written[EMAIL_MAX + 1], norm[EMAIL_MAX + 1];

	return email && address_email(email, strlen(email), written, norm)
	    && domain_kind(norm) == DOMAIN_CRAWLER;
}

static bool
fold_cart_suspicious(const struct record_cart_updated *r)
{
	const char *email = r->customer ? r->customer->email : NULL;
	int64_t pieces = 0;
	size_t i;

	for (i = 0; i < r->cart->nitems; i++) {
		int64_t n = fold_quantity(&r->cart->items[i]);

		if (n > INT_MAX - pieces)
			return true;
		pieces += n;
	}
	return bot_cart(r->device ? r->device->user_agent : NULL, r->cart->nitems, pieces)
	    || fold_cart_crawler(email);
}

/* By the store's setting, unless the record has the time. */
static crt_time
fold_cart_url_until(const struct store *s, const struct record_cart *cart, crt_time touched)
{
	if (cart->url_until != RECORD_NO_TIME || cart->url == NULL)
		return cart->url_until;
	if (cart->url_lasts == LIMIT_CART_LIFE)
		return touched + s->cart_life;
	return cart->url_lasts == LIMIT_HOLD_STOCK && s->hold_stock ? touched + s->hold_stock
	    : RECORD_NO_TIME;
}

static void
take_body(struct fold *f, struct fold_cart *c, const struct fold_fact *fact,
    const struct record *record, const char *line, size_t n)
{
	const struct record_cart_updated *r = record->data;
	const struct record_cart *cart = r->cart;
	crt_time touched = fact->happened;

	if (cart->updated != RECORD_NO_TIME && cart->updated >= KEY_TIME_MIN)
		touched = fold_not_after(f, cart->updated, touched, "cart.updated");
	c->has_value = cart->total.given;
	c->value = cart->total.minor;
	c->currency = cart->total.currency;
	/* An adapter has noted what it could not read; a record that lacks the member has not. */
	if (cart->items == NULL && f->left->n == 0)
		left_add(f->left, f->arena, "cart.items", LEFT_MISSING);
	c->items = cart->items ? fold_items(f->arena, record, fold_cart_bounds(line, n,
	    "data.cart.items")) : (struct fold_text){ NULL, 0 };
	c->items_count = cart->items ? (int)cart->nitems : FOLD_UNREAD;
	c->url = cart->url;
	c->url_until = fold_cart_url_until(fact->store, cart, touched);
	c->url_pays = cart->url_pays;
	c->discount_codes = cart->discount_codes ? fold_cart_bounds(line, n,
	    "data.cart.discount_codes") : (struct fold_text){ NULL, 0 };
	c->bot = fold_cart_suspicious(r);
	c->status = record_cart_empty(cart) ? CART_EMPTIED : CART_ACTIVE;
	c->last_activity = touched;
	c->idle_at = c->bot || record_cart_empty(cart) ? RECORD_NO_TIME
	    : touched + fact->store->wait;
}

static bool
fold_cart_newest(struct fold_cart *c, const struct fold_fact *fact)
{
	if (key_later(c->stamp, fact->stamp))
		return false;
	memcpy(c->stamp, fact->stamp, 16);
	return true;
}

/* Of the records that have one, the newest counts. */
static void
fold_cart_origin(const struct fold *f, struct fold_cart *c, const struct fold_fact *fact,
    const struct record_device *device)
{
	const char *origin = fold_origin(f->arena, device);

	if (origin && !key_later(c->origin_stamp, fact->stamp)) {
		memcpy(c->origin_stamp, fact->stamp, 16);
		c->origin = origin;
	}
}

static void
cart_updated(struct fold *f, const struct fold_fact *fact, const struct record *record,
    const char *line, size_t n)
{
	const struct record_cart_updated *r = record->data;
	struct fold_cart *c = cart_of(f, fact, r->cart->id);
	unsigned char mine[16];
	enum key_rank rank;
	bool known;

	if (r->cart->created != RECORD_NO_TIME && r->cart->created < c->created
	    && r->cart->created >= KEY_TIME_MIN)
		c->created = r->cart->created;
	known = fold_person(f, fact, r->customer, &rank, mine);
	if (known)
		take_customer(f, fact, c->id, rank, mine, c->customer, c->customer_stamp,
		    &c->has_customer);
	if (r->cart->token && strcmp(r->cart->token, r->cart->id))
		take_key(f, fact, r->cart->token, known ? mine : NULL, c->token, &c->has_token);
	fold_cart_origin(f, c, fact, r->device);
	if (fold_cart_newest(c, fact))
		take_body(f, c, fact, record, line, n);
}

/* A deleted or merged cart is no longer worth a mail. */
static void
cart_gone(struct fold *f, const struct fold_fact *fact, const char *external,
    enum cart_status status)
{
	struct fold_cart *c = cart_of(f, fact, external);

	if (!fold_cart_newest(c, fact))
		return;
	c->status = status;
	c->items = (struct fold_text){ "[]", 2 };
	c->discount_codes = (struct fold_text){ NULL, 0 };
	c->items_count = 0;
	c->has_value = c->bot = false;
	c->url = NULL;
	c->url_until = RECORD_NO_TIME;
	c->url_pays = false;
	c->last_activity = fact->happened;
	c->idle_at = RECORD_NO_TIME;
}

bool
fold_cart_record(struct fold *f, const struct fold_fact *fact, const struct record *r,
    const char *line, size_t n)
{
	if (r->kind == RECORD_cart_updated)
		cart_updated(f, fact, r, line, n);
	else if (r->kind == RECORD_cart_deleted)
		cart_gone(f, fact, ((const struct record_cart_deleted *)r->data)->cart->id, CART_EMPTIED);
	else
		cart_gone(f, fact, ((const struct record_cart_merged *)r->data)->cart->id, CART_MERGED);
	return true;
}

static struct fold_order *
order_row_of(struct fold *f, const struct fold_fact *fact, const char *external)
{
	unsigned char id[16];
	struct fold_order *o;
	void **at;

	key_order(fact->store, external, id);
	at = map_put(&f->orders_by, f->arena, id);
	o = *at;
	if (o == NULL) {
		*at = o = arena_get(f->arena, sizeof *o);
		o->next = f->orders;
		o->store = fact->store;
		o->created = fact->happened;
		o->placed = RECORD_NO_TIME;
		o->confirmed = RECORD_NO_TIME;
		memcpy(o->id, id, 16);
		f->orders = o;
	}
	if (fact->happened < o->created)
		o->created = fact->happened;
	return o;
}

/* A date in 1970 or in the year 0 stands for an empty field. */
static bool
fold_cart_credible(crt_time t)
{
	return t != RECORD_NO_TIME && t >= PLACED_MIN;
}

/* The time of a purchase never moves later, whatever arrives afterwards. */
static void
take_times(struct fold *f, struct fold_order *o, const struct fold_fact *fact,
    const struct record_order *r)
{
	crt_time placed = fact->happened, confirmed;

	/* The record's own time may be wrong too: placed may be later, but not after the arrival. */
	if (fold_cart_credible(r->placed)
	    && fold_not_after(f, r->placed, fact->arrival, "order.placed") == r->placed)
		placed = r->placed;
	if (o->placed == RECORD_NO_TIME || placed < o->placed)
		o->placed = placed;
	if (!fold_cart_credible(r->confirmed))
		return;
	confirmed = fold_not_after(f, r->confirmed, fact->arrival, "order.confirmed");
	if (o->confirmed == RECORD_NO_TIME || confirmed < o->confirmed)
		o->confirmed = confirmed;
}

/* A purchase, or what may be one, whose person was unreadable. */
static bool
fold_cart_uncertain(const struct record *r)
{
	const struct record_order *o = ((const struct record_order_placed *)r->data)->order;

	return record_unnamed(r) && !o->test && record_order_closes(record_order_status(o));
}

/* Notes the order for the lookup of its owner (unidentified.c). */
static void
fold_cart_unidentified(struct fold *f, const struct fold_fact *fact, const struct record_order *o)
{
	struct fold_unidentified *d = arena_get(f->arena, sizeof *d);

	*d = (struct fold_unidentified){ .next = f->unidentified, .store = fact->store,
	    .line = f->line };
	key_order(fact->store, o->id, d->order);
	if (o->cart_id)
		key_cart(fact->store, o->cart_id, d->cart);
	if (o->checkout_id)
		key_cart(fact->store, o->checkout_id, d->checkout);
	f->unidentified = d;
}

/* The person who placed the order: from the record, else the owner of its keys. *known is
   false when the record names nobody. Returns false when the record names a person that
   could not be read, and its keys have no owner. */
static bool
fold_cart_buyer(struct fold *f, const struct fold_fact *fact, const struct record *r, bool *known,
    enum key_rank *rank, unsigned char mine[16], struct err *e)
{
	static const unsigned char nobody[16];
	const struct record_order_placed *p = r->data;

	*known = fold_person(f, fact, p->customer, rank, mine);
	if (*known || !fold_cart_uncertain(r))
		return true;
	if (f->owner == NULL) {
		fold_cart_unidentified(f, fact, p->order);
		return true;
	}
	*known = memcmp(f->owner, nobody, sizeof nobody) != 0;
	*rank = KEY_RANK_PHONE;
	memcpy(mine, f->owner, sizeof nobody);
	return *known || err_set(e, ERR_INPUT, "%s %s, and nothing else identifies whose order it is",
	    record_unnamed(r)->path, left_reason(record_unnamed(r)->reason));
}

bool
fold_order_record(struct fold *f, const struct fold_fact *fact, const struct record *r,
    const char *line, size_t n, struct err *e)
{
	const struct record_order_placed *p = r->data;	/* order_updated has the same members */
	struct fold_order *o;
	unsigned char mine[16];
	enum key_rank rank;
	bool known;

	if (!fold_cart_buyer(f, fact, r, &known, &rank, mine, e))
		return false;
	o = order_row_of(f, fact, p->order->id);
	if (known) {
		take_customer(f, fact, o->id, rank, mine, o->customer, o->customer_stamp,
		    &o->has_customer);
		fold_link(f, fact->store, o->id, mine);
	}
	take_key(f, fact, p->order->cart_id, known ? mine : NULL, o->cart, &o->has_cart);
	take_key(f, fact, p->order->checkout_id, known ? mine : NULL, o->checkout, &o->has_checkout);
	take_times(f, o, fact, p->order);
	o->was_bought |= record_order_status(p->order) == ORDER_BOUGHT;
	if (key_later(o->stamp, fact->stamp))
		return true;
	memcpy(o->stamp, fact->stamp, 16);
	o->of = p->order;
	if (p->order->discount_codes)
		o->discount_codes = fold_cart_bounds(line, n, "data.order.discount_codes");
	return true;
}
