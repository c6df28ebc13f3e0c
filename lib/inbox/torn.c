/* torn.c: find the store of a line that cannot be read as a record, and whether it is an
   order. */
#include <string.h>

#include "inbox/torn.h"

#define SLUG_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
#define SLUG_MAX   128

static const char *
torn_find(const struct line *l, const char *from, const char *what)
{
	return memmem(from, l->n - (size_t)(from - l->text), what, strlen(what));
}

/* A slash, also as PHP escapes it: "\/". */
static const char *
torn_slash(const char *at, const char *end)
{
	at += at < end && *at == '\\';
	return at < end && *at == '/' ? at + 1 : NULL;
}

/* The text after the next "stores/"; NULL: there is none. */
static const char *
torn_next_slug(const struct line *l, const char *from)
{
	static const char word[] = "stores";
	const char *at;

	while ((from = torn_find(l, from, word))) {
		from += sizeof word - 1;
		at = torn_slash(from, l->text + l->n);
		if (at)
			return at;
	}
	return NULL;
}

const struct store *
torn_store(const struct line *l, const struct stores *all)
{
	const char *at = torn_next_slug(l, l->text);
	const struct store *s = NULL;
	char slug[SLUG_MAX];
	size_t n;

	if (at == NULL)
		return all->n == 1 && torn_order(l) ? &all->list[0] : NULL;
	for (; at && s == NULL; at = torn_next_slug(l, at)) {
		for (n = 0; at + n < l->text + l->n && n < sizeof slug - 1
		    && strchr(SLUG_BYTES, at[n]) && at[n]; n++)
			slug[n] = at[n];
		slug[n] = '\0';
		s = stores_find(all, slug);
	}
	return s;
}

bool
torn_order(const struct line *l)
{
	return torn_find(l, l->text, "crt.order.")
	    || (torn_next_slug(l, l->text) && !torn_find(l, l->text, "\"crt."));
}
