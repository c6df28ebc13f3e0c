/*
 * gate.h: whether a message may go, must wait, or may not go at all.
 *
 * The same gates are asked by crt-campaign when a step is due and by crt-send
 * in the transaction that claims the message.  Each has a name that is kept
 * with what it refuses (P9).  Values in, verdict out; no clock, no database.
 */
#ifndef CRT_GATE_H
#define CRT_GATE_H

#include "base/clock.h"
#include "base/str.h"

#define GATE_NO_TIME INT64_MIN
#define GATE_SENT_MAX 50		/* messages of a person that are looked at */

/* As consent.state of record.def, behind the one that no record names. */
enum gate_consent { GATE_UNKNOWN, GATE_GRANTED, GATE_DENIED, GATE_PENDING };
const char *gate_consent(enum gate_consent);

struct gate_facts {
	const char *episode;		/* OPEN, RECOVERED, LOST or CANCELLED */
	bool bought;			/* somebody of the same person, after the cart's last touch */
	bool cart_active;		/* the shopper is back in the shop */
	crt_time idle_at;		/* until when he counts as being there */
	bool bot, empty;
	bool link_dead;			/* its link pays for an order that cannot be paid any more */
	crt_time link_until;		/* when the link stops working; GATE_NO_TIME: not known */
	const char *fault;		/* what is wrong with the store's settings; NULL: nothing */
	bool has_address, disposable, suppressed;
	enum gate_consent consent;
	bool needs_grant;		/* consent_basis granted; else not_denied */
	crt_time orders_seen_at;	/* GATE_NO_TIME: never */
	crt_time orders_max_age;	/* 0: the gate is off */
	/* When the first order came that could not be read, may be this person's, and was neither
	   retried nor dropped since; GATE_NO_TIME: none. */
	crt_time order_rejected_at;
	crt_time expires_at, not_before, not_after;
	crt_time gap;
	int64_t cap_day, cap_week;
	crt_time sent[GATE_SENT_MAX];	/* to the person, newest first */
	size_t nsent;
	bool pending;			/* another message to the person is on its way */
};

enum gate_fate {
	GATE_GO,
	GATE_HOLD,			/* not before verdict.until */
	GATE_SKIP,			/* not this message */
	GATE_STOP			/* nor any other of the episode */
};

struct gate_verdict {
	enum gate_fate fate;
	const char *gate;		/* static; "" when it may go */
	crt_time until;
};

/* The first gate that is closed. */
struct gate_verdict gate_decide(const struct gate_facts *, crt_time now);

/* Gate after gate, for explain: false behind the last. */
bool gate_check(size_t i, const struct gate_facts *, crt_time now, const char **name,
    const char **meaning, struct gate_verdict *);

/* What was decided on, as JSON without personal data. */
void gate_print(const struct gate_facts *, crt_time now, struct str *);

#endif
