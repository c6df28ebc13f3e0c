/* backlog.h: which records of a batch are still to be claimed, and in which order. */
#ifndef CRT_BACKLOG_H
#define CRT_BACKLOG_H

#include "run/record_reader.h"

struct backlog {
	struct record_reader *in;
	const struct stores *stores;
	size_t at;			/* the next record that was never claimed */
	size_t *again;			/* those that were given back, oldest first */
	size_t n, room;
};

void backlog_open(struct backlog *, struct record_reader *, const struct stores *);
void backlog_close(struct backlog *);		/* of zeroes is fine */

void backlog_begin(struct backlog *);		/* a new batch */
bool backlog_empty(const struct backlog *);

/* The next records, at most max, all of one store; how many. */
size_t backlog_take(struct backlog *, size_t *records, size_t max);

/* Back into it. */
void backlog_again(struct backlog *, size_t record);

/* Read what will be taken next, while there is time. */
void backlog_ahead(struct backlog *, size_t max);

#endif
