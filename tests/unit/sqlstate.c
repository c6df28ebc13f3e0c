/* sqlstate.c: every class of PostgreSQL's error codes, and codes that differ from their class. */
#include <ctype.h>
#include <glob.h>
#include <stdio.h>

#include "db/sqlstate.h"
#include "tap.h"

static const struct {
	const char *state;
	enum err_kind kind;
	int status;
	const char *hint;		/* a part of it */
} cases[] = {
	{ "00000", ERR_BUG, 70, "" }, { "01000", ERR_BUG, 70, "" }, { "02000", ERR_BUG, 70, "" },
	{ "03000", ERR_BUG, 70, "" }, { "09000", ERR_BUG, 70, "" }, { "0A000", ERR_BUG, 70, "" },
	{ "0B000", ERR_BUG, 70, "" }, { "0F001", ERR_BUG, 70, "" }, { "0Z002", ERR_BUG, 70, "" },
	{ "10608", ERR_BUG, 70, "" }, { "20000", ERR_BUG, 70, "" }, { "21000", ERR_BUG, 70, "" },
	{ "24000", ERR_BUG, 70, "" }, { "27000", ERR_BUG, 70, "" }, { "2B000", ERR_BUG, 70, "" },
	{ "2D000", ERR_BUG, 70, "" }, { "2F000", ERR_BUG, 70, "" }, { "34000", ERR_BUG, 70, "" },
	{ "38000", ERR_BUG, 70, "" }, { "39000", ERR_BUG, 70, "" }, { "3B001", ERR_BUG, 70, "" },
	{ "P0000", ERR_BUG, 70, "" }, { "XX000", ERR_BUG, 70, "" }, { "ZZ000", ERR_BUG, 70, "" },
	/* the connection, limits of the server, its operator: retry later */
	{ "08000", ERR_AGAIN, 75, "" }, { "08006", ERR_AGAIN, 75, "" }, { "08P01", ERR_AGAIN, 75, "" },
	{ "40001", ERR_AGAIN, 75, "" }, { "40P01", ERR_AGAIN, 75, "" }, { "53000", ERR_AGAIN, 75, "" },
	{ "53100", ERR_AGAIN, 75, "disk" }, { "53200", ERR_AGAIN, 75, "" },
	{ "53300", ERR_AGAIN, 75, "" }, { "55P03", ERR_AGAIN, 75, "" }, { "55006", ERR_AGAIN, 75, "" },
	{ "57014", ERR_AGAIN, 75, "" }, { "57P01", ERR_AGAIN, 75, "" }, { "57P02", ERR_AGAIN, 75, "" },
	{ "57P03", ERR_AGAIN, 75, "" }, { "57P05", ERR_AGAIN, 75, "" }, { "58030", ERR_AGAIN, 75, "" },
	{ "72000", ERR_AGAIN, 75, "" }, { "25P03", ERR_AGAIN, 75, "" }, { "25P04", ERR_AGAIN, 75, "" },
	/* a value that the database rejects */
	{ "22001", ERR_INPUT, 65, "" }, { "22P02", ERR_INPUT, 65, "" }, { "23505", ERR_INPUT, 65, "" },
	{ "44000", ERR_INPUT, 65, "" }, { "54000", ERR_INPUT, 65, "" }, { "P0001", ERR_INPUT, 65, "" },
	{ "22P03", ERR_BUG, 70, "" }, { "22P04", ERR_BUG, 70, "" }, { "25P02", ERR_BUG, 70, "" },
	{ "25000", ERR_BUG, 70, "" }, { "42601", ERR_BUG, 70, "" }, { "55P04", ERR_BUG, 70, "" },
	/* rights */
	{ "0L000", ERR_DENIED, 77, "" }, { "28000", ERR_DENIED, 77, "pg_hba.conf" },
	{ "28P01", ERR_DENIED, 77, "password" }, { "42501", ERR_DENIED, 77, "" },
	/* what a person configured */
	{ "0P000", ERR_DATABASE, 78, "" }, { "25006", ERR_DATABASE, 78, "read-only" },
	{ "26000", ERR_DATABASE, 78, "pooler" }, { "42P05", ERR_DATABASE, 78, "pooler" },
	{ "3D000", ERR_DATABASE, 78, "database is missing" }, { "3F000", ERR_DATABASE, 78, "migrate" },
	{ "42P01", ERR_DATABASE, 78, "migrate" }, { "42703", ERR_DATABASE, 78, "migrate" },
	{ "42704", ERR_DATABASE, 78, "migrate" }, { "42883", ERR_DATABASE, 78, "migrate" },
	{ "53400", ERR_DATABASE, 78, "" }, { "54001", ERR_DATABASE, 78, "max_stack_depth" },
	{ "55P02", ERR_DATABASE, 78, "" }, { "F0000", ERR_DATABASE, 78, "" },
	{ "HV000", ERR_DATABASE, 78, "" },
	{ "XX001", ERR_IO, 74, "backup" }, { "XX002", ERR_IO, 74, "REINDEX" },
};

static bool
has_case(const char *state)
{
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		if (!strncmp(cases[i].state, state, 2))
			return true;
	return false;
}

/* Each class of PostgreSQL must have a row, and not fall back to that of unknown codes. */
static void
list(const char *path)
{
	char line[512];
	FILE *f = fopen(path, "r");
	int n = 0, missing = 0;

	while (f && fgets(line, sizeof line, f)) {
		if (!isupper((unsigned char)line[0]) && !isdigit((unsigned char)line[0]))
			continue;
		if (strlen(line) < 6 || !isspace((unsigned char)line[5]))
			continue;
		n++;
		if (strlen(sqlstate_find(line)->prefix) < 2 || !has_case(line)) {
			printf("# %.5s\n", line);
			missing++;
		}
	}
	if (f)
		fclose(f);
	tap_ok(n > 200 && missing == 0, path);
}

int
main(void)
{
	glob_t found = { 0 };
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		const struct sqlstate *s = sqlstate_find(cases[i].state);
		struct err e = { .kind = s->kind };

		tap_ok(s->kind == cases[i].kind && err_status(&e) == cases[i].status
		    && strstr(s->hint, cases[i].hint) && (*cases[i].hint != '\0') == (*s->hint != '\0')
		    && strlen(s->hint) < ERR_HINT_MAX, cases[i].state);
	}
	if (glob("/usr/share/postgresql/*/errcodes.txt", 0, NULL, &found) == 0)
		for (i = 0; i < found.gl_pathc; i++)
			list(found.gl_pathv[i]);
	globfree(&found);
	return tap_done();
}
