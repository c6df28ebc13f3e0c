/* user_session.c: user sessions, revoke, attempts: what a user has open, and tried. */
#include <string.h>

#include "access.h"
#include "query.h"

static const struct table_column session_columns[] = {
	{ .name = "session" }, { .name = "created", .kind = TABLE_TIME },
	{ .name = "used", .kind = TABLE_TIME }, { .name = "expires", .kind = TABLE_TIME },
};

static const struct table_column attempt_columns[] = {
	{ .name = "time", .kind = TABLE_TIME }, { .name = "outcome" }, { .name = "country" },
	{ .name = "marks" },
};

static bool
session_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	table_cell_text(t, db_text(row, SQL_SESSION_LIST_ID));
	for (i = SQL_SESSION_LIST_CREATED_AT; i <= SQL_SESSION_LIST_EXPIRES_AT; i++)
		table_cell_stamp(t, db_text(row, i));
	return table_row_end(t, e);
}

static bool
attempt_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	table_cell_stamp(t, db_text(row, SQL_SIGN_IN_LIST_AT));
	for (i = SQL_SIGN_IN_LIST_OUTCOME; i <= SQL_SIGN_IN_LIST_MARKS; i++)
		table_cell_text(t, db_text(row, i));
	return table_row_end(t, e);
}

bool
front_user_sessions(void *settings, char **operands, struct err *e)
{
	struct settings *s = settings;
	char now[CLOCK_TEXT];
	struct access a;
	const char *params[] = { a.user, run_now(now) };
	struct table *t = table_open(session_columns, COUNT(session_columns),
	    option_output(&s->common));
	bool ok = access_begin(&a, s, RUN_DATABASE, e) && access_user(&a, operands[0], e)
	    && db_each(a.run.db, sql_session_list, COUNT(params), params, session_list_row, t, e);

	ok = table_close(t, e) && ok;
	return run_close(&a.run, ok, e);
}

bool
front_user_attempts(void *settings, char **operands, struct err *e)
{
	struct settings *s = settings;
	char limit[RUN_LIMIT_TEXT];
	struct access a;
	const char *params[] = { a.user, NULL };
	struct table *t = table_open(attempt_columns, COUNT(attempt_columns),
	    option_output(&s->common));
	bool ok = access_begin(&a, s, RUN_DATABASE, e) && access_user(&a, operands[0], e);

	if (ok) {
		params[1] = run_limit(&a.run, limit);
		ok = db_each(a.run.db, sql_sign_in_list, COUNT(params), params, attempt_list_row, t, e);
	}
	ok = table_close(t, e) && ok;
	return run_close(&a.run, ok, e);
}

static const struct table_column revoked_columns[] = {
	{ .name = "user" }, { .name = "sessions", .kind = TABLE_INT },
};

static bool
session_revoked(const struct access *a, int64_t rows, struct err *e)
{
	struct table *t = table_open(revoked_columns, COUNT(revoked_columns),
	    option_output(&a->set->common));
	bool ok;

	table_cell_text(t, a->email);
	table_cell_int(t, rows);
	ok = table_row_end(t, e);
	return table_close(t, e) && ok;
}

static bool
session_revoke(struct access *a, char **operands, struct err *e)
{
	char now[CLOCK_TEXT];
	unsigned char id[IDENT_BYTES];
	const char *params[] = { a->user, operands[1], run_now(now) };
	int64_t rows = 0;
	bool ok = access_user(a, operands[0], e)
	    && (operands[1] == NULL || ident_read(operands[1], id)
	    || err_set(e, ERR_USAGE, "\"%.64s\" is no session", operands[1])
	    || err_hint(e, "crt user sessions EMAIL prints them"))
	    && db_begin(a->run.db, e)
	    && db_do(a->run.db, sql_session_revoke, COUNT(params), params, &rows, e);

	return access_keep(a, ok, "user revoke", "", rows, e) && session_revoked(a, rows, e);
}

bool
front_user_revoke(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok = access_begin(&a, settings, RUN_DATABASE, e) && session_revoke(&a, operands, e);

	return run_close(&a.run, ok, e);
}
