/*
 * value.h: read JSON strictly, inspect it safely, and build it.
 *
 * The only access to JSON. Floors above may hold a json_t and use these functions to inspect
 * it. Every getter accepts NULL (an absent member) and a value of another kind; it then returns
 * VALUE_NONE, 0, NULL, or false.
 *
 * Line rules (crt-records(5)): UTF-8, no byte order mark, no NUL, at most VALUE_DEPTH_MAX
 * levels, no duplicate members, one value followed only by white space.
 */
#ifndef CRT_JSON_VALUE_H
#define CRT_JSON_VALUE_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#define VALUE_DEPTH_MAX 64
#define VALUE_PATH 80	/* bytes of the path of a member, its NUL included */
#define VALUE_NUMBER_MAX 400	/* bytes of a number in the text */
#define VALUE_POWER_MAX 3	/* digits of its exponent */
#define VALUE_BYTES_MAX ((size_t)16 * 1024 * 1024)

enum value_kind {
	VALUE_NONE,		/* absent */
	VALUE_NULL, VALUE_BOOL, VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_LIST, VALUE_MAP
};

/* Parses text; ERR_INPUT gives the reason and the position. Free with value_free. */
bool value_read(json_t **, const char *text, size_t len, struct err *) MUSTUSE;

/* Parses what a platform sends. Numbers become texts of their digits, so that money and 64-bit
   ids never pass through a double. A text that breaks the line rules is mended (value_mend.h). */
bool value_read_exact(json_t **, const char *text, size_t len, struct err *) MUSTUSE;

/* For the scanners of text: the quote that ends the string whose content starts at p, or end. */
const char *value_string_end(const char *p, const char *end);

/* For these two: checks size, depth, NUL, and, if numbers, the length of numbers. */
bool value_modest(const char *text, size_t len, bool numbers, struct err *) MUSTUSE;

/* For them too: sets the parse error and its position; false. Never quotes the text, which may
   hold personal data. */
bool value_error(const json_error_t *, struct err *) MUSTUSE;

/* From here on, this thread allocates JSON values in the arena. value_free of such a value does
   nothing; they are freed with the arena. NULL: malloc. Returns the previous arena. */
struct arena *value_allocator(struct arena *);

void value_free(json_t *);	/* releases a reference; NULL is allowed */
json_t *value_hold(json_t *);	/* takes another reference */
void value_wipe(const json_t *);	/* overwrites a text, which was a secret, before it is freed */

enum value_kind value_kind(const json_t *);
const char *value_text(const json_t *);		/* for VALUE_TEXT, else NULL */
size_t value_length(const json_t *);		/* bytes of VALUE_TEXT */
int64_t value_int(const json_t *);		/* for VALUE_INT */
double value_real(const json_t *);		/* for VALUE_REAL or VALUE_INT */
bool value_whole(const json_t *, int64_t *);	/* whether it is a whole number: 2, also 2.0 */
bool value_true(const json_t *);		/* whether it is VALUE_BOOL and true */

size_t value_count(const json_t *);		/* of VALUE_LIST or VALUE_MAP */
json_t *value_at(const json_t *list, size_t i);
json_t *value_get(const json_t *map, const char *key);
json_t *value_path(const json_t *, const char *dotted);	/* "customer.email" */

/* Iterates over members in order: for (i = value_first(m); i; i = value_next(m, i)). */
void *value_first(const json_t *map);
void *value_next(const json_t *map, void *i);
const char *value_key(void *i);
json_t *value_of(void *i);

/* Building. The setters take over the reference to the new value and ignore NULL text. */
json_t *value_map(void);
json_t *value_list(void);
json_t *value_new_null(void);
json_t *value_new_text(const char *);		/* must be UTF-8, else NULL */
json_t *value_new_textn(const char *, size_t n);
json_t *value_new_int(int64_t);
json_t *value_new_bool(bool);
void value_set(json_t *map, const char *key, json_t *);
void value_set_text(json_t *map, const char *key, const char *text);
void value_add(json_t *list, json_t *);

/* Prints compact text. With sorted members it is canonical: equal values give equal bytes. */
void value_print(struct str *, const json_t *, bool sorted);

/* Appends text as a JSON string with its quotes. */
void value_quote(struct str *, const char *text, size_t n);

/*
 * Locates a member's value in a text that value_read accepted; path as in value_path. JSON to
 * keep or pass on is cut out of the source, never printed again. False: no such member.
 */
bool value_span(const char *text, size_t len, const char *dotted,
    const char **at, size_t *n);

/* Locates the next element of a list. *from starts at the list and moves on. */
bool value_span_next(const char **from, const char *end, const char **at, size_t *n);

#endif
