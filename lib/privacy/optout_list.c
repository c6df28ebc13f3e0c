/* optout_list.c: find the addresses in a line of a list of opt-outs. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "json/value.h"
#include "privacy/optout_list.h"

#define NAME_MAX_BYTES 32
#define DIGITS_MAX 11			/* of a time in seconds */
#define TWILIO_OPTED_OUT "21610"

/* Lower case, without "_", "-", and blanks: "ErrorCode" and "error_code" are one. */
static const char *const names[OPTOUT_FIELDS][5] = {
	[OPTOUT_ADDRESS] = { "email", "emailaddress", "phone", "phonenumber", "address" },
	[OPTOUT_TIME] = { "created", "createdat", "datecreated", "sentdate", "date" },
	[OPTOUT_CODE] = { "status", "code" },
	[OPTOUT_TO] = { "to" },
	[OPTOUT_FROM] = { "from" },
	[OPTOUT_ERROR] = { "errorcode" },
	[OPTOUT_BODY] = { "body" },
	[OPTOUT_DIRECTION] = { "direction" },
	[OPTOUT_RESULT] = { "result", "response" },
};

/* What a carrier or Twilio takes for an opt-out when the message is nothing else. */
static const char *const keywords[] = { "stop", "stopall", "unsubscribe", "end", "quit", "cancel",
    "revoke", "optout", "opt out" };

void
optout_list_open(struct optout_list *l)
{
	*l = (struct optout_list){ .begun = false };
	csv_open(&l->csv);
}

void
optout_list_close(struct optout_list *l)
{
	csv_free(&l->csv);
}

/* The field of a name; OPTOUT_FIELDS: none of ours. */
static size_t
optout_field(const char *name)
{
	char plain[NAME_MAX_BYTES] = "";
	size_t n = 0, f, i;

	for (; *name && n < sizeof plain - 1; name++)
		if (*name != '_' && *name != '-' && !isspace((unsigned char)*name))
			plain[n++] = (char)tolower((unsigned char)*name);
	for (f = 0; f < OPTOUT_FIELDS; f++)
		for (i = 0; i < COUNT(names[f]) && names[f][i]; i++)
			if (!strcmp(plain, names[f][i]))
				return f;
	return OPTOUT_FIELDS;
}

static crt_time
optout_time(const char *text)
{
	size_t n = text ? strspn(text, "0123456789") : 0;
	crt_time t;

	if (n && n <= DIGITS_MAX && text[n] == '\0')
		return strtoll(text, NULL, 10) * CLOCK_SECOND;
	return text && clock_read(text, &t) ? t : OPTOUT_NO_TIME;
}

static bool
optout_keyword(const char *body)
{
	size_t n, i;

	for (; isspace((unsigned char)*body); body++)
		;
	for (n = strlen(body); n && strchr(" \t\n\r.!", body[n - 1]); n--)
		;
	for (i = 0; i < COUNT(keywords); i++)
		if (strlen(keywords[i]) == n && !strncasecmp(body, keywords[i], n))
			return true;
	return false;
}

/* Whose opt-out a row of Twilio's log is; NULL: it is none. */
static const char *
optout_twilio(const char *const v[OPTOUT_FIELDS])
{
	if (v[OPTOUT_ERROR] && !strcmp(v[OPTOUT_ERROR], TWILIO_OPTED_OUT))
		return v[OPTOUT_TO];
	if (v[OPTOUT_DIRECTION] && !strncmp(v[OPTOUT_DIRECTION], "inbound", 7)
	    && v[OPTOUT_BODY] && optout_keyword(v[OPTOUT_BODY]))
		return v[OPTOUT_FROM];
	return NULL;
}

static bool
optout_give(const char *const v[OPTOUT_FIELDS], optout_fn *each, void *arg, struct err *e)
{
	bool twilio = v[OPTOUT_TO] && v[OPTOUT_DIRECTION];
	struct optout_entry o = { .address = twilio ? optout_twilio(v) : v[OPTOUT_ADDRESS],
	    .code = twilio ? NULL : v[OPTOUT_CODE], .time = optout_time(v[OPTOUT_TIME]) };

	if (twilio && o.address == NULL)
		return true;
	if (v[OPTOUT_RESULT]) {
		if (strcasecmp(v[OPTOUT_RESULT], "yes"))
			return true;
		o.code = OPTOUT_REASSIGNED;
		o.time = OPTOUT_NO_TIME;	/* the date is that of the consent */
	}
	if (o.address == NULL || *o.address == '\0')
		return err_set(e, ERR_INPUT, "the entry has no address");
	return each(arg, &o, e);
}

/* An element of a list: an address, or an object with one. */
static bool
optout_element(const json_t *item, optout_fn *each, void *arg, struct err *e)
{
	char whole[OPTOUT_FIELDS][DIGITS_MAX + 13];
	const char *v[OPTOUT_FIELDS] = { NULL };
	void *i;

	if (value_text(item))
		v[OPTOUT_ADDRESS] = value_text(item);
	for (i = value_first(item); i; i = value_next(item, i)) {
		size_t f = optout_field(value_key(i));

		if (f == OPTOUT_FIELDS)
			continue;
		v[f] = value_text(value_of(i));
		if (value_kind(value_of(i)) == VALUE_INT) {
			snprintf(whole[f], sizeof whole[f], "%lld", (long long)value_int(value_of(i)));
			v[f] = whole[f];
		}
	}
	return optout_give(v, each, arg, e);
}

static bool
optout_json(const char *line, size_t n, optout_fn *each, void *arg, struct err *e)
{
	json_t *all, *list;
	size_t i;
	bool ok;

	if (!value_read(&all, line, n, e))
		return false;
	list = value_get(all, "messages") ? value_get(all, "messages") : all;
	ok = value_kind(list) == VALUE_LIST || optout_element(list, each, arg, e);
	for (i = 0; ok && value_kind(list) == VALUE_LIST && i < value_count(list); i++)
		ok = optout_element(value_at(list, i), each, arg, e);
	value_free(all);
	return ok;
}

/* Whether the first row names columns; if not, the first column is the address. */
static bool
optout_head(struct optout_list *l)
{
	size_t i, f;

	for (f = 0; f < OPTOUT_FIELDS; f++)
		l->column[f] = -1;
	for (i = 0; csv_field(&l->csv, i); i++) {
		f = optout_field(csv_field(&l->csv, i));
		if (f < OPTOUT_FIELDS && l->column[f] < 0)
			l->column[f] = (int)i;
	}
	if (l->column[OPTOUT_ADDRESS] >= 0 || l->column[OPTOUT_TO] >= 0)
		return true;
	for (f = 0; f < OPTOUT_FIELDS; f++)
		l->column[f] = f == OPTOUT_ADDRESS ? 0 : -1;
	return false;
}

bool
optout_list_line(struct optout_list *l, const char *line, size_t n, optout_fn *each, void *arg,
    struct err *e)
{
	const char *v[OPTOUT_FIELDS] = { NULL };
	size_t f;
	bool whole;

	if (!l->csv.quoted && n && (*line == '[' || *line == '{'))
		return optout_json(line, n, each, arg, e);
	if (!csv_line(&l->csv, line, n, &whole, e))
		return false;
	if (!whole)
		return true;
	if (!l->begun) {
		l->begun = true;
		if (optout_head(l))
			return true;
	}
	for (f = 0; f < OPTOUT_FIELDS; f++)
		v[f] = l->column[f] < 0 ? NULL : csv_field(&l->csv, (size_t)l->column[f]);
	return optout_give(v, each, arg, e);
}
