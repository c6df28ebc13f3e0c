/*
 * replay.h: history, replayed into copies of the tables, with a clock that goes from run to run.
 *
 * The copies are temporary tables of the run's session, and shadow_of turns every statement to
 * them. So the code that decides here is that of the pipeline itself. The facts at a time follow
 * from the events that had arrived by then. The session cannot write to anything else.
 */
#ifndef CRT_CAMPAIGN_REPLAY_H
#define CRT_CAMPAIGN_REPLAY_H

#include "campaign/verdicts.h"
#include "campaign/active.h"
#include "inbox/replay_source.h"

struct replay {
	struct run *run;
	struct active_campaigns active;
	struct replay_source source;
	struct output silent;
	crt_time *times;		/* of the runs, ascending */
	size_t n;
};

/* Makes the copies and finds the times: of the recorded runs in from..to, or with an interval. */
bool replay_open(struct replay *, struct run *, crt_time from, crt_time to, crt_time every,
    struct err *) MUSTUSE;
void replay_close(struct replay *);

/* Takes in what arrived before, without campaigns; then each run. The campaigns must be in the
   copies. Leaves the clock at the last time. */
bool replay_run(struct replay *, crt_time from, struct err *) MUSTUSE;

#endif
