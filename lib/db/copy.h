/*
 * copy.h: rows for COPY ... FROM STDIN (FORMAT binary).
 *
 * Rows are built in memory (copy_row, then one call a column) and sent whole
 * by copy_send, so that they can be made by a thread that has no connection.
 * https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format".
 */
#ifndef CRT_COPY_H
#define CRT_COPY_H

#include "base/clock.h"
#include "db/db.h"

#define COPY_BYTES_MAX ((size_t)1 << 30)

struct copy {
	struct str bytes;
	size_t rows;
};

void copy_init(struct copy *);
void copy_row(struct copy *, int columns);
void copy_null(struct copy *);
void copy_text(struct copy *, const char *, size_t n);
void copy_texts(struct copy *, const char *);		/* NULL becomes null */
void copy_uuid(struct copy *, const unsigned char *);	/* 16 bytes; NULL becomes null */
void copy_int8(struct copy *, int64_t);
void copy_int4(struct copy *, int32_t);
void copy_bool(struct copy *, bool);
void copy_time(struct copy *, crt_time);		/* timestamptz */
void copy_reset(struct copy *);				/* no rows, the memory is kept */
void copy_free(struct copy *);

/* Run the COPY statement with the rows; no rows, no statement. */
bool copy_send(struct db *, const char *sql, struct copy *, struct err *) MUSTUSE;

#endif
