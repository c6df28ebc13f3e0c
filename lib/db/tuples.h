/*
 * tuples.h: rows as one parameter of a statement: an array of a composite type.
 *
 * Rows are built in memory (tuples_row, then one call a column, in the type's order) by a
 * thread that needs no connection. They are then passed whole to a statement that reads
 * "unnest($1::crt.NAME_row[])". Nothing is staged on the server: a temporary table would cost a
 * small batch more than everything else. The format is that of PostgreSQL's array_recv and
 * record_recv.
 */
#ifndef CRT_TUPLES_H
#define CRT_TUPLES_H

#include "base/clock.h"
#include "db/db.h"

#define TUPLES_BYTES_MAX ((size_t)1 << 29)	/* the server copies messages, up to 1 GB */

struct tuples {
	struct str bytes;
	size_t rows;
	size_t row;		/* start of the last row */
};

void tuples_init(struct tuples *);
void tuples_row(struct tuples *, int columns);
void tuples_null(struct tuples *);
void tuples_text(struct tuples *, const char *, size_t n);
void tuples_texts(struct tuples *, const char *);		/* NULL becomes null */
void tuples_uuid(struct tuples *, const unsigned char *);	/* 16 bytes; NULL becomes null */
void tuples_int8(struct tuples *, int64_t);
void tuples_int4(struct tuples *, int32_t);
void tuples_bool(struct tuples *, bool);
void tuples_time(struct tuples *, crt_time);		/* timestamptz */
void tuples_reset(struct tuples *);				/* removes all rows, keeps the memory */
void tuples_free(struct tuples *);

/* Runs the statement with the rows as its parameter; without rows, does nothing. */
bool tuples_send(struct db *, const char *sql, struct tuples *, struct err *) MUSTUSE;

#endif
