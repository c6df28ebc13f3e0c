/* doctor.c: crt doctor: examine the installation, from its files to its database. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>

#include "base/file.h"
#include "conf/config.h"
#include "crypto/keyring.h"
#include "doctor.h"

#define DISK_FAULT   ((uint64_t)256 << 20)
#define DISK_WARNING ((uint64_t)2 << 30)

static const struct table_column columns[] = {
	{ .name = "check" }, { .name = "verdict" }, { .name = "found" }, { .name = "todo" },
};

bool
doctor_config(struct doctor *d, struct err *e)
{
	struct err why = { 0 };

	if (!config_check(d->s->common.files, true, &why))
		return doctor_blame(d, "configuration", &why, e);
	if (d->s->common.home[0])
		return doctor_report(d, "configuration", VERDICT_OK, d->s->common.home, "", e);
	return doctor_report(d, "configuration", VERDICT_WARNING, "no crt.yaml was read",
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
		ok = doctor_report(d, "key", VERDICT_WARNING, str_text(&text),
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
		return doctor_report(d, "key", VERDICT_FAULT, "no key_file in the configuration",
		    "run: crt init", e);
	if (!keyring_open(&k, d->s->common.key_file, &why))
		return doctor_blame(d, "key", &why, e);
	snprintf(text, sizeof text, "%zu, active: %s", k->n, k->key[0].id);
	keyring_close(k);
	return doctor_report(d, "key", VERDICT_OK, text, "", e) && doctor_report_left(d, e);
}

/* Only where the data is ours to look at. */
bool
doctor_disk(struct doctor *d, struct err *e)
{
	struct statvfs v;
	uint64_t left;
	char text[64];

	if (d->s->server == NULL)
		return true;
	if (statvfs(d->s->server, &v) < 0)
		return doctor_report(d, "disk", VERDICT_FAULT, "the server's folder cannot be read",
		    "check its path and its permissions", e);
	left = (uint64_t)v.f_bavail * v.f_frsize;
	snprintf(text, sizeof text, "%llu MiB left", (unsigned long long)(left >> 20));
	if (left < DISK_FAULT)
		return doctor_report(d, "disk", VERDICT_FAULT, text, "free disk space now", e);
	if (left < DISK_WARNING || v.f_bavail < v.f_blocks / 20)
		return doctor_report(d, "disk", VERDICT_WARNING, text, "free disk space soon", e);
	return doctor_report(d, "disk", VERDICT_OK, text, "", e);
}

bool
front_doctor(void *settings, char **operands UNUSED, struct err *e)
{
	struct doctor d = { .s = settings };
	bool ok;

	if (!front_act(d.s, e))
		return false;
	d.table = table_open(columns, COUNT(columns), option_output(&d.s->common));
	ok = doctor_config(&d, e) && doctor_key(&d, e) && doctor_disk(&d, e) &&
	    doctor_server(&d, e);
	if (ok && !d.s->offline)
		ok = doctor_mail(&d, e);
	if (ok && d.db)
		ok = doctor_settings(&d, e) && doctor_schema(&d, e) && doctor_stores(&d, e) &&
		    doctor_runs(&d, e);
	ok = table_close(d.table, e) && ok;
	db_close(d.db);
	doctor_forget(&d);
	if (ok && d.faults)
		return err_set(e, ERR_CONFIG, "%d fault%s found", d.faults, d.faults > 1 ? "s" : "");
	return ok;
}
