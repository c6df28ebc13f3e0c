/* credential.c: look up and check a platform's credentials. */
#include <string.h>

#include "platform/credential.h"
#include "text/nearest.h"

#define PRESENCE_REQUIRED true
#define PRESENCE_OPTIONAL false
#define CREDENTIAL(on, name, presence, meaning) { #on, #name, PRESENCE_##presence, meaning },
static const struct credential rows[] = {
#include "platform/credential.def"
};
#undef CREDENTIAL

const struct credential *
credential_at(const char *platform, size_t i)
{
	size_t k;

	for (k = 0; k < COUNT(rows); k++)
		if (strcmp(rows[k].platform, platform) == 0 && i-- == 0)
			return &rows[k];
	return NULL;
}

static bool
credential_unknown(const char *platform, const char *name, struct err *e)
{
	struct nearest near = { .wanted = name };
	size_t i;

	if (credential_at(platform, 0) == NULL)
		return err_set(e, ERR_CONFIG, "a store of the platform %.32s has no credentials", platform);
	for (i = 0; credential_at(platform, i); i++)
		nearest_try(&near, credential_at(platform, i)->name);
	err_set(e, ERR_CONFIG, "%s has no credential \"%.64s\"", platform, name);
	return nearest_name(&near) ? err_hint(e, "did you mean %s?", nearest_name(&near)) : false;
}

/* Only PEM texts have line ends; a blank at either end was copied by mistake. */
static bool
credential_check_text(const char *name, const char *text, struct err *e)
{
	bool lines = strncmp(text, "-----BEGIN ", 11) == 0;
	size_t n = strlen(text), i;

	if (n == 0 || n > CREDENTIAL_TEXT_MAX)
		return err_set(e, ERR_CONFIG, "%s must have 1 to %d bytes", name, CREDENTIAL_TEXT_MAX);
	if (*text == ' ' || text[n - 1] == ' ')
		return err_set(e, ERR_CONFIG, "%s begins or ends with a space", name);
	for (i = 0; i < n; i++)
		if (((unsigned char)text[i] < 0x20 && !(lines && strchr("\r\n", text[i])))
		    || text[i] == 0x7f)
			return err_set(e, ERR_CONFIG, "%s contains a control byte", name);
	return true;
}

bool
credential_check(const char *platform, const char *name, const char *text, struct err *e)
{
	size_t i;

	for (i = 0; credential_at(platform, i); i++)
		if (strcmp(credential_at(platform, i)->name, name) == 0)
			return credential_check_text(name, text, e);
	return credential_unknown(platform, name, e);
}

void
credentials_names(const json_t *given, const char *between, struct str *out)
{
	void *i;

	for (i = value_first(given); i; i = value_next(given, i))
		str_printf(out, "%s%s", out->len ? between : "", value_key(i));
}

bool
credentials_whole(const char *platform, const char *store, const json_t *given, struct err *e)
{
	const struct credential *c;
	size_t i;

	for (i = 0; (c = credential_at(platform, i)); i++) {
		if (!c->required || value_text(value_get(given, c->name)))
			continue;
		err_set(e, ERR_CONFIG, "the credential %s is missing", c->name);
		return err_hint(e, "crt-sync store set %.64s --credentials FILE; with - it prompts for"
		    " them",
		    store);
	}
	return true;
}
