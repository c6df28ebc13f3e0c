/* names.c: explain what each of many names stands for, once. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/stop.h"
#include "explain.h"
#include "run/input.h"

#define EXPLAIN_LINES 1000

/* Two names may stand for the same episode. */
static bool
explain_seen(struct explaining *x, const struct explained *s)
{
	unsigned char key[IDENT_BYTES], campaign[IDENT_BYTES] = { 0 };
	void **entry;
	size_t i;

	if (s->episode == NULL || !ident_read(s->episode, key))
		return false;
	if (s->campaign && ident_read(s->campaign, campaign))
		for (i = 0; i < sizeof key; i++)
			key[i] ^= campaign[i];
	entry = map_put(&x->seen, &x->names, key);
	if (*entry)
		return true;
	*entry = x;
	return false;
}

static bool
explain_name(struct explaining *x, const char *name, struct err *e)
{
	bool ok = explain_find(x, name, e);
	size_t i;

	x->named++;
	if (ok && x->n == 0)
		log_line(LOG_INFO, NULL, "name %zu: no cart, customer, or message matches", x->named);
	x->matched += x->n > 0;
	for (i = 0; ok && i < x->n; i++)
		ok = explain_seen(x, &x->list[i]) || x->print(x, &x->list[i], e);
	free(x->list);
	x->list = NULL;
	x->n = 0;
	arena_reset(&x->memory);
	return ok;
}

/* The names of standard input, one a line. */
static bool
explain_lines(struct explaining *x, struct err *e)
{
	struct input *in = input_open(NULL);
	struct arena memory = { 0 };
	struct line lines[EXPLAIN_LINES];
	bool ok = true, end = false;
	size_t i, n;

	while (ok && !end) {
		arena_reset(&memory);
		ok = input_batch(in, &memory, lines, COUNT(lines), &n, &end, e);
		for (i = 0; ok && i < n; i++)
			ok = stop_check(e)
			    && explain_name(x, arena_dup(&memory, lines[i].text, lines[i].n), e);
	}
	input_close(in);
	arena_free(&memory);
	return ok;
}

bool
explain_names(struct explaining *x, char **names, struct err *e)
{
	bool ok = true;

	for (; ok && *names; names++)
		ok = strcmp(*names, "-") ? explain_name(x, *names, e) : explain_lines(x, e);
	if (!ok || x->matched)
		return ok;
	err_set(e, ERR_USAGE, "no cart, customer, or message matches");
	return err_hint(e, "use the shop's id of a cart or customer, an address, "
	    "or crt's id of a cart, episode, or message");
}
