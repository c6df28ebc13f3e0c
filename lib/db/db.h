/*
 * db.h: PostgreSQL; the only room that uses libpq.
 *
 * Statements are the constants of sql/query/ with text parameters; there is no way to put text
 * into a statement. A statement that is run a second time is prepared. Every call has its own
 * deadline, so a frozen server ends in ERR_AGAIN. The kind of a failure follows from its
 * SQLSTATE (sqlstate.def), also for a refused connection. Every session has the settings of
 * settings.c.
 */
#ifndef CRT_DB_H
#define CRT_DB_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "db/row.h"

struct db;

#define DB_PARAMS_MAX 24
#define DB_DEADLINE_SECONDS 300

/* conninfo "" leaves all settings to the PG* variables; command is a constant and becomes
   application_name. pooler: it leads to a pooler in transaction mode, so nothing is prepared, and
   each statement outside a transaction is one.
   ERR_DATABASE: the database is not UTF8. ERR_CONFIG: invalid options. */
bool db_open(struct db **, const char *conninfo, bool pooler, const char *command, struct err *)
    MUSTUSE;
void db_close(struct db *);		/* NULL is fine */
bool db_alive(const struct db *);	/* false: the connection is lost; open another */

/* The connection's parameters for another database of the server. It may contain a password; the
   caller frees it. */
char *db_conninfo(struct db *, const char *database);
const char *db_database(const struct db *);	/* its name */

bool db_begin(struct db *, struct err *) MUSTUSE;
bool db_commit(struct db *, struct err *) MUSTUSE;	/* after a failure, no transaction is open */

/* Begins a read-only transaction in which all statements see the same data. */
bool db_snapshot(struct db *, struct err *) MUSTUSE;

/* Begins a transaction in libpq's pipeline mode. Statements without a result are sent
   without waiting. Their failure is reported by the next call that waits: db_finish or, at
   the latest, db_commit. Six round trips become one. */
bool db_pipeline(struct db *, struct err *) MUSTUSE;
bool db_finish(struct db *, struct err *) MUSTUSE;

/* Ends a transaction: commits if ok, else rolls back. A fault point stands before and after
   the commit. */
bool db_end(struct db *, bool ok, struct err *) MUSTUSE;

void db_rollback(struct db *);		/* does nothing without an open transaction */

/* From now on, lines that the server reports for a journal outside of the database are given to
   fn before the commit of their transaction. If fn fails, nothing is committed. */
#define DB_JOURNAL_MAX ((size_t)64 * 1024 * 1024)	/* bytes of a transaction's lines */
typedef bool db_journal_fn(void *, const char *lines, size_t n, struct err *);
void db_journal(struct db *, db_journal_fn *, void *);

/* For dry runs: everything that follows is one transaction, regardless of begins and
   commits, and is rolled back when the connection closes. Until then it holds its locks. */
bool db_dry(struct db *, struct err *) MUSTUSE;

/* From now on, each statement is replaced by what fn returns for it: the same statement for other
   tables. */
typedef const char *db_shadow_fn(const char *sql);
void db_shadow(struct db *, db_shadow_fn *);

/* Changes settings for all that follows. sql calls set_config(..., $1). */
bool db_session(struct db *, const char *sql, struct err *) MUSTUSE;

/* Takes a lock that lasts until db_close: sql has $1, what to lock, and $2, whether only until the
   end of the transaction. Through a pooler a second connection holds it. */
bool db_hold(struct db *, const char *sql, const char *what, bool *held, struct err *) MUSTUSE;

/* False if the connection leads to a pooler: the caller keeps something in its session. */
bool db_own_session(const struct db *, struct err *) MUSTUSE;

typedef bool db_row_fn(void *, const struct db_row *, struct err *);

/* Any number of rows. affected gets the number of changed rows; may be NULL. */
bool db_do(struct db *, const char *sql, int n, const char *const *params,
    int64_t *affected, struct err *) MUSTUSE;

/* Exactly one value, which the caller frees; NULL for null. */
bool db_query(struct db *, const char *sql, int n, const char *const *params,
    char **value, struct err *) MUSTUSE;

/* The same of a boolean; false for null, and after a failure. */
bool db_query_bool(struct db *, const char *sql, int n, const char *const *params, bool *value,
    struct err *) MUSTUSE;

/* Calls back for each row, streamed: memory does not grow with the result. */
bool db_each(struct db *, const char *sql, int n, const char *const *params,
    db_row_fn *, void *, struct err *) MUSTUSE;

/* The same; head is called once before the rows, even if there are none, with a row that has
   only names. */
bool db_stream(struct db *, const char *sql, int n, const char *const *params, db_row_fn *head,
    db_row_fn *, void *, struct err *) MUSTUSE;

/* Several statements without parameters, such as a schema file. */
bool db_script(struct db *, const char *sql, struct err *) MUSTUSE;

#endif
