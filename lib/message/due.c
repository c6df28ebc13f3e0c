/* due.c: print every message that may be sent, with all that its template reads. */
#include "base/log.h"
#include "message/due.h"
#include "message/due_links.h"
#include "campaign/facts.h"
#include "query.h"
#include "record/line.h"
#include "rule/name.h"
#include "store/color.h"
#include "store/design.h"
#include "store/key.h"
#include "store/named.h"
#include "store/setting.h"

#define SKIPPED_COLUMNS 6

struct printing {
	struct run *run;
	struct output *out;
	bool offering;			/* only messages of stores that can send now */
	bool plain;			/* links without tracking, for a preview */
	struct str line;
	struct due_links links;
	struct array skipped[SKIPPED_COLUMNS];	/* columns of sql_message_verdict */
	size_t nskipped;
};

static void
put_look(struct str *l, const struct store *s)
{
	char edge[COLOR_TEXT];

	line_text(l, "color", s->color);
	line_text(l, "ink", color_ink(s->color));
	line_text(l, "edge", color_edge(s->color, "#ffffff", edge));
	line_text(l, "edge_dark", color_edge(s->color, DESIGN_CARD_DARK, edge));
	line_text(l, "logo", s->logo[0] ? s->logo : NULL);
}

static void
put_store(struct str *l, const struct store *s)
{
	line_enter(l, "store");
	line_text(l, "name", s->name);
	line_text(l, "url", s->url);
	line_text(l, "currency", s->currency);
	line_text(l, "locale", s->locale);
	line_text(l, "timezone", s->timezone);
	line_text(l, "from", s->from);
	line_text(l, "address", s->address);
	put_look(l, s);
	line_leave(l);
}

/* The template's own design replaces it. */
static void
put_design(struct str *l, const struct store *s)
{
	line_enter(l, "design");
	put_look(l, s);
	line_text(l, "layout", s->layout[0] ? s->layout : NULL);
	line_leave(l);
}

static void
due_put_name(struct str *l, const char *key, const char *name)
{
	line_text(l, key, name && name_greets(name) ? name : NULL);
}

static void
due_put_customer(struct str *l, const struct db_row *row)
{
	line_enter(l, "customer");
	due_put_name(l, "first_name", db_text(row, SQL_MESSAGE_DUE_FIRST_NAME));
	due_put_name(l, "last_name", db_text(row, SQL_MESSAGE_DUE_LAST_NAME));
	line_text(l, "email", db_text(row, SQL_MESSAGE_DUE_EMAIL));
	line_text(l, "locale", db_text(row, SQL_MESSAGE_DUE_CUSTOMER_LOCALE));
	line_text(l, "country", db_text(row, SQL_MESSAGE_DUE_COUNTRY));
	line_leave(l);
}

static void
put_context(struct printing *t, const struct db_row *row, const struct store *s,
    const char *items, size_t n)
{
	struct str *l = &t->line;
	const char *cart = db_text(row, SQL_MESSAGE_DUE_URL);
	bool shown = db_text(row, SQL_MESSAGE_DUE_VALUE) && db_int(row, SQL_MESSAGE_DUE_VALUE) >= 0;

	line_enter(l, "context");
	put_store(l, s);
	put_design(l, s);
	due_put_customer(l, row);
	line_cart(l, &(struct line_cart){ db_text(row, SQL_MESSAGE_DUE_EXTERNAL_ID), cart,
	    db_text(row, SQL_MESSAGE_DUE_CURRENCY),
	    shown, shown ? db_int(row, SQL_MESSAGE_DUE_VALUE) : 0, items, n });
	line_enter(l, "links");
	line_text(l, "cart", str_text(&t->links.cart));
	line_text(l, "unsubscribe", t->links.unsubscribe.len ? str_text(&t->links.unsubscribe) : NULL);
	line_text(l, "preferences", t->links.preferences.len ? str_text(&t->links.preferences) : NULL);
	line_text(l, "open", t->links.open.len ? str_text(&t->links.open) : NULL);
	line_text(l, "hidden", t->links.hidden.len ? str_text(&t->links.hidden) : NULL);
	line_leave(l);
	line_raw(l, "coupon", db_text(row, SQL_MESSAGE_DUE_COUPON),
	    db_length(row, SQL_MESSAGE_DUE_COUPON));
	line_enter(l, "message");
	line_text(l, "id", db_text(row, SQL_MESSAGE_DUE_ID));
	line_int(l, "step", db_int(row, SQL_MESSAGE_DUE_STEP_INDEX) + 1);
	line_leave(l);
	line_leave(l);
}

static void
put_due(struct printing *t, const struct db_row *row, const struct store *s, const char *items,
    size_t n)
{
	struct str *l = &t->line;

	str_cut(l, 0);
	line_open(l, &(struct line_head){ RECORD_message_due, db_text(row, SQL_MESSAGE_DUE_ID), s->slug,
	    db_time(row, SQL_MESSAGE_DUE_NOT_BEFORE), NULL, db_text(row, SQL_MESSAGE_DUE_EPISODE_ID) });
	line_text(l, "message", db_text(row, SQL_MESSAGE_DUE_ID));
	line_text(l, "episode", db_text(row, SQL_MESSAGE_DUE_EPISODE_ID));
	line_text(l, "campaign", db_text(row, SQL_MESSAGE_DUE_CAMPAIGN));
	line_int(l, "step", db_int(row, SQL_MESSAGE_DUE_STEP_INDEX) + 1);
	line_text(l, "channel", db_text(row, SQL_MESSAGE_DUE_CHANNEL));
	line_text(l, "template", db_text(row, SQL_MESSAGE_DUE_TEMPLATE));
	line_text(l, "locale", db_text(row, SQL_MESSAGE_DUE_LOCALE));
	line_text(l, "to", db_text(row, SQL_MESSAGE_DUE_RECIPIENT));
	put_context(t, row, s, items, n);
	line_end(l);
}

/* To fit the limit, drops unknown members of the items first, then their links. False: the
   message is still too long. */
static bool
due_fits(struct printing *t, const struct db_row *row, const struct store *s)
{
	const char *list = t->links.items;
	size_t n = t->links.nitems;
	struct str items = STR_MAX(RECORD_LINE_MAX);
	int links;

	put_due(t, row, s, list, n);
	for (links = 1; str_full(&t->line) && links >= 0; links--) {
		str_cut(&items, 0);
		line_items(&items, list, n, links);
		if (!str_full(&items))
			put_due(t, row, s, str_text(&items), items.len);
	}
	str_free(&items);
	return !str_full(&t->line);
}

/* Skip the message. Otherwise it would be offered forever and block the person's other
   messages. */
static void
due_skip_too_long(struct printing *t, const struct db_row *row, const struct store *s)
{
	log_line(LOG_WARN, s->slug, "message %s is longer than a record may be and is not sent",
	    db_text(row, SQL_MESSAGE_DUE_ID));
	run_count(t->run, COUNTER_too_long, 1);
	array_add(&t->skipped[0], db_text(row, SQL_MESSAGE_DUE_STORE_ID));
	array_add(&t->skipped[1], db_text(row, SQL_MESSAGE_DUE_ID));
	array_add(&t->skipped[2], words_message_status[MESSAGE_SKIPPED]);
	array_add(&t->skipped[3], GATE_TOO_LONG);
	array_add(&t->skipped[4], "{}");
	array_add(&t->skipped[5], NULL);
	t->nskipped++;
}

static enum message_channel
due_channel(const struct db_row *row)
{
	return (enum message_channel)db_enum(row, SQL_MESSAGE_DUE_CHANNEL, words_message_channel);
}

static bool
due(void *arg, const struct db_row *row, struct err *e)
{
	struct printing *t = arg;
	const struct store *s = stores_by_id(&t->run->stores, db_text(row, SQL_MESSAGE_DUE_STORE_ID));

	if (t->offering && store_fault(s, due_channel(row))->kind != ERR_NONE)
		return true;
	if (t->plain)
		due_links_plain(&t->links, s, row);
	else if (!due_links_make(&t->links, t->run->ring, s, row, e))
		return false;
	if (!due_fits(t, row, s)) {
		due_skip_too_long(t, row, s);
		return true;
	}
	output_line(t->out, str_text(&t->line), t->line.len);
	run_count(t->run, COUNTER_due, 1);
	return !output_is_page(t->out) || output_flush(t->out, e);
}

static bool
due_skip(struct printing *t, struct err *e)
{
	const char *params[SKIPPED_COLUMNS + 1];
	char now[CLOCK_TEXT];
	bool ok;
	int i;

	if (t->nskipped == 0 || !t->offering)
		return true;
	for (i = 0; i < SKIPPED_COLUMNS; i++)
		params[i] = array_param(&t->skipped[i]);
	params[SKIPPED_COLUMNS] = run_now(now);
	ok = db_begin(t->run->db, e)
	    && db_do(t->run->db, sql_message_verdict, COUNT(params), params, NULL, e);
	return db_end(t->run->db, ok, e);
}

static bool
due_each(struct printing *t, const char *sql, const char *stores, const char *what, struct err *e)
{
	const char *params[] = { stores, what };
	bool ok;
	int i;

	due_links_open(&t->links);
	for (i = 0; i < SKIPPED_COLUMNS; i++)
		array_open(&t->skipped[i]);
	ok = db_each(t->run->db, sql, COUNT(params), params, due, t, e) && due_skip(t, e);
	for (i = 0; i < SKIPPED_COLUMNS; i++)
		array_free(&t->skipped[i]);
	str_free(&t->line);
	due_links_free(&t->links);
	return ok;
}

bool
due_run(struct run *r, struct output *out, struct err *e)
{
	struct printing t = { .run = r, .out = out, .offering = true,
	    .line = STR_MAX(RECORD_LINE_MAX) };
	char now[CLOCK_TEXT];

	return due_each(&t, sql_message_due, str_text(&r->stores.array), run_now(now), e)
	    && output_flush(out, e);
}

bool
due_one(struct run *r, const char *message, struct output *out, bool *found, struct err *e)
{
	struct printing t = { .run = r, .out = out, .line = STR_MAX(RECORD_LINE_MAX) };
	unsigned char id[IDENT_BYTES];
	bool ok = !ident_read(message, id) || due_each(&t, sql_message_show,
	    str_text(&r->stores.array), message, e);

	*found = ok && out->lines > 0;
	return ok;
}

bool
due_cart(struct run *r, const char *cart, struct output *out, bool *found, struct err *e)
{
	struct printing t = { .run = r, .out = out, .plain = true,
	    .line = STR_MAX(RECORD_LINE_MAX) };
	unsigned char id[IDENT_BYTES];
	struct named named;
	size_t i;
	bool ok;

	named_open(&named);
	for (i = 0; i < r->stores.n; i++) {
		key_cart(&r->stores.list[i], cart, id);
		named_add_key(&named, &r->stores.list[i], id);
		if (ident_read(cart, id))
			named_add_key(&named, &r->stores.list[i], id);
	}
	ok = due_each(&t, sql_cart_context, array_param(&named.stores), array_param(&named.ids), e);
	named_free(&named);
	*found = ok && out->lines > 0;
	return ok;
}
