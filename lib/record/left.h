/*
 * left.h: what was left out of a record since it could not be read, and why.
 *
 * A record carries it in its attribute leftout, as "PATH:WORD,PATH:WORD", from the adapter
 * that made it to whoever counts.  A path names members, never a value: "order.refunded",
 * or as the platform calls it "billing.phone".
 */
#ifndef CRT_LEFT_H
#define CRT_LEFT_H

#include "base/mem.h"
#include "base/str.h"

#define LEFT_MAX 32		/* of a record; the last one stands for all others */
#define LEFT_PATH 80		/* bytes of a path, its NUL included */
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
bool left_repaired(enum left_reason);		/* not left out whole: the rest of it was read */

/* A path that is there already stays as it is.  The path is copied, and cut at LEFT_PATH. */
void left_add(struct lefts *, struct arena *, const char *path, enum left_reason);

/* The member at path, something in it or what it stands in, or it may be among the others. */
bool left_within(const struct lefts *, const char *path);

/* The attribute's text, and from it: what is no path and word in it is passed over. */
void left_print(struct str *, const struct lefts *);
void left_read(struct lefts *, struct arena *, const char *text);

#endif
