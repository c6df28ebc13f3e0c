/* plain.h: convert names with HTML to plain text. Internal to lib/platform. */
#ifndef CRT_PAYLOAD_PLAIN_H
#define CRT_PAYLOAD_PLAIN_H

#include "base/str.h"
#include "json/value.h"

#define PLAIN_MAX 4096		/* bytes of a name */

/* Appends the text as far as it fits: decodes entities once and drops tags. */
void plain_text(struct str *, const char *html);

/* Like build_set_words; a text of tags only is left unchanged. */
void plain_set(json_t *, const char *part, const char *member, const char *html);

#endif
