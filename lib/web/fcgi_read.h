/*
 * fcgi_read.h: FastCGI 1.0 (its specification of 1996): bytes in, a request out.
 *
 * Our own reader instead of libfcgi: that one waits for bytes in the thread that reads, asks
 * for as much memory as a record says a name has, and ends the process when there is none.
 * Here the bytes are handed in as they come, and each length is held against a limit before
 * anything is kept: what is longer is read to its end and dropped.  One request at a time
 * on a connection; a peer that interleaves two, or wants another role, is no web server of ours.
 */
#ifndef CRT_WEB_FCGI_READ_H
#define CRT_WEB_FCGI_READ_H

#include "base/str.h"

#define FCGI_PARAMS_MAX 131072		/* bytes of a request's variables */
#define FCGI_VARIABLES_MAX 512
#define FCGI_HEAD 8			/* bytes before a record's content */

struct fcgi_read {
	unsigned char head[FCGI_HEAD];
	size_t have;			/* bytes of it */
	size_t content, padding;	/* bytes of the record that are still to come */
	unsigned type;			/* of the record; 0: not one of the request's */
	unsigned id;			/* of the request; 0: none has begun */
	bool keep;			/* the connection, after the answer */
	bool named;			/* all variables have come */
	struct str begin, params, body;
	char **variables;		/* when it is whole: "NAME=VALUE", ended by NULL */
};

enum fcgi_came {
	FCGI_MORE,			/* all bytes are taken, the request goes on */
	FCGI_WHOLE,			/* the request is whole; what came behind it is not taken */
	FCGI_ALIEN			/* no request as we take them */
};

/* Of a body one byte more than body_max is kept at most: it is seen to be too long. */
void fcgi_read_open(struct fcgi_read *, size_t body_max);

/* *n: bytes that there are, then how many of them were taken. */
enum fcgi_came fcgi_read(struct fcgi_read *, const char *bytes, size_t *n);

/* Some of a request has come. */
bool fcgi_read_began(const struct fcgi_read *);

/* More variables were sent than are kept, or they make no sense: whole, with none. */
static inline bool fcgi_read_broken(const struct fcgi_read *r) { return r->variables == NULL; }

/* The answer's records. */
void fcgi_print(struct str *, unsigned id, const struct str *text);

/* For the next request of the connection. */
void fcgi_read_end(struct fcgi_read *);

#endif
