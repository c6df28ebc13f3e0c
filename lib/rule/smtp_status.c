/* smtp_status.c: what a mail server's answer means for a message. */
#include <stdio.h>
#include <string.h>

#include "rule/smtp_status.h"

#define PART_MAX 3		/* digits of the second and third number: RFC 3463 2 */

static const struct smtp_status_row *
row_of(const char *status)
{
	const struct smtp_status_row *r;

	for (r = smtp_status_rows; r->status; r++)
		if (strcmp(r->status, status) == 0)
			return r;
	return NULL;
}

/* The row of "5.1.1", else of "5.1.x", else of "5.x.x". */
static const struct smtp_status_row *
nearest(const char *enhanced)
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
	if ((r = row_of(enhanced)))
		return r;
	snprintf(wide, sizeof wide, "%c.%.*s.x", enhanced[0], (int)second, enhanced + 2);
	if ((r = row_of(wide)))
		return r;
	snprintf(wide, sizeof wide, "%c.x.x", enhanced[0]);
	return row_of(wide);
}

static enum smtp_action
by_reply(int reply, bool at_rcpt)
{
	switch (reply / 100) {
	case 2:
		return SMTP_SENT;
	case 5:
		return at_rcpt && (reply == 550 || reply == 551 || reply == 553)
		    ? SMTP_SUPPRESS : SMTP_FAIL;
	default:
		return SMTP_RETRY;
	}
}

enum smtp_action
smtp_status_action(int reply, const char *enhanced, bool about_recipient, bool at_rcpt,
    const char **meaning)
{
	const struct smtp_status_row *r = NULL;
	enum smtp_action action;

	if (enhanced && *enhanced && *enhanced - '0' == reply / 100)
		r = nearest(enhanced);
	action = r && reply / 100 != 2 ? r->action : by_reply(reply, at_rcpt);
	if (meaning)
		*meaning = r ? r->meaning : "";
	return action == SMTP_SUPPRESS && !about_recipient ? SMTP_FAIL : action;
}
