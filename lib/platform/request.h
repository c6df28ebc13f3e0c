/*
 * request.h: build requests and read responses in adapters. Internal to lib/platform.
 */
#ifndef CRT_PLATFORM_REQUEST_H
#define CRT_PLATFORM_REQUEST_H

#include "platform/shop.h"

#define REQUEST_TOKEN_MAX 8192	/* bytes of a login's token */

/* A credential; NULL: not given. ERR_CONFIG names a missing required one. */
const char *request_credential(const struct shop *, const char *credential);
bool request_need(const struct shop *, const char *credential, const char **, struct err *) MUSTUSE;

/* Like http_base, for a URL that receives secrets: TLS or the loopback is required. name: its
   setting or credential, for the ERR_CONFIG otherwise. */
bool request_secure(struct str *url, const char *address, const char *name, const struct shop *,
    struct err *) MUSTUSE;

/* Adds the fields for the user agent, for JSON wanted and, if there is a body, JSON sent. */
bool request_fields(struct http_request *, struct err *) MUSTUSE;

/* Appends "name=n" to the query. */
void request_number(struct http_request *, const char *name, int64_t n);

/* ---- page names, read back from a cursor ---- */

/* Sets ERR_INPUT, "not a page name". Always false. */
bool request_no_page(const char *name, struct err *);

/* A page name that is a number: 1 for "". */
bool request_page(const char *name, int64_t *, struct err *) MUSTUSE;

/* Reads digits at *text and moves past them. False: no digits, or above most. */
bool request_digits(const char **text, long long most, long long *) MUSTUSE;

/* ---- responses ---- */

/* Whether a fetch's response means that the object does not exist. */
bool response_gone(const struct http_response *);

/* A response_login for platforms that respond as OAuth 2.0 does (RFC 6749, 5.1). */
bool response_token(struct shop *, const struct http_response *, crt_time now, struct err *);

#endif
