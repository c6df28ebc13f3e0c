/* outcome.h: print what a replay would have sent beside what the store really did. */
#ifndef CRT_CAMPAIGN_OUTCOME_H
#define CRT_CAMPAIGN_OUTCOME_H

#include "option/option.h"
#include "run/run.h"

enum outcome_by { OUTCOME_TOTAL, OUTCOME_DAY, OUTCOME_MESSAGE };

/* Reads the copies of the run's session, after a replay from..until. */
bool outcome_print(struct run *, crt_time from, crt_time until, enum outcome_by,
    enum output_form, struct err *) MUSTUSE;

#endif
