/* hooks_plan.c: decide which webhooks are crt's, missing, or broken; no I/O. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "hooks.h"
#include "option/secret.h"

/* The URL without its scheme and without a slash at the end. */
static size_t
hooks_plan_bare(const char *url, const char **at)
{
	size_t scheme = !strncasecmp(url, "https://", 8) ? 8 : !strncasecmp(url, "http://", 7) ? 7 : 0;
	size_t n;

	*at = url + scheme;
	n = strlen(*at);
	while (n && (*at)[n - 1] == '/')
		n--;
	return n;
}

bool
hooks_address(char **out, const char *base, const struct store *s, struct err *e)
{
	struct str address = STR_MAX(HTTP_URL_MAX);
	const char *host;
	size_t n = hooks_plan_bare(base, &host);

	if (*base == '\0') {
		err_set(e, ERR_USAGE, "no base URL for webhooks is set");
		return err_hint(e, "use --base-url URL, or run: crt-sync store set %.64s "
		    "hooks_url=URL", s->slug);
	}
	if (host == base || n == 0 || strlen(base) > HOOKS_BASE_MAX || strpbrk(base, " ?#@\"<>\\"))
		return err_set(e, ERR_USAGE, "\"%.100s\" is not a base URL such as https://crt.example",
		    base);
	str_printf(&address, "%.*s/hooks/%s/%s", (int)((size_t)(host - base) + n), base, s->platform,
	    s->slug);
	*out = mem_dup(str_text(&address));
	str_free(&address);
	return true;
}

void
hooks_add(struct hooks_shop *s, const char *id, const char *topic, const char *address, bool active)
{
	s->list = mem_more(s->list, s->n, sizeof *s->list);
	s->list[s->n++] = (struct hook_entry){ .id = mem_dup(id), .topic = mem_dup(topic),
	    .address = mem_dup(address), .active = active };
}

void
hooks_free(struct hooks_shop *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->n; i++) {
		free(s->list[i].id);
		free(s->list[i].topic);
		free(s->list[i].address);
		free(s->list[i].refusal);
	}
	free(s->list);
	free(s->address);
	free(s->old);
	secret_free(s->secret);
	str_free(&s->page);
	str_free(&s->next);
	free(s);
}

/* Ignores the scheme and a slash at the end, which people often enter differently. */
static bool
hook_same_address(const char *a, const char *b)
{
	const char *x, *y;
	size_t n = hooks_plan_bare(a, &x), m = hooks_plan_bare(b, &y);

	return n == m && strncmp(x, y, n) == 0;
}

static bool
hooks_plan_needed(const struct hooks_shop *s, const char *topic)
{
	size_t i;

	for (i = 0; s->hooks->topics[i]; i++)
		if (!strcmp(s->hooks->topics[i], topic))
			return true;
	return false;
}

/* The webhook that counts for a topic: the first active one, else the first. */
static struct hook_entry *
hooks_plan_chosen(const struct hooks_shop *s, const char *topic)
{
	struct hook_entry *best = NULL;
	size_t i;

	for (i = 0; i < s->n; i++) {
		struct hook_entry *h = &s->list[i];

		if (h->is != HOOK_OTHERS && !strcmp(h->topic, topic)
		    && (best == NULL || (h->active && !best->active)))
			best = h;
	}
	return best;
}

static void
hooks_plan_check_one(const struct hooks_shop *s, struct hook_entry *h)
{
	if (!hooks_plan_needed(s, h->topic))
		h->is = HOOK_UNWANTED;
	else if (hooks_plan_chosen(s, h->topic) != h)
		h->is = HOOK_TWICE;
	else if (strcmp(h->address, s->address) != 0)
		h->is = HOOK_MISDIRECTED;
	else
		h->is = h->active ? HOOK_FINE : HOOK_DISABLED;
}

/* A shop does not show its signing secret, so install sets it again every time: an interrupted
   run may have stored a new secret only in crt. */
static enum hook_do
hooks_plan_change(const struct hooks_shop *s, enum hook_is is)
{
	if (s->verb == HOOKS_REMOVE)
		return is == HOOK_OTHERS || is == HOOK_MISSING ? HOOK_KEEP : HOOK_REMOVE;
	if (s->verb != HOOKS_INSTALL)
		return HOOK_KEEP;
	switch (is) {
	case HOOK_FINE:
		return s->hooks->own_secret ? HOOK_PUT : HOOK_KEEP;
	case HOOK_DISABLED:
	case HOOK_MISDIRECTED:
	case HOOK_MISSING:
		return HOOK_PUT;
	case HOOK_TWICE:
		return HOOK_REMOVE;
	default:
		return HOOK_KEEP;
	}
}

void
hooks_compare(struct hooks_shop *s)
{
	size_t i, there = s->n;

	for (i = 0; i < there && s->address; i++)
		if (hook_same_address(s->list[i].address, s->address)
		    || (s->old && hook_same_address(s->list[i].address, s->old)))
			s->list[i].is = HOOK_FINE;
	for (i = 0; i < there; i++)
		if (s->list[i].is != HOOK_OTHERS)
			hooks_plan_check_one(s, &s->list[i]);
	for (i = 0; s->address && s->hooks->topics[i]; i++)
		if (hooks_plan_chosen(s, s->hooks->topics[i]) == NULL) {
			hooks_add(s, "", s->hooks->topics[i], s->address, false);
			s->list[s->n - 1].is = HOOK_MISSING;
		}
	for (i = 0; i < s->n; i++)
		s->list[i].to_do = hooks_plan_change(s, s->list[i].is);
}
