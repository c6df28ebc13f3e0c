/* batch.h: lines being turned into rows: what the decoding thread hands over. */
#ifndef CRT_INBOX_BATCH_H
#define CRT_INBOX_BATCH_H

#include "inbox/gaps.h"
#include "inbox/inbox.h"
#include "run/reject.h"
#include "inbox/rows.h"

struct batch {
	const struct inbox *inbox;
	struct arena own;		/* what is made of the lines when they are decoded again */
	struct arena *home;		/* where it lives: own, or that of batch_split */
	struct line *lines;
	size_t n, from, to;		/* how many; those that were decoded last */
	struct fold fold;
	struct rows rows;
	struct rejects rejects;
	struct rejects ignored;		/* lines that are no news */
	struct gaps gaps;		/* what was left out of the others */
	struct output echo;
};

void batch_open(struct batch *, const struct inbox *, size_t max);
void batch_close(struct batch *);

/* Decode n lines into batches, each with its share of them, in their order.  Lines of the
   same person or, while he is not known, the same cart go to the same batch, so that two of
   them seldom touch the same rows; those of which batch_ordered is true go to the last.
   A single batch takes all.  What is made of them lives in home. */
void batch_split(struct batch *, size_t batches, struct arena *home, const struct line *, size_t n);

/* Decode its lines from..to (not included) again, replacing what was made before. */
void batch_build(struct batch *, size_t from, size_t to);

/* Everything of the batch but the lines is forgotten. */
void batch_clear(struct batch *);

/* What stands in rows already is forgotten, so that home may go.  False: something
   does not stand in rows. */
bool batch_prune(struct batch *);

/* Which of batches is a record's; the last one's need what came before them: checkpoints,
   and what becomes of messages, step by step. */
size_t batch_of(const struct record *, size_t batches);

#endif
