/* audit.h: add to the audit log, in the transaction of the act. */
#ifndef CRT_RUN_AUDIT_H
#define CRT_RUN_AUDIT_H

#include "db/array.h"
#include "db/db.h"

struct audit {
	const char *organization;	/* its id */
	const char *action;		/* the verb: "suppress add" */
	const char *object;		/* no personal data */
	struct array *people;		/* keyed hashes; NULL: about no single person */
	int64_t rows;
};

/* What was done to a store, named by its slug, or to the keys, which all organizations share. The
   object must not be a secret. */
bool audit_store(struct db *, const char *slug, const char *action, const char *object,
    int64_t rows, struct err *) MUSTUSE;
bool audit_all(struct db *, const char *action, const char *object, int64_t rows, struct err *)
    MUSTUSE;

/* A row for each person. The database numbers the rows and links them by their hashes. */
bool audit_add(struct db *, const struct audit *, struct err *) MUSTUSE;

#endif
