/* row.c: read the columns of a row. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/word.h"
#include "db/conn.h"

const char *
db_text(const struct db_row *r, int column)
{
	return PQgetisnull(r->result, r->row, column) ? NULL
	    : PQgetvalue(r->result, r->row, column);
}

char *
db_copy(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);

	return s ? mem_dup(s) : NULL;
}

/* The pointers, then the texts, in one piece of memory. */
char **
db_copy_row(const struct db_row *r)
{
	const int n = PQnfields(r->result);
	size_t need = (size_t)n * sizeof(char *);
	char **out, *at;
	int i;

	for (i = 0; i < n; i++)
		need += (size_t)PQgetlength(r->result, r->row, i) + 1;
	out = mem_get(need);
	at = (char *)(out + n);
	for (i = 0; i < n; i++) {
		const size_t length = (size_t)PQgetlength(r->result, r->row, i);

		if (PQgetisnull(r->result, r->row, i))
			continue;
		out[i] = memcpy(at, PQgetvalue(r->result, r->row, i), length);
		at += length + 1;
	}
	return out;
}

size_t
db_length(const struct db_row *r, int column)
{
	return (size_t)PQgetlength(r->result, r->row, column);
}

void
db_misread(const struct db_row *r)
{
	*r->misread = true;
}

void
db_fill(const struct db_row *r, int column, char *to, size_t size)
{
	const char *s = db_text(r, column);
	size_t n = s ? strlen(s) : 0;

	*to = '\0';
	if (n >= size)
		db_misread(r);
	else if (s)
		memcpy(to, s, n + 1);
}

bool
conn_int(const char *s, int64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoll(s, &end, 10);
	if (end != s && *end == '\0' && errno == 0)
		return true;
	*out = 0;
	return false;
}

int64_t
db_int(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);
	int64_t n = 0;

	if (s && !conn_int(s, &n))
		db_misread(r);
	return n;
}

double
db_real(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);
	char *end;
	double x = s ? strtod(s, &end) : 0;

	if (s && (end == s || *end != '\0'))
		db_misread(r);
	return x;
}

bool
db_true(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);

	return s && *s == 't';
}

int
db_enum(const struct db_row *r, int column, const char *const words[])
{
	const char *s = db_text(r, column);
	int word = word_find(words, s);

	if (s && word < 0) {
		db_misread(r);
		word = 0;	/* the caller may use it as an index until its run ends */
	}
	return word;
}

crt_time
db_time(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);
	crt_time t;

	if (s && clock_read(s, &t))
		return t;
	if (s)
		db_misread(r);
	return DB_NO_TIME;
}

/* {"2026-11-22 09:41:07+00","..."} */
size_t
db_times(const struct db_row *r, int column, crt_time *out, size_t max)
{
	const char *s = db_text(r, column), *end;
	size_t n = 0;

	for (; n < max && s && (s = strchr(s, '"')) && (end = strchr(++s, '"')); s = end + 1) {
		char one[CLOCK_TEXT];

		snprintf(one, sizeof one, "%.*s", (int)(end - s), s);
		if (!clock_read(one, &out[n++]))
			db_misread(r);
	}
	return n;
}

const char *
db_name(const struct db_row *r, int column)
{
	return column < PQnfields(r->result) ? PQfname(r->result, column) : NULL;
}

/* The numbers of types never change. */
bool
db_logical(const struct db_row *r, int column)
{
	return PQftype(r->result, column) == 16;
}

bool
db_plain(const struct db_row *r, int column)
{
	switch (PQftype(r->result, column)) {
	case 16:		/* boolean */
	case 20: case 21: case 23:	/* bigint, smallint, integer */
	case 1700:		/* numeric */
		return true;
	default:
		return false;
	}
}
