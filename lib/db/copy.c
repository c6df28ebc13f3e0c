/* copy.c: rows in PostgreSQL's binary COPY format. */
#include <arpa/inet.h>
#include <endian.h>
#include <string.h>

#include "db/conn.h"
#include "db/copy.h"

/* PostgreSQL counts from 2000-01-01. */
#define EPOCH_2000 INT64_C(946684800000000)
#define CHUNK ((size_t)1 << 20)

static const char header[19] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";

void
copy_init(struct copy *c)
{
	*c = (struct copy){ .bytes = STR_MAX(COPY_BYTES_MAX) };
}

static void
put16(struct copy *c, uint16_t n)
{
	n = htons(n);
	str_add(&c->bytes, (const char *)&n, sizeof n);
}

static void
put32(struct copy *c, uint32_t n)
{
	n = htonl(n);
	str_add(&c->bytes, (const char *)&n, sizeof n);
}

void
copy_row(struct copy *c, int columns)
{
	if (c->bytes.len == 0)
		str_add(&c->bytes, header, sizeof header);
	c->rows++;
	put16(c, (uint16_t)columns);
}

void
copy_null(struct copy *c)
{
	put32(c, UINT32_MAX);
}

void
copy_text(struct copy *c, const char *text, size_t n)
{
	put32(c, (uint32_t)n);
	str_add(&c->bytes, text, n);
}

void
copy_texts(struct copy *c, const char *text)
{
	if (text)
		copy_text(c, text, strlen(text));
	else
		copy_null(c);
}

void
copy_uuid(struct copy *c, const unsigned char *uuid)
{
	if (uuid)
		copy_text(c, (const char *)uuid, 16);
	else
		copy_null(c);
}

void
copy_int8(struct copy *c, int64_t n)
{
	uint64_t be = htobe64((uint64_t)n);

	copy_text(c, (const char *)&be, sizeof be);
}

void
copy_int4(struct copy *c, int32_t n)
{
	put32(c, sizeof n);
	put32(c, (uint32_t)n);
}

void
copy_bool(struct copy *c, bool yes)
{
	copy_text(c, yes ? "\1" : "\0", 1);
}

void
copy_time(struct copy *c, crt_time t)
{
	copy_int8(c, t - EPOCH_2000);
}

void
copy_reset(struct copy *c)
{
	str_cut(&c->bytes, 0);
	c->rows = 0;
}

void
copy_free(struct copy *c)
{
	str_free(&c->bytes);
	c->rows = 0;
}

static bool
send_bytes(struct db *db, const char *p, size_t n, struct err *e)
{
	while (n) {
		size_t part = n < CHUNK ? n : CHUNK;
		int sent = PQputCopyData(db->pg, p, (int)part);

		if (sent < 0)
			return conn_blame(db, NULL, e);
		if (!conn_flush(db, e))
			return false;
		if (sent) {
			p += part;
			n -= part;
		}
	}
	return true;
}

static bool
start(struct db *db, const char *sql, struct err *e)
{
	PGresult *r = NULL;
	bool ok;

	if (db->lost || !PQsendQuery(db->pg, sql))
		return conn_blame(db, NULL, e);
	ok = conn_result(db, &r, e);
	if (ok && PQresultStatus(r) != PGRES_COPY_IN)
		ok = conn_blame(db, r, e);
	PQclear(r);
	return ok;
}

static bool
end(struct db *db, struct err *e)
{
	PGresult *r = NULL;
	bool ok = true;

	while (PQputCopyEnd(db->pg, NULL) == 0)
		if (!conn_flush(db, e))
			return false;
	while (ok && (ok = conn_result(db, &r, e)) && r) {
		if (PQresultStatus(r) != PGRES_COMMAND_OK)
			ok = conn_blame(db, r, e);
		PQclear(r);
	}
	return ok;
}

bool
copy_send(struct db *db, const char *sql, struct copy *c, struct err *e)
{
	size_t rows = c->bytes.len;
	bool ok;

	if (c->rows == 0)
		return true;
	put16(c, UINT16_MAX);
	if (str_full(&c->bytes))
		return err_set(e, ERR_INPUT, "a batch is larger than %zu bytes", COPY_BYTES_MAX);
	ok = start(db, sql, e) && send_bytes(db, c->bytes.data, c->bytes.len, e) && end(db, e);
	str_cut(&c->bytes, rows);	/* they may be sent again */
	if (!ok)
		conn_drain(db);
	return ok;
}
