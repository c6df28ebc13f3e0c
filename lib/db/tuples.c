/* tuples.c: write rows in PostgreSQL's binary format of an array of a composite type. */
#include <arpa/inet.h>
#include <endian.h>
#include <string.h>

#include "db/conn.h"
#include "db/tuples.h"

/* PostgreSQL counts from 2000-01-01. */
#define EPOCH_2000 INT64_C(946684800000000)

/* The sender may name each type. The server complains only if a built-in type stands in place of
   another one, so "not built in" leaves the check to the statement. */
#define TYPE_OPEN UINT32_MAX

/* Dimensions, whether there are nulls, the element's type, length and first index. */
#define HEADER 5
#define HEADER_LENGTH 3

void
tuples_init(struct tuples *t)
{
	*t = (struct tuples){ .bytes = STR_MAX(TUPLES_BYTES_MAX) };
}

/* ---- numbers, in network order ---- */

static void
tuples_put32(struct tuples *t, uint32_t n)
{
	n = htonl(n);
	str_add(&t->bytes, (const char *)&n, sizeof n);
}

static void
tuples_patch32(struct tuples *t, size_t at, size_t n)
{
	uint32_t be = htonl((uint32_t)n);

	memcpy(t->bytes.data + at, &be, sizeof be);
}

static void
tuples_head(struct tuples *t, uint32_t length)
{
	const uint32_t both[] = { htonl(TYPE_OPEN), htonl(length) };

	str_add(&t->bytes, (const char *)both, sizeof both);
}

/* ---- rows ---- */

/* Writes the length of the last row, which is known only once it is complete. */
static void
row_end(struct tuples *t)
{
	if (t->rows && !str_full(&t->bytes))
		tuples_patch32(t, t->row, t->bytes.len - t->row - sizeof(uint32_t));
}

void
tuples_row(struct tuples *t, int columns)
{
	static const uint32_t header[HEADER] = { 1, 0, TYPE_OPEN, 0, 1 };
	size_t i;

	row_end(t);
	for (i = 0; t->rows == 0 && i < HEADER; i++)
		tuples_put32(t, header[i]);
	t->rows++;
	t->row = t->bytes.len;
	tuples_put32(t, 0);
	tuples_put32(t, (uint32_t)columns);
}

void
tuples_null(struct tuples *t)
{
	tuples_head(t, UINT32_MAX);
}

void
tuples_text(struct tuples *t, const char *text, size_t n)
{
	tuples_head(t, (uint32_t)n);
	str_add(&t->bytes, text, n);
}

void
tuples_texts(struct tuples *t, const char *text)
{
	if (text)
		tuples_text(t, text, strlen(text));
	else
		tuples_null(t);
}

void
tuples_uuid(struct tuples *t, const unsigned char *uuid)
{
	if (uuid)
		tuples_text(t, (const char *)uuid, 16);
	else
		tuples_null(t);
}

void
tuples_int8(struct tuples *t, int64_t n)
{
	uint64_t be = htobe64((uint64_t)n);

	tuples_text(t, (const char *)&be, sizeof be);
}

void
tuples_int4(struct tuples *t, int32_t n)
{
	tuples_head(t, sizeof n);
	tuples_put32(t, (uint32_t)n);
}

void
tuples_bool(struct tuples *t, bool yes)
{
	tuples_text(t, yes ? "\1" : "\0", 1);
}

void
tuples_time(struct tuples *t, crt_time time)
{
	tuples_int8(t, time - EPOCH_2000);
}

void
tuples_reset(struct tuples *t)
{
	str_cut(&t->bytes, 0);
	t->rows = 0;
}

void
tuples_free(struct tuples *t)
{
	str_free(&t->bytes);
	t->rows = 0;
}

bool
tuples_send(struct db *db, const char *sql, struct tuples *t, struct err *e)
{
	const int binary = 1;
	const char *value;
	int length;

	if (t->rows == 0)
		return true;
	if (str_full(&t->bytes))
		return err_set(e, ERR_INPUT, "a batch is larger than %zu bytes", TUPLES_BYTES_MAX);
	row_end(t);
	tuples_patch32(t, HEADER_LENGTH * sizeof(uint32_t), t->rows);
	value = t->bytes.data;
	length = (int)t->bytes.len;
	return conn_report(db, &(struct statement){ sql, 1, &value, &length, &binary }, e);
}
