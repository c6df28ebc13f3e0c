/* mail.c: any texts as the fields of a mail: no header but crt's, no bare CR or LF. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "mime/mail.h"

#define FIELDS 13
#define LINE_MAX_BYTES 998	/* RFC 5322 2.1.1 */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *const ours[] = { "From", "Reply-To", "To", "Subject", "Date", "Message-ID",
	"Content-Language", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID",
	"Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding" };

/* Which of crt's headers a line starts with, or -1. */
static int
which(const char *line, size_t n)
{
	size_t i;

	for (i = 0; i < COUNT(ours); i++) {
		size_t len = strlen(ours[i]);

		if (n > len && !memcmp(line, ours[i], len) && line[len] == ':')
			return (int)i;
	}
	return -1;
}

static bool
bytes_ok(const char *line, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (line[i] != '\t' && (line[i] < ' ' || line[i] > '~'))
			return false;
	return n <= LINE_MAX_BYTES;
}

static bool
sound(const char *mail, size_t n)
{
	bool seen[COUNT(ours)] = { false }, head = true;
	const char *end = mail + n, *eol;
	int h;

	for (; mail < end; mail = eol + 2) {
		eol = memmem(mail, (size_t)(end - mail), "\r\n", 2);
		if (eol == NULL || !bytes_ok(mail, (size_t)(eol - mail)))
			return false;
		if (eol == mail)
			head = false;
		if (!head || *mail == ' ' || *mail == '\t')
			continue;
		h = which(mail, (size_t)(eol - mail));
		if (h < 0 || seen[h])
			return false;
		seen[h] = true;
	}
	return !head && seen[0] && seen[2];
}

static const char *
given(const char *text, const char *otherwise)
{
	return *text ? text : otherwise;
}

/* The fields follow each other, each ended by a NUL. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = mem_dupn((const char *)data, size), *at = copy;
	const char *f[FIELDS];
	struct str out = STR_MAX(MAIL_BYTES_MAX);
	struct err e = { 0 };
	size_t i;

	mail_open();
	for (i = 0; i < FIELDS; i++) {
		f[i] = at;
		at += strlen(at);
		at += at < copy + size;
	}
	str_puts(&out, "before");
	if (mail_write(&(struct mail){ .to_name = f[0], .subject = f[1],
	    .text = given(f[2], "text"), .html = f[3], .from = given(f[4], "Shop <a@shop.example>"),
	    .to_address = given(f[5], "b@c.example"), .reply_to = f[6],
	    .unsubscribe_url = f[7], .unsubscribe_mail = f[8], .unsubscribe_subject = f[12],
	    .locale = f[9], .feedback_id = f[10],
	    .message_id = given(f[11], "1@shop.example"), .date = CLOCK_DAY }, &out, &e)
	    ? !sound(str_text(&out) + 6, out.len - 6)
	    : e.kind != ERR_INPUT || strcmp(str_text(&out), "before"))
		abort();
	str_free(&out);
	free(copy);
	return 0;
}
