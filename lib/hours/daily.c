/* daily.c: read the hours of every day. */
#include <string.h>

#include "hours/daily.h"

/* "08:00" as minutes of the day. */
static bool
daily_minutes(const char *text, int *out)
{
	const int hour = (text[0] - '0') * 10 + text[1] - '0';
	const int minute = (text[3] - '0') * 10 + text[4] - '0';

	*out = hour * 60 + minute;
	return text[2] == ':' && minute < 60 && *out <= 24 * 60;
}

bool
daily_read(const char *text, struct daily *out)
{
	static const char form[] = "dd:dd-dd:dd";
	size_t i;

	*out = (struct daily){ 0, 0 };
	if (!strcmp(text, "off"))
		return true;
	for (i = 0; form[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : form[i] && text[i] == form[i];)
		i++;
	return form[i] == '\0' && text[i] == '\0' && daily_minutes(text, &out->opens)
	    && daily_minutes(text + 6, &out->closes) && out->opens < out->closes;
}
