/*
 * request.h: what adapters make requests of, and look at answers with.  Seen by lib/platform only.
 */
#ifndef CRT_PLATFORM_REQUEST_H
#define CRT_PLATFORM_REQUEST_H

#include "platform/shop.h"

#define REQUEST_TOKEN_MAX 8192	/* bytes of what a log-in gives */

/* A credential; NULL: it was not said.  ERR_CONFIG names one that must have been. */
const char *request_credential(const struct shop *, const char *credential);
bool request_need(const struct shop *, const char *credential, const char **, struct err *) MUSTUSE;

/* Appends an address without the slashes at its end. */
void request_base(struct str *url, const char *address);

/* The same of one that secrets are sent to: over TLS, or on this machine.  name: what it is
   called among the store's facts and credentials, for the ERR_CONFIG that it is neither. */
bool request_secure(struct str *url, const char *address, const char *name, const struct shop *,
    struct err *) MUSTUSE;

/* The fields that say who asks, and that JSON is wanted and, if there is a body yet, sent. */
bool request_fields(struct http_request *, struct err *) MUSTUSE;

/* Appends "name=n" to the query. */
void request_number(struct http_request *, const char *name, int64_t n);

/* ---- names of pages, as they come back from a cursor ---- */

/* It is no name of a page: ERR_INPUT, always false. */
bool request_no_page(const char *name, struct err *);

/* A number that is a name: 1 for "". */
bool request_page(const char *name, int64_t *, struct err *) MUSTUSE;

/* Digits at *text, which moves behind them; false: there are none, or they come to more. */
bool request_digits(const char **text, long long most, long long *) MUSTUSE;

/* ---- answers ---- */

/* The thing is not there, as an answer to a fetch. */
bool response_gone(const struct http_response *);

/* A platform's response_login where the answer is that of OAuth 2.0 (RFC 6749, 5.1). */
bool response_token(struct shop *, const struct http_response *, crt_time now, struct err *);

#endif
