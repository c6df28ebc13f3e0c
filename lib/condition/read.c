/* read.c: build a tree of conditions from its JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "condition/condition.h"
#include "record/money.h"

struct condition_reader {
	struct condition_fault *fault;
	size_t parts;
	int depth;
};

static bool reader_map(struct condition_reader *, struct condition *, const json_t *map,
    const char *prefix, struct err *);

static void
reader_enter(struct condition_reader *r, const char *key, size_t at)
{
	struct condition_step *step = &r->fault->way[r->fault->n++];

	*step = (struct condition_step){ .at = at };
	if (key)
		snprintf(step->key, sizeof step->key, "%s", key);
}

/* After a failure the way stays as it is. */
static bool
reader_leave(struct condition_reader *r, bool ok)
{
	r->fault->n -= ok;
	return ok;
}

static bool
reader_keys(struct condition_reader *r, const json_t *map, const struct condition_keys *known,
    struct err *e)
{
	void *i;
	size_t k;

	if (value_kind(map) != VALUE_MAP)
		return err_set(e, ERR_INPUT, "expected a map");
	for (i = value_first(map); i; i = value_next(map, i)) {
		for (k = 0; k < known->n && strcmp(value_key(i), known->name[k]); k++)
			;
		if (k == known->n) {
			r->fault->keys = *known;
			return err_set(e, ERR_INPUT, "unknown key \"%.64s\"", value_key(i));
		}
	}
	return true;
}

static bool
reader_number(const json_t *v, const char *key, int64_t *n, struct err *e)
{
	const char *s = value_text(v);
	char *end = NULL;

	*n = s ? strtoll(s, &end, 10) : value_int(v);
	if ((s ? *s >= '0' && *s <= '9' && *end == '\0' : value_kind(v) == VALUE_INT) && *n >= 0
	    && *n <= CONDITION_NUMBER_MAX)
		return true;
	return err_set(e, ERR_INPUT, "\"%s\" takes a whole number from 0 to %d", key,
	    CONDITION_NUMBER_MAX);
}

static bool
reader_amount(const json_t *v, const char *currency, int64_t *minor, struct err *e)
{
	if (value_text(v) == NULL)
		return err_set(e, ERR_INPUT, "expected an amount");
	return money_read(value_text(v), value_length(v), currency, minor, e)
	    && (*minor >= 0 || err_set(e, ERR_INPUT, "a negative amount"));
}

/* A limit is an amount if the condition has a currency. */
static bool
reader_limit(struct condition_reader *r, const struct condition *c, const json_t *map,
    const char *key, bool *has, int64_t *n, struct err *e)
{
	const json_t *v = value_get(map, key);

	*has = v != NULL;
	if (v == NULL)
		return true;
	reader_enter(r, key, 0);
	return reader_leave(r, c->currency[0] ? reader_amount(v, c->currency, n, e)
	    : reader_number(v, key, n, e));
}

static bool
reader_limits(struct condition_reader *r, struct condition *c, const json_t *v, const char *name,
    struct err *e)
{
	if (!reader_limit(r, c, v, "min", &c->has_min, &c->min, e)
	    || !reader_limit(r, c, v, "max", &c->has_max, &c->max, e))
		return false;
	if (!c->has_min && !c->has_max)
		return err_set(e, ERR_INPUT, "\"%s\" needs min or max", name);
	if (!c->has_min || !c->has_max || c->min <= c->max)
		return true;
	reader_enter(r, "max", 0);
	return err_set(e, ERR_INPUT, "\"max\" is less than \"min\"");
}

/* Amounts are compared only within one currency (P8). */
static bool
reader_money(struct condition_reader *r, struct condition *c, const json_t *v, const char *name,
    struct err *e)
{
	static const struct condition_keys keys = { { "min", "max", "currency" }, 3 };
	const json_t *currency = value_get(v, "currency");

	if (!reader_keys(r, v, &keys, e))
		return false;
	if (currency == NULL) {
		r->fault->hint = "add it, for example currency: EUR";
		return err_set(e, ERR_INPUT, "\"currency\" is missing: it has no default");
	}
	if (value_length(currency) != 3 || currency_exponent(value_text(currency)) < 0) {
		reader_enter(r, "currency", 0);
		return err_set(e, ERR_INPUT, "unknown currency \"%.8s\"",
		    value_text(currency) ? value_text(currency) : "");
	}
	memcpy(c->currency, value_text(currency), sizeof c->currency);
	return reader_limits(r, c, v, name, e);
}

static bool
reader_range(struct condition_reader *r, struct condition *c, const json_t *v, const char *name,
    struct err *e)
{
	static const struct condition_keys keys = { { "min", "max" }, 2 };

	return reader_keys(r, v, &keys, e) && reader_limits(r, c, v, name, e);
}

static bool
reader_country(const char *s)
{
	return s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z' && s[2] == '\0';
}

static bool
reader_chosen(const char *choices, const char *s)
{
	size_t n = strlen(s);

	for (; choices; choices = strchr(choices, '|') ? strchr(choices, '|') + 1 : NULL)
		if (!strncmp(choices, s, n) && (choices[n] == '|' || choices[n] == '\0'))
			return true;
	return false;
}

static bool
reader_word(struct condition_reader *r, const struct condition_row *row, const char *s,
    struct err *e)
{
	int from, until;

	if (s == NULL || *s == '\0')
		return err_set(e, ERR_INPUT, "expected a text");
	if (row->shape == SHAPE_HOURS) {
		r->fault->hint = "write it as 09:00-17:30";
		return condition_hours(s, &from, &until)
		    || err_set(e, ERR_INPUT, "\"%.64s\" is not a time of day", s);
	}
	if (row->shape == SHAPE_COUNTRIES) {
		r->fault->hint = "use two capital letters, such as DE or US (ISO 3166)";
		return reader_country(s)
		    || err_set(e, ERR_INPUT, "\"%.64s\" is not a country code", s);
	}
	return row->choices == NULL || reader_chosen(row->choices, s)
	    || err_set(e, ERR_INPUT, "\"%.64s\" is not one of %s", s, row->choices);
}

/* A list, or one word. */
static bool
reader_words(struct condition_reader *r, struct condition *c, const struct condition_row *row,
    const json_t *v, struct err *e)
{
	size_t i, n = value_kind(v) == VALUE_LIST ? value_count(v) : value_text(v) ? 1 : 0;

	if (n == 0 || n > CONDITION_WORDS_MAX)
		return err_set(e, ERR_INPUT, "expected a list of 1 to %d texts",
		    CONDITION_WORDS_MAX);
	c->words.list = mem_get(n * sizeof *c->words.list);
	for (i = 0; i < n; i++) {
		const char *s = value_text(value_kind(v) == VALUE_LIST ? value_at(v, i) : v);

		reader_enter(r, NULL, i);
		if (!reader_word(r, row, s, e))
			return false;
		reader_leave(r, true);
		c->words.list[c->words.n++] = mem_dup(s);
	}
	r->fault->hint = NULL;
	return true;
}

static bool
reader_value(struct condition_reader *r, struct condition *c, const json_t *v, const char *name,
    struct err *e)
{
	const struct condition_row *row = condition_row(c->kind);

	if (row->shape == SHAPE_AMOUNT)
		return reader_money(r, c, v, name, e);
	if (row->shape == SHAPE_COUNT && value_kind(v) != VALUE_MAP) {
		c->has_max = true;
		return reader_number(v, name, &c->max, e);
	}
	if (row->shape == SHAPE_COUNT || row->shape == SHAPE_RANGE)
		return reader_range(r, c, v, name, e);
	return reader_words(r, c, row, v, e);
}

/* The part is added before it is read, so that a failure frees it too. */
static struct condition *
reader_add(struct condition_reader *r, struct condition *of, enum condition_kind kind,
    struct err *e)
{
	if (++r->parts > CONDITION_PARTS_MAX) {
		err_set(e, ERR_INPUT, "more than %d conditions", CONDITION_PARTS_MAX);
		return NULL;
	}
	of->parts = mem_more(of->parts, of->nparts, sizeof *of->parts);
	of->parts[of->nparts] = (struct condition){ .kind = kind };
	return &of->parts[of->nparts++];
}

static bool
reader_group(struct condition_reader *r, struct condition *c, enum condition_kind kind,
    const json_t *v, const char *prefix, struct err *e)
{
	struct condition *group = reader_add(r, c, kind, e), *map;
	bool list = value_kind(v) == VALUE_LIST;
	size_t i, n = list ? value_count(v) : 1;
	bool ok = group != NULL;

	if (ok && ++r->depth > CONDITION_DEPTH_MAX)
		ok = err_set(e, ERR_INPUT, "groups nested more than %d deep", CONDITION_DEPTH_MAX);
	else if (ok && (n == 0 || (list && *prefix) || (list && kind == CONDITION_NOT)))
		ok = err_set(e, ERR_INPUT, n ? "expected a map" : "expected conditions");
	for (i = 0; ok && i < n; i++) {
		map = reader_add(r, group, CONDITION_MAP, e);
		if (list)
			reader_enter(r, NULL, i);
		ok = map && reader_map(r, map, list ? value_at(v, i) : v, prefix, e)
		    && (map->nparts || err_set(e, ERR_INPUT, "expected conditions"));
		if (list)
			reader_leave(r, ok);
	}
	r->depth--;
	return ok;
}

/* The kind of a group by its key, where the prefix allows groups. */
static const struct { const char *prefix, *inner; enum condition_kind kind; } reader_groups[] = {
	{ "", "", CONDITION_ALL }, { "", "", CONDITION_ANY }, { "", "", CONDITION_NOT },
	{ "", "", CONDITION_EXCLUDE }, { "items.", "item.", CONDITION_ITEMS_ANY },
	{ "items.", "item.", CONDITION_ITEMS_ALL }, { "items.", "item.", CONDITION_ITEMS_NONE },
};

static void
reader_know(struct condition_keys *known, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < known->n; i++)
		if (!strncmp(known->name[i], name, n) && known->name[i][n] == '\0')
			return;
	snprintf(known->name[known->n++], CONDITION_KEY, "%.*s", (int)n, name);
}

/* The keys that a map may have at a prefix such as "customer.". */
static void
reader_known(struct condition_keys *known, const char *prefix)
{
	size_t i, n = strlen(prefix);
	int kind;

	known->n = 0;
	for (kind = 0; kind < CONDITION_KINDS; kind++) {
		const struct condition_row *row = condition_row((enum condition_kind)kind);

		if (row && !strncmp(row->path, prefix, n) && (n || strncmp(row->path, "item.", 5)))
			reader_know(known, row->path + n, strcspn(row->path + n, "."));
	}
	for (i = 0; i < COUNT(reader_groups); i++)
		if (!strcmp(reader_groups[i].prefix, prefix))
			reader_know(known, condition_group(reader_groups[i].kind),
			    strlen(condition_group(reader_groups[i].kind)));
}

static bool
reader_member(struct condition_reader *r, struct condition *c, const json_t *v, const char *prefix,
    const char *name, struct err *e)
{
	char path[2 * CONDITION_KEY];
	struct condition *part;
	size_t i;
	int kind;

	for (i = 0; i < COUNT(reader_groups); i++)
		if (!strcmp(reader_groups[i].prefix, prefix)
		    && !strcmp(condition_group(reader_groups[i].kind), name))
			return reader_group(r, c, reader_groups[i].kind, v, reader_groups[i].inner, e);
	snprintf(path, sizeof path, "%s%s", prefix, name);
	for (kind = 0; kind < CONDITION_KINDS; kind++) {
		const struct condition_row *row = condition_row((enum condition_kind)kind);

		if (row && !strcmp(row->path, path)) {
			part = reader_add(r, c, (enum condition_kind)kind, e);
			return part && reader_value(r, part, v, name, e);
		}
	}
	strcat(path, ".");
	return reader_map(r, c, v, path, e);
}

/* The parts are in the order of the table, not of the file: so a refusal has the same reason. */
static bool
reader_map(struct condition_reader *r, struct condition *c, const json_t *map, const char *prefix,
    struct err *e)
{
	struct condition_keys known;
	size_t i;
	bool ok;

	reader_known(&known, prefix);
	ok = reader_keys(r, map, &known, e);
	for (i = 0; ok && i < known.n; i++) {
		const json_t *v = value_get(map, known.name[i]);

		if (v == NULL)
			continue;
		reader_enter(r, known.name[i], 0);
		ok = reader_leave(r, reader_member(r, c, v, prefix, known.name[i], e));
	}
	return ok;
}

bool
condition_read(struct condition *c, const json_t *map, struct condition_fault *fault, struct err *e)
{
	struct condition_reader r = { .fault = fault };

	*fault = (struct condition_fault){ .n = 0 };
	*c = (struct condition){ .kind = CONDITION_MAP };
	return reader_map(&r, c, map, "", e);
}

void
condition_free(struct condition *c)
{
	while (c->nparts)
		condition_free(&c->parts[--c->nparts]);
	while (c->words.n)
		free(c->words.list[--c->words.n]);
	free(c->parts);
	free(c->words.list);
	*c = (struct condition){ .kind = CONDITION_MAP };
}
