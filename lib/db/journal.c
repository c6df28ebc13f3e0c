/* journal.c: collect the lines that the database reports for a journal, and store them. */
#include <string.h>

#include "db/conn.h"

#define JOURNAL_CODE "CRT01"	/* SQLSTATE of crt.journal_line */

static void
journal_notice(void *arg, const PGresult *r)
{
	struct db *db = arg;
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *line = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);

	if (state && line && !strcmp(state, JOURNAL_CODE)) {
		str_puts(&db->journal.lines, line);
		str_putc(&db->journal.lines, '\n');
	}
}

void
db_journal(struct db *db, db_journal_fn *fn, void *arg)
{
	db->journal.fn = fn;
	db->journal.arg = arg;
	db->journal.lines.max = DB_JOURNAL_MAX;
	PQsetNoticeReceiver(db->pg, journal_notice, db);
}

bool
conn_journal(struct db *db, struct err *e)
{
	struct str *lines = &db->journal.lines;
	bool ok;

	if (db->journal.fn == NULL)
		return true;
	if (str_full(lines))
		return err_set(e, ERR_BUG, "a transaction has more than %zu bytes for the journal",
		    DB_JOURNAL_MAX);
	ok = lines->len == 0 || db->journal.fn(db->journal.arg, str_text(lines), lines->len, e);
	str_cut(lines, 0);
	return ok;
}
