/*
 * text_error.h: the meaning of an error code of a provider of text messages.
 *
 * Pure. The rows are compiled in from etc/data/twilio_errors.tsv.
 */
#ifndef CRT_TEXT_ERROR_H
#define CRT_TEXT_ERROR_H

#include "base/base.h"

enum text_action { TEXT_RETRY, TEXT_FAIL, TEXT_STOP, TEXT_UNCERTAIN, TEXT_SUPPRESS, TEXT_OPTOUT };

struct text_error {
	int code;
	enum text_action action;
	const char *meaning;
};

/* NULL: not in the table. */
const struct text_error *text_error_find(long long code);

#endif
