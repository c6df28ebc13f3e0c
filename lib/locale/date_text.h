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

/* How a locale writes them, in the order of lib/locale/locales2c.awk. */
enum date_form {
	DATE_LONG,			/* November 9, 2026 */
	DATE_SHORT,			/* Nov 9 */
	DATE_WEEKDAY,			/* Mon, November 9 */
	DATE_TIME,			/* 2:05 PM */
	DATE_MOMENT,			/* November 9, 2026, 2:05 PM */
	DATE_FORMS
};

/* The format of a form, for date_text_print. */
const char *date_form(const char *locale, enum date_form);

#endif
