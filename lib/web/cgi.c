/* cgi.c: one request as plain CGI. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "web/fcgi.h"

#define CHUNK 65536

extern char **environ;

static bool
read_body(struct str *body, size_t want, struct err *e)
{
	char chunk[CHUNK];

	while (body->len < want) {
		size_t n = want - body->len < CHUNK ? want - body->len : CHUNK;
		ssize_t got = read(STDIN_FILENO, chunk, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(e, ERR_IO, "cannot read the body: %s", strerror(errno));
		if (got == 0)
			break;
		str_add(body, chunk, (size_t)got);
	}
	return true;
}

bool
cgi_answer(size_t body_max, web_answer_fn *fn, void *arg, struct err *e)
{
	struct str body = STR_MAX(body_max + 1), out = STR_MAX(2 * WEB_ANSWER_MAX);
	struct web_answer a = { .status = 413, .text = "too large" };
	struct web_request r;
	int64_t said;
	bool ok = true;

	request_read(&r, environ);
	said = request_length(&r);
	if (said > 0 && said <= (int64_t)body_max)
		ok = read_body(&body, (size_t)said, e);
	if (ok && said <= (int64_t)body_max) {
		r.body = str_text(&body);
		r.len = body.len;
		a = (struct web_answer){ .status = 400, .text = "the body is not whole" };
		if (said != -2 && (said <= 0 || body.len == (size_t)said))
			fn(arg, &r, &a);
	}
	if (ok) {
		answer_print(&out, &r, &a);
		ok = fwrite(str_text(&out), 1, out.len, stdout) == out.len
		    || err_set(e, ERR_IO, "cannot answer: %s", strerror(errno));
	}
	str_free(&out);
	str_free(&body);
	return ok;
}
