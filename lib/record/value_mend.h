/*
 * value_mend.h: what a platform sends, made JSON where one of its fields is not.
 *
 * A record of crt's own keeps the line rules (value.h) or is rejected.  A platform's order with
 * one unreadable field is an order all the same: that field is replaced, and the rest is read.
 */
#ifndef CRT_VALUE_MEND_H
#define CRT_VALUE_MEND_H

#include "record/left.h"
#include "record/value.h"

#define VALUE_UNREADABLE "\xef\xbf\xbd"	/* U+FFFD */

/* What was replaced. */
struct value_mended {
	bool characters;		/* by U+FFFD: NUL, half a surrogate pair, what is not UTF-8 */
	bool depth;			/* by null: what was deeper than VALUE_DEPTH_MAX */
	char twice[LEFT_PATH];		/* the first member that was there more than once; or "" */
};

/* As value_read_exact, which does not say what it replaced. */
bool value_read_mended(json_t **, const char *text, size_t len, struct value_mended *,
    struct err *) MUSTUSE;

/* For value_exact.c: the text with what can be replaced replaced; false: it is as it was, or
   does not fit.  Where the member stands whose name ends before pos: "billing.email". */
bool value_mend(struct str *, const char *text, size_t len, struct value_mended *) MUSTUSE;
void value_way(const char *text, size_t pos, char path[LEFT_PATH]);

#endif
