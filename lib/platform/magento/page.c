/* page.c: read and write the names of pages. */
#include <string.h>

#include "platform/magento/poll.h"

/* Writes the time cut to whole seconds. */
static void
time_write(crt_time t, char out[MAGENTO_TIME + 1])
{
	char text[CLOCK_TEXT];

	clock_print(t < 0 ? 0 : t, text);
	memcpy(out, text, MAGENTO_TIME);
	out[10] = ' ';
	out[MAGENTO_TIME] = '\0';
}

bool
magento_time_read(const char *text, crt_time *t)
{
	struct str s = STR_MAX(CLOCK_TEXT);
	bool ok;

	str_puts(&s, text);
	str_putc(&s, 'Z');
	ok = strlen(text) == MAGENTO_TIME && clock_read(str_text(&s), t);
	str_free(&s);
	return ok;
}

bool
magento_is_id(const char *s)
{
	size_t n = s ? strspn(s, "0123456789") : 0;

	return n && n <= MAGENTO_ID && s[n] == '\0';
}

bool
magento_place_read(const struct poll_request *request, struct magento_place *p, struct err *e)
{
	static const char *const hows[] = { "gteq", "gt", "eq" };
	const char *text = request->page;
	size_t i, n = strcspn(text, " ");
	crt_time t;

	*p = (struct magento_place){ 0 };
	time_write(request->since, p->time);
	if (*text == '\0') {
		p->how = hows[0];
		return true;
	}
	for (i = 0; i < COUNT(hows); i++)
		if (strlen(hows[i]) == n && !memcmp(hows[i], text, n))
			p->how = hows[i];
	if (p->how && strlen(text) >= n + 1 + MAGENTO_TIME) {
		memcpy(p->time, text + n + 1, MAGENTO_TIME);
		text += n + 1 + MAGENTO_TIME;
		if (magento_time_read(p->time, &t) && *text == '\0' && p->how != hows[2])
			return true;
		if (magento_time_read(p->time, &t) && *text == ' ' && p->how == hows[2]
		    && magento_is_id(text + 1)) {
			memcpy(p->id, text + 1, strlen(text + 1) + 1);
			return true;
		}
	}
	return request_no_page(request->page, e);
}
