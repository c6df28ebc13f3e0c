/* archive.h: an export as one archive: JSON, CSV, a cover page, and checksums. */
#ifndef CRT_GDPR_ARCHIVE_H
#define CRT_GDPR_ARCHIVE_H

#include "json/value.h"
#include "run/run.h"

#define ARCHIVE_TABLES_MAX 32
#define ARCHIVE_BYTES_MAX  ((size_t)1 << 30)
#define ARCHIVE_NAME_MAX   40		/* of a table */

/* The rows of a table as CSV; its first row names the columns. */
struct archive_table {
	char name[ARCHIVE_NAME_MAX];
	struct str csv;
	int64_t rows;
};

struct archive {
	struct str json;		/* the whole export, a line for each row */
	struct archive_table table[ARCHIVE_TABLES_MAX];
	size_t n;
	json_t *recipients;		/* who has data of the person */
	char *locale;			/* the person's; NULL: not known */
};

void archive_open(struct archive *);
void archive_close(struct archive *);

/* A row of an export; record: its JSON. */
bool archive_row(struct archive *, const char *store, const char *table, const char *record,
    size_t n, struct err *) MUSTUSE;

/* Appends the archive. subject: what the person is known by. ERR_USAGE: it would be too large. */
bool archive_write(struct archive *, const struct run *, const struct store *, char **subject,
    struct str *tar, struct err *) MUSTUSE;

/* cover.c: the cover page, in the person's language. */
bool archive_cover(const struct archive *, const struct run *, const struct store *,
    char **subject, struct str *html, struct err *) MUSTUSE;

#endif
