/* date_text.h: dates as people write them, and as a shopper of a locale reads them. */
#ifndef CRT_LOCALE_DATE_TEXT_H
#define CRT_LOCALE_DATE_TEXT_H

#include "base/clock.h"
#include "base/str.h"

struct date_text { crt_time at; int offset; bool zoned; };	/* minutes east; it names one */

bool date_text_read(const char *, size_t n, struct date_text *);

/* Appends the date by a format, as Ruby's strftime. */
void date_text_print(struct str *, const struct date_text *, const char *fmt, size_t n,
    const char *locale);

#endif
