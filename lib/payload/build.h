/*
 * build.h: what adapters make records with.  Seen by lib/platform only.
 *
 * A build is one delivery on its way to one record.  The adapter's function for
 * the topic looks at body, fills data and says type, subject and time; or says
 * in ignored why there is no record.  Functions that can fail say so in err.
 * json_t that a function gives back belong to the caller unless it says const.
 *
 * Only what a record cannot do without makes a function fail: ids, and what a cart holds.
 * Any other field that cannot be read is left out and noted (build_leave.c), as if absent. */
#ifndef CRT_PAYLOAD_BUILD_H
#define CRT_PAYLOAD_BUILD_H

#include "payload/build_leave.h"
#include "payload/build_money.h"
#include "payload/delivery.h"
#include "record/record.h"
#include "record/value.h"

#define BUILD_SUBJECT_MAX 160		/* "customer/", 128 bytes of an id, a NUL */

struct build {
	const struct platform_delivery *d;
	const char *topic;
	json_t *body;			/* a map; every number is text */
	json_t *data;			/* a map, to be filled */
	const char *type;		/* "cart.updated" */
	char subject[BUILD_SUBJECT_MAX];	/* may stay empty */
	const char *ignored;
	const char *unknown;		/* an order's state that no map has; "": it says none */
	const char *delivery;		/* the delivery's own id; may be NULL */
	const char *sequence;		/* when the platform made it, finer than time; may be NULL */
	crt_time time;			/* starts as when it was received */
	bool dated;			/* time is the resource's own */
	struct lefts left;		/* what was left out; in the arena */
	struct arena arena;
	struct err *err;
};

/* Text that is there and not empty, at the dotted path; else NULL.  Anything else that stands
   there is left out, but for false, and a list without members where a map is meant, as PHP
   writes what is not there. */
const char *build_said(const json_t *, const char *path);

const char *build_perhaps(const json_t *, const char *path);	/* or rightly something else */
bool build_unread(const json_t *, const char *path);	/* there, but no text, or garbled */
bool build_in_doubt(const json_t *, const char *path);	/* or something unreadable in its place */
bool build_flag(const json_t *, const char *path);		/* there, and true */
const char *build_first(const json_t *, const char *const *paths);
#define BUILD_FIRST(v, ...) build_first(v, (const char *const[]){ __VA_ARGS__, NULL })

/* Counts the order whose state is not known; the store's first of that word is told. */
void build_unknown(const struct build *, const char *platform, const char *word);

bool build_reads(const json_t *, const char *path, const char *text);	/* is it this text? */

/* An id at the dotted path, where "0" is a number that stands for nothing. */
const char *build_id(const json_t *, const char *path);

/* "cart/ID" as the subject; kind is a part in record.def.  An id is needed, no
   longer than there and without a control byte. */
bool build_subject(struct build *, const char *kind, const char *id) MUSTUSE;

/* A time at path; false: there is none.  zone "" or what the text leaves out: "Z". */
bool build_time(const json_t *, const char *path, const char *zone, crt_time *);
void build_set_time(json_t *, const char *key, crt_time);

/* The resource's own time, if it says one: of the record and of its id. */
void build_happened(struct build *, const json_t *, const char *path, const char *zone);

/* When a cart was begun, if the body says so at path, and touched: the record's time. */
void build_cart_times(struct build *, json_t *cart, const char *path, const char *zone);

/* record.def's limit of a text; 0: it has none. */
size_t build_limit(const char *part, const char *member);

/*
 * A member as record.def has it: part and member.  NULL sets nothing.
 * words: for the eye, cut where it would be too long.
 * key: for comparing and sending, left out too long or with a control byte in it.
 * url: a key, http or https only; //host/path becomes https.
 */
void build_set_words(json_t *, const char *part, const char *member, const char *text);
void build_set_key(json_t *, const char *part, const char *member, const char *text);
/* The shopper's device, if something is known of it; agent and ip may be NULL. */
void build_device(struct build *, const char *agent, const char *ip);
void build_set_url(json_t *, const char *part, const char *member, const char *text);

/* A whole number from 0 on, or any without a sign; false for anything else, without a word. */
bool build_whole(const char *text, int64_t *) MUSTUSE;
bool build_decimal(const char *text);

/*
 * The list at path, at most its first max; absent, null and what is no list are none.  A map
 * whose members are numbered, as PHP writes a list with gaps, is the list of its values from
 * here on.  False: something is missing in it, so that no sum of it is right.
 */
bool build_list(const json_t *, const char *path, size_t max, const json_t **, size_t *n);

/* Codes of coupons: the texts at path in each of a list, if there are any. */
void build_set_codes(struct build *, json_t *, const char *list, const char *path);

/* Each thing of the list at path becomes one of the cart's items as fill makes it, unless fill
   says false.  ERR_INPUT: there are things in the list, or what is no list, and not one of them
   can be read. */
typedef bool build_item_fn(struct build *, const json_t *item, const void *arg, json_t *out);
bool build_items(struct build *, const json_t *, const char *path, build_item_fn *fill,
    const void *arg, json_t *cart) MUSTUSE;

/* What a person says about being written to: channel "email" or "sms". */
void build_set_consent(json_t *person, const char *channel, const char *state, const char *source,
    crt_time);

/* The whole record of a thing that is no more: "cart.deleted" of a "cart". */
bool build_gone(struct build *, const char *type, const char *kind, const char *id) MUSTUSE;

/* A list of ids, if there are any. */
bool build_set_ids(struct build *, json_t *, const char *key, const char *list) MUSTUSE;

#endif
