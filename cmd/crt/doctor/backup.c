/* backup.c: report where data and backups are, and how old the last backup is. */
#include <stdlib.h>

#include "doctor.h"
#include "os/file.h"
#include "os/volume.h"
#include "query.h"
#include "run/journal.h"

#define BACKUP_LATE (2 * CLOCK_DAY)
#define PLAIN_TODO  "a thief of the disk can read it: move it to a volume with LUKS"

static const char *const words[] = {
	[VOLUME_UNKNOWN] = "cannot be seen from here: ", [VOLUME_PLAIN] = "not encrypted: ",
	[VOLUME_ENCRYPTED] = "encrypted: ",
};

/* A recommendation, no fault: crt works without. */
static bool
doctor_backup_volume(struct doctor *d, const char *check, const char *path, struct err *e)
{
	enum volume v = volume_of(path);
	struct str found = STR_MAX(FILE_PATH_MAX);
	bool ok;

	str_printf(&found, "%s%s", words[v], path);
	ok = doctor_report(d, check, HEALTH_OK, str_text(&found), v == VOLUME_PLAIN ? PLAIN_TODO : "",
	    e);
	str_free(&found);
	return ok;
}

bool
doctor_volumes(struct doctor *d, struct err *e)
{
	struct err why = { 0 };
	char *journal = NULL;
	bool ok = true;

	if (d->s->server)
		ok = doctor_backup_volume(d, "data volume", d->s->server, e);
	if (ok && journal_folder(&d->s->common, &journal, &why))
		ok = doctor_backup_volume(d, "journal volume", journal, e);
	free(journal);
	return ok;
}

struct doctor_last {
	struct doctor *d;
	bool any;
};

static bool
doctor_backup_row(void *arg, const struct db_row *row, struct err *e)
{
	struct doctor_last *l = arg;
	crt_time at = db_time(row, SQL_BACKUP_LAST_STARTED_AT);
	const char *path = db_text(row, SQL_BACKUP_LAST_PATH);
	bool sealed = db_true(row, SQL_BACKUP_LAST_ENCRYPTED), late = clock_now() - at > BACKUP_LATE;
	struct str found = STR_MAX(FILE_PATH_MAX);
	char text[CLOCK_TEXT];
	bool ok;

	l->any = true;
	str_printf(&found, "of %s, %s, %s", clock_print(at, text), sealed ? "encrypted"
	    : "not encrypted", db_true(row, SQL_BACKUP_LAST_VERIFIED) ? "verified" : "not verified");
	ok = doctor_report(l->d, "backup", late ? HEALTH_WARNING : HEALTH_OK, str_text(&found),
	    late ? "run once a day: crt db backup DIR" : "", e);
	str_free(&found);
	return ok && (sealed || doctor_backup_volume(l->d, "backup volume", path, e));
}

bool
doctor_backup(struct doctor *d, struct err *e)
{
	struct doctor_last l = { d, false };
	struct err why = { 0 };

	if (!db_each(d->db, sql_backup_last, 0, NULL, doctor_backup_row, &l, &why))
		return doctor_explain_error(d, "backup", &why, e);
	return l.any || doctor_report(d, "backup", HEALTH_OK, "none",
	    "run once a day: crt db backup DIR", e);
}
