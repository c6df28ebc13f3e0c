/* consent_import.c: consents of a CSV file, as records. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "gdpr.h"
#include "inbox/inbox.h"
#include "privacy/consent.h"
#include "record/record.h"
#include "text/csv.h"
#include "run/reject.h"

enum field { SUBJECT, CHANNEL, ACTION, TIME, WORDING, SOURCE, EVIDENCE, CONFIRMED,
    SIGNATURE, NUMBER, SELLER, UNCONDITIONAL, FIELDS };

static const char *const names[FIELDS] = { "subject", "channel", "action", "time", "wording",
    "source", "evidence", "confirmed", "signature", "number", "seller", "unconditional" };

struct importing {
	struct input *files;
	const struct store *store;
	struct csv csv;
	const char *source;		/* the file of the line before */
	int column[FIELDS];		/* -1: the file has none */
	bool headed;
	int64_t rows, refused;
};

static void
import_head(struct importing *i)
{
	size_t k, f;

	for (f = 0; f < FIELDS; f++)
		i->column[f] = -1;
	for (k = 0; csv_field(&i->csv, k); k++)
		for (f = 0; f < FIELDS; f++)
			if (!strcasecmp(csv_field(&i->csv, k), names[f]))
				i->column[f] = (int)k;
	i->headed = true;
}

static const char *
import_field(const struct importing *i, enum field f)
{
	const char *text = i->column[f] < 0 ? NULL : csv_field(&i->csv, (size_t)i->column[f]);

	return text && *text ? text : NULL;
}

static bool
import_flag(const struct importing *i, enum field f, bool *flag, struct err *e)
{
	const char *text = import_field(i, f);

	*flag = text && !strcasecmp(text, "yes");
	return text == NULL || *flag || !strcasecmp(text, "no")
	    || err_set(e, ERR_INPUT, "%s is yes or no", names[f]);
}

/* A time that was not given is not guessed: the order of consents decides. */
static bool
import_row(const struct importing *i, struct str *record, struct err *e)
{
	const char *time = import_field(i, TIME);
	struct consent c = { .subject = import_field(i, SUBJECT), .channel = import_field(i, CHANNEL),
	    .action = import_field(i, ACTION), .wording = import_field(i, WORDING),
	    .source = import_field(i, SOURCE), .evidence = import_field(i, EVIDENCE),
	    .signature = import_field(i, SIGNATURE), .number = import_field(i, NUMBER),
	    .seller = import_field(i, SELLER) };

	if (c.subject == NULL)
		return err_set(e, ERR_INPUT, "the row has no subject");
	if (!import_flag(i, CONFIRMED, &c.confirmed, e)
	    || !import_flag(i, UNCONDITIONAL, &c.unconditional, e))
		return false;
	if (time == NULL || !clock_read(time, &c.time))
		return err_set(e, ERR_INPUT, "the row has no time such as 2026-11-22T09:41:07Z");
	return consent_record(record, i->store, &c, e);
}

static bool
import_line(struct importing *i, const struct line *l, struct str *record, struct err *e)
{
	bool whole;

	if (i->source == NULL || strcmp(i->source, l->source)) {
		csv_free(&i->csv);
		csv_open(&i->csv);
		i->headed = false;
		i->source = l->source;
	}
	if (!csv_line(&i->csv, l->text, l->n, &whole, e))
		return false;
	if (!whole)
		return true;
	if (i->headed) {
		i->rows++;
		return import_row(i, record, e);
	}
	import_head(i);
	return true;
}

/* Lines of the files become records, each in the place of its line. */
static bool
import_lines(void *arg, struct arena *a, struct line *lines, size_t max, size_t *n, bool *end,
    struct err *e)
{
	struct importing *i = arg;
	size_t got, k;

	if (!input_batch(i->files, a, lines, max, &got, end, e))
		return false;
	for (*n = k = 0; k < got; k++) {
		struct str record = STR_MAX(RECORD_LINE_MAX);
		struct err why = { 0 };
		struct line l = lines[k];

		if (!import_line(i, &l, &record, &why)) {
			i->refused++;
			log_line(LOG_WARN, NULL, "%s line %llu: %s", l.source, (unsigned long long)l.position,
			    why.text);
		} else if (record.len) {
			l.text = arena_dup(a, record.data, record.len);
			l.n = l.whole = record.len;
			lines[(*n)++] = l;
		}
		str_free(&record);
	}
	return true;
}

static bool
import_audited(void *arg, struct db *db, size_t n, struct err *e)
{
	const struct importing *i = arg;
	char organization[IDENT_TEXT];

	return audit_add(db, &(struct audit){ ident_print(i->store->organization, organization),
	    "consent import", i->store->slug, NULL, (int64_t)n }, e);
}

static bool
import_verdict(struct run *r, const struct importing *i, struct err *e)
{
	int64_t rejected = run_counted(r, COUNTER_rejected);

	printf("%lld of %lld consents %s recorded for %s\n",
	    (long long)(i->rows - i->refused - rejected), (long long)i->rows,
	    r->common->dry_run ? "would be" : "are", i->store->slug);
	if (i->refused == 0)
		return reject_verdict(r, rejected, i->rows, e);
	err_set(e, ERR_REJECTS, "%lld lines could not be read", (long long)i->refused);
	return err_hint(e, "correct them, and import the file again: a consent counts once");
}

static bool
consent_import(struct run *r, char **files, struct err *e)
{
	struct importing i = { .files = input_open(files) };
	struct inbox inbox = { .run = r, .command = "crt-gdpr", .batch = INBOX_BATCH,
	    .lines = import_lines, .lines_arg = &i, .also = import_audited, .also_arg = &i };
	bool ok;

	csv_open(&i.csv);
	ok = gdpr_consent_store(r, &i.store, e) && inbox_run(&inbox, NULL, e)
	    && import_verdict(r, &i, e);
	csv_free(&i.csv);
	input_close(i.files);
	return ok;
}

bool
gdpr_consent_import(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS | RUN_HEARTBEAT, e)
	    && consent_import(&run, operands, e);

	return run_close(&run, ok, e);
}
