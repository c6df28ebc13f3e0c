/* show.c: no text that controls a terminal reaches one from any place. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/show.h"
#include "report/table.h"
#include "tap.h"

#define R SHOW_REPLACEMENT
#define OUTPUT_MAX 8192

static const struct {
	const char *text, *line;
} cases[] = {
	{ "plain \xc3\xa4 \xe2\x82\xac \xf0\x9f\x9b\x92",
	    "plain \xc3\xa4 \xe2\x82\xac \xf0\x9f\x9b\x92" },
	{ "\033[31mred\007\b\177", R "[31mred" R R R },		/* C0 and DEL */
	{ "a\xc2\x9b" "31mred\xc2\x9d" "0;x", "a" R "31mred" R "0;x" },	/* C1: CSI, OSC */
	{ "\x9b" "31m", R "31m" },				/* the same as one byte */
	{ "a\xe2\x80\xae" "b\xe2\x80\xac", "a" R "b" R },	/* U+202E, U+202C */
	{ "\xe2\x81\xa6x\xe2\x81\xa9\xd8\x9c", R "x" R R },	/* U+2066, U+2069, U+061C */
	{ "z\xe2\x80\x8bw\xef\xbb\xbf", "z" R "w" R },		/* invisible */
	{ "a\nb\tc\r\n", "a b c  " },
	{ "\xc0\x9b\xe0\x82\x9b\xed\xa0\x80\xf5\x80\x80\x80", R R R R R R R R R R R R },
	{ "cut \xe2\x82", "cut " R R },
	{ "", "" },
};

static char got[OUTPUT_MAX];

/* What a function writes to a terminal, or to a file. */
static void
capture(int fd, bool terminal, void (*fn)(const char *), const char *text)
{
	int side = posix_openpt(O_RDWR | O_NOCTTY), was = dup(fd), to;
	char name[] = "/tmp/crt-show.XXXXXX";
	ssize_t n;

	if (!terminal)
		to = mkstemp(name);
	else if (side < 0 || grantpt(side) < 0 || unlockpt(side) < 0)
		abort();
	else
		to = open(ptsname(side), O_RDWR | O_NOCTTY);
	fflush(NULL);
	if (to < 0 || was < 0 || dup2(to, fd) < 0)
		abort();
	fn(text);
	fflush(NULL);
	n = terminal ? read(side, got, sizeof got - 1) : pread(to, got, sizeof got - 1, 0);
	got[n > 0 ? n : 0] = '\0';
	dup2(was, fd);
	close(to);
	close(was);
	close(side);
	if (!terminal)
		unlink(name);
}

/* The terminal adds its own line ends. */
static bool
steered(void)
{
	const char *s = got;
	size_t n;
	uint32_t c;

	for (; *s; s += n) {
		n = show_code(s, strlen(s), &c);
		if (n == 0 || (show_steers(c) && c != '\n' && c != '\r' && c != '\t'))
			return true;
	}
	return *got == '\0';
}

static void
warn(const char *text)
{
	log_line(LOG_WARN, text, "%s", text);
}

static void
fail(const char *text)
{
	struct err e = { 0 };

	err_set(&e, ERR_INPUT, "%s", text);
	err_hint(&e, "%s", text);
	log_err(&e);
}

static void
print(const char *text)
{
	show_print(stdout, text, strlen(text));
	putchar('\n');
}

static void
rows(const char *text)
{
	static const struct table_column columns[] = { { .name = "name" }, { .name = "note" } };
	static const enum output_form forms[] = { OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_CSV };
	struct err e = { 0 };
	size_t i;

	for (i = 0; i < COUNT(forms); i++) {
		struct table *t = table_open(columns, COUNT(columns), forms[i]);

		table_cell_text(t, text);
		table_cell_text(t, text);
		if (!table_row_end(t, &e) || !table_close(t, &e))
			abort();
	}
}

int
main(void)
{
	static const enum log_format formats[] = { LOG_TEXT, LOG_JSON };
	struct str out = STR_MAX(1024);
	size_t i, f;

	setenv("NO_COLOR", "1", 1);		/* the bold header is crt's own */
	for (i = 0; i < COUNT(cases); i++) {
		str_cut(&out, 0);
		show_line(&out, cases[i].text, strlen(cases[i].text));
		tap_is(str_text(&out), cases[i].line, "a line");
		for (f = 0; f < COUNT(formats); f++) {
			log_open("crt", LOG_WARN, formats[f]);
			capture(STDERR_FILENO, false, warn, cases[i].text);
			tap_ok(!steered() && strchr(got, '\n') == strrchr(got, '\n'), "a line of the log");
			capture(STDERR_FILENO, true, fail, cases[i].text);
			tap_ok(!steered(), "an error and its hint");
		}
		capture(STDOUT_FILENO, true, print, cases[i].text);
		tap_ok(!steered(), "a text on a terminal");
		capture(STDOUT_FILENO, false, print, cases[i].text);
		tap_ok(!strncmp(got, cases[i].text, strlen(cases[i].text)), "a text in a file, as it is");
		capture(STDOUT_FILENO, true, rows, cases[i].text);
		tap_ok(!steered(), "a row in each form on a terminal");
	}
	str_free(&out);
	return tap_done();
}
