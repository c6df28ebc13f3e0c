/* default_paths.c: choose the default folders of a command's state. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"
#include "conf/config.h"
#include "conf/xdg.h"
#include "conf/default_paths.h"

/* The folder for the state of a configuration: root may keep the file where the owner of the
   private server cannot write. False: neither HOME nor XDG_DATA_HOME is set. */
static bool
state_folder(struct str *s, const struct common *common)
{
	const struct yaml *server = config_node(common, "crt.server");
	const char *home = common->home ? common->home : "";
	struct str user = STR_MAX(FILE_PATH_MAX);
	char *folder = NULL;
	bool known = true;

	if (!strcmp(home, CONFIG_SYSTEM) || (*home == '\0' && geteuid() == 0))
		str_puts(s, CONFIG_STATE);
	else if (*home == '\0' || (xdg_config(&user) && !strcmp(home, str_text(&user))))
		known = xdg_data(s);
	else if (access(home, W_OK) < 0 && server)
		folder = yaml_as_file(server);
	else
		str_puts(s, home);
	str_puts(s, folder ? folder : "");
	free(folder);
	str_free(&user);
	return known;
}

bool
state_path(const struct common *common, const char *given, const char *name, char **folder,
    struct err *e)
{
	struct str s = STR_MAX(FILE_PATH_MAX);

	*folder = NULL;
	if (given && *given)
		str_puts(&s, given);
	else {
		if (!state_folder(&s, common)) {
			err_set(e, ERR_CONFIG, "no folder for the %s: HOME is not set", name);
			return err_hint(e, "name a folder with --%s", name);
		}
		str_printf(&s, "/%s", name);
	}
	if (!str_full(&s))
		*folder = mem_dup(str_text(&s));
	else
		err_set(e, ERR_CONFIG, "the path of the %s is longer than %d bytes", name, FILE_PATH_MAX);
	str_free(&s);
	return *folder != NULL;
}
