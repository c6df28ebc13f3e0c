/* report_field.c: find fields in the parts of a report, and codes in a server's text. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <glib.h>

#include "mime/report_field.h"

#define STATUS_DIGITS 3		/* of subject and detail: RFC 3463 2 */

void
report_copy(char *out, size_t size, const char *text)
{
	size_t n = 0, cut;
	const char *end;

	for (; *text && n + 1 < size; text++) {
		bool space = (unsigned char)*text <= ' ' || *text == 0x7f;

		if (!space)
			out[n++] = *text;
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	out[n] = '\0';
	if (!g_utf8_validate(out, (gssize)n, &end)) {
		cut = (size_t)(end - out);
		out[cut] = '\0';
	}
	for (n = strlen(out); n && out[n - 1] == ' '; n--)
		out[n - 1] = '\0';
}

/* The end of a field: the first line end that no space or tab follows. */
static const char *
report_field_end(const char *at)
{
	for (at += strcspn(at, "\n"); *at && (at[1] == ' ' || at[1] == '\t');)
		at += 1 + strcspn(at + 1, "\n");
	return at;
}

bool
report_field(const char **at, const char *name, char *out, size_t size)
{
	const char *line = *at, *end;
	size_t n = strlen(name);
	char *copy;

	for (; *line; line = *end ? end + 1 : end) {
		end = report_field_end(line);
		if (strncasecmp(line, name, n) != 0 || line[n] != ':')
			continue;
		copy = g_strndup(line + n + 1, (size_t)(end - line) - n - 1);
		report_copy(out, size, copy);
		g_free(copy);
		*at = *end ? end + 1 : end;
		return true;
	}
	return false;
}

const char *
report_typed(const char *value)
{
	const char *at = strchr(value, ';');

	return at ? at + 1 + strspn(at + 1, " ") : value;
}

/* The length of "5.1.10" at the start of a text; 0: it does not start with a code. */
static size_t
report_status_length(const char *text)
{
	size_t n = 1, digits;
	int parts;

	if (*text != '4' && *text != '5')
		return 0;
	for (parts = 0; parts < 2; parts++) {
		if (text[n] != '.')
			return 0;
		digits = strspn(text + n + 1, "0123456789");
		if (digits == 0 || digits > STATUS_DIGITS)
			return 0;
		n += 1 + digits;
	}
	/* "4.3.2.1" is an address. */
	return text[n] == '.' && isdigit((unsigned char)text[n + 1]) ? 0 : n;
}

void
report_status_in(const char *text, char *out, size_t size)
{
	const char *p;
	size_t n;

	*out = '\0';
	for (p = text; *p; p++) {
		if (p > text && (isalnum((unsigned char)p[-1]) || p[-1] == '.' || p[-1] == '-'))
			continue;
		n = report_status_length(p);
		if (n == 0 || n >= size || isalnum((unsigned char)p[n]))
			continue;
		memcpy(out, p, n);
		out[n] = '\0';
		return;
	}
}
