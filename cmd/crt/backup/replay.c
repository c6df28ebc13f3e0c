/* replay.c: complete a restored backup with what the journal outside of it has. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backup.h"
#include "base/log.h"
#include "base/mem.h"
#include "json/value.h"
#include "os/file.h"
#include "privacy/erase.h"
#include "privacy/tenant.h"
#include "query.h"
#include "report/table.h"
#include "run/audit.h"
#include "run/input.h"
#include "run/journal.h"
#include "run/run.h"

#define LINES_MAX  5000			/* of a statement */
#define LINE_BEGIN "{\"logged\":\""

struct erased_person {
	char store[IDENT_TEXT], customer[IDENT_TEXT];
};

struct replay {
	struct run run;
	char *since, *id;		/* of the backup */
	bool marked;			/* the journal has the line of this backup */
	int64_t lines, torn, suppressions, lifted, pauses, messages, audit, known, unknown, people;
	struct erased_person *erased;
	size_t nerased;
	char **store;			/* slugs of erased stores */
	size_t nstores;
};

static bool
replay_since_row(void *arg, const struct db_row *row, struct err *e)
{
	struct replay *p = arg;

	p->since = db_copy(row, SQL_RESTORED_SINCE_SINCE);
	p->id = db_copy(row, SQL_RESTORED_SINCE_ID);
	return p->since || err_set(e, ERR_INPUT, "the backup was not made with crt db backup");
}

static bool
replay_applied(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct replay *p = arg;

	p->marked = p->marked || db_true(row, SQL_JOURNAL_APPLY_MARKED);
	p->lines += db_int(row, SQL_JOURNAL_APPLY_LINES);
	p->suppressions += db_int(row, SQL_JOURNAL_APPLY_SUPPRESSIONS);
	p->lifted += db_int(row, SQL_JOURNAL_APPLY_LIFTED);
	p->pauses += db_int(row, SQL_JOURNAL_APPLY_PAUSES);
	p->messages += db_int(row, SQL_JOURNAL_APPLY_MESSAGES);
	return true;
}

static bool
replay_erased(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct replay *p = arg;
	struct erased_person *x;

	p->erased = mem_more(p->erased, p->nerased, sizeof *x);
	x = &p->erased[p->nerased++];
	snprintf(x->store, sizeof x->store, "%s", db_text(row, SQL_JOURNAL_ERASED_STORE_ID));
	snprintf(x->customer, sizeof x->customer, "%s", db_text(row, SQL_JOURNAL_ERASED_CUSTOMER));
	return true;
}

static bool
replay_store(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct replay *p = arg;

	p->store = mem_more(p->store, p->nstores, sizeof *p->store);
	p->store[p->nstores++] = db_copy(row, SQL_JOURNAL_STORES_SLUG);
	return true;
}

/* A crash can tear a line, and the next one then follows in the same line. */
static void
replay_line(struct replay *p, struct array *lines, const struct line *l, struct arena *arena)
{
	struct err why = { 0 };
	char *text = arena_dup(arena, l->text, l->n), *next;
	json_t *value;

	while ((next = strstr(text + 1, LINE_BEGIN)))
		text = next;
	p->torn += strlen(text) != l->n;
	if (!value_read(&value, text, strlen(text), &why)) {
		p->torn++;
		return;
	}
	value_free(value);
	array_add(lines, text);
}

static bool
replay_lines(struct replay *p, const char *lines, struct err *e)
{
	const char *params[] = { lines, p->since, p->id };
	struct db *db = p->run.db;
	int64_t audit = 0;
	bool ok = db_each(db, sql_journal_apply, 3, params, replay_applied, p, e)
	    && db_each(db, sql_journal_erased, 2, params, replay_erased, p, e)
	    && db_each(db, sql_journal_stores, 2, params, replay_store, p, e)
	    && db_do(db, sql_journal_audit, 2, params, &audit, e);

	p->audit += audit;
	return ok;
}

static bool
replay_journal(struct replay *p, char **files, struct err *e)
{
	static struct line lines[LINES_MAX];
	struct input *in = input_open(files);
	struct arena arena = { 0 };
	struct array array;
	bool ok = true, end = files[0] == NULL;
	size_t n, i;

	array_open(&array);
	while (ok && !end) {
		arena_reset(&arena);
		ok = input_batch(in, &arena, lines, LINES_MAX, &n, &end, e);
		for (i = 0; ok && i < n; i++)
			replay_line(p, &array, &lines[i], &arena);
		ok = ok && replay_lines(p, array_param(&array), e);
	}
	array_free(&array);
	arena_free(&arena);
	input_close(in);
	return ok;
}

/* All erased people of a store at once, because an erasure reads every stored record. */
static bool
replay_erase(struct replay *p, const struct store *s, struct err *e)
{
	char **ids = mem_get((p->nerased + 1) * sizeof *ids);
	struct erased done = { .n = 0 };
	size_t i, n = 0;
	bool ok = true;

	for (i = 0; i < p->nerased; i++)
		if (!strcmp(p->erased[i].store, s->id_text))
			ids[n++] = p->erased[i].customer;
	ids[n] = NULL;
	if (n)
		ok = erase_subject(&p->run, s, ids, &done, e);
	p->people += (int64_t)done.customers;
	erased_free(&done);
	free(ids);
	return ok;
}

static bool
replay_erasures(struct replay *p, struct err *e)
{
	size_t i;
	bool ok = true;

	for (i = 0; ok && i < p->run.stores.n; i++)
		ok = replay_erase(p, &p->run.stores.list[i], e);
	for (i = 0; ok && i < p->nstores; i++) {
		const char *params[] = { p->store[i] };

		ok = db_do(p->run.db, sql_store_erase, COUNT(params), params, NULL, e);
	}
	return ok;
}

static bool
replay_ended(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct replay *p = arg;

	p->known = db_int(row, SQL_RESTORED_END_KNOWN);
	p->unknown = db_int(row, SQL_RESTORED_END_UNKNOWN);
	return true;
}

static bool
replay_blind_store(void *arg UNUSED, const struct db_row *row, struct err *e UNUSED)
{
	log_line(LOG_WARN, db_text(row, SQL_RESTORED_ORDERS_SLUG), "orders since the backup are "
	    "missing, and orders_max_age is off: import them, or pause its campaigns until their steps "
	    "expire");
	return true;
}

/* The steps that lead from each status to that of the journal are those of any message. */
static bool
replay_messages(struct replay *p, struct err *e)
{
	struct db *db = p->run.db;

	return db_do(db, sql_restored_requeue, 0, NULL, NULL, e)
	    && db_do(db, sql_restored_send, 0, NULL, NULL, e)
	    && db_each(db, sql_restored_end, 0, NULL, replay_ended, p, e);
}

static bool
replay_audit(struct replay *p, struct err *e)
{
	struct tenants all;
	bool ok = tenants_open(&all, &p->run, e);
	size_t i;

	for (i = 0; ok && i < all.n; i++)
		ok = audit_add(p->run.db, &(struct audit){ all.list[i].id, "db restore", p->since, NULL,
		    p->lines }, e);
	tenants_close(&all);
	return ok;
}

/* Without the line of this backup, the journal is that of another installation, or lost. */
static bool
replay_marked(struct replay *p, const struct settings *s, const char *folder, struct err *e)
{
	if (p->marked)
		return true;
	if (s->without_journal) {
		log_line(LOG_WARN, NULL, "opt-outs, erasures, and hand-offs since the backup are lost; "
		    "every campaign is paused");
		return db_do(p->run.db, sql_campaigns_pause, 0, NULL, NULL, e);
	}
	err_set(e, ERR_CONFIG, "the journal in \"%s\" does not contain this backup", folder);
	return err_hint(e, "name its folder with --journal; if it is lost, add --without-journal: "
	    "opt-outs since the backup are then lost, and every campaign is paused");
}

static bool
replay_all(struct replay *p, const struct settings *s, struct err *e)
{
	char *folder = NULL, **files = NULL;
	bool ok = journal_folder(&s->common, &folder, e) && journal_files(folder, &files, e)
	    && db_begin(p->run.db, e)
	    && db_each(p->run.db, sql_restored_since, 0, NULL, replay_since_row, p, e)
	    && db_do(p->run.db, sql_audit_lock, 0, NULL, NULL, e)
	    && replay_journal(p, files, e) && replay_marked(p, s, folder, e)
	    && db_do(p->run.db, sql_audit_unlock, 0, NULL, NULL, e)
	    && replay_messages(p, e) && replay_erasures(p, e)
	    && db_each(p->run.db, sql_restored_orders, 0, NULL, replay_blind_store, p, e)
	    && replay_audit(p, e);

	file_names_free(files);
	free(folder);
	return db_end(p->run.db, ok, e);
}

static const struct table_column columns[] = {
	{ .name = "backup", .kind = TABLE_TIME },
	{ .name = "lines", .kind = TABLE_INT }, { .name = "suppressions", .kind = TABLE_INT },
	{ .name = "lifted", .kind = TABLE_INT }, { .name = "pauses", .kind = TABLE_INT },
	{ .name = "erased", .kind = TABLE_INT }, { .name = "sent", .kind = TABLE_INT },
	{ .name = "unknown", .kind = TABLE_INT }, { .name = "audit", .kind = TABLE_INT },
};

static bool
replay_report(const struct replay *p, const struct settings *s, struct err *e)
{
	struct table *t = table_open(columns, COUNT(columns), option_output(&s->common));
	const int64_t counts[] = { p->lines, p->suppressions, p->lifted, p->pauses, p->people, p->known,
	    p->unknown, p->audit };
	size_t i;
	bool ok;

	table_cell_stamp(t, p->since);
	for (i = 0; i < COUNT(counts); i++)
		table_cell_int(t, counts[i]);
	ok = table_row_end(t, e);
	if (p->torn)
		log_line(LOG_WARN, NULL, "%" PRId64 " lines of the journal were torn by a crash, before "
		    "their transactions were committed", p->torn);
	return table_close(t, e) && ok;
}

bool
restore_replay(const struct settings *s, const char *conninfo, struct err *e)
{
	struct common common = s->common;
	struct replay p = { .nerased = 0 };
	size_t i;
	bool ok;

	common.database = conninfo;
	ok = run_open(&p.run, &common, "crt", RUN_STORES | RUN_KEYS | RUN_UNJOURNALED, e)
	    && replay_all(&p, s, e) && replay_report(&p, s, e);
	for (i = 0; i < p.nstores; i++)
		free(p.store[i]);
	free(p.store);
	free(p.erased);
	free(p.since);
	free(p.id);
	return run_close(&p.run, ok, e);
}
