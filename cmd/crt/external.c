/* external.c: find and become the other commands, and list them. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "conf/help.h"
#include "front.h"

static const struct {
	const char *name, *brief;
	bool extra;			/* listed where it is installed only */
} pipeline[] = {
	{ "sync", "Bring in what the shop platforms know.", false },
	{ "ingest", "Take records and webhooks in.", false },
	{ "detect", "Find the carts that were left.", false },
	{ "campaign", "Decide what to say, to whom and when.", false },
	{ "send", "Say it, by e-mail.", false },
	{ "report", "Show what came of it.", false },
	{ "recover", "Send what is due: detect, campaign, and send in one go.", true },
	{ "poll", "Poll the stores: sync and ingest in one go.", true },
	{ "gdpr", "Do what the law asks: export, erase, consent.", true },
};

static bool
name_ok(const char *name)
{
	return *name && strlen(name) < 64 &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(name);
}

/* NULL unless it can be run. */
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
beside(const char *name)
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
front_find(const char *name)
{
	const char *path = getenv("PATH"), *end;
	char *found;

	if (!name_ok(name))
		return NULL;
	found = beside(name);
	for (; found == NULL && path && *path; path = *end ? end + 1 : end) {
		end = path + strcspn(path, ":");
		if (*path == '/')
			found = in_folder(path, (size_t)(end - path), name);
	}
	return found;
}

void
front_become(const char *name, char **argv)
{
	char *path = front_find(name), *first = argv[0];

	if (path == NULL)
		return;
	argv[0] = path;
	execv(path, argv);
	argv[0] = first;
	free(path);
}

/* Flushed by command_main. */
static void
list(void)
{
	char *path;
	size_t i;

	puts("\nCommands (crt COMMAND --help tells more):");
	for (i = 0; i < COUNT(pipeline); i++) {
		path = front_find(pipeline[i].name);
		if (path || !pipeline[i].extra)
			printf("  %-24s  %s%s\n", pipeline[i].name, pipeline[i].brief,
			    path ? "" : " (not installed)");
		free(path);
	}
}

bool
front_present(const char *name, struct err *e)
{
	size_t i;

	for (i = 0; i < COUNT(pipeline); i++)
		if (strcmp(pipeline[i].name, name) == 0) {
			err_set(e, ERR_USAGE, "crt-%s is not installed", name);
			return err_hint(e, "\"crt help\" lists what there is");
		}
	return true;
}

bool
front_help(void *settings UNUSED, char **operands, struct err *e)
{
	char help[] = "--help", *argv[] = { operands[0], help, NULL };

	if (operands[0] == NULL) {
		help_print(&front_command, NULL);
		list();
		return true;
	}
	front_become(operands[0], argv);
	if (!front_present(operands[0], e))
		return false;
	err_set(e, ERR_USAGE, "there is no command \"crt-%s\"", operands[0]);
	return err_hint(e, "\"crt help\" lists what there is");
}

bool
front_version(void *settings UNUSED, char **operands UNUSED, struct err *e UNUSED)
{
	help_version(&front_command);
	return true;
}
