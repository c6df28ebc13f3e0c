/* page.h: a page for people where JSON was asked for: maintenance, a login, PHP's notices. */
#ifndef CRT_POLL_PAGE_H
#define CRT_POLL_PAGE_H

#include "net/http.h"

#define PAGE_WORDS_MAX	80	/* bytes of the page's first words that are quoted */
#define PAGE_URL_MAX	160

/* An answer that is no JSON, though it has a body: true, and ERR_AGAIN with its status, the
   address without what may be secret (user, query), and the page's first words. */
bool page_instead(const struct http_response *, const char *url, struct err *);

#endif
