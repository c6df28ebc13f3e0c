/* smtp_status.c: what a server's answer means, row by row and beyond the rows. */
#include <stdlib.h>

#include "rule/smtp_status.h"
#include "tap.h"

static const char *const names[] = { "SENT", "RETRY", "FAIL", "SUPPRESS" };

static void
expect(int reply, const char *enhanced, bool about, bool rcpt, const char *want)
{
	char what[64];

	snprintf(what, sizeof what, "%d %s%s%s", reply, enhanced ? enhanced : "",
	    about ? " about the recipient" : "", rcpt ? " at RCPT" : "");
	tap_is(names[smtp_status_action(reply, enhanced, about, rcpt, NULL)], want, what);
}

/* The reply class a row belongs to decides the same as the row. */
static void
test_rows(void)
{
	const char *meaning;
	bool good = true;
	int n = 0;

	for (const struct smtp_status_row *r = smtp_status_rows; r->status; r++, n++) {
		if (strchr(r->status, 'x'))
			continue;
		good = good && smtp_status_action((r->status[0] - '0') * 100 + 50, r->status, true,
		    true, &meaning) == r->action && strcmp(meaning, r->meaning) == 0;
		good = good && (r->action != SMTP_SUPPRESS || r->status[0] == '5');
	}
	tap_ok(good && n > 25, "every row decides its own status; only class 5 suppresses");
}

int
main(void)
{
	test_rows();
	expect(250, NULL, true, false, "SENT");
	expect(250, "2.0.0", true, false, "SENT");
	expect(251, "5.1.1", true, false, "SENT");
	expect(450, NULL, true, true, "RETRY");
	expect(450, "5.1.1", true, true, "RETRY");
	expect(421, "4.7.0", false, false, "RETRY");
	expect(451, "4.9.9", true, true, "RETRY");
	expect(550, NULL, true, true, "SUPPRESS");
	expect(551, "", true, true, "SUPPRESS");
	expect(553, NULL, true, true, "SUPPRESS");
	expect(550, NULL, true, false, "FAIL");
	expect(554, NULL, true, true, "FAIL");
	expect(550, NULL, false, false, "FAIL");
	expect(550, "5.1.1", true, true, "SUPPRESS");
	expect(550, "5.1.1", false, false, "FAIL");
	expect(550, "5.1.99", true, true, "FAIL");
	expect(550, "5.7.1", true, true, "FAIL");
	expect(550, "5.7.999", true, true, "FAIL");
	expect(550, "5.1.10", true, true, "SUPPRESS");
	expect(550, "5.1.100", true, true, "FAIL");
	expect(550, "5.5.2", true, true, "FAIL");
	expect(552, "5.2.2", true, true, "RETRY");
	expect(550, "5.1.1.1", true, true, "SUPPRESS");
	expect(550, "5.1", true, true, "SUPPRESS");
	expect(550, "5.x.x", true, true, "SUPPRESS");
	expect(550, "5.1234.1", true, true, "SUPPRESS");
	expect(550, "garbage", true, true, "SUPPRESS");
	expect(354, NULL, true, false, "RETRY");
	expect(0, NULL, false, false, "RETRY");
	expect(999, "9.9.9", true, true, "RETRY");
	return tap_done();
}
