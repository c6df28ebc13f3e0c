/*
 * fcgi.h: FastCGI requests, read by a number of threads and answered by any.
 *
 * A thread has a request while there are bytes of it; one whose bytes are still to come, one
 * that waits for its answer, and a connection that the web server keeps, hold none.  A
 * request must be whole in time, however its bytes trickle, or its connection is closed; the
 * one that has taken the longest is closed sooner when there are FCGI_OPEN_MAX connections
 * (what comes then waits in the socket's queue) or FCGI_HELD_MAX bytes of unfinished bodies.
 * A body that is longer than allowed is read to its end and dropped, so that the web server
 * is there to hear its 413; one that ends early is answered 400.
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
	crt_time patience;		/* from a request's first byte to its last */
	web_request_fn *take;
	void *arg;
};

struct fcgi;

/* fcgi_stop is called after a failure too. */
bool fcgi_start(struct fcgi **, const struct fcgi_setup *, struct err *) MUSTUSE;

/* Takes no more requests, returns when those under way have been answered; NULL is fine. */
void fcgi_stop(struct fcgi *);

/* One request as plain CGI, from the environment and standard input; its answer goes to
   standard output. */
bool cgi_respond(size_t body_max, web_request_fn *, void *arg, struct err *) MUSTUSE;

#endif
