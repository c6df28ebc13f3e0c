/*
 * build.h: what adapters make records with.  Seen by lib/platform only.
 *
 * A build is one delivery on its way to one record.  The adapter's function for
 * the topic looks at body, fills data and says type, subject and time; or says
 * in ignored why there is no record.  Functions that can fail say so in err.
 * json_t that a function gives back belong to the caller unless it says const.
 */
#ifndef CRT_PLATFORM_BUILD_H
#define CRT_PLATFORM_BUILD_H

#include "platform/platform.h"
#include "record/money.h"
#include "record/record.h"
#include "record/value.h"

#define BUILD_SUBJECT_MAX 160		/* "customer/", 128 bytes of an id, a NUL */

struct money {
	int64_t minor;
	char currency[4];
};

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
	struct err *err;
};

/* Text that is there and not empty, at the dotted path; else NULL. */
const char *build_said(const json_t *, const char *path);
const char *build_first(const json_t *, const char *const *paths);
#define BUILD_FIRST(v, ...) build_first(v, (const char *const[]){ __VA_ARGS__, NULL })

/* Counts the order whose state is not known; the store's first of that word is told. */
void build_unknown(const struct build *, const char *platform, const char *word);

/* Is it this text? */
bool build_reads(const json_t *, const char *path, const char *text);

/* An id at the dotted path, where "0" is a number that stands for nothing. */
const char *build_id(const json_t *, const char *path);

/* "cart/ID" as the subject; kind is a part in record.def.  An id is needed, no
   longer than there and without a control byte. */
bool build_subject(struct build *, const char *kind, const char *id) MUSTUSE;

/* A time at path: *there says whether.  zone "" or what the text leaves out: "Z". */
bool build_time(struct build *, const json_t *, const char *path, const char *zone,
    crt_time *, bool *there) MUSTUSE;
void build_set_time(json_t *, const char *key, crt_time);

/* The resource's own time: of the record and of its id. */
bool build_happened(struct build *, const json_t *, const char *path, const char *zone) MUSTUSE;

/* When a cart was begun, if the body says so at path, and touched: the record's time. */
bool build_cart_times(struct build *, json_t *cart, const char *path, const char *zone) MUSTUSE;

/*
 * A member as record.def has it: part and member.  NULL sets nothing.
 * words: for the eye, cut where it would be too long.
 * key: for comparing and sending, left out too long or with a control byte in it.
 * address: a key that is not left out with a control byte but refused: an attack.
 * url: a key, http or https only; //host/path becomes https.
 */
void build_set_words(json_t *, const char *part, const char *member, const char *text);
void build_set_key(json_t *, const char *part, const char *member, const char *text);
bool build_set_address(struct build *, json_t *, const char *part, const char *member,
    const char *text) MUSTUSE;
/* The shopper's device, if something is known of it; agent and ip may be NULL. */
bool build_device(struct build *, const char *agent, const char *ip) MUSTUSE;
void build_set_url(json_t *, const char *part, const char *member, const char *text);

/* Rounded to the currency's minor unit.  A number of JSON may have an exponent: what a double
   leaves of nothing is 7.1e-15. */
bool build_money(struct build *, struct money *, const char *amount, const char *currency)
    MUSTUSE;
bool build_add(struct build *, struct money *sum, const struct money *) MUSTUSE;
void build_set_money(json_t *, const char *key, const struct money *);

/* A whole number from 0 on; false for anything else, without a word. */
bool build_whole(const char *text, int64_t *) MUSTUSE;

/* The member at path must be a list of at most max; absent and null are none. */
bool build_list(struct build *, const json_t *, const char *path, size_t max,
    const json_t **, size_t *n) MUSTUSE;

/* Codes of coupons: the texts at path in each of a list, if there are any. */
bool build_set_codes(struct build *, json_t *, const char *list, const char *path) MUSTUSE;

/* Each thing of the list at path becomes one of the cart's items as fill makes it, unless its
   quantity is 0 or fill leaves it empty.  ERR_INPUT for more than PLATFORM_ITEMS_MAX. */
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
