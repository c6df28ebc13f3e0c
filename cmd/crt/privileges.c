/* privileges.c: root works as the user whom an installation belongs to. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/owner.h"
#include "front.h"

#define SERVICE_USER "crt"		/* in etc/systemd and etc/cron, too */

static bool acting;

/* The saved ids stay root's: for front_act_as_root, and gone with the next exec. */
static bool
act_as(const struct passwd *p, struct err *e)
{
	if (initgroups(p->pw_name, p->pw_gid) || setresgid(p->pw_gid, p->pw_gid, 0) ||
	    setresuid(p->pw_uid, p->pw_uid, 0))
		return err_set(e, ERR_DENIED, "cannot act as user \"%s\": %s", p->pw_name,
		    strerror(errno));
	setenv("HOME", p->pw_dir, 1);
	acting = true;
	return true;
}

bool
front_act_for(const char *path, struct err *e)
{
	const struct passwd *p;
	struct stat st;

	if (geteuid() != 0 || path == NULL || stat(path, &st) < 0 || st.st_uid == 0)
		return true;
	p = getpwuid(st.st_uid);
	return p ? act_as(p, e) : err_set(e, ERR_CONFIG, "\"%s\" belongs to user %ld, who has no name",
	    path, (long)st.st_uid);
}

bool
front_act(const struct settings *s, struct err *e)
{
	char *data = s->server ? file_in(s->server, "pg") : NULL;
	bool ok = front_act_for(s->server ? s->server : s->common.key_file, e)
	    && (data == NULL || owner_check(data, e))
	    && (s->common.key_file == NULL || owner_check(s->common.key_file, e));

	free(data);
	return ok;
}

bool
front_act_as_root(struct err *e)
{
	static const gid_t group = 0;

	if (acting && (setresuid(0, 0, 0) || setresgid(0, 0, 0) || setgroups(1, &group)))
		return err_set(e, ERR_DENIED, "cannot become root again: %s", strerror(errno));
	acting = false;
	return true;
}

bool
front_give(const char *folder, bool dry_run, struct err *e)
{
	const struct passwd *p = getpwnam(SERVICE_USER);
	struct stat st;

	if (p == NULL) {
		err_set(e, ERR_CONFIG, "there is no user \"" SERVICE_USER "\" for the services to run as");
		return err_hint(e, "run: systemd-sysusers; or name a folder: crt init DIR; "
		    "see crt(1)");
	}
	if (dry_run)
		return true;
	if (!file_folders(folder, 0755, e))
		return false;
	if (stat(folder, &st) == 0 && st.st_uid == 0 && chown(folder, p->pw_uid, p->pw_gid) < 0)
		return err_set(e, ERR_DENIED, "cannot give \"%s\" to %s: %s", folder, p->pw_name,
		    strerror(errno));
	return true;
}
