/* place.c: where things belong when nobody says where. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/config.h"
#include "front.h"

static char *target;

static bool
join(const char *folder, const char *rest, char **out, struct err *e)
{
	struct str s = STR_MAX(FILE_PATH_MAX);

	str_printf(&s, "%s%s", folder, rest);
	*out = s.data;
	return !str_full(&s) || err_set(e, ERR_CONFIG, "a path is longer than %d bytes", FILE_PATH_MAX);
}

/* An XDG folder: its variable if that is absolute, else below HOME. */
static bool
xdg(const char *variable, const char *below, const char *rest, char **out, struct err *e)
{
	const char *x = getenv(variable), *home = getenv("HOME");
	struct str s = STR_MAX(FILE_PATH_MAX);

	if (x && *x == '/')
		return join(x, rest, out, e);
	if (home == NULL || *home != '/') {
		*out = NULL;
		err_set(e, ERR_CONFIG, "HOME is not set");
		return err_hint(e, "name a folder: crt init DIR");
	}
	str_printf(&s, "%s%s%s", home, below, rest);
	*out = s.data;
	return !str_full(&s) || err_set(e, ERR_CONFIG, "HOME is too long");
}

bool
front_data_folder(char **out, struct err *e)
{
	if (geteuid() == 0)
		return join("/var/lib", "/crt", out, e);
	return xdg("XDG_DATA_HOME", "/.local/share", "/crt", out, e);
}

bool
front_config_file(char **out, struct err *e)
{
	if (geteuid() == 0)
		return join(CONFIG_SYSTEM, "/crt.yaml", out, e);
	return xdg("XDG_CONFIG_HOME", "/.config", "/crt/crt.yaml", out, e);
}

/* As libpq reads it back: in quotes, with \ before quotes and itself. */
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

/* PGPASSWORD stays where it is: no secret goes into a configuration. */
char *
front_environment(void)
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

/* True when file was taken over: it was named and is not there. */
static bool
take(const char *file)
{
	if (*file == '\0' || access(file, F_OK) == 0)
		return false;
	free(target);
	target = mem_dup(file);
	return true;
}

void
front_take_target(int argc, char **argv)
{
	static char empty[] = "/dev/null", empty_long[] = "--config=/dev/null",
	    empty_short[] = "-c/dev/null";
	const char *named = getenv("CRT_CONFIG");
	int i;

	if (named && take(named))
		setenv("CRT_CONFIG", empty, 1);
	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (!strcmp(argv[i], "-c") || !strcmp(argv[i], "--config")) {
			if (++i < argc && take(argv[i]))
				argv[i] = empty;
		} else if (strncmp(argv[i], "--config=", 9) == 0 && take(argv[i] + 9))
			argv[i] = empty_long;
		else if (strncmp(argv[i], "-c", 2) == 0 && argv[i][2] && take(argv[i] + 2))
			argv[i] = empty_short;
	}
}

const char *
front_target(void)
{
	return target;
}
