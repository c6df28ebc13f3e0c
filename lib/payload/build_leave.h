/*
 * build_leave.h: note fields that were left out of a record because they were unreadable.
 *
 * Internal to lib/platform. A note names the field's path in the body, never its value; the
 * record has it (record/left.h).
 */
#ifndef CRT_PAYLOAD_BUILD_LEAVE_H
#define CRT_PAYLOAD_BUILD_LEAVE_H

#include "json/value.h"
#include "record/left.h"

struct build;

/* Makes this the current build of the thread; NULL: none, nothing is noted. Returns the
   previous one. */
struct build *build_begin(struct build *);

/* Notes as left out: the value at path in v ("": v itself); the text that is somewhere in
   the body; or the given name. */
void build_leave(const json_t *v, const char *path, enum left_reason);
void build_leave_text(const char *text, enum left_reason);
void build_leave_named(const char *path, enum left_reason);

/* Notes every replacement made when the body was read. */
struct value_mended;
void build_leave_mended(const json_t *, const struct value_mended *);

#endif
