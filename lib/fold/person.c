/* person.c: fold the facts about a person: identity, data, consent. */
#include <string.h>

#include "fold/fold.h"
#include "person/domain.h"


struct who {
	unsigned char id[16], email[16], phone[16], push[16];
	char email_written[KEY_NORM_MAX + 1], email_norm[KEY_NORM_MAX + 1];
	char phone_norm[KEY_NORM_MAX + 1];
	const char *push_token;
	bool has_email, has_phone, has_push;
	enum key_rank rank;
};

static bool
fold_person_known(struct fold *f, const struct store *s, const struct record_customer *r,
    struct who *w)
{
	w->has_email = r->email
	    && key_email(f->ring, s, r->email, w->email_written, w->email_norm, w->email);
	w->has_phone = r->phone
	    && key_phone(f->ring, s, r->phone, r->country, w->phone_norm, w->phone);
	w->push_token = r->push_token;
	w->has_push = r->push_token && key_push(f->ring, s, r->push_token, w->push);
	if (!w->has_push && r->push_token && *r->push_token)
		left_add(f->left, f->arena, "customer.push_token", LEFT_GARBLED);
	if (!w->has_email && r->email && *r->email)
		left_add(f->left, f->arena, "customer.email", LEFT_ADDRESS);
	if (!w->has_phone && r->phone && *r->phone)
		left_add(f->left, f->arena, "customer.phone", LEFT_PHONE);
	if (r->id) {
		key_customer(s, r->id, w->id);
		w->rank = KEY_RANK_ID;
	} else if (w->has_email) {
		memcpy(w->id, w->email, 16);
		w->rank = KEY_RANK_EMAIL;
	} else if (w->has_phone) {
		memcpy(w->id, w->phone, 16);
		w->rank = KEY_RANK_PHONE;
	} else
		return false;
	return true;
}

void
fold_link(struct fold *f, const struct store *s, const unsigned char key[16],
    const unsigned char customer[16])
{
	unsigned char both[16];
	struct fold_edge *edge;
	void **at;
	int i;

	for (i = 0; i < 16; i++)	/* rotated, because key = customer would give 0 */
		both[i] = key[i] ^ customer[(i + 5) % 16];
	key_within(s, both, both);
	at = map_put(&f->edges_by, f->arena, both);
	if (*at)
		return;
	*at = edge = arena_get(f->arena, sizeof *edge);
	edge->next = f->edges;
	edge->store = s;
	memcpy(edge->key, key, 16);
	memcpy(edge->customer, customer, 16);
	f->edges = edge;
}

static struct fold_customer *
fold_person_row_of(struct fold *f, const struct fold_fact *fact, const struct who *w)
{
	unsigned char key[16];
	struct fold_customer *c;
	void **at;

	key_within(fact->store, w->id, key);
	at = map_put(&f->customers_by, f->arena, key);
	c = *at;
	if (c == NULL) {
		*at = c = arena_get(f->arena, sizeof *c);
		c->next = f->customers;
		c->store = fact->store;
		memcpy(c->id, w->id, 16);
		c->consent[0] = c->consent[1] = c->consent[2] = -1;
		c->last_activity = c->created = fact->happened;
		f->customers = c;
	}
	if (fact->happened > c->last_activity)
		c->last_activity = fact->happened;
	if (fact->happened < c->created)
		c->created = fact->happened;
	return c;
}

static struct fold_customer *
fold_person_row(const struct fold *f, const struct store *s, const unsigned char id[16])
{
	unsigned char key[16];

	key_within(s, id, key);
	return map_get(&f->customers_by, key);
}

/* Whether the fact is the newest of its group. If so, the group takes its stamp. */
static bool
fold_person_newest(struct fold_customer *c, enum fold_group g, const unsigned char stamp[16])
{
	if (key_later(c->stamp[g], stamp))
		return false;
	memcpy(c->stamp[g], stamp, 16);
	return true;
}

/* The customer's row holds one address; when there are two, both are linked with the
   customer. */
static void
link_both_addresses(struct fold *f, const struct fold_fact *fact, const struct fold_customer *c,
    const unsigned char was[16], const unsigned char key[16])
{
	if (memcmp(was, key, 16) == 0)
		return;
	fold_link(f, fact->store, was, c->id);
	fold_link(f, fact->store, key, c->id);
}

static void
take_address(struct fold *f, struct fold_customer *c, const struct fold_fact *fact,
    const struct who *w)
{
	if (w->has_email && c->has_email_key)
		link_both_addresses(f, fact, c, c->email_key, w->email);
	if (w->has_phone && c->has_phone_key)
		link_both_addresses(f, fact, c, c->phone_key, w->phone);
	if (w->has_email && fold_person_newest(c, FOLD_EMAIL, fact->stamp)) {
		c->email = arena_dup(f->arena, w->email_written, strlen(w->email_written));
		c->email_norm = arena_dup(f->arena, w->email_norm, strlen(w->email_norm));
		c->email_kind = domain_word(domain_kind(w->email_norm));
		memcpy(c->email_key, w->email, 16);
		c->has_email_key = true;
	}
	if (w->has_phone && fold_person_newest(c, FOLD_PHONE, fact->stamp)) {
		c->phone = arena_dup(f->arena, w->phone_norm, strlen(w->phone_norm));
		memcpy(c->phone_key, w->phone, 16);
		c->has_phone_key = true;
	}
	if (w->has_push && fold_person_newest(c, FOLD_PUSH, fact->stamp)) {
		c->push_token = w->push_token;
		memcpy(c->push_key, w->push, 16);
		c->has_push_key = true;
	}
}

static void
take_profile(struct fold *f, struct fold_customer *c, const struct fold_fact *fact,
    const struct record_customer *r)
{
	const char *tags;

	if ((r->first_name || r->last_name) && fold_person_newest(c, FOLD_NAME, fact->stamp)) {
		c->first_name = r->first_name;
		c->last_name = r->last_name;
	}
	if (r->locale && fold_person_newest(c, FOLD_LOCALE, fact->stamp))
		c->locale = r->locale;
	if ((r->country || r->region || r->timezone)
	    && fold_person_newest(c, FOLD_PLACE, fact->stamp)) {
		c->country = r->country;
		c->region = r->region;
		c->timezone = r->timezone;
	}
	tags = fold_tags(f->arena, r->tags);
	if (tags && fold_person_newest(c, FOLD_TAGS, fact->stamp))
		c->tags = tags;
}

/* A repeated proof gets the same id: it is derived from who, what, when, where, and the
   wording. */
static void
consent_id(const struct fold_fact *fact, const unsigned char customer[16],
    const struct fold_consent *given, unsigned char out[16])
{
	const char *words[] = { given->source, given->wording, given->evidence, given->signature < 0
	    ? NULL : words_consent_signature[given->signature], given->number, given->seller };
	struct str what = STR_MAX(8192);
	size_t i;

	str_add(&what, (const char *)customer, 16);
	str_printf(&what, "%d %d %lld", given->channel, given->state, (long long)given->time);
	for (i = 0; i < COUNT(words); i++) {
		str_putc(&what, '\0');
		str_puts(&what, words[i] ? words[i] : "\1");	/* absent differs from empty */
	}
	if (given->confirmed)
		str_puts(&what, "confirmed");
	if (given->unconditional)
		str_puts(&what, "unconditional");
	ident_derive(out, fact->store->id, "consent", str_text(&what), what.len);
	str_free(&what);
}

void
fold_consent(struct fold *f, const struct fold_fact *fact, const unsigned char customer[16],
    const struct fold_consent *given)
{
	struct fold_customer *c = fold_person_row(f, fact->store, customer);
	unsigned char id[16], stamp[16];
	struct fold_consent *proof;
	void **at;

	consent_id(fact, customer, given, id);
	key_stamp(KEY_RANK_FACT, given->time, fact->tie
	    | (given->state == CONSENT_DENIED ? KEY_FINAL : 0), stamp);
	if (c && fold_person_newest(c, (enum fold_group)(FOLD_CONSENT_EMAIL + given->channel), stamp))
		c->consent[given->channel] = given->state;
	at = map_put(&f->consents_by, f->arena, id);
	if (*at)
		return;
	*at = proof = arena_get(f->arena, sizeof *proof);
	*proof = *given;
	proof->next = f->consents;
	proof->store = fact->store;
	memcpy(proof->id, id, 16);
	memcpy(proof->customer, customer, 16);
	f->consents = proof;
}

/* A consent value that cannot be read may be a refusal, so it counts as pending until a
   newer one arrives. */
static void
take_consent(struct fold *f, const struct fold_fact *fact, const unsigned char customer[16],
    const struct record_consents *r)
{
	static const struct record_consents none = { 0 };
	static const char *const paths[] = { "customer.consent.email", "customer.consent.sms",
	    "customer.consent.push" };
	const struct record_consents *all = r ? r : &none;
	const struct record_consent *by[] = { all->email, all->sms, all->push };
	int i;

	for (i = 0; i < (int)COUNT(by); i++)
		if (by[i] == NULL && left_within(f->left, paths[i]))
			fold_consent(f, fact, customer, &(struct fold_consent){ .channel = i,
			    .state = CONSENT_PENDING, .time = fact->time, .signature = -1 });
		else if (by[i]) {
			crt_time t = by[i]->time;

			if (t == RECORD_NO_TIME || t < KEY_TIME_MIN || t > fact->time)
				t = fact->time;
			fold_consent(f, fact, customer, &(struct fold_consent){ .channel = i,
			    .state = by[i]->state, .source = by[i]->source, .time = t,
			    .confirmed = by[i]->confirmed, .signature = -1 });
		}
}

bool
fold_person(struct fold *f, const struct fold_fact *fact, const struct record_customer *r,
    enum key_rank *rank, unsigned char out[16])
{
	struct fold_customer *c;
	struct who w;

	if (r == NULL || !fold_person_known(f, fact->store, r, &w))
		return false;
	c = fold_person_row_of(f, fact, &w);
	if (r->id)
		c->external = r->id;
	take_address(f, c, fact, &w);
	take_profile(f, c, fact, r);
	take_consent(f, fact, w.id, r->consent);
	memcpy(out, w.id, 16);
	*rank = w.rank;
	return true;
}

void
fold_suppress(struct fold *f, const struct fold_fact *fact, const unsigned char key[16],
    int channel, enum suppress_reason reason)
{
	struct fold_suppression *s = arena_get(f->arena, sizeof *s);

	*s = (struct fold_suppression){ .next = f->suppressions, .store = fact->store,
	    .channel = channel, .reason = reason, .time = fact->time };
	memcpy(s->key, key, 16);
	f->suppressions = s;
}

static struct record_customer
customer_of_key(const struct record_customer_key *k)
{
	return (struct record_customer){ .id = k->id, .email = k->email, .phone = k->phone };
}

/* The number of a written consent: a signature without one is for the person's own number. */
static const char *
consent_number(struct fold *f, const struct fold_fact *fact, const struct record_consent_changed *r)
{
	const char *text = r->number ? r->number : r->signature >= 0 ? r->customer->phone : NULL;
	char norm[KEY_NORM_MAX];
	unsigned char key[16];

	if (text == NULL)
		return NULL;
	if (key_phone(f->ring, fact->store, text, NULL, norm, key))
		return arena_dup(f->arena, norm, strlen(norm));
	left_add(f->left, f->arena, "number", LEFT_PHONE);
	return NULL;
}

/* A withdrawal applies to the person and to their address, for good (P6). The shop may send
   the person's id alone, before or after the address is known. */
static bool
consent_changed(struct fold *f, const struct fold_fact *fact,
    const struct record_consent_changed *r)
{
	static const enum consent_state states[] = { [ACTION_GRANT] = CONSENT_GRANTED,
	    [ACTION_WITHDRAW] = CONSENT_DENIED, [ACTION_PENDING] = CONSENT_PENDING };
	struct record_customer who = customer_of_key(r->customer);
	unsigned char customer[16];
	enum key_rank rank;
	struct who w;

	if (!fold_person(f, fact, &who, &rank, customer))
		return true;
	if (r->action < 0)
		left_add(f->left, f->arena, "action", LEFT_MISSING);
	fold_consent(f, fact, customer, &(struct fold_consent){ .channel = r->channel,
	    .state = r->action < 0 ? CONSENT_PENDING : states[r->action], .source = r->source,
	    .wording = r->wording, .evidence = r->evidence, .time = fact->time,
	    .confirmed = r->confirmed, .signature = r->signature, .seller = r->seller,
	    .number = consent_number(f, fact, r), .unconditional = r->unconditional });
	if (r->action == ACTION_WITHDRAW && fold_person_known(f, fact->store, &who, &w)) {
		fold_suppress(f, fact, w.id, r->channel, SUPPRESS_WITHDRAWN);
		if (w.has_email && r->channel == CHANNEL_EMAIL && w.rank == KEY_RANK_ID)
			fold_suppress(f, fact, w.email, r->channel, SUPPRESS_WITHDRAWN);
		if (w.has_phone && r->channel == CHANNEL_SMS && w.rank != KEY_RANK_PHONE)
			fold_suppress(f, fact, w.phone, r->channel, SUPPRESS_WITHDRAWN);
	}
	return true;
}

static bool
session_event(struct fold *f, const struct fold_fact *fact, const struct record_session_event *r)
{
	unsigned char customer[16], key[16];
	enum key_rank rank;

	if (!fold_person(f, fact, r->customer, &rank, customer))
		return true;
	key_session(fact->store, r->session, key);
	fold_link(f, fact->store, key, customer);
	if (r->cart) {
		key_cart(fact->store, r->cart->id, key);
		fold_link(f, fact->store, key, customer);
	}
	return true;
}

static bool
customer_merged(struct fold *f, const struct fold_fact *fact,
    const struct record_customer_merged *r)
{
	struct record_customer from = customer_of_key(r->customer), into = customer_of_key(r->into);
	unsigned char a[16], b[16];
	enum key_rank rank;

	if (fold_person(f, fact, &from, &rank, a) && fold_person(f, fact, &into, &rank, b)) {
		fold_link(f, fact->store, a, a);
		fold_link(f, fact->store, a, b);
	}
	return true;
}

bool
fold_customer_record(struct fold *f, const struct fold_fact *fact, const struct record *r)
{
	unsigned char customer[16];
	enum key_rank rank;

	if (r->kind == RECORD_consent_changed)
		return consent_changed(f, fact, r->data);
	if (r->kind == RECORD_session_event)
		return session_event(f, fact, r->data);
	if (r->kind == RECORD_customer_merged)
		return customer_merged(f, fact, r->data);
	if (r->kind == RECORD_customer_deleted) {
		const struct record_customer_deleted *gone = r->data;
		struct record_customer who = customer_of_key(gone->customer);

		if (fold_person(f, fact, &who, &rank, customer))
			fold_person_newest(fold_person_row(f, fact->store, customer), FOLD_DELETED,
			    fact->stamp);
		return true;
	}
	fold_person(f, fact, ((const struct record_customer_updated *)r->data)->customer,
	    &rank, customer);
	return true;
}
