/* text.c: match a text with a pattern, and read hours of the day. */
#include "condition/condition.h"

static size_t
glob_character(const char *s)
{
	size_t n = 1;

	while (((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* Only the last "*" is retried, so the work is at most the product of the lengths. */
bool
condition_glob(const char *pattern, const char *s)
{
	const char *star = NULL, *from = NULL;

	while (*s) {
		if (*pattern == '*') {
			star = ++pattern;
			from = s;
		} else if (*pattern == '?') {
			pattern++;
			s += glob_character(s);
		} else if (*pattern == *s) {
			pattern++;
			s++;
		} else if (star) {
			pattern = star;
			s = from += glob_character(from);
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

static bool
hours_minute(const char *s, int *minute)
{
	int i, hour, at;

	for (i = 0; i < 5; i++)
		if (i == 2 ? s[i] != ':' : s[i] < '0' || s[i] > '9')
			return false;
	hour = (s[0] - '0') * 10 + s[1] - '0';
	at = (s[3] - '0') * 10 + s[4] - '0';
	*minute = hour * 60 + at;
	return at < 60 && *minute <= 24 * 60;
}

bool
condition_hours(const char *text, int *from, int *until)
{
	return hours_minute(text, from) && text[5] == '-' && hours_minute(text + 6, until)
	    && text[11] == '\0' && *from < 24 * 60 && *from != *until;
}
