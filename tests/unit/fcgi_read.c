/* fcgi_read.c: FastCGI requests in pieces, with wrong lengths, and other input. */
#include "fcgi_test.h"

#define KEPT_BYTES 1024		/* of a variable; FCGI_PARAMS_MAX is a multiple */
#define VALUE_BYTES (KEPT_BYTES - 6)	/* what its lengths and its name leave */

/* Reads the request in pieces of n bytes; the result. */
static enum fcgi_came
in_pieces(struct fcgi_read *r, const struct str *s, size_t piece)
{
	enum fcgi_came came = FCGI_MORE;
	size_t at, n;

	fcgi_read_open(r, BODY_MAX);
	for (at = 0; at < s->len && came == FCGI_MORE; at += n) {
		n = s->len - at < piece ? s->len - at : piece;
		came = fcgi_read(r, s->data + at, &n);
	}
	return came;
}

static void
pieces(void)
{
	struct str s = request(KEEP, "hello", 5);
	struct fcgi_read r;
	size_t piece, good = 0;

	finish(&s);
	for (piece = 1; piece <= s.len; piece++) {
		good += in_pieces(&r, &s, piece) == FCGI_WHOLE && r.keep && r.id == 7
		    && !strcmp(str_text(&r.body), "hello") && r.variables
		    && !strcmp(r.variables[1], "REQUEST_URI=/hooks/a?b=c") && r.variables[3] == NULL;
		fcgi_read_end(&r);
	}
	tap_ok(good == s.len, "the same request in pieces of every length");
	str_free(&s);
}

/* The number of variables in these bytes; -1: they are rejected. */
static int
variables(const char *bytes, size_t n)
{
	struct str s = STR_MAX(2 * FCGI_PARAMS_MAX);
	struct fcgi_read r;
	size_t at, piece;
	int got = -1;

	record(&s, BEGIN, 7, ONCE, 8, 0);
	for (at = 0; at < n; at += piece) {
		piece = n - at < 65535 ? n - at : 65535;
		record(&s, PARAMS, 7, bytes + at, piece, 0);
	}
	record(&s, PARAMS, 7, "", 0, 0);
	record(&s, STDIN, 7, "", 0, 0);
	if (in_pieces(&r, &s, 8192) == FCGI_WHOLE && r.variables)
		for (got = 0; r.variables[got]; got++)
			continue;
	fcgi_read_end(&r);
	str_free(&s);
	return got;
}

static void
lengths(void)
{
	static const struct { const char *bytes; size_t n; int want; const char *what; } all[] = {
		{ "", 0, 0, "no variable" },
		{ "\1\1ab\1\0a", 7, 2, "two, one without a value" },
		{ "\200\0\0\1\1ab", 7, 1, "a length of four bytes" },
		{ "\0\1b", 3, -1, "a value without a name" },
		{ "\1\2ab", 4, -1, "a value cut short" },
		{ "\1", 1, -1, "a name without a second length" },
		{ "\200\0\0", 3, -1, "a length cut short" },
		{ "\377\377\377\377\1ab", 7, -1, "a name of 2 GiB" },
		{ "\1\377\377\377\377ab", 7, -1, "a value of 2 GiB" },
		{ "\377\377\377\377\377\377\377\377ab", 10, -1, "both of 2 GiB" },
		{ "\1\1a", 3, -1, "a value that did not come" },
		{ "\1\1=b", 4, -1, "a name with =" },
		{ "\1\1a\0", 4, -1, "a value with a NUL" },
	};
	struct str many = STR_MAX(2 * FCGI_PARAMS_MAX);
	size_t i;

	for (i = 0; i < COUNT(all); i++)
		if (variables(all[i].bytes, all[i].n) != all[i].want)
			tap_ok(false, all[i].what);
	tap_ok(true, "variables, each length against what there is");
	for (i = 0; i <= FCGI_VARIABLES_MAX; i++)
		str_add(&many, "\1\1ab", 4);
	tap_ok(variables(many.data, many.len) == -1
	    && variables(many.data, many.len - 4) == FCGI_VARIABLES_MAX, "as many as may be, one more");
	str_free(&many);
}

/* Seen to fail: variables that are cut where one ends would be taken without the others. */
static void
too_many(void)
{
	struct str s = STR_MAX(2 * FCGI_PARAMS_MAX);
	char all[KEPT_BYTES];

	memset(all, 'x', sizeof all);
	memcpy(all, (const char[]){ 1, (char)0x80, 0, VALUE_BYTES >> 8, (char)(VALUE_BYTES & 0xff),
	    'a' }, 6);
	while (s.len < FCGI_PARAMS_MAX)
		str_add(&s, all, sizeof all);
	tap_ok(s.len == FCGI_PARAMS_MAX && variables(s.data, s.len) > 0, "all that is kept");
	str_add(&s, all, sizeof all);
	tap_ok(variables(s.data, s.len) == -1, "one more, which is not");
	str_free(&s);
}

static void
aliens(void)
{
	static const struct { int type, id; const char *content; size_t n; } all[] = {
		{ BEGIN, 8, KEEP, 8 },		/* two requests at the same time */
		{ BEGIN, 7, KEEP, 8 },
		{ BEGIN, 0, KEEP, 8 },
		{ STDIN, 7, "x", 1 },		/* before the variables */
		{ ABORT, 7, "", 0 },
		{ 99, 7, "", 0 },
	};
	struct fcgi_read r;
	size_t i, good = 0;

	for (i = 0; i < COUNT(all); i++) {
		struct str s = STR_MAX(TEXT_MAX);

		record(&s, BEGIN, 7, KEEP, 8, 0);
		record(&s, 9, 0, "\17\0FCGI_MAX_CONNS", 16, 0);	/* of an unknown request: skipped */
		record(&s, PARAMS, 9, "x", 1, 0);
		good += in_pieces(&r, &s, 8192) == FCGI_MORE;
		fcgi_read_end(&r);
		record(&s, all[i].type, all[i].id, all[i].content, all[i].n, 0);
		good += in_pieces(&r, &s, 8192) == FCGI_ALIEN;
		fcgi_read_end(&r);
		s.data[0] = 2;
		good += in_pieces(&r, &s, 8192) == FCGI_ALIEN;
		fcgi_read_end(&r);
		s.data[0] = 1, s.data[9] = 2;	/* an authorizer */
		good += in_pieces(&r, &s, 8192) == FCGI_ALIEN;
		fcgi_read_end(&r);
		str_free(&s);
	}
	tap_ok(good == 4 * COUNT(all), "what is no request as we take them");
}

int
main(void)
{
	pieces();
	lengths();
	too_many();
	aliens();
	return tap_done();
}
