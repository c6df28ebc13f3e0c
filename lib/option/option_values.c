/* option_values.c: the options of a run, with the value and the origin of each. */
#include <stdlib.h>
#include <string.h>

#include "option/option_values.h"
#include "option/secret.h"

static bool
option_values_same(const struct option *a, const struct option *b)
{
	return strcmp(a->name, b->name) == 0;
}

/* Whether one option's name is the --no-NAME of the other. */
static bool
is_negation(const struct option *a, const struct option *b)
{
	return a->kind == OPTION_FLAG && strncmp(b->name, "no-", 3) == 0
	    && strcmp(b->name + 3, a->name) == 0;
}

static bool
row_check(const struct option *o, struct err *e)
{
	if (o->name == NULL || o->name[0] == '\0' || strlen(o->name) >= OPTION_NAME_MAX
	    || strspn(o->name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(o->name))
		return err_set(e, ERR_BUG, "an option is called \"%s\"", o->name ? o->name : "");
	if ((o->arg == NULL) != (o->kind == OPTION_FLAG || o->kind == OPTION_COUNT))
		return err_set(e, ERR_BUG, "option \"%s\" must name its argument, or have none",
		    o->name);
	if (o->kind == OPTION_WORD && o->words == NULL)
		return err_set(e, ERR_BUG, "option \"%s\" has no words", o->name);
	if (o->help == NULL)
		return err_set(e, ERR_BUG, "option \"%s\" has no help", o->name);
	return true;
}

/* Two verbs may share a name if it is a long option with an argument and accepts the same
   values. */
static bool
row_add(struct option_values *c, const struct option *o, bool again, struct err *e)
{
	if (!row_check(o, e))
		return false;
	for (size_t i = 0; i < c->n; i++) {
		const struct option *p = c->entry[i].option;

		if (option_values_same(o, p) && again && o->letter == p->letter && !o->arg == !p->arg
		    && o->scope == p->scope)
			return true;
		if (option_values_same(o, p) || is_negation(o, p) || is_negation(p, o))
			return err_set(e, ERR_BUG, "two options claim \"--%s\"", o->name);
		if (o->letter && o->letter == p->letter)
			return err_set(e, ERR_BUG, "two options claim \"-%c\"", o->letter);
	}
	if (c->n == OPTION_VALUES_MAX)
		return err_set(e, ERR_BUG, "more than %d options", OPTION_VALUES_MAX);
	c->entry[c->n++] = (struct option_value){ .option = o };
	return true;
}

static bool
rows_add(struct option_values *c, const struct option *o, size_t n, bool again, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (!row_add(c, &o[i], again, e))
			return false;
	return true;
}

bool
option_values_open(struct option_values *c, const struct command *command, const struct verb *verb,
    void *settings, struct err *e)
{
	const struct option *every;
	size_t n;

	*c = (struct option_values){ .command = command, .verb = verb, .settings = settings };
	every = common_options(&n);
	if (!rows_add(c, every, n, false, e))
		return false;
	if (verb)
		return rows_add(c, verb->options, verb->noptions, false, e);
	for (size_t i = 0; i < command->nverbs; i++)
		if (!rows_add(c, command->verbs[i].options, command->verbs[i].noptions, i > 0, e))
			return false;
	return true;
}

void
option_values_close(struct option_values *c)
{
	for (size_t i = 0; c->settings && i < c->n; i++)
		if (c->entry[i].option->kind == OPTION_SECRET)
			secret_free(*OPTION_FIELD(char *, c->entry[i].option, c->settings));
	arena_free(&c->memory);
}

struct option_value *
option_values_find(struct option_values *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++) {
		const char *a = c->entry[i].option->name, *b = name;

		while (*a && (*a == *b || (*a == '-' && *b == '_')))
			a++, b++;
		if (*a == '\0' && *b == '\0')
			return &c->entry[i];
	}
	return NULL;
}

void
option_values_forget(struct option_values *c, struct option_value *entry)
{
	const struct option *o = entry->option;

	entry->origin = ORIGIN_NONE;
	entry->text = entry->where = NULL;
	if (o->kind == OPTION_LIST)
		*OPTION_FIELD(struct option_list, o, c->settings) = (struct option_list){ 0 };
	if (o->kind == OPTION_COUNT)
		*OPTION_FIELD(int, o, c->settings) = 0;
}

static bool
refuse_control(const char *value, struct err *e)
{
	if (strlen(value) > OPTION_VALUE_MAX)
		return err_set(e, ERR_CONFIG, "more than %d bytes", OPTION_VALUE_MAX);
	for (; *value; value++)
		if (((unsigned char)*value < 0x20 && *value != '\t' && *value != '\n')
		    || *value == 0x7f)
			return err_set(e, ERR_CONFIG, "a control byte in the value");
	return true;
}

/* Files that are read more than once, or by several processes. */
static bool
refuse_input(const struct option *o, const char *value, struct err *e)
{
	size_t n = strlen(o->name);

	if (strcmp(value, "-") || n <= 5 || strcmp(o->name + n - 5, "-file"))
		return true;
	return err_set(e, ERR_CONFIG, "\"-\", standard input, is not possible here: name a file");
}

bool
option_values_set(struct option_values *c, struct option_value *entry, const char *value,
    enum origin origin, const char *where, struct err *e)
{
	const struct option *o = entry->option;

	if (value && (!refuse_control(value, e) || !refuse_input(o, value, e)))
		return false;
	if (o->once && origin == ORIGIN_ARGV && entry->origin == ORIGIN_ARGV)
		return err_set(e, ERR_USAGE, "it is given twice, and only one is used");
	if (origin != entry->origin)
		option_values_forget(c, entry);
	entry->origin = origin;
	entry->where = where ? arena_dup(&c->memory, where, strlen(where)) : NULL;
	entry->text = value ? arena_dup(&c->memory, value, strlen(value)) : "true";
	if (value == NULL && o->kind == OPTION_COUNT) {
		*OPTION_FIELD(int, o, c->settings) += *OPTION_FIELD(int, o, c->settings) < 9;
		return true;
	}
	if (!option_read(o, c->settings, &c->memory, entry->text, e))
		return false;
	common_exclude(c, o);
	return true;
}

bool
option_values_defaults(struct option_values *c, struct err *e)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct option *o = c->entry[i].option;

		if (o->default_value == NULL
		    || option_values_set(c, &c->entry[i], o->default_value, ORIGIN_DEFAULT, NULL, e))
			continue;
		e->kind = ERR_BUG;
		return err_in(e, "default of option \"--%s\"", o->name);
	}
	return true;
}

/* An OPTION_FILE that was not set may be a systemd credential, such as "key" for --key-file. */
static bool
set_credential(struct option_values *c, struct option_value *entry, struct err *e)
{
	const char *name = entry->option->name;
	size_t n = strlen(name);
	char *path;
	bool ok;

	if (entry->option->kind != OPTION_FILE || entry->origin != ORIGIN_NONE
	    || n <= 5 || strcmp(name + n - 5, "-file") != 0)
		return true;
	path = secret_credential(name);
	ok = path == NULL || option_values_set(c, entry, path, ORIGIN_ENVIRONMENT,
	    "CREDENTIALS_DIRECTORY", e);
	free(path);
	return ok;
}

bool
option_values_credentials(struct option_values *c, struct err *e)
{
	for (size_t i = 0; i < c->n; i++)
		if (!set_credential(c, &c->entry[i], e))
			return err_in(e, "credential for \"--%s\"", c->entry[i].option->name);
	return true;
}

void
option_values_moments(struct option_values *c)
{
	crt_time *t;
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->entry[i].option->kind == OPTION_TIME) {
			t = OPTION_FIELD(crt_time, c->entry[i].option, c->settings);
			*t = option_moment(*t);
		}
}
