/* archive.c: write an export as one archive. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "crypto/encode.h"
#include "crypto/hash.h"
#include "os/ustar.h"
#include "report/cell.h"

#define COVER_MAX ((size_t)1024 * 1024)
#define SUMS_MAX  ((size_t)64 * 1024)
#define FILE_MAX  (ARCHIVE_NAME_MAX + 8)	/* "csv/TABLE.csv" */

void
archive_open(struct archive *a)
{
	*a = (struct archive){ .json = STR_MAX(ARCHIVE_BYTES_MAX), .recipients = value_list() };
}

void
archive_close(struct archive *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		str_free(&a->table[i].csv);
	str_free(&a->json);
	value_free(a->recipients);
	free(a->locale);
}

static void
archive_recipient(struct archive *a, const char *name)
{
	size_t i;

	for (i = 0; name && i < value_count(a->recipients); i++)
		if (!strcmp(value_text(value_at(a->recipients, i)), name))
			return;
	if (name)
		value_add(a->recipients, value_new_text(name));
}

/* What the cover page needs of the rows: who received data, and the language. */
static void
archive_note(struct archive *a, const char *table, const json_t *row)
{
	if (!strcmp(table, "messages"))
		archive_recipient(a, value_text(value_get(row, "provider")));
	if (!strcmp(table, "customers") && a->locale == NULL && value_text(value_get(row, "locale")))
		a->locale = mem_dup(value_text(value_get(row, "locale")));
}

static struct archive_table *
archive_table(struct archive *a, const char *name)
{
	struct archive_table *t;
	size_t i;

	for (i = 0; i < a->n; i++)
		if (!strcmp(a->table[i].name, name))
			return &a->table[i];
	if (a->n == ARCHIVE_TABLES_MAX)
		return NULL;
	t = &a->table[a->n++];
	*t = (struct archive_table){ .csv = STR_MAX(ARCHIVE_BYTES_MAX) };
	snprintf(t->name, sizeof t->name, "%s", name);
	return t;
}

static void
archive_cell(struct str *csv, const json_t *value)
{
	struct str text = STR_MAX(ARCHIVE_BYTES_MAX);

	str_putc(csv, ',');
	if (value_kind(value) == VALUE_TEXT)
		cell_csv(csv, value_text(value));
	else if (value_kind(value) != VALUE_NULL) {
		value_print(&text, value, false);
		cell_csv(csv, str_text(&text));
	}
	str_free(&text);
}

bool
archive_row(struct archive *a, const char *store, const char *table, const char *record, size_t n,
    struct err *e)
{
	struct archive_table *t = archive_table(a, table);
	json_t *row;
	void *i;

	if (t == NULL)
		return err_set(e, ERR_BUG, "an export has more than %d tables", ARCHIVE_TABLES_MAX);
	if (!value_read(&row, record, n, e))
		return err_in(e, "a row of %s", table);
	archive_note(a, table, row);
	if (t->rows++ == 0) {
		str_puts(&t->csv, "store");
		for (i = value_first(row); i; i = value_next(row, i)) {
			str_putc(&t->csv, ',');
			cell_csv(&t->csv, value_key(i));
		}
		str_puts(&t->csv, "\r\n");
	}
	cell_csv(&t->csv, store);
	for (i = value_first(row); i; i = value_next(row, i))
		archive_cell(&t->csv, value_of(i));
	str_puts(&t->csv, "\r\n");
	value_free(row);
	return true;
}

/* Adds a file, and its line for sha256sum -c. */
static void
archive_file(struct str *tar, struct str *sums, const char *name, const struct str *content)
{
	unsigned char hash[HASH_BYTES];

	hash_sha256(hash, str_text(content), content->len);
	hex_write(sums, hash, sizeof hash);
	str_printf(sums, "  %s\n", name);
	ustar_file(tar, name, str_text(content), content->len, clock_now());
	tar->full = tar->full || str_full(content);
}

bool
archive_write(struct archive *a, const struct run *r, const struct store *s, char **subject,
    struct str *tar, struct err *e)
{
	struct str cover = STR_MAX(COVER_MAX), sums = STR_MAX(SUMS_MAX);
	char name[FILE_MAX];
	size_t i;
	bool ok = archive_cover(a, r, s, subject, &cover, e);

	archive_file(tar, &sums, "index.html", &cover);
	archive_file(tar, &sums, "data.json", &a->json);
	for (i = 0; i < a->n; i++) {
		snprintf(name, sizeof name, "csv/%s.csv", a->table[i].name);
		archive_file(tar, &sums, name, &a->table[i].csv);
	}
	ustar_file(tar, "SHA256SUMS", str_text(&sums), sums.len, clock_now());
	ustar_end(tar);
	str_free(&cover);
	str_free(&sums);
	if (!ok || !str_full(tar))
		return ok;
	err_set(e, ERR_USAGE, "the data is larger than %zu MiB", tar->max >> 20);
	return err_hint(e, "leave out --archive");
}
