/* audit_chain.c: follow the chains of an exported audit log. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "privacy/audit_chain.h"
#include "privacy/audit_line.h"

const char *const audit_states[AUDIT_STATES] = { "whole", "changed", "missing", "out_of_order",
    "twice", "rewritten", "unsigned", "forged", "unreadable" };

struct gap {
	int64_t from, until;
};

/* What a checkpoint that comes before its row expects there. */
struct kept {
	int64_t number;
	unsigned char head[HASH_BYTES];
};

struct chain {
	char slug[AUDIT_SLUG_MAX + 1];
	int64_t top;				/* highest number; 0: no row */
	unsigned char hash[HASH_BYTES];		/* of that row */
	bool top_bad;				/* it was reported */
	struct gap *gaps;
	size_t ngaps;
	struct kept *kept;			/* in the order of their numbers */
	size_t nkept, next;			/* next: the first whose row may come */
	int64_t named, signed_to;		/* by checkpoints: the highest, and the highest found */
	size_t bad;
};

struct audit_chain {
	audit_finding_fn *found;
	audit_trust_fn *trust;
	void *arg;
	struct chain *chain;
	size_t n, last, line, bad, kept;
};

struct audit_chain *
audit_chain_open(audit_finding_fn *found, audit_trust_fn *trust, void *arg)
{
	struct audit_chain *a = mem_get(sizeof *a);

	*a = (struct audit_chain){ .found = found, .trust = trust, .arg = arg };
	return a;
}

void
audit_chain_close(struct audit_chain *a)
{
	size_t i;

	for (i = 0; i < a->n; i++) {
		free(a->chain[i].gaps);
		free(a->chain[i].kept);
	}
	free(a->chain);
	free(a);
}

static bool
chain_report(struct audit_chain *a, struct chain *c, int64_t from, int64_t until,
    enum audit_state state, struct err *e)
{
	if (state != AUDIT_WHOLE) {
		a->bad++;
		if (c)
			c->bad++;
	}
	return a->found(a->arg, &(struct audit_finding){ c ? c->slug : NULL, from, until, state,
	    a->line }, e);
}

/* Most lines are of the same chain as the line before. */
static struct chain *
chain_find(struct audit_chain *a, const struct audit_line *l, struct err *e)
{
	struct chain *c;
	size_t i;

	for (i = 0; i < a->n; i++) {
		c = &a->chain[(a->last + i) % a->n];
		if (strlen(c->slug) == l->nslug && !memcmp(c->slug, l->slug, l->nslug)) {
			a->last = (size_t)(c - a->chain);
			return c;
		}
	}
	if (a->n == AUDIT_CHAINS_MAX) {
		err_set(e, ERR_INPUT, "more than %d organizations", AUDIT_CHAINS_MAX);
		return NULL;
	}
	a->chain = mem_more(a->chain, a->n, sizeof *c);
	a->last = a->n++;
	c = &a->chain[a->last];
	*c = (struct chain){ .top = 0 };
	memcpy(c->slug, l->slug, l->nslug);
	return c;
}

static bool
gap_add(struct chain *c, int64_t from, int64_t until, struct err *e)
{
	if (from > until)
		return true;
	if (c->ngaps == AUDIT_GAPS_MAX)
		return err_set(e, ERR_INPUT, "the rows of %s have more than %d gaps", c->slug,
		    AUDIT_GAPS_MAX);
	c->gaps = mem_more(c->gaps, c->ngaps, sizeof *c->gaps);
	c->gaps[c->ngaps++] = (struct gap){ from, until };
	return true;
}

/* A row behind a later one: it fills a gap, or it is there twice. */
static bool
chain_late(struct audit_chain *a, struct chain *c, int64_t number, struct err *e)
{
	int64_t until;
	size_t i;

	for (i = 0; i < c->ngaps; i++)
		if (c->gaps[i].from <= number && number <= c->gaps[i].until)
			break;
	if (i == c->ngaps)
		return chain_report(a, c, number, number, AUDIT_TWICE, e);
	until = c->gaps[i].until;
	c->gaps[i].until = number - 1;
	return gap_add(c, number + 1, until, e)
	    && chain_report(a, c, number, number, AUDIT_OUT_OF_ORDER, e);
}

/* Compares the row with the checkpoints that came before it. */
static bool
chain_kept(struct audit_chain *a, struct chain *c, const struct audit_line *l, struct err *e)
{
	for (; c->next < c->nkept && c->kept[c->next].number <= l->number; c->next++) {
		if (c->kept[c->next].number < l->number)
			continue;
		if (memcmp(c->kept[c->next].head, l->hash, HASH_BYTES))
			return chain_report(a, c, 1, l->number, AUDIT_REWRITTEN, e);
		if (c->signed_to < l->number)
			c->signed_to = l->number;
	}
	return true;
}

static void
chain_keep(struct chain *c, const struct audit_line *l)
{
	size_t i = c->nkept++;

	c->kept = mem_more(c->kept, i, sizeof *c->kept);
	for (; i > c->next && c->kept[i - 1].number > l->number; i--)
		c->kept[i] = c->kept[i - 1];
	c->kept[i].number = l->number;
	memcpy(c->kept[i].head, l->hash, HASH_BYTES);
}

/* A row that was changed and hashed again is found by the next one, which has its old hash. */
static bool
chain_linked(struct audit_chain *a, struct chain *c, const struct audit_line *l, struct err *e)
{
	static const unsigned char zeros[HASH_BYTES];
	const unsigned char *before = c->top ? c->hash : zeros;

	if (l->number != c->top + 1 || c->top_bad || !memcmp(before, l->previous, HASH_BYTES))
		return true;
	return chain_report(a, c, c->top ? c->top : 1, c->top ? c->top : 1, AUDIT_CHANGED, e);
}

static bool
chain_row(struct audit_chain *a, struct chain *c, struct audit_line *l, struct err *e)
{
	bool bad = !l->proven;

	if (bad) {
		l->number = c->top + 1;		/* its own number may be forged */
		if (!chain_report(a, c, l->number, l->number, AUDIT_CHANGED, e))
			return false;
	} else if (l->number <= c->top)
		return chain_late(a, c, l->number, e);
	else if (!gap_add(c, c->top + 1, l->number - 1, e) || !chain_linked(a, c, l, e)
	    || !chain_kept(a, c, l, e))
		return false;
	c->top = l->number;
	c->top_bad = bad;
	memcpy(c->hash, l->hash, HASH_BYTES);
	return true;
}

static bool
chain_checkpoint(struct audit_chain *a, struct chain *c, const struct audit_line *l, struct err *e)
{
	if (!l->proven || !a->trust(a->arg, l->key, l->nkey))
		return chain_report(a, c, l->number, l->number, AUDIT_FORGED, e);
	if (l->number > c->named)
		c->named = l->number;
	if (l->number == c->top && l->number > 0) {
		if (c->signed_to < l->number)
			c->signed_to = l->number;
		return c->top_bad || !memcmp(l->hash, c->hash, HASH_BYTES)
		    || chain_report(a, c, l->number, l->number, AUDIT_REWRITTEN, e);
	}
	if (l->number < c->top) {
		err_set(e, ERR_INPUT, "line %zu: a checkpoint of %s comes after its row", a->line, c->slug);
		return err_hint(e, "put the checkpoints that you kept before the export");
	}
	if (a->kept++ == AUDIT_KEPT_MAX)
		return err_set(e, ERR_INPUT, "more than %d checkpoints before their rows", AUDIT_KEPT_MAX);
	chain_keep(c, l);
	return true;
}

bool
audit_chain_line(struct audit_chain *a, const char *line, size_t n, struct err *e)
{
	struct audit_line l;
	struct chain *c;

	a->line++;
	if (!audit_line_read(&l, line, n))
		return chain_report(a, NULL, 0, 0, AUDIT_UNREADABLE, e);
	c = chain_find(a, &l, e);
	if (c == NULL)
		return false;
	return l.checkpoint ? chain_checkpoint(a, c, &l, e) : chain_row(a, c, &l, e);
}

static bool
chain_end(struct audit_chain *a, struct chain *c, struct err *e)
{
	size_t i;

	for (i = 0; i < c->ngaps; i++)
		if (c->gaps[i].from <= c->gaps[i].until
		    && !chain_report(a, c, c->gaps[i].from, c->gaps[i].until, AUDIT_MISSING, e))
			return false;
	if (c->named > c->top)
		return chain_report(a, c, c->top + 1, c->named, AUDIT_MISSING, e);
	if (c->top > c->signed_to)
		return chain_report(a, c, c->signed_to + 1, c->top, AUDIT_UNSIGNED, e);
	return c->bad || chain_report(a, c, 1, c->top, AUDIT_WHOLE, e);
}

bool
audit_chain_end(struct audit_chain *a, size_t *bad, struct err *e)
{
	size_t i;
	bool ok = true;

	a->line = 0;
	for (i = 0; ok && i < a->n; i++)
		ok = chain_end(a, &a->chain[i], e);
	*bad = a->bad;
	return ok;
}
