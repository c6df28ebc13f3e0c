/* csv.c: rows of CSV as spreadsheets and providers write them. */
#include "tap.h"
#include "text/csv.h"

#define LINES_MAX 3

static const struct {
	const char *what, *lines[LINES_MAX], *fields;	/* fields of the last row, joined by "|" */
} rows[] = {
	{ "one field", { "ada@shop.example" }, "ada@shop.example" },
	{ "three fields, the last empty", { "a,b," }, "a|b|" },
	{ "quotes, a comma and a quote within", { "\"a,b\",\"c\"\"d\"" }, "a,b|c\"d" },
	{ "a quoted field over two lines", { "x,\"one", "two\",y" }, "x|one\ntwo|y" },
	{ "a quote in the middle is a character", { "a\"b,c" }, "a\"b|c" },
	{ "semicolons where there is no comma", { "a;b", "1,5;2" }, "1,5|2" },
	{ "tabs where there is neither", { "a\tb" }, "a|b" },
	{ "a byte order mark, and an end of line of Windows", { "\xef\xbb\xbf" "a,b\r" }, "a|b" },
	{ "the second row begins anew", { "a,b", "c" }, "c" },
	{ "an empty line", { "" }, "" },
};

static void
split(void)
{
	size_t i, k;

	for (i = 0; i < COUNT(rows); i++) {
		struct str got = STR_MAX(1000);
		struct err e = { 0 };
		struct csv c;
		bool whole = false, ok = true;

		csv_open(&c);
		for (k = 0; ok && k < LINES_MAX && rows[i].lines[k]; k++)
			ok = csv_line(&c, rows[i].lines[k], strlen(rows[i].lines[k]), &whole, &e);
		for (k = 0; ok && csv_field(&c, k); k++)
			str_printf(&got, "%s%s", k ? "|" : "", csv_field(&c, k));
		tap_ok(ok && whole, rows[i].what);
		tap_is(str_text(&got), rows[i].fields, rows[i].what);
		str_free(&got);
		csv_free(&c);
	}
}

/* Seen to fail: without the check, the fields of such a row were cut off at the NUL. */
static void
refusals(void)
{
	struct str many = STR_MAX(1000);
	struct err e = { 0 };
	struct csv c;
	bool whole;
	int i;

	csv_open(&c);
	tap_ok(!csv_line(&c, "a\0b", 3, &whole, &e) && e.kind == ERR_INPUT && !whole, "a NUL byte");
	for (i = 0; i < CSV_FIELDS_MAX; i++)
		str_putc(&many, ',');
	tap_ok(!csv_line(&c, str_text(&many), many.len, &whole, &e) && strstr(e.text, "fields"),
	    "too many fields");
	tap_ok(csv_line(&c, "\"open", 5, &whole, &e) && !whole, "an open quote waits for more");
	tap_ok(csv_line(&c, "shut\"", 5, &whole, &e) && whole, "and has it");
	tap_is(csv_field(&c, 0), "open\nshut", "both lines");
	tap_ok(csv_field(&c, 1) == NULL, "there is no field behind the last");
	str_free(&many);
	csv_free(&c);
}

int
main(void)
{
	split();
	refusals();
	return tap_done();
}
