/* facts.c: read a row of crt.facts_of into the facts that the gates decide on. */
#include "campaign/facts.h"
#include "mime/mail.h"
#include "person/domain.h"
#include "query.h"
#include "store/setting.h"

/* A text message needs consent in every country, whatever the store's basis for mails. */
static void
facts_read_text(struct facts *f, const struct db_row *row, int first,
    const struct place_clocks *clocks)
{
	struct gate_facts *g = &f->gate;
	const char *phone = db_text(row, first + SQL_EXPLAIN_FACTS_ADDRESS);

	g->has_address = phone != NULL;
	g->needs_grant = true;
	g->needs_confirmed = f->store->sms_confirmed;
	g->needs_written = f->store->sms_written;
	g->written = db_true(row, first + SQL_EXPLAIN_FACTS_WRITTEN);
	g->registered = db_true(row, first + SQL_EXPLAIN_FACTS_REGISTERED);
	g->registry_at = db_time(row, first + SQL_EXPLAIN_FACTS_REGISTRY_AT);
	g->confirmed = db_true(row, first + SQL_EXPLAIN_FACTS_CONFIRMED);
	g->episode_text = db_time(row, first + SQL_EXPLAIN_FACTS_EPISODE_TEXT);
	g->ntexts = db_times(row, first + SQL_EXPLAIN_FACTS_TEXTS, g->texts, GATE_TEXTS_MAX);
	place_find(&g->place, clocks, &(struct place_person){ .phone = phone,
	    .country = db_text(row, first + SQL_EXPLAIN_FACTS_COUNTRY),
	    .region = db_text(row, first + SQL_EXPLAIN_FACTS_REGION),
	    .device = db_text(row, first + SQL_EXPLAIN_FACTS_TIMEZONE),
	    .store = f->store->timezone });
	g->rule = text_rule_of(&g->place);
	gate_quiet_set(g, clock_now());
}

/* So does a push message. The device knows its time zone better than the address. */
static void
facts_read_push(struct facts *f, const struct db_row *row, int first,
    const struct place_clocks *clocks)
{
	struct gate_facts *g = &f->gate;
	const char *device = db_text(row, first + SQL_EXPLAIN_FACTS_TIMEZONE);

	g->has_address = db_text(row, first + SQL_EXPLAIN_FACTS_ADDRESS) != NULL;
	g->needs_grant = true;
	g->push_hours = f->store->push_hours;
	place_find(&g->place, clocks, &(struct place_person){
	    .country = device ? NULL : db_text(row, first + SQL_EXPLAIN_FACTS_COUNTRY),
	    .region = db_text(row, first + SQL_EXPLAIN_FACTS_REGION), .device = device,
	    .store = f->store->timezone });
	gate_quiet_set(g, clock_now());
}

void
facts_read(struct facts *f, const struct db_row *row, int first, const struct store *s,
    const struct place_clocks *clocks)
{
	struct gate_facts *g = &f->gate;
	const char *person = db_text(row, first + SQL_EXPLAIN_FACTS_PERSON);
	enum domain_kind kind = domain_kind(db_text(row, first + SQL_EXPLAIN_FACTS_ADDRESS));
	struct err unfit = { 0 };

	*f = (struct facts){ .store = s };
	g->episode = db_enum(row, first + SQL_EXPLAIN_FACTS_STATE, words_episode_state);
	g->expires_at = db_time(row, first + SQL_EXPLAIN_FACTS_EXPIRES_AT);
	g->bought = db_true(row, first + SQL_EXPLAIN_FACTS_BOUGHT);
	g->cart_active = db_true(row, first + SQL_EXPLAIN_FACTS_CART_ACTIVE);
	g->idle_at = db_time(row, first + SQL_EXPLAIN_FACTS_IDLE_AT);
	g->bot = db_true(row, first + SQL_EXPLAIN_FACTS_BOT) || kind == DOMAIN_CRAWLER;
	g->empty = db_true(row, first + SQL_EXPLAIN_FACTS_EMPTY);
	g->has_address = mail_address_ok(db_text(row, first + SQL_EXPLAIN_FACTS_ADDRESS), &unfit);
	g->disposable = kind == DOMAIN_DISPOSABLE;
	g->suppressed = db_true(row, first + SQL_EXPLAIN_FACTS_SUPPRESSED);
	g->consent = gate_consent_of(db_enum(row, first + SQL_EXPLAIN_FACTS_CONSENT,
	    words_consent_state));
	g->orders_seen_at = db_time(row, first + SQL_EXPLAIN_FACTS_ORDERS_SEEN_AT);
	f->has_person = person && ident_read(person, f->person);
	g->nsent = db_times(row, first + SQL_EXPLAIN_FACTS_SENT, g->sent, GATE_SENT_MAX);
	g->pending = db_true(row, first + SQL_EXPLAIN_FACTS_PENDING);
	g->order_rejected_at = db_time(row, first + SQL_EXPLAIN_FACTS_ORDER_REJECTED_AT);
	g->link_dead = db_true(row, first + SQL_EXPLAIN_FACTS_LINK_DEAD);
	g->unread = db_true(row, first + SQL_EXPLAIN_FACTS_UNREAD);
	g->link_until = db_time(row, first + SQL_EXPLAIN_FACTS_LINK_UNTIL);
	g->paused_until = db_time(row, first + SQL_EXPLAIN_FACTS_PAUSED_UNTIL);
	g->erasing = db_true(row, first + SQL_EXPLAIN_FACTS_ERASING);
	g->wait_until = g->opens_at = GATE_NO_TIME;
	g->when = -1;
	g->needs_grant = s->consent_basis == BASIS_GRANTED;
	g->orders_max_age = s->orders_max_age;
	g->bought_at = db_time(row, first + SQL_EXPLAIN_FACTS_BOUGHT_AT);
	g->cool_off = s->cool_off;
	g->gap = s->gap;
	g->cap_day = s->cap_day;
	g->cap_week = s->cap_week;
	g->abandoned_at = db_time(row, first + SQL_EXPLAIN_FACTS_ABANDONED_AT);
	g->channel = (enum message_channel)db_enum(row, first + SQL_EXPLAIN_FACTS_CHANNEL,
	    words_message_channel);
	g->fault = store_fault(s, g->channel)->kind != ERR_NONE ? store_fault(s, g->channel)->text
	    : NULL;
	if (g->channel == CHANNEL_SMS)
		facts_read_text(f, row, first, clocks);
	else if (g->channel == CHANNEL_PUSH)
		facts_read_push(f, row, first, clocks);
}
