/* cgi.c: handle one request by plain CGI. */
#include <errno.h>
#include <semaphore.h>
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

/* The request, and the thread that waits for its response. */
struct only {
	struct web_request request;	/* first, so that web_respond can find the struct */
	sem_t done;
	bool printed;
};

static void
cgi_responded(struct web_request *r, const struct web_response *a)
{
	struct only *o = (struct only *)r;
	struct str out = STR_MAX(2 * WEB_RESPONSE_MAX);

	web_response_print(&out, r, a);
	o->printed = fwrite(str_text(&out), 1, out.len, stdout) == out.len && !fflush(stdout);
	str_free(&out);
	sem_post(&o->done);
}

bool
cgi_respond(size_t body_max, web_request_fn *fn, void *arg, struct err *e)
{
	struct str body = STR_MAX(body_max + 1);
	struct only o = { .printed = false };
	int64_t given;
	bool ok = true;

	sem_init(&o.done, 0, 0);
	request_read(&o.request, environ);
	o.request.responded = cgi_responded;
	given = request_length(&o.request);
	if (given > 0 && given <= (int64_t)body_max)
		ok = read_body(&body, (size_t)given, e);
	if (ok) {
		if (request_body(&o.request, &body, body_max))
			fn(arg, &o.request);
		while (sem_wait(&o.done) && errno == EINTR)
			continue;
		ok = o.printed || err_set(e, ERR_IO, "cannot respond: %s", strerror(errno));
	}
	sem_destroy(&o.done);
	str_free(&body);
	return ok;
}
