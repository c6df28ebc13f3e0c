/* batch.h: lines being turned into rows: what the decoding thread hands over. */
#ifndef CRT_BATCH_H
#define CRT_BATCH_H

#include "flow/inbox.h"
#include "flow/reject.h"
#include "flow/rows.h"

struct batch {
	const struct inbox *inbox;
	struct arena lines_arena, arena;	/* the lines; what was made of them */
	struct line *lines;
	size_t n, from, to;		/* how many; those that were decoded last */
	bool end;			/* the input has no more */
	struct fold fold;
	struct rows rows;
	struct rejects rejects;
	struct rejects ignored;		/* lines that are no news */
	struct output echo;
};

/* The lines that have no form of their own get the inbox's. */
void batch_form(struct batch *);

void batch_open(struct batch *, const struct inbox *);
void batch_close(struct batch *);

/* Decode lines from..to (not included), replacing what was made before. */
void batch_build(struct batch *, size_t from, size_t to);

/* Everything of the batch but the lines is forgotten. */
void batch_clear(struct batch *);

#endif
