/* paths.c: list the files that operands name. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/str.h"
#include "campaign.h"
#include "conf/config.h"
#include "os/file.h"

static bool
campaign_paths_add(struct paths *p, const char *folder, const char *name, struct err *e)
{
	struct str path = STR_MAX(FILE_PATH_MAX);
	bool ok;

	str_printf(&path, "%s%s%s", folder, *folder && folder[strlen(folder) - 1] != '/' ? "/" : "",
	    name);
	ok = (p->n < PATHS_MAX && !str_full(&path))
	    || err_set(e, ERR_USAGE, "more than %d files, or a path too long", PATHS_MAX);
	if (ok) {
		p->list = mem_more(p->list, p->n, sizeof *p->list);
		p->list[p->n++] = mem_dup(str_text(&path));
	}
	str_free(&path);
	return ok;
}

static bool
campaign_paths_add_folder(struct paths *p, const char *folder, struct err *e)
{
	char **names;
	int i, n = file_names(folder, ".yaml", &names);
	bool ok = true;

	if (n < 0)
		return err_set(e, ERR_FILE, "cannot read \"%s\": %s", folder, strerror(errno));
	for (i = 0; ok && i < n; i++)
		ok = campaign_paths_add(p, folder, names[i], e);
	file_names_free(names);
	return ok && (n || err_set(e, ERR_CONFIG, "there is no .yaml file in \"%s\"", folder));
}

bool
paths_find(struct paths *p, char **operands, struct err *e)
{
	struct stat st;
	int inputs = 0;

	*p = (struct paths){ 0 };
	for (; *operands; operands++)
		if (!strcmp(*operands, "-") && inputs++) {
			return err_set(e, ERR_USAGE, "standard input, \"-\", is named twice");
		} else if (stat(*operands, &st) == 0 && S_ISDIR(st.st_mode)) {
			if (!campaign_paths_add_folder(p, *operands, e))
				return false;
		} else if (!campaign_paths_add(p, "", *operands, e)) {
			return false;
		}
	return true;
}

void
paths_free(struct paths *p)
{
	while (p->n)
		free(p->list[--p->n]);
	free(p->list);
	p->list = NULL;
}
