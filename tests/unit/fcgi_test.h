/* fcgi_test.h: requests as a web server sends them by FastCGI. */
#ifndef CRT_FCGI_TEST_H
#define CRT_FCGI_TEST_H

#include "tap.h"
#include "web/fcgi_read.h"

#define BODY_MAX 1000
#define BEGIN 1
#define ABORT 2
#define PARAMS 4
#define STDIN 5
#define KEEP "\0\1\1\0\0\0\0\0"		/* role responder; the connection is kept */
#define ONCE "\0\1\0\0\0\0\0\0"
#define TEXT_MAX 4096

static inline void
record(struct str *s, int type, int id, const char *content, size_t n, int padding)
{
	const char head[FCGI_HEAD] = { 1, (char)type, (char)(id >> 8), (char)id, (char)(n >> 8),
	    (char)n, (char)padding };

	str_add(s, head, sizeof head);
	str_add(s, content, n);
	str_add(s, "paddingpadding", (size_t)padding);
}

static inline void
variable(struct str *s, const char *name, const char *value)
{
	size_t n = strlen(value);
	const char lengths[] = { (char)strlen(name), (char)(0x80 | n >> 24), (char)(n >> 16),
	    (char)(n >> 8), (char)n };

	str_add(s, lengths, sizeof lengths);
	str_puts(s, name);
	str_puts(s, value);
}

/* A complete request with its last record. */
static inline struct str
request(const char *begin, const char *body, size_t n)
{
	struct str s = STR_MAX(16 * 1024 * 1024), params = STR_MAX(TEXT_MAX);
	char length[24];
	size_t at, piece;

	snprintf(length, sizeof length, "%zu", n);
	variable(&params, "REQUEST_METHOD", "POST");
	variable(&params, "REQUEST_URI", "/hooks/a?b=c");
	variable(&params, "CONTENT_LENGTH", length);
	record(&s, BEGIN, 7, begin, 8, 0);
	record(&s, PARAMS, 7, params.data, 20, 3);
	record(&s, PARAMS, 7, params.data + 20, params.len - 20, 0);
	record(&s, PARAMS, 7, "", 0, 0);
	for (at = 0; at < n; at += piece) {
		piece = n - at < 60000 ? n - at : 60000;
		record(&s, STDIN, 7, body + at, piece, 5);
	}
	str_free(&params);
	return s;
}

static inline void
finish(struct str *s)
{
	record(s, STDIN, 7, "", 0, 0);
}

#endif
