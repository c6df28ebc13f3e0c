/* import.c: suppress the addresses of a list. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/stop.h"
#include "../gdpr.h"
#include "privacy/optout_list.h"
#include "run/input.h"

#define LINES_MAX 5000			/* of a transaction */

struct importing {
	struct run *run;
	const struct tenant *tenant;
	enum suppress_reason reason;
	struct optout_list list;
	const char *source;		/* the file of the line before; NULL: none */
	struct suppress batch;
	int64_t addresses, added, rejected;
};

static bool
import_take(void *arg, const struct optout_entry *o, struct err *e)
{
	struct importing *i = arg;
	crt_time now = clock_now();
	struct handle h;

	if (o->code && !strcmp(o->code, OPTOUT_REASSIGNED) && i->reason != SUPPRESS_BOUNCED) {
		err_set(e, ERR_USAGE, "a reassigned number may get a new consent");
		return err_hint(e, "suppress it so that it can be lifted: --reason bounced");
	}
	if (!handle_read(&h, i->run->ring, i->tenant->store, o->address, e))
		return false;
	suppress_add(&i->batch, &h, i->reason == SUPPRESS_BOUNCED ? o->code : NULL,
	    o->time == OPTOUT_NO_TIME || o->time > now ? now : o->time);
	i->addresses++;
	return true;
}

static void
import_refuse(struct importing *i, const struct line *l, const char *why)
{
	i->rejected++;
	log_line(LOG_WARN, NULL, "%s line %llu: %s", l->source, (unsigned long long)l->position, why);
}

/* A row that begins in one file does not end in the next. */
static void
import_file_end(struct importing *i)
{
	if (i->list.csv.quoted) {
		i->rejected++;
		log_line(LOG_WARN, NULL, "%s: the last row has a quote without its end", i->source);
	}
	optout_list_close(&i->list);
	optout_list_open(&i->list);
}

static bool
import_line(struct importing *i, const struct line *l, struct err *e)
{
	struct err why = { 0 };

	if (i->source == NULL || strcmp(i->source, l->source)) {
		import_file_end(i);
		i->source = l->source;
	}
	if (l->whole > l->n)
		import_refuse(i, l, "longer than 1 MiB");
	else if (!optout_list_line(&i->list, l->text, l->n, import_take, i, &why)) {
		if (why.kind != ERR_INPUT) {
			*e = why;
			return false;
		}
		import_refuse(i, l, why.text);
	}
	return true;
}

static bool
import_write(struct importing *i, struct err *e)
{
	struct run *r = i->run;
	int64_t added = 0;
	bool ok = i->batch.n == 0 || (db_begin(r->db, e)
	    && suppress_write(&i->batch, i->tenant->id, i->reason, r->db, &added, e)
	    && audit_add(r->db, &(struct audit){ i->tenant->id, "suppress import",
	    words_suppress_reason[i->reason], NULL, added }, e));

	i->added += added;
	log_progress("%lld addresses", (long long)i->addresses);
	return run_keep(r, r->db, ok, e);
}

static bool
import_lines(struct importing *i, struct input *in, struct arena *arena, struct err *e)
{
	static struct line lines[LINES_MAX];
	bool ok = true, end = false;
	size_t n, k;

	while (ok && !end) {
		arena_reset(arena);
		ok = input_batch(in, arena, lines, LINES_MAX, &n, &end, e);
		for (k = 0; ok && k < n; k++)
			ok = import_line(i, &lines[k], e);
		ok = ok && import_write(i, e) && stop_check(e);
	}
	import_file_end(i);
	return ok;
}

static bool
import_verdict(const struct importing *i, struct err *e)
{
	printf("%lld of %lld addresses %s newly suppressed for %s\n", (long long)i->added,
	    (long long)i->addresses, i->run->common->dry_run ? "would be" : "are", i->tenant->slug);
	if (i->rejected == 0)
		return true;
	err_set(e, ERR_REJECTS, "%lld lines could not be read", (long long)i->rejected);
	return err_hint(e, "fix them and import the file again; what is suppressed stays");
}

static bool
import_all(struct run *r, const struct gdpr *set, char **files, struct err *e)
{
	struct importing i = { .run = r,
	    .reason = (enum suppress_reason)set->reason };
	struct arena arena = { 0 };
	struct tenants all;
	struct input *in = input_open(files);
	bool ok = tenants_open(&all, r, e) && tenants_only(&all, &i.tenant, e);

	optout_list_open(&i.list);
	suppress_open(&i.batch);
	ok = ok && import_lines(&i, in, &arena, e) && import_verdict(&i, e);
	suppress_close(&i.batch);
	optout_list_close(&i.list);
	tenants_close(&all);
	input_close(in);
	arena_free(&arena);
	return ok;
}

bool
gdpr_suppress_import(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS | RUN_HEARTBEAT, e)
	    && import_all(&run, set, operands, e);

	return run_close(&run, ok, e);
}
