/*
 * fold.h: the records of a batch, folded to one row a thing.
 *
 * Facts are ordered by stamps, not by arrival: within the batch here, against
 * the database in the statements of sql/query/inbox.  So duplicates and any
 * order give the same rows (P4), and a statement never meets a key twice.
 */
#ifndef CRT_INBOX_FOLD_H
#define CRT_INBOX_FOLD_H

#include "base/map.h"
#include "inbox/fold_rows.h"
#include "store/key.h"
#include "record/record.h"

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
	struct fold_unidentified *unidentified;
	struct fold_other *others, *others_last;	/* as they came: a later checkpoint counts */
	size_t n;			/* records folded */
	struct lefts *left;		/* of the record in hand: what does not tell who it is */
	size_t line;			/* which of the batch it stands in */
	const unsigned char *owner;	/* whose a doubtful order in it is; NULL: not asked yet */
};

void fold_open(struct fold *, struct arena *, const struct keyring *, crt_time now);

/* When a record whose time is too far ahead of the clock can be taken; 0: it is not. */
crt_time fold_near(const struct fold *, const struct record *);

/* record and line stay alive until the rows have been written. */
bool fold_add(struct fold *, const struct store *, const struct record *,
    const char *line, size_t n, struct err *) MUSTUSE;

/* The stamp of what a record says of its cart or order. */
void fold_stamp(const struct record *, unsigned char out[16]);

/* --- for the files fold*.c --- */

/* Whose fact it is and when: made once a record. */
struct fold_fact {
	const struct store *store;
	unsigned char event[16], stamp[16];
	uint64_t tie;			/* of its stamps, but for KEY_FINAL */
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
void fold_suppress(struct fold *, const struct fold_fact *, const unsigned char key[16],
    int channel, const char *reason);
/* Why a touch ends all messages to its address; NULL: it does not. */
const char *fold_silenced(const struct record *);
struct fold_text fold_items(struct arena *, const struct record *cart, struct fold_text list);
int64_t fold_quantity(const struct record_item *);
bool fold_cart_record(struct fold *, const struct fold_fact *, const struct record *,
    const char *line, size_t n);
bool fold_order_record(struct fold *, const struct fold_fact *, const struct record *,
    const char *line, size_t n, struct err *) MUSTUSE;
bool fold_customer_record(struct fold *, const struct fold_fact *, const struct record *);
bool fold_touch_record(struct fold *, const struct fold_fact *, const struct record *,
    struct err *) MUSTUSE;

#endif
