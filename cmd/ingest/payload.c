/* payload.c: translate a platform's payloads for the inbox. */
#include <stdlib.h>
#include <string.h>

#include "ingest.h"
#include "platform/platform.h"

#define PLATFORM_NAME_MAX 32

bool
ingest_form(const struct ingest *set, struct str *form, struct err *e)
{
	if (set->from == 0)
		return set->topic == NULL || err_set(e, ERR_USAGE, "--topic needs --from");
	if (set->common.stores.n != 1) {
		err_set(e, ERR_USAGE, "--from needs exactly one store");
		return err_hint(e, "name the store with -s");
	}
	str_printf(form, "%s/%s", platform_words[set->from], set->common.stores.item[0]);
	if (set->topic)
		str_printf(form, "/%s", set->topic);
	return !str_full(form) || err_set(e, ERR_USAGE, "the topic is too long");
}

/* Returns the platform of a form; *store is the text after it. */
static const struct platform *
ingest_payload_platform_of(const char *form, const char **store)
{
	char name[PLATFORM_NAME_MAX];
	size_t n = strcspn(form, "/");

	if (n >= sizeof name || form[n] == '\0')
		return NULL;
	memcpy(name, form, n);
	name[n] = '\0';
	*store = form + n + 1;
	return platform_find(name);
}

bool
ingest_payload(const struct line *l, crt_time received, inbox_record_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	const char *store, *topic;
	const struct platform *p = ingest_payload_platform_of(l->form, &store);
	char *slug;
	bool ok;

	if (p == NULL)
		return err_set(e, ERR_INPUT, "unknown platform \"%.64s\"", l->form);
	if (l->parts)
		return p->records(l->parts, fn, arg, ignored, e);
	topic = strchr(store, '/');
	slug = mem_dupn(store, strcspn(store, "/"));
	ok = platform_line(p, slug, l->text, l->n, topic ? topic + 1 : NULL, received, fn, arg,
	    ignored, e);
	free(slug);
	return ok;
}
