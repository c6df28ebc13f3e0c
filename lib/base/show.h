/* show.h: text as a terminal may have it: nothing in it moves, colors, hides or turns around. */
#ifndef CRT_SHOW_H
#define CRT_SHOW_H

#include <stdio.h>

#include "base/str.h"

#define SHOW_REPLACEMENT "\xef\xbf\xbd"	/* U+FFFD */

/* The character at s, which has n bytes, and how many of them are its own; 0: no UTF-8. */
size_t show_code(const char *s, size_t n, uint32_t *code);

/* A control character (C0, DEL, C1), or one that is not seen or changes the direction of text. */
bool show_steers(uint32_t code);

/* On one line: ends of lines and tabs become blanks, what steers or is no UTF-8 U+FFFD. */
void show_line(struct str *out, const char *s, size_t n);

/* Printed as it is; on a terminal without what steers it, but with its lines. */
void show_print(FILE *, const char *s, size_t n);

#endif
