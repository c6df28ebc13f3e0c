/* smtp_status.c: classify a mail server's reply to a message. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "refusal/smtp_status.h"

#define REPLY_DIGITS 3
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define PART_MAX 3		/* digits of the second and third number: RFC 3463 2 */

static const struct smtp_status_row *
smtp_status_row_of(const char *status)
{
	const struct smtp_status_row *r;

	for (r = smtp_status_rows; r->status; r++)
		if (strcmp(r->status, status) == 0)
			return r;
	return NULL;
}

/* The row of "5.1.1", else of "5.1.x", else of "5.x.x". */
static const struct smtp_status_row *
smtp_status_nearest(const char *enhanced)
{
	char wide[2 * PART_MAX + 4];
	size_t second = 0, third = 0;
	const char *dot;
	const struct smtp_status_row *r = NULL;

	if (enhanced[0] == '\0' || enhanced[1] != '.')
		return NULL;
	second = strspn(enhanced + 2, "0123456789");
	dot = enhanced + 2 + second;
	third = *dot == '.' ? strspn(dot + 1, "0123456789") : 0;
	if (second - 1 >= PART_MAX || third - 1 >= PART_MAX || dot[1 + third] != '\0')
		return NULL;
	if ((r = smtp_status_row_of(enhanced)))
		return r;
	snprintf(wide, sizeof wide, "%c.%.*s.x", enhanced[0], (int)second, enhanced + 2);
	if ((r = smtp_status_row_of(wide)))
		return r;
	snprintf(wide, sizeof wide, "%c.x.x", enhanced[0]);
	return smtp_status_row_of(wide);
}

static enum smtp_action
smtp_action_of_reply(int reply)
{
	return reply / 100 == 2 ? SMTP_SENT : reply / 100 == 5 ? SMTP_FAIL : SMTP_RETRY;
}

/* A word of the text begins with one of these: the reply has another cause than its code. */
static bool
text_has_other_cause(const char *text)
{
	static const char *const words[] = { "rate", "quota", "overquota", "limit", "block",
	    "blacklist", "black", "rbl", "dnsbl", "reputation", "spam", "junk", "policy", "spf",
	    "dkim", "dmarc", "relay", "throttl", "slow", "many", "full", "storage", "permitted",
	    "prohibit", "denied", "sender", "temporar", "later" };

	while (*text) {
		text += strcspn(text, LETTERS);
		for (size_t i = 0; i < COUNT(words); i++)
			if (strncasecmp(text, words[i], strlen(words[i])) == 0)
				return true;
		text += strspn(text, LETTERS);
	}
	return false;
}

bool
smtp_status_dead(const char *code, const char *text)
{
	const struct smtp_status_row *r;

	if (strspn(code, "0123456789") == REPLY_DIGITS && code[REPLY_DIGITS] == ' ')
		code += REPLY_DIGITS + 1;
	r = smtp_status_nearest(code);
	return r && r->action == SMTP_SUPPRESS && !text_has_other_cause(text);
}

enum smtp_action
smtp_status_action(const struct smtp_refusal *refusal, const char **meaning)
{
	const char *enhanced = refusal->enhanced;
	const struct smtp_status_row *r = NULL;
	enum smtp_action action;

	if (enhanced && *enhanced && *enhanced - '0' == refusal->reply / 100)
		r = smtp_status_nearest(enhanced);
	action = r && refusal->reply / 100 != 2 ? r->action : smtp_action_of_reply(refusal->reply);
	if (meaning)
		*meaning = r ? r->meaning : "";
	if (action == SMTP_SUPPRESS && !(refusal->leads && refusal->about_recipient
	    && smtp_status_dead(enhanced, refusal->text)))
		action = SMTP_FAIL;
	if (action == SMTP_RELAY || (action == SMTP_FAIL && text_has_other_cause(refusal->text)))
		action = refusal->before_text ? SMTP_RETRY : SMTP_FAIL;
	return action;
}
