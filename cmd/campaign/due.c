/* due.c: list who would be mailed now, by a run of the pipeline that is rolled back. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "campaign.h"
#include "campaign/advance.h"
#include "message/claim.h"
#include "message/due.h"
#include "campaign/enroll.h"
#include "campaign/episode.h"
#include "run/record_reader.h"
#include "report/table.h"

#define DUE_CHANNELS (CHANNEL_PUSH + 1)
#define DUE_BATCH 500
#define DUE_LEASE 60			/* seconds; the claim is rolled back */

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, 0 }, { "to", TABLE_TEXT, 0 }, { "campaign", TABLE_TEXT, 0 },
	{ "step", TABLE_INT, 0 }, { "channel", TABLE_TEXT, 0 }, { "template", TABLE_TEXT, 0 },
	{ "locale", TABLE_TEXT, 0 }, { "cart", TABLE_TEXT, 0 }, { "since", TABLE_TIME, 0 },
	{ "message", TABLE_TEXT, 0 },
};

/* The pipe between two stages: a file in memory that the next stage reads from its beginning. */
struct stage {
	struct output out;
	char path[32];
	char *files[2];
};

struct forecast {
	struct run *run;
	struct table *table;
	struct claim claim[DUE_CHANNELS];	/* of mails, and of the other channels that are used */
	struct active_campaigns active;
	struct claims claims;
	struct record_reader reader;
	struct stage found, due;
	struct output silent;
};

static bool
stage_open(struct stage *s, const char *name, struct err *e)
{
	output_init(&s->out);
	s->out.fd = memfd_create(name, MFD_CLOEXEC);
	if (s->out.fd < 0)
		return err_set(e, ERR_AGAIN, "no memory for the records between two stages");
	snprintf(s->path, sizeof s->path, "/proc/self/fd/%d", s->out.fd);
	s->files[0] = s->path;
	return true;
}

static void
stage_close(struct stage *s)
{
	if (s->files[0])
		close(s->out.fd);
	output_free(&s->out);
}

static bool
due_row(struct table *t, const struct record *r, const struct claimed *m, struct err *e)
{
	const struct record_message_due *d = r->data;

	table_cell_text(t, r->store);
	table_cell_text(t, m->recipient);
	table_cell_text(t, d->campaign);
	table_cell_int(t, d->step);
	table_cell_text(t, words_message_channel[d->channel]);
	table_cell_text(t, m->template);
	table_cell_text(t, m->locale);
	table_cell_text(t, value_text(value_path(d->context, "cart.id")));
	table_cell_time(t, m->not_before);
	table_cell_text(t, m->id);
	return table_row_end(t, e);
}

static bool
due_rows(struct forecast *f, struct err *e)
{
	size_t i, k;

	for (i = 0; i < f->claims.n; i++)
		for (k = 0; k < f->reader.n; k++) {
			const struct record_message_due *d = f->reader.records[k].data;

			if (!strcmp(d->message, f->claims.list[i].id)
			    && !due_row(f->table, &f->reader.records[k], &f->claims.list[i], e))
				return false;
		}
	return true;
}

/* Claims store by store, as crt-send does: only what it could claim is listed. */
static bool
due_batch(struct forecast *f, struct claim *claim, struct err *e)
{
	const struct stores *all = &f->run->stores;
	struct array ids;
	size_t i, k;
	bool ok = true;

	array_open(&ids);
	for (i = 0; ok && i < all->n; i++) {
		size_t n = 0;

		for (k = 0; k < f->reader.n; k++)
			if (!strcmp(f->reader.records[k].store, all->list[i].slug)) {
				array_add(&ids,
				    ((const struct record_message_due *)f->reader.records[k].data)->message);
				n++;
			}
		ok = n == 0 || (claim_take(claim, &all->list[i], array_param(&ids), &f->claims,
		    &f->silent, e) && due_rows(f, e));
		output_drop(&f->silent);
	}
	array_free(&ids);
	return ok;
}

static bool
claim_all(struct forecast *f, struct err *e)
{
	bool ok = true, end = false;
	size_t c, n = 0;

	for (c = 0; ok && c < DUE_CHANNELS; c++)
		if (c == CHANNEL_EMAIL || active_sends_by(&f->active, (enum message_channel)c))
			ok = claim_open(&f->claim[n++], f->run, (enum message_channel)c, "none", DUE_LEASE, e);
	record_reader_open(&f->reader, f->due.files, RECORD_message_due, DUE_BATCH);
	while (ok && !end) {
		ok = record_reader_next(&f->reader, &f->run->stores, &end, e);
		for (c = 0; ok && c < n; c++)
			ok = due_batch(f, &f->claim[c], e);
	}
	record_reader_close(&f->reader);
	claims_free(&f->claims);
	while (n)
		claim_close(&f->claim[--n]);
	return ok;
}

static bool
detect_all(struct forecast *f, struct err *e)
{
	return episode_resolve(f->run, &f->silent, e) && episode_find(f->run, e)
	    && episode_offer(f->run, &f->found.out, e);
}

static bool
advance_all(struct forecast *f, struct err *e)
{
	struct verdicts verdicts;
	bool ok;

	verdicts_open(&verdicts, f->run, &f->silent);
	ok = active_open(&f->active, f->run->db, &f->run->stores, e)
	    && enroll_run(f->run, &f->active, f->found.files, e)
	    && advance_run(&verdicts, &f->active, e) && due_run(f->run, &f->due.out, e);
	verdicts_close(&verdicts);
	return ok;
}

static bool
forecast_all(struct forecast *f, enum output_form form, struct err *e)
{
	bool ok = stage_open(&f->found, "found", e) && stage_open(&f->due, "due", e)
	    && db_dry(f->run->db, e) && detect_all(f, e) && advance_all(f, e);

	if (!ok)
		return false;
	f->table = table_open(columns, COUNT(columns), form);
	ok = claim_all(f, e);
	ok = table_close(f->table, e) && ok;
	return ok && due_held(f->run, e);
}

bool
campaign_due(void *settings, char **operands UNUSED, struct err *e)
{
	struct campaign_settings *set = settings;
	struct run run;
	struct forecast f = { .run = &run };
	bool ok;

	output_init(&f.silent);
	f.silent.fd = -1;
	ok = run_open(&run, &set->common, "crt-campaign",
	    RUN_STORES | RUN_ACTIVE | RUN_KEYS | RUN_INDEXED, e)
	    && forecast_all(&f, option_output(&set->common), e);
	stage_close(&f.found);
	stage_close(&f.due);
	active_close(&f.active);
	output_free(&f.silent);
	return run_close(&run, ok, e);
}
