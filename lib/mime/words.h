/* words.h: write text of any script in header fields (RFC 2047); only for lib/mime. */
#ifndef CRT_WORDS_H
#define CRT_WORDS_H

#include "base/str.h"

/*
 * Append to an existing line and fold with CRLF and a space. The text is UTF-8 without control
 * bytes. An encoded word has at most 75 bytes and whole characters, and a line with one has at
 * most 76 bytes. GMime's own encoder exceeds both for a long Japanese word.
 */
void words_put_text(struct str *, const char *text);	/* for Subject */
void words_put_phrase(struct str *, const char *name);	/* for the name before an address */

/* Appends one word that cannot be split, such as <a@b>, after a space or on a new line. */
void words_put_last(struct str *, const char *word);

#endif
