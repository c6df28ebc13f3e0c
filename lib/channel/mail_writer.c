/* mail_writer.c: write mails in their transport form, signed with the keys of a folder. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/mail_writer.h"
#include "option/secret.h"
#include "os/file.h"

static bool
mail_writer_add(struct mail_writer *w, const char *folder, const char *name, struct err *e)
{
	size_t n = strlen(name) - strlen(MAIL_WRITER_SUFFIX), len;
	char *path = file_in(folder, name), *pem = NULL;
	char selector[DKIM_SELECTOR_MAX + 2];
	bool ok = secret_read_whole(path, &pem, &len, e);

	snprintf(selector, sizeof selector, "%.*s", (int)n, name);
	ok = ok && (dkim_add(&w->dkim, selector, pem, len, e) || err_in(e, "\"%s\"", path));
	secret_free(pem);
	free(path);
	return ok;
}

/* In the order of their names, so that equal mails give equal bytes. */
static bool
mail_writer_read_keys(struct mail_writer *w, const char *folder, struct err *e)
{
	char **names;
	int i, n = file_names(folder, MAIL_WRITER_SUFFIX, &names);
	bool ok = n > 0;

	if (n < 0)
		return err_set(e, ERR_CONFIG, "folder of DKIM keys \"%s\": %s", folder, strerror(errno));
	if (n == 0)
		err_set(e, ERR_CONFIG, "folder of DKIM keys \"%s\": it has no file SELECTOR%s", folder,
		    MAIL_WRITER_SUFFIX);
	for (i = 0; ok && i < n; i++)
		ok = mail_writer_add(w, folder, names[i], e);
	file_names_free(names);
	return ok;
}

bool
mail_writer_open(struct mail_writer *w, const char *keys, struct err *e)
{
	*w = (struct mail_writer){ .mail = STR_MAX(MAIL_BYTES_MAX) };
	mail_open();
	return keys == NULL || mail_writer_read_keys(w, keys, e);
}

void
mail_writer_close(struct mail_writer *w)
{
	dkim_close(&w->dkim);
	str_free(&w->mail);
}

bool
mail_writer_put(struct mail_writer *w, const struct mail *mail, struct str *out, struct err *e)
{
	if (w->dkim.n == 0)
		return mail_write(mail, out, e);
	str_cut(&w->mail, 0);
	if (!mail_write(mail, &w->mail, e))
		return false;
	dkim_sign(&w->dkim, mail->from, mail->date, str_text(&w->mail), w->mail.len, out);
	return !str_full(out) || err_set(e, ERR_INPUT, "mail: longer than %zu bytes", out->max);
}
