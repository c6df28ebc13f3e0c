/* metrics.c: write figures of the database as metrics for Prometheus. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/array.h"
#include "os/file.h"
#include "query.h"
#include "report.h"
#include "run/output.h"

#define METRICS_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define METRICS_MODE 0644

enum metric_type { COUNTER, GAUGE, HISTOGRAM, SUMMARY };

static const char *const types[] = { "counter", "gauge", "histogram", "summary" };

static const struct metric {
	const char *name;
	enum metric_type type;
	const char *labels, *help;
} list[] = {
#define METRIC(name, type, labels, help) { #name, type, labels, help },
#include "report/metric.def"
#undef METRIC
};

struct metrics {
	bool openmetrics;
	struct str samples[COUNT(list)];	/* of each metric */
};

/* A value of a label: backslash, quote, and line end are escaped. */
static void
metric_label(struct str *s, char before, const char *name, int n, const char *value)
{
	str_printf(s, "%c%.*s=\"", before, n, name);
	for (; *value; value++)
		if (*value == '\n')
			str_puts(s, "\\n");
		else {
			if (*value == '\\' || *value == '"')
				str_putc(s, '\\');
			str_putc(s, *value);
		}
	str_putc(s, '"');
}

/* The labels of a row; those without a value are left out. */
static void
metric_labels(struct str *s, const struct metric *m, const struct db_row *row)
{
	const char *value = db_text(row, SQL_METRIC_LIST_STORE), *name = m->labels;
	char before = '{';
	int column, n;

	if (value) {
		metric_label(s, before, "store", (int)strlen("store"), value);
		before = ',';
	}
	for (column = SQL_METRIC_LIST_LABEL; *name; column++, name += n + (name[n] == ',')) {
		n = (int)strcspn(name, ",");
		value = db_text(row, column);
		if (value) {
			metric_label(s, before, name, n, value);
			before = ',';
		}
	}
	if (before == ',')
		str_putc(s, '}');
}

static bool
metric_row(void *arg, const struct db_row *row, struct err *e)
{
	struct metrics *m = arg;
	const char *name = db_text(row, SQL_METRIC_LIST_NAME);
	const char *suffix = db_text(row, SQL_METRIC_LIST_SUFFIX);
	struct str *s;
	size_t i = 0;

	while (i < COUNT(list) && strcmp(list[i].name, name))
		i++;
	if (i == COUNT(list))
		return err_set(e, ERR_BUG, "metric.def lacks %s", name);
	s = &m->samples[i];
	str_printf(s, "%s%s", name, suffix ? suffix : "");
	metric_labels(s, &list[i], row);
	str_printf(s, " %s\n", db_text(row, SQL_METRIC_LIST_VALUE));
	return true;
}

/* OpenMetrics names a counter without _total in its head. */
static void
metric_head(struct str *out, const struct metric *m, bool openmetrics)
{
	int n = (int)strlen(m->name);

	if (openmetrics && m->type == COUNTER)
		n -= (int)strlen("_total");
	str_printf(out, "# HELP %.*s %s\n# TYPE %.*s %s\n", n, m->name, m->help, n, m->name,
	    types[m->type]);
}

static void
metrics_write(struct str *out, struct metrics *m)
{
	size_t i;

	for (i = 0; i < COUNT(list); i++)
		if (m->samples[i].len) {
			metric_head(out, &list[i], m->openmetrics);
			str_puts(out, str_text(&m->samples[i]));
		}
	if (m->openmetrics)
		str_puts(out, "# EOF\n");
}

static bool
metrics_put(const struct str *out, const char *path, struct err *e)
{
	const char *text = str_text(out);

	if (str_full(out))
		return err_set(e, ERR_USAGE, "the metrics are longer than 64 MiB; use -s");
	if (path == NULL)
		return file_write(STDOUT_FILENO, text, out->len)
		    || err_set(e, ERR_GONE, "cannot write to standard output");
	return access(path, F_OK) == 0 ? file_replace(path, text, out->len, e)
	    : file_make(path, text, out->len, METRICS_MODE, e);
}

/* orders_max_age of each store in seconds, in the order of the stores. */
static const char *
metrics_ages(struct array *ages, const struct stores *all)
{
	char seconds[CLOCK_TEXT];
	size_t i;

	array_open(ages);
	for (i = 0; i < all->n; i++) {
		crt_time age = all->list[i].orders_max_age;

		snprintf(seconds, sizeof seconds, "%lld", (long long)(age / CLOCK_SECOND));
		array_add(ages, age ? seconds : NULL);
	}
	return array_param(ages);
}

static bool
metrics_read(struct metrics *m, struct run *r, struct err *e)
{
	struct array ages = { .text = STR_MAX(ARRAY_BYTES_MAX) };
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), run_now(now),
	    metrics_ages(&ages, &r->stores) };
	bool versioned, ok;

	ok = db_each(r->db, sql_metric_list, 3, params, metric_row, m, e)
	    && db_each(r->db, sql_metric_provider, 1, params, metric_row, m, e)
	    && db_each(r->db, sql_metric_database, 0, NULL, metric_row, m, e)
	    && db_query_bool(r->db, sql_schema_exists, 0, NULL, &versioned, e)
	    && (!versioned || db_each(r->db, sql_metric_schema, 0, NULL, metric_row, m, e));
	array_free(&ages);
	return ok;
}

bool
report_metrics(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	struct metrics m = { .openmetrics = set->metrics_format != 0 };
	struct str out = STR_MAX(METRICS_BYTES_MAX);
	struct run run;
	size_t i;
	bool ok;

	for (i = 0; i < COUNT(list); i++)
		m.samples[i] = (struct str)STR_MAX(METRICS_BYTES_MAX);
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES, e)
	    && metrics_read(&m, &run, e);
	if (ok) {
		metrics_write(&out, &m);
		ok = metrics_put(&out, set->file, e);
	}
	for (i = 0; i < COUNT(list); i++)
		str_free(&m.samples[i]);
	str_free(&out);
	return run_close(&run, ok, e);
}
