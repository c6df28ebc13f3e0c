/* table.c: the three output formats of rows, byte for byte. */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/cell.h"
#include "report/table.h"
#include "tap.h"

#define CAPTURE_MAX 65536

static const struct table_column columns[] = {
	{ .name = "cart", .kind = TABLE_TEXT },
	{ .name = "items", .kind = TABLE_INT },
	{ .name = "value", .kind = TABLE_MONEY },
	{ .name = "at", .kind = TABLE_TIME },
	{ .name = "rate", .kind = TABLE_PERCENT },
	{ .name = "note", .kind = TABLE_TEXT },
};

/* Standard output goes into a file and is read as text. */
static int saved;
static FILE *caught;

static void
capture(void)
{
	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	caught = tmpfile();
	dup2(fileno(caught), STDOUT_FILENO);
}

static const char *
captured(void)
{
	static char text[CAPTURE_MAX];
	size_t n;

	fflush(stdout);
	rewind(caught);
	n = fread(text, 1, sizeof text - 1, caught);
	text[n] = '\0';
	fclose(caught);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	return text;
}

static bool
row(struct table *t, const char *cart, const char *note, struct err *e)
{
	table_cell_text(t, cart);
	table_cell_int(t, -3);
	table_cell_money(t, 12990, "EUR");
	table_cell_time(t, 7 * CLOCK_DAY);
	table_cell_percent(t, 12.5);
	table_cell_text(t, note);
	return table_row_end(t, e);
}

static void
form(enum output_form f, const char *want, const char *what)
{
	struct table *t = table_open(columns, COUNT(columns), f);
	struct err e = { 0 };
	const char *got;
	bool ok;

	capture();
	ok = row(t, "c1", "=1+1", &e) && row(t, "Ä\"日本\xff", "a,b\nc", &e);
	table_cell_none(t);
	table_cell_int(t, 1);
	ok = ok && table_row_end(t, &e);
	ok = table_close(t, &e) && ok;
	got = captured();
	tap_is(got, want, what);
	tap_is(ok ? "" : e.text, "", "and no failure");
}

static void
forms(void)
{
	setenv("NO_COLOR", "1", 1);
	form(OUTPUT_TABLE,
	    "cart     items       value  at                      rate  note\n"
	    "-------  -----  ----------  --------------------  ------  -----\n"
	    "c1          -3  129.90 EUR  1970-01-08 00:00:00Z  12.5 %  =1+1\n"
	    "Ä\"日本\xef\xbf\xbd     -3  129.90 EUR  1970-01-08 00:00:00Z  12.5 %  a,b c\n"
	    "             1\n", "a table");
	form(OUTPUT_JSON,
	    "{\"cart\":\"c1\",\"items\":-3,\"value\":{\"amount\":\"129.90\",\"currency\":\"EUR\"},"
	    "\"at\":\"1970-01-08T00:00:00Z\",\"rate\":12.5,\"note\":\"=1+1\"}\n"
	    "{\"cart\":\"Ä\\\"日本\xef\xbf\xbd\",\"items\":-3,"
	    "\"value\":{\"amount\":\"129.90\",\"currency\":\"EUR\"},"
	    "\"at\":\"1970-01-08T00:00:00Z\",\"rate\":12.5,\"note\":\"a,b\\nc\"}\n"
	    "{\"cart\":null,\"items\":1,\"value\":null,\"at\":null,\"rate\":null,\"note\":null}\n",
	    "objects");
	form(OUTPUT_CSV,
	    "cart,items,value,value_currency,at,rate,note\n"
	    "c1,-3,129.90,EUR,1970-01-08T00:00:00Z,12.5,'=1+1\n"
	    "\"Ä\"\"日本\xef\xbf\xbd\",-3,129.90,EUR,1970-01-08T00:00:00Z,12.5,\"a,b\nc\"\n"
	    ",1,,,,,\n", "comma-separated values");
}

/* Seen to fail: the header was printed above the error of a command without rows. */
static void
failures(void)
{
	static const enum output_form form_of[] = { OUTPUT_TABLE, OUTPUT_CSV, OUTPUT_JSON };
	size_t i;

	for (i = 0; i < COUNT(form_of); i++) {
		struct table *t = table_open(columns, COUNT(columns), form_of[i]);
		struct err e = { 0 };
		bool closed;

		capture();
		err_set(&e, ERR_USAGE, "there is no such cart");
		closed = table_close(t, &e);
		tap_is(captured(), "", "nothing is printed before an error");
		tap_ok(!closed && e.kind == ERR_USAGE, "the error stays");
	}
}

static void
one_csv(const char *text, const char *want)
{
	struct str s = STR_MAX(CELL_BYTES_MAX);

	cell_csv(&s, text);
	tap_is(str_text(&s), want, text);
	str_free(&s);
}

static void
one_shown(const char *text, size_t width, const char *want)
{
	struct str s = STR_MAX(CELL_BYTES_MAX);

	cell_show(&s, text, width);
	tap_is(str_text(&s), want, text);
	str_free(&s);
}

static void
cells(void)
{
	one_csv("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0");
	one_csv("+491701234567", "'+491701234567");
	one_csv("-1", "'-1");
	one_csv("@SUM(1)", "'@SUM(1)");
	one_csv("\tx", "'\tx");
	one_csv("\nx", "\"'\nx\"");
	one_csv("\rx", "\"'\rx\"");
	one_csv("\xef\xbc\x9d" "1", "'\xef\xbc\x9d" "1");
	one_csv("\xef\xbc\x8b" "1", "'\xef\xbc\x8b" "1");
	one_csv("\xef\xbc\x8d" "1", "'\xef\xbc\x8d" "1");
	one_csv("\xef\xbc\xa0" "1", "'\xef\xbc\xa0" "1");
	one_csv("\xef\xbc\x91", "\xef\xbc\x91");
	one_csv("a=b", "a=b");
	one_csv("=\"x\"", "\"'=\"\"x\"\"\"");
	one_shown("\033[31mred", 0, "\xef\xbf\xbd[31mred");
	one_shown("a\xe2\x80\xae" "b", 0, "a\xef\xbf\xbd" "b");
	one_shown("abcdef", 4, "abc\xe2\x80\xa6");
	one_shown("abcd", 4, "abcd");
	one_shown("日本日本", 4, "日\xe2\x80\xa6");
	tap_ok(cell_width("日本") == 4 && cell_width("e\xcc\x81") == 1, "widths of a terminal");
}

static void
misuse(void)
{
	struct table *t = table_open(columns, COUNT(columns), OUTPUT_JSON);
	struct err e = { 0 };

	table_cell_int(t, 1);
	tap_ok(!table_row_end(t, &e) && e.kind == ERR_BUG, "a cell of another kind is a bug");
	tap_ok(!table_close(t, &e) && e.kind == ERR_BUG, "and stays one");
	e = (struct err){ 0 };
	t = table_open(columns, 1, OUTPUT_JSON);
	table_cell_text(t, "a");
	table_cell_text(t, "b");
	tap_ok(!table_row_end(t, &e) && e.kind == ERR_BUG, "a cell too many is a bug");
	tap_ok(!table_close(t, &e), "the failure is kept");
	e = (struct err){ 0 };
	t = table_open(columns, 1, OUTPUT_JSON);
	table_cell_percent(t, NAN);
	table_cell_text(t, "too many");
	tap_ok(!table_close(t, &e) && e.kind == ERR_BUG, "an unfinished row is a bug");
}

/* More rows than are buffered: none is lost, and the header is printed once. */
static void
long_table(void)
{
	struct table *t = table_open(columns, 2, OUTPUT_TABLE);
	struct err e = { 0 };
	size_t lines = 0, headers = 0;
	bool ok = true;

	capture();
	for (int i = 0; ok && i < 2 * TABLE_ROWS_MAX + 5; i++) {
		table_cell_text(t, "cart-1");
		table_cell_int(t, i);
		ok = table_row_end(t, &e);
	}
	ok = table_close(t, &e) && ok;
	for (const char *s = captured(); *s; s++) {
		lines += *s == '\n';
		headers += strncmp(s, "items", 5) == 0;
	}
	tap_ok(ok && lines == 2 * TABLE_ROWS_MAX + 7 && headers == 1, "a long table");
}

static void
empty_table(void)
{
	struct err e = { 0 };

	capture();
	if (!table_close(table_open(columns, 2, OUTPUT_CSV), &e)
	    || !table_close(table_open(columns, 2, OUTPUT_JSON), &e)
	    || !table_close(table_open(columns, 2, OUTPUT_TABLE), &e))
		puts(e.text);
	tap_is(captured(), "cart,items\ncart  items\n----  -----\n", "no rows: only the headers");
}

static void
full_disk(void)
{
	struct table *t = table_open(columns, 1, OUTPUT_JSON);
	struct err e = { 0 };
	bool ok = true, closed;
	int full = open("/dev/full", O_WRONLY);

	capture();
	dup2(full, STDOUT_FILENO);
	close(full);
	for (int i = 0; ok && i < 10000; i++) {
		table_cell_text(t, "some text that fills the buffer");
		ok = table_row_end(t, &e);
	}
	closed = table_close(t, &e);
	clearerr(stdout);
	captured();
	clearerr(stdout);
	tap_ok(!ok && e.kind == ERR_IO, "a full disk stops the rows");
	tap_ok(!closed, "and what is closed then has failed");
}

int
main(void)
{
	forms();
	cells();
	misuse();
	long_table();
	empty_table();
	failures();
	full_disk();
	return tap_done();
}
