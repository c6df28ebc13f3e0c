/* smtp_reply.c: a mail server's bytes, whole or one by one, give the same reply. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "net/smtp_reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
tell(struct str *out, const struct smtp_reply *r)
{
	const char *p;

	if (r->code < 100 || r->code > 999 || r->lines < 1 || r->lines > SMTP_LINES_MAX
	    || !memchr(r->text, '\0', sizeof r->text) || !memchr(r->enhanced, '\0', sizeof r->enhanced))
		abort();
	for (p = r->text; *p; p++)
		if (*p < ' ' || *p > '~')
			abort();
	str_printf(out, "%d %d %s %s\n", r->code, r->lines, r->enhanced, r->text);
}

/* All replies in it, passed on in pieces of at most n bytes. */
static void
replies(const char *bytes, size_t n, size_t most, struct str *out)
{
	struct smtp_reply *r = calloc(1, sizeof *r);
	enum smtp_feed state = SMTP_MORE;
	size_t used;

	for (; r && n && state != SMTP_NONSENSE; bytes += used, n -= used) {
		state = smtp_reply_feed(r, bytes, n < most ? n : most, &used);
		if (used > n || (used == 0 && state == SMTP_MORE))
			abort();
		if (state == SMTP_REPLY)
			tell(out, r);
	}
	str_puts(out, state == SMTP_NONSENSE ? "nonsense" : "");
	free(r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str whole = STR_MAX((size_t)1 << 24), pieces = STR_MAX((size_t)1 << 24);
	const char *text = (const char *)data;

	if (size == 0)
		return 0;
	replies(text + 1, size - 1, size, &whole);
	replies(text + 1, size - 1, 1 + data[0] % 7, &pieces);
	if (strcmp(str_text(&whole), str_text(&pieces)))
		abort();
	str_free(&whole);
	str_free(&pieces);
	return 0;
}
