/* name.c: names that are links are no greeting, and all others are. */
#include "rule/name.h"
#include "tap.h"

int
main(void)
{
	static const char *const names[] = { "Anna", "Anna-Lena Müller", "J.R. Smith",
	    "J. R. R. Tolkien", "O'Brien", "Dr. med. Anna", "山田 花子", "نور", "St. John", "Anna.",
	    "" };
	static const char *const links[] = { "evil.example", "Win 100 at evil.com now", "http://x",
	    "www.a", "WWW.a b", "a@b.example", "bit.ly/x", "<b>Anna</b>", "пример.рф",
	    "1.2.3.example", "{{ x }}", "evil\\example", "a\nb", "a\177",
	    "\xe2\x80\xae" "annA", "\xe2\x81\xa6x" };
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		tap_ok(name_greets(names[i]), names[i]);
	for (i = 0; i < COUNT(links); i++)
		tap_ok(!name_greets(links[i]), links[i]);
	return tap_done();
}
