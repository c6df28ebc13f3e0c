/* print.c: print each setting and its origin (--print-config). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "conf/default_paths.h"
#include "conf/print.h"

#define COLUMN 40	/* column of the origins */
#define SECRET "\"***\""

/* Quoted unless every YAML reader takes it for a plain text. */
static int
print_text(const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789_./-+";
	int n = 2;

	if (*text && strchr("-+.", *text) == NULL && strspn(text, plain) == strlen(text))
		return printf("%s", text);
	putchar('"');
	for (; *text; text++)
		n += *text == '\n' ? printf("\\n") : *text == '\t' ? printf("\\t")
		    : printf(strchr("\"\\", *text) ? "\\%c" : "%c", *text);
	putchar('"');
	return n;
}

/* "password = 'x y' ..." in a conninfo or a query: from the value on. */
static const char *
password_in_pair(const char *at)
{
	if (strncasecmp(at, "password", 8) != 0)
		return NULL;
	at += 8 + strspn(at + 8, " ");
	return *at == '=' ? at + 1 + strspn(at + 1, " ") : NULL;
}

/* "://user:password@host": from the password on. */
static const char *
password_in_url(const char *at)
{
	size_t n;

	if (strncmp(at, "://", 3) != 0)
		return NULL;
	n = strcspn(at + 3, "/");
	if (memchr(at + 3, '@', n) == NULL)
		return NULL;
	n = strcspn(at + 3, ":@");
	return at[3 + n] == ':' ? at + 4 + n : NULL;
}

static const char *
skip_value(const char *at)
{
	if (*at != '\'')
		return at + strcspn(at, " &");
	for (at++; *at && *at != '\''; at++)
		at += *at == '\\' && at[1];
	return at + (*at == '\'');
}

static int
print_masked(const char *text)
{
	struct str s = STR_MAX(2 * OPTION_VALUE_MAX);
	int n;

	while (*text) {
		const char *pair = password_in_pair(text), *url = password_in_url(text);
		const char *to = pair ? pair : url ? url : text + 1;

		str_add(&s, text, (size_t)(to - text));
		if (pair || url)
			str_puts(&s, "***");
		text = pair ? skip_value(pair) : url ? url + strcspn(url, "@") : to;
	}
	n = print_text(str_text(&s));
	str_free(&s);
	return n;
}

static int
print_list(const struct option_list *list)
{
	int n = printf("[");

	for (size_t i = 0; i < list->n; i++) {
		n += i ? printf(", ") : 0;
		n += print_text(list->item[i]);
	}
	return n + printf("]");
}

static void
print_origin(const struct option_value *c)
{
	switch (c->origin) {
	case ORIGIN_DEFAULT:
		printf("# default\n");
		break;
	case ORIGIN_FILE:
		printf("# %s\n", c->where);
		break;
	case ORIGIN_ENVIRONMENT:
		printf("# environment %s\n", c->where);
		break;
	case ORIGIN_ARGV:
		printf("# command line\n");
		break;
	case ORIGIN_NONE:
		printf("# not set\n");
		break;
	}
}

/* The folder of state that is used without the option. */
static bool
print_state(const struct option_values *all, const struct option_value *c, const char *key)
{
	struct err ignored = { 0 };
	char *folder = NULL;
	int n;

	if (!c->option->state || c->origin != ORIGIN_NONE
	    || !state_path(all->settings, NULL, c->option->name, &folder, &ignored))
		return false;
	n = printf("%s: ", key);
	n += print_text(folder);
	printf("%*s# default\n", n < COLUMN ? COLUMN - n : 1, "");
	free(folder);
	return true;
}

static void
print_choice(const struct option_values *all, const struct option_value *c)
{
	char key[OPTION_NAME_MAX];
	int n;

	option_key(c->option, key);
	if (print_state(all, c, key))
		return;
	n = printf("%s%s: ", c->origin == ORIGIN_NONE || c->option->scope != OPTION_KEY ? "# " : "",
	    key);
	if (c->origin == ORIGIN_NONE)
		n += 0;
	else if (c->option->kind == OPTION_SECRET)
		n += printf("%s", SECRET);
	else if (c->option->kind == OPTION_LIST)
		n += print_list(OPTION_FIELD(struct option_list, c->option, all->settings));
	else if (c->option->kind == OPTION_COUNT)
		n += printf("%d", *OPTION_FIELD(int, c->option, all->settings));
	else if (c->option->kind == OPTION_FLAG)
		n += printf("%s", *OPTION_FIELD(bool, c->option, all->settings) ? "true" : "false");
	else
		n += print_masked(c->text);
	printf("%*s", n < COLUMN ? COLUMN - n : 1, "");
	print_origin(c);
}

void
print_config(const struct option_values *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->entry[i].option->scope >= OPTION_ENVIRON)
			print_choice(c, &c->entry[i]);
}
