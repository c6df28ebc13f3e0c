/* pass.c: where a pass begins, how a page advances it, and when it ends. */
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "poll/pass.h"
#include "record/line.h"

static crt_time
pass_least(crt_time a, crt_time b)
{
	return a < b ? a : b;
}

static crt_time
pass_most(crt_time a, crt_time b)
{
	return a > b ? a : b;
}

static void
pass_forget(struct pass *p)
{
	str_cut(&p->page, 0);
	str_cut(&p->old_page, 0);
	p->pages = p->old_at = 0;
	p->stale = 0;
	p->seen = 0;
	p->resumed = false;
}

/* A mark is never later than the beginning of its pass. One in the future was written while
   our clock was wrong, so it is ignored. */
static void
pass_drop_future_mark(struct pass *p, const struct pass_rule *r, crt_time now)
{
	if (p->mark > now)
		p->mark = p->mark - now > r->overlap ? PASS_NEVER : now;
}

void
pass_begin(struct pass *p, const struct pass_rule *r, crt_time now)
{
	pass_forget(p);
	pass_drop_future_mark(p, r, now);
	p->incomplete = false;
	p->began = now;
	if (r->from)
		p->since = r->from;
	else if (p->mark == PASS_NEVER)
		p->since = now - r->lookback;
	else
		p->since = p->mark - r->overlap;
	p->since = pass_most(p->since, 0);
}

static bool
pass_read_time(const json_t *v, const char *key, crt_time *out)
{
	const char *text = value_text(value_get(v, key));

	return text && clock_read(text, out);
}

/* Continues the cursor's unfinished pass; false: there is none. A pass that began in the
   future is dropped: at its end it would claim to have seen orders that are not placed yet.
   */
static bool
pass_resume(struct pass *p, const struct pass_rule *r, const json_t *v, crt_time now)
{
	const char *page = value_text(value_get(v, "page"));

	if (page == NULL || *page == '\0' || !pass_read_time(v, "since", &p->since)
	    || !pass_read_time(v, "began", &p->began) || p->began > now
	    || (r->from && r->from != p->since))
		return false;
	if (!pass_read_time(v, "seen", &p->seen))
		p->seen = 0;
	p->pages = value_int(value_get(v, "pages"));
	str_puts(&p->page, page);
	p->incomplete = value_true(value_get(v, "incomplete"));
	p->resumed = true;
	return !str_full(&p->page);
}

bool
pass_open(struct pass *p, const struct pass_rule *r, const char *cursor, crt_time now)
{
	struct err why = { 0 };
	json_t *v = NULL;
	bool ours;

	*p = (struct pass){ .mark = PASS_NEVER, .page = STR_MAX(SHOP_PAGE_MAX),
	    .old_page = STR_MAX(SHOP_PAGE_MAX) };
	ours = cursor == NULL || (value_read(&v, cursor, strlen(cursor), &why)
	    && value_kind(v) == VALUE_MAP);
	if (!pass_read_time(v, "mark", &p->mark))
		p->mark = PASS_NEVER;
	if (!pass_resume(p, r, v, now))
		pass_begin(p, r, now);
	value_free(v);
	return ours;
}

void
pass_close(struct pass *p)
{
	str_free(&p->page);
	str_free(&p->old_page);
}

void
pass_request(const struct pass *p, struct poll_request *a)
{
	*a = (struct poll_request){ .since = p->since, .now = p->began, .page = str_text(&p->page),
	    .id = "", .state = "" };
}

/* Comparing with the page name at the last power of two finds every cycle (Brent). */
static bool
pass_turns(struct pass *p, const char *next)
{
	int64_t at = p->pages + 1;

	if (*next == '\0')
		return false;
	if (!strcmp(next, str_text(&p->page)) || (p->old_at && !strcmp(next, str_text(&p->old_page))))
		return true;
	if (p->old_at == 0 || at >= 2 * p->old_at) {
		str_cut(&p->old_page, 0);
		str_puts(&p->old_page, next);
		p->old_at = at;
	}
	return false;
}

static void
complete_pass(struct pass *p)
{
	if (p->mark == PASS_NEVER)
		p->mark = p->since;
	if (p->seen)
		p->mark = pass_most(p->mark, pass_least(p->seen, p->began));
	pass_forget(p);
}

bool
pass_page(struct pass *p, const struct response *h, bool fresh, bool *complete, struct err *e)
{
	const char *next = str_text(&h->next);
	int stale = fresh ? 0 : p->stale + 1;

	if (str_full(&h->next) || !str_clean(next, strlen(next)))
		return err_set(e, ERR_INPUT, "the name of the next page is invalid");
	if (p->pages >= PASS_PAGES_MAX)
		return err_set(e, ERR_INPUT, "a pass has more than %d pages", PASS_PAGES_MAX);
	if (stale > PASS_STALE_MAX || pass_turns(p, next))
		return err_set(e, ERR_INPUT, "the pages repeat after %lld",
		    (long long)p->pages);
	p->stale = stale;
	p->pages++;
	p->seen = pass_most(p->seen, h->seen);
	*complete = *next == '\0';
	if (*complete) {
		complete_pass(p);
	} else {
		str_cut(&p->page, 0);
		str_puts(&p->page, next);
	}
	return true;
}

void
pass_cursor(const struct pass *p, struct str *s)
{
	str_putc(s, '{');
	if (p->mark != PASS_NEVER)
		line_time(s, "mark", p->mark);
	if (p->page.len) {
		line_time(s, "since", p->since);
		line_time(s, "began", p->began);
		if (p->seen)
			line_time(s, "seen", p->seen);
		if (p->incomplete)
			line_bool(s, "incomplete", true);
		line_int(s, "pages", p->pages);
		line_text(s, "page", str_text(&p->page));
	}
	str_putc(s, '}');
}

/* Derived, so that repeated news gets the same id. */
static void
news_id(struct str *id, const char *stream, const char *cursor, const char *now)
{
	unsigned char digest[HASH_BYTES];
	struct hash *h = hash_begin();

	hash_add(h, stream, strlen(stream) + 1);
	hash_add(h, cursor, strlen(cursor) + 1);
	hash_add(h, now, strlen(now));
	hash_end(h, digest);
	hex_write(id, digest, sizeof digest);
}

void
pass_checkpoint(const struct pass *p, const char *store, const char *stream, bool complete,
    bool orders, crt_time now, struct str *line)
{
	struct str cursor = STR_MAX(PASS_CURSOR_MAX), id = STR_MAX(2 * HASH_BYTES);
	char when[CLOCK_TEXT];

	pass_cursor(p, &cursor);
	news_id(&id, stream, str_text(&cursor), clock_print(now, when));
	line_open(line, &(struct line_head){ .kind = RECORD_sync_checkpoint, .id = str_text(&id),
	    .store = store, .time = now });
	line_text(line, "stream", stream);
	line_text(line, "cursor", str_text(&cursor));
	line_bool(line, "complete", complete);
	if (complete && orders)
		line_time(line, "orders_seen_at", p->began);
	line_end(line);
	str_free(&cursor);
	str_free(&id);
}
