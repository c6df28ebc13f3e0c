/* smtp_job.c: the commands and the body of one mail. */
#include <string.h>

#include "net/smtp_session.h"

#define COMMAND_MAX 512		/* RFC 5321 4.5.3.1.4 */

static bool
mail_path_valid(const char *path)
{
	size_t n = strlen(path);

	for (const char *c = path; *c; c++)
		if (*c <= ' ' || *c >= 0x7f || *c == '<' || *c == '>')
			return false;
	return n > 0 && n <= SMTP_PATH_MAX;
}

/* RFC 5321 4.5.2 */
static void
add_stuffed(struct str *out, const char *bytes, size_t len)
{
	const char *end = bytes + len;

	while (bytes < end) {
		const char *nl = memchr(bytes, '\n', (size_t)(end - bytes));
		size_t n = nl ? (size_t)(nl - bytes) + 1 : (size_t)(end - bytes);

		if (*bytes == '.')
			str_putc(out, '.');
		str_add(out, bytes, n);
		bytes += n;
	}
	if (len < 2 || end[-1] != '\n')
		str_puts(out, "\r\n");
	str_puts(out, ".\r\n");
}

bool
smtp_job_fill(struct smtp_job *job, const char *from, const char *to, const char *bytes, size_t len)
{
	if (!mail_path_valid(from) || !mail_path_valid(to))
		return false;
	str_cut(&job->mail, 0);
	str_cut(&job->rcpt, 0);
	str_cut(&job->body, 0);
	str_printf(&job->mail, "MAIL FROM:<%s>\r\n", from);
	str_printf(&job->rcpt, "RCPT TO:<%s>\r\n", to);
	add_stuffed(&job->body, bytes, len);
	return !str_full(&job->body) && memchr(bytes, '\0', len) == NULL;
}

void
smtp_session_init(struct smtp_session *s)
{
	s->job.mail.max = s->job.rcpt.max = COMMAND_MAX;
	s->job.body.max = SMTP_BYTES_MAX;
	s->next = s->job;
	s->out.max = SMTP_BYTES_MAX + 4 * COMMAND_MAX;
}

static void
job_free(struct smtp_job *job)
{
	str_free(&job->mail);
	str_free(&job->rcpt);
	str_free(&job->body);
}

void
smtp_session_free(struct smtp_session *s)
{
	job_free(&s->job);
	job_free(&s->next);
	str_free(&s->out);
}
