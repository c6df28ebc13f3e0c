/*
 * fold.h: the records of a batch, folded to one row a thing.
 *
 * Facts are ordered by stamps, not by arrival: within the batch here, against
 * the database in the statements of sql/query/inbox.  So duplicates and any
 * order give the same rows (P4), and a statement never meets a key twice.
 */
#ifndef CRT_FOLD_H
#define CRT_FOLD_H

#include "base/map.h"
#include "flow/key.h"
#include "record/record.h"

struct fold_text {
	const char *at;			/* NULL: not known */
	size_t n;
};

struct fold_event {
	struct fold_event *next;
	const struct store *store;
	unsigned char id[16];
	crt_time time;
	const char *type;
	struct fold_text payload;
};

struct fold_cart {
	struct fold_cart *next;
	const struct store *store;
	unsigned char id[16], token[16], customer[16], customer_stamp[16], stamp[16];
	bool has_token, has_customer, has_value, bot;
	const char *external, *url, *status, *currency;
	struct fold_text items, discount_codes;
	int64_t value;
	int items_count;
	crt_time last_activity, idle_at, created;	/* idle_at RECORD_NO_TIME: never */
};

enum fold_group { FOLD_EMAIL, FOLD_PHONE, FOLD_NAME, FOLD_LOCALE, FOLD_PLACE,
    FOLD_CONSENT_EMAIL, FOLD_CONSENT_SMS, FOLD_CONSENT_PUSH, FOLD_DELETED, FOLD_GROUPS };

struct fold_customer {
	struct fold_customer *next;
	const struct store *store;
	unsigned char id[16], email_key[16], phone_key[16], stamp[FOLD_GROUPS][16];
	bool has_email_key, has_phone_key;
	const char *external, *email, *email_norm, *phone, *first_name, *last_name, *locale,
	    *country, *region, *timezone;
	int consent[3];			/* by channel: -1 or the word's index */
	crt_time last_activity, created;
};

struct fold_order {
	struct fold_order *next;
	const struct store *store;
	unsigned char id[16], cart[16], checkout[16], customer[16], customer_stamp[16], stamp[16];
	bool has_cart, has_checkout, has_customer;
	const struct record_order *of;
	struct fold_text discount_codes;
	crt_time placed, created;
};

struct fold_edge {
	struct fold_edge *next;
	const struct store *store;
	unsigned char key[16], customer[16];
};

struct fold_consent {
	struct fold_consent *next;
	const struct store *store;
	unsigned char id[16], customer[16];
	int channel, state;
	const char *source, *wording, *evidence;
	crt_time time;
};

/* An address that is never written to again. */
struct fold_suppression {
	struct fold_suppression *next;
	const struct store *store;
	unsigned char key[16];
	int channel;
	const char *reason;
	crt_time time;
};

/* Records that concern no cart and no customer row; the inbox has a statement for each. */
struct fold_other {
	struct fold_other *next;
	const struct store *store;
	const struct record *record;	/* checkpoint, privacy request or touch */
	unsigned char id[16];
	struct fold_text payload;
};

struct fold {
	struct arena *arena;
	const struct keyring *ring;
	crt_time now;
	struct map carts_by, customers_by, orders_by, edges_by, consents_by;
	struct fold_event *events;
	struct fold_cart *carts;
	struct fold_customer *customers;
	struct fold_order *orders;
	struct fold_edge *edges;
	struct fold_consent *consents;
	struct fold_suppression *suppressions;
	struct fold_other *others;
	size_t n;			/* records folded */
};

void fold_open(struct fold *, struct arena *, const struct keyring *, crt_time now);

/* record and line stay alive until the rows have been written. */
bool fold_add(struct fold *, const struct store *, const struct record *,
    const char *line, size_t n, struct err *) MUSTUSE;

/* --- for the files fold*.c --- */

/* Whose fact it is and when: made once a record. */
struct fold_fact {
	const struct store *store;
	unsigned char event[16], stamp[16];
	crt_time time;
};

/* The customer of a record: his id in out, his row and keys folded.  False when
   nothing tells who he is.  cart (may be NULL) is a key he was seen with. */
bool fold_person(struct fold *, const struct fold_fact *, const struct record_customer *,
    enum key_rank *, unsigned char out[16]);
void fold_link(struct fold *, const struct store *, const unsigned char key[16],
    const unsigned char customer[16]);
void fold_consent(struct fold *, const struct fold_fact *, const unsigned char customer[16],
    const struct fold_consent *said);
bool fold_cart_record(struct fold *, const struct fold_fact *, const struct record *,
    const char *line, size_t n);
bool fold_order_record(struct fold *, const struct fold_fact *, const struct record *,
    const char *line, size_t n);
bool fold_customer_record(struct fold *, const struct fold_fact *, const struct record *);

#endif
