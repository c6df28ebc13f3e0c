/* providers.c: open the providers of a run, and divide the messages among them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/stop.h"
#include "base/word.h"
#include "providers.h"

static bool
providers_bad(const struct send *set, struct err *e)
{
	err_set(e, ERR_CONFIG, "\"%.64s\" is no list of providers", send_providers(set));
	err_hint(e, "name each with its weight, such as sendgrid=3,smtp=1; 0 is for the failure of the "
	    "others");
	return err_option(e, set->sms ? "sms-providers" : "providers");
}

/* "NAME=WEIGHT", or a name alone. */
static bool
providers_add(struct providers *all, const struct send *set, const char *text, size_t n,
    struct err *e)
{
	const char *equal = memchr(text, '=', n);
	size_t name = equal ? (size_t)(equal - text) : n, i;
	struct provider *p = &all->list[all->n];
	char *end = NULL;
	long weight = equal ? strtol(equal + 1, &end, 10) : 1;

	if (all->n == PROVIDERS_MAX || name == 0 || name >= sizeof p->name || weight < 0
	    || weight > PROVIDERS_WEIGHT_MAX || (equal && (end == equal + 1 || end != text + n)))
		return providers_bad(set, e);
	*p = (struct provider){ .weight = (int)weight };
	memcpy(p->name, text, name);
	for (i = 0; i < all->n; i++)
		if (!strcmp(all->list[i].name, p->name))
			return providers_bad(set, e);
	if (word_find(set->sms ? send_sms_channels : send_channels, p->name) < 0)
		return providers_bad(set, e);
	all->n++;
	return true;
}

bool
providers_read(struct providers *all, const struct send *set, struct err *e)
{
	const char *text = send_providers(set);
	size_t n;

	if (text == NULL || *text == '\0') {
		all->n = 1;
		all->list[0] = (struct provider){ .weight = 1 };
		snprintf(all->list[0].name, sizeof all->list[0].name, "%s", send_kind(set));
		return true;
	}
	for (;; text += n + 1) {
		n = strcspn(text, ",");
		if (!providers_add(all, set, text, n, e))
			return false;
		if (text[n] == '\0')
			return true;
	}
}

bool
providers_open(struct providers *all, const struct send *set, channel_begin_fn *begin,
    channel_done_fn *done, void *arg, struct err *e)
{
	size_t i;
	bool ok = providers_read(all, set, e);

	for (i = 0; ok && i < all->n; i++)
		ok = send_open_kind(set, all->list[i].name, begin, done, arg, &all->list[i].channel, e);
	return ok;
}

void
providers_close(struct providers *all)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		channel_close(all->list[i].channel);
}

struct provider *
providers_choose(struct providers *all)
{
	struct provider *best = NULL, *p;

	for (p = all->list; p < all->list + all->n; p++) {
		if (p->failed)
			continue;
		if (best == NULL || (best->weight == 0 && p->weight)
		    || (p->weight && p->given * (size_t)best->weight < best->given * (size_t)p->weight))
			best = p;
	}
	return best;
}

bool
providers_replace(struct providers *all, struct provider *p, struct err *e)
{
	const struct provider *next;
	bool first;

	if (stop_requested() || (e->kind != ERR_AGAIN && e->kind != ERR_UNAVAILABLE))
		return false;
	first = !p->failed;	/* a window that was claimed before fails once more */
	p->failed = true;
	next = providers_choose(all);
	if (next == NULL)
		return false;
	if (first)
		log_line(LOG_WARN, NULL, "%s; %s sends from now on", e->text, next->name);
	if (all->why.kind == ERR_NONE)
		all->why = *e;
	*e = (struct err){ 0 };
	return true;
}
