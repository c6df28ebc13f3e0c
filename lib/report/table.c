/* table.c: print rows as a table, JSON, or CSV. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/show.h"
#include "record/money.h"
#include "report/cell.h"
#include "report/table.h"

#define ROW_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define GAP "  "

struct table {
	const struct table_column *columns;
	size_t n;
	enum output_form form;
	size_t cell;			/* the next cell of this row */
	bool wrong;			/* a cell does not match its column */
	bool header;			/* the header is printed */
	bool skip_empty, any;		/* any: it has a row */
	struct str row;			/* JSON and CSV: the line being built */
	struct arena memory;		/* tables: the texts of the rows kept */
	const char **kept;		/* TABLE_ROWS_MAX rows of n */
	size_t nkept;
	size_t width[TABLE_COLUMNS_MAX];
	size_t most;			/* width at which a cell is cut */
};

/* COLUMNS, else the terminal's width; 0: neither is known. */
static size_t
table_screen(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize w;

	if (columns && *columns)
		return (size_t)strtoul(columns, NULL, 10);
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 ? w.ws_col : 0;
}

static size_t
table_most(void)
{
	size_t half = table_screen() / 2;

	return half <= TABLE_WIDTH_MAX ? TABLE_WIDTH_MAX
	    : half < TABLE_WIDTH_WIDE ? half : TABLE_WIDTH_WIDE;
}

struct table *
table_open(const struct table_column *columns, size_t n, enum output_form form)
{
	struct table *t = mem_get(sizeof *t);

	t->columns = columns;
	t->n = n <= TABLE_COLUMNS_MAX ? n : TABLE_COLUMNS_MAX;
	t->wrong = t->n != n;
	t->form = form;
	t->most = table_most();
	t->row = (struct str)STR_MAX(ROW_BYTES_MAX);
	if (form == OUTPUT_TABLE)
		t->kept = mem_get(TABLE_ROWS_MAX * n * sizeof *t->kept);
	for (size_t i = 0; i < t->n; i++)
		if ((t->width[i] = cell_width(columns[i].name)) > TABLE_WIDTH_MAX)
			t->wrong = true;
	return t;
}

/* Prints what precedes a cell: the comma, the name. */
static void
table_lead(struct table *t, const struct table_column *c)
{
	if (t->form == OUTPUT_CSV && t->cell)
		str_putc(&t->row, ',');
	if (t->form != OUTPUT_JSON)
		return;
	str_putc(&t->row, t->cell ? ',' : '{');
	cell_json(&t->row, c->name);
	str_putc(&t->row, ':');
}

static void
table_keep(struct table *t, const char *text)
{
	size_t width = cell_width(text), at = t->nkept * t->n + t->cell;
	bool last = t->cell + 1 == t->n;
	struct str shown = STR_MAX(CELL_BYTES_MAX);

	cell_show(&shown, text, last ? 0 : t->most);
	t->kept[at] = arena_dup(&t->memory, str_text(&shown), shown.len);
	str_free(&shown);
	if (width > t->most)
		width = t->most;
	if (width > t->width[t->cell])
		t->width[t->cell] = width;
}

/* people: the text in a table. json: a JSON value; NULL for null. */
static void
table_put(struct table *t, enum table_kind kind, const char *people, const char *json,
    const char *csv)
{
	if (t->cell >= t->n || (json && t->columns[t->cell].kind != kind)) {
		t->wrong = true;
		return;
	}
	table_lead(t, &t->columns[t->cell]);
	if (t->form == OUTPUT_TABLE)
		table_keep(t, people);
	else
		str_puts(&t->row, t->form == OUTPUT_CSV ? csv : json ? json : "null");
	t->cell++;
}

void
table_cell_none(struct table *t)
{
	bool money = t->cell < t->n && t->columns[t->cell].kind == TABLE_MONEY;

	table_put(t, TABLE_TEXT, "", NULL, money ? "," : "");
}

void
table_cell_unknown(struct table *t)
{
	bool money = t->cell < t->n && t->columns[t->cell].kind == TABLE_MONEY;

	table_put(t, TABLE_TEXT, "unknown", NULL, money ? "," : "");
}

void
table_cell_text(struct table *t, const char *text)
{
	struct str json = STR_MAX(ROW_BYTES_MAX), csv = STR_MAX(ROW_BYTES_MAX);

	if (text == NULL) {
		table_cell_none(t);
		return;
	}
	if (t->form == OUTPUT_JSON)
		cell_json(&json, text);
	if (t->form == OUTPUT_CSV)
		cell_csv(&csv, text);
	table_put(t, TABLE_TEXT, text, str_text(&json), str_text(&csv));
	str_free(&json);
	str_free(&csv);
}

void
table_cell_int(struct table *t, int64_t n)
{
	char text[32];

	snprintf(text, sizeof text, "%lld", (long long)n);
	table_put(t, TABLE_INT, text, text, text);
}

void
table_cell_money(struct table *t, int64_t minor, const char *currency)
{
	char amount[MONEY_TEXT], people[64], json[96], csv[64];

	money_print(minor, currency, amount);
	snprintf(people, sizeof people, "%s %.3s", amount, currency);
	snprintf(json, sizeof json, "{\"amount\":\"%s\",\"currency\":\"%.3s\"}", amount, currency);
	snprintf(csv, sizeof csv, "%s,%.3s", amount, currency);
	t->wrong |= amount[0] == '\0';		/* no such currency */
	table_put(t, TABLE_MONEY, people, json, csv);
}

void
table_cell_time(struct table *t, crt_time time)
{
	char text[CLOCK_TEXT], people[CLOCK_TEXT], json[CLOCK_TEXT + 2];

	clock_print(time, text);
	snprintf(json, sizeof json, "\"%s\"", text);
	snprintf(people, sizeof people, "%.10s %.8sZ", text, text + 11);
	table_put(t, TABLE_TIME, people, json, text);
}

void
table_cell_stamp(struct table *t, const char *text)
{
	crt_time time;

	if (text && clock_read(text, &time))
		table_cell_time(t, time);
	else
		table_cell_none(t);
}

void
table_cell_percent(struct table *t, double percent)
{
	char people[400], exact[400];

	if (!isfinite(percent)) {
		table_cell_none(t);
		return;
	}
	snprintf(people, sizeof people, "%.1f %%", percent);
	snprintf(exact, sizeof exact, "%.6g", percent);
	table_put(t, TABLE_PERCENT, people, exact, exact);
}

void
table_cell_count(struct table *t, double n)
{
	if (isfinite(n))
		table_cell_int(t, (int64_t)ceil(n));
	else
		table_cell_none(t);
}

void
table_cell_amount(struct table *t, double minor, const char *currency)
{
	if (isfinite(minor))
		table_cell_money(t, llround(minor), currency);
	else
		table_cell_none(t);
}

static bool
table_right(const struct table_column *c)
{
	return c->align == TABLE_RIGHT || (c->align == TABLE_BY_KIND
	    && (c->kind == TABLE_INT || c->kind == TABLE_MONEY || c->kind == TABLE_PERCENT));
}

/* One line, without trailing blanks. */
static void
print_line(const struct table *t, const char *const *text, const char *before, const char *after)
{
	struct str line = STR_MAX(ROW_BYTES_MAX);
	size_t n;

	for (size_t i = 0; i < t->n; i++) {
		size_t width = cell_width(text[i]);
		int pad = t->width[i] > width ? (int)(t->width[i] - width) : 0;

		str_puts(&line, i ? GAP : "");
		if (table_right(&t->columns[i]))
			str_printf(&line, "%*s%s", pad, "", text[i]);
		else
			str_printf(&line, "%s%*s", text[i], pad, "");
	}
	for (n = line.len; n && line.data[n - 1] == ' '; n--)
		;
	str_cut(&line, n);
	printf("%s%s%s\n", before, str_text(&line), after);
	str_free(&line);
}

static void
print_header(const struct table *t)
{
	char dashes[TABLE_WIDTH_WIDE + 1];
	const char *no = getenv("NO_COLOR"), *text[TABLE_COLUMNS_MAX];
	bool bold = isatty(STDOUT_FILENO) && (no == NULL || *no == '\0');

	memset(dashes, '-', TABLE_WIDTH_WIDE);
	dashes[TABLE_WIDTH_WIDE] = '\0';
	for (size_t i = 0; i < t->n; i++)
		text[i] = t->columns[i].name;
	print_line(t, text, bold ? "\033[1m" : "", bold ? "\033[0m" : "");
	for (size_t i = 0; i < t->n; i++)
		text[i] = dashes + TABLE_WIDTH_WIDE - t->width[i];
	print_line(t, text, "", "");
}

static void
print_kept_rows(struct table *t)
{
	if (!t->header)
		print_header(t);
	t->header = true;
	for (size_t row = 0; row < t->nkept; row++)
		print_line(t, t->kept + row * t->n, "", "");
	t->nkept = 0;
	arena_reset(&t->memory);
}

static void
print_csv_header(struct table *t)
{
	struct str line = STR_MAX(ROW_BYTES_MAX);

	for (size_t i = 0; i < t->n; i++) {
		if (i)
			str_putc(&line, ',');
		cell_csv(&line, t->columns[i].name);
		if (t->columns[i].kind == TABLE_MONEY)
			str_printf(&line, ",%s_currency", t->columns[i].name);
	}
	puts(str_text(&line));
	str_free(&line);
	t->header = true;
}

bool
table_row_end(struct table *t, struct err *e)
{
	while (!t->wrong && t->cell < t->n)
		table_cell_none(t);
	if (t->wrong)
		return err_set(e, ERR_BUG, "row and columns do not fit");
	t->cell = 0;
	t->any = true;
	if (t->form == OUTPUT_TABLE) {
		if (++t->nkept == TABLE_ROWS_MAX)
			print_kept_rows(t);
	} else {
		if (t->form == OUTPUT_CSV && !t->header)
			print_csv_header(t);
		if (str_full(&t->row))
			return err_set(e, ERR_INPUT, "a row has more than %zu bytes", ROW_BYTES_MAX);
		str_puts(&t->row, t->form == OUTPUT_JSON ? "}\n" : "\n");
		show_print(stdout, str_text(&t->row), t->row.len);
		str_cut(&t->row, 0);
	}
	return ferror(stdout) ? err_set(e, errno == EPIPE ? ERR_GONE : ERR_IO,
	    "cannot write standard output: %s", strerror(errno)) : true;
}

void
table_skip_empty(struct table *t)
{
	t->skip_empty = true;
}

bool
table_is_empty(const struct table *t)
{
	return !t->any;
}

bool
table_close(struct table *t, struct err *e)
{
	bool wrong = t->wrong || t->cell, failed = wrong || e->kind != ERR_NONE;

	if (t->form == OUTPUT_TABLE && !wrong && (t->nkept || (!failed && !(t->skip_empty && !t->any))))
		print_kept_rows(t);
	if (t->form == OUTPUT_CSV && !t->header && !failed)
		print_csv_header(t);
	str_free(&t->row);
	arena_free(&t->memory);
	free(t->kept);
	free(t);
	if (e->kind != ERR_NONE)
		return false;
	if (wrong)
		return err_set(e, ERR_BUG, "row and columns do not fit");
	return ferror(stdout) ? err_set(e, errno == EPIPE ? ERR_GONE : ERR_IO,
	    "cannot write standard output") : true;
}
