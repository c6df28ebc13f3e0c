/*
 * value_mend.h: replace the unreadable fields in a platform's JSON.
 *
 * A record of crt itself follows the line rules (value.h) or is rejected. A platform's order
 * with one unreadable field is still an order: that field is replaced, and the rest is read.
 */
#ifndef CRT_JSON_VALUE_MEND_H
#define CRT_JSON_VALUE_MEND_H

#include "json/value.h"

#define VALUE_UNREADABLE "\xef\xbf\xbd"	/* U+FFFD */

/* What was replaced. */
struct value_mended {
	bool characters;		/* by U+FFFD: NUL, half a surrogate pair, bytes not UTF-8 */
	bool depth;			/* by null: values deeper than VALUE_DEPTH_MAX */
	char twice[VALUE_PATH];		/* path of the first duplicate member; or "" */
};

/* Like value_read_exact, and reports what it replaced. */
bool value_read_mended(json_t **, const char *text, size_t len, struct value_mended *,
    struct err *) MUSTUSE;

/* For value_exact.c. value_mend: replaces what it can; false: nothing changed, or it does not
   fit. The last gives the path of the member whose name ends before pos: "billing.email". */
bool value_mend(struct str *, const char *text, size_t len, struct value_mended *) MUSTUSE;
void value_mend_path(const char *text, size_t pos, char path[VALUE_PATH]);

/* Copies the text with its numbers as texts: all, or those that are too large for C. */
void value_quote_numbers(struct str *, const char *text, size_t len, bool all);

#endif
