/* shop.c: texts of shops are cleaned before they are printed. */
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

int
main(void)
{
	quoted("Maximum\r\n\033[2J\x7f", 100, "Maximum???[2J?", "nothing that steers a terminal");
	quoted("café", 100, "café", "another language");
	quoted("café", 5, "café", "as long as there is room");
	quoted("café", 4, "caf", "no half of a character");
	quoted("cafe", 3, "caf", "what fits");
	quoted("é", 1, "", "a character that does not fit");
	quoted("", 0, "", "nothing");
	return tap_done();
}
