/* later.c: what a status means, what Retry-After says, how back-off grows. */
#include <stdlib.h>
#include <string.h>

#include "payload/date.h"
#include "platform/later.h"

#define RETRY_AFTER_TEXT 64

static bool
asks(const struct http_answer *a)
{
	struct str said = STR_MAX(RETRY_AFTER_TEXT);
	bool yes = http_answer_field(a, "retry-after", &said);

	str_free(&said);
	return yes;
}

enum later_fate
later_judge(const struct http_answer *a)
{
	int s = a->status;

	if (s >= 200 && s < 300)
		return LATER_GOOD;
	if (s == 404 || s == 410)
		return LATER_GONE;
	if (s == 401)
		return LATER_LOGIN;
	if (s == 408 || s == 425 || s == 429 || (s >= 500 && s != 501 && s != 505))
		return LATER_AGAIN;
	return s == 403 && asks(a) ? LATER_AGAIN : LATER_REFUSED;
}

static bool
read_seconds(const char *text, crt_time *out)
{
	size_t n = strspn(text, "0123456789");

	if (n == 0 || n > 9 || text[n])
		return false;
	*out = strtol(text, NULL, 10) * CLOCK_SECOND;
	return true;
}

crt_time
later_asked(const struct http_answer *a, crt_time now)
{
	struct str said = STR_MAX(RETRY_AFTER_TEXT), date = STR_MAX(RETRY_AFTER_TEXT);
	crt_time wait = 0, until, theirs;

	if (http_answer_field(a, "date", &date) && date_read(str_text(&date), &theirs))
		now = theirs;
	if (http_answer_field(a, "retry-after", &said) && !read_seconds(str_text(&said), &wait)
	    && date_read(str_text(&said), &until))
		wait = until - now;
	str_free(&said);
	str_free(&date);
	return wait < 0 ? 0 : wait > LATER_ASKED_MAX ? LATER_ASKED_MAX : wait;
}

static crt_time
doubled(crt_time first, int64_t times, crt_time most)
{
	for (; times > 0 && first < most; times--)
		first *= 2;
	return first < most ? first : most;
}

crt_time
later_backoff(int tries, uint32_t chance)
{
	crt_time all = doubled(LATER_FIRST, tries - 1, LATER_BACKOFF_MAX);

	return all / 2 + (crt_time)((uint64_t)chance * (uint64_t)(all / 2) >> 32);
}

crt_time
later_rest(int64_t failures)
{
	if (failures < LATER_FAILURES)
		return 0;
	return doubled(LATER_REST, failures - LATER_FAILURES, LATER_REST_MAX);
}
