/* unsubscribe.c: the headers by which a mail program unsubscribes (RFC 2369, RFC 8058). */
#include <strings.h>

#include "mime/mail.h"

static bool
unsubscribe_given(const char *s)
{
	return s && *s;
}

void
mail_unsubscribe(struct str *out, const struct mail *m, const char *between)
{
	bool url = unsubscribe_given(m->unsubscribe_url), mail = unsubscribe_given(m->unsubscribe_mail);

	if (url)
		str_printf(out, "<%s>%s%s", m->unsubscribe_url, mail ? "," : "", mail ? between : "");
	if (mail) {
		str_putc(out, '<');
		mail_mailto(out, m->unsubscribe_mail, m->unsubscribe_subject);
		str_putc(out, '>');
	}
}

const char *
mail_one_click(const struct mail *m)
{
	bool secure = m->unsubscribe_url && strncasecmp(m->unsubscribe_url, "https://", 8) == 0;

	return secure ? "List-Unsubscribe=One-Click" : NULL;
}
