/* doctor.c: crt doctor: check the installation, from its files to its database. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/stop.h"
#include "conf/config.h"
#include "crypto/keyring.h"
#include "doctor.h"
#include "../privileges.h"
#include "os/file.h"
#include "os/owner.h"

#define DISK_FAULT   ((uint64_t)256 << 20)
#define DISK_WARNING ((uint64_t)2 << 30)

static const struct table_column columns[] = {
	{ .name = "check" }, { .name = "verdict" }, { .name = "found" }, { .name = "todo" },
};

bool
doctor_config(struct doctor *d, struct err *e)
{
	struct err why = { 0 };

	if (!config_check(d->s->common.files, &why))
		return doctor_explain_error(d, "configuration", &why, e);
	if (d->s->common.home[0])
		return doctor_report(d, "configuration", HEALTH_OK, d->s->common.home, "", e);
	return doctor_report(d, "configuration", HEALTH_WARNING, "no crt.yaml was read",
	    "run: crt init", e);
}

static bool
doctor_report_left(struct doctor *d, struct err *e)
{
	char *path = realpath(d->s->common.key_file, NULL), *left = path ? file_left(path) : NULL;
	struct str text = STR_MAX(FILE_PATH_MAX);
	bool ok = true;

	if (left) {
		str_printf(&text, "a crash left \"%s\", which contains keys", left);
		ok = doctor_report(d, "key", HEALTH_WARNING, str_text(&text),
		    "remove it, or run: crt key rotate", e);
	}
	str_free(&text);
	free(left);
	free(path);
	return ok;
}

bool
doctor_key(struct doctor *d, struct err *e)
{
	struct err why = { 0 };
	struct keyring *k;
	char text[64];

	if (d->s->common.key_file == NULL)
		return doctor_report(d, "key", HEALTH_FAULT, "no key_file in the configuration",
		    "run: crt init", e);
	if (!keyring_open(&k, d->s->common.key_file, &why))
		return doctor_explain_error(d, "key", &why, e);
	snprintf(text, sizeof text, "%zu, active: %s", k->n, k->key[0].id);
	keyring_close(k);
	return doctor_report(d, "key", HEALTH_OK, text, "", e) && doctor_report_left(d, e);
}

/* The first file in the folder that does not belong to uid; the caller frees it. */
static char *
doctor_foreign(const char *folder, uid_t uid, uid_t *theirs)
{
	struct dirent **found = NULL;
	int i, n = scandir(folder, &found, NULL, alphasort);
	char *path = NULL;
	struct stat st = { 0 };

	for (i = 0; i < n; i++) {
		if (path == NULL && strcmp(found[i]->d_name, "..")) {
			path = file_in(folder, found[i]->d_name);
			if (lstat(path, &st) < 0 || st.st_uid == uid) {
				free(path);
				path = NULL;
			}
		}
		free(found[i]);
	}
	free(found);
	*theirs = st.st_uid;
	return path;
}

/* The owner's commands cannot use files of other users. */
bool
doctor_owner(struct doctor *d, struct err *e)
{
	const char *folder = d->s->server;
	uid_t theirs, uid = folder ? owner_of(folder) : 0;
	char *foreign = folder ? doctor_foreign(folder, uid, &theirs) : NULL;
	char owner[OWNER_NAME_MAX], other[OWNER_NAME_MAX];
	struct str text = STR_MAX(FILE_PATH_MAX), todo = STR_MAX(FILE_PATH_MAX);
	bool ok;

	if (folder == NULL)
		return true;
	owner_name(uid, owner);
	if (foreign) {
		str_printf(&text, "\"%s\" belongs to %s, its folder to %s", foreign,
		    owner_name(theirs, other), owner);
		str_printf(&todo, "run as root: chown -R %s %s", uid ? owner : other, folder);
	}
	ok = doctor_report(d, "owner", foreign ? HEALTH_FAULT : HEALTH_OK,
	    foreign ? str_text(&text) : owner, str_text(&todo), e);
	str_free(&text);
	str_free(&todo);
	free(foreign);
	return ok;
}

/* Only a private server's disk can be checked from here. */
bool
doctor_disk(struct doctor *d, struct err *e)
{
	struct statvfs v;
	uint64_t left;
	char text[64];

	if (d->s->server == NULL)
		return true;
	if (statvfs(d->s->server, &v) < 0)
		return doctor_report(d, "disk", HEALTH_FAULT, "the server's folder cannot be read",
		    "check its path and its permissions", e);
	left = (uint64_t)v.f_bavail * v.f_frsize;
	snprintf(text, sizeof text, "%llu MiB left", (unsigned long long)(left >> 20));
	if (left < DISK_FAULT)
		return doctor_report(d, "disk", HEALTH_FAULT, text, "free disk space now", e);
	if (left < DISK_WARNING || v.f_bavail < v.f_blocks / 20)
		return doctor_report(d, "disk", HEALTH_WARNING, text, "free disk space soon", e);
	return doctor_report(d, "disk", HEALTH_OK, text, "", e);
}

bool
front_doctor(void *settings, char **operands UNUSED, struct err *e)
{
	struct doctor d = { .s = settings };
	bool ok;

	if (!owner_switch(d.s, e))
		return false;
	d.table = table_open(columns, COUNT(columns), option_output(&d.s->common));
	ok = doctor_config(&d, e) && doctor_key(&d, e) && doctor_owner(&d, e) &&
	    doctor_folders(&d, e) && doctor_disk(&d, e) && doctor_volumes(&d, e) &&
	    doctor_server(&d, e);
	if (ok && !d.s->offline)
		ok = stop_check(e) && doctor_channels(&d, e);
	if (ok && d.db)
		ok = doctor_settings(&d, e) && doctor_schema(&d, e) && doctor_stores(&d, e) &&
		    doctor_runs(&d, e);
	ok = table_close(d.table, e) && ok;
	db_close(d.db);
	doctor_forget(&d);
	ok = ok && stop_check(e);
	if (ok && d.faults)
		return err_set(e, ERR_CONFIG, "%d fault%s found", d.faults, d.faults > 1 ? "s" : "");
	return ok;
}
