/* recover.c: find carts by name, and end the waiting time of one. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "detect.h"
#include "store/key.h"
#include "query.h"
#include "words.h"

#define NAMES_MAX ((size_t)4 * 1024 * 1024)

struct wanted {
	char store[IDENT_TEXT], id[IDENT_TEXT];
	int status;			/* enum cart_status */
	size_t n;
};

static void
recover_put(struct cart_names *n, const struct store *s, const unsigned char id[IDENT_BYTES])
{
	char text[IDENT_TEXT];

	str_printf(&n->stores, "%s%s", n->stores.len ? "," : "{", s->id_text);
	str_printf(&n->carts, "%s%s", n->carts.len ? "," : "{", ident_print(id, text));
}

void
cart_names(struct cart_names *n, const struct stores *all, const char *name)
{
	unsigned char own[IDENT_BYTES], id[IDENT_BYTES];
	bool ours = ident_read(name, own);
	size_t i;

	*n = (struct cart_names){ STR_MAX(NAMES_MAX), STR_MAX(NAMES_MAX) };
	for (i = 0; i < all->n; i++) {
		key_cart(&all->list[i], name, id);
		recover_put(n, &all->list[i], id);
		if (ours)
			recover_put(n, &all->list[i], own);
	}
	str_puts(&n->stores, n->stores.len ? "}" : "{}");
	str_puts(&n->carts, n->carts.len ? "}" : "{}");
}

void
cart_names_free(struct cart_names *n)
{
	str_free(&n->stores);
	str_free(&n->carts);
}

bool
cart_missing(const char *name, struct err *e)
{
	err_set(e, ERR_USAGE, "there is no cart \"%.64s\"", name);
	return err_hint(e, "use the shop's id of the cart, or crt's id");
}

static bool
recover_need(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct wanted *w = arg;

	snprintf(w->store, sizeof w->store, "%s", db_text(row, SQL_CART_SHOW_STORE_ID));
	snprintf(w->id, sizeof w->id, "%s", db_text(row, SQL_CART_SHOW_ID));
	w->status = db_enum(row, SQL_CART_SHOW_STATUS, words_cart_status);
	w->n++;
	return true;
}

/* Refuses an ambiguous name: only one cart may begin an episode. */
static bool
recover_find(struct run *r, const char *name, struct wanted *w, struct err *e)
{
	struct cart_names names;
	const char *params[2];
	bool ok;

	cart_names(&names, &r->stores, name);
	params[0] = str_text(&names.stores);
	params[1] = str_text(&names.carts);
	*w = (struct wanted){ .n = 0 };
	ok = db_each(r->db, sql_cart_show, COUNT(params), params, recover_need, w, e);
	cart_names_free(&names);
	if (!ok)
		return false;
	if (w->n > 1) {
		err_set(e, ERR_USAGE, "%zu stores have such a cart", w->n);
		return err_hint(e, "choose one with -s STORE");
	}
	return w->n == 1 || cart_missing(name, e);
}

static bool
recover(struct run *r, const char *name, struct err *e)
{
	char now[CLOCK_TEXT];
	struct wanted w;
	const char *params[] = { w.store, w.id, run_now(now) };
	int64_t n = 0;

	if (!recover_find(r, name, &w, e))
		return false;
	if (w.status != CART_ACTIVE) {
		err_set(e, ERR_USAGE, "the cart is %s; only an ACTIVE one can begin an episode",
		    words_cart_status[w.status]);
		return err_hint(e, "see its history: crt-detect show CART");
	}
	if (!db_begin(r->db, e) || !db_do(r->db, sql_cart_idle, COUNT(params), params, &n, e))
		return false;
	if (n == 0)
		return err_set(e, ERR_USAGE, "cart \"%.64s\" has changed after %s", name, now);
	log_line(LOG_INFO, NULL, "cart %s %s as idle", w.id, r->common->dry_run ? "would count"
	    : "counts");
	return run_keep(r, r->db, true, e);
}

bool
detect_recover(void *settings, char **operands, struct err *e)
{
	struct detect *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-detect", RUN_STORES, e)
	    && recover(&run, *operands, e);

	return run_close(&run, ok, e);
}
