/* init_owner.c: choose the owner of a new installation. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "init.h"
#include "init_paths.h"
#include "os/act.h"
#include "os/file.h"
#include "os/owner.h"

#define SERVICE_USER "crt"		/* in etc/systemd and etc/cron, too */
#define SERVER_USER  "postgres"		/* of PostgreSQL's packages */

/* The only files that a folder of root may contain to become an installation. */
static const char *const parts[] = { "pg", "pg.new", "pg.log", "pg.lock", "key", "crt.yaml" };

/* The owner of existing data or an existing key, as in a copied installation. */
static const struct passwd *
init_owner_of_parts(const struct plan *p)
{
	static const char *const names[] = { "pg", "key" };
	const struct passwd *owner = NULL;
	struct stat st;
	size_t i;

	for (i = 0; i < COUNT(names) && owner == NULL; i++) {
		char *path = file_in(p->folder, names[i]);

		if (lstat(path, &st) == 0 && st.st_uid != 0)
			owner = getpwuid(st.st_uid);
		free(path);
	}
	return owner;
}

static bool
init_owner_missing(bool services, struct err *e)
{
	if (services) {
		err_set(e, ERR_CONFIG, "there is no user \"" SERVICE_USER "\" for the services to run as");
		return err_hint(e, "run: systemd-sysusers; or name a folder: crt init DIR; "
		    "see crt(1)");
	}
	err_set(e, ERR_CONFIG, "there is no user \"" SERVICE_USER "\" or \"" SERVER_USER "\", and "
	    "PostgreSQL does not run as root");
	return err_hint(e, "install PostgreSQL's server, run: useradd -r " SERVICE_USER ", or name a "
	    "database with -d");
}

/* Prefers the services' user, as whom the services then run without further setup.  Without
   that user, a private server belongs to PostgreSQL's user.  With a database elsewhere, nobody
   else needs the folder: *owner is NULL, and root keeps it. */
static bool
init_owner_choose(const struct plan *p, bool services, const struct passwd **owner, struct err *e)
{
	*owner = services ? NULL : init_owner_of_parts(p);
	if (*owner == NULL)
		*owner = getpwnam(SERVICE_USER);
	if (*owner == NULL && !services && p->database == NULL)
		*owner = getpwnam(SERVER_USER);
	return *owner || (!services && p->database) || init_owner_missing(services, e);
}

static int
init_owner_foreign(const struct dirent *d)
{
	size_t i;

	for (i = 0; i < COUNT(parts); i++)
		if (strcmp(d->d_name, parts[i]) == 0)
			return 0;
	return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

/* Protects other folders: "crt init /etc" must not change the owner of /etc. */
static bool
init_owner_only_parts(const struct plan *p, const char *name, struct err *e)
{
	struct dirent **found = NULL;
	int i, n = scandir(p->folder, &found, init_owner_foreign, alphasort);

	if (n > 0) {
		err_set(e, ERR_CONFIG, "\"%s\" belongs to root and contains other files, such as \"%s\"",
		    p->folder, found[0]->d_name);
		err_hint(e, "name a new folder, or run: chown -R %s %s", name, p->folder);
	}
	for (i = 0; i < n; i++)
		free(found[i]);
	free(found);
	return n <= 0;
}

/* This is safe because the folder still belongs to root: nobody else can have put files in. */
static bool
init_owner_change(const char *path, const struct passwd *owner, struct err *e)
{
	struct stat st;

	if (lstat(path, &st) < 0 || st.st_uid != 0 || S_ISLNK(st.st_mode) ||
	    lchown(path, owner->pw_uid, owner->pw_gid) == 0)
		return true;
	return err_set(e, ERR_DENIED, "cannot give \"%s\" to %s: %s", path, owner->pw_name,
	    strerror(errno));
}

static bool
init_owner_give(struct plan *p, const struct passwd *owner, struct err *e)
{
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < COUNT(parts); i++) {
		char *path = file_in(p->folder, parts[i]);

		ok = init_owner_change(path, owner, e);
		free(path);
	}
	p->given = ok = ok && init_owner_change(p->folder, owner, e);
	return ok;
}

/* A folder that root creates or owns gets a new owner; another user's folder keeps its own. */
static bool
init_owner_root(struct plan *p, bool services, struct err *e)
{
	const bool dry_run = p->s->common.dry_run;
	const struct passwd *owner;
	struct stat st;

	if (!p->fresh && stat(p->folder, &st) == 0 && st.st_uid != 0)
		return act_for(p->folder, false, e);
	if (!init_owner_choose(p, services, &owner, e))
		return false;
	if (owner && !p->fresh && !services && !init_owner_only_parts(p, owner->pw_name, e))
		return false;
	/* The owner must be able to pass through the folders above. */
	if (!dry_run && !file_folders(p->folder, 0755, e))
		return false;
	return owner == NULL || ((dry_run || init_owner_give(p, owner, e)) && act_as(owner, false, e));
}

static bool
init_owner_enters(const struct plan *p, struct err *e)
{
	if (p->s->common.dry_run || act_name() == NULL || access(p->folder, W_OK | X_OK) == 0)
		return true;
	err_set(e, ERR_CONFIG, "user %s cannot enter \"%s\"", act_name(), p->folder);
	return err_hint(e, "each folder above it must let that user through");
}

/* By default the folder is the user's own, or the services' folder for root. */
bool
init_owner(struct plan *p, struct err *e)
{
	bool services = p->folder == NULL && geteuid() == 0;
	char real[PATH_MAX];

	if (p->folder == NULL && !init_data_folder(&p->folder, e))
		return false;
	p->fresh = !p->s->common.dry_run && access(p->folder, F_OK) < 0;
	if (geteuid() != 0 ? p->fresh && !file_folders(p->folder, 0700, e)
	    : !init_owner_root(p, services, e))
		return false;
	if (!init_owner_enters(p, e))
		return false;
	if (realpath(p->folder, real)) {
		free(p->folder);
		p->folder = mem_dup(real);
	}
	return true;
}

void
init_owner_log(const struct plan *p)
{
	struct stat st;
	char name[OWNER_NAME_MAX];

	if (stat(p->folder, &st) == 0)
		log_line(LOG_WARN, NULL, "\"%s\" belongs to user %s; commands that root runs with it act "
		    "as that user", p->folder, owner_name(st.st_uid, name));
}
