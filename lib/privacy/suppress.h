/* suppress.h: write suppressions, many at a time (P6). */
#ifndef CRT_PRIVACY_SUPPRESS_H
#define CRT_PRIVACY_SUPPRESS_H

#include "db/array.h"
#include "privacy/handle.h"

/* Addresses to be suppressed, for one organization. */
struct suppress {
	struct array channels, keys, codes, times;
	size_t n;
};

void suppress_open(struct suppress *);
void suppress_close(struct suppress *);

/* code may be NULL. */
void suppress_add(struct suppress *, const struct handle *, const char *code, crt_time);

/* In the caller's transaction, and begins anew. *added: those that were not suppressed for this
   reason before. Other reasons stay: to lift one does not lift the others. */
bool suppress_write(struct suppress *, const char *organization, enum suppress_reason, struct db *,
    int64_t *added, struct err *) MUSTUSE;

#endif
