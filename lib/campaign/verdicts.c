/* verdicts.c: collect verdicts on messages and write them together. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "campaign/step_facts.h"
#include "campaign/verdicts.h"
#include "query.h"
#include "store/setting.h"
#include "record/line.h"
#include "store/key.h"

#define FACTS_MAX (6 * ERR_TEXT_MAX + 2048)	/* a fault, each byte escaped */

void
verdicts_open(struct verdicts *j, struct run *r, struct output *out)
{
	struct array *all[] = { &j->store, &j->id, &j->status, &j->reason, &j->why, &j->until };
	size_t i;

	*j = (struct verdicts){ .run = r, .out = out, .facts = STR_MAX(FACTS_MAX),
	    .line = STR_MAX(2 * FACTS_MAX) };
	for (i = 0; i < COUNT(all); i++)
		array_open(all[i]);
}

void
verdicts_close(struct verdicts *j)
{
	struct array *all[] = { &j->store, &j->id, &j->status, &j->reason, &j->why, &j->until };
	size_t i;

	for (i = 0; i < COUNT(all); i++)
		array_free(all[i]);
	str_free(&j->facts);
	str_free(&j->line);
	arena_free(&j->arena);
	clocks_close(&j->clocks);
}

bool
verdicts_clocks(struct verdicts *j, struct err *e)
{
	return j->clocks.n > 0 || clocks_open(&j->clocks, j->run, e);
}

void
verdicts_read(struct verdicts *j, struct facts *f, const struct db_row *row, int first,
    const struct store *s)
{
	facts_read(f, row, first, s, &j->clocks);
	step_facts_read(f, row, first, j->segments);
}

struct gate_verdict
verdicts_decide(struct verdicts *j, const struct facts *f, const char *message)
{
	crt_time now = clock_now();
	struct gate_verdict v = gate_decide(&f->gate, now);
	unsigned char person[16];
	void **given;

	if (v.fate != GATE_GO || !f->has_person)
		return v;
	key_within(f->store, f->person, person);
	given = map_put(&j->persons, &j->arena, person);
	if (*given && (message == NULL || strcmp(*given, message)))
		return (struct gate_verdict){ GATE_HOLD, GATE_NAME_pending, now + CLOCK_MINUTE };
	if (*given == NULL)
		*given = arena_dup(&j->arena, message ? message : "", message ? strlen(message) : 0);
	return v;
}

/* The status of a message and its counter, by verdict. */
static const struct { enum message_status status; enum counter counter; } fates[] = {
	[GATE_GO] = { MESSAGE_QUEUED, COUNTER_queued },
	[GATE_HOLD] = { MESSAGE_HELD, COUNTER_held },
	[GATE_SKIP] = { MESSAGE_SKIPPED, COUNTER_skipped },
	[GATE_STOP] = { MESSAGE_SKIPPED, COUNTER_skipped },
};

enum message_status
verdicts_status(const struct gate_verdict *v)
{
	return fates[v->fate].status;
}

const char *
verdicts_facts(struct verdicts *j, const struct facts *f, const struct gate_verdict *v)
{
	if (v->fate == GATE_GO)
		return NULL;
	str_cut(&j->facts, 0);
	gate_print(&f->gate, clock_now(), &j->facts);
	return str_text(&j->facts);
}

static void
verdicts_warn(struct verdicts *j, const struct store *s)
{
	void **entry = map_put(&j->warned, &j->arena, s->id);

	if (*entry == NULL)
		log_line(LOG_WARN, s->slug, "%s; its messages are held until this is fixed: %s",
		    store_fault(s, CHANNEL_EMAIL)->text, store_fault(s, CHANNEL_EMAIL)->hint);
	*entry = j;
}

void
verdicts_report(struct verdicts *j, const struct store *s, const char *message, const char *episode,
    const struct facts *f, const struct gate_verdict *v)
{
	enum record_kind kind = v->fate == GATE_HOLD ? RECORD_message_held : RECORD_message_skipped;
	const char *facts = verdicts_facts(j, f, v);
	char id[128];

	run_count(j->run, fates[v->fate].counter, 1);
	if (facts == NULL)
		return;
	if (v->gate == GATE_NAME_settings)
		verdicts_warn(j, s);
	snprintf(id, sizeof id, "%s.%s.%lld", message, gate_name(v->gate), (long long)clock_now());
	str_cut(&j->line, 0);
	line_open(&j->line, &(struct line_head){ kind, id, s->slug, clock_now(), NULL, episode });
	line_text(&j->line, "message", message);
	line_text(&j->line, "gate", gate_name(v->gate));
	line_raw(&j->line, "facts", facts, strlen(facts));
	if (v->fate == GATE_HOLD)
		line_time(&j->line, "until", v->until);
	line_end(&j->line);
	output_line(j->out, str_text(&j->line), j->line.len);
}

void
verdicts_add(struct verdicts *j, const struct store *s, const char *message, const struct facts *f,
    const struct gate_verdict *v)
{
	char until[CLOCK_TEXT];

	array_add(&j->store, s->id_text);
	array_add(&j->id, message);
	array_add(&j->status, words_message_status[verdicts_status(v)]);
	array_add(&j->reason, v->fate == GATE_GO ? NULL : gate_name(v->gate));
	array_add(&j->why, verdicts_facts(j, f, v));
	array_add(&j->until, v->fate == GATE_HOLD ? clock_print(v->until, until) : NULL);
	j->n++;
}

bool
verdicts_write(struct verdicts *j, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { array_param(&j->store), array_param(&j->id), array_param(&j->status),
	    array_param(&j->reason), array_param(&j->why), array_param(&j->until), run_now(now) };
	bool any = j->n > 0;

	j->n = 0;
	return !any || db_do(j->run->db, sql_message_verdict, COUNT(params), params, NULL, e);
}
