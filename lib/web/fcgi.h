/*
 * fcgi.h: FastCGI requests, read by a number of threads and answered by any.
 *
 * A thread has a request while it is being read; one that waits for its answer, and a
 * connection that the web server keeps, hold none.  Beyond FCGI_OPEN_MAX connections what
 * comes waits in the socket's queue.  A body that is longer than allowed is answered 413
 * without being read, one that ends early 400.
 */
#ifndef CRT_WEB_FCGI_H
#define CRT_WEB_FCGI_H

#include "base/clock.h"
#include "base/err.h"
#include "web/request.h"

#define FCGI_THREADS_MAX 128
#define FCGI_OPEN_MAX 512
#define FCGI_STALL 10			/* seconds the web server may take for what it sends */

struct fcgi_setup {
	int fd;				/* listening, non-blocking; see listen.h */
	size_t threads;
	size_t body_max;
	web_request_fn *take;
	void *arg;
};

struct fcgi;

/* The environment is left alone: only FCGX_Accept of libfcgi's own swaps it.  fcgi_stop is called
   after a failure too. */
bool fcgi_start(struct fcgi **, const struct fcgi_setup *, struct err *) MUSTUSE;

/* Takes no more requests, returns when those under way have been answered; NULL is fine. */
void fcgi_stop(struct fcgi *);

/* One request as plain CGI, from the environment and standard input; its answer goes to
   standard output. */
bool cgi_answer(size_t body_max, web_request_fn *, void *arg, struct err *) MUSTUSE;

#endif
