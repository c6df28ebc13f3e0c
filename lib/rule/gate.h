/*
 * gate.h: whether a message may be sent, must wait, or must not be sent.
 *
 * The same gates run in crt-campaign when a step is due and in crt-send in the transaction that
 * claims the message. The name of the gate is stored with each refusal (P9). Pure: values in,
 * verdict out; no clock, no database.
 */
#ifndef CRT_GATE_H
#define CRT_GATE_H

#include "base/str.h"
#include "rule/gate_facts.h"

/* The gates, in the order in which they are checked. */
enum gate {
	GATE_NAME_NONE = -1,
#define GATE(name, decide, meaning, text, finding) GATE_NAME_##name,
#include "rule/gate.def"
#undef GATE
	GATE_NAMES
};
const char *gate_name(enum gate);	/* "no_consent"; "" for none */
enum gate gate_find(const char *name);	/* none if it is not a gate, or NULL */

#define GATE_BIT(g) (UINT64_C(1) << (g))
/* Gates that a campaign's step may name in drop_if: they only hold. */
bool gate_droppable(enum gate);

/* The reason of a skipped message that no gate has refused: its record would be too long. */
#define GATE_TOO_LONG "too_long"

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

/* Until when a text or push message that may be sent now may be delivered. */
crt_time gate_deliver_until(const struct gate_facts *, crt_time now);

/* The Do-Not-Call registry counts without a written consent, and without a recent purchase. */
bool gate_registry_counts(const struct gate_facts *, crt_time now);

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
