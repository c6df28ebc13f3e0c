/*
 * fcgi_read.h: FastCGI 1.0 (specification of 1996): bytes in, a request out.
 *
 * This replaces libfcgi, which blocks the reading thread, allocates as much memory as a record
 * claims for a name, and ends the process when there is none. Here the caller passes bytes as
 * they arrive, and every length is checked against a limit before anything is stored. Longer
 * data is read to its end and dropped. There is one request at a time on a connection. A peer
 * that interleaves two, or requests another role, is not our web server.
 */
#ifndef CRT_WEB_FCGI_READ_H
#define CRT_WEB_FCGI_READ_H

#include "base/str.h"

#define FCGI_PARAMS_MAX 131072		/* bytes of a request's variables */
#define FCGI_VARIABLES_MAX 512
#define FCGI_HEAD 8			/* bytes before a record's content */

struct fcgi_read {
	unsigned char head[FCGI_HEAD];
	size_t have;			/* bytes of head so far */
	size_t content, padding;	/* bytes of the record that have not arrived yet */
	unsigned type;			/* of the record; 0: not for the current request */
	unsigned id;			/* of the request; 0: none has begun */
	bool keep;			/* keep the connection after the response */
	bool named;			/* all variables have arrived */
	struct str begin, params, body;
	char **variables;		/* once complete: "NAME=VALUE", NULL-terminated */
};

enum fcgi_came {
	FCGI_MORE,			/* all bytes are taken; the request continues */
	FCGI_WHOLE,			/* the request is complete; later bytes are not taken */
	FCGI_ALIEN			/* not a request that crt accepts */
};

/* Keeps at most one byte more than body_max of a body, to detect that it is too long. */
void fcgi_read_open(struct fcgi_read *, size_t body_max);

/* *n: the number of bytes given, then the number of bytes taken. */
enum fcgi_came fcgi_read(struct fcgi_read *, const char *bytes, size_t *n);

/* Whether part of a request has arrived. */
bool fcgi_read_began(const struct fcgi_read *);

/* Whether the variables were too many or malformed. Such a request is complete but has none. */
static inline bool fcgi_read_broken(const struct fcgi_read *r) { return r->variables == NULL; }

/* Appends the response as records. */
void fcgi_print(struct str *, unsigned id, const struct str *text);

/* Prepares for the connection's next request. */
void fcgi_read_end(struct fcgi_read *);

#endif
