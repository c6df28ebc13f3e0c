/*
 * page.h: the pages of the dashboard, from the Liquid templates of etc/dashboard.
 *
 * A page is one file: its style is in it, and its policy allows nothing else. Only the live page
 * has a script, which reads the events of the server that delivered the page.
 */
#ifndef CRT_REPORT_PAGE_H
#define CRT_REPORT_PAGE_H

#include "json/value.h"

#define PAGE_BYTES_MAX ((size_t)300000)	/* loads in 2 seconds at 1.6 Mbit/s */
#define PAGE_MARK "content=\"crt-report dashboard\""	/* in each page; see file_set_open */

struct pages;

void pages_open(struct pages **);
void pages_close(struct pages *);	/* NULL is allowed */

/* The language of the pages for a locale: "de" for "de-AT"; "en" if there are none. */
const char *page_language(const char *locale);

/* Appends the page. The locale formats money and dates; if there are no pages in its language,
   they are in English. context gets the members style, script, and form: formats of dates. */
bool page_render(struct pages *, const char *name, const char *locale, json_t *context,
    struct str *out, struct err *) MUSTUSE;

#endif
