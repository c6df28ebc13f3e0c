/* address.c: check and take apart addresses for use in SMTP and headers. */
#include <string.h>

#include "crypto/encode.h"
#include "mime/mail.h"

#define LABEL_MAX 63		/* RFC 1035 2.3.4 */

static bool
mail_address_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 5322 3.2.3 */
static bool
mail_address_atext(char c)
{
	return mail_address_alnum(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static bool
mail_address_local_ok(const char *s, size_t n, struct err *e)
{
	size_t i;

	if (n == 0 || n > MAIL_LOCAL_MAX)
		return err_set(e, ERR_INPUT, "address: %s before the @",
		    n ? "more than 64 bytes" : "nothing");
	for (i = 0; i < n; i++) {
		if (s[i] == '.' && (i == 0 || i == n - 1 || s[i - 1] == '.'))
			return err_set(e, ERR_INPUT, "address: a dot at an end or two in a row");
		if (s[i] != '.' && !mail_address_atext(s[i]))
			return err_set(e, ERR_INPUT,
			    "address: byte 0x%02x before the @ is not allowed",
			    (unsigned char)s[i]);
	}
	return true;
}

static bool
label_ok(const char *s, size_t n)
{
	size_t i;

	if (n == 0 || n > LABEL_MAX || s[0] == '-' || s[n - 1] == '-')
		return false;
	for (i = 0; i < n; i++)
		if (!mail_address_alnum(s[i]) && s[i] != '-')
			return false;
	return true;
}

static bool
mail_address_domain_ok(const char *s, struct err *e)
{
	for (const char *p = s; *p; p++) {
		if (*p & 0x80) {
			err_set(e, ERR_INPUT, "address: the domain is not ASCII");
			return err_hint(e, "write the domain in its xn-- form");
		}
	}
	for (;;) {
		size_t n = strcspn(s, ".");

		if (!label_ok(s, n))
			return err_set(e, ERR_INPUT, "address: the domain is not a host name");
		if (s[n] == '\0')
			return true;
		s += n + 1;
	}
}

bool
mail_address_ok(const char *address, struct err *e)
{
	const char *at = address ? strchr(address, '@') : NULL;

	if (address == NULL || *address == '\0')
		return err_set(e, ERR_INPUT, "address: empty");
	if (at == NULL)
		return err_set(e, ERR_INPUT, "address: no @");
	if (strlen(address) > MAIL_ADDRESS_MAX)
		return err_set(e, ERR_INPUT, "address: longer than %d bytes", MAIL_ADDRESS_MAX);
	return mail_address_local_ok(address, (size_t)(at - address), e)
	    && mail_address_domain_ok(at + 1, e);
}

/* Extracts the address after the last "<" up to the ">" at the end, or takes the whole text. */
bool
mail_address_in(const char *mailbox, char *out, struct err *e)
{
	const char *open = strrchr(mailbox, '<');
	const char *start = open ? open + 1 : mailbox;
	size_t n = strlen(start);

	if (open && (n == 0 || start[n - 1] != '>'))
		return err_set(e, ERR_INPUT, "address: < without a > at the end");
	n -= open != NULL;
	if (n > MAIL_ADDRESS_MAX)
		return err_set(e, ERR_INPUT, "address: longer than %d bytes", MAIL_ADDRESS_MAX);
	memcpy(out, start, n);
	out[n] = '\0';
	return mail_address_ok(out, e);
}

void
mail_name_in(const char *mailbox, char *out, size_t size)
{
	const char *open = strrchr(mailbox, '<');
	size_t n = open ? (size_t)(open - mailbox) : 0, o = 0;

	while (n && mailbox[n - 1] == ' ')
		n--;
	while (n && *mailbox == ' ')
		mailbox++, n--;
	if (n >= 2 && mailbox[0] == '"' && mailbox[n - 1] == '"')
		mailbox++, n -= 2;
	for (size_t i = 0; i < n && o + 1 < size; i++) {
		if (mailbox[i] == '\\' && i + 1 < n)
			i++;
		out[o++] = mailbox[i];
	}
	out[o] = '\0';
}

void
mail_mailto(struct str *out, const char *mailbox, const char *subject)
{
	const char *open = strrchr(mailbox, '<'), *address = open ? open + 1 : mailbox;
	size_t local = strcspn(address, "@"), n = strcspn(address, open ? ">" : "");

	str_puts(out, "mailto:");
	percent_write(out, address, local);
	if (local < n) {
		str_putc(out, '@');
		percent_write(out, address + local + 1, n - local - 1);
	}
	if (subject && *subject) {
		str_puts(out, "?subject=");
		percent_write(out, subject, strlen(subject));
	}
}
