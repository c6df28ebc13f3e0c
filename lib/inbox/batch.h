/* batch.h: lines turned into rows, from the decoding thread to the database threads. */
#ifndef CRT_INBOX_BATCH_H
#define CRT_INBOX_BATCH_H

#include "inbox/left_out.h"
#include "inbox/inbox.h"
#include "run/reject.h"
#include "inbox/rows.h"

struct batch {
	const struct inbox *inbox;
	struct arena own;		/* memory for lines that are decoded again */
	struct arena *memory;		/* the arena in use: own, or the one given to batch_split */
	struct line *lines;
	size_t n, from, to;		/* number of lines; range that was decoded last */
	struct fold fold;
	struct rows rows;
	struct rejects rejects;
	struct rejects ignored;		/* lines that change nothing */
	struct left_out left_out;		/* fields that were left out of the accepted records */
	struct output echo;
};

void batch_open(struct batch *, const struct inbox *, size_t max);
void batch_close(struct batch *);

/* Decodes n lines into batches and keeps their order within each. Lines of one person go to
   the same batch, or lines of one cart while the person is unknown, so that two batches
   rarely touch the same rows. Lines whose order counts go to the last batch. A
   single batch takes all. Memory comes from the given arena. */
void batch_split(struct batch *, size_t batches, struct arena *memory, const struct line *,
    size_t n);

/* Decodes the batch's lines from..to (exclusive) again and replaces the earlier result. */
void batch_build(struct batch *, size_t from, size_t to);

/* Drops everything except the lines. */
void batch_clear(struct batch *);

/* Drops what has been copied into rows, so that memory can be freed. False: something is not
   in rows yet, and memory must stay. */
bool batch_prune(struct batch *);

/* The index of a record's batch. Records of the last batch depend on earlier ones:
   checkpoints, and the steps of a message's delivery. */
size_t batch_of(const struct record *, size_t batches);

#endif
