/* form.c: read and print the form of a platform's payload. */
#include <string.h>

#include "inbox/form.h"

/* Copies the text up to "/" or its end; returns what follows, NULL if it does not fit. */
static const char *
form_part(const char *text, char part[FORM_NAME_MAX])
{
	size_t n = strcspn(text, "/");

	if (n >= FORM_NAME_MAX)
		return NULL;
	memcpy(part, text, n);
	part[n] = '\0';
	return text + n;
}

bool
form_read(struct form *f, const char *text)
{
	const char *rest = form_part(text, f->platform);

	if (rest == NULL || *rest == '\0')
		return false;
	rest = form_part(rest + 1, f->store);
	if (rest == NULL)
		return false;
	f->topic = *rest ? rest + 1 : NULL;
	return true;
}

void
form_print(struct str *s, const char *platform, const char *store, const char *topic)
{
	str_printf(s, "%s/%s", platform, store);
	if (topic)
		str_printf(s, "/%s", topic);
}
