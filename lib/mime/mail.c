/* mail.c: write a mail in its transport form. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <gmime/gmime.h>

#include "base/log.h"
#include "base/mem.h"
#include "mime/mail.h"
#include "mime/quoted.h"
#include "mime/words.h"

#define BOUNDARY_MAX 60		/* RFC 2046 5.1.1 allows 70 */
#define LOCALE_MAX 35		/* RFC 5646 4.4.1 */

static bool is_open;

void
mail_open(void)
{
	if (!is_open)
		g_mime_init();
	is_open = true;
}

void
mail_close(void)
{
	if (is_open)
		g_mime_shutdown();
}

static bool
mail_given(const char *s)
{
	return s && *s;
}

/* ---- checks ---- */

bool
mail_field_ok(const char *what, const char *value, struct err *e)
{
	size_t n = strlen(value);

	if (n > MAIL_FIELD_MAX)
		return err_set(e, ERR_INPUT, "%s: longer than %d bytes", what, MAIL_FIELD_MAX);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)value[i] < ' ' || value[i] == 0x7f)
			return err_set(e, ERR_INPUT, "%s: control byte 0x%02x", what,
			    (unsigned char)value[i]);
	if (!g_utf8_validate(value, (gssize)n, NULL))
		return err_set(e, ERR_INPUT, "%s: not UTF-8", what);
	return true;
}

static bool
message_id_ok(const char *id, struct err *e)
{
	const char *at = strchr(id, '@');

	if (at == NULL || at == id || at[1] == '\0' || strchr(at + 1, '@'))
		return err_set(e, ERR_INPUT, "message id: not of the form left@right");
	for (const char *p = id; *p; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("<>()[]\\,;:\"", *p))
			return err_set(e, ERR_INPUT, "message id: byte 0x%02x",
			    (unsigned char)*p);
	return true;
}

/* Allows printable ASCII that cannot end the < > of a List header. */
static bool
uri_ok(const char *what, const char *uri, struct err *e)
{
	for (const char *p = uri; *p; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("<>\"\\", *p))
			return err_set(e, ERR_INPUT, "%s: byte 0x%02x is not allowed in a link",
			    what, (unsigned char)*p);
	if (strncasecmp(uri, "https://", 8) != 0 && strncasecmp(uri, "http://", 7) != 0)
		return err_set(e, ERR_INPUT, "%s: neither https:// nor http://", what);
	return true;
}

static bool
fields_ok(const struct mail *m, struct err *e)
{
	const struct { const char *what, *value; bool required; } fields[] = {
		{ "message id", m->message_id, true },
		{ "from", m->from, true },
		{ "reply-to", m->reply_to, false },
		{ "to", m->to_address, true },
		{ "name of the recipient", m->to_name, false },
		{ "subject", m->subject, false },
		{ "unsubscribe url", m->unsubscribe_url, false },
		{ "unsubscribe mail", m->unsubscribe_mail, false },
		{ "unsubscribe subject", m->unsubscribe_subject, false },
		{ "feedback id", m->feedback_id, false },
	};

	for (size_t i = 0; i < COUNT(fields); i++) {
		if (mail_given(fields[i].value)) {
			if (!mail_field_ok(fields[i].what, fields[i].value, e))
				return false;
		} else if (fields[i].required)
			return err_set(e, ERR_INPUT, "%s: missing", fields[i].what);
	}
	return true;
}

static bool
body_ok(const char *what, const char *body, struct err *e)
{
	size_t n = strlen(body);

	if (n > MAIL_BODY_MAX)
		return err_set(e, ERR_INPUT, "%s: longer than %zu bytes", what, MAIL_BODY_MAX);
	if (!g_utf8_validate(body, (gssize)n, NULL))
		return err_set(e, ERR_INPUT, "%s: not UTF-8", what);
	return true;
}

static bool
unsubscribe_ok(const struct mail *m, struct err *e)
{
	char address[MAIL_ADDRESS_MAX + 1];

	if (mail_given(m->unsubscribe_url) && !uri_ok("unsubscribe url", m->unsubscribe_url, e))
		return false;
	if (mail_given(m->unsubscribe_mail) && !mail_address_in(m->unsubscribe_mail, address, e))
		return err_in(e, "unsubscribe mail");
	if (mail_given(m->unsubscribe_subject) && strlen(m->unsubscribe_subject) > MAIL_UNSUBSCRIBE_MAX)
		return err_set(e, ERR_INPUT, "unsubscribe subject: longer than %d bytes",
		    MAIL_UNSUBSCRIBE_MAX);
	return true;
}

bool
mail_ok(const struct mail *m, struct err *e)
{
	if (!fields_ok(m, e) || !message_id_ok(m->message_id, e))
		return false;
	if (!mail_address_ok(m->to_address, e))
		return err_in(e, "to");
	if (!unsubscribe_ok(m, e))
		return false;
	if (mail_given(m->feedback_id))
		for (const char *p = m->feedback_id; *p; p++)
			if (*p & 0x80)
				return err_set(e, ERR_INPUT, "feedback id: not ASCII");
	if (!mail_given(m->text) && !mail_given(m->html))
		return err_set(e, ERR_INPUT, "mail: neither text nor html");
	if (m->date < CLOCK_MIN || m->date > CLOCK_MAX || m->date == 0)
		return err_set(e, ERR_INPUT, "mail: no date");
	return body_ok("text", m->text ? m->text : "", e)
	    && body_ok("html", m->html ? m->html : "", e);
}

void
mail_log_size(size_t html, const char *of, const char *name)
{
	if (html < MAIL_CLIP_WARN_KIB * 1024)
		log_line(LOG_INFO, of, "the HTML of template \"%s\" has %zu KiB", name, html / 1024);
	else
		log_line(LOG_WARN, of, "the HTML of template \"%s\" has %zu KiB: Gmail cuts off mails"
		    " beyond %d KiB", name, html / 1024, MAIL_CLIP_KIB);
}

/* ---- headers ---- */

static void
put_mailbox(struct str *out, const char *header, const char *name, const char *address)
{
	char angle[MAIL_ADDRESS_MAX + 3];

	str_printf(out, "%s: ", header);
	if (mail_given(name)) {
		words_put_phrase(out, name);
		snprintf(angle, sizeof angle, "<%s>", address);
		words_put_last(out, angle);
	} else
		str_puts(out, address);
	str_puts(out, "\r\n");
}

static bool
put_named(struct str *out, const char *header, const char *mailbox, struct err *e)
{
	char address[MAIL_ADDRESS_MAX + 1], name[MAIL_FIELD_MAX + 1];

	if (!mail_address_in(mailbox, address, e))
		return err_in(e, "%s", header);
	mail_name_in(mailbox, name, sizeof name);
	put_mailbox(out, header, name, address);
	return true;
}

/* RFC 5322 3.3, always in UTC; the names are English in every locale. */
static void
put_date(struct str *out, crt_time date)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t seconds = (time_t)(date / CLOCK_SECOND - (date % CLOCK_SECOND < 0));
	struct tm tm;

	gmtime_r(&seconds, &tm);
	str_printf(out, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d +0000\r\n",
	    days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon, tm.tm_year + 1900,
	    tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void
put_unsubscribe(struct str *out, const struct mail *m)
{
	const char *one_click = mail_one_click(m);

	if (!mail_given(m->unsubscribe_url) && !mail_given(m->unsubscribe_mail))
		return;
	str_puts(out, "List-Unsubscribe: ");
	mail_unsubscribe(out, m, "\r\n ");
	str_puts(out, "\r\n");
	if (one_click)
		str_printf(out, "List-Unsubscribe-Post: %s\r\n", one_click);
}

/* Accepts "de_DE" as a language tag; omits the header if the locale is none. */
static void
put_language(struct str *out, const char *locale)
{
	char tag[LOCALE_MAX + 1];
	size_t n = strlen(locale);

	if (n < 2 || n > LOCALE_MAX)
		return;
	for (size_t i = 0; i <= n; i++) {
		tag[i] = locale[i] == '_' ? '-' : locale[i];
		if (i < n && !g_ascii_isalnum(tag[i]) && tag[i] != '-')
			return;
	}
	str_printf(out, "Content-Language: %s\r\n", tag);
}

static bool
put_headers(struct str *out, const struct mail *m, struct err *e)
{
	if (!put_named(out, "From", m->from, e)
	    || (mail_given(m->reply_to) && !put_named(out, "Reply-To", m->reply_to, e)))
		return false;
	put_mailbox(out, "To", m->to_name, m->to_address);
	str_puts(out, "Subject: ");
	words_put_text(out, m->subject ? m->subject : "");
	str_puts(out, "\r\n");
	put_date(out, m->date);
	str_printf(out, "Message-ID: <%s>\r\n", m->message_id);
	put_unsubscribe(out, m);
	str_puts(out, "Auto-Submitted: auto-generated\r\n");
	if (mail_given(m->feedback_id))
		str_printf(out, "Feedback-ID: %s\r\n", m->feedback_id);
	if (mail_given(m->locale))
		put_language(out, m->locale);
	str_puts(out, "MIME-Version: 1.0\r\n");
	return true;
}

/* ---- bodies ---- */

/* Appends with CRLF line ends, and one after the last line. */
static void
put_lines(struct str *out, const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end) {
		size_t line = strcspn(s, "\r\n");

		str_add(out, s, line);
		str_puts(out, "\r\n");
		s += line;
		s += *s == '\r' && s[1] == '\n' ? 2 : *s != '\0';
	}
}

/* Converts line ends to CRLF first, because they are content. */
static void
put_base64(struct str *out, const char *body, size_t n)
{
	struct str plain = STR_MAX(2 * MAIL_BODY_MAX + 2);
	GMimeEncoding state;
	char *bytes;
	size_t len;

	put_lines(&plain, body, n);
	g_mime_encoding_init_encode(&state, GMIME_CONTENT_ENCODING_BASE64);
	bytes = mem_grow(NULL, g_mime_encoding_outlen(&state, plain.len) + 1);
	len = g_mime_encoding_flush(&state, str_text(&plain), plain.len, bytes);
	bytes[len] = '\0';
	put_lines(out, bytes, len);
	free(bytes);
	str_free(&plain);
}

/* Chooses the shorter encoding: quoted-printable needs two more bytes for each non-ASCII byte,
   base64 a third more overall. */
static void
put_part(struct str *out, const char *subtype, const char *body)
{
	size_t n = strlen(body), from;

	str_printf(out, "Content-Type: text/%s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: ", subtype);
	from = out->len;
	str_puts(out, "quoted-printable\r\n\r\n");
	if (quoted_put(out, body, n) * 6 <= n)
		return;
	str_cut(out, from);
	str_puts(out, "base64\r\n\r\n");
	put_base64(out, body, n);
}

/* "=_" occurs in neither encoding, so no body contains a boundary. */
static void
put_alternative(struct str *out, const struct mail *m)
{
	char boundary[BOUNDARY_MAX + 1] = "=_";
	size_t n = 2;

	for (const char *p = m->message_id; *p && n < BOUNDARY_MAX; p++)
		boundary[n++] = g_ascii_isalnum(*p) ? *p : '.';
	if (boundary[n - 1] == '.')
		boundary[n - 1] = '_';
	boundary[n] = '\0';
	str_printf(out, "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n--%s\r\n",
	    boundary, boundary);
	put_part(out, "plain", m->text);
	str_printf(out, "\r\n--%s\r\n", boundary);
	put_part(out, "html", m->html);
	str_printf(out, "\r\n--%s--\r\n", boundary);
}

bool
mail_write(const struct mail *m, struct str *out, struct err *e)
{
	size_t before = out->len;

	if (!mail_ok(m, e))
		return false;
	if (!put_headers(out, m, e)) {
		str_cut(out, before);
		return false;
	}
	if (mail_given(m->text) && mail_given(m->html))
		put_alternative(out, m);
	else
		put_part(out, mail_given(m->text) ? "plain" : "html",
		    mail_given(m->text) ? m->text : m->html);
	if (!str_full(out))
		return true;
	str_cut(out, before);
	return err_set(e, ERR_INPUT, "mail: longer than %zu bytes", out->max);
}
