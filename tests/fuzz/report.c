/* report.c: any bytes as a returned mail: its fields are clean texts within their limits. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "mime/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(const char *text, size_t size)
{
	size_t n = strnlen(text, size);

	if (n == size || !str_clean(text, n))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mail_report r;
	size_t i;

	mail_open();
	mail_report_read((const char *)data, size, &r);
	check(r.id, sizeof r.id);
	check(r.original, sizeof r.original);
	check(r.recipient, sizeof r.recipient);
	check(r.status, sizeof r.status);
	check(r.reason, sizeof r.reason);
	check(r.subject, sizeof r.subject);
	for (i = 0; i < r.tos; i++)
		check(r.to[i], sizeof r.to[i]);
	if (r.tos > REPORT_TO_MAX || r.kind > REPORT_REPLY)
		abort();
	return 0;
}
