/* bigcommerce_time.c: times as BigCommerce writes them. */
#include "platform/bigcommerce.h"
#include "platform/date.h"

bool
bigcommerce_read_time(const char *text, crt_time *out)
{
	return clock_read(text, out) || date_read(text, out);
}

bool
bigcommerce_time(struct build *b, const json_t *v, const char *path, crt_time *out, bool *there)
{
	const char *said = build_said(v, path);

	*there = said != NULL;
	if (said && (!bigcommerce_read_time(said, out) || *out < 0))
		return err_set(b->err, ERR_INPUT, "\"%s\" is no time of our days", path);
	return true;
}

bool
bigcommerce_happened(struct build *b, const json_t *v, const char *path)
{
	return b->dated || bigcommerce_time(b, v, path, &b->time, &b->dated);
}
