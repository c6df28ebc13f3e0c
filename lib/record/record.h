/*
 * record.h: an input line as C structures generated from record.def.
 *
 * record_read is the only validator. After it, a REQUIRED text or part is never NULL. An absent
 * optional text or part is NULL, a time RECORD_NO_TIME, an int RECORD_NO_INT, a word -1, and
 * money not given. Texts contain no NUL and live as long as the record's json; parts and lists
 * live in the caller's arena. An optional member or list element that cannot be read is left
 * out and listed in left. If the record then identifies nobody, it is rejected.
 */
#ifndef CRT_RECORD_H
#define CRT_RECORD_H

#include "base/clock.h"
#include "base/mem.h"
#include "json/value.h"
#include "record/left.h"
#include "words.h"

#define RECORD_LINE_MAX ((size_t)1024 * 1024)	/* bytes of a line without its newline */
#define RECORD_NO_TIME INT64_MIN
#define RECORD_NO_INT  INT64_MIN

struct record_money {
	int64_t minor;
	char currency[4];
	bool given, bare;		/* bare: the currency comes from the part around it */
};

typedef const char *record_TEXT;
typedef const char *record_PHONE;
typedef const char *record_ID;
typedef const char *record_URL;
typedef const char *record_CURRENCY;
typedef int64_t record_INT;
typedef bool record_BOOL;
typedef crt_time record_TIME;
typedef struct record_money record_MONEY;
typedef const json_t *record_ANY;

#define PART(name, doc) struct record_##name {
#define FIELD(part, member, kind, presence, limit, doc) record_##kind member;
#define WORD(part, member, presence, words, doc) int member;
#define SUB(part, member, of, presence, doc) struct record_##of *member;
#define LIST(part, member, of, presence, limit, doc) struct record_##of *member; size_t n##member;
#define END(part) };
#define RECORD(name, type, direction, doc)
#define RECORD_OF(name, part, type, direction, doc)
#include "record/record.def"
#include "record/undef.h"

enum record_kind {
#define PART(name, doc)
#define FIELD(part, member, kind, presence, limit, doc)
#define WORD(part, member, presence, words, doc)
#define SUB(part, member, of, presence, doc)
#define LIST(part, member, of, presence, limit, doc)
#define END(part)
#define RECORD(name, type, direction, doc) RECORD_##name,
#define RECORD_OF(name, part, type, direction, doc) RECORD_##name,
#include "record/record.def"
#include "record/undef.h"
	RECORD_KINDS
};

struct record {
	enum record_kind kind;
	const char *id, *store;		/* store: its slug */
	const char *correlation;	/* may be NULL */
	crt_time time;			/* RECORD_NO_TIME: it could not be read */
	int64_t sequence;		/* nanoseconds since 1970, as a tie-breaker; 0: none */
	bool read;			/* crt polled the source for it */
	void *data;			/* the struct of its kind */
	struct lefts left;		/* what was left out; in the arena */
	json_t *json;			/* owns the texts; value_free when done */
};

/* Reads any record type; ERR_INPUT names what is wrong with the line. record_read_of takes a line
   whose source cannot be read for the store's with this slug; NULL: such a line is rejected. */
bool record_read_of(struct record *, const char *store, const char *line, size_t n,
    struct arena *, struct err *) MUSTUSE;
/* Reads a record whose line has been parsed, and keeps a reference to it. */
bool record_read_value(struct record *, json_t *, const char *line, size_t n, struct arena *,
    struct err *) MUSTUSE;
bool record_read(struct record *, const char *line, size_t n, struct arena *, struct err *) MUSTUSE;

/* Receives one record as a JSON line, without the newline, and as the value that the line prints;
   NULL: only the line. False stops. */
typedef bool record_line_fn(void *arg, json_t *, const char *line, size_t n, struct err *);

/* ORDER_AWAITING if the record has no status: a person who may have bought gets no reminder. */
enum order_status record_order_status(const struct record_order *);
bool record_order_closes(enum order_status);	/* bought or awaiting */

/* Parts of the total. Both are unknown if they exceed it. */
const struct record_money *record_order_tax(const struct record_order *);
const struct record_money *record_order_shipping(const struct record_order *);

/* Whether it is known to hold nothing. Its items are NULL if they are unknown. */
bool record_cart_empty(const struct record_cart *);

/* For record.c: reads the attributes; checks that the record still identifies someone. */
bool record_envelope(struct record *, const char *store, struct arena *, const char *line,
    size_t n, struct err *) MUSTUSE;
bool record_named(const struct record *, struct err *) MUSTUSE;

/* The text of a telephone number, which may be a JSON number; NULL: it is neither. */
const char *record_phone(const json_t *, struct arena *);

/* The member left out of an order that would have identified its person; NULL: none. */
const struct left *record_unnamed(const struct record *);

const char *record_type(enum record_kind);	/* "crt.cart.updated" */

/* Whether a part has this member itself, such as "item" and "name". *limit: its limit in bytes,
   0 if it has none; limit may be NULL. */
bool record_member(const char *part, const char *member, size_t *limit);

#endif
