/* conn.c: libpq with a deadline of our own, and SQLSTATE to err. */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "db/conn.h"

/* Without the newlines that libpq ends with; one line is told. */
static void
first_line(char *out, size_t size, const char *text)
{
	size_t n = strcspn(text, "\n");

	n = n < size - 1 ? n : size - 1;
	memcpy(out, text, n);
	out[n] = '\0';
}

static enum err_kind
kind_of(const char *state)
{
	static const struct { const char *prefix; enum err_kind kind; } fates[] = {
		{ "08", ERR_AGAIN }, { "40", ERR_AGAIN }, { "53", ERR_AGAIN },
		{ "55", ERR_AGAIN }, { "57", ERR_AGAIN }, { "58", ERR_AGAIN },
		{ "22P04", ERR_BUG }, { "22", ERR_INPUT }, { "23", ERR_INPUT },
		{ "42501", ERR_DENIED }, { "28", ERR_DENIED }, { "3D", ERR_CONFIG },
		{ "P0001", ERR_INPUT },
	};
	size_t i;

	if (state == NULL)
		return ERR_AGAIN;
	for (i = 0; i < COUNT(fates); i++)
		if (!strncmp(state, fates[i].prefix, strlen(fates[i].prefix)))
			return fates[i].kind;
	return ERR_BUG;
}

bool
conn_blame(struct db *db, const PGresult *r, struct err *e)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *primary = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	char text[512];

	first_line(text, sizeof text, primary ? primary : PQerrorMessage(db->pg));
	err_set(e, kind_of(state), "database: %s%s%s", text, state ? " " : "", state ? state : "");
	if (state && !strcmp(state, "42P01"))
		err_hint(e, "the schema is missing or old: run \"crt db migrate\"");
	return false;
}

static bool
lost(struct db *db, struct err *e, const char *why)
{
	char text[256];

	db->lost = true;
	first_line(text, sizeof text, why);
	return err_set(e, ERR_AGAIN, "database: %s", *text ? text : "the connection was lost");
}

static bool
wait_for(struct db *db, short events, crt_time until, struct err *e)
{
	struct pollfd p = { PQsocket(db->pg), events, 0 };
	crt_time left = until - clock_steady();
	int n;

	if (left <= 0)
		return lost(db, e, "no answer within the deadline");
	n = poll(&p, 1, (int)(left / 1000) + 1);
	if (n < 0 && errno != EINTR)
		return lost(db, e, strerror(errno));
	return true;
}

bool
conn_flush(struct db *db, struct err *e)
{
	crt_time until = clock_steady() + DB_DEADLINE_SECONDS * CLOCK_SECOND;
	int n;

	while ((n = PQflush(db->pg)) == 1) {
		if (!wait_for(db, POLLIN | POLLOUT, until, e))
			return false;
		if (!PQconsumeInput(db->pg))
			return lost(db, e, PQerrorMessage(db->pg));
	}
	return n == 0 || lost(db, e, PQerrorMessage(db->pg));
}

bool
conn_result(struct db *db, PGresult **out, struct err *e)
{
	crt_time until = clock_steady() + DB_DEADLINE_SECONDS * CLOCK_SECOND;

	*out = NULL;
	if (db->lost)
		return lost(db, e, "the connection was lost");
	if (!conn_flush(db, e))
		return false;
	while (PQisBusy(db->pg)) {
		if (!wait_for(db, POLLIN, until, e))
			return false;
		if (!PQconsumeInput(db->pg))
			return lost(db, e, PQerrorMessage(db->pg));
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
