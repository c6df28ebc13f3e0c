/* gate_finding.h: explain a closed gate in a sentence. */
#ifndef CRT_GATE_FINDING_H
#define CRT_GATE_FINDING_H

#include "json/value.h"
#include "rule/gate.h"

#define GATE_FINDING_MAX 256

/* Appends a sentence such as "consent is unknown; the store requires granted". */
void gate_finding(enum gate, const struct gate_facts *, struct str *);

/* The same for the stored reason of a message, from the JSON of gate_print; nothing if it is not
   known. */
void gate_finding_kept(const char *reason, const json_t *facts, struct str *);

#endif
