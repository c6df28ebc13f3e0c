/* utf8.h: characters of UTF-8: counted, checked, made upper and lower case. */
#ifndef CRT_TEXT_UTF8_H
#define CRT_TEXT_UTF8_H

#include "base/str.h"

size_t utf8_chars(const char *, size_t n);		/* how many */
size_t utf8_skip(const char *, size_t n, size_t chars);	/* bytes of the first chars */
bool utf8_ok(const char *, size_t n, size_t *bad);	/* bad: where it is not UTF-8 */

/* Append the text in upper or lower case: letters of Latin, Greek, Cyrillic, and Armenian. */
void utf8_upper(struct str *, const char *, size_t n);
void utf8_lower(struct str *, const char *, size_t n);

#endif
