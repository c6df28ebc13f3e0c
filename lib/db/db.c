/* db.c: connect, transactions, and the shapes in which a statement is asked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "db/conn.h"

/* Nothing is found by accident, no plan is compiled, a client that died frees its locks. */
static const char setup[] =
    "SET search_path = pg_catalog; SET timezone = 'UTC'; SET jit = off; "
    "SET client_min_messages = warning; SET client_connection_check_interval = '2s'";

bool
db_open(struct db **out, const char *conninfo, const char *command, struct err *e)
{
	const char *keys[] = { "connect_timeout", "client_encoding", "fallback_application_name",
	    "dbname", NULL };
	const char *values[] = { "10", "UTF8", command, conninfo ? conninfo : "", NULL };
	struct db *db = *out = mem_get(sizeof *db);

	db->pg = PQconnectdbParams(keys, values, 1);
	if (PQstatus(db->pg) != CONNECTION_OK) {
		conn_blame(db, NULL, e);
		return err_hint(e, "is the server running? see \"crt db status\" and \"crt doctor\"");
	}
	if (PQsetnonblocking(db->pg, 1))
		return conn_blame(db, NULL, e);
	return db_script(db, setup, e);
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	PQfinish(db->pg);
	free(db);
}

bool
db_alive(const struct db *db)
{
	return !db->lost && PQstatus(db->pg) == CONNECTION_OK;
}

bool
db_begin(struct db *db, struct err *e)
{
	if (db->dry && db->open)
		return true;
	if (!db_script(db, "BEGIN", e))
		return false;
	db->open = true;
	return true;
}

bool
db_commit(struct db *db, struct err *e)
{
	if (db->dry)
		return true;
	db->open = false;
	return db_script(db, "COMMIT", e);
}

bool
db_dry(struct db *db, struct err *e)
{
	db->dry = true;
	return db_begin(db, e);
}

void
db_rollback(struct db *db)
{
	struct err ignored = { 0 };

	if (db == NULL || !db->open || db->lost)
		return;
	db->open = false;
	if (!db_script(db, "ROLLBACK", &ignored))
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

size_t
db_length(const struct db_row *r, int column)
{
	return (size_t)PQgetlength(r->result, r->row, column);
}

int64_t
db_int(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);

	return s ? strtoll(s, NULL, 10) : 0;
}

bool
db_true(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);

	return s && *s == 't';
}

crt_time
db_time(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);
	crt_time t;

	return s && clock_read(s, &t) ? t : DB_NO_TIME;
}

static bool
good(const PGresult *r)
{
	ExecStatusType s = PQresultStatus(r);

	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_SINGLE_TUPLE
	    || s == PGRES_EMPTY_QUERY;
}

/* Run to the end; the last result is kept when wanted. */
static bool
finish(struct db *db, PGresult **keep, struct err *e)
{
	PGresult *r;
	bool ok = true;

	while (ok && (ok = conn_result(db, &r, e)) && r) {
		if (!good(r))
			ok = conn_blame(db, r, e);
		if (ok && keep) {
			PQclear(*keep);
			*keep = r;
		} else
			PQclear(r);
	}
	if (!ok)
		conn_drain(db);
	return ok;
}

/* Where the statement stands among those asked before, the new one behind them;
   CONN_SEEN_MAX if there is no room. */
static size_t
place(struct db *db, const char *sql)
{
	size_t i = 0;

	while (i < db->nseen && db->seen[i] != sql)
		i++;
	if (i == db->nseen && i < CONN_SEEN_MAX)
		db->seen[db->nseen++] = sql;
	return i;
}

/* Planning over many partitions takes longer than running, so each statement is prepared
   and planned once.  A statement is a constant: its address names it. */
static bool
prepare(struct db *db, size_t i, int n, char name[24], struct err *e)
{
	PGresult *r = NULL;

	snprintf(name, 24, "s%zu", i);
	if (db->prepared[i])
		return true;
	if (!PQsendPrepare(db->pg, name, db->seen[i], n, NULL))
		return conn_blame(db, NULL, e);
	db->prepared[i] = finish(db, &r, e);
	PQclear(r);
	return db->prepared[i];
}

/* Parameters are text when lengths and formats are NULL. */
static bool
send_query(struct db *db, const char *sql, int n, const char *const *params, const int *lengths,
    const int *formats, struct err *e)
{
	size_t i = place(db, sql);
	char name[24];
	int sent;

	if (db->lost)
		return err_set(e, ERR_AGAIN, "database: the connection was lost");
	if (n > DB_PARAMS_MAX)
		return err_set(e, ERR_BUG, "a statement has %d parameters", n);
	if (i < CONN_SEEN_MAX && !prepare(db, i, n, name, e))
		return false;
	sent = i < CONN_SEEN_MAX ? PQsendQueryPrepared(db->pg, name, n, params, lengths, formats, 0)
	    : PQsendQueryParams(db->pg, sql, n, NULL, params, lengths, formats, 0);
	return sent || conn_blame(db, NULL, e);
}

bool
db_do(struct db *db, const char *sql, int n, const char *const *params,
    int64_t *affected, struct err *e)
{
	PGresult *r = NULL;
	bool ok = send_query(db, sql, n, params, NULL, NULL, e) && finish(db, &r, e);

	if (ok && affected)
		*affected = strtoll(PQcmdTuples(r), NULL, 10);
	PQclear(r);
	return ok;
}

bool
conn_do_binary(struct db *db, const char *sql, const struct str *bytes, struct err *e)
{
	const int length = (int)bytes->len, binary = 1;
	const char *value = bytes->data;
	PGresult *r = NULL;
	bool ok = send_query(db, sql, 1, &value, &length, &binary, e) && finish(db, &r, e);

	PQclear(r);
	return ok;
}

bool
db_ask(struct db *db, const char *sql, int n, const char *const *params,
    char **answer, struct err *e)
{
	PGresult *r = NULL;
	bool ok = send_query(db, sql, n, params, NULL, NULL, e) && finish(db, &r, e);

	*answer = NULL;
	if (ok && (PQntuples(r) != 1 || PQnfields(r) != 1))
		ok = err_set(e, ERR_BUG, "not one answer but %d to: %.80s", PQntuples(r), sql);
	if (ok && !PQgetisnull(r, 0, 0))
		*answer = mem_dup(PQgetvalue(r, 0, 0));
	PQclear(r);
	return ok;
}

static bool
rows(const PGresult *r, db_row_fn *fn, void *arg, struct err *e)
{
	struct db_row row = { r, 0 };

	for (; row.row < PQntuples(r); row.row++)
		if (!fn(arg, &row, e))
			return false;
	return true;
}

bool
db_each(struct db *db, const char *sql, int n, const char *const *params,
    db_row_fn *fn, void *arg, struct err *e)
{
	PGresult *r;
	bool ok = send_query(db, sql, n, params, NULL, NULL, e);

	if (ok)
		PQsetSingleRowMode(db->pg);
	while (ok && (ok = conn_result(db, &r, e)) && r) {
		ok = good(r) ? rows(r, fn, arg, e) : conn_blame(db, r, e);
		PQclear(r);
	}
	if (!ok)
		conn_drain(db);
	return ok;
}

bool
db_script(struct db *db, const char *sql, struct err *e)
{
	if (db->lost)
		return err_set(e, ERR_AGAIN, "database: the connection was lost");
	if (!PQsendQuery(db->pg, sql))
		return conn_blame(db, NULL, e);
	return finish(db, NULL, e);
}
