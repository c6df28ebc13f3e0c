/* csv.c: split lines of CSV into fields. */
#include <string.h>

#include "text/csv.h"

void
csv_open(struct csv *c)
{
	*c = (struct csv){ .text = STR_MAX(CSV_ROW_MAX) };
}

void
csv_free(struct csv *c)
{
	str_free(&c->text);
}

static char
csv_delimiter(const char *line, size_t n)
{
	if (memchr(line, ',', n))
		return ',';
	if (memchr(line, ';', n))
		return ';';
	return memchr(line, '\t', n) ? '\t' : ',';
}

static bool
csv_begin(struct csv *c, struct err *e)
{
	if (c->n == CSV_FIELDS_MAX)
		return err_set(e, ERR_INPUT, "more than %d fields", CSV_FIELDS_MAX);
	c->at[c->n++] = c->text.len;
	return true;
}

/* A quoted part of a field, from behind its first quote; gives back where the line goes on. */
static size_t
csv_quoted(struct csv *c, const char *line, size_t n, size_t i)
{
	for (c->quoted = true; i < n; i++)
		if (line[i] != '"')
			str_putc(&c->text, line[i]);
		else if (i + 1 < n && line[i + 1] == '"')
			str_putc(&c->text, line[++i]);
		else {
			c->quoted = false;
			return i + 1;
		}
	return n;
}

static bool
csv_fields(struct csv *c, const char *line, size_t n, size_t i, struct err *e)
{
	while (i < n && !c->quoted) {
		if (line[i] == c->delimiter) {
			str_putc(&c->text, '\0');
			if (!csv_begin(c, e))
				return false;
			i++;
		} else if (line[i] == '"' && c->text.len == c->at[c->n - 1])
			i = csv_quoted(c, line, n, i + 1);
		else
			str_putc(&c->text, line[i++]);
	}
	return true;
}

static bool
csv_add(struct csv *c, const char *line, size_t n, struct err *e)
{
	size_t i = 0;

	if (c->quoted) {
		str_putc(&c->text, '\n');
		i = csv_quoted(c, line, n, 0);
	} else {
		str_cut(&c->text, 0);
		c->n = 0;
		if (!csv_begin(c, e))
			return false;
	}
	return csv_fields(c, line, n, i, e);
}

bool
csv_line(struct csv *c, const char *line, size_t n, bool *whole, struct err *e)
{
	bool ok;

	if (n && line[n - 1] == '\r')
		n--;
	if (c->delimiter == 0) {
		if (n >= 3 && !memcmp(line, "\xef\xbb\xbf", 3)) {
			line += 3;
			n -= 3;
		}
		c->delimiter = csv_delimiter(line, n);
	}
	ok = memchr(line, '\0', n) ? err_set(e, ERR_INPUT, "the row contains a NUL byte")
	    : csv_add(c, line, n, e);
	if (ok && !c->quoted)
		str_putc(&c->text, '\0');
	if (ok && str_full(&c->text))
		ok = err_set(e, ERR_INPUT, "the row is longer than %zu bytes", CSV_ROW_MAX);
	if (!ok)
		c->quoted = false;
	*whole = ok && !c->quoted;
	return ok;
}

const char *
csv_field(const struct csv *c, size_t i)
{
	return i < c->n ? c->text.data + c->at[i] : NULL;
}
