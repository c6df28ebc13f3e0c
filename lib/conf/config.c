/* config.c: find the configuration files and look up their nodes. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "conf/config.h"
#include "conf/keys.h"
#include "conf/xdg.h"
#include "os/file.h"

struct config {
	struct yaml *root[CONFIG_FILES_MAX];
	size_t n;
	char *home;
};

static bool
config_add(struct config *c, const char *file, struct err *e)
{
	if (c->n == CONFIG_FILES_MAX)
		return err_set(e, ERR_CONFIG, "more than %d configuration files", CONFIG_FILES_MAX);
	if (!yaml_read_file(file, &c->root[c->n], e))
		return false;
	c->n++;
	if (yaml_kind(c->root[c->n - 1]) != YAML_MAP)
		return yaml_fail(c->root[c->n - 1], e, "expected keys and values");
	return true;
}

/* A default file need not exist; one that exists must be readable. */
static bool
config_add_default(struct config *c, const char *folder, const char *name, struct err *e)
{
	char *path = file_in(folder, name);
	bool ok = access(path, F_OK) < 0 || config_add(c, path, e);

	free(path);
	return ok;
}

static bool
config_add_folder(struct config *c, const char *system, struct err *e)
{
	char *folder = file_in(system, "conf.d");
	char **names;
	bool ok = true;
	int n = file_names(folder, ".yaml", &names);

	if (n < 0 && errno != ENOENT)
		ok = err_set(e, ERR_CONFIG, "cannot read \"%s\": %s", folder, strerror(errno));
	for (int i = 0; ok && i < n; i++)
		ok = config_add_default(c, folder, names[i], e);
	file_names_free(names);
	free(folder);
	return ok;
}

static bool
config_add_user(struct config *c, struct err *e)
{
	struct str folder = STR_MAX(FILE_PATH_MAX);
	size_t before = c->n;
	bool ok = !xdg_config(&folder) || str_full(&folder)
	    || config_add_default(c, str_text(&folder), "crt.yaml", e);

	if (c->n > before) {
		free(c->home);
		c->home = mem_dup(str_text(&folder));
	}
	str_free(&folder);
	return ok;
}

/* After a failure too, the caller calls config_close. */
bool
config_read(struct config **out, const char *named, const char *system, struct err *e)
{
	struct config *c = mem_get(sizeof *c);
	bool ok;

	*out = c;
	if (named && *named) {
		ok = config_add(c, named, e);
		c->home = file_above(named);
		return ok;
	}
	ok = config_add_default(c, system, "crt.yaml", e) && config_add_folder(c, system, e);
	if (c->n)			/* not conf.d: that is no place for state */
		c->home = mem_dup(system);
	return ok && config_add_user(c, e);
}

void
config_close(struct config *c)
{
	for (size_t i = 0; c && i < c->n; i++)
		yaml_close(c->root[i]);
	if (c)
		free(c->home);
	free(c);
}

static bool
config_apply_all(const struct config *c, struct option_values *values, bool top, struct err *e)
{
	struct option_values *all = mem_get(sizeof *all);
	bool ok = option_values_open(all, values->command, NULL, NULL, e);

	for (size_t i = 0; ok && i < c->n; i++)
		ok = keys_apply(values, all, c->root[i], top, e);
	option_values_close(all);
	free(all);
	return ok;
}

bool
config_apply(const struct config *c, struct option_values *values, struct err *e)
{
	return config_apply_all(c, values, true, e);
}

bool
config_apply_section(const struct config *c, struct option_values *values, struct err *e)
{
	return config_apply_all(c, values, false, e);
}

const char *
config_home(const struct config *c)
{
	return c && c->home ? c->home : "";
}

const struct yaml *
config_node(const struct common *common, const char *path)
{
	const struct config *c = common->files;
	const struct yaml *node = NULL;

	for (size_t i = c ? c->n : 0; i > 0 && node == NULL; i--)
		node = yaml_path(c->root[i - 1], path);
	return node;
}

const char *
config_text(const struct common *common, const char *path)
{
	return yaml_text(config_node(common, path));
}
