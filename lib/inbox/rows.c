/* rows.c: the folded rows of a batch as columns, and the statements that store them. */
#include <string.h>

#include "inbox/rows.h"
#include "query.h"

static const char *const folds[ROWS_TABLES] = {
	[ROWS_EVENTS] = sql_event_fold,
	[ROWS_CUSTOMERS] = sql_customer_fold,
	[ROWS_IDENTITIES] = sql_identity_fold,
	[ROWS_CARTS] = sql_cart_fold,
	[ROWS_ORDERS] = sql_order_fold,
	[ROWS_CONSENTS] = sql_consent_fold,
};

void
rows_open(struct rows *r)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		tuples_init(&r->table[t]);
}

void
rows_close(struct rows *r)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		tuples_free(&r->table[t]);
}

void
rows_reset(struct rows *r)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		tuples_reset(&r->table[t]);
}

static void
put_span(struct tuples *t, struct fold_text text)
{
	if (text.at)
		tuples_text(t, text.at, text.n);
	else
		tuples_null(t);
}

static void
put_time(struct tuples *t, crt_time time)
{
	if (time == RECORD_NO_TIME)
		tuples_null(t);
	else
		tuples_time(t, time);
}

static void
put_state(struct tuples *t, int state)
{
	tuples_texts(t, state < 0 ? NULL : words_consent_state[state]);
}

/* A row has one currency for all amounts: an amount in another currency is stored as unknown. */
static void
put_amount(struct tuples *t, const struct record_money *m, const char *currency)
{
	if (m->given && !strcmp(m->currency, currency))
		tuples_int8(t, m->minor);
	else
		tuples_null(t);
}

static const char *
currency_of(const struct record_order *o)
{
	const struct record_money *m[] = { &o->total, &o->refunded, &o->tax, &o->shipping };
	size_t i;

	for (i = 0; i < COUNT(m); i++)
		if (m[i]->given)
			return m[i]->currency;
	return NULL;
}


static void
put_event(struct tuples *t, const struct fold_event *ev)
{
	tuples_row(t, 6);
	tuples_uuid(t, ev->store->id);
	tuples_uuid(t, ev->id);
	tuples_time(t, ev->time);
	tuples_time(t, ev->received);
	tuples_texts(t, ev->type);
	put_span(t, ev->payload);
}

static void
rows_put_customer(struct tuples *t, const struct fold_customer *p)
{
	int i;

	tuples_row(t, 34);
	tuples_uuid(t, p->store->id);
	tuples_uuid(t, p->id);
	tuples_texts(t, p->external);
	tuples_texts(t, p->email);
	tuples_texts(t, p->email_norm);
	tuples_texts(t, p->email_kind);
	tuples_uuid(t, p->has_email_key ? p->email_key : NULL);
	tuples_uuid(t, p->stamp[FOLD_EMAIL]);
	tuples_texts(t, p->phone);
	tuples_uuid(t, p->has_phone_key ? p->phone_key : NULL);
	tuples_uuid(t, p->stamp[FOLD_PHONE]);
	tuples_texts(t, p->push_token);
	tuples_uuid(t, p->has_push_key ? p->push_key : NULL);
	tuples_uuid(t, p->stamp[FOLD_PUSH]);
	tuples_texts(t, p->first_name);
	tuples_texts(t, p->last_name);
	tuples_uuid(t, p->stamp[FOLD_NAME]);
	tuples_texts(t, p->locale);
	tuples_uuid(t, p->stamp[FOLD_LOCALE]);
	tuples_texts(t, p->country);
	tuples_texts(t, p->region);
	tuples_texts(t, p->timezone);
	tuples_uuid(t, p->stamp[FOLD_PLACE]);
	for (i = 0; i < 3; i++) {
		put_state(t, p->consent[i]);
		tuples_uuid(t, p->stamp[FOLD_CONSENT_EMAIL + i]);
	}
	tuples_uuid(t, p->stamp[FOLD_DELETED]);
	tuples_time(t, p->last_activity);
	tuples_time(t, p->created);
	tuples_texts(t, p->tags);
	tuples_uuid(t, p->tags ? p->stamp[FOLD_TAGS] : NULL);
}

static void
put_cart(struct tuples *t, const struct fold_cart *k)
{
	tuples_row(t, 22);
	tuples_uuid(t, k->store->id);
	tuples_uuid(t, k->id);
	tuples_texts(t, k->external);
	tuples_uuid(t, k->has_token ? k->token : NULL);
	tuples_uuid(t, k->has_customer ? k->customer : NULL);
	tuples_uuid(t, k->customer_stamp);
	if (k->has_value)
		tuples_int8(t, k->value);
	else
		tuples_null(t);
	tuples_texts(t, k->has_value ? k->currency : NULL);
	put_span(t, k->items);
	if (k->items_count == FOLD_UNREAD)
		tuples_null(t);
	else
		tuples_int4(t, k->items_count);
	tuples_texts(t, k->url);
	put_span(t, k->discount_codes);
	tuples_bool(t, k->bot);
	tuples_texts(t, words_cart_status[k->status]);
	tuples_time(t, k->last_activity);
	put_time(t, k->idle_at);
	tuples_uuid(t, k->stamp);
	tuples_time(t, k->created);
	put_time(t, k->url_until);
	tuples_bool(t, k->url_pays);
	tuples_texts(t, k->origin);
	tuples_uuid(t, k->origin ? k->origin_stamp : NULL);
}

static void
put_order(struct tuples *t, const struct fold_order *o)
{
	const char *currency = currency_of(o->of);

	tuples_row(t, 22);
	tuples_uuid(t, o->store->id);
	tuples_uuid(t, o->id);
	tuples_texts(t, o->of->id);
	tuples_texts(t, o->of->number);
	tuples_uuid(t, o->has_cart ? o->cart : NULL);
	tuples_uuid(t, o->has_checkout ? o->checkout : NULL);
	tuples_uuid(t, o->has_customer ? o->customer : NULL);
	tuples_uuid(t, o->customer_stamp);
	tuples_texts(t, words_order_status[record_order_status(o->of)]);
	tuples_texts(t, o->of->platform_status);
	put_amount(t, &o->of->total, currency);
	put_amount(t, &o->of->refunded, currency);
	put_amount(t, record_order_tax(o->of), currency);
	put_amount(t, record_order_shipping(o->of), currency);
	tuples_texts(t, currency);
	put_span(t, o->discount_codes);
	tuples_bool(t, o->of->test);
	tuples_bool(t, o->was_bought);
	tuples_time(t, o->placed);
	put_time(t, o->confirmed);
	tuples_uuid(t, o->stamp);
	tuples_time(t, o->created);
}

static void
put_consent(struct tuples *t, const struct fold_consent *p)
{
	tuples_row(t, 14);
	tuples_uuid(t, p->store->id);
	tuples_uuid(t, p->id);
	tuples_uuid(t, p->customer);
	tuples_texts(t, words_message_channel[p->channel]);
	put_state(t, p->state);
	tuples_texts(t, p->source);
	tuples_texts(t, p->wording);
	tuples_texts(t, p->evidence);
	tuples_time(t, p->time);
	tuples_bool(t, p->confirmed);
	tuples_texts(t, p->signature < 0 ? NULL : words_consent_signature[p->signature]);
	tuples_texts(t, p->number);
	tuples_texts(t, p->seller);
	tuples_bool(t, p->unconditional);
}

void
rows_fill(struct rows *r, const struct fold *f)
{
	const struct fold_event *ev;
	const struct fold_customer *p;
	const struct fold_edge *edge;
	const struct fold_cart *cart;
	const struct fold_order *o;
	const struct fold_consent *proof;

	for (ev = f->events; ev; ev = ev->next)
		put_event(&r->table[ROWS_EVENTS], ev);
	for (p = f->customers; p; p = p->next)
		rows_put_customer(&r->table[ROWS_CUSTOMERS], p);
	for (edge = f->edges; edge; edge = edge->next) {
		struct tuples *t = &r->table[ROWS_IDENTITIES];

		tuples_row(t, 3);
		tuples_uuid(t, edge->store->id);
		tuples_uuid(t, edge->key);
		tuples_uuid(t, edge->customer);
	}
	for (cart = f->carts; cart; cart = cart->next)
		put_cart(&r->table[ROWS_CARTS], cart);
	for (o = f->orders; o; o = o->next)
		put_order(&r->table[ROWS_ORDERS], o);
	for (proof = f->consents; proof; proof = proof->next)
		put_consent(&r->table[ROWS_CONSENTS], proof);
}

bool
rows_write(struct rows *r, struct db *db, struct err *e)
{
	int t;

	for (t = 0; t < ROWS_TABLES; t++)
		if (!tuples_send(db, folds[t], &r->table[t], e))
			return false;
	return true;
}
