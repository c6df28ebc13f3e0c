/* customer_segments.h: the segments of a run's stores. */
#ifndef CRT_CUSTOMER_SEGMENTS_H
#define CRT_CUSTOMER_SEGMENTS_H

#include "condition/condition.h"
#include "run/run.h"

#define CUSTOMER_SEGMENTS_MAX 10000

struct customer_segments {
	struct condition_segment *list;	/* by store, then name */
	const struct store **stores;	/* of each */
	size_t n;
};

/* Borrows the stores. Close the segments after a failure too. */
bool customer_segments_open(struct customer_segments *, struct db *, const struct stores *,
    struct err *) MUSTUSE;
void customer_segments_close(struct customer_segments *);

/* Those of the store, and how many. */
const struct condition_segment *customer_segments_of(const struct customer_segments *,
    const struct store *, size_t *n);

#endif
