/* gate_finding.h: explain a closed gate in a sentence. */
#ifndef CRT_GATE_FINDING_H
#define CRT_GATE_FINDING_H

#include "json/value.h"
#include "rule/gate.h"

#define GATE_FINDING_MAX 256

/* Appends a sentence such as "consent is unknown; the store requires granted"; nothing for
   an unknown gate. */
void gate_finding(const char *gate, const struct gate_facts *, struct str *);

/* The same from the JSON of gate_print. */
void gate_finding_kept(const char *gate, const json_t *facts, struct str *);

#endif
