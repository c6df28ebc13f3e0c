/* fcgi.c: any bytes as a FastCGI connection in pieces give variables within the bytes, or none. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "web/fcgi_read.h"

#define BODY_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
judge(const struct fcgi_read *r)
{
	char **v;

	if (r->id == 0 || r->body.len > BODY_MAX + 1)
		abort();
	for (v = r->variables; v && *v; v++)
		if (strchr(*v, '=') == NULL || strchr(*v, '=') == *v)
			abort();
}

/* The first byte is the size of a piece. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t piece = size ? (size_t)data[0] + 1 : 1;
	enum fcgi_came came = FCGI_MORE;
	struct fcgi_read r;
	size_t at, n;

	fcgi_read_open(&r, BODY_MAX);
	for (at = 1; at < size && came != FCGI_ALIEN; at += n) {
		n = size - at < piece ? size - at : piece;
		came = fcgi_read(&r, (const char *)data + at, &n);
		if (came == FCGI_WHOLE) {
			judge(&r);
			fcgi_read_end(&r);
		}
	}
	fcgi_read_end(&r);
	return 0;
}
