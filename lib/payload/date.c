/* date.c: read dates with month names. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "payload/date.h"

#define TIME_MAX 40		/* bytes */

/* The same date in the form of RFC 3339. */
static bool
payload_date_rewrite(const char *s, struct str *out)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *comma = strchr(s, ','), *at;
	char month[4] = "", clock[9] = "", zone[6] = "";
	int day, year, end = 0;

	s = comma ? comma + 1 : s;
	if (sscanf(s, " %2d %3[A-Za-z] %4d %8[0-9:] %5[-+0-9A-Z]%n", &day, month, &year, clock,
	    zone, &end) != 5 || s[end])
		return false;
	at = strlen(month) == 3 ? strstr(months, month) : NULL;
	if (at == NULL || (at - months) % 3 || strlen(clock) != 8)
		return false;
	str_printf(out, "%04d-%02d-%02dT%s", year, (int)(at - months) / 3 + 1, day, clock);
	if (!strcmp(zone, "GMT") || !strcmp(zone, "UT"))
		str_putc(out, 'Z');
	else if (strlen(zone) == 5)
		str_printf(out, "%.3s:%s", zone, zone + 3);
	else
		return false;
	return true;
}

bool
date_read(const char *text, crt_time *out)
{
	struct str s = STR_MAX(TIME_MAX);
	bool ok = payload_date_rewrite(text, &s) && !str_full(&s) && clock_read(str_text(&s), out);

	str_free(&s);
	return ok;
}
