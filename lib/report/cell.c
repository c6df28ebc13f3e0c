/* cell.c: format the text of a cell for each output format. */
#include <locale.h>
#include <string.h>
#include <wchar.h>

#include "base/show.h"
#include "json/value.h"
#include "report/cell.h"

#define ELLIPSIS    "\xe2\x80\xa6"	/* U+2026 */

struct glyph {
	const char *bytes;
	size_t n;
	int width;
	bool broken;		/* not valid UTF-8 */
};

/* Widths are the same under cron's LANG=C and on a terminal. */
static locale_t
cell_utf8(void)
{
	static locale_t locale;

	if (locale == (locale_t)0)
		locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return locale;
}

/* The glyph at s, which is not at its end, in the locale utf8(). */
static struct glyph
cell_glyph(const char *s)
{
	struct glyph g = { .bytes = s };
	uint32_t c;

	g.n = show_code(s, strlen(s), &c);
	if (g.n == 0)
		return (struct glyph){ .bytes = SHOW_REPLACEMENT, .n = 1, .width = 1, .broken = true };
	g.width = wcwidth((wchar_t)c);
	if (c == '\n' || c == '\t' || c == '\r')
		return (struct glyph){ .bytes = " ", .n = 1, .width = 1 };
	if (g.width < 0 || show_steers(c)) {
		g.bytes = SHOW_REPLACEMENT;
		g.width = 1;
	}
	return g;
}

size_t
cell_width(const char *s)
{
	locale_t was = uselocale(cell_utf8());
	size_t width = 0;

	while (*s) {
		struct glyph g = cell_glyph(s);

		width += (size_t)g.width;
		s += g.n;
	}
	uselocale(was);
	return width;
}

void
cell_show(struct str *out, const char *s, size_t width)
{
	size_t left = width && cell_width(s) > width ? width - 1 : SIZE_MAX;
	locale_t was = uselocale(cell_utf8());

	while (*s) {
		struct glyph g = cell_glyph(s);

		if ((size_t)g.width > left) {
			str_puts(out, ELLIPSIS);
			break;
		}
		left -= left == SIZE_MAX ? 0 : (size_t)g.width;
		str_add(out, g.bytes, g.bytes == s ? g.n : strlen(g.bytes));
		s += g.n;
	}
	uselocale(was);
}

/* Replaces bytes that are not valid UTF-8. */
static void
cell_repair(struct str *out, const char *s)
{
	locale_t was = uselocale(cell_utf8());

	while (*s) {
		struct glyph g = cell_glyph(s);

		str_add(out, g.broken ? SHOW_REPLACEMENT : s, g.broken ? strlen(SHOW_REPLACEMENT) : g.n);
		s += g.n;
	}
	uselocale(was);
}

void
cell_json(struct str *out, const char *s)
{
	struct str clean = STR_MAX(CELL_BYTES_MAX);

	cell_repair(&clean, s);
	value_quote(out, str_text(&clean), clean.len);
	str_free(&clean);
}

static void
cell_quoted(struct str *out, const char *s, const char *before, bool quote)
{
	struct str clean = STR_MAX(CELL_BYTES_MAX);

	cell_repair(&clean, s);
	quote |= strpbrk(str_text(&clean), "\",\r\n") != NULL;
	if (quote)
		str_putc(out, '"');
	str_puts(out, before);
	for (const char *c = str_text(&clean); *c; c++)
		str_add(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
	if (quote)
		str_putc(out, '"');
	str_free(&clean);
}

/* Spreadsheets take the full-width forms for the others. */
static bool
cell_formula(const char *s)
{
	static const char *const begins[] = { "=", "+", "-", "@", "\t", "\r", "\n",
	    "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0" };
	size_t i;

	for (i = 0; i < COUNT(begins); i++)
		if (strncmp(s, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

void
cell_csv(struct str *out, const char *s)
{
	cell_quoted(out, s, cell_formula(s) ? "'" : "", false);
}

void
cell_csv_exact(struct str *out, const char *s)
{
	cell_quoted(out, s, "", *s == '\0');
}
