/* verdict.h: the error with which a run of crt-send ends. */
#ifndef CRT_CMD_SEND_VERDICT_H
#define CRT_CMD_SEND_VERDICT_H

#include "run/run.h"

/* provider: why a provider failed that others replaced; its kind is ERR_NONE if none did. */
bool send_verdict(const struct run *, const struct err *provider, struct err *) MUSTUSE;

#endif
