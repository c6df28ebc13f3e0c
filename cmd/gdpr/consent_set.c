/* consent_set.c: consent grant, consent withdraw: one statement of a person. */
#include <stdio.h>
#include <string.h>

#include "gdpr.h"
#include "inbox/inbox.h"
#include "privacy/consent.h"
#include "record/record.h"
#include "run/reject.h"

#define ACTION_MAX 32			/* bytes of "consent withdraw" */

/* The line to be stored, once. */
static bool
consent_line(void *arg, struct arena *a, struct line *lines, size_t max UNUSED, size_t *n,
    bool *end, struct err *e UNUSED)
{
	struct str *record = arg;

	*n = record->len > 0;
	*end = record->len == 0;
	if (*n)
		lines[0] = (struct line){ .text = arena_dup(a, record->data, record->len),
		    .n = record->len, .whole = record->len, .source = "consent", .position = 1 };
	str_cut(record, 0);
	return true;
}

struct setting {
	struct run *run;
	const struct store *store;
	const struct consent *consent;
};

static bool
consent_audited(void *arg, struct db *db UNUSED, size_t n, struct err *e)
{
	const struct setting *s = arg;
	char *subjects[] = { mem_foreign(s->consent->subject), NULL }, action[ACTION_MAX];

	snprintf(action, sizeof action, "consent %s", s->consent->action);
	return gdpr_audit(s->run, s->store, action, s->consent->channel, subjects, (int64_t)n, e);
}

bool
gdpr_consent_store(const struct run *r, const struct store **s, struct err *e)
{
	*s = r->stores.list;
	if (r->stores.n == 1)
		return true;
	err_set(e, ERR_USAGE, "consent is given to one store, and there are %zu", r->stores.n);
	return err_hint(e, "choose it with -s STORE");
}

static bool
consent_set(struct run *r, const struct gdpr *set, const char *subject, const char *action,
    struct err *e)
{
	struct consent c = { .subject = subject, .channel = words_message_channel[set->consent_channel],
	    .action = action, .wording = set->wording, .source = set->source,
	    .evidence = set->evidence, .confirmed = set->confirmed,
	    .signature = set->signature ? words_consent_signature[set->signature - 1] : NULL,
	    .number = set->number, .seller = set->seller, .unconditional = set->unconditional,
	    .time = set->time ? set->time : clock_now() };
	struct str record = STR_MAX(RECORD_LINE_MAX);
	struct setting setting = { .run = r, .consent = &c };
	struct inbox inbox = { .run = r, .command = "crt-gdpr", .batch = 1, .lines = consent_line,
	    .lines_arg = &record, .also = consent_audited, .also_arg = &setting };
	const struct store *s;
	struct handle h;
	bool ok = gdpr_consent_store(r, &s, e);

	setting.store = s;
	if (ok && handle_is(subject) && !handle_read(&h, r->ring, s, subject, e)) {
		e->kind = ERR_USAGE;
		ok = false;
	}
	ok = ok && consent_record(&record, s, &c, e) && inbox_run(&inbox, NULL, e)
	    && reject_verdict(r, run_counted(r, COUNTER_rejected), 1, e);
	if (ok)
		printf("%s of %s for %s %s recorded\n", action, c.channel, s->slug,
		    set->common.dry_run ? "would be" : "is");
	str_free(&record);
	return ok;
}

bool
gdpr_consent_grant(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS, e)
	    && consent_set(&run, set, *operands, "grant", e);

	return run_close(&run, ok, e);
}

bool
gdpr_consent_withdraw(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	bool known = true;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS, e)
	    && gdpr_is_known(&run, operands, &known, e)
	    && consent_set(&run, set, *operands, "withdraw", e);

	if (ok && !known)
		gdpr_warn_unknown(&run, operands);
	return run_close(&run, ok, e);
}
