/* detect.h: the settings and verbs of crt-detect. */
#ifndef CRT_DETECT_H
#define CRT_DETECT_H

#include "conf/command.h"

struct detect {
	struct common common;
	const char *state;		/* list: only these */
};

verb_fn detect_find, detect_list, detect_show, detect_recover;

#endif
