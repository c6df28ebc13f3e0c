/* folders.c: whether the folders of state can be written to. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "conf/config.h"
#include "conf/default_paths.h"
#include "doctor.h"
#include "os/file.h"

static const struct {
	const char *name, *key, *section_key, *variable;
} folders[] = {
	{ "ledger", "ledger", "send.ledger", "CRT_LEDGER" },
	{ "spool", "spool", "ingest.spool", "CRT_SPOOL" },
};

/* The folder that its command uses. The caller frees it. */
static bool
folder_in_use(const struct common *common, size_t i, char **folder, struct err *e)
{
	const char *variable = getenv(folders[i].variable);
	char *given = variable && *variable ? mem_dup(variable)
	    : yaml_as_file(config_node(common, folders[i].section_key));
	bool ok;

	if (given == NULL)
		given = yaml_as_file(config_node(common, folders[i].key));
	ok = state_path(common, given, folders[i].name, folder, e);
	free(given);
	return ok;
}

/* The folder need not exist: its command creates it in the nearest folder that does. */
static bool
folder_usable(const char *folder, struct err *why)
{
	struct stat st;
	char *at = file_nearest(folder, false, &st);
	bool ok = stat(at, &st) == 0;

	if (ok && !S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		ok = false;
	}
	ok = ok && faccessat(AT_FDCWD, at, W_OK | X_OK, AT_EACCESS) == 0;
	if (!ok)
		err_set(why, ERR_DENIED, strcmp(at, folder) ? "cannot make folder \"%s\": %s"
		    : "cannot write to folder \"%s\": %s", folder, strerror(errno));
	free(at);
	return ok;
}

bool
doctor_folders(struct doctor *d, struct err *e)
{
	bool ok = true;

	for (size_t i = 0; ok && i < COUNT(folders); i++) {
		struct err why = { 0 };
		char *folder = NULL;

		if (folder_in_use(&d->s->common, i, &folder, &why) && folder_usable(folder, &why))
			ok = doctor_report(d, folders[i].name, HEALTH_OK, folder, "", e);
		else {
			if (why.hint[0] == '\0')
				err_hint(&why, "set %s in crt.yaml to a folder that this user can write to",
				    folders[i].key);
			ok = doctor_explain_error(d, folders[i].name, &why, e);
		}
		free(folder);
	}
	return ok;
}
