/* platform.c: any bytes as a delivery: every result must be a valid record. */
#include "platform/platform.h"
#include "taken.h"

#define TOPIC_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/*
 * The first byte selects the platform. A line with the topic follows. If it is empty, the rest is
 * an envelope, else a bare body.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data, *eol;
	const struct platform *p;
	struct err e = { 0 };
	const char *ignored;
	char topic[TOPIC_MAX];
	size_t n;

	if (size < 2 || (p = platform_at(data[0] % 8)) == NULL
	    || (eol = memchr(text + 1, '\n', size - 1)) == NULL)
		return 0;
	n = (size_t)(eol - text) - 1;
	if (n >= sizeof topic)
		return 0;
	memcpy(topic, text + 1, n);
	topic[n] = '\0';
	if (!platform_line(p, "fuzz", eol + 1, size - n - 2, n ? topic : NULL, CLOCK_DAY, taken,
	    NULL, &ignored, &e) && e.kind != ERR_INPUT)
		abort();
	return 0;
}
