/*
 * ask.h: what adapters make requests of, and look at answers with.  Seen by lib/platform only.
 */
#ifndef CRT_PLATFORM_ASK_H
#define CRT_PLATFORM_ASK_H

#include "platform/shop.h"

#define ASK_TOKEN_MAX 8192	/* bytes of what a log-in gives */

/* A credential; NULL: it was not said.  ERR_CONFIG names one that must have been. */
const char *ask_said(const struct shop *, const char *credential);
bool ask_needed(const struct shop *, const char *credential, const char **, struct err *) MUSTUSE;

/* Appends an address without the slashes at its end. */
void ask_base(struct str *url, const char *address);

/* The same of one that secrets are sent to: over TLS, or on this machine.  name: what it is
   called among the store's facts and credentials, for the ERR_CONFIG that it is neither. */
bool ask_secure(struct str *url, const char *address, const char *name, const struct shop *,
    struct err *) MUSTUSE;

/* The fields that say who asks, and that JSON is wanted and, if there is a body yet, sent. */
bool ask_fields(struct http_request *, struct err *) MUSTUSE;

/* Appends "name=n" to the query. */
void ask_number(struct http_request *, const char *name, int64_t n);

/* ---- names of pages, as they come back from a cursor ---- */

/* It is no name of a page: ERR_INPUT, always false. */
bool ask_no_page(const char *name, struct err *);

/* A number that is a name: 1 for "". */
bool ask_page(const char *name, int64_t *, struct err *) MUSTUSE;

/* Digits at *text, which moves behind them; false: there are none, or they come to more. */
bool ask_digits(const char **text, long long most, long long *) MUSTUSE;

/* ---- answers ---- */

/* The thing is not there, as an answer to a fetch. */
bool ask_gone(const struct http_answer *);

/* A platform's hear_login where the answer is that of OAuth 2.0 (RFC 6749, 5.1). */
bool ask_token(struct shop *, const struct http_answer *, crt_time now, struct err *);

#endif
