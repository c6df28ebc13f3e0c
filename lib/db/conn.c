/* conn.c: run libpq calls with a deadline and turn their failures into err. */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/stop.h"
#include "db/conn.h"
#include "db/sqlstate.h"

void
conn_line(char out[CONN_TEXT_MAX], const char *text)
{
	size_t n = strcspn(text, "\n");

	n = n < CONN_TEXT_MAX - 1 ? n : CONN_TEXT_MAX - 1;
	memcpy(out, text, n);
	out[n] = '\0';
}

bool
conn_explain_error(struct db *db, const PGresult *r, struct err *e)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *primary = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	const struct sqlstate *s = state ? sqlstate_find(state) : NULL;
	char text[CONN_TEXT_MAX];

	if (db->stopped && state && !strcmp(state, CONN_CANCELED))
		return stop_check(e);
	conn_line(text, primary ? primary : PQerrorMessage(db->pg));
	err_set(e, s ? s->kind : ERR_AGAIN, "database: %s%s%s", text, s ? " " : "", s ? state : "");
	return s ? err_hint(e, "%s", s->hint) : false;
}

static bool
conn_lost(struct db *db, struct err *e, const char *why)
{
	char text[CONN_TEXT_MAX];

	db->lost = true;
	conn_line(text, why);
	return err_set(e, ERR_AGAIN, "database: %s", *text ? text : "the connection was lost");
}

/* If the run must stop, waits for the current statement, but not forever. What follows it (a
   rollback, the heartbeat) is short. */
static void
conn_cancel(struct db *db)
{
	PGcancel *c = PQgetCancel(db->pg);
	char why[256];

	db->stopped = true;
	if (c)
		PQcancel(c, why, sizeof why);
	PQfreeCancel(c);
}

static bool
conn_wait_for(struct db *db, short events, crt_time until, struct err *e)
{
	struct pollfd p = { PQsocket(db->pg), events, 0 };
	crt_time left = until - clock_steady();
	int n;

	if (left <= 0)
		return conn_lost(db, e, "no response within the deadline");
	if (stop_overdue() && !db->stopped)
		conn_cancel(db);
	n = poll(&p, 1, left / 1000 < STOP_TICK ? (int)(left / 1000) + 1 : STOP_TICK);
	if (n < 0 && errno != EINTR)
		return conn_lost(db, e, strerror(errno));
	return true;
}

bool
conn_flush(struct db *db, struct err *e)
{
	crt_time until = clock_steady() + DB_DEADLINE_SECONDS * CLOCK_SECOND;
	int n;

	while ((n = PQflush(db->pg)) == 1) {
		if (!conn_wait_for(db, POLLIN | POLLOUT, until, e))
			return false;
		if (!PQconsumeInput(db->pg))
			return conn_lost(db, e, PQerrorMessage(db->pg));
	}
	return n == 0 || conn_lost(db, e, PQerrorMessage(db->pg));
}

bool
conn_result(struct db *db, PGresult **out, struct err *e)
{
	crt_time until = clock_steady() + DB_DEADLINE_SECONDS * CLOCK_SECOND;

	*out = NULL;
	if (db->lost)
		return conn_lost(db, e, "the connection was lost");
	if (!conn_flush(db, e))
		return false;
	while (PQisBusy(db->pg)) {
		if (!conn_wait_for(db, POLLIN, until, e))
			return false;
		if (!PQconsumeInput(db->pg))
			return conn_lost(db, e, PQerrorMessage(db->pg));
	}
	*out = PQgetResult(db->pg);
	return true;
}

void
conn_drain(struct db *db)
{
	struct err ignored = { 0 };
	PGresult *r;

	while (!db->lost && conn_result(db, &r, &ignored) && r)
		PQclear(r);
}

bool
db_alive(const struct db *db)
{
	return !db->lost && PQstatus(db->pg) == CONNECTION_OK;
}
