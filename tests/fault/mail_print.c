/*
 * mail_print.c: writes a mail from its fields, for an independent parser.
 *
 *   mail_print [FIELD=VALUE]...
 */
#include <stdio.h>
#include <string.h>

#include "mime/mail.h"

int
main(int argc, char **argv)
{
	struct mail m = { .message_id = "0198c0de@shop.example", .from = "Shop <shop@example.com>",
		.to_address = "anna@example.org", .date = INT64_C(1700000000) * CLOCK_SECOND };
	const struct { const char *name, **value; } fields[] = {
		{ "message_id", &m.message_id }, { "from", &m.from }, { "reply_to", &m.reply_to },
		{ "to_address", &m.to_address }, { "to_name", &m.to_name },
		{ "subject", &m.subject }, { "text", &m.text }, { "html", &m.html },
		{ "locale", &m.locale }, { "unsubscribe_url", &m.unsubscribe_url },
		{ "unsubscribe_mail", &m.unsubscribe_mail },
		{ "unsubscribe_subject", &m.unsubscribe_subject }, { "feedback_id", &m.feedback_id },
	};
	struct str out = STR_MAX(MAIL_BYTES_MAX);
	struct err e = { 0 };
	bool ok;

	for (int i = 1; i < argc; i++)
		for (size_t f = 0; f < COUNT(fields); f++) {
			size_t n = strlen(fields[f].name);

			if (strncmp(argv[i], fields[f].name, n) == 0 && argv[i][n] == '=')
				*fields[f].value = argv[i] + n + 1;
		}
	mail_open();
	ok = mail_write(&m, &out, &e);
	if (ok)
		fwrite(out.data, 1, out.len, stdout);
	else
		fprintf(stderr, "%s\n", e.text);
	str_free(&out);
	mail_close();
	return ok && fflush(stdout) == 0 ? 0 : 65;
}
