/* payload.c: translate a platform's payloads for the inbox. */
#include "inbox/form.h"
#include "ingest.h"
#include "platform/platform.h"

bool
ingest_form(const struct ingest *set, struct str *form, struct err *e)
{
	if (set->from == 0)
		return set->topic == NULL || err_set(e, ERR_USAGE, "--topic needs --from");
	if (set->common.stores.n != 1) {
		err_set(e, ERR_USAGE, "--from needs exactly one store");
		return err_hint(e, "name the store with -s");
	}
	form_print(form, platform_words[set->from], set->common.stores.item[0], set->topic);
	return !str_full(form) || err_set(e, ERR_USAGE, "the topic is too long");
}

bool
ingest_payload(const struct line *l, crt_time received, inbox_record_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	struct form form;
	const struct platform *p = form_read(&form, l->form) ? platform_find(form.platform) : NULL;

	if (p == NULL)
		return err_set(e, ERR_INPUT, "unknown platform \"%.64s\"", l->form);
	if (l->parts)
		return p->records(l->parts, fn, arg, ignored, e);
	return platform_line(p, form.store, l->text, l->n, form.topic, received, fn, arg, ignored, e);
}
