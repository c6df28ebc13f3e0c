/* page.c: recognize an HTML page in place of JSON, and quote it safely. */
#include <string.h>
#include <strings.h>

#include "poll/page.h"
#include "platform/shop.h"

/* Skips a byte order mark, which editors add to PHP files and PHP then prints. */
static void
page_trim(const char **text, size_t *n)
{
	static const char mark[] = "\xef\xbb\xbf";

	while (*n && (strchr(" \t\r\n", **text) || !strncmp(*text, mark, sizeof mark - 1))) {
		size_t skip = **text == *mark ? sizeof mark - 1 : 1;

		*text += skip;
		*n -= skip;
	}
}

static bool
is_json(const char *text, size_t n)
{
	struct err none = { 0 };
	json_t *v = NULL;
	bool ok = value_read_exact(&v, text, n, &none);

	value_free(v);
	return ok;
}

/* The end of the tag at text. Contents that no browser shows as text are skipped too. */
static const char *
end_of_tag(const char *text)
{
	static const char *const hidden[][2] = {
		{ "<style", "</style" }, { "<script", "</script" }, { "<!--", "-->" },
	};
	const char *end = text;
	size_t i;

	for (i = 0; i < COUNT(hidden); i++)
		if (!strncasecmp(text, hidden[i][0], strlen(hidden[i][0])))
			end = strcasestr(text, hidden[i][1]);
	end = end ? strchr(end, '>') : NULL;
	return end ? end + 1 : text + strlen(text);
}

/* The words without tags, separated by one space. More are collected than are quoted: the
   quote is cut later. */
static void
page_words(const char *text, struct str *out)
{
	bool space = false;

	while (*text && !str_full(out)) {
		if (*text == '<') {
			text = end_of_tag(text);
			space = true;
		} else if (strchr(" \t\r\n", *text)) {
			text++;
			space = true;
		} else {
			if (space && out->len)
				str_putc(out, ' ');
			space = false;
			str_putc(out, *text++);
		}
	}
}

/* Without user name, password, query, and fragment. */
static void
url_without_secrets(struct str *out, const char *url)
{
	const char *host = strstr(url, "://");
	size_t n = strcspn(url, "?#");
	const char *at = host ? memchr(host, '@', strcspn(host + 3, "/?#") + 3) : NULL;

	if (at) {
		str_add(out, url, (size_t)(host + 3 - url));
		str_add(out, at + 1, n - (size_t)(at + 1 - url));
	} else
		str_add(out, url, n);
}

bool
page_instead(const struct http_response *a, const char *url, struct err *e)
{
	struct str all = STR_MAX(2 * PAGE_WORDS_MAX), said = STR_MAX(PAGE_WORDS_MAX);
	struct str from = STR_MAX(HTTP_URL_MAX), shown = STR_MAX(PAGE_URL_MAX);
	const char *text = a->body;
	size_t n = a->len;

	page_trim(&text, &n);
	if (n == 0 || is_json(text, n))
		return false;
	page_words(text, &all);
	shop_quote(&said, str_text(&all));
	url_without_secrets(&from, url);
	shop_quote(&shown, str_text(&from));
	err_set(e, ERR_AGAIN, "status %d from %s: a page instead of JSON: \"%s\"", a->status,
	    str_text(&shown), str_text(&said));
	err_hint(e, "open the address in a browser: it may show maintenance, a firewall, or PHP"
	    " notices");
	str_free(&all);
	str_free(&said);
	str_free(&from);
	str_free(&shown);
	return true;
}
