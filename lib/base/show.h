/* show.h: make text safe for a terminal: without cursor, color, hidden, and bidirectional
   controls. */
#ifndef CRT_SHOW_H
#define CRT_SHOW_H

#include <stdio.h>

#include "base/str.h"

#define SHOW_REPLACEMENT "\xef\xbf\xbd"	/* U+FFFD */

/* The character at s and its length; n bytes remain. 0: not UTF-8. */
size_t show_code(const char *s, size_t n, uint32_t *code);

/* Whether it is a control character (C0, DEL, C1), invisible, or changes the text direction. */
bool show_steers(uint32_t code);

/* Appends it as one line: line ends and tabs become spaces; unsafe characters and bytes
   become U+FFFD. */
void show_line(struct str *out, const char *s, size_t n);

/* Prints it unchanged, except on a terminal: there unsafe characters are replaced, line ends
   kept. */
void show_print(FILE *, const char *s, size_t n);

#endif
