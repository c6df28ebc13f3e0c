/* smtp_reply.c: replies are read from bytes in pieces of any size. */
#include "net/smtp_reply.h"
#include "tap.h"

static struct smtp_reply r;

/* Reads pieces of n bytes; the last complete reply. */
static enum smtp_feed
feed(const char *bytes, size_t piece)
{
	size_t n = strlen(bytes), used;
	enum smtp_feed fed = SMTP_MORE;

	r = (struct smtp_reply){ 0 };
	for (size_t at = 0; at < n && fed != SMTP_NONSENSE; at += used)
		fed = smtp_reply_feed(&r, bytes + at, piece < n - at ? piece : n - at, &used);
	return fed;
}

static void
test_limits(void)
{
	static char bytes[SMTP_LINE_MAX + 10];
	size_t used;
	enum smtp_feed fed = SMTP_MORE;
	int lines = 0;

	memset(bytes, '2', sizeof bytes - 1);
	tap_ok(feed(bytes, 100) == SMTP_NONSENSE, "a line without end is given up");
	r = (struct smtp_reply){ 0 };
	for (; lines < 10 * SMTP_LINES_MAX && fed == SMTP_MORE; lines++)
		fed = smtp_reply_feed(&r, "250-x\r\n", 7, &used);
	tap_ok(fed == SMTP_NONSENSE && lines == SMTP_LINES_MAX + 1, "and so is a reply without end");
	r = (struct smtp_reply){ 0 };
	tap_ok(smtp_reply_feed(&r, "250 a\0b\r\n", 9, &used) == SMTP_NONSENSE, "NUL is nonsense");
}

/* bytes, the status, whether it is at the start, the text. */
static void
test_status(void)
{
	static const struct { const char *bytes, *enhanced; bool leads; const char *text; } rows[] = {
		{ "550 5.1.1 no\r\n", "5.1.1", true, "no" },
		{ "550 #5.7.1 no\r\n", "5.7.1", true, "no" },
		{ "550 (#5.1.1) no\r\n", "5.1.1", true, "no" },
		{ "550 5.1.1: no\r\n", "5.1.1", true, "no" },
		{ "550-no\r\n550 5.1.1 no\r\n", "5.1.1", false, "no no" },
		{ "553 sorry (#5.7.1)\r\n", "5.7.1", false, "sorry (#5.7.1)" },
		{ "550 no #12 (#5.1.1 - chkuser)\r\n", "5.1.1", false, "no #12 (#5.1.1 - chkuser)" },
		{ "550 no (#4.7.1)\r\n", "", false, "no (#4.7.1)" },
		{ "550 no 5.1.1 here\r\n", "", false, "no 5.1.1 here" },
		{ "550 550 5.1.1 no\r\n", "5.1.1", true, "no" },
		{ "250250 2.0.0 ok\r\n", "2.0.0", true, "ok" },
		{ "\r\n550 5.1.1 no\r\n", "5.1.1", true, "no" },
		{ "\n\n550 550 no\r\n", "", false, "no" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_ok(feed(rows[i].bytes, 99) == SMTP_REPLY && r.leads == rows[i].leads
		    && !strcmp(r.enhanced, rows[i].enhanced) && !strcmp(r.text, rows[i].text),
		    rows[i].bytes);
}

int
main(void)
{
	static const char *const nonsense[] = { "hello\r\n", "25 x\r\n", "2500 x\r\n", "150 x\r\n",
		"650 x\r\n", "250251 x\r\n", "250-a\r\n251 b\r\n", "250_a\r\n" };
	const char *many = "550-5.1.1 no such\r\n550-5.1.1 person\r\n550 5.1.1 here\r\n";
	size_t used, first;
	bool good = true;

	for (size_t piece = 1; piece < 60; piece++)
		good = good && feed(many, piece) == SMTP_REPLY && r.code == 550
		    && strcmp(r.enhanced, "5.1.1") == 0
		    && strcmp(r.text, "no such person here") == 0;
	tap_ok(good, "a reply of three lines, cut anywhere");
	tap_ok(feed("250\r\n", 9) == SMTP_REPLY && r.code == 250 && !*r.text, "a bare code");
	tap_ok(feed("250 ok\n", 9) == SMTP_REPLY && r.code == 250, "a bare LF");
	tap_ok(feed("250 4.1.1 x\r\n", 99) == SMTP_REPLY && !*r.enhanced, "a status of another class");
	tap_ok(feed("550 5.1.1234 x\r\n", 99) == SMTP_REPLY && !*r.enhanced, "a status too long");
	tap_ok(feed("554 \033[31mred \303\274\r\n", 99) == SMTP_REPLY
	    && strcmp(r.text, "?[31mred ??") == 0, "no control byte gets into the text");
	r = (struct smtp_reply){ 0 };
	many = "250 one\r\n354 two\r\n";
	good = smtp_reply_feed(&r, many, strlen(many), &first) == SMTP_REPLY && r.code == 250;
	good = good && smtp_reply_feed(&r, many + first, strlen(many) - first, &used) == SMTP_REPLY;
	tap_ok(good && r.code == 354 && strcmp(r.text, "two") == 0, "two replies in one piece");
	good = true;
	for (size_t i = 0; i < COUNT(nonsense); i++)
		good = good && feed(nonsense[i], 99) == SMTP_NONSENSE;
	tap_ok(good, "what is not SMTP");
	test_status();
	test_limits();
	return tap_done();
}
