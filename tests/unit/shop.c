/* shop.c: texts of shops are cleaned, and lose addresses and secrets, before they are printed. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "platform/shop.h"
#include "tap.h"

static void
quoted(const char *said, size_t room, const char *want, const char *what)
{
	struct str s = STR_MAX(room + 1);

	str_putc(&s, ':');
	shop_quote(&s, said);
	tap_is(str_text(&s) + 1, want, what);
	str_free(&s);
}

/* A shop may send megabytes: only what is shown is read. */
static void
quoted_long(void)
{
	size_t n = 8 * 1024 * 1024;
	char *text = mem_get(n + 1);

	memset(text, '.', n);
	quoted(text, 3, "...", "a long text without an address");
	memset(text, 'x', n);
	quoted(text, 3, "xxx", "a long word");
	text[n - 2] = '@';
	quoted(text, 3, "***", "a long address");
	free(text);
}

int
main(void)
{
	quoted_long();
	quoted("Maximum\r\n\033[2J\x7f", 100, "Maximum???[2J?", "nothing that steers a terminal");
	quoted("café", 100, "café", "another language");
	quoted("café", 5, "café", "as long as there is room");
	quoted("café", 4, "caf", "no half of a character");
	quoted("cafe", 3, "caf", "what fits");
	quoted("é", 1, "", "a character that does not fit");
	quoted("", 0, "", "nothing");
	/* Seen to fail: a shop that repeats the credentials put them into the log. */
	quoted("Sorry ck_SECRETKEY1, cs_1 is wrong", 100, "Sorry ***, *** is wrong",
	    "keys of WooCommerce");
	quoted("Bearer eyJhbGciOiJIUzI1NiJ9abc.x", 100, "Bearer ***.x", "a token");
	quoted("user <anna.ost+x@example.org>: no", 100, "user <***>: no", "an address");
	quoted("mailto:anna@example.org", 13, "mailto:***", "an address that would have been cut");
	quoted("order/9007199254740993123 at @home", 100, "order/9007199254740993123 at @home",
	    "a number and a lone sign are neither");
	quoted("4d0c1a52-93f1-4c53-9c3e-0a8a1a8d2d0b", 100, "4d0c1a52-93f1-4c53-9c3e-0a8a1a8d2d0b",
	    "an id is no secret");
	return tap_done();
}
