/* retain.h: delete data that is older than its retention period. */
#ifndef CRT_PRIVACY_RETAIN_H
#define CRT_PRIVACY_RETAIN_H

#include "run/run.h"

#define RETAIN_BATCH 10000		/* rows of a transaction */

enum retain_class {
#define RETAIN(class, days, whole, what) RETAIN_##class,
#include "privacy/retain.def"
#undef RETAIN
	RETAIN_CLASSES
};

struct retain {
	const char *name;
	bool whole;			/* belongs to no store */
};
extern const struct retain retain_classes[RETAIN_CLASSES];

/* Deletes what is older than before, of the store, or of a class that belongs to none (NULL), in
   transactions of RETAIN_BATCH rows. Each adds a row to the audit log of the store's
   organization. A dry run counts. */
bool retain_delete(struct run *, const struct store *, enum retain_class, crt_time before,
    int64_t *rows, struct err *) MUSTUSE;

#endif
