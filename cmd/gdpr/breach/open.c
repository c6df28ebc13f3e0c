/* open.c: breach open, breach close: begin and end the documentation of a breach. */
#include <stdio.h>
#include <stdlib.h>

#include "breach.h"
#include "query.h"

static const char *
breach_time(crt_time t, char text[CLOCK_TEXT])
{
	return t ? clock_print(t, text) : NULL;
}

static bool
breach_new(struct run *r, const struct gdpr *set, struct err *e)
{
	char aware[CLOCK_TEXT], from[CLOCK_TEXT], until[CLOCK_TEXT], id[IDENT_TEXT];
	unsigned char bytes[IDENT_BYTES];
	struct breach b = { .run = r, .id = id };
	char *due = NULL, by[CLOCK_TEXT];
	crt_time time;
	bool ok = tenants_open(&b.all, r, e) && tenants_only(&b.all, &b.tenant, e);

	ident_random(bytes, clock_now());
	ident_print(bytes, id);
	if (ok) {
		const char *params[] = { b.tenant->id, id, set->nature,
		    clock_print(set->aware ? set->aware : clock_now(), aware),
		    breach_time(set->from, from), breach_time(set->until, until) };

		ok = db_begin(r->db, e)
		    && db_query(r->db, sql_breach_open, COUNT(params), params, &due, e);
	}
	ok = breach_end(&b, ok, "breach open", set->nature ? set->nature : "", 0, e);
	if (ok)
		printf("breach %s: notify the authority by %s\n", id,
		    clock_read(due, &time) ? clock_print(time, by) : due);
	free(due);
	return ok;
}

bool
gdpr_breach_open(void *settings, char **operands UNUSED, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok;

	if (set->nature == NULL || *set->nature == '\0')
		return err_set(e, ERR_USAGE, "--nature is missing: what happened, without names of people");
	if (set->aware > clock_now())
		return err_set(e, ERR_USAGE, "--aware lies in the future");
	ok = breach_period(set->from, set->until, e)
	    && run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_HEARTBEAT, e)
	    && breach_new(&run, set, e);
	return run_close(&run, ok, e);
}

static bool
breach_closed(struct run *r, const struct gdpr *set, const char *id, struct err *e)
{
	char now[CLOCK_TEXT];
	struct breach b;
	bool ok = breach_begin(&b, r, id, e);

	if (ok) {
		const char *params[] = { b.tenant->id, id, set->outcome, run_now(now) };

		ok = db_do(r->db, sql_breach_close, COUNT(params), params, NULL, e);
	}
	ok = breach_end(&b, ok, "breach close", set->outcome, 0, e);
	if (ok)
		printf("breach %s is closed\n", id);
	return ok;
}

bool
gdpr_breach_close(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok;

	if (set->outcome == NULL || *set->outcome == '\0')
		return err_set(e, ERR_USAGE, "--outcome is missing: what was found and done");
	ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_HEARTBEAT, e)
	    && breach_closed(&run, set, operands[0], e);
	return run_close(&run, ok, e);
}
