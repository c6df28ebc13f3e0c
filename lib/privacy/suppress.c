/* suppress.c: write suppressions. */
#include "privacy/suppress.h"
#include "query.h"

void
suppress_open(struct suppress *s)
{
	s->n = 0;
	array_open(&s->channels);
	array_open(&s->keys);
	array_open(&s->codes);
	array_open(&s->times);
}

void
suppress_close(struct suppress *s)
{
	array_free(&s->channels);
	array_free(&s->keys);
	array_free(&s->codes);
	array_free(&s->times);
}

void
suppress_add(struct suppress *s, const struct handle *h, const char *code, crt_time when)
{
	char time[CLOCK_TEXT];

	array_add(&s->channels, words_message_channel[h->channel]);
	array_add(&s->keys, h->key);
	array_add(&s->codes, code);
	array_add(&s->times, clock_print(when, time));
	s->n++;
}

bool
suppress_write(struct suppress *s, const char *organization, enum suppress_reason reason,
    struct db *db, int64_t *added, struct err *e)
{
	const char *params[] = { organization, words_suppress_reason[reason],
	    array_param(&s->channels), array_param(&s->keys), array_param(&s->codes),
	    array_param(&s->times) };

	s->n = 0;
	return db_do(db, sql_suppression_put, COUNT(params), params, added, e);
}
