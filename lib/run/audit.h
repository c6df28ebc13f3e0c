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

/* A row for each person. The database numbers the rows and links them by their hashes. */
bool audit_add(struct db *, const struct audit *, struct err *) MUSTUSE;

#endif
