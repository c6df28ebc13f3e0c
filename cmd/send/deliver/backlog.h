/* backlog.h: the records of a batch that are still to be claimed, in order. */
#ifndef CRT_BACKLOG_H
#define CRT_BACKLOG_H

#include "run/record_reader.h"

struct backlog {
	struct record_reader *in;
	const struct stores *stores;
	size_t at;			/* the first record that was never claimed */
	size_t *again;			/* records that were put back, oldest first */
	size_t n, room;
};

void backlog_open(struct backlog *, struct record_reader *, const struct stores *);
void backlog_close(struct backlog *);		/* all zero is allowed */

void backlog_begin(struct backlog *);		/* a new batch */
bool backlog_empty(const struct backlog *);

/* Takes the next records, at most max, all of one store; returns their number. */
size_t backlog_take(struct backlog *, size_t *records, size_t max);

/* Puts a record back. */
void backlog_again(struct backlog *, size_t record);

/* Decodes the records that will be taken next, while mails are being sent. */
void backlog_ahead(struct backlog *, size_t max);

#endif
