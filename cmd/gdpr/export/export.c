/* export.c: everything that is stored about a person (GDPR Art. 15 and 20). */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/stop.h"
#include "../gdpr.h"
#include "archive.h"
#include "json/value.h"
#include "privacy/subject.h"
#include "query.h"
#include "run/output.h"

#define LINE_MAX_BYTES ((size_t)64 * 1024 * 1024)

struct exporting {
	struct output out;
	struct archive *archive;	/* NULL: only JSON */
	const struct subject_part *part;
	size_t rows;
};

/* What Art. 15(1) requires besides the data; the controller adds what only they know. */
static const char about[] =
    "\"purposes\":\"to remind people of the carts they left, by the messages they agreed to\","
    "\"recipients\":\"the store, and the provider that delivers its messages\","
    "\"source\":\"the store's shop: what the person did and entered there\","
    "\"retention\":\"until the store erases it; the hash of an address that must not be written "
    "to is kept for good\","
    "\"decisions\":\"whether and when a reminder is sent follows from the cart, the orders, and "
    "the consent stored here\","
    "\"rights\":\"access, rectification, erasure, objection, portability, and a complaint to a "
    "supervisory authority\",";

/* An archive holds all until it is complete. */
static void
export_line(struct exporting *x, const char *text, size_t n)
{
	if (x->archive == NULL) {
		output_line(&x->out, text, n);
		return;
	}
	str_add(&x->archive->json, text, n);
	str_putc(&x->archive->json, '\n');
}

static void
export_head(struct exporting *x, char **handles)
{
	struct str s = STR_MAX(LINE_MAX_BYTES);
	char now[CLOCK_TEXT];
	size_t i;

	str_printf(&s, "{\"created\":\"%s\",\"subject\":[", clock_print(clock_now(), now));
	for (i = 0; handles[i]; i++) {
		str_puts(&s, i ? "," : "");
		value_quote(&s, handles[i], strlen(handles[i]));
	}
	str_printf(&s, "],%s\"records\":[", about);
	export_line(x, str_text(&s), s.len);
	str_free(&s);
}

static bool
export_row(void *arg, const struct db_row *row, struct err *e)
{
	struct exporting *x = arg;
	struct str s = STR_MAX(LINE_MAX_BYTES);
	bool full;

	str_printf(&s, "%s{\"store\":\"%s\",\"table\":\"%s\",\"record\":", x->rows++ ? "," : "",
	    x->part->store->slug, db_text(row, SQL_SUBJECT_ROWS_TABLE_NAME));
	str_add(&s, db_text(row, SQL_SUBJECT_ROWS_RECORD), db_length(row, SQL_SUBJECT_ROWS_RECORD));
	str_putc(&s, '}');
	full = str_full(&s);
	export_line(x, str_text(&s), s.len);
	str_free(&s);
	if (full)
		return err_set(e, ERR_BUG, "a row is longer than %zu bytes", LINE_MAX_BYTES);
	if (x->archive)
		return stop_check(e) && archive_row(x->archive, x->part->store->slug,
		    db_text(row, SQL_SUBJECT_ROWS_TABLE_NAME), db_text(row, SQL_SUBJECT_ROWS_RECORD),
		    db_length(row, SQL_SUBJECT_ROWS_RECORD), e);
	return !output_is_page(&x->out) || (stop_check(e) && output_flush(&x->out, e));
}

static bool
export_part(struct run *r, struct exporting *x, const struct subject_part *p, struct err *e)
{
	const char *params[] = { p->store->id_text, p->param[SUBJECT_CUSTOMERS],
	    p->param[SUBJECT_CARTS], p->param[SUBJECT_ORDERS], p->param[SUBJECT_MESSAGES],
	    p->param[SUBJECT_KEYS], p->param[SUBJECT_EVENT_TIMES], p->param[SUBJECT_EVENTS],
	    p->param[SUBJECT_REQUESTS], p->param[SUBJECT_WORDS] };

	x->part = p;
	return db_each(r->db, sql_subject_rows, COUNT(params), params, export_row, x, e);
}

/* Before anything is read: no data leaves without a row of the audit log. */
static bool
export_audited(struct run *r, const struct tenant *t, char **handles, struct err *e)
{
	bool ok = db_begin(r->db, e) && gdpr_audit(r, t->store, "export", "", handles, 0, e);

	return run_keep(r, r->db, ok, e);
}

static bool
export_subject(struct run *r, struct exporting *x, char **handles, struct err *e)
{
	const struct tenant *controller;
	struct subject s = { 0 };
	struct tenants all;
	size_t i;
	bool ok = tenants_open(&all, r, e) && tenants_only(&all, &controller, e)
	    && export_audited(r, controller, handles, e)
	    && db_snapshot(r->db, e)
	    && subject_open(&s, r, NULL, handles, SUBJECT_WHOLE, e);

	if (ok)
		export_head(x, handles);
	for (i = 0; ok && i < s.n; i++)
		ok = stop_check(e) && export_part(r, x, &s.part[i], e);
	if (ok) {
		export_line(x, "]}", 2);
		ok = db_commit(r->db, e) && (x->archive == NULL
		    || archive_write(x->archive, r, controller->store, handles, &x->out.held, e))
		    && output_flush(&x->out, e);
		if (x->rows == 0)
			log_line(LOG_WARN, NULL, "nothing is stored about this person; if the address or "
			    "the id is misspelled, this export is not theirs");
		log_line(LOG_INFO, NULL, "%zu rows of %zu customers", x->rows, subject_customers(&s));
	}
	subject_close(&s);
	tenants_close(&all);
	return ok;
}

/* Never an existing file, and for nobody else to read. */
static bool
export_open(struct exporting *x, const char *path, struct err *e)
{
	int why;

	output_init(&x->out);
	if (path == NULL)
		return true;
	x->out.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	why = errno;
	if (x->out.fd >= 0)
		return true;
	err_set(e, ERR_USAGE, "cannot make \"%s\": %s", path, strerror(why));
	return why == EEXIST ? err_hint(e, "choose another name; a file is never replaced") : false;
}

static bool
export_close(struct exporting *x, const char *path, bool ok, struct err *e)
{
	if (path && x->out.fd >= 0) {
		if (ok && fsync(x->out.fd) < 0)
			ok = err_set(e, ERR_IO, "cannot write \"%s\": %s", path, strerror(errno));
		close(x->out.fd);
		if (!ok)
			unlink(path);
	}
	output_free(&x->out);
	return ok;
}

bool
gdpr_export(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct exporting x = { .rows = 0 };
	const char *path = set->output && strcmp(set->output, "-") ? set->output : NULL;
	struct run run;
	struct archive archive;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS | RUN_HEARTBEAT, e);
	bool opened = ok && export_open(&x, path, e);

	archive_open(&archive);
	x.archive = set->archive ? &archive : NULL;
	ok = opened && export_subject(&run, &x, operands, e);
	archive_close(&archive);
	if (opened)
		ok = export_close(&x, path, ok, e);
	return run_close(&run, ok, e);
}
