/* init_paths.c: the paths and the database that crt init uses if none is named. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "conf/config.h"
#include "conf/xdg.h"
#include "init_paths.h"
#include "os/file.h"

static char *target;

/* Root uses the system's folder, every other user a folder of their own. */
static bool
init_paths_place(const char *system, bool (*own)(struct str *), const char *rest, char **out,
    struct err *e)
{
	struct str s = STR_MAX(FILE_PATH_MAX);
	bool known = true;

	if (geteuid() == 0)
		str_puts(&s, system);
	else
		known = own(&s);
	str_puts(&s, rest);
	*out = s.data;
	if (str_full(&s))
		return err_set(e, ERR_CONFIG, "a path is longer than %d bytes", FILE_PATH_MAX);
	if (known)
		return true;
	err_set(e, ERR_CONFIG, "HOME is not set");
	return err_hint(e, "name a folder: crt init DIR");
}

bool
init_data_folder(char **out, struct err *e)
{
	return init_paths_place(CONFIG_STATE, xdg_data, "", out, e);
}

bool
init_config_file(char **out, struct err *e)
{
	return init_paths_place(CONFIG_SYSTEM, xdg_config, "/crt.yaml", out, e);
}

/* libpq requires quotes around the value, with \ before each quote and backslash. */
static void
add_quoted(struct str *s, const char *key, const char *value)
{
	str_printf(s, "%s%s='", s->len ? " " : "", key);
	for (; *value; value++) {
		if (*value == '\'' || *value == '\\')
			str_putc(s, '\\');
		str_putc(s, *value);
	}
	str_putc(s, '\'');
}

/* PGPASSWORD is left out: a configuration file must not contain a secret. */
char *
init_conninfo(void)
{
	static const struct { const char *variable, *key; bool decides; } known[] = {
		{ "PGSERVICE", "service", true }, { "PGHOST", "host", true },
		{ "PGHOSTADDR", "hostaddr", true }, { "PGPORT", "port", true },
		{ "PGDATABASE", "dbname", true }, { "PGUSER", "user", false },
		{ "PGPASSFILE", "passfile", false }, { "PGSSLMODE", "sslmode", false },
		{ "PGSSLROOTCERT", "sslrootcert", false },
	};
	struct str s = STR_MAX(FILE_PATH_MAX);
	bool decided = false;
	const char *value;
	size_t i;

	for (i = 0; i < COUNT(known); i++) {
		value = getenv(known[i].variable);
		if (value == NULL || *value == '\0')
			continue;
		decided = decided || known[i].decides;
		add_quoted(&s, known[i].key, value);
	}
	if (decided && !str_full(&s))
		return s.data;
	str_free(&s);
	return NULL;
}

/* Stores the name of a file that does not exist yet; false if it exists. */
static bool
default_paths_take(const char *file)
{
	if (*file == '\0' || access(file, F_OK) == 0)
		return false;
	free(target);
	target = mem_dup(file);
	return true;
}

void
init_take_config_path(int argc, char **argv)
{
	static char empty[] = "/dev/null", empty_long[] = "--config=/dev/null",
	    empty_short[] = "-c/dev/null";
	const char *named = getenv("CRT_CONFIG");
	int i;

	if (named && default_paths_take(named))
		setenv("CRT_CONFIG", empty, 1);
	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (!strcmp(argv[i], "-c") || !strcmp(argv[i], "--config")) {
			if (++i < argc && default_paths_take(argv[i]))
				argv[i] = empty;
		} else if (strncmp(argv[i], "--config=", 9) == 0 && default_paths_take(argv[i] + 9))
			argv[i] = empty_long;
		else if (strncmp(argv[i], "-c", 2) == 0 && argv[i][2] && default_paths_take(argv[i] + 2))
			argv[i] = empty_short;
	}
}

const char *
init_config_path(void)
{
	return target;
}
