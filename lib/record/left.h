/*
 * left.h: the members left out of a record because they could not be read, and why.
 *
 * A record lists them in its attribute leftout, as "PATH:WORD,PATH:WORD", from the adapter that
 * made it to the command that counts them. A path names members, never a value:
 * "order.refunded", or in the platform's own terms "billing.phone".
 */
#ifndef CRT_LEFT_H
#define CRT_LEFT_H

#include "base/mem.h"
#include "base/str.h"
#include "json/value.h"

#define LEFT_MAX 32		/* per record; the last one stands for all others */
#define LEFT_PATH VALUE_PATH
#define LEFT_BYTES (LEFT_MAX * (LEFT_PATH + 12))	/* bytes of the attribute */
#define LEFT_OTHERS "others"	/* the path of the last one */
#define LEFT_MEMBER "leftout"

enum left_reason {
#define LEFT(name, word, reason) LEFT_##name,
#include "record/left.def"
#undef LEFT
	LEFT_REASONS
};

struct left {
	struct left *next;
	const char *path;
	enum left_reason reason;
};

struct lefts {
	struct left *first, *last;
	size_t n;
};

const char *left_reason(enum left_reason);	/* "is not a time" */
/* What becomes of such a member: left out, unless it was read in part or as something else. */
enum left_result { LEFT_OUT, LEFT_REPAIRED, LEFT_LATEST };
enum left_result left_result(enum left_reason);
const char *left_outcome(enum left_reason);	/* "left out" */
enum left_reason left_find(const char *reason);	/* LEFT_REASONS: none has this text */

/* Keeps the first reason of a path. Copies the path and cuts it at LEFT_PATH. */
void left_add(struct lefts *, struct arena *, const char *path, enum left_reason);

/* Whether the member at path, a member inside it, or one around it was left out. True also when
   the list is full, because "others" may include it. */
bool left_within(const struct lefts *, const char *path);

/* Prints and reads the attribute's text. Reading skips entries that are not PATH:WORD. */
void left_print(struct str *, const struct lefts *);
void left_read(struct lefts *, struct arena *, const char *text);

#endif
