/* dispatch.c: find, list, and run the other commands: crt X executes crt-X. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "dispatch.h"
#include "text/nearest.h"

static const struct {
	const char *name, *brief;
} commands[] = {
#include "commands.h"
};

static bool
name_ok(const char *name)
{
	return *name && strlen(name) < 64 &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(name);
}

/* NULL unless it is executable. */
static char *
in_folder(const char *folder, size_t n, const char *name)
{
	struct str s = STR_MAX(PATH_MAX);

	str_add(&s, folder, n);
	str_printf(&s, "/crt-%s", name);
	if (!str_full(&s) && access(str_text(&s), X_OK) == 0)
		return s.data;
	str_free(&s);
	return NULL;
}

static char *
dispatch_beside(const char *name)
{
	char here[PATH_MAX], *slash;
	ssize_t n = readlink("/proc/self/exe", here, sizeof here - 1);

	if (n <= 0)
		return NULL;
	here[n] = '\0';
	slash = strrchr(here, '/');
	return slash ? in_folder(here, (size_t)(slash - here), name) : NULL;
}

char *
dispatch_find(const char *name)
{
	const char *path = getenv("PATH"), *end;
	char *found;

	if (!name_ok(name))
		return NULL;
	found = dispatch_beside(name);
	for (; found == NULL && path && *path; path = *end ? end + 1 : end) {
		end = path + strcspn(path, ":");
		if (*path == '/')
			found = in_folder(path, (size_t)(end - path), name);
	}
	return found;
}

void
dispatch_exec(const char *name, char **argv)
{
	char *path = dispatch_find(name), *first = argv[0];

	if (path == NULL)
		return;
	argv[0] = path;
	execv(path, argv);
	argv[0] = first;
	free(path);
}

void
dispatch_list(void)
{
	char *path;
	size_t i;

	puts("\nCommands (crt COMMAND --help for details):");
	for (i = 0; i < COUNT(commands); i++) {
		path = dispatch_find(commands[i].name);
		if (path)
			printf("  %-24s  %s\n", commands[i].name, commands[i].brief);
		free(path);
	}
}

bool
dispatch_check(const char *name, struct err *e)
{
	struct nearest near = { .wanted = name };
	size_t i;

	for (i = 0; i < COUNT(commands); i++) {
		nearest_try(&near, commands[i].name);
		if (strcmp(commands[i].name, name) == 0) {
			err_set(e, ERR_USAGE, "crt-%s is not installed", name);
			return err_hint(e, "list the commands: crt help");
		}
	}
	if (nearest_name(&near) == NULL)
		return true;
	err_set(e, ERR_USAGE, "there is no command \"%.64s\"", name);
	return err_hint(e, "the nearest is %s", nearest_name(&near));
}
