/*
 * str.h: growable byte strings with a fixed limit.
 *
 * An append past the limit is dropped and marks the string full for good. So the caller checks
 * str_full once at the end, not after every step. The bytes are always followed by a NUL.
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
void str_room(struct str *, size_t n);		/* reserves memory for n more bytes, if they fit */
void str_cut(struct str *, size_t len);		/* shortens to len and clears full */
const char *str_text(const struct str *);	/* "" when empty */
static inline bool str_full(const struct str *s) { return s->full; }
void str_free(struct str *);			/* keeps the limit, so the string can be used again */
void str_wipe(struct str *);			/* the same for a secret; copies it outgrew stay */

/* Whether no byte is a control byte, so that it is safe in a line, a header, or a terminal. */
bool str_clean(const char *bytes, size_t n);

#endif
