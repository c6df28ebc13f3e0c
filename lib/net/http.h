/*
 * http.h: many HTTP exchanges at once, each limited in time and size.
 *
 * A request contains everything that is sent. Control bytes in a URL or a field are rejected,
 * because libcurl sends them unchanged. Redirects are not followed: a moved shop is reported to
 * a person. Certificates are always verified. A proxy is used if https_proxy, http_proxy, or
 * all_proxy is set (libcurl reads them, and no_proxy). TLS connections use HTTP/2 if the server
 * offers it, else HTTP/1.1. A response with any status is a response; only a missing one is a
 * failure.
 */
#ifndef CRT_HTTP_H
#define CRT_HTTP_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"

#define HTTP_PARALLEL_MAX 64
#define HTTP_KEPT_MAX	128			/* connections kept open, in use or idle */
#define HTTP_URL_MAX	8192
#define HTTP_FIELDS_MAX	16384			/* bytes of all fields, in or out */
#define HTTP_SEND_MAX	((size_t)1 << 20)	/* bytes of a request's body */
#define HTTP_RESPONSE_MAX	((size_t)32 << 20)	/* of a response, uncompressed */
#define HTTP_QUEUE_MAX	65536			/* waiting exchanges; more is ERR_BUG */
#define HTTP_TIMEOUT	(60 * CLOCK_SECOND)	/* of an exchange, unless set */
#define HTTP_IDLE_MAX	30	/* seconds: a request with begin uses no older idle connection */

/* Called once, when the connection is ready: from then on the server may act on the request.
   arg is that of http_start. False: it is not sent, and ends with ERR_AGAIN. Must not call
   http_*. */
typedef bool http_begin_fn(void *arg);

struct http_request {
	const char *method;		/* "GET", "POST", "PUT", "DELETE"; static */
	struct str url;			/* http:// or https:// */
	struct str fields;		/* built by http_field */
	struct str body;		/* empty: no body */
	/* Without it, libcurl sends a request again if a connection that was kept open is dead. With
	   it, a request is sent at most once. */
	http_begin_fn *begin;
	crt_time timeout;		/* with its connection; 0: that of the settings */
};

struct http_response {
	int status;			/* 100 to 599 */
	const char *fields;		/* "name: value\n" ..., names in lower case */
	const char *body;		/* NUL-terminated */
	size_t len;
};

void http_request_init(struct http_request *, const char *method);
void http_request_free(struct http_request *);	/* wipes it: a field may be a secret */

/* Adds "Name: value". ERR_INPUT: a control byte, or it does not fit. */
bool http_field(struct http_request *, const char *name, const char *value, struct err *) MUSTUSE;

/* Appends an address without the slashes at its end, for a path to follow. */
void http_base(struct str *url, const char *address);

/* Appends "?name=value", or "&name=value" if there is a ? already, percent-encoded (RFC 3986
   2.3). */
void http_query(struct str *url, const char *name, const char *value);
void http_form(struct str *form, const char *name, const char *value);	/* the same without ? */

/* Whether a secret may be sent there: by TLS, or to the loopback. */
bool http_private(const char *url);

/* Appends the first field of that name. False: there is none; nothing is appended. name: lower
   case. */
bool http_response_field(const struct http_response *, const char *name, struct str *);

/* NULL: there was no response, for the reason in the err. ERR_AGAIN: unreachable, too slow, or
   cut off. ERR_UNAVAILABLE: certificate. ERR_INPUT: too large. May call http_start, nothing
   else. */
typedef void http_done_fn(void *arg, const struct http_response *, const struct err *);

struct http_settings {
	int parallel;			/* exchanges at once, 1 to HTTP_PARALLEL_MAX; more wait */
	crt_time timeout;		/* of each exchange with its connection; 0: HTTP_TIMEOUT */
	const char *ca_file;		/* NULL: the system's certificates */
};

struct http;

bool http_open(struct http **, const struct http_settings *, struct err *) MUSTUSE;

/* Copies the request. not_before: the earliest start, by clock_steady; 0: now. */
bool http_start(struct http *, const struct http_request *, crt_time not_before, http_done_fn *,
    void *arg, struct err *) MUSTUSE;

/* Works for at most that long, or until an exchange has ended. *left: unfinished exchanges.
   ERR_BUG: libcurl failed; only http_close may follow. */
bool http_drive(struct http *, crt_time longest, size_t *left, struct err *) MUSTUSE;

/* Drops unfinished exchanges without calling done. NULL is fine. */
void http_close(struct http *);

#endif
