/* gate_finding.h: what a closed gate found, in a sentence for people. */
#ifndef CRT_GATE_FINDING_H
#define CRT_GATE_FINDING_H

#include "record/value.h"
#include "rule/gate.h"

#define GATE_FINDING_MAX 256

/* "consent is unknown; the store requires granted": appends nothing for an unknown gate. */
void gate_finding(const char *gate, const struct gate_facts *, struct str *);

/* The same of the facts that gate_print wrote. */
void gate_finding_kept(const char *gate, const json_t *facts, struct str *);

#endif
