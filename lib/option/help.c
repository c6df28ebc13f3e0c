/* help.c: print --help, --version, and --dump-options. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "option/help.h"

#define LEFT_MAX 80	/* "  -c, --config=FILE" */
#define COLUMN 28	/* column of an option's help */
#define WIDTH 99
#define RIGHT_MAX 512

static const char *const kinds[] = {
	[OPTION_FLAG] = "flag", [OPTION_COUNT] = "count", [OPTION_INT] = "int",
	[OPTION_TEXT] = "text", [OPTION_FILE] = "file", [OPTION_SECRET] = "secret",
	[OPTION_DURATION] = "duration", [OPTION_TIME] = "time", [OPTION_WORD] = "word",
	[OPTION_LIST] = "list"
};

static const char *const scopes[] = {
	[OPTION_CLI] = "cli", [OPTION_REPLY] = "reply", [OPTION_ENVIRON] = "environ",
	[OPTION_KEY] = "key"
};

const char *
help_kind(enum option_kind kind)
{
	return kinds[kind];
}

void
help_version(const struct command *c)
{
	printf("%s %s\n", c->name, CRT_VERSION);
}

/* Prints the right column, wrapped for a terminal. */
static void
print_right_column(const char *text)
{
	size_t at = COLUMN, n;

	for (; *text; text += n + strspn(text + n, " ")) {
		n = strcspn(text, " ");
		if (at > COLUMN && at + 1 + n > WIDTH) {
			printf("\n%*s", COLUMN, "");
			at = COLUMN;
		}
		at += (size_t)printf("%s%.*s", at > COLUMN ? " " : "", (int)n, text);
	}
	putchar('\n');
}

/* " (text, json; default text)", " (default 4, 1-64)" */
static void
add_values(struct str *s, const struct option *o)
{
	bool default_value = o->default_value && *o->default_value, words = o->kind == OPTION_WORD;
	char least[OPTION_SECONDS_MAX], most[OPTION_SECONDS_MAX];

	for (int i = 0; words && o->words[i]; i++)
		str_printf(s, "%s%s", i ? ", " : " (", o->words[i]);
	if (default_value)
		str_printf(s, "%sdefault %s", words ? "; " : " (", o->default_value);
	if (default_value && o->kind == OPTION_INT)
		str_printf(s, ", %lld-%lld", (long long)o->min, (long long)o->max);
	if (default_value && o->kind == OPTION_DURATION && o->max)
		str_printf(s, ", %s-%s", option_seconds(o->min, least), option_seconds(o->max, most));
	str_puts(s, default_value || words ? ")" : "");
}

static void
print_option(const struct option *o)
{
	struct str right = STR_MAX(RIGHT_MAX);
	char left[LEFT_MAX];
	int n;

	if (o->help[0] == '\0')
		return;
	n = snprintf(left, sizeof left, o->letter ? "  -%c, --%s%s%s" : "  %c   --%s%s%s",
	    o->letter ? o->letter : ' ', o->name, o->arg ? "=" : "", o->arg ? o->arg : "");
	printf("%s", left);
	if (n >= COLUMN)
		printf("\n%*s", COLUMN, "");
	else
		printf("%*s", COLUMN - n, "");
	str_puts(&right, o->help);
	add_values(&right, o);
	print_right_column(str_text(&right));
	str_free(&right);
}

static void
print_options(const char *title, const struct option *o, size_t n)
{
	if (n)
		printf("\n%s:\n", title);
	for (size_t i = 0; i < n; i++)
		print_option(&o[i]);
}

static void
print_synopsis(const struct command *c, const struct verb *v, const char *before)
{
	printf("%s%s%s%s [OPTION...]%s%s\n", before, c->name, *v->name ? " " : "", v->name,
	    *v->operands ? " " : "", v->operands);
}

static void
print_verbs(const struct command *c)
{
	bool title = false;

	for (size_t i = 0; i < c->nverbs; i++) {
		const struct verb *v = &c->verbs[i];

		if (*v->name == '\0')
			continue;
		if (!title)
			printf("\nVerbs (%s VERB --help for details):\n", c->name);
		title = true;
		printf("  %-*s", COLUMN - 2, v->name);
		print_right_column(v->brief);
	}
}

void
help_print(const struct command *c, const struct verb *v)
{
	const struct option *every;
	size_t n;

	if (v && *v->name) {
		print_synopsis(c, v, "usage: ");
		printf("\n%s\n", v->brief);
	} else {
		for (size_t i = 0; i < c->nverbs; i++)
			print_synopsis(c, &c->verbs[i], i ? "       " : "usage: ");
		printf("\n%s: %s.\n", c->name, c->brief);
		print_verbs(c);
	}
	if (v)
		print_options("Options", v->options, v->noptions);
	every = common_options(&n);
	print_options("Options of every command", every, n);
	printf("\nSee also %s(1), crt(7), and crt.yaml(5).\n", c->name);
}

static void
dump_option(const char *verb, const struct option *o)
{
	printf("option\t%s\t", verb);
	if (o->letter)
		putchar(o->letter);
	printf("\t%s\t%s\t%s\t%s\t", o->name, kinds[o->kind], o->arg ? o->arg : "",
	    o->default_value ? o->default_value : "");
	for (int i = 0; o->words && o->words[i]; i++)
		printf("%s%s", i ? "|" : "", o->words[i]);
	printf("\t%lld\t%lld\t%s\t%s\n", (long long)o->min, (long long)o->max, o->help,
	    scopes[o->scope]);
}

void
help_dump(const struct command *c)
{
	const struct option *every;
	size_t n;

	printf("command\t%s\t%s\n", c->name, c->brief);
	for (size_t i = 0; i < c->nverbs; i++) {
		const struct verb *v = &c->verbs[i];

		printf("verb\t%s\t%s\t%d\t%d\t%s\n", v->name, v->operands, v->min, v->max, v->brief);
	}
	for (size_t i = 0; i < c->nverbs; i++)
		for (size_t j = 0; j < c->verbs[i].noptions; j++)
			dump_option(c->verbs[i].name, &c->verbs[i].options[j]);
	every = common_options(&n);
	for (size_t i = 0; i < n; i++)
		if (every[i].help[0])
			dump_option("*", &every[i]);
}
