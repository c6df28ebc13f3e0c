/* requests_set.c: requests close, extend, and identify: requests that a person handles. */
#include <stdio.h>

#include "gdpr.h"
#include "query.h"

enum requests_change { REQUESTS_CLOSE, REQUESTS_EXTEND, REQUESTS_IDENTIFY };

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

static const struct {
	const char *action, *done, *refused, *sql;
	int nparams;
} changes[] = {
	[REQUESTS_CLOSE] = { "requests close", "closed", "are not open", sql_request_close, 4 },
	[REQUESTS_EXTEND] = { "requests extend", "extended", "are not open in their first month",
	    sql_request_extend, 3 },
	[REQUESTS_IDENTIFY] = { "requests identify", "identified", "are not open",
	    sql_request_identify, 3 },
};

/* All of them, or none. */
static bool
requests_set(struct run *r, char **ids, enum requests_change what, const char *identity,
    struct err *e)
{
	char now[CLOCK_TEXT];
	struct array list;
	int64_t n = 0, named;
	bool ok;

	array_open(&list);
	ok = request_ids(&list, ids, e);
	named = (int64_t)list.n;
	if (ok) {
		const char *params[] = { str_text(&r->stores.array), array_param(&list),
		    identity ? identity : run_now(now), "false" };
		const char *audit[] = { params[0], params[1], run_now(now), changes[what].action };

		ok = db_begin(r->db, e)
		    && db_do(r->db, changes[what].sql, changes[what].nparams, params, &n, e);
		if (ok && n != named)
			ok = err_set(e, ERR_USAGE, "%lld of %lld requests %s", (long long)(named - n),
			    (long long)named, changes[what].refused);
		ok = ok && db_do(r->db, sql_request_audit, COUNT(audit), audit, NULL, e);
		ok = run_keep(r, r->db, ok, e);
	}
	if (ok)
		printf("%lld requests are %s\n", (long long)n, changes[what].done);
	array_free(&list);
	return ok;
}

static bool
requests_do(struct gdpr *set, char **operands, enum requests_change what, struct err *e)
{
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES, e)
	    && requests_set(&run, operands, what,
	    what == REQUESTS_IDENTIFY ? set->identity : NULL, e);

	return run_close(&run, ok, e);
}

bool
gdpr_requests_close(void *settings, char **operands, struct err *e)
{
	return requests_do(settings, operands, REQUESTS_CLOSE, e);
}

bool
gdpr_requests_extend(void *settings, char **operands, struct err *e)
{
	return requests_do(settings, operands, REQUESTS_EXTEND, e);
}

bool
gdpr_requests_identify(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;

	if (set->identity == NULL || *set->identity == '\0')
		return err_set(e, ERR_USAGE, "--identity is missing: how you checked who the person is");
	return requests_do(set, operands, REQUESTS_IDENTIFY, e);
}
