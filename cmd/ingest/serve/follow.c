/* follow.c: look up where the links of a batch of clicks lead. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "crypto/encode.h"
#include "serve.h"
#include "query.h"

struct following {
	struct serve *serve;
	struct serve_table *table;
	struct delivery *of[SERVE_BATCH_MAX];	/* by number of the query, less 1 */
	size_t n;
};

/* Makes a URL of the shop safe for a header.  False: it is not one of the web. */
static bool
follow_location(struct str *out, const char *url, const char *coupon, const char *parameter)
{
	size_t n = strcspn(url, "#"), i;

	if (strncmp(url, "https://", 8) && strncmp(url, "http://", 7))
		return false;
	for (i = 0; url[i]; i++) {
		if (i == n && coupon)
			break;
		if (url[i] > ' ' && url[i] < 0x7f)
			str_putc(out, url[i]);
		else
			percent_write(out, url + i, 1);
	}
	if (coupon) {
		str_printf(out, "%c%s=", memchr(url, '?', n) ? '&' : '?', parameter);
		percent_write(out, coupon, strlen(coupon));
		str_puts(out, url + n);
	}
	return !str_full(out);
}

static bool
follow_found(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct following *f = arg;
	struct delivery *d = f->of[db_int(row, SQL_LINK_TARGETS_N) - 1];
	const struct serve_store *s = f->table ? serve_table_by_id(f->table, d->store) : NULL;
	const char *url = db_text(row, SQL_LINK_TARGETS_URL);
	const char *parameter = s && s->platform ? s->platform->coupon : NULL;
	const char *coupon = db_text(row, SQL_LINK_TARGETS_COUPON);
	struct str location = STR_MAX(DELIVERY_LOCATION_MAX);

	if (d->link.kind != LINK_RESTORE)
		coupon = NULL;
	if (url && follow_location(&location, url, parameter ? coupon : NULL, parameter)) {
		free(d->location);
		d->location = mem_dup(str_text(&location));
	} else if (d->link.kind == LINK_RESTORE && s)
		d->page = pages_render(f->serve->pages, PAGE_LINK, s,
		    db_text(row, SQL_LINK_TARGETS_LOCALE), NULL, false);
	str_free(&location);
	return true;
}

void
serve_follow(struct serve *serve, struct db *db, const struct delivery_list *l)
{
	struct following f = { .serve = serve };
	struct array column[3];
	const char *params[COUNT(column) + 1];
	char message[IDENT_TEXT], now[CLOCK_TEXT];
	struct err e = { 0 };
	struct delivery *d;
	size_t i;

	for (i = 0; i < COUNT(column); i++)
		array_open(&column[i]);
	for (d = l->first; d; d = d->next)
		if (d->follows && d->link.kind != LINK_OPEN && f.n < SERVE_BATCH_MAX) {
			f.of[f.n++] = d;
			array_add(&column[0], d->store);
			array_add(&column[1], ident_print(d->link.message, message));
			array_add(&column[2], d->link.kind == LINK_HIDDEN ? "-" : d->link.name);
		}
	for (i = 0; i < COUNT(column); i++)
		params[i] = array_param(&column[i]);
	params[i] = clock_print(clock_now(), now);
	if (f.n) {
		f.table = serve_stores_use(&serve->stores);
		if (!db_each(db, sql_link_targets, COUNT(params), params, follow_found, &f, &e))
			log_line(LOG_WARN, NULL, "links lead to the shop's home page: %s", e.text);
		serve_table_done(f.table);
	}
	for (i = 0; i < COUNT(column); i++)
		array_free(&column[i]);
}
