/*
 * gate.h: whether a message may be sent, must wait, or must not be sent.
 *
 * The same gates run in crt-campaign when a step is due and in crt-send in the transaction that
 * claims the message. The name of the gate is stored with each refusal (P9). Pure: values in,
 * verdict out; no clock, no database.
 */
#ifndef CRT_GATE_H
#define CRT_GATE_H

#include "base/clock.h"
#include "base/str.h"
#include "rule/hours.h"
#include "words.h"

#define GATE_NO_TIME INT64_MIN
#define GATE_QUIET_MAX 160
#define GATE_TEXTS_MAX 10		/* a person's latest text messages */
#define GATE_SENT_MAX 50		/* a person's latest messages that are considered */

/* The gates, in the order in which they are checked. */
enum gate {
	GATE_NAME_NONE = -1,
#define GATE(name, ask, meaning, text, finding) GATE_NAME_##name,
#include "rule/gate.def"
#undef GATE
	GATE_NAMES
};
const char *gate_name(enum gate);	/* "no_consent"; "" for none */
enum gate gate_find(const char *name);	/* none if it is not a gate, or NULL */

/* The reason of a skipped message that no gate has refused: its record would be too long. */
#define GATE_TOO_LONG "too_long"

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
	/* The rest counts for text messages only. */
	enum message_channel channel;
	struct place place;		/* where the recipient may be */
	struct text_rule rule;		/* of that place */
	bool confirmed;			/* double opt-in */
	bool needs_confirmed;		/* false: the store sends without it */
	crt_time abandoned_at;
	crt_time episode_text;		/* the last text message of the episode; GATE_NO_TIME: none */
	crt_time texts[GATE_TEXTS_MAX];	/* to the person, newest first */
	size_t ntexts;
	char quiet[GATE_QUIET_MAX];	/* which rule closes quiet_hours, in words; "": none does */
	crt_time wait_until;		/* of the person's variant of the wait; GATE_NO_TIME: none */
};

enum gate_fate {
	GATE_GO,
	GATE_HOLD,			/* not before verdict.until */
	GATE_SKIP,			/* this message is not sent */
	GATE_STOP			/* no further message of the episode is sent */
};

struct gate_verdict {
	enum gate_fate fate;
	enum gate gate;			/* none when the message may be sent */
	crt_time until;
};

/* Until when a text message that may be sent now may be delivered. */
crt_time gate_text_until(const struct gate_facts *, crt_time now);

/* Sets quiet by place and rule. */
void gate_quiet_set(struct gate_facts *, crt_time now);

const char *gate_episode_state(const struct gate_facts *);

/* The verdict of the first closed gate. */
struct gate_verdict gate_decide(const struct gate_facts *, crt_time now);

/* The verdict of one gate, and what holds while it is open. */
struct gate_verdict gate_check(enum gate, const struct gate_facts *, crt_time now);
const char *gate_meaning(enum gate);

/* Whether the gate can be closed for a message of the channel. */
bool gate_concerns(enum gate, enum message_channel);

/* Prints the facts of the decision as JSON without personal data. */
void gate_print(const struct gate_facts *, crt_time now, struct str *);

#endif
