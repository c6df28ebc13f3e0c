/*
 * pages.h: the pages that people see in a browser.
 *
 * Each is compiled once for every language of etc/pages; threads share them.  A page needs no
 * script and loads nothing.
 */
#ifndef CRT_INGEST_SERVE_PAGES_H
#define CRT_INGEST_SERVE_PAGES_H

#include "base/err.h"
#include "stores.h"

struct pages;

/* optout: unsubscribe, or done: the person is unsubscribed.  preferences: what to receive.
   link: a link has expired, or, without a store, it is not one of crt's. */
enum page { PAGE_OPTOUT, PAGE_PREFERENCES, PAGE_LINK };

/* An error is a fault of the build. */
bool pages_open(struct pages **, struct err *) MUSTUSE;
void pages_close(struct pages *);		/* NULL is allowed */

/* The page, allocated.  store may be NULL.  languages: in order of preference, as in
   Accept-Language; English if no page has one of them.  NULL: the page cannot be rendered; the
   reason is logged.  channel: "EMAIL", "SMS", or "PUSH", of what the person unsubscribes from;
   NULL: none. */
char *pages_render(const struct pages *, enum page, const struct serve_store *,
    const char *languages, const char *channel, bool done);

#endif
