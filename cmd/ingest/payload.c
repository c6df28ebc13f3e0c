/* payload.c: translate a platform's payloads for the inbox. */
#include <string.h>

#include "ingest.h"
#include "platform/platform.h"

#define TOPIC_MAX 255		/* bytes */

bool
ingest_form(const struct ingest *set, struct form *form, struct err *e)
{
	bool of_several;

	*form = (struct form){ 0 };
	if (set->from == 0)
		return set->topic == NULL || err_set(e, ERR_USAGE, "--topic needs --from");
	of_several = platform_sender(platform_words[set->from])->provider;
	if (set->common.stores.n != 1 && !of_several) {
		err_set(e, ERR_USAGE, "--from needs exactly one store");
		return err_hint(e, "name the store with -s");
	}
	if (set->topic && strlen(set->topic) > TOPIC_MAX)
		return err_set(e, ERR_USAGE, "the topic is longer than %d bytes", TOPIC_MAX);
	*form = (struct form){ platform_words[set->from],
	    set->common.stores.n == 1 ? set->common.stores.item[0] : "", set->topic };
	return true;
}

bool
ingest_payload(const struct line *l, crt_time received, record_line_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	const struct form *f = &l->form;
	const struct platform *p = platform_sender(f->platform);

	if (p == NULL)
		return err_set(e, ERR_INPUT, "unknown platform \"%.64s\"", f->platform);
	if (l->parts)
		return p->records(l->parts, fn, arg, ignored, e);
	return platform_line(p, f->store, l->text, l->n, f->topic, received, fn, arg, ignored, e);
}
