/*
 * build_leave.h: fields that cannot be read, left out of the record and noted.
 *
 * Seen by lib/platform only.  What is noted names where the field stands in the body, never
 * its value; the record carries it (record/left.h).
 */
#ifndef CRT_PAYLOAD_BUILD_LEAVE_H
#define CRT_PAYLOAD_BUILD_LEAVE_H

#include "record/left.h"
#include "record/value.h"

struct build;

/* The build of this thread from here on, or NULL: nothing is noted.  Says which it was. */
struct build *build_begin(struct build *);

/* Left out: what stands at path in v ("": v itself), the text that stands somewhere in the
   body, or what is called so. */
void build_leave(const json_t *v, const char *path, enum left_reason);
void build_leave_text(const char *text, enum left_reason);
void build_leave_named(const char *path, enum left_reason);

/* All that was replaced when the body was read. */
struct value_mended;
void build_leave_mended(const json_t *, const struct value_mended *);

#endif
