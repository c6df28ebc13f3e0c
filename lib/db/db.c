/* db.c: transactions, and the ways to run a statement. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "base/word.h"
#include "db/conn.h"

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	PQfinish(db->pg);
	str_free(&db->journal.lines);
	free(db);
}

bool
db_alive(const struct db *db)
{
	return !db->lost && PQstatus(db->pg) == CONNECTION_OK;
}

/* Prepares a statement that is pipelined; BEGIN and COMMIT alone need no plan. */
static bool
db_word(struct db *db, const char *sql, struct err *e)
{
	return db->pipelined ? db_do(db, sql, 0, NULL, NULL, e) : db_script(db, sql, e);
}

static bool
db_start(struct db *db, bool pipelined, struct err *e)
{
	static const char sql[] = "BEGIN";

	db->pipelined = pipelined;
	db->open = (db->dry && db->open) || db_word(db, sql, e);
	db->pipelined = pipelined && db->open;
	return db->open;
}

bool
db_begin(struct db *db, struct err *e)
{
	return db_start(db, false, e);
}

bool
db_pipeline(struct db *db, struct err *e)
{
	return db_start(db, true, e);
}

/* The pipelined statements must have succeeded too; if one failed, the COMMIT's result is
   not read. */
bool
db_commit(struct db *db, struct err *e)
{
	static const char sql[] = "COMMIT";
	bool ok = db->dry || (db_finish(db, e) && conn_journal(db, e) && db_word(db, sql, e));

	db->pipelined = false;
	ok = ok && db_finish(db, e);
	if (db->dry)
		return ok;
	db->open = !ok && PQtransactionStatus(db->pg) != PQTRANS_IDLE;
	db_rollback(db);
	return ok;
}

bool
db_dry(struct db *db, struct err *e)
{
	db->dry = true;
	return db_begin(db, e);
}

void
db_shadow(struct db *db, db_shadow_fn *fn)
{
	db->shadow = fn;
}

void
db_rollback(struct db *db)
{
	struct err ignored = { 0 };

	if (db == NULL || !db->open || db->lost)
		return;
	db->open = db->pipelined = false;
	str_cut(&db->journal.lines, 0);
	if ((!db_finish(db, &ignored) && db->lost) || !db_script(db, "ROLLBACK", &ignored))
		db->lost = true;
}

bool
db_end(struct db *db, bool ok, struct err *e)
{
	fault();
	ok = ok && db_commit(db, e);
	fault();
	if (!ok)
		db_rollback(db);
	return ok;
}

const char *
db_text(const struct db_row *r, int column)
{
	return PQgetisnull(r->result, r->row, column) ? NULL
	    : PQgetvalue(r->result, r->row, column);
}

char *
db_copy(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);

	return s ? mem_dup(s) : NULL;
}

/* The pointers, then the texts, in one piece of memory. */
char **
db_copy_row(const struct db_row *r)
{
	const int n = PQnfields(r->result);
	size_t need = (size_t)n * sizeof(char *);
	char **out, *at;
	int i;

	for (i = 0; i < n; i++)
		need += (size_t)PQgetlength(r->result, r->row, i) + 1;
	out = mem_get(need);
	at = (char *)(out + n);
	for (i = 0; i < n; i++) {
		const size_t length = (size_t)PQgetlength(r->result, r->row, i);

		if (PQgetisnull(r->result, r->row, i))
			continue;
		out[i] = memcpy(at, PQgetvalue(r->result, r->row, i), length);
		at += length + 1;
	}
	return out;
}

size_t
db_length(const struct db_row *r, int column)
{
	return (size_t)PQgetlength(r->result, r->row, column);
}

void
db_misread(const struct db_row *r)
{
	*r->misread = true;
}

void
db_fill(const struct db_row *r, int column, char *to, size_t size)
{
	const char *s = db_text(r, column);
	size_t n = s ? strlen(s) : 0;

	*to = '\0';
	if (n >= size)
		db_misread(r);
	else if (s)
		memcpy(to, s, n + 1);
}

static bool
db_read_int(const char *s, int64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoll(s, &end, 10);
	if (end != s && *end == '\0' && errno == 0)
		return true;
	*out = 0;
	return false;
}

int64_t
db_int(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);
	int64_t n = 0;

	if (s && !db_read_int(s, &n))
		db_misread(r);
	return n;
}

double
db_real(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);
	char *end;
	double x = s ? strtod(s, &end) : 0;

	if (s && (end == s || *end != '\0'))
		db_misread(r);
	return x;
}

static bool
db_text_true(const char *s)
{
	return s && *s == 't';
}

bool
db_true(const struct db_row *r, int column)
{
	return db_text_true(db_text(r, column));
}

int
db_enum(const struct db_row *r, int column, const char *const words[])
{
	const char *s = db_text(r, column);
	int word = word_find(words, s);

	if (s && word < 0) {
		db_misread(r);
		word = 0;	/* the caller may use it as an index until its run ends */
	}
	return word;
}

crt_time
db_time(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);
	crt_time t;

	if (s && clock_read(s, &t))
		return t;
	if (s)
		db_misread(r);
	return DB_NO_TIME;
}

/* {"2026-11-22 09:41:07+00","..."} */
size_t
db_times(const struct db_row *r, int column, crt_time *out, size_t max)
{
	const char *s = db_text(r, column), *end;
	size_t n = 0;

	for (; n < max && s && (s = strchr(s, '"')) && (end = strchr(++s, '"')); s = end + 1) {
		char one[CLOCK_TEXT];

		snprintf(one, sizeof one, "%.*s", (int)(end - s), s);
		if (!clock_read(one, &out[n++]))
			db_misread(r);
	}
	return n;
}

bool
db_do(struct db *db, const char *sql, int n, const char *const *params,
    int64_t *affected, struct err *e)
{
	const struct statement s = { .sql = sql, .n = n, .params = params };
	PGresult *r = NULL;
	bool ok;

	if (affected == NULL)
		return conn_report(db, &s, e);
	ok = conn_query(db, &s, e) && conn_finish(db, &r, e);
	if (ok && !db_read_int(PQcmdTuples(r), affected))
		ok = err_set(e, ERR_BUG, "the statement does not count rows: %.80s", sql);
	PQclear(r);
	return ok;
}

bool
db_query(struct db *db, const char *sql, int n, const char *const *params,
    char **value, struct err *e)
{
	const struct statement s = { .sql = sql, .n = n, .params = params };
	PGresult *r = NULL;
	bool ok = conn_query(db, &s, e) && conn_finish(db, &r, e);

	*value = NULL;
	if (ok && (PQntuples(r) != 1 || PQnfields(r) != 1))
		ok = err_set(e, ERR_BUG, "expected one row, got %d: %.80s", PQntuples(r), sql);
	if (ok && !PQgetisnull(r, 0, 0))
		*value = mem_dup(PQgetvalue(r, 0, 0));
	PQclear(r);
	return ok;
}

bool
db_query_bool(struct db *db, const char *sql, int n, const char *const *params, bool *answer,
    struct err *e)
{
	char *text;
	bool ok = db_query(db, sql, n, params, &text, e);

	*answer = ok && db_text_true(text);
	free(text);
	return ok;
}

static bool
db_rows(const PGresult *r, const char *sql, db_row_fn *fn, void *arg, struct err *e)
{
	bool misread = false;
	struct db_row row = { r, 0, &misread };

	for (; row.row < PQntuples(r); row.row++) {
		if (!fn(arg, &row, e))
			return false;
		if (misread)
			return err_set(e, ERR_BUG, "cannot parse a number, a time, or a word of: %.80s",
			    sql);
	}
	return true;
}

bool
db_each(struct db *db, const char *sql, int n, const char *const *params,
    db_row_fn *fn, void *arg, struct err *e)
{
	return db_stream(db, sql, n, params, NULL, fn, arg, e);
}

const char *
db_name(const struct db_row *r, int column)
{
	return column < PQnfields(r->result) ? PQfname(r->result, column) : NULL;
}

/* The numbers of types never change. */
bool
db_logical(const struct db_row *r, int column)
{
	return PQftype(r->result, column) == 16;
}

bool
db_plain(const struct db_row *r, int column)
{
	switch (PQftype(r->result, column)) {
	case 16:		/* boolean */
	case 20: case 21: case 23:	/* bigint, smallint, integer */
	case 1700:		/* numeric */
		return true;
	default:
		return false;
	}
}

bool
db_stream(struct db *db, const char *sql, int n, const char *const *params,
    db_row_fn *head, db_row_fn *fn, void *arg, struct err *e)
{
	bool misread = false;
	const struct statement s = { .sql = sql, .n = n, .params = params };
	PGresult *r;
	bool ok = conn_query(db, &s, e);

	if (ok)
		PQsetSingleRowMode(db->pg);
	while (ok && (ok = conn_result(db, &r, e)) && r) {
		if (head && conn_good(r))
			ok = head(arg, &(struct db_row){ r, 0, &misread }, e);
		head = NULL;
		ok = !ok ? false : conn_good(r) ? db_rows(r, sql, fn, arg, e)
		    : conn_explain_error(db, r, e);
		PQclear(r);
	}
	if (!ok)
		conn_drain(db);
	return ok;
}

bool
db_script(struct db *db, const char *sql, struct err *e)
{
	if (!db_finish(db, e))
		return false;
	if (!PQsendQuery(db->pg, sql))
		return conn_explain_error(db, NULL, e);
	return conn_finish(db, NULL, e);
}
