/* page.c: a page instead of JSON is quoted: cleaned, shortened, and without secrets of the URL. */
#include "poll/page.h"
#include "tap.h"

static void
is(const char *url, const char *body, const char *want)
{
	struct http_response a = { 200, "", body, strlen(body) };
	struct err e = { 0 };

	page_instead(&a, url, &e);
	tap_is(e.text, want, want ? want : "JSON");
	tap_ok(e.kind == (*want ? ERR_AGAIN : ERR_NONE), "it passes by itself");
}

#define PAGE(words) "status 200 from https://a.example/x: a page instead of JSON: \"" words "\""

int
main(void)
{
	char long_page[4096];

	is("https://a.example/x", "{\"a\":1}", "");
	is("https://a.example/x", "\xef\xbb\xbf [] ", "");
	is("https://a.example/x", "", "");
	is("https://a.example/x", " \n", "");
	is("https://u:secret@a.example/x?consumer_secret=cs#f", "<p>Back  soon</p>\r\n<b>!</b>",
	    PAGE("Back soon !"));
	is("https://a.example/x?e=a@b.example", "<html><head><title>Briefly unavailable</title>"
	    "<style>p { color: red }</style><script>x<y</script></head><!-- no > -->for all",
	    PAGE("Briefly unavailable for all"));
	is("https://a.example/x", "<br />\n<b>Notice</b>:  Undefined index: x in /a.php{\"id\":7}",
	    PAGE("Notice : Undefined index: x in /a.php{\"id\":7}"));
	is("https://a.example/x", "a\x1b[31mb\x07", PAGE("a?[31mb?"));
	is("https://a.example/x", "[{\"id\":1", PAGE("[{\"id\":1"));
	is("https://a.example/x", "<unclosed", PAGE(""));
	memset(long_page, 'w', sizeof long_page - 1);
	long_page[sizeof long_page - 1] = '\0';
	is("https://a.example/x", long_page, PAGE("wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"
	    "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"));
	return tap_done();
}
