/* address.c: normalize e-mail addresses. */
#include <stdlib.h>
#include <string.h>

#include "person/address.h"
#include "text/unicode.h"

#define REFERENCE_MAX 10	/* bytes of "&#x10ffff;" */
#define REFERENCE_DEEP 2	/* "&amp;#039;" */

static bool
address_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Accepts RFC 5322's atext, and dots anywhere because some mobile hosts issued such addresses.
   Beyond ASCII: RFC 6531. */
static bool
address_local_ok(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!address_alnum(s[i]) && !((unsigned char)s[i] & 0x80)
		    && (s[i] == '\0' || !strchr("!#$%&'*+-/=?^_`{|}~.", s[i])))
			return false;
	return n > 0 && n <= EMAIL_LOCAL_MAX;
}

static bool
address_domain_ok(const char *s, size_t n)
{
	size_t i, label = 0, labels = 1;

	for (i = 0; i < n; i++) {
		if (s[i] == '.') {
			if (label == 0 || s[i - 1] == '-')
				return false;
			label = 0;
			labels++;
		} else if (!(address_alnum(s[i]) || (s[i] == '-' && label > 0))
		    || ++label > EMAIL_LABEL_MAX)
			return false;
	}
	return labels > 1 && label > 0 && s[n - 1] != '-';
}

/* The character that "&...;" stands for; 0: none that an address can hold. An address never
   contains ";", so this decodes nothing that was meant literally. */
static uint32_t
address_referred(const char *s, size_t n)
{
	static const struct {
		const char *name;
		uint32_t code;
	} names[] = { { "&amp;", '&' }, { "&apos;", '\'' }, { "&nbsp;", ' ' }, { "&commat;", '@' } };
	char text[REFERENCE_MAX + 1] = "", *end;
	bool hex;
	size_t i;

	memcpy(text, s, n);
	for (i = 0; i < COUNT(names); i++)
		if (strcmp(text, names[i].name) == 0)
			return names[i].code;
	hex = text[1] == '#' && (text[2] == 'x' || text[2] == 'X');
	if (text[1] != '#' || strspn(text + 2 + hex, hex ? "0123456789abcdefABCDEF" : "0123456789")
	    + 3 + hex != n)
		return 0;
	return (uint32_t)strtoul(text + 2 + hex, &end, hex ? 16 : 10);
}

/* Decodes character references in place; the text only gets shorter. */
static size_t
address_dereference(char *s, size_t n)
{
	size_t i, len, made, used = 0;
	char one[UNICODE_BYTES];
	const char *end;

	for (i = 0; i < n; i += len) {
		end = s[i] == '&' ? memchr(s + i, ';', n - i) : NULL;
		len = end ? (size_t)(end - s) - i + 1 : 1;
		made = end && len <= REFERENCE_MAX ? unicode_put(address_referred(s + i, len), one) : 0;
		if (made == 0 || made > len || *one == '\0') {
			s[used++] = s[i];
			len = 1;
			continue;
		}
		memcpy(s + used, one, made);
		used += made;
	}
	s[used] = '\0';
	return used;
}

static char *
address_trimmed(char *s)
{
	size_t n;

	s += strspn(s, " \t\n\v\f\r");
	for (n = strlen(s); n && strchr(" \t\n\v\f\r", s[n - 1]); n--)
		s[n - 1] = '\0';
	return s;
}

/* Strips the name from "Ann <ann@shop.example>". */
static char *
address_bare(char *s)
{
	char *open = strchr(s, '<'), *close = open ? strchr(open, '>') : NULL;

	if (close == NULL || close[1] || memchr(s, '@', (size_t)(open - s)))
		return s;
	*close = '\0';
	return open + 1;
}

/* Decodes references and removes invisible characters. NULL: empty, too long, or not clean
   UTF-8. */
static char *
address_plain(const char *text, size_t n, char buf[EMAIL_RAW_MAX + 1])
{
	int deep;

	if (n == 0 || n > EMAIL_RAW_MAX || memchr(text, '\0', n))
		return NULL;
	memcpy(buf, text, n);
	buf[n] = '\0';
	for (deep = 0; deep < REFERENCE_DEEP && memchr(buf, ';', n); deep++)
		n = address_dereference(buf, n);
	if (!unicode_ascii(buf, n) && !unicode_fold(buf, n, buf, EMAIL_RAW_MAX + 1))
		return NULL;
	return address_bare(address_trimmed(buf));
}

static void
address_lower(const char *s, char out[])
{
	while (*s) {
		*out++ = *s >= 'A' && *s <= 'Z' ? (char)(*s | 0x20) : *s;
		s++;
	}
	*out = '\0';
}

/* Fails if the domain would be longer than EMAIL_MAX. */
static bool
domain_of(const char *text, char out[EMAIL_MAX + 1])
{
	size_t n = strlen(text);

	if (n > EMAIL_RAW_MAX || (unicode_ascii(text, n) ? n > EMAIL_MAX
	    : !unicode_domain(text, out, EMAIL_MAX + 1)))
		return false;
	if (unicode_ascii(text, n))
		address_lower(text, out);
	return address_domain_ok(out, strlen(out));
}

static bool
local_lower(const char *s, size_t n, char out[EMAIL_MAX + 1])
{
	char ascii[EMAIL_LOCAL_MAX + 1];

	if (!unicode_ascii(s, n))
		return unicode_caseless(s, n, out, EMAIL_MAX + 1);
	memcpy(ascii, s, n);
	ascii[n] = '\0';
	address_lower(ascii, out);
	return true;
}

/* Builds local@domain; false if it does not fit. */
static bool
address_joined(const char *local, size_t head, const char *domain, char out[EMAIL_MAX + 1])
{
	size_t tail = strlen(domain);

	if (head + 1 + tail > EMAIL_MAX)
		return false;
	memcpy(out, local, head);
	out[head] = '@';
	memcpy(out + head + 1, domain, tail + 1);
	return true;
}

bool
address_email(const char *text, size_t n, char written[EMAIL_MAX + 1], char norm[EMAIL_MAX + 1])
{
	char buf[EMAIL_RAW_MAX + 1], domain[EMAIL_MAX + 1], small[EMAIL_MAX + 1];
	const char *local = address_plain(text, n, buf), *at = local ? strchr(local, '@') : NULL;
	size_t head = at ? (size_t)(at - local) : 0;

	*written = *norm = '\0';
	return at && address_local_ok(local, head) && domain_of(at + 1, domain)
	    && local_lower(local, head, small) && address_joined(small, strlen(small), domain, norm)
	    && address_joined(local, head, domain, written);
}
