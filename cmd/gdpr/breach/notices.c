/* notices.c: queue the notices about a breach, each in the person's language. */
#include <string.h>

#include "base/stop.h"
#include "breach.h"
#include "query.h"

#define TEXT_MAX ((size_t)64 * 1024)
#define SUBJECT_MAX 200

struct notices {
	struct array languages, subjects, texts;
};

/* The first line of the text is the subject, an empty line follows. */
static bool
notice_add(const struct breach *b, const struct store *s, const char *language, struct notices *l,
    struct err *e)
{
	struct str text = STR_MAX(TEXT_MAX), subject = STR_MAX(SUBJECT_MAX);
	bool ok = breach_text(b, s, "notice", language, &text, e);
	const char *end = ok ? strchr(str_text(&text), '\n') : NULL;

	if (ok && end) {
		str_add(&subject, text.data, (size_t)(end - text.data));
		array_add(&l->languages, language);
		array_add(&l->subjects, str_text(&subject));
		array_add(&l->texts, end + strspn(end, "\n"));
	}
	str_free(&text);
	str_free(&subject);
	return ok;
}

/* English is the first: it is for people of other languages. */
static bool
notices_of(const struct breach *b, const struct store *s, struct notices *l, struct err *e)
{
	const char *language;
	bool ok = notice_add(b, s, "en", l, e);
	size_t i;

	for (i = 0; ok && (language = breach_language(i)); i++)
		ok = !strcmp(language, "en") || notice_add(b, s, language, l, e);
	return ok;
}

static bool
notices_put(const struct breach *b, const struct store *s, int64_t *queued, struct err *e)
{
	char now[CLOCK_TEXT];
	struct notices l;
	int64_t n = 0;
	bool ok;

	array_open(&l.languages);
	array_open(&l.subjects);
	array_open(&l.texts);
	ok = notices_of(b, s, &l, e);
	if (ok) {
		const char *params[] = { s->id_text, b->id, run_now(now), array_param(&l.languages),
		    array_param(&l.subjects), array_param(&l.texts) };

		ok = db_do(b->run->db, sql_notice_add, COUNT(params), params, &n, e);
	}
	*queued += n;
	array_free(&l.languages);
	array_free(&l.subjects);
	array_free(&l.texts);
	return ok;
}

bool
breach_notices(const struct breach *b, int64_t *queued, struct err *e)
{
	size_t i;
	bool ok = true;

	*queued = 0;
	for (i = 0; ok && i < b->run->stores.n; i++)
		ok = stop_check(e) && notices_put(b, &b->run->stores.list[i], queued, e);
	return ok;
}
