/* verbs.c: find the verb of a command line. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "option/verbs.h"
#include "text/nearest.h"

#define VERB_NAME_MAX 64

static const struct verb *
verbs_named(const struct command *c, const char *name)
{
	for (size_t i = 0; i < c->nverbs; i++)
		if (strcmp(c->verbs[i].name, name) == 0)
			return &c->verbs[i];
	return NULL;
}

/* "rejects" of "rejects list" and "rejects retry": an error that lists the second words. */
static bool
verb_needs_second_word(const struct command *c, const char *word, struct err *e)
{
	struct str second = STR_MAX(ERR_HINT_MAX / 2);
	size_t n = strlen(word);

	for (size_t i = 0; i < c->nverbs; i++) {
		const char *name = c->verbs[i].name;

		if (strncmp(name, word, n) == 0 && name[n] == ' ')
			str_printf(&second, "%s%s", second.len ? ", " : "", name + n + 1);
	}
	if (second.len) {
		err_set(e, ERR_USAGE, "\"%s\" needs a second word", word);
		err_hint(e, "write %s %s and one of: %s", c->name, word, str_text(&second));
	}
	str_free(&second);
	return e->kind == ERR_NONE;
}

/* "rejects list" of "rejcts" and "rejcts list"; NULL: none is near. */
static const char *
verbs_nearest(const struct command *c, struct nearest *near, const char *one, const char *two)
{
	struct nearest single = { .wanted = one };

	*near = (struct nearest){ .wanted = two };
	for (size_t i = 0; i < c->nverbs; i++) {
		nearest_try(&single, c->verbs[i].name);
		nearest_try(near, c->verbs[i].name);
	}
	if (nearest_name(near) == NULL)
		*near = single;
	return nearest_name(near);
}

static bool
verb_unknown(const struct command *c, const char *one, const char *two, struct err *e)
{
	struct nearest near;

	err_set(e, ERR_USAGE, "\"%s\" is not a verb of %s", one, c->name);
	if (verbs_nearest(c, &near, one, two))
		return err_hint(e, "the nearest is %s", nearest_name(&near));
	return err_hint(e, "see %s --help", c->name);
}

static void
verbs_pair(const char *one, const char *two, char out[VERB_NAME_MAX])
{
	snprintf(out, VERB_NAME_MAX, "%s%s%s", one, two ? " " : "", two ? two : "");
}

void
verbs_hint(const struct command *c, char **operands, struct err *e)
{
	char two[VERB_NAME_MAX];
	struct nearest near;

	verbs_pair(operands[0], operands[1], two);
	if (verbs_nearest(c, &near, operands[0], two))
		err_hint(e, "if it is a verb, the nearest is %s", nearest_name(&near));
}

bool
verbs_find(const struct command *c, const struct argv *a, const struct verb **verb,
    size_t *used, struct err *e)
{
	char two[VERB_NAME_MAX] = "";
	const char *one = a->words ? a->operand[0] : "";

	*used = 0;
	*verb = verbs_named(c, "");
	if (*one == '\0')
		return true;
	if (a->words > 1)
		verbs_pair(one, a->operand[1], two);
	if (two[0] && verbs_named(c, two)) {
		*verb = verbs_named(c, two);
		*used = 2;
		return true;
	}
	if (verbs_named(c, one)) {
		*verb = verbs_named(c, one);
		*used = 1;
		return true;
	}
	if (!verb_needs_second_word(c, one, e))
		return false;
	if (*verb && (*verb)->max != 0)
		return true;
	return c->nverbs > 1 || *verb == NULL ? verb_unknown(c, one, two, e) : true;
}

bool
verbs_operands(const struct verb *v, size_t n, char **operands, struct err *e)
{
	if (n < (size_t)v->min) {
		err_set(e, ERR_USAGE, "%s%s%s is missing", v->name, *v->name ? ": " : "",
		    v->operands);
		return err_hint(e, "see --help");
	}
	if (v->max < 0 || n <= (size_t)v->max)
		return true;
	err_set(e, ERR_USAGE, "unexpected operand \"%s\"", operands[v->max]);
	return err_hint(e, "see --help");
}

const struct verb *
verbs_with(const struct command *c, const char *option)
{
	for (size_t i = 0; i < c->nverbs; i++)
		for (size_t j = 0; j < c->verbs[i].noptions; j++)
			if (strcmp(c->verbs[i].options[j].name, option) == 0)
				return &c->verbs[i];
	return NULL;
}
