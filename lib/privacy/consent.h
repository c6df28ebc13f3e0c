/*
 * consent.h: consent as records, so that it enters by the path of all data.
 *
 * A grant or a withdrawal becomes a record crt.consent.changed. crt-ingest's path stores it, adds
 * the proof, which nobody can change, and derives the current state from all proofs. The id
 * follows from the content, so the same one twice is one.
 */
#ifndef CRT_PRIVACY_CONSENT_H
#define CRT_PRIVACY_CONSENT_H

#include "base/clock.h"
#include "base/str.h"
#include "store/store.h"

struct consent {
	const char *subject;		/* an e-mail address, a number with "+", or the platform's id */
	const char *channel, *action;	/* as in crt-records(5): "EMAIL", "grant" */
	const char *wording, *source, *evidence;	/* NULL: not given */
	const char *signature, *number, *seller;	/* of a written consent; NULL: not given */
	bool confirmed;			/* double opt-in */
	bool unconditional;		/* the wording states: no condition of a purchase */
	crt_time time;
};

/* Appends the record, without a newline. ERR_INPUT: the channel or the action is unknown. */
bool consent_record(struct str *, const struct store *, const struct consent *,
    struct err *) MUSTUSE;

#endif
