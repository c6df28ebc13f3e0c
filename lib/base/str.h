/*
 * str.h: growable bytes with a limit set at birth.
 *
 * Nothing is appended past the limit; the string is then marked full and stays
 * so, which a caller asks once at the end (str_full) instead of at every step.
 * The bytes are always followed by a NUL.
 */
#ifndef CRT_STR_H
#define CRT_STR_H

#include "base/base.h"

struct str {
	char *data;		/* never NULL after the first append; see str_text */
	size_t len, cap, max;
	bool full;		/* something did not fit */
};

#define STR_MAX(n) { .max = (n) }	/* struct str s = STR_MAX(4096); */

void str_add(struct str *, const char *bytes, size_t n);
void str_puts(struct str *, const char *);
void str_putc(struct str *, char);
void str_printf(struct str *, const char *fmt, ...) PRINTF(2, 3);
void str_room(struct str *, size_t n);		/* memory for n more bytes at once, if they fit */
void str_cut(struct str *, size_t len);		/* shorten to len, full is forgotten */
const char *str_text(const struct str *);	/* "" when nothing was appended */
static inline bool str_full(const struct str *s) { return s->full; }
void str_free(struct str *);			/* the limit stays, so it can be used again */
void str_wipe(struct str *);			/* the same for a secret; copies it outgrew stay */

/* None of them is a control byte: what may stand in a line, a header or on a terminal. */
bool str_clean(const char *bytes, size_t n);

#endif
