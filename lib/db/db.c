/* db.c: transactions, and the ways to run a statement. */
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "db/conn.h"
#include "query.h"

/* The server's process ends after its client, and a pooler resets a session later: until then the
   next run would find the lock of this one. */
static void
db_release(struct db *db)
{
	struct err ignored = { 0 };

	if (db->holder)
		db_rollback(db->holder);
	if (db->holds && db_alive(db) && !db_do(db, sql_locks_release, 0, NULL, NULL, &ignored))
		db->lost = true;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_release(db);
	db_close(db->holder);
	PQfinish(db->pg);
	str_free(&db->journal.lines);
	free(db);
}

/* Prepares a statement that is pipelined; BEGIN and COMMIT alone need no plan. */
static bool
db_word(struct db *db, const char *sql, struct err *e)
{
	return db->pipelined ? db_do(db, sql, 0, NULL, NULL, e) : db_script(db, sql, e);
}

/* Without the connection that holds its locks, a command must not go on. */
static bool
db_holds(struct db *db, struct err *e)
{
	if (db->holder == NULL || (PQconsumeInput(db->holder->pg) && db_alive(db->holder)))
		return true;
	db->lost = true;
	return err_set(e, ERR_AGAIN, "database: the connection with the locks was lost");
}

static bool
db_start(struct db *db, bool pipelined, bool snapshot, struct err *e)
{
	static const char sql[] = "BEGIN";
	static const char frozen[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

	db->pipelined = pipelined && !db->pooler;
	if (!(db->dry && db->open))
		db->open = db->pooler ? db_holds(db, e) && conn_begin(db, snapshot, e)
		    : db_word(db, snapshot ? frozen : sql, e);
	db->pipelined = pipelined && db->open;
	return db->open;
}

bool
db_begin(struct db *db, struct err *e)
{
	return db_start(db, false, false, e);
}

bool
db_snapshot(struct db *db, struct err *e)
{
	return db_start(db, false, true, e);
}

bool
db_pipeline(struct db *db, struct err *e)
{
	return db_start(db, true, false, e);
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

/* Through a pooler a statement outside a transaction is one, with its settings. */
static bool
statement_begin(struct db *db, bool *alone, struct err *e)
{
	*alone = db->pooler && !db->open;
	return !*alone || db_begin(db, e);
}

static bool
statement_end(struct db *db, bool alone, bool ok, struct err *e)
{
	ok = ok && (!alone || db_commit(db, e));
	if (alone && !ok)
		db_rollback(db);
	return ok;
}

static bool
db_change(struct db *db, const struct statement *s, int64_t *affected, struct err *e)
{
	PGresult *r = NULL;
	bool ok;

	if (affected == NULL)
		return conn_report(db, s, e);
	ok = conn_query(db, s, e) && conn_finish(db, &r, e);
	if (ok && !conn_int(PQcmdTuples(r), affected))
		ok = err_set(e, ERR_BUG, "the statement does not count rows: %.80s", s->sql);
	PQclear(r);
	return ok;
}

bool
db_do(struct db *db, const char *sql, int n, const char *const *params,
    int64_t *affected, struct err *e)
{
	const struct statement s = { .sql = sql, .n = n, .params = params };
	bool alone, ok = statement_begin(db, &alone, e) && db_change(db, &s, affected, e);

	return statement_end(db, alone, ok, e);
}

bool
db_query(struct db *db, const char *sql, int n, const char *const *params,
    char **value, struct err *e)
{
	const struct statement s = { .sql = sql, .n = n, .params = params };
	PGresult *r = NULL;
	bool alone, ok = statement_begin(db, &alone, e) && conn_query(db, &s, e)
	    && conn_finish(db, &r, e);

	*value = NULL;
	if (ok && (PQntuples(r) != 1 || PQnfields(r) != 1))
		ok = err_set(e, ERR_BUG, "expected one row, got %d: %.80s", PQntuples(r), sql);
	if (ok && !PQgetisnull(r, 0, 0))
		*value = mem_dup(PQgetvalue(r, 0, 0));
	PQclear(r);
	return statement_end(db, alone, ok, e);
}

bool
db_query_bool(struct db *db, const char *sql, int n, const char *const *params, bool *value,
    struct err *e)
{
	char *text;
	bool ok = db_query(db, sql, n, params, &text, e);

	*value = ok && text && *text == 't';
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

bool
db_stream(struct db *db, const char *sql, int n, const char *const *params,
    db_row_fn *head, db_row_fn *fn, void *arg, struct err *e)
{
	bool misread = false;
	const struct statement s = { .sql = sql, .n = n, .params = params };
	PGresult *r;
	bool alone, ok = statement_begin(db, &alone, e) && conn_query(db, &s, e);

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
	return statement_end(db, alone, ok, e);
}
