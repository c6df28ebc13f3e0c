/*
 * rows.h: the rows of each table that a batch of records folds into.
 *
 * Texts are borrowed from the records of the batch or from its arena.
 */
#ifndef CRT_FOLD_ROWS_H
#define CRT_FOLD_ROWS_H

#include "record/record.h"

struct store;

struct fold_text {
	const char *at;			/* NULL: not known */
	size_t n;
};

struct fold_event {
	struct fold_event *next;
	const struct store *store;
	unsigned char id[16];
	crt_time time, received;	/* received is distinct within a batch, to preserve the order */
	const char *type;
	struct fold_text payload;
};

#define FOLD_UNREAD (-1)

struct fold_cart {
	struct fold_cart *next;
	const struct store *store;
	unsigned char id[16], token[16], customer[16], customer_stamp[16], stamp[16];
	bool has_token, has_customer, has_value, bot;
	const char *external, *url, *currency;
	enum cart_status status;
	struct fold_text items, discount_codes;
	int64_t value;
	int items_count;		/* FOLD_UNREAD: the items are unknown */
	crt_time last_activity, idle_at, created;	/* idle_at RECORD_NO_TIME: never */
	crt_time url_until;		/* RECORD_NO_TIME: not known */
	bool url_pays;
	const char *origin;		/* JSON, see fold_origin; NULL: not known */
	unsigned char origin_stamp[16];
};

enum fold_group { FOLD_EMAIL, FOLD_PHONE, FOLD_PUSH, FOLD_NAME, FOLD_LOCALE, FOLD_PLACE,
    FOLD_CONSENT_EMAIL, FOLD_CONSENT_SMS, FOLD_CONSENT_PUSH, FOLD_DELETED, FOLD_TAGS,
    FOLD_GROUPS };

struct fold_customer {
	struct fold_customer *next;
	const struct store *store;
	unsigned char id[16], email_key[16], phone_key[16], push_key[16], stamp[FOLD_GROUPS][16];
	bool has_email_key, has_phone_key, has_push_key;
	const char *external, *email, *email_norm, *email_kind, *phone, *push_token, *first_name,
	    *last_name, *locale, *country, *region, *timezone, *tags;
	int consent[3];			/* by channel: -1, or the index of the state */
	crt_time last_activity, created;
};

struct fold_order {
	struct fold_order *next;
	const struct store *store;
	unsigned char id[16], cart[16], checkout[16], customer[16], customer_stamp[16], stamp[16];
	bool has_cart, has_checkout, has_customer;
	bool was_bought;		/* by any of its records */
	const struct record_order *of;
	struct fold_text discount_codes;
	crt_time placed, confirmed, created;	/* confirmed may be RECORD_NO_TIME */
};

/* An order whose person was unreadable. Absent keys are all zeros. */
struct fold_unidentified {
	struct fold_unidentified *next;
	const struct store *store;
	unsigned char order[16], cart[16], checkout[16];
	size_t line;			/* the value of fold.line when it was folded */
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
	bool confirmed;			/* double opt-in */
	int signature;			/* enum consent_signature; -1: none */
	const char *number, *seller;	/* NULL: not given */
	bool unconditional;		/* the consent is not a condition of a purchase */
};

/* An address that gets no more mail. */
struct fold_suppression {
	struct fold_suppression *next;
	const struct store *store;
	unsigned char key[16];
	int channel;
	enum suppress_reason reason;
	crt_time time;
};

/* Records without a cart or customer row; others.c has a statement for each type. */
struct fold_other {
	struct fold_other *next;
	const struct store *store;
	const struct record *record;	/* checkpoint, privacy request or touch */
	unsigned char id[16];
	struct fold_text payload;
};

#endif
