/* platform.c: any bytes as a delivery; what comes out must be a record. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/platform.h"
#include "record/record.h"

#define TOPIC_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static bool
take(void *arg, const char *line, size_t n, struct err *e)
{
	struct arena arena = { 0 };
	struct record r;

	(void)arg;
	if (memchr(line, '\n', n) || !record_read(&r, line, n, &arena, e)) {
		fprintf(stderr, "%s\n%.*s\n", e->text, (int)n, line);
		abort();
	}
	value_free(r.json);
	arena_free(&arena);
	return true;
}

/*
 * The first byte says which platform, then a line with the topic; without one
 * (an empty line) the rest is an envelope, else a bare body.
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
	if (!platform_line(p, "fuzz", eol + 1, size - n - 2, n ? topic : NULL, CLOCK_DAY, take,
	    NULL, &ignored, &e) && e.kind != ERR_INPUT)
		abort();
	return 0;
}
