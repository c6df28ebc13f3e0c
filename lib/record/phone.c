/* phone.c: telephone numbers in one form. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "record/address.h"
#include "record/dialing.h"
#include "record/unicode.h"

#define EXTENSION_MAX 7		/* digits */
#define EXTENSION_AFTER 6	/* digits of a number that has one */

/* What was written, less its punctuation. */
struct number {
	char digits[PHONE_RAW_MAX + 1];
	size_t n;
	bool plus;		/* "+" or "00" stood in front */
	bool zero;		/* a "(0)" was dropped */
};

static const char *
blanks(const char *s)
{
	return s + strspn(s, " \t\n\v\f\r");
}

/* An extension and nothing more: "ext. 44012", "x12", "#3", ";ext=5" (RFC 3966). */
static bool
extension(const char *s)
{
	static const char *const words[] = { ";ext=", "extension", "extn", "ext", "x", "#" };
	size_t i, n;

	s = blanks(s + strspn(s, ","));
	for (i = 0; i < COUNT(words); i++)
		if (strncasecmp(s, words[i], strlen(words[i])) == 0)
			break;
	if (i == COUNT(words))
		return false;
	s += strlen(words[i]);
	s += strspn(s, ".: ");
	n = strspn(s, "0123456789");
	return n > 0 && n <= EXTENSION_MAX && *blanks(s + n) == '\0';
}

static bool
scan(const char *s, struct number *num)
{
	*num = (struct number){ .plus = *s == '+' };
	for (s += num->plus; *s; s++) {
		if (*s >= '0' && *s <= '9')
			num->digits[num->n++] = *s;
		else if (num->n > 0 && strncmp(s, "(0)", 3) == 0) {
			num->zero = true;
			s += 2;
		} else if (num->n >= EXTENSION_AFTER && extension(s))
			break;
		else if (!strchr(" .-/()", *s))
			return false;
	}
	if (!num->plus && strncmp(num->digits, "00", 2) == 0) {
		num->plus = true;
		num->n -= 2;
		memmove(num->digits, num->digits + 2, num->n + 1);
	}
	return num->n > 0;
}

/* In ASCII, without what is not seen and blanks around it. */
static bool
read(const char *text, size_t n, struct number *num)
{
	char buf[PHONE_RAW_MAX + 1];

	if (n == 0 || n > PHONE_RAW_MAX || memchr(text, '\0', n))
		return false;
	memcpy(buf, text, n);
	buf[n] = '\0';
	if (!unicode_ascii(buf, n) && !unicode_number(buf, n, buf, sizeof buf))
		return false;
	for (n = strlen(buf); n && strchr(" \t\n\v\f\r", buf[n - 1]); n--)
		buf[n - 1] = '\0';
	return scan(blanks(buf), num);
}

static bool
same(const char *digits, size_t n)
{
	return n > 0 && strspn(digits, (const char[]){ digits[0], '\0' }) >= n;
}

/* d: all digits from the country's code on. */
static bool
plausible(const char *d, size_t n)
{
	if (n < PHONE_MIN || n > PHONE_MAX || *d == '0' || same(d, n) || same(d + 2, n - 2))
		return false;
	return *d != '1' || (n == 11 && d[1] >= '2' && d[4] >= '2');
}

bool
address_phone(const char *text, size_t n, const char *country, const char *calling_code,
    char out[PHONE_MAX + 2])
{
	char full[PHONE_RAW_MAX + 8];
	const struct dialing *dialing;
	const char *rest, *code = "";
	struct number num;

	out[0] = '\0';
	if (!read(text, n, &num) || same(num.digits, num.n))
		return false;
	rest = num.digits;
	if (!num.plus) {
		dialing = dialing_find(country, calling_code);
		rest = dialing ? dialing_national(dialing, num.digits, &code) : NULL;
	}
	if (rest == NULL)
		return false;
	snprintf(full, sizeof full, "%s%s", code, rest);
	/* Italy dials the zero from abroad too: "+39 (0)6" may be either. */
	if (num.zero && (!num.plus || strncmp(full, "39", 2) == 0))
		return false;
	if (!plausible(full, strlen(full)))
		return false;
	snprintf(out, PHONE_MAX + 2, "+%.*s", PHONE_MAX, full);
	return true;
}
