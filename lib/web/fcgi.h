/*
 * fcgi.h: FastCGI requests, read by several threads; any thread may respond.
 *
 * A thread is busy with a request only while bytes of it are available. A request whose bytes
 * are still to come, one that waits for its response, and a kept connection use no thread. A
 * request must be complete in time, however slowly its bytes arrive, or its connection is
 * closed. The slowest one is closed earlier if there are FCGI_OPEN_MAX connections (new ones
 * then wait in the socket's queue) or FCGI_HELD_MAX bytes of incomplete bodies. A body beyond
 * the limit is read to its end and dropped, so that the web server receives its 413. One that
 * ends early gets 400.
 */
#ifndef CRT_WEB_FCGI_H
#define CRT_WEB_FCGI_H

#include "base/clock.h"
#include "base/err.h"
#include "web/request.h"

#define FCGI_THREADS_MAX 128
#define FCGI_OPEN_MAX 512
#define FCGI_HELD_MAX ((size_t)64 * 1024 * 1024)
#define FCGI_PATIENCE (10 * CLOCK_SECOND)	/* for a whole request */

struct fcgi_setup {
	int fd;				/* listening, non-blocking; see listen.h */
	size_t threads;
	size_t body_max;
	crt_time patience;		/* for a request, from its first byte to its last */
	web_request_fn *take;
	void *arg;
};

struct fcgi;

/* Call fcgi_stop after a failure too. */
bool fcgi_start(struct fcgi **, const struct fcgi_setup *, struct err *) MUSTUSE;

/* Accepts no more requests, and returns when the current ones have responses. NULL is fine. */
void fcgi_stop(struct fcgi *);

/* Handles one request by plain CGI: reads the environment and standard input, and writes the
   response to standard output. */
bool cgi_respond(size_t body_max, web_request_fn *, void *arg, struct err *) MUSTUSE;

#endif
