/* time.c: read times of BigCommerce. */
#include "platform/bigcommerce/bigcommerce.h"
#include "payload/date.h"

bool
bigcommerce_read_time(const char *text, crt_time *out)
{
	return clock_read(text, out) || date_read(text, out);
}

bool
bigcommerce_time(const json_t *v, const char *path, crt_time *out)
{
	const char *given = build_text(v, path);
	crt_time t;

	if (given == NULL)
		return false;
	if (!bigcommerce_read_time(given, &t) || t < 0) {
		build_leave(v, path, LEFT_TIME);
		return false;
	}
	*out = t;
	return true;
}

void
bigcommerce_happened(struct build *b, const json_t *v, const char *path)
{
	b->dated = b->dated || bigcommerce_time(v, path, &b->time);
}
