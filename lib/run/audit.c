/* audit.c: add to the audit log. */
#include <stdio.h>

#include "query.h"
#include "run/audit.h"
#include "run/run.h"

bool
audit_add(struct db *db, const struct audit *a, struct err *e)
{
	char now[CLOCK_TEXT], rows[RUN_LIMIT_TEXT];
	const char *params[] = { a->organization, run_now(now), a->action, a->object,
	    a->people ? array_param(a->people) : "{}", rows };

	snprintf(rows, sizeof rows, "%lld", (long long)a->rows);
	return db_do(db, sql_audit_add, COUNT(params), params, NULL, e);
}

bool
audit_store(struct db *db, const char *slug, const char *action, const char *object, int64_t n,
    struct err *e)
{
	char now[CLOCK_TEXT], rows[RUN_LIMIT_TEXT];
	const char *params[] = { slug, run_now(now), action, object, rows };

	snprintf(rows, sizeof rows, "%lld", (long long)n);
	return db_do(db, sql_audit_store, COUNT(params), params, NULL, e);
}

bool
audit_all(struct db *db, const char *action, const char *object, int64_t n, struct err *e)
{
	char now[CLOCK_TEXT], rows[RUN_LIMIT_TEXT];
	const char *params[] = { run_now(now), action, object, rows };

	snprintf(rows, sizeof rows, "%lld", (long long)n);
	return db_do(db, sql_audit_all, COUNT(params), params, NULL, e);
}
