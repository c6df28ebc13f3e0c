/* gate_facts.h: the facts that the gates decide on. */
#ifndef CRT_GATE_FACTS_H
#define CRT_GATE_FACTS_H

#include "base/clock.h"
#include "hours/hours.h"
#include "words.h"

#define GATE_NO_TIME INT64_MIN
#define GATE_QUIET_MAX 160
#define GATE_TEXTS_MAX 10		/* a person's latest text messages */
#define GATE_SENT_MAX 50		/* a person's latest messages that are considered */

/* A consent, or unknown, which no record has. */
enum gate_consent { GATE_UNKNOWN, GATE_GRANTED, GATE_DENIED, GATE_PENDING };
enum gate_consent gate_consent_of(int state);	/* an enum consent_state; -1: not known */
const char *gate_consent_text(enum gate_consent);

struct gate_facts {
	int episode;			/* enum episode_state; -1: not known */
	bool bought;			/* the same person bought after the cart's last change */
	bool cart_active;		/* the shopper is active in the cart again */
	crt_time idle_at;		/* when the shopper stops counting as active */
	bool bot, empty;
	bool unread;			/* the items of the cart could not be read */
	bool link_dead;			/* its link pays for an order that can no longer be paid */
	crt_time link_until;		/* when the link stops working; GATE_NO_TIME: not known */
	crt_time paused_until;		/* the person's own pause; GATE_NO_TIME: none */
	const char *fault;		/* error in the store's settings; NULL: none */
	bool has_address, disposable, suppressed;
	bool erasing;			/* a request to erase the person is open */
	enum gate_consent consent;
	bool needs_grant;		/* consent_basis granted; false: not_denied */
	crt_time orders_seen_at;	/* GATE_NO_TIME: never */
	crt_time orders_max_age;	/* 0: the gate is off */
	/* Arrival of the first rejected order that may be this person's and was neither retried
	   nor dropped; GATE_NO_TIME: none. */
	crt_time order_rejected_at;
	crt_time expires_at, not_before, not_after;
	crt_time gap;
	crt_time bought_at;		/* the person's last purchase; GATE_NO_TIME: none */
	crt_time cool_off;		/* after it; 0: the gate is off */
	int64_t cap_day, cap_week;
	crt_time sent[GATE_SENT_MAX];	/* messages to the person, newest first */
	size_t nsent;
	bool pending;			/* another message to the person is being sent */
	bool held_out;			/* the person is in the campaign's holdout */
	enum message_channel channel;
	/* The rest counts for text messages, place and quiet also for push messages. */
	struct place place;		/* where the recipient may be */
	struct daily push_hours;
	struct text_rule rule;		/* of that place */
	bool confirmed;			/* double opt-in */
	bool needs_confirmed;		/* false: the store sends without it */
	bool written;			/* a written consent is proven */
	bool registered;		/* the number is in the Do-Not-Call registry */
	crt_time registry_at;		/* the time of its data; GATE_NO_TIME: none of the area code */
	bool needs_written;		/* false: the store sends without it */
	crt_time abandoned_at;
	crt_time episode_text;		/* the last text message of the episode; GATE_NO_TIME: none */
	crt_time texts[GATE_TEXTS_MAX];	/* to the person, newest first */
	size_t ntexts;
	char quiet[GATE_QUIET_MAX];	/* which rule closes quiet_hours, in words; "": none does */
	/* Of a step with a rule of its own. */
	int when;			/* enum campaign_refusal: of its condition; -1: it is met */
	bool branched;			/* another alternative of its branch was taken */
	crt_time opens_at;		/* its send_window; GATE_NO_TIME: it is open */
	uint64_t drop_if;		/* bits of gates that skip the message instead of holding it */
	crt_time wait_until;		/* of the person's variant of the wait; GATE_NO_TIME: none */
};

#endif
