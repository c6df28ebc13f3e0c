/* subject_events.c: find the stored records that are about a person. */
#include <string.h>

#include "fold/fold.h"
#include "privacy/subject.h"
#include "query.h"

struct scanning {
	struct subject *subject;
	struct subject_part *part;
	struct arena arena;
};

static bool
scan_key(const struct scanning *s, const unsigned char key[IDENT_BYTES])
{
	return map_get(&s->part->about, key) != NULL;
}

static bool
scan_email(const struct scanning *s, const char *email)
{
	char written[KEY_NORM_MAX + 1], norm[KEY_NORM_MAX + 1];
	unsigned char key[IDENT_BYTES];

	return email && key_email(s->subject->run->ring, s->part->store, email, written, norm, key)
	    && scan_key(s, key);
}

static bool
scan_customer_key(const struct scanning *s, const struct record_customer_key *k)
{
	char norm[KEY_NORM_MAX + 1];
	unsigned char key[IDENT_BYTES];

	if (k == NULL)
		return false;
	if (k->id) {
		key_customer(s->part->store, k->id, key);
		if (scan_key(s, key))
			return true;
	}
	if (scan_email(s, k->email))
		return true;
	return k->id == NULL && k->email == NULL && k->phone
	    && key_phone(s->subject->run->ring, s->part->store, k->phone, NULL, norm, key)
	    && scan_key(s, key);
}

/* What a platform has named without its content. */
static bool
scan_fetch(const struct scanning *s, const char *external)
{
	unsigned char cart[IDENT_BYTES], order[IDENT_BYTES], customer[IDENT_BYTES];

	key_cart(s->part->store, external, cart);
	key_order(s->part->store, external, order);
	key_customer(s->part->store, external, customer);
	return scan_key(s, cart) || scan_key(s, order) || scan_key(s, customer);
}

/* Records without a cart or a customer row. */
static bool
scan_other(const struct scanning *s, const struct record *r)
{
	unsigned char id[IDENT_BYTES];

	if (r->kind == RECORD_privacy_requested)
		return scan_customer_key(s, ((const struct record_privacy_requested *)r->data)->customer);
	if (r->kind == RECORD_fetch_wanted)
		return scan_fetch(s, ((const struct record_fetch_wanted *)r->data)->id);
	if (r->kind == RECORD_fetch_done)
		return scan_fetch(s, ((const struct record_fetch_done *)r->data)->id);
	if (r->kind >= RECORD_message_accepted && r->kind <= RECORD_message_unsubscribed) {
		const struct record_touch *t = r->data;

		return (t->message && ident_read(t->message, id) && scan_key(s, id))
		    || scan_email(s, t->email);
	}
	return false;
}

static bool
scan_people(const struct scanning *s, const struct fold *f)
{
	const struct fold_suppression *x;
	const struct fold_consent *k;
	const struct fold_customer *c;
	const struct fold_edge *g;

	for (c = f->customers; c; c = c->next)
		if (scan_key(s, c->id) || (c->has_email_key && scan_key(s, c->email_key)))
			return true;
	for (g = f->edges; g; g = g->next)
		if (scan_key(s, g->customer) || scan_key(s, g->key))
			return true;
	for (k = f->consents; k; k = k->next)
		if (scan_key(s, k->customer))
			return true;
	for (x = f->suppressions; x; x = x->next)
		if (scan_key(s, x->key))
			return true;
	return false;
}

/* What the record folds into, as crt-ingest folds it. */
static bool
scan_folded(const struct scanning *s, const struct fold *f)
{
	const struct fold_order *o;
	const struct fold_cart *c;

	for (c = f->carts; c; c = c->next)
		if (scan_key(s, c->id) || (c->has_token && scan_key(s, c->token)))
			return true;
	for (o = f->orders; o; o = o->next)
		if (scan_key(s, o->id) || (o->has_cart && scan_key(s, o->cart))
		    || (o->has_checkout && scan_key(s, o->checkout)))
			return true;
	return scan_people(s, f);
}

/* An e-mail address in a member that crt does not know. Others may have the same number. */
static bool
scan_words(const struct scanning *s, const char *text)
{
	char *const *word;

	for (word = s->part->words; word && *word; word++)
		if (strchr(*word, '@') && strcasestr(text, *word))
			return true;
	return false;
}

static bool
scan_record(struct scanning *s, const char *text, size_t n)
{
	struct record r = { .json = NULL };
	struct err ignored = { 0 };
	struct fold f;
	bool found = false;

	arena_reset(&s->arena);
	fold_open(&f, &s->arena, s->subject->run->ring, KEY_TIME_MAX);
	f.left = &r.left;
	if (record_read(&r, text, n, &s->arena, &ignored))
		found = scan_words(s, text) || scan_other(s, &r)
		    || (fold_add(&f, s->part->store, &r, text, n, &ignored) && scan_folded(s, &f));
	value_free(r.json);
	return found;
}

static bool
scan_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct scanning *s = arg;
	const char *id = db_text(row, SQL_SUBJECT_EVENTS_ID);

	if (!scan_record(s, db_text(row, SQL_SUBJECT_EVENTS_PAYLOAD),
	    db_length(row, SQL_SUBJECT_EVENTS_PAYLOAD)))
		return true;
	if (!strcmp(db_text(row, SQL_SUBJECT_EVENTS_TABLE_NAME), "events")) {
		subject_note(s->part, SUBJECT_EVENT_TIMES, db_text(row, SQL_SUBJECT_EVENTS_TIME));
		subject_note(s->part, SUBJECT_EVENTS, id);
	} else
		subject_note(s->part, SUBJECT_REQUESTS, id);
	return true;
}

bool
subject_read_events(struct subject *s, struct subject_part *p, struct err *e)
{
	struct scanning scanning = { .subject = s, .part = p };
	const char *params[] = { p->store->id_text, *p->since ? p->since : "infinity" };
	bool ok = db_each(s->run->db, sql_subject_events, COUNT(params), params, scan_row, &scanning,
	    e);

	arena_free(&scanning.arena);
	return ok;
}
