/* page.h: recognize an HTML page in place of JSON: maintenance, a login, PHP notices. */
#ifndef CRT_POLL_PAGE_H
#define CRT_POLL_PAGE_H

#include "net/http.h"

#define PAGE_WORDS_MAX	80	/* bytes quoted from the page's first words */
#define PAGE_URL_MAX	160

/* True for a response that has a body but no JSON. Sets ERR_AGAIN with the status, the URL
   without its secret parts (user, query), and the page's first words. */
bool page_instead(const struct http_response *, const char *url, struct err *);

#endif
