/* phone.c: normalize telephone numbers. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "person/address.h"
#include "person/dialing.h"
#include "person/phone_text.h"
#include "text/unicode.h"

#define EXTENSION_MAX 7		/* digits */
#define EXTENSION_AFTER 6	/* the fewest digits before an extension */

/* The input without its punctuation. */
struct number {
	char digits[PHONE_RAW_MAX + 1];
	size_t n;
	bool plus;		/* the input started with "+" */
	bool zero;		/* a "(0)" was removed */
};

static const char *
phone_blanks(const char *s)
{
	return s + strspn(s, " \t\n\v\f\r");
}

/* Whether s is only an extension: "ext. 44012", "x12", "#3", ";ext=5" (RFC 3966). */
static bool
phone_extension(const char *s)
{
	static const char *const words[] = { ";ext=", "extension", "extn", "ext", "x", "#",
	    "durchwahl", "dw", "poste", "ramal", "anexo", "interno", "int", "toestel", "доб" };
	size_t i, n;

	s = phone_blanks(s + strspn(s, ","));
	for (i = 0; i < COUNT(words); i++)
		if (strncasecmp(s, words[i], strlen(words[i])) == 0)
			break;
	if (i == COUNT(words))
		return false;
	s += strlen(words[i]);
	s += strspn(s, ".: ");
	n = strspn(s, "0123456789");
	return n > 0 && n <= EXTENSION_MAX && *phone_blanks(s + n) == '\0';
}

static bool
phone_scan(const char *s, struct number *num)
{
	*num = (struct number){ 0 };
	s = phone_blanks(s + strspn(s, "("));
	num->plus = *s == '+';
	for (s += strspn(s, "+"); *s; s++) {
		if (*s >= '0' && *s <= '9')
			num->digits[num->n++] = *s;
		else if (num->n > 0 && strncmp(s, "(0)", 3) == 0) {
			num->zero = true;
			s += 2;
		} else if (num->n >= EXTENSION_AFTER && phone_extension(s))
			break;
		else if (!strchr(" .-/()~", *s))
			return false;
	}
	if (num->plus && strncmp(num->digits, "00", 2) == 0)	/* "+0049" */
		memmove(num->digits, num->digits + 2, (num->n -= 2) + 1);
	return num->n > 0;
}

/* In ASCII as far as it goes, without what is not seen. */
static bool
phone_read(const char *text, size_t n, char buf[PHONE_RAW_MAX + 1])
{
	if (n == 0 || n > PHONE_RAW_MAX || memchr(text, '\0', n))
		return false;
	memcpy(buf, text, n);
	buf[n] = '\0';
	return unicode_ascii(buf, n) || unicode_number(buf, n, buf, PHONE_RAW_MAX + 1);
}

static bool
phone_same(const char *digits, size_t n)
{
	return n > 0 && strspn(digits, (const char[]){ digits[0], '\0' }) >= n;
}

/* d: all digits from the country's code on. */
static bool
phone_plausible(const char *d, size_t n)
{
	if (n < PHONE_MIN || n > PHONE_MAX || *d == '0' || phone_same(d, n) || phone_same(d + 2, n - 2))
		return false;
	return *d != '1' || (n == 11 && d[1] >= '2' && d[4] >= '2');
}

/*
 * The number from its country code on, after "+", 00, or this country's international prefix.
 * NULL: the number is national, or *sure is false and two readings are possible.
 */
static const char *
phone_from_country_code(const struct number *num, const struct dialing *d, bool *sure)
{
	size_t own = d ? dialing_abroad(d, num->digits) : 0;
	const char *readings[2] = { NULL, NULL };
	bool zeros = strncmp(num->digits, "00", 2) == 0;

	*sure = true;
	if (num->plus)
		return num->digits;
	if (zeros && phone_plausible(num->digits + 2, num->n - 2))
		readings[0] = num->digits + 2;
	if (own && phone_plausible(num->digits + own, num->n - own))
		readings[1] = num->digits + own;
	if (readings[0] && readings[1] && !dialing_assigned(readings[0]))
		readings[0] = NULL;
	*sure = readings[0] || readings[1] ? !readings[0] || !readings[1] : !own && !zeros;
	return !*sure ? NULL : readings[0] ? readings[0] : readings[1];
}

struct phone_origin {
	const char *country, *calling_code;
};

static bool
phone_normalize(const char *text, const struct phone_origin *by, char out[PHONE_MAX + 2])
{
	const struct dialing *d = dialing_find(by->country, by->calling_code);
	char full[PHONE_RAW_MAX + 8];
	const char *rest, *code = "";
	struct number num;
	bool sure, far;

	if (!phone_scan(text, &num) || phone_same(num.digits, num.n))
		return false;
	rest = phone_from_country_code(&num, d, &sure);
	far = rest != NULL;
	if (sure && !far)
		rest = d ? dialing_national(d, num.digits, &code) : NULL;
	if (rest == NULL)
		return false;
	snprintf(full, sizeof full, "%s%s", code, rest);
	/* Italy keeps the zero in international calls: "+39 (0)6" may be either. */
	if (num.zero && (!far || strncmp(full, "39", 2) == 0))
		return false;
	dialing_trim(full);
	if (!phone_plausible(full, strlen(full)))
		return false;
	snprintf(out, PHONE_MAX + 2, "+%.*s", PHONE_MAX, full);
	return true;
}

/* Parses one number without its label. */
static bool
phone_normalize_part(const char *text, size_t n, const struct phone_origin *by,
    char out[PHONE_MAX + 2])
{
	char buf[PHONE_RAW_MAX + 1];

	snprintf(buf, sizeof buf, "%.*s", (int)n, text);
	return phone_normalize(phone_text_bare(buf), by, out);
}

/* Parses the first of several, "030 901820 / 0170 1234567". each: every one must be a number. */
static bool
phone_normalize_first(const char *text, const struct phone_origin *by, bool each,
    char out[PHONE_MAX + 2])
{
	char other[PHONE_MAX + 2];
	const char *at, *after;

	for (at = text; (at = phone_text_split(at, &after)) != NULL; at = after) {
		bool left = phone_normalize_part(text, (size_t)(at - text), by, out);

		if (left && !each)
			return true;
		if (phone_normalize_part(after, strlen(after), by, left ? other : out) && (left || !each))
			return true;
	}
	return false;
}

bool
address_phone(const char *text, size_t n, const char *country, const char *calling_code,
    char out[PHONE_MAX + 2])
{
	struct phone_origin by = { country, calling_code };
	char buf[PHONE_RAW_MAX + 1];

	if (phone_read(text, n, buf) && (phone_normalize_first(buf, &by, true, out)
	    || phone_normalize_part(buf, strlen(buf), &by, out)
	    || phone_normalize_first(buf, &by, false, out)))
		return true;
	out[0] = '\0';
	return false;
}
