/*
 * value.h: JSON as values: read strictly, looked at safely, built.
 *
 * The only way to look into JSON.  Floors above may carry a json_t, and ask
 * here what is in it.  Every question can be put to NULL (what an absent
 * member gives) and to a value of another kind; it then has the answer of
 * nothing: VALUE_NONE, 0, NULL, false.
 *
 * Line rules (crt-records(5)): UTF-8, no byte order mark, no NUL, at most
 * VALUE_DEPTH_MAX deep, no member twice, one value and only white space after.
 */
#ifndef CRT_VALUE_H
#define CRT_VALUE_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#define VALUE_DEPTH_MAX 64
#define VALUE_NUMBER_MAX 400	/* bytes of a number as it is written */
#define VALUE_POWER_MAX 3	/* digits of its exponent */
#define VALUE_BYTES_MAX ((size_t)16 * 1024 * 1024)

enum value_kind {
	VALUE_NONE,		/* absent */
	VALUE_NULL, VALUE_BOOL, VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_LIST, VALUE_MAP
};

/* Text to value; ERR_INPUT says where and why not.  Free with value_free. */
bool value_read(json_t **, const char *text, size_t len, struct err *) MUSTUSE;

/* What a platform sends: each number comes as the text of its own digits, so that no money or
   64-bit id goes through a double; a text that breaks the line rules is mended (value_mend.h). */
bool value_read_exact(json_t **, const char *text, size_t len, struct err *) MUSTUSE;

/* For these two: size, depth, NUL and, if asked, the length of numbers. */
bool value_modest(const char *text, size_t len, bool numbers, struct err *) MUSTUSE;

/* For them too: why it is no JSON, and where; false.  The text there may tell of a person. */
bool value_unread(const json_error_t *, struct err *) MUSTUSE;

/* From here on what this thread reads lives in the arena and goes with it, and
   value_free of it does nothing; NULL: on its own again.  Says which arena it was. */
struct arena *value_allocator(struct arena *);

void value_free(json_t *);	/* gives up one reference; NULL is fine */
json_t *value_hold(json_t *);	/* takes one more */

enum value_kind value_kind(const json_t *);
const char *value_text(const json_t *);		/* of VALUE_TEXT, else NULL */
size_t value_length(const json_t *);		/* bytes of VALUE_TEXT */
int64_t value_int(const json_t *);		/* of VALUE_INT */
double value_real(const json_t *);		/* of VALUE_REAL or VALUE_INT */
bool value_whole(const json_t *, int64_t *);	/* a whole number: 2, and 2.0 as well */
bool value_true(const json_t *);		/* VALUE_BOOL and true */

size_t value_count(const json_t *);		/* of VALUE_LIST or VALUE_MAP */
json_t *value_at(const json_t *list, size_t i);
json_t *value_get(const json_t *map, const char *key);
json_t *value_path(const json_t *, const char *dotted);	/* "customer.email" */

/* Members in their order: for (i = value_first(m); i; i = value_next(m, i)). */
void *value_first(const json_t *map);
void *value_next(const json_t *map, void *i);
const char *value_key(void *i);
json_t *value_of(void *i);

/* Building.  The setters take the reference of what is put in, and ignore NULL text. */
json_t *value_map(void);
json_t *value_list(void);
json_t *value_new_text(const char *);		/* must be UTF-8, else NULL */
json_t *value_new_textn(const char *, size_t n);
json_t *value_new_int(int64_t);
json_t *value_new_bool(bool);
void value_set(json_t *map, const char *key, json_t *);
void value_set_text(json_t *map, const char *key, const char *text);
void value_add(json_t *list, json_t *);

/* Compact text.  With sorted members it is canonical: equal values, equal bytes. */
void value_print(struct str *, const json_t *, bool sorted);

/* Append text as a JSON string, quotes included. */
void value_quote(struct str *, const char *text, size_t n);

/*
 * Where a member's value stands in a text that value_read has accepted:
 * path as in value_path.  What is kept or passed on is cut out of the source,
 * never printed anew.  False when there is no such member.
 */
bool value_span(const char *text, size_t len, const char *dotted,
    const char **at, size_t *n);

/* The same of a list's elements, one a call: *from begins at the list and moves on. */
bool value_span_next(const char **from, const char *end, const char **at, size_t *n);

#endif
