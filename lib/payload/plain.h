/* plain.h: names with HTML in them, as a person reads them.  Seen by lib/platform only. */
#ifndef CRT_PAYLOAD_PLAIN_H
#define CRT_PAYLOAD_PLAIN_H

#include "base/str.h"
#include "record/value.h"

#define PLAIN_MAX 4096		/* bytes of a name */

/* Appends the text as far as it fits: entities of HTML are characters, once; tags are nothing. */
void plain_text(struct str *, const char *html);

/* As build_set_words; a text of tags alone stays as it is. */
void plain_set(json_t *, const char *part, const char *member, const char *html);

#endif
