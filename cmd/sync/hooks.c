/* hooks.c: hooks install, list, check, remove: manage a shop's webhooks through its API. */
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "crypto/encode.h"
#include "hooks.h"
#include "report/table.h"

#define SECRET_BYTES 32

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "topic", TABLE_TEXT, TABLE_BY_KIND },
	{ "outcome", TABLE_TEXT, TABLE_BY_KIND }, { "id", TABLE_TEXT, TABLE_BY_KIND },
	{ "address", TABLE_TEXT, TABLE_BY_KIND }, { "reason", TABLE_TEXT, TABLE_BY_KIND },
};

static bool
take_hook(void *arg, const struct hook *h, struct err *e)
{
	struct hooks_shop *s = arg;

	if (s->n == HOOKS_MAX)
		return err_set(e, ERR_UNAVAILABLE, "the shop has more than %d webhooks", HOOKS_MAX);
	hooks_add(s, h->id, h->topic, h->address, h->active);
	return true;
}

/* The secret is stored before the platform signs with it, so that every delivery can be
   verified. */
static bool
take_secret(struct store_request *v, struct hooks_shop *s, struct err *e)
{
	struct run *r = &v->all->run;
	struct str text = STR_MAX(64);
	unsigned char bytes[SECRET_BYTES];

	s->renewed = s->hooks->own_secret && (v->all->set->renew || v->store_secrets.secrets == 0);
	if (!s->hooks->own_secret || r->common->dry_run)
		return true;
	if (!s->renewed) {
		s->secret = mem_dup(v->store_secrets.secret[0]);
		return true;
	}
	hash_random(bytes, sizeof bytes);
	base64url_write(&text, bytes, sizeof bytes);
	explicit_bzero(bytes, sizeof bytes);
	s->secret = mem_dup(str_text(&text));
	str_wipe(&text);
	return secrets_put_webhook(r->db, r->ring, v->store->id_text, s->secret, clock_now(), e);
}

static bool
hooks_check(struct store_request *v, struct hooks_shop *s, struct err *e)
{
	size_t i;

	hooks_compare(s);
	for (i = 0; i < s->n; i++)
		if (s->list[i].to_do == HOOK_PUT)
			return take_secret(v, s, e);
	return true;
}

static bool
request_change(const struct store_request *v, struct hooks_shop *s, struct http_request *r,
    struct err *e)
{
	const struct hook_entry *h = &s->list[s->at];
	struct hook put = { .active = true };

	if (h->to_do == HOOK_REMOVE)
		return s->hooks->request_remove(&v->shop, h->id, r, e);
	if (strlen(h->id) >= sizeof put.id || strlen(h->topic) >= sizeof put.topic
	    || strlen(s->address) >= sizeof put.address)
		return err_set(e, ERR_BUG, "a webhook is too large");
	memcpy(put.id, h->id, strlen(h->id) + 1);
	memcpy(put.topic, h->topic, strlen(h->topic) + 1);
	memcpy(put.address, s->address, strlen(s->address) + 1);
	return s->hooks->request_put(&v->shop, &put, s->secret, r, e);
}

static bool
hooks_prepare(struct store_request *v, struct err *e)
{
	const struct sync *set = v->all->set;
	const char *base = set->base_url ? set->base_url : v->store->hooks_url;
	struct hooks_shop *s = v->own;

	s->hooks = v->api->hooks;
	s->page = s->next = (struct str)STR_MAX(SHOP_PAGE_MAX);
	if (s->verb == HOOKS_LIST && *base == '\0')
		return true;
	if (!hooks_address(&s->address, base, v->store, e))
		return false;
	if (s->verb == HOOKS_INSTALL && strncmp(s->address, "https://", 8) != 0)
		log_line(LOG_WARN, v->store->slug, "the webhook URL is not https: deliveries are not"
		    " encrypted");
	if (s->verb == HOOKS_INSTALL || s->verb == HOOKS_CHECK)
		hooks_warn_address(v);
	return !set->moved_from || s->verb != HOOKS_INSTALL
	    || hooks_address(&s->old, set->moved_from, v->store, e);
}

/* Changes first, then checks, so that the checks see the result. */
static bool
request_next(struct store_request *v, struct hooks_shop *s, bool *more, struct http_request *r,
    struct err *e)
{
	const struct shop_check *check;

	while (s->at < s->n && (s->list[s->at].to_do == HOOK_KEEP || s->list[s->at].done))
		s->at++;
	*more = s->at < s->n && !v->all->set->common.dry_run;
	if (*more)
		return request_change(v, s, r, e);
	check = hooks_warn_check(v);
	*more = check != NULL;
	return check == NULL || check->request(check, &v->shop, r, e);
}

static bool
hooks_request(struct store_request *v, bool *more, struct http_request *r, struct err *e)
{
	struct hooks_shop *s = v->own;

	if (v->api->hooks == NULL) {
		log_line(LOG_INFO, v->store->slug, "the platform %s has no webhooks for crt",
		    v->store->platform);
		*more = false;
		return true;
	}
	*more = !v->store->paused || s->verb != HOOKS_INSTALL;
	if (!*more)
		return true;
	if (s->hooks == NULL && !hooks_prepare(v, e))
		return false;
	if (!s->listed)
		return s->hooks->request_list(&v->shop, str_text(&s->page), r, e);
	return request_next(v, s, more, r, e);
}

static bool
response_page(struct store_request *v, struct hooks_shop *s, const struct http_response *a,
    struct err *e)
{
	str_cut(&s->next, 0);
	if (!s->hooks->response_list(a, take_hook, s, &s->next, e))
		return false;
	if (++s->pages == HOOKS_PAGES_MAX && s->next.len)
		return err_set(e, ERR_UNAVAILABLE, "the list of webhooks does not end");
	str_cut(&s->page, 0);
	str_add(&s->page, str_text(&s->next), s->next.len);
	s->listed = s->next.len == 0;
	if (!s->listed)
		return true;
	if (!hooks_check(v, s, e))
		return false;
	return s->verb != HOOKS_CHECK || hooks_warn_silent(v, e);
}

static bool
hooks_response(struct store_request *v, const struct http_response *a, struct err *e)
{
	struct hooks_shop *s = v->own;

	if (!s->listed)
		return response_page(v, s, a, e);
	if (s->verb == HOOKS_CHECK) {
		hooks_warn_handle(v, a);
		return true;
	}
	if (!s->hooks->response_done(a, e))
		return false;
	s->list[s->at].done = true;
	return true;
}

/* A refused topic does not stop the others; rejected credentials do. */
static bool
hooks_recover(struct store_request *v, const struct err *why)
{
	struct hooks_shop *s = v->own;

	if (s->listed && s->verb == HOOKS_CHECK && !v->logging) {
		hooks_warn_handle(v, NULL);
		return true;
	}
	if (!s->listed || s->at >= s->n || v->logging || why->kind == ERR_AGAIN
	    || why->kind == ERR_BUG || v->status == 401)
		return false;
	s->list[s->at].done = true;
	s->list[s->at].refusal = mem_dup(why->text);
	return true;
}

static const char *
hooks_word(const struct hooks_shop *s, const struct hook_entry *h)
{
	static const char *const is[] = { "others", "ok", "disabled", "misdirected",
	    "duplicate", "unwanted", "missing" };

	if (s->verb == HOOKS_LIST)
		return h->active ? "ok" : "disabled";
	if (h->refusal)
		return "refused";
	if (h->to_do == HOOK_KEEP)
		return is[h->is];
	if (h->to_do == HOOK_REMOVE)
		return h->done || s->verb == HOOKS_REMOVE ? "removed" : "duplicate";
	if (h->is == HOOK_FINE)
		return s->renewed ? "renewed" : "ok";
	return h->is == HOOK_MISSING ? "made" : "mended";
}

/* hooks list shows all webhooks, the other verbs only crt's. */
static bool
hooks_shown(const struct hooks_shop *s, const struct hook_entry *h)
{
	if (s->verb == HOOKS_LIST)
		return h->is != HOOK_MISSING;
	if (s->verb == HOOKS_REMOVE)
		return h->to_do == HOOK_REMOVE;
	return h->is != HOOK_OTHERS;
}

static bool
hooks_report_row(struct table *t, const struct store_request *v, const char *const cells[5],
    struct err *e)
{
	size_t i;

	table_cell_text(t, v->store->slug);
	for (i = 0; i < 5; i++)
		table_cell_text(t, cells[i]);
	return table_row_end(t, e);
}

/* Reports what only a person can do: set up some topics, and end a pause. */
static bool
hooks_report_by_hand(struct table *t, const struct store_request *v, struct err *e)
{
	const struct hooks_shop *s = v->own;
	const char *const *topic = s->hooks ? s->hooks->by_hand : NULL;
	bool ok = true;

	if (s->verb != HOOKS_INSTALL && s->verb != HOOKS_CHECK)
		return true;
	if (v->store->paused && v->fate == STORE_REQUEST_SUCCEEDED)
		return hooks_report_row(t, v, (const char *const[]){ NULL, "paused", NULL, NULL,
		    v->why.text }, e);
	for (; ok && topic && *topic; topic++)
		ok = hooks_report_row(t, v, (const char *const[]){ *topic, "manual", NULL, s->address,
		    "set it up at the platform by hand" }, e);
	return ok;
}

/* Warnings do not change the exit status: the webhooks may still work. */
static bool
hooks_report_warnings(struct table *t, const struct store_request *v, struct err *e)
{
	const struct hooks_shop *s = v->own;
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < s->warnings; i++) {
		struct str text = STR_MAX(2 * ERR_TEXT_MAX);

		str_printf(&text, "%s: %s", s->warning[i].text, s->warning[i].hint);
		ok = hooks_report_row(t, v, (const char *const[]){ NULL, "warning", NULL, NULL,
		    str_text(&text) }, e);
		str_free(&text);
	}
	return ok;
}

static bool
hooks_report_shop(struct table *t, const struct store_request *v, struct err *e)
{
	const struct hooks_shop *s = v->own;
	bool broken = v->fate == STORE_REQUEST_UNREACHABLE || v->fate == STORE_REQUEST_REFUSED;
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < s->n; i++) {
		const struct hook_entry *h = &s->list[i];

		if (!hooks_shown(s, h) || (broken && h->to_do != HOOK_KEEP && !h->done))
			continue;
		ok = hooks_report_row(t, v, (const char *const[]){ h->topic, hooks_word(s, h), *h->id
		    ? h->id : NULL, h->to_do == HOOK_PUT ? s->address : h->address, h->refusal }, e);
	}
	if (!ok || !broken)
		return ok && hooks_report_by_hand(t, v, e) && hooks_report_warnings(t, v, e);
	log_line(LOG_WARN, v->store->slug, "%s%s%s", v->why.text, v->why.hint[0] ? "; " : "",
	    v->why.hint);
	return hooks_report_row(t, v, (const char *const[]){ NULL, v->fate == STORE_REQUEST_UNREACHABLE
	    ? "unreachable" : "refused", NULL, NULL, v->why.text }, e);
}

/* Counts the webhooks that are missing or broken after all changes. */
static size_t
hooks_wrong(const struct store_requests *all)
{
	size_t n = 0, i, k;

	for (i = 0; i < all->n; i++) {
		const struct hooks_shop *s = all->list[i].own;

		for (k = 0; k < s->n; k++) {
			const struct hook_entry *h = &s->list[k];

			n += h->refusal || (s->verb == HOOKS_CHECK && (h->is == HOOK_MISSING
			    || h->is == HOOK_DISABLED || h->is == HOOK_MISDIRECTED));
		}
	}
	return n;
}

static bool
hooks_report(const struct store_requests *all, struct err *e)
{
	struct table *t = table_open(columns, COUNT(columns), option_output(&all->set->common));
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < all->n; i++)
		ok = hooks_report_shop(t, &all->list[i], e);
	return table_close(t, e) && ok;
}

static bool
hooks_run(void *settings, char **operands, enum hooks_verb verb, struct err *e)
{
	struct store_requests all;
	bool ok = store_requests_open(&all, settings, operands, e);
	size_t i, bad = 0;

	all.request = hooks_request;
	all.response = hooks_response;
	all.survive = hooks_recover;
	for (i = 0; i < all.n; i++) {
		struct hooks_shop *s = mem_get(sizeof *s);

		s->verb = verb;
		all.list[i].own = s;
	}
	ok = ok && store_requests_run(&all, e) && hooks_report(&all, e)
	    && store_requests_verdict(&all, e);
	if (ok && (bad = hooks_wrong(&all)) > 0) {
		ok = err_set(e, ERR_REJECTS, "%zu webhooks are missing or do not work", bad);
		if (verb == HOOKS_CHECK)
			err_hint(e, "crt-sync hooks install");
	}
	if (ok)
		hooks_warn_none(&all, operands[0] || all.set->common.stores.n);
	for (i = 0; i < all.n; i++)
		hooks_free(all.list[i].own);
	return store_requests_close(&all, ok, e);
}

bool
sync_hooks_install(void *settings, char **operands, struct err *e)
{
	return hooks_run(settings, operands, HOOKS_INSTALL, e);
}

bool
sync_hooks_list(void *settings, char **operands, struct err *e)
{
	return hooks_run(settings, operands, HOOKS_LIST, e);
}

bool
sync_hooks_check(void *settings, char **operands, struct err *e)
{
	return hooks_run(settings, operands, HOOKS_CHECK, e);
}

bool
sync_hooks_remove(void *settings, char **operands, struct err *e)
{
	return hooks_run(settings, operands, HOOKS_REMOVE, e);
}
