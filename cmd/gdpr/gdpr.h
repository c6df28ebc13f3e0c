/* gdpr.h: the settings and verbs of crt-gdpr. */
#ifndef CRT_GDPR_H
#define CRT_GDPR_H

#include "conf/command.h"
#include "privacy/retain.h"
#include "privacy/suppress.h"
#include "privacy/tenant.h"
#include "report/table.h"
#include "run/audit.h"

struct gdpr {
	struct common common;
	int reason;			/* enum suppress_reason */
	int only_reason;		/* suppress list: index into gdpr_list_reasons; 0 is all */
	int channel;			/* suppress list: 0 is all, else one more than a message_channel */
	crt_time since;			/* 0: not given */
	bool closed;			/* requests: closed ones too */
	bool yes;			/* erase */
	const char *receipt;		/* erase: a file; NULL: none */
	bool all;			/* erasures: also those with a final response */
	int consent_channel;		/* consent grant, withdraw: an enum message_channel */
	const char *wording, *source, *evidence;	/* of a consent; NULL: not given */
	bool confirmed;
	int signature;			/* 0: none, else one more than a consent_signature */
	const char *number, *seller;	/* of a written consent; NULL: not given */
	bool unconditional;
	crt_time time;			/* of a consent; 0: now */
	const char *output;		/* export: a file; NULL: standard output */
	bool archive;			/* export */
	crt_time keep[RETAIN_CLASSES];	/* retain: 0: for good */
	crt_time inactive;		/* anonymize; 0: not given */
	int64_t k;			/* anonymity */
	int request_kind;		/* requests open: an index into its words */
	const char *identity;		/* requests open, requests identify: how it was checked */
	const char *officer, *safeguards;	/* records; NULL: not given */
	/* dnc import */
	crt_time downloaded;		/* 0: not given */
	int dnc_kind;			/* 0: a full list; 1: changes */
	const char *columns, *account;	/* NULL: not given */
	/* breach */
	const char *nature, *role, *consequences, *measures, *contact, *late_reason, *outcome;
	crt_time aware, from, until;	/* 0: not given */
	bool whole, notices;
	const char *public_key;		/* audit verify: a file; NULL: the keys of the key file */
};

verb_fn gdpr_requests, gdpr_requests_erase, gdpr_requests_close, gdpr_requests_extend,
    gdpr_export, gdpr_erase, gdpr_suppress_add, gdpr_suppress_import, gdpr_suppress_check,
    gdpr_suppress_list, gdpr_consent_grant, gdpr_consent_withdraw, gdpr_consent_show,
    gdpr_consent_import, gdpr_scan, gdpr_audit_list, gdpr_audit_export, gdpr_audit_checkpoint,
    gdpr_audit_verify, gdpr_audit_key, gdpr_retain, gdpr_erasures, gdpr_anonymize, gdpr_records,
    gdpr_dnc_import, gdpr_dnc_list, gdpr_dnc_status, gdpr_requests_open, gdpr_requests_identify,
    gdpr_anonymity, gdpr_breach_open, gdpr_breach_affected, gdpr_breach_notify,
    gdpr_breach_close, gdpr_breach_list, gdpr_breach_show;

/* suppress/list.c: "all", and every reason of a suppression; NULL-terminated. */
extern const char *const gdpr_list_reasons[];

/* unknown.c: logs it, after the commit, when nobody is known by the addresses or ids. */
void gdpr_warn_unknown(const struct run *, char **handles);
bool gdpr_is_known(struct run *, char **handles, bool *known, struct err *) MUSTUSE;

/* audit/act.c: writes an act on people of a store's organization, in the caller's transaction. */
bool gdpr_audit(struct run *, const struct store *, const char *action, const char *object,
    char **subjects, int64_t rows, struct err *) MUSTUSE;
bool gdpr_audit_people(const struct run *, const struct store *, char **subjects, struct array *,
    struct err *) MUSTUSE;

/* erase_receipt.c: writes the signed receipt of the person's last erasure to path and path.sig. */
bool gdpr_receipt_free(const char *path, struct err *) MUSTUSE;
bool gdpr_receipt(struct run *, const struct tenant *, char **handles, const char *path,
    struct err *) MUSTUSE;

/* consent_set.c: the only store of the run. ERR_USAGE: there is none, or there are several. */
bool gdpr_consent_store(const struct run *, const struct store **, struct err *) MUSTUSE;

#endif
