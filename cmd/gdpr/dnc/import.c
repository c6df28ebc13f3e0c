/* import.c: dnc import: take files of the Do-Not-Call registry, and keep the evidence. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../gdpr.h"
#include "base/log.h"
#include "db/tuples.h"
#include "dnc_file.h"
#include "privacy/dnc_line.h"
#include "query.h"

#define ROWS_MAX      20000		/* lines that are sent at once */
#define AREA_CODES    1000
#define NAMED_MAX     10		/* unreadable lines that are logged */
#define ID_LIST_MAX   8192
#define NUMBER_TEXT   24

/* A file. The lines of a full list come by area code: each is merged when the next one begins. */
struct importing {
	struct run *run;
	const struct gdpr *set;
	const struct tenant *tenant;
	struct dnc_form form;
	const char *path;
	struct tuples rows;
	bool seen[AREA_CODES];
	int area;			/* whose lines wait to be merged; 0: none */
	int64_t lines, refused, added, removed;
	char downloaded[CLOCK_TEXT];
};

static bool
import_flush(struct importing *i, struct err *e)
{
	bool ok = tuples_send(i->run->db, sql_dnc_add, &i->rows, e);

	tuples_reset(&i->rows);
	return ok;
}

static bool
import_problem(const struct importing *i, const char *problem, const struct db_row *row,
    struct err *e)
{
	if (!strcmp(problem, "newer")) {
		char text[CLOCK_TEXT];

		err_set(e, ERR_USAGE, "%s: area code %03d has data of %s, which is newer", i->path,
		    i->area, clock_print(db_time(row, SQL_DNC_REPLACE_VERSION), text));
		return err_hint(e, "import the newest files only, with the time of their download");
	}
	err_set(e, ERR_USAGE, "%s: area code %03d has less than half of its %" PRId64 " numbers",
	    i->path, i->area, db_int(row, SQL_DNC_REPLACE_NUMBERS));
	return err_hint(e, "download the file again; if it is complete, import it with --yes");
}

static bool
import_merged(void *arg, const struct db_row *row, struct err *e)
{
	struct importing *i = arg;
	const char *problem = db_text(row, SQL_DNC_REPLACE_PROBLEM);

	if (problem)
		return import_problem(i, problem, row, e);
	i->added += db_int(row, SQL_DNC_REPLACE_ADDED);
	i->removed += db_int(row, SQL_DNC_REPLACE_REMOVED);
	return true;
}

static bool
import_replace(struct importing *i, struct err *e)
{
	char area[NUMBER_TEXT];
	const char *params[] = { i->tenant->id, area, i->downloaded, i->set->yes ? "true" : "false" };
	bool ok = import_flush(i, e);

	snprintf(area, sizeof area, "%d", i->area);
	ok = ok && db_each(i->run->db, sql_dnc_replace, COUNT(params), params, import_merged, i, e);
	i->area = 0;
	log_progress("%lld numbers", (long long)i->lines);
	return ok;
}

static bool
import_change(struct importing *i, struct err *e)
{
	const char *params[] = { i->tenant->id, i->downloaded };

	return import_flush(i, e)
	    && db_each(i->run->db, sql_dnc_change, COUNT(params), params, import_merged, i, e);
}

static bool
import_area(struct importing *i, int area, struct err *e)
{
	if (i->area == area || i->form.changes) {
		i->area = area;
		i->seen[area] = true;
		return true;
	}
	if (i->area && !import_replace(i, e))
		return false;
	if (i->seen[area]) {
		err_set(e, ERR_USAGE, "%s: line %lld: area code %03d comes again; a full list is sorted by "
		    "area code", i->path, (long long)i->lines, area);
		return err_hint(e, "sort it: sort FILE | crt-gdpr dnc import --downloaded TIME -");
	}
	i->seen[i->area = area] = true;
	return true;
}

/* The log names the line, not the number. */
static bool
import_refuse(struct importing *i, const char *why)
{
	if (i->refused++ < NAMED_MAX)
		log_line(LOG_WARN, NULL, "%s line %lld: %s", i->path, (long long)i->lines, why);
	return true;
}

static bool
import_line(void *arg, const char *line, size_t n, struct err *e)
{
	struct importing *i = arg;
	char norm[KEY_NORM_MAX];
	unsigned char key[IDENT_BYTES];
	struct dnc_number number;
	struct err why = { 0 };

	i->lines++;
	if (n < DNC_LINE_MAX && dnc_line_empty(line, n) && (n == 0 || i->lines == 1))
		return true;
	if (n == DNC_LINE_MAX)
		return import_refuse(i, "too long");
	if (!dnc_line_read(&i->form, line, n, &number, &why))
		return import_refuse(i, why.text);
	if (!key_phone(i->run->ring, i->tenant->store, number.phone, NULL, norm, key))
		return import_refuse(i, "not a telephone number");
	if (!import_area(i, number.area, e))
		return false;
	tuples_row(&i->rows, 4);
	tuples_int4(&i->rows, number.area);
	tuples_uuid(&i->rows, key);
	tuples_bool(&i->rows, number.listed);
	tuples_int8(&i->rows, i->lines);
	return i->rows.rows < ROWS_MAX || import_flush(i, e);
}

static const char *
import_areas(const struct importing *i, struct str *out)
{
	int area;

	for (area = 0; area < AREA_CODES; area++)
		if (i->seen[area])
			str_printf(out, "%c%d", out->len ? ',' : '{', area);
	str_puts(out, out->len ? "}" : "{}");
	return str_text(out);
}

static const char *
import_number(char text[NUMBER_TEXT], int64_t n)
{
	snprintf(text, NUMBER_TEXT, "%" PRId64, n);
	return text;
}

/* The evidence; *known: the same file of the same time was imported before. */
static bool
import_evidence(struct importing *i, const char *sum, bool *known, struct err *e)
{
	char lines[NUMBER_TEXT], refused[NUMBER_TEXT], added[NUMBER_TEXT], removed[NUMBER_TEXT];
	char now[CLOCK_TEXT], id[IDENT_TEXT];
	struct str areas = STR_MAX(ID_LIST_MAX);
	const char *slash = strrchr(i->path, '/');
	const char *params[] = { i->tenant->id, id, i->form.changes ? "change" : "full",
	    slash ? slash + 1 : i->path, sum, i->set->account, i->downloaded,
	    import_number(lines, i->lines), import_number(refused, i->refused),
	    import_number(added, i->added), import_number(removed, i->removed),
	    import_areas(i, &areas), run_now(now) };
	unsigned char bytes[IDENT_BYTES];
	int64_t stored = 0;
	bool ok;

	ident_random(bytes, clock_now());
	ident_print(bytes, id);
	ok = db_do(i->run->db, sql_dnc_import_put, COUNT(params), params, &stored, e);
	*known = stored == 0;
	str_free(&areas);
	return ok && (*known || audit_add(i->run->db, &(struct audit){ i->tenant->id, "dnc import", sum,
	    NULL, i->added + i->removed }, e));
}

static bool
import_readable(const struct importing *i, struct err *e)
{
	int area = 0;

	while (area < AREA_CODES && !i->seen[area])
		area++;
	if (area < AREA_CODES)
		return true;
	err_set(e, ERR_USAGE, "%s has no number that can be read", i->path);
	return err_hint(e, "unpack it; if its columns have another order, name them with --columns");
}

static bool
import_file(struct importing *i, struct err *e)
{
	struct str sum = STR_MAX(2 * HASH_BYTES);
	bool known = false, begun;
	bool ok = db_begin(i->run->db, e)
	    && db_query_bool(i->run->db, sql_dnc_begin, 0, NULL, &begun, e)
	    && dnc_file_read(i->path, import_line, i, &sum, e)
	    && import_readable(i, e)
	    && (i->form.changes ? import_change(i, e) : import_replace(i, e))
	    && import_evidence(i, str_text(&sum), &known, e);

	ok = run_keep(i->run, i->run->db, ok, e);
	if (ok && known)
		printf("%s was imported before\n", i->path);
	else if (ok)
		printf("%s: %lld numbers %s added and %lld deleted for %s\n", i->path,
		    (long long)i->added, i->run->common->dry_run ? "would be" : "are",
		    (long long)i->removed, i->tenant->slug);
	str_free(&sum);
	return ok;
}

static bool
import_files(struct run *r, const struct gdpr *set, const struct dnc_form *form, char **files,
    struct err *e)
{
	const struct tenant *tenant;
	struct tenants all;
	bool ok = tenants_open(&all, r, e) && tenants_only(&all, &tenant, e);
	int64_t refused = 0;

	for (; ok && *files; files++) {
		struct importing i = { .run = r, .set = set, .tenant = tenant, .form = *form,
		    .path = *files };

		clock_print(set->downloaded, i.downloaded);
		tuples_init(&i.rows);
		ok = import_file(&i, e);
		refused += i.refused;
		tuples_free(&i.rows);
	}
	tenants_close(&all);
	if (!ok || refused == 0)
		return ok;
	err_set(e, ERR_REJECTS, "%lld lines could not be read", (long long)refused);
	return err_hint(e, "the numbers of the other lines are imported; see --columns");
}

bool
gdpr_dnc_import(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct dnc_form form;
	struct run run;
	bool ok;

	if (!dnc_form_read(&form, set->columns ? set->columns : set->dnc_kind
	    ? "area,number,date,action" : "area,number", e))
		return false;
	if (form.changes != (set->dnc_kind > 0)) {
		err_set(e, ERR_USAGE, "only a list of changes has a column \"action\"");
		return err_hint(e, "give --kind change with the changes");
	}
	if (set->downloaded == 0) {
		err_set(e, ERR_USAGE, "--downloaded is missing: when the registry gave you the files");
		return err_hint(e, "such as --downloaded 2026-11-22T09:00:00Z, or 1d for a day ago");
	}
	if (set->downloaded > clock_now())
		return err_set(e, ERR_USAGE, "--downloaded lies in the future");
	ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS | RUN_HEARTBEAT, e)
	    && import_files(&run, set, &form, operands, e);
	return run_close(&run, ok, e);
}
