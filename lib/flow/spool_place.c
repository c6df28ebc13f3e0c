/* spool_place.c: where the spool is when nobody says. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "conf/config.h"
#include "flow/spool.h"

#define SYSTEM_STATE "/var/lib/crt"

/* An XDG folder: its variable if that is absolute, else below HOME; "" without one. */
static void
user_folder(struct str *s, const char *variable, const char *below)
{
	const char *x = getenv(variable), *home = getenv("HOME");

	if (x && *x == '/')
		str_printf(s, "%s/crt", x);
	else if (home && *home == '/')
		str_printf(s, "%s%s/crt", home, below);
}

/* The folder that a configuration's state belongs in. */
static void
state_folder(struct str *s, const char *home)
{
	struct str user = STR_MAX(FILE_PATH_MAX);

	user_folder(&user, "XDG_CONFIG_HOME", "/.config");
	if (!strcmp(home, CONFIG_SYSTEM) || (*home == '\0' && geteuid() == 0))
		str_puts(s, SYSTEM_STATE);
	else if (*home == '\0' || !strcmp(home, str_text(&user)))
		user_folder(s, "XDG_DATA_HOME", "/.local/share");
	else
		str_puts(s, home);
	str_free(&user);
}

bool
spool_folder(const struct common *common, const char *said, char **folder, struct err *e)
{
	struct str s = STR_MAX(FILE_PATH_MAX);

	*folder = NULL;
	if (said && *said)
		str_puts(&s, said);
	else {
		state_folder(&s, common->home ? common->home : "");
		if (s.len == 0) {
			err_set(e, ERR_CONFIG, "there is no place for the spool: HOME is not set");
			return err_hint(e, "name a folder with --spool");
		}
		str_puts(&s, "/spool");
	}
	if (!str_full(&s))
		*folder = mem_dup(str_text(&s));
	else
		err_set(e, ERR_CONFIG, "the spool's path is longer than %d bytes", FILE_PATH_MAX);
	str_free(&s);
	return *folder != NULL;
}
