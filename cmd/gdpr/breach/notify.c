/* notify.c: breach notify: the form for the authority, and the notices to people. */
#include <stdio.h>
#include <string.h>

#include "breach.h"
#include "query.h"

#define FORM_MAX   ((size_t)256 * 1024)
#define DETAIL_MAX 64

/* What the options add to the breach counts in the texts. */
static void
notify_given(struct breach *b, const struct gdpr *set)
{
	value_set_text(b->facts, "consequences", set->consequences);
	value_set_text(b->facts, "measures", set->measures);
	value_set_text(b->facts, "contact", set->contact);
	value_set_text(b->facts, "late_reason", set->late_reason);
}

static bool
notify_complete(const struct breach *b, struct err *e)
{
	static const char *const needed[] = { "people", "consequences", "measures", "contact" };
	static const char *const how[] = { "run first: crt-gdpr breach affected", "give --consequences",
	    "give --measures", "give --contact" };
	const char *due = value_text(value_get(b->facts, "due_at"));
	crt_time t;
	size_t i;

	for (i = 0; i < COUNT(needed); i++)
		if (value_get(b->facts, needed[i]) == NULL) {
			err_set(e, ERR_USAGE, "Art. 33(3) requires the %s", needed[i]);
			return err_hint(e, "%s", how[i]);
		}
	if (value_get(b->facts, "notified_at") == NULL && value_get(b->facts, "late_reason") == NULL
	    && clock_read(due, &t) && clock_now() > t) {
		err_set(e, ERR_USAGE, "the notification was due at %s", due);
		return err_hint(e, "give the reasons for the delay: --late-reason");
	}
	return true;
}

static bool
notify_all(struct run *r, const struct gdpr *set, const char *id, struct err *e)
{
	char now[CLOCK_TEXT], detail[DETAIL_MAX];
	struct str form = STR_MAX(FORM_MAX);
	struct breach b;
	int64_t queued = 0;
	bool ok = breach_begin(&b, r, id, e);

	if (ok) {
		const char *params[] = { b.tenant->id, id, set->consequences, set->measures, set->contact,
		    set->late_reason, run_now(now) };

		notify_given(&b, set);
		ok = notify_complete(&b, e)
		    && breach_text(&b, b.tenant->store, "authority", b.tenant->store->locale, &form, e)
		    && db_do(r->db, sql_breach_notify, COUNT(params), params, NULL, e)
		    && (!set->notices || breach_notices(&b, &queued, e));
	}
	snprintf(detail, sizeof detail, "the form%s", set->notices ? "" : "; no notices");
	if (set->notices)
		snprintf(detail, sizeof detail, "the form, %lld notices", (long long)queued);
	ok = breach_end(&b, ok, "breach notify", detail, queued, e);
	if (ok)
		fputs(str_text(&form), stdout);
	str_free(&form);
	return ok;
}

bool
gdpr_breach_notify(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok;

	if (set->notices && !set->yes && !set->common.dry_run) {
		err_set(e, ERR_USAGE, "a notice would be sent to everybody who is affected");
		return err_hint(e, "count them with -n; to confirm, add --yes");
	}
	ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_HEARTBEAT, e)
	    && notify_all(&run, set, operands[0], e);
	return run_close(&run, ok, e);
}
