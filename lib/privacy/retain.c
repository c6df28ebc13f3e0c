/* retain.c: delete data that is older than its retention period. */
#include <stdio.h>
#include <stdlib.h>

#include "base/fault.h"
#include "base/stop.h"
#include "privacy/retain.h"
#include "query.h"
#include "run/audit.h"

#define ROWS_TEXT 24
#define OBJECT_MAX 96

const struct retain retain_classes[RETAIN_CLASSES] = {
#define RETAIN(class, days, whole, what) { #class, whole },
#include "privacy/retain.def"
#undef RETAIN
};

static const char *const queries[RETAIN_CLASSES] = {
	[RETAIN_events] = sql_retain_events,
	[RETAIN_rejects] = sql_retain_rejects,
	[RETAIN_touches] = sql_retain_touches,
	[RETAIN_refusals] = sql_retain_refusals,
	[RETAIN_carts] = sql_retain_carts,
	[RETAIN_episodes] = sql_retain_episodes,
	[RETAIN_requests] = sql_retain_requests,
	[RETAIN_unknown] = sql_retain_unknown,
	[RETAIN_attempts] = sql_retain_attempts,
	[RETAIN_runs] = sql_retain_runs,
};

static bool
retain_audited(struct run *r, const struct store *s, enum retain_class class, int64_t rows,
    struct err *e)
{
	char object[OBJECT_MAX], organization[IDENT_TEXT];

	if (s == NULL || rows == 0)
		return true;
	snprintf(object, sizeof object, "%s of %s", retain_classes[class].name, s->slug);
	return audit_add(r->db, &(struct audit){ ident_print(s->organization, organization), "retain",
	    object, NULL, rows }, e);
}

static bool
retain_batch(struct run *r, const struct store *s, enum retain_class class, const char *before,
    int64_t *rows, struct err *e)
{
	char most[ROWS_TEXT], *value = NULL;
	const char *params[] = { s ? s->id_text : NULL, before, r->common->dry_run ? NULL : most };
	bool ok;

	*rows = 0;
	snprintf(most, sizeof most, "%d", RETAIN_BATCH);
	ok = stop_check(e) && db_begin(r->db, e)
	    && db_query(r->db, queries[class], COUNT(params), params, &value, e);
	if (value)
		*rows = strtoll(value, NULL, 10);
	free(value);
	ok = ok && retain_audited(r, s, class, *rows, e);
	fault();
	ok = run_keep(r, r->db, ok, e);
	fault();
	return ok;
}

bool
retain_delete(struct run *r, const struct store *s, enum retain_class class, crt_time before,
    int64_t *rows, struct err *e)
{
	char time[CLOCK_TEXT];
	int64_t n;
	bool ok;

	clock_print(before, time);
	*rows = 0;
	do {
		ok = retain_batch(r, s, class, time, &n, e);
		*rows += n;
	} while (ok && !r->common->dry_run && n == RETAIN_BATCH);
	return ok;
}
