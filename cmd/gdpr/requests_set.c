/* requests_set.c: requests close, requests extend: requests that a person handles. */
#include <stdio.h>

#include "gdpr.h"
#include "query.h"

static bool
request_ids(struct array *a, char **ids, struct err *e)
{
	unsigned char id[IDENT_BYTES];
	int i;

	for (i = 0; ids[i]; i++) {
		if (!ident_read(ids[i], id)) {
			err_set(e, ERR_USAGE, "\"%.64s\" is not the id of a request", ids[i]);
			return err_hint(e, "list them: crt-gdpr");
		}
		array_add(a, ids[i]);
	}
	return true;
}

/* All of them, or none. */
static bool
requests_set(struct run *r, char **ids, bool close, struct err *e)
{
	char now[CLOCK_TEXT];
	struct array list;
	int64_t n = 0, named;
	bool ok;

	array_open(&list);
	ok = request_ids(&list, ids, e);
	named = (int64_t)list.n;
	if (ok) {
		const char *params[] = { str_text(&r->stores.array), array_param(&list), run_now(now),
		    "false" };
		const char *audit[] = { params[0], params[1], params[2],
		    close ? "requests close" : "requests extend" };

		ok = db_begin(r->db, e) && (close
		    ? db_do(r->db, sql_request_close, 4, params, &n, e)
		    : db_do(r->db, sql_request_extend, 3, params, &n, e));
		if (ok && n != named)
			ok = err_set(e, ERR_USAGE, "%lld of %lld requests %s", (long long)(named - n),
			    (long long)named, close ? "are not open" : "are not open in their first month");
		ok = ok && db_do(r->db, sql_request_audit, COUNT(audit), audit, NULL, e);
		ok = run_keep(r, r->db, ok, e);
	}
	if (ok)
		printf("%lld requests %s\n", (long long)n, close ? "are closed" : "are extended");
	array_free(&list);
	return ok;
}

static bool
requests_change(struct gdpr *set, char **operands, bool close, struct err *e)
{
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES, e)
	    && requests_set(&run, operands, close, e);

	return run_close(&run, ok, e);
}

bool
gdpr_requests_close(void *settings, char **operands, struct err *e)
{
	return requests_change(settings, operands, true, e);
}

bool
gdpr_requests_extend(void *settings, char **operands, struct err *e)
{
	return requests_change(settings, operands, false, e);
}
