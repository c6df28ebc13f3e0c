/* compare.h: compare a platform's orders and carts with those in the database. */
#ifndef CRT_SYNC_COMPARE_H
#define CRT_SYNC_COMPARE_H

#include "base/map.h"
#include "poll.h"

#define COMPARE_BATCH 500		/* records looked up at once */

struct compare_item {
	struct record record;
	const char *line;
	size_t n;
	unsigned char id[IDENT_BYTES];
	bool found, differs;
};

struct compare_count {
	int64_t seen, missing, differing;
};

/* The comparison of one store. */
struct compare {
	struct poll_shop *shop;
	struct arena arena;
	struct compare_item *item;
	size_t n;
	struct map by;			/* by the ids of a batch */
	struct compare_count orders, carts;
};

struct compare *compare_open(struct poll_shop *);
void compare_close(struct compare *);	/* NULL is allowed */

/* Ignores records of other types.  A missing or different one is printed, at the latest by
   compare_end. */
bool compare_record(struct compare *, const char *line, size_t n, struct err *) MUSTUSE;
bool compare_end(struct compare *, struct err *) MUSTUSE;

#endif
