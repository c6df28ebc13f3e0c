/* canary.c: send a test cart through the commands, and report whether it became a mail. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/stop.h"
#include "canary_hook.h"
#include "front.h"
#include "os/file.h"
#include "privileges.h"
#include "query.h"
#include "report/health.h"
#include "report/table.h"
#include "run/run.h"
#include "sibling.h"

#define CANARY_LIMIT (60 * CLOCK_SECOND)	/* of each command */
#define CANARY_SLOW (60 * CLOCK_SECOND)	/* all of them take longer: a warning */
#define CANARY_AGE (3 * CLOCK_HOUR)	/* of the cart: its message is due */
#define CANARY_TEXT 2048
#define CANARY_FOLDER "/tmp/crt-canary.XXXXXX"
#define CANARY_FILES 10			/* mails that are deleted */

struct canary {
	const struct settings *set;
	struct run run;
	char folder[sizeof CANARY_FOLDER], nonce[IDENT_TEXT], secret[IDENT_TEXT];
	struct canary_hooks hooks;	/* none: crt-ingest reads the cart */
	struct str carried;		/* what the command before has printed */
	crt_time began, began_steady;
};

static const char store_text[] = "slug: " STORE_CANARY "\norganization: " STORE_CANARY "\n"
    "store_url: https://crt-canary.example\nname: crt canary\ncurrency: EUR\n"
    "from: canary@crt-canary.example\naddress: crt-canary\norders_max_age: \"off\"\n"
    "track_clicks: no\n";

static const char hooks_text[] = "platform: " CANARY_PLATFORM "\nwebhook_secret_file: secret\n";

static const char template_text[] = "template: canary\nstore: " STORE_CANARY "\nlocale: en\n"
    "subject: canary\ntext: |\n  {{ cart.id }}\n  {{ store.address }}\n  {{ links.unsubscribe }}\n";

static const char campaign_text[] = "campaign: canary\nstore: " STORE_CANARY "\ntrigger: {}\n"
    "steps:\n  - { wait: 1h, channel: EMAIL, template: canary, not_after: 24h }\n";

/* Also after a run that was killed. */
static bool
canary_clear(struct canary *c, struct err *e)
{
	const char *params[] = { STORE_CANARY };
	bool ok = db_begin(c->run.db, e)
	    && db_do(c->run.db, sql_store_erase, COUNT(params), params, NULL, e)
	    && db_do(c->run.db, sql_canary_forget, COUNT(params), params, NULL, e);

	return db_end(c->run.db, ok, e);
}

static void
canary_remove(const char *folder, const char *name)
{
	char *path = file_in(folder, name);
	DIR *d = opendir(path);
	const struct dirent *f;
	int n = 0;

	while (d && n < CANARY_FILES && (f = readdir(d)))
		if (f->d_name[0] != '.') {
			unlinkat(dirfd(d), f->d_name, 0);
			n++;
		}
	if (d)
		closedir(d);
	if (rmdir(path))
		unlink(path);
	free(path);
}

static void
canary_remove_all(struct canary *c)
{
	static const char *const names[] = { "mail/new", "mail/cur", "mail/tmp", "mail", "store.yaml",
	    "secret", "template.yaml", "campaign.yaml" };
	size_t i;

	if (c->folder[0] == '\0')
		return;
	for (i = 0; i < COUNT(names); i++)
		canary_remove(c->folder, names[i]);
	rmdir(c->folder);
}

/* Runs a command with what the one before has printed. */
static bool
canary_run(struct canary *c, const char *name, const char **argv, struct err *e)
{
	struct sibling s = { .in = c->carried };
	struct err why = { 0 };
	bool ok = stop_check(e) && sibling_run(&s, c->set, name, argv, CANARY_LIMIT, e);

	str_free(&c->carried);
	if (ok && s.status != 0) {
		sibling_complaint(&s, name, &why);
		err_set(e, why.kind, "crt-%s: %s", name, why.text);
		ok = err_hint(e, "%s", why.hint);
	}
	c->carried = s.out;
	str_free(&s.err);
	return ok;
}

static bool
canary_file(const struct canary *c, const char *name, const char *text, char **path, struct err *e)
{
	*path = file_in(c->folder, name);
	return file_make(*path, text, strlen(text), 0600, e);
}

/* With a web server, the store has a platform that signs its webhooks. */
static bool
canary_store(const struct canary *c, char **path, struct err *e)
{
	struct str text = STR_MAX(CANARY_TEXT);
	char *secret = NULL;
	bool ok = c->hooks.n == 0 || canary_file(c, "secret", c->secret, &secret, e);

	str_puts(&text, store_text);
	str_puts(&text, c->hooks.n ? hooks_text : "platform: other\n");
	ok = ok && canary_file(c, "store.yaml", str_text(&text), path, e);
	str_free(&text);
	free(secret);
	return ok;
}

/* The store with its template and its campaign. */
static bool
canary_shop(struct canary *c, struct err *e)
{
	char *store = NULL, *template = NULL, *campaign = NULL;
	bool ok = canary_store(c, &store, e)
	    && canary_file(c, "template.yaml", template_text, &template, e)
	    && canary_file(c, "campaign.yaml", campaign_text, &campaign, e);
	const char *add[] = { NULL, "store", "add", "--log", "json", "-f", store, NULL };
	const char *apply[] = { NULL, "apply", "--log", "json", "-s", STORE_CANARY, template, campaign,
	    NULL };

	ok = ok && canary_run(c, "sync", add, e) && canary_run(c, "campaign", apply, e);
	free(store);
	free(template);
	free(campaign);
	str_free(&c->carried);
	return ok;
}

static void
canary_cart(struct canary *c)
{
	char time[CLOCK_TEXT];

	c->carried = (struct str)STR_MAX(CANARY_TEXT);
	str_printf(&c->carried, "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/stores/"
	    STORE_CANARY "\",\"type\":\"crt.cart.updated\",\"time\":\"%s\",\"data\":{\"cart\":{"
	    "\"id\":\"%s\",\"url\":\"https://crt-canary.example/cart\",\"currency\":\"EUR\","
	    "\"total\":\"1.00\",\"items\":[{\"id\":\"1\",\"title\":\"Canary\",\"quantity\":1,"
	    "\"price\":\"1.00\"}]},\"customer\":{\"id\":\"canary\",\"email\":"
	    "\"canary@crt-canary.example\",\"consent\":{\"email\":{\"state\":\"granted\"}}}}}\n",
	    c->nonce, clock_print(c->began - CANARY_AGE, time), c->nonce);
}

/* Each command must print what the next one reads. */
static bool
canary_printed(const struct canary *c, const char *type, const char *what, struct err *e)
{
	if (strstr(str_text(&c->carried), type))
		return true;
	err_set(e, ERR_UNAVAILABLE, "%s", what);
	return err_hint(e, "run the commands of crt-recover by hand with -v");
}

/* The cart arrives as a shop sends it, or without a web server, as crt-ingest reads it. */
static bool
canary_enter(struct canary *c, struct err *e)
{
	const struct canary_cart cart = { c->nonce, c->secret, c->began - CANARY_AGE };
	const char *ingest[] = { NULL, "--log", "json", "-s", STORE_CANARY, NULL };
	bool ok;

	if (c->hooks.n)
		return canary_hooks_deliver(&c->hooks, c->set, &cart, e);
	canary_cart(c);
	ok = canary_run(c, "ingest", ingest, e);
	str_free(&c->carried);
	return ok;
}

static bool
canary_carry(struct canary *c, struct err *e)
{
	char *mail = file_in(c->folder, "mail");
	const char *detect[] = { NULL, "--log", "json", "-s", STORE_CANARY, NULL };
	const char *campaign[] = { NULL, "--log", "json", "-s", STORE_CANARY, NULL };
	const char *send[] = { NULL, "--log", "json", "-s", STORE_CANARY, "--channel", "maildir",
	    "--maildir", mail, NULL };
	bool ok;

	ok = canary_enter(c, e) && canary_run(c, "detect", detect, e)
	    && canary_printed(c, "crt.cart.abandoned", "crt-detect did not find the cart abandoned", e)
	    && canary_run(c, "campaign", campaign, e)
	    && canary_printed(c, "crt.message.due", "crt-campaign found no message due", e)
	    && canary_run(c, "send", send, e)
	    && canary_printed(c, "crt.message.sent", "crt-send did not send the message", e);
	free(mail);
	return ok;
}

/* Whether the mail, the only one, names the cart. */
static bool
canary_arrived(struct canary *c, struct err *e)
{
	char *new = file_in(c->folder, "mail/new"), text[CANARY_TEXT * 4];
	DIR *d = opendir(new);
	const struct dirent *f;
	bool found = false;
	int n = 0;

	while (d && n < CANARY_FILES && (f = readdir(d))) {
		FILE *in = NULL;
		char *path;

		if (f->d_name[0] == '.')
			continue;
		path = file_in(new, f->d_name);
		in = fopen(path, "re");
		text[in ? fread(text, 1, sizeof text - 1, in) : 0] = '\0';
		found = strstr(text, c->nonce) != NULL;
		if (in)
			fclose(in);
		free(path);
		n++;
	}
	if (d)
		closedir(d);
	free(new);
	if (n == 1 && found)
		return true;
	return err_set(e, ERR_UNAVAILABLE, n == 1 ? "the mail does not name the cart"
	    : "crt-send wrote %d mails instead of one", n);
}

static bool
canary_print(const struct canary *c, bool ok, const struct err *why, struct err *e)
{
	static const struct table_column columns[] = {
		{ .name = "check" }, { .name = "verdict" }, { .name = "found" }, { .name = "todo" },
	};
	struct table *t = table_open(columns, COUNT(columns), option_output(&c->set->common));
	crt_time took = clock_steady() - c->began_steady;
	char found[CANARY_TEXT];
	bool slow = ok && took > CANARY_SLOW, put;

	if (ok)
		snprintf(found, sizeof found, "a test cart became a mail in %.1f s, %s%.200s%s",
		    (double)took / CLOCK_SECOND,
		    c->hooks.n ? "by a signed webhook to " : "through crt-ingest",
		    c->hooks.n ? c->hooks.url[0] : "", c->hooks.n > 1 ? " and others" : "");
	table_cell_text(t, "canary");
	table_cell_text(t, health_word(!ok ? HEALTH_FAULT : slow ? HEALTH_WARNING : HEALTH_OK));
	table_cell_text(t, ok ? found : why->text);
	table_cell_text(t, !ok ? why->hint : slow ? "find the slow command: run it with -v" : "");
	put = table_row_end(t, e);
	return table_close(t, e) && put;
}

static bool
canary_test(struct canary *c, struct err *e)
{
	unsigned char id[IDENT_BYTES];
	struct err ignored = { 0 };
	bool ok;

	canary_hooks_find(&c->hooks, c->set, &c->run.stores);
	c->began = clock_now();
	c->began_steady = clock_steady();
	ident_random(id, c->began);
	ident_print(id, c->nonce);
	ident_random(id, c->began);
	ident_print(id, c->secret);
	memcpy(c->folder, CANARY_FOLDER, sizeof CANARY_FOLDER);
	if (mkdtemp(c->folder) == NULL) {
		c->folder[0] = '\0';
		return err_set(e, ERR_IO, "cannot make a folder in /tmp");
	}
	ok = canary_clear(c, e) && canary_shop(c, e) && canary_carry(c, e) && canary_arrived(c, e);
	canary_remove_all(c);
	str_free(&c->carried);
	return canary_clear(c, ok ? e : &ignored) && ok;
}

bool
front_canary(void *settings, char **operands UNUSED, struct err *e)
{
	struct canary c = { .set = settings };
	struct err why = { 0 };
	bool ok, mine = true;

	if (!canary_hooks_check(c.set, e) || !owner_switch(c.set, e))
		return false;
	ok = run_open(&c.run, &c.set->common, "crt-canary", RUN_HEARTBEAT | RUN_STORES, &why)
	    && run_alone(&c.run, &mine, &why);
	if (!ok || !mine) {
		*e = why;
		return run_close(&c.run, ok, e);
	}
	ok = canary_test(&c, &why);
	if (!canary_print(&c, ok, &why, ok ? e : &(struct err){ 0 }))
		return run_close(&c.run, false, ok ? e : &why);
	if (!ok) {
		err_set(e, why.kind == ERR_AGAIN ? ERR_AGAIN : ERR_UNAVAILABLE,
		    "the test cart was lost: %s", why.text);
		err_hint(e, "%s", why.hint);
	}
	return run_close(&c.run, ok, e);
}
