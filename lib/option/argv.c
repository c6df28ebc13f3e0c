/* argv.c: parse the command line with getopt, which no other file uses. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define option getopt_row	/* getopt's and our option struct have the same name */
#include <getopt.h>
#undef option

#include "option/argv.h"
#include "text/nearest.h"

/* getopt_long's return value of long options: above every letter. */
#define LONG_FIRST 1000
#define NO_PREFIX "no-"

struct grammar {
	struct getopt_row rows[2 * OPTION_VALUES_MAX + 1];
	char letters[2 * OPTION_VALUES_MAX + 3];
	char no_names[OPTION_VALUES_MAX][OPTION_NAME_MAX + sizeof NO_PREFIX];
	size_t nrows;
};

static void
grammar_put(struct grammar *g, const char *name, bool arg, size_t value)
{
	g->rows[g->nrows++] = (struct getopt_row){
		.name = name, .has_arg = arg ? required_argument : no_argument,
		.val = LONG_FIRST + (int)value
	};
}

/* "-": operands are returned in place, regardless of POSIXLY_CORRECT. ":": no messages. */
static void
grammar_make(struct grammar *g, const struct option_values *c)
{
	char *letter = g->letters;

	*letter++ = '-';
	*letter++ = ':';
	for (size_t i = 0; i < c->n; i++) {
		const struct option *o = c->entry[i].option;

		grammar_put(g, o->name, o->arg != NULL, 2 * i);
		if (o->kind == OPTION_FLAG) {
			snprintf(g->no_names[i], sizeof g->no_names[i], NO_PREFIX "%s", o->name);
			grammar_put(g, g->no_names[i], false, 2 * i + 1);
		}
		if (o->letter) {
			*letter++ = o->letter;
			if (o->arg)
				*letter++ = ':';
		}
	}
}

static bool
argv_unknown(const struct grammar *g, const char *word, int letter, struct err *e)
{
	struct nearest near;
	char name[NEAREST_NAME_MAX + 1];

	if (strncmp(word, "--", 2) != 0) {
		err_set(e, ERR_USAGE, "unknown option \"-%c\"", letter);
		return err_hint(e, "see --help");
	}
	snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
	near = (struct nearest){ .wanted = name };
	for (size_t i = 0; i < g->nrows; i++)
		nearest_try(&near, g->rows[i].name);
	err_set(e, ERR_USAGE, "unknown option \"--%s\"", name);
	if (nearest_name(&near))
		return err_hint(e, "the nearest is --%s", nearest_name(&near));
	return err_hint(e, "see --help");
}

/* getopt_long accepts --lim for --limit, which breaks scripts when an option is added later. */
static bool
option_spelled_out(const char *word, const char *name)
{
	size_t n = strlen(name);

	return strncmp(word + 2, name, n) == 0 && (word[2 + n] == '\0' || word[2 + n] == '=');
}

static bool
argv_misuse(const struct grammar *g, const char *word, int code, struct err *e)
{
	if (code == ':' && optopt < LONG_FIRST)
		return err_set(e, ERR_USAGE, "option \"-%c\" needs an argument", optopt);
	for (size_t i = 0; strncmp(word, "--", 2) == 0 && i < g->nrows; i++) {
		if (!option_spelled_out(word, g->rows[i].name))
			continue;
		return err_set(e, ERR_USAGE, code == ':' ? "option \"--%s\" needs an argument"
		    : "option \"--%s\" takes no argument", g->rows[i].name);
	}
	return argv_unknown(g, word, optopt, e);
}

static struct option_value *
option_by_letter(struct option_values *c, int letter)
{
	size_t i = 0;

	while (c->entry[i].option->letter != letter)
		i++;
	return &c->entry[i];
}

/* One return value of getopt_long. */
static bool
argv_take(struct option_values *c, const struct grammar *g, struct argv *a, char *word, int code,
    int row, struct err *e)
{
	struct argv_given *given = &a->given[a->n];

	if (code == 1) {
		a->operand[a->noperands++] = optarg;
		return true;
	}
	if (code == '?' || code == ':'
	    || (code >= LONG_FIRST && !option_spelled_out(word, g->rows[row].name)))
		return argv_misuse(g, word, code, e);
	if (code >= LONG_FIRST) {
		given->entry = &c->entry[(code - LONG_FIRST) / 2];
		given->off = (code - LONG_FIRST) % 2;
	} else
		given->entry = option_by_letter(c, code);
	given->value = given->entry->option->arg ? optarg : NULL;
	a->n++;
	return true;
}

bool
argv_read(struct option_values *c, int argc, char **argv, struct argv *a, struct err *e)
{
	struct grammar *g = mem_get(sizeof *g);
	size_t most = 1;
	int code, row = 0;
	bool ok = true;

	for (int i = 1; i < argc; i++)		/* -vvv is three options */
		most += strlen(argv[i]) + 1;
	*a = (struct argv){ 0 };
	a->given = mem_get(most * sizeof *a->given);
	a->operand = mem_get(((size_t)argc + 1) * sizeof *a->operand);
	grammar_make(g, c);
	opterr = 0;
	optind = 0;				/* glibc: start anew */
	for (int at = 1; ok; at = optind) {
		char *word = at < argc ? argv[at] : NULL;

		code = getopt_long(argc, argv, g->letters, g->rows, &row);
		if (code < 0)
			break;
		ok = argv_take(c, g, a, word, code, row, e);
	}
	a->words = a->noperands;
	for (int i = optind; ok && i < argc; i++)
		a->operand[a->noperands++] = argv[i];
	free(g);
	return ok;
}

/* With two of them, the output would not be the form that was expected. */
static bool
argv_one_form(const struct argv *a, struct err *e)
{
	static const char *const forms[] = { "json", "csv", "table" };
	const char *first = NULL;

	for (size_t i = 0; i < COUNT(forms); i++) {
		if (!argv_has(a, forms[i]))
			continue;
		if (first)
			return err_set(e, ERR_USAGE, "\"--%s\" and \"--%s\" contradict each other", first,
			    forms[i]);
		first = forms[i];
	}
	return true;
}

/* An option without effect is a mistake of the person who wrote it. */
static bool
argv_needs(struct option_values *c, const struct argv *a, struct err *e)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct option *o = a->given[i].entry->option;
		const struct option_value *v = o->needs ? option_values_find(c, o->needs) : NULL;

		if (v == NULL || a->given[i].off || *OPTION_FIELD(bool, v->option, c->settings))
			continue;
		err_set(e, ERR_USAGE, "--%s has no effect without --%s", o->name, o->needs);
		return err_hint(e, "add --%s, or omit --%s", o->needs, o->name);
	}
	return true;
}

bool
argv_apply(struct option_values *c, const struct argv *a, struct err *e)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct argv_given *g = &a->given[i];

		if (option_values_set(c, g->entry, g->off ? "false" : g->value, ORIGIN_ARGV, NULL, e))
			continue;
		e->kind = ERR_USAGE;
		return err_in(e, "option \"--%s\"", g->entry->option->name);
	}
	return argv_one_form(a, e) && argv_needs(c, a, e);
}

bool
argv_has(const struct argv *a, const char *name)
{
	bool has = false;

	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->given[i].entry->option->name, name) == 0)
			has = !a->given[i].off;
	return has;
}

const char *
argv_last(const struct argv *a, const char *name)
{
	const char *value = NULL;

	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->given[i].entry->option->name, name) == 0)
			value = a->given[i].value;
	return value;
}

void
argv_free(struct argv *a)
{
	free(a->given);
	free(a->operand);
	*a = (struct argv){ 0 };
}
