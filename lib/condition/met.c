/* met.c: test whether facts meet a tree of conditions. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "condition/condition.h"

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN };

struct testing {
	const struct condition_facts *facts;
	const json_t *item;		/* within a group of items */
	enum campaign_refusal why;	/* of the last condition that was not met */
};

static enum truth met_part(struct testing *, const struct condition *);

static enum truth
truth_of(bool is)
{
	return is ? TRUTH_YES : TRUTH_NO;
}

static enum truth
met_limits(const struct condition *c, int64_t n)
{
	return truth_of((!c->has_min || n >= c->min) && (!c->has_max || n <= c->max));
}

/* Amounts in different currencies are not compared (P8). */
static enum truth
met_amount(struct testing *t, const struct condition *c, const struct condition_fact *f)
{
	if (f->set)
		return met_limits(c, value_int(value_get(f->set, c->currency)));
	if (f->text && !strcmp(f->text, c->currency))
		return met_limits(c, f->number);
	t->why = REFUSAL_CURRENCY;
	return TRUTH_UNKNOWN;
}

/* "de" also matches "de-AT" and "de_AT". */
static bool
met_locale(const char *wanted, const char *s)
{
	size_t n = strlen(wanted);

	return !strncasecmp(wanted, s, n) && (s[n] == '\0' || s[n] == '-' || s[n] == '_');
}

static bool
met_word(enum condition_shape shape, const char *wanted, const char *s)
{
	return shape == SHAPE_GLOBS ? condition_glob(wanted, s)
	    : shape == SHAPE_LOCALES ? met_locale(wanted, s) : !strcasecmp(wanted, s);
}

static bool
met_listed(const struct condition *c, const char *s)
{
	size_t i;

	for (i = 0; s && i < c->words.n; i++)
		if (met_word(condition_row(c->kind)->shape, c->words.list[i], s))
			return true;
	return false;
}

static enum truth
met_words(const struct condition *c, const struct condition_fact *f)
{
	size_t i;

	for (i = 0; i < value_count(f->set); i++)
		if (met_listed(c, value_text(value_at(f->set, i))))
			return TRUTH_YES;
	return truth_of(met_listed(c, f->text));
}

static enum truth
met_hours(const struct condition *c, int64_t minute)
{
	size_t i;
	int from, until;

	for (i = 0; i < c->words.n; i++)
		if (condition_hours(c->words.list[i], &from, &until)
		    && (from < until ? minute >= from && minute < until
		    : minute >= from || minute < until))
			return TRUTH_YES;
	return TRUTH_NO;
}

/* The name of a segment that does not exist is not known. */
static enum truth
met_segments(struct testing *t, const struct condition *c)
{
	enum truth whole = TRUTH_NO, one;
	size_t i, k;

	for (i = 0; i < c->words.n; i++) {
		one = TRUTH_UNKNOWN;
		for (k = 0; k < t->facts->nsegments; k++)
			if (!strcmp(t->facts->segments[k].name, c->words.list[i]))
				one = met_part(t, &t->facts->segments[k].conditions);
		if (one == TRUTH_YES)
			return one;
		whole = one == TRUTH_UNKNOWN ? one : whole;
	}
	t->why = REFUSAL_SEGMENT;
	return whole;
}

static enum truth
met_row(struct testing *t, const struct condition *c, const struct condition_row *row)
{
	const struct condition_fact *f = &t->facts->of[c->kind];
	const char *s;

	t->why = row->refusal;
	if (t->item) {
		s = value_text(value_get(t->item, row->path + strlen("item.")));
		return s ? truth_of(met_listed(c, s)) : TRUTH_UNKNOWN;
	}
	if (c->kind == CONDITION_SEGMENT)
		return met_segments(t, c);
	if (!f->known)
		return TRUTH_UNKNOWN;
	switch (row->shape) {
	case SHAPE_AMOUNT:
		return met_amount(t, c, f);
	case SHAPE_COUNT:
	case SHAPE_RANGE:
		return met_limits(c, f->number);
	case SHAPE_HOURS:
		return met_hours(c, f->number);
	default:
		return met_words(c, f);
	}
}

/* All parts, or any. The first part that is not known gives the reason, else the last. */
static enum truth
met_parts(struct testing *t, const struct condition *c, bool any)
{
	enum truth whole = any ? TRUTH_NO : TRUTH_YES, part = whole;
	enum campaign_refusal why = t->why;
	size_t i;

	for (i = 0; i < c->nparts; i++) {
		part = met_part(t, &c->parts[i]);
		if (part == TRUTH_UNKNOWN && whole != TRUTH_UNKNOWN)
			why = t->why;
		if (part == TRUTH_UNKNOWN)
			whole = part;
		else if (any == (part == TRUTH_YES))
			break;
	}
	if (whole == TRUTH_UNKNOWN)
		t->why = why;
	return i < c->nparts ? part : whole;
}

static enum truth
met_not(struct testing *t, enum truth inner)
{
	if (inner == TRUTH_YES)
		t->why = REFUSAL_EXCLUDED;
	return inner == TRUTH_UNKNOWN ? inner : truth_of(inner == TRUTH_NO);
}

/* An empty cart has no item that matches, and none that does not. */
static enum truth
met_items(struct testing *t, const struct condition *c)
{
	const json_t *items = t->facts->items;
	bool all = c->kind == CONDITION_ITEMS_ALL;
	enum truth whole = all && value_count(items) ? TRUTH_YES : TRUTH_NO, one;
	size_t i;

	for (i = 0; i < value_count(items); i++) {
		t->item = value_at(items, i);
		one = met_part(t, &c->parts[0]);
		t->item = NULL;
		if (one == TRUTH_UNKNOWN)
			whole = one;
		else if (all == (one == TRUTH_NO)) {
			whole = one;
			break;
		}
	}
	t->why = REFUSAL_ITEMS;
	if (items == NULL)
		return TRUTH_UNKNOWN;
	return c->kind == CONDITION_ITEMS_NONE ? met_not(t, whole) : whole;
}

static enum truth
met_part(struct testing *t, const struct condition *c)
{
	switch (c->kind) {
	case CONDITION_MAP:
	case CONDITION_ALL:
		return met_parts(t, c, false);
	case CONDITION_ANY:
		return met_parts(t, c, true);
	case CONDITION_NOT:
	case CONDITION_EXCLUDE:
		return met_not(t, met_parts(t, c, true));
	case CONDITION_ITEMS_ANY:
	case CONDITION_ITEMS_ALL:
	case CONDITION_ITEMS_NONE:
		return met_items(t, c);
	default:
		return met_row(t, c, condition_row(c->kind));
	}
}

bool
condition_met(const struct condition *c, const struct condition_facts *f,
    enum campaign_refusal *why)
{
	struct testing t = { .facts = f };

	if (met_part(&t, c) == TRUTH_YES)
		return true;
	*why = t.why;
	return false;
}
