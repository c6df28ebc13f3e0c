/* metrics.c: write figures of the database as metrics for Prometheus. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"
#include "query.h"
#include "report.h"
#include "run/output.h"

#define METRICS_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define METRICS_MODE 0644

enum metric_type { COUNTER, GAUGE };

static const struct metric {
	const char *name;
	enum metric_type type;
	const char *label, *help;
} list[] = {
#define METRIC(name, type, label, help) { #name, type, label, help },
#include "report/metric.def"
#undef METRIC
};

struct metrics {
	bool openmetrics;
	struct str samples[COUNT(list)];	/* of each metric */
};

/* A value of a label: backslash, quote, and line end are escaped. */
static void
metric_label(struct str *s, const char *name, const char *value)
{
	str_printf(s, "%s%s=\"", str_text(s)[s->len - 1] == '{' ? "" : ",", name);
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

static bool
metric_row(void *arg, const struct db_row *row, struct err *e)
{
	struct metrics *m = arg;
	const char *name = db_text(row, SQL_METRIC_LIST_NAME);
	const char *store = db_text(row, SQL_METRIC_LIST_STORE);
	const char *label = db_text(row, SQL_METRIC_LIST_LABEL);
	struct str *s;
	size_t i = 0;

	while (i < COUNT(list) && strcmp(list[i].name, name))
		i++;
	if (i == COUNT(list))
		return err_set(e, ERR_BUG, "metric.def lacks %s", name);
	s = &m->samples[i];
	str_puts(s, name);
	if (store || label) {
		str_putc(s, '{');
		if (store)
			metric_label(s, "store", store);
		if (label)
			metric_label(s, list[i].label, label);
		str_putc(s, '}');
	}
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
	    m->type == COUNTER ? "counter" : "gauge");
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

bool
report_metrics(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	struct metrics m = { .openmetrics = set->metrics_format != 0 };
	struct str out = STR_MAX(METRICS_BYTES_MAX);
	char now[CLOCK_TEXT];
	struct run run;
	size_t i;
	bool ok;

	for (i = 0; i < COUNT(list); i++)
		m.samples[i] = (struct str)STR_MAX(METRICS_BYTES_MAX);
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES, e);
	if (ok) {
		const char *params[] = { str_text(&run.stores.array), run_now(now) };

		ok = db_each(run.db, sql_metric_list, COUNT(params), params, metric_row, &m, e);
	}
	if (ok) {
		metrics_write(&out, &m);
		ok = metrics_put(&out, set->file, e);
	}
	for (i = 0; i < COUNT(list); i++)
		str_free(&m.samples[i]);
	str_free(&out);
	return run_close(&run, ok, e);
}
