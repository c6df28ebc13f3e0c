/* session_parts.h: what the parts of a talk ask of each other; for lib/poll/session*.c only. */
#ifndef CRT_POLL_SESSION_PARTS_H
#define CRT_POLL_SESSION_PARTS_H

#include "poll/session.h"

/* The page or the wish in hand has all that it wanted. */
bool talk_unit_end(struct talk *, crt_time now, struct err *) MUSTUSE;

/* What is left of a pass is given up, and it begins anew. */
bool talk_restart(struct talk *, crt_time now, struct err *) MUSTUSE;

/* False when the queue is full. */
bool talk_enqueue(struct talk_list *, const struct question *, const char *id, const char *carry,
    crt_time wanted) MUSTUSE;

/* A record of crt's own, and one of the platform's, which is told once. */
bool talk_tell(struct talk *, const struct str *line, struct err *) MUSTUSE;
bool talk_record(void *talk, const char *line, size_t n, struct err *);

/* crt.fetch.wanted, or with a time crt.fetch.done. */
bool talk_fetch(struct talk *, const char *question, const char *id, crt_time wanted, crt_time now,
    struct err *) MUSTUSE;

#endif
