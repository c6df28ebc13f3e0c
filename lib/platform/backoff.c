/* backoff.c: classify statuses, read Retry-After, and compute back-off. */
#include <stdlib.h>
#include <string.h>

#include "payload/date.h"
#include "platform/backoff.h"

#define RETRY_AFTER_TEXT 64

static bool
backoff_requests(const struct http_response *a)
{
	struct str given = STR_MAX(RETRY_AFTER_TEXT);
	bool yes = http_response_field(a, "retry-after", &given);

	str_free(&given);
	return yes;
}

enum backoff_fate
backoff_fate_of(const struct http_response *a)
{
	int s = a->status;

	if (s >= 200 && s < 300)
		return BACKOFF_GOOD;
	if (s == 404 || s == 410)
		return BACKOFF_GONE;
	if (s == 401)
		return BACKOFF_LOGIN;
	if (s == 408 || s == 425 || s == 429 || (s >= 500 && s != 501 && s != 505))
		return BACKOFF_AGAIN;
	return s == 403 && backoff_requests(a) ? BACKOFF_AGAIN : BACKOFF_REFUSED;
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
backoff_requested(const struct http_response *a, crt_time now)
{
	struct str given = STR_MAX(RETRY_AFTER_TEXT), date = STR_MAX(RETRY_AFTER_TEXT);
	crt_time wait = 0, until, theirs;

	if (http_response_field(a, "date", &date) && date_read(str_text(&date), &theirs))
		now = theirs;
	if (http_response_field(a, "retry-after", &given) && !read_seconds(str_text(&given), &wait)
	    && date_read(str_text(&given), &until))
		wait = until - now;
	str_free(&given);
	str_free(&date);
	return wait < 0 ? 0 : wait > BACKOFF_REQUESTED_MAX ? BACKOFF_REQUESTED_MAX : wait;
}

static crt_time
backoff_doubled(crt_time first, int64_t times, crt_time most)
{
	for (; times > 0 && first < most; times--)
		first *= 2;
	return first < most ? first : most;
}

crt_time
backoff_try(int tries, uint32_t chance)
{
	crt_time all = backoff_doubled(BACKOFF_FIRST, tries - 1, BACKOFF_TRY_MAX);

	return all / 2 + (crt_time)((uint64_t)chance * (uint64_t)(all / 2) >> 32);
}

crt_time
backoff_store(int64_t failures)
{
	if (failures < BACKOFF_FAILURES)
		return 0;
	return backoff_doubled(BACKOFF_STORE, failures - BACKOFF_FAILURES, BACKOFF_STORE_MAX);
}
