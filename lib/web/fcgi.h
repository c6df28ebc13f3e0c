/*
 * fcgi.h: FastCGI requests, answered by a number of threads.
 *
 * A thread has one request at a time, from its acceptance to its answer; what
 * comes while all are busy waits in the socket's queue.  A connection that the web
 * server keeps holds its thread while it is idle, for FCGI_KEEP at most, and not at
 * all when every thread is taken.  A body that is longer than allowed is answered
 * 413 without being read, one that ends early 400.
 */
#ifndef CRT_WEB_FCGI_H
#define CRT_WEB_FCGI_H

#include "base/clock.h"
#include "base/err.h"
#include "web/request.h"

#define FCGI_THREADS_MAX 1024
#define FCGI_STALL 10			/* seconds the web server may take for what it sends */
#define FCGI_KEEP (5 * CLOCK_SECOND)	/* an idle connection */

struct fcgi_setup {
	int fd;				/* listening, non-blocking; see listen.h */
	size_t threads;
	size_t body_max;
	web_answer_fn *answer;
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
bool cgi_answer(size_t body_max, web_answer_fn *, void *arg, struct err *) MUSTUSE;

#endif
