/* gdpr.h: the settings and verbs of crt-gdpr. */
#ifndef CRT_GDPR_H
#define CRT_GDPR_H

#include "conf/command.h"
#include "privacy/suppress.h"
#include "privacy/tenant.h"
#include "report/table.h"

struct gdpr {
	struct common common;
	int reason;			/* index into suppress_reasons */
	int only_reason;		/* of suppress list: 0 is all, else one more than an index */
	int channel;			/* of suppress list: 0 is all */
	crt_time since;			/* 0: not said */
	bool closed;			/* requests: closed ones too */
	bool yes;			/* erase */
	const char *output;		/* export: a file; NULL: standard output */
};

verb_fn gdpr_requests, gdpr_export, gdpr_erase, gdpr_suppress_add, gdpr_suppress_import,
    gdpr_suppress_check, gdpr_suppress_list;

#endif
