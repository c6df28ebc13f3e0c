/*
 * build.h: the functions with which adapters build records. Internal to lib/platform.
 *
 * A build is one delivery that becomes one record. The adapter's function for the topic reads
 * body, fills data, and sets type, subject, and time; or sets ignored to why there is no
 * record. Functions that can fail set err. The caller owns a returned json_t if not const.
 *
 * A function fails only for what a record requires: ids. Other unreadable fields are left out and
 * noted (build_leave.c).
 */
#ifndef CRT_PAYLOAD_BUILD_H
#define CRT_PAYLOAD_BUILD_H

#include "json/value.h"
#include "payload/build_leave.h"
#include "payload/build_money.h"
#include "payload/delivery.h"
#include "record/record.h"

#define BUILD_SUBJECT_MAX 160		/* "customer/", 128 bytes of an id, a NUL */

struct build {
	const struct platform_delivery *d;
	const char *topic;
	json_t *body;			/* a map; numbers are texts */
	json_t *data;			/* a map to fill in */
	const char *type;		/* "cart.updated" */
	char subject[BUILD_SUBJECT_MAX];	/* may stay empty */
	const char *ignored;
	const char *unknown;		/* an order's status that no adapter knows; "": none given */
	const char *delivery;		/* the delivery's own id; may be NULL */
	const char *sequence;		/* a time of the platform that is finer than time; may be NULL */
	crt_time time;			/* initially the time of receipt */
	bool dated;			/* time is the object's own */
	struct lefts left;		/* what was left out; in the arena */
	struct arena arena;
	struct err *err;
};

/* The text at the dotted path; NULL when absent or empty. Any other value is left out and
   noted, except false, and an empty list in place of a map: PHP writes absent values so. */
const char *build_text(const json_t *, const char *path);

const char *build_perhaps(const json_t *, const char *path);	/* another type is valid too */
bool build_unread(const json_t *, const char *path);	/* not a text, or garbled */
bool build_uncertain(const json_t *, const char *path);	/* present, but not a text */
bool build_flag(const json_t *, const char *path);		/* present and true */
const char *build_first(const json_t *, const char *const *paths);
#define BUILD_FIRST(v, ...) build_first(v, (const char *const[]){ __VA_ARGS__, NULL })

/* Counts an order with an unknown status, and logs the first of each store and status. */
void build_unknown(const struct build *, const char *platform, const char *word);

bool build_reads(const json_t *, const char *path, const char *text);	/* is it this text? */

/* An id at the dotted path; a number "0" means none. */
const char *build_id(const json_t *, const char *path);

/* Sets the subject "cart/ID"; kind is a part in record.def. The id is required, within its limit,
   and without control bytes; but a customer with an unreadable one is identified by the address. */
bool build_subject(struct build *, const char *kind, const char *id) MUSTUSE;
bool build_customer(struct build *, const char *id) MUSTUSE;	/* call when its data are set */

/* The time at path. False: absent. zone: for texts without one; "" means "Z". */
bool build_time(const json_t *, const char *path, const char *zone, crt_time *);
void build_set_time(json_t *, const char *key, crt_time);

/* Uses the object's own time, if given, for the record and its id. */
void build_happened(struct build *, const json_t *, const char *path, const char *zone);

/* Sets when a cart was created, if the body has it at path, and its last activity. */
void build_cart_times(struct build *, json_t *cart, const char *path, const char *zone);

/* The limit of a text in record.def; 0: none. */
size_t build_limit(const char *part, const char *member);

/*
 * Sets a member of a part of record.def; NULL sets nothing. words: text for people, truncated
 * at the limit. key: text for comparing and sending, left out when too long or with a control
 * byte. url: a key with http or https only; //host/path becomes https.
 */
void build_set_words(json_t *, const char *part, const char *member, const char *text);
void build_set_key(json_t *, const char *part, const char *member, const char *text);
/* Sets the shopper's device, if anything is known; agent and ip may be NULL. */
void build_device(struct build *, const char *agent, const char *ip);
void build_set_url(json_t *, const char *part, const char *member, const char *text);

/* An integer from 0, and any decimal number without a sign. False, unnoted, for other texts. */
bool build_whole(const char *text, int64_t *) MUSTUSE;
bool build_decimal(const char *text);

/*
 * The list at path, at most its first max elements. Absent, null, and other types give an empty
 * list. A map with numbers as keys, PHP's form of a list with gaps, is replaced by the list of
 * its values. False: elements are missing, so a sum would be wrong.
 */
bool build_list(const json_t *, const char *path, size_t max, const json_t **, size_t *n);

/* Sets the coupon codes, the texts at path in each element of a list. */
void build_set_codes(struct build *, json_t *, const char *path, const char *member);

/* Adds each element of the list at path to the cart's items, as fill builds it, unless fill
   returns false. The items are unknown (null) if elements exist, or the value is not a list, and
   none can be read, here or in another list of the cart. */
typedef bool build_item_fn(struct build *, const json_t *item, const void *arg, json_t *out);
void build_items(struct build *, const json_t *, const char *path, build_item_fn *fill,
    const void *arg, json_t *cart);

/* Sets a person's consent to messages: channel "email" or "sms". */
void build_set_consent(json_t *person, const char *channel, enum consent_state,
    const char *source, crt_time);

/* The whole record of a deleted object, such as "cart.deleted" of a "cart". */
bool build_gone(struct build *, const char *type, const char *kind, const char *id) MUSTUSE;

/* Sets a list of ids, if there are any. */
bool build_set_ids(struct build *, json_t *, const char *key, const char *list) MUSTUSE;

#endif
