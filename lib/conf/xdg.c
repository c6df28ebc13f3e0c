/* xdg.c: the user's folders of crt. */
#include <stdlib.h>

#include "conf/xdg.h"

/* The XDG specification requires relative paths to be ignored. */
static bool
xdg_folder(struct str *s, const char *variable, const char *below)
{
	const char *x = getenv(variable), *home = getenv("HOME");

	if (x && *x == '/')
		str_printf(s, "%s/crt", x);
	else if (home && *home == '/')
		str_printf(s, "%s%s/crt", home, below);
	else
		return false;
	return true;
}

bool
xdg_config(struct str *s)
{
	return xdg_folder(s, "XDG_CONFIG_HOME", "/.config");
}

bool
xdg_data(struct str *s)
{
	return xdg_folder(s, "XDG_DATA_HOME", "/.local/share");
}
