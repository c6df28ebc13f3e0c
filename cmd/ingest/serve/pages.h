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

/* An error is a fault of the build. */
bool pages_open(struct pages **, struct err *) MUSTUSE;
void pages_close(struct pages *);		/* NULL is allowed */

/* The unsubscribe page, allocated; English if no page has the language.  done: the person is
   unsubscribed.  NULL: the page of this store cannot be rendered; the reason is logged. */
char *pages_optout(const struct pages *, const struct serve_store *, const char *language,
    bool done);

#endif
