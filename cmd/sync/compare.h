/* compare.h: what a platform says of orders and carts, held against what crt knows. */
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

/* Of a store. */
struct compare {
	struct poll_shop *shop;
	struct arena arena;
	struct compare_item *item;
	size_t n;
	struct map by;			/* of the ids of a batch */
	struct compare_count orders, carts;
};

struct compare *compare_open(struct poll_shop *);
void compare_close(struct compare *);	/* NULL is fine */

/* Records of other things pass by.  What is missing or differs is told, soon or at the end. */
bool compare_record(struct compare *, const char *line, size_t n, struct err *) MUSTUSE;
bool compare_end(struct compare *, struct err *) MUSTUSE;

#endif
