/* words.h: text of any script in header fields (RFC 2047); for lib/mime only. */
#ifndef CRT_WORDS_H
#define CRT_WORDS_H

#include "base/str.h"

/*
 * Append to a line that has begun, folding with CRLF and a space.  The text is
 * UTF-8 without control bytes.  No encoded word is longer than 75 bytes or ends
 * within a character, and no line that holds one is longer than 76; GMime's own
 * encoder lets a long word of Japanese grow past both.
 */
void words_put_text(struct str *, const char *text);	/* Subject */
void words_put_phrase(struct str *, const char *name);	/* the name before an address */

/* One word that cannot be cut, such as <a@b>, after a space or on a line of its own. */
void words_put_last(struct str *, const char *word);

#endif
