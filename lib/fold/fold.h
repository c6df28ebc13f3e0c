/*
 * fold.h: fold the records of a batch into one row per object.
 *
 * Facts are ordered by their stamps, not by arrival: within the batch here, against the
 * database in the statements of sql/query/inbox. So duplicates and any order of arrival give
 * the same rows (P4), and no statement meets a key twice.
 */
#ifndef CRT_FOLD_H
#define CRT_FOLD_H

#include "base/map.h"
#include "fold/rows.h"
#include "store/key.h"
#include "record/record.h"

struct fold {
	struct arena *arena;
	const struct keyring *ring;
	crt_time now;
	crt_time received;		/* when crt received the current record; 0: now */
	/* By ids that are unique in all stores; customers and edges by key_within their store. */
	struct map carts_by, customers_by, orders_by, edges_by, consents_by;
	struct fold_event *events;
	struct fold_cart *carts;
	struct fold_customer *customers;
	struct fold_order *orders;
	struct fold_edge *edges;
	struct fold_consent *consents;
	struct fold_suppression *suppressions;
	struct fold_unidentified *unidentified;
	struct fold_other *others, *others_last;	/* in order of arrival */
	size_t n;			/* records folded */
	struct lefts *left;		/* fields left out of the current record */
	size_t line;			/* the current record's line in the batch */
	const unsigned char *owner;	/* looked up for an unreadable person; NULL: not yet */
};

void fold_open(struct fold *, struct arena *, const struct keyring *, crt_time now);

/* A record without a time that can be read, from 1970 to 2500, gets that of its arrival. So does
   an opt-out that is too far ahead of the clock. received: 0 means now. */
void fold_date(const struct fold *, struct record *, crt_time received, struct arena *);

/* When a record that is too far ahead of the clock can be accepted; 0: its time is fine. */
crt_time fold_near(const struct fold *, const struct record *);

/* Borrows record and line until the rows have been written. */
bool fold_add(struct fold *, const struct store *, const struct record *,
    const char *line, size_t n, struct err *) MUSTUSE;

/* The stamp of a record's fact about its cart or order. */
void fold_stamp(const struct record *, unsigned char out[16]);

/* --- internal to fold*.c --- */

/* The store, the time, and the stamps of a record's facts; made once a record. */
struct fold_fact {
	const struct store *store;
	unsigned char id[16], stamp[16];	/* id: derived from the record's */
	uint64_t tie;			/* the tie of its stamps, without that of a final state */
	crt_time time;			/* at the source */
	crt_time arrival;		/* when crt received it */
	crt_time happened;		/* the first of the two */
};

/* A time that the current record gives for what has happened, at most latest. One well after it
   is noted with the member's path. */
crt_time fold_not_after(struct fold *, crt_time, crt_time latest, const char *path);
crt_time fold_arrival(const struct fold *, const struct record *);

/* Folds the customer of a record: sets out to the id, and adds the row and the keys. False
   when nothing identifies the person. cart: a key the person was seen with; may be NULL. */
bool fold_person(struct fold *, const struct fold_fact *, const struct record_customer *,
    enum key_rank *, unsigned char out[16]);
void fold_link(struct fold *, const struct store *, const unsigned char key[16],
    const unsigned char customer[16]);
void fold_consent(struct fold *, const struct fold_fact *, const unsigned char customer[16],
    const struct fold_consent *said);
void fold_suppress(struct fold *, const struct fold_fact *, const unsigned char key[16],
    int channel, enum suppress_reason);
/* Whether a touch suppresses its address, and why. */
bool fold_silenced(const struct record *, enum suppress_reason *);
struct fold_text fold_items(struct arena *, const struct record *cart, struct fold_text list);
int64_t fold_quantity(const struct record_item *);

/* JSON of origin.c in the arena: {"device":...,"referrer":...,"utm_source":...}; NULL: nothing is
   known. The tags as a list of texts; NULL: unknown. */
const char *fold_origin(struct arena *, const struct record_device *);
const char *fold_tags(struct arena *, const json_t *tags);
bool fold_cart_record(struct fold *, const struct fold_fact *, const struct record *,
    const char *line, size_t n);
bool fold_order_record(struct fold *, const struct fold_fact *, const struct record *,
    const char *line, size_t n, struct err *) MUSTUSE;
bool fold_customer_record(struct fold *, const struct fold_fact *, const struct record *);
bool fold_touch_record(struct fold *, const struct fold_fact *, const struct record *,
    struct err *) MUSTUSE;
bool fold_preferences_record(struct fold *, const struct fold_fact *, const struct record *,
    struct err *) MUSTUSE;

#endif
