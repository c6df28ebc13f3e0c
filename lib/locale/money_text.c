/* money_text.c: money as a shopper of a locale reads it. */
#include <ctype.h>
#include <string.h>

#include "locale/money_text.h"
#include "locale/number_text.h"
#include "record/money.h"

#define GAP  NUMBER_GAP

/* The first that fits: a locale's own, then its language's, then anybody's. */
struct symbol {
	const char *locale, *currency, *text;
};
#include "locale_symbols.h"

static bool
money_text_is_code(const char *currency)
{
	return strlen(currency) == 3 && strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

int
money_exponent(const char *currency)
{
	int exponent = currency_exponent(currency);

	return exponent < 0 ? 2 : exponent;
}

static const char *
symbol_of(const char *locale, const char *currency, const struct number_form *f)
{
	size_t i;
	int part;

	for (part = 0; part < 2; part++)
		for (i = 0; i < COUNT(symbols); i++)
			if (!strcmp(symbols[i].currency, currency) && *symbols[i].locale != '*'
			    && number_locale_is(locale, symbols[i].locale, part))
				return symbols[i].text;
	for (i = 0; i < COUNT(symbols); i++)
		if (!strcmp(symbols[i].currency, currency) && *symbols[i].locale == '*'
		    && (!(f->how & NUMBER_CODES) || !strcmp(currency, "EUR")))
			return symbols[i].text;
	return currency;
}

/* Decimals: filled up to the currency's, more only where they are not 0. */
static void
put_decimals(struct str *s, const struct number_form *f, const char *digits, size_t n,
    size_t exponent, enum money_form form)
{
	while (n && digits[n - 1] == '0')
		n--;
	if (n == 0 && (exponent == 0 || form == MONEY_SHORT))
		return;
	str_puts(s, f->decimal);
	str_add(s, digits, n);
	for (; n < exponent; n++)
		str_putc(s, '0');
}

/* -?digits[.digits]: its parts. */
static bool
money_text_parts(const char *s, size_t *whole, const char **decimals, size_t *n)
{
	*whole = strspn(s, "0123456789");
	*decimals = s + *whole;
	*n = 0;
	if (**decimals == '.') {
		++*decimals;
		*n = strspn(*decimals, "0123456789");
		if (*n == 0)
			return false;
	}
	return *whole && (*decimals)[*n] == '\0' && *whole + *n <= MONEY_DIGITS_MAX;
}

static bool
ends_in_letter(const char *symbol)
{
	return isalpha((unsigned char)symbol[strlen(symbol) - 1]);
}

/* The end of a symbol that is a letter, or the ideograph for yuan, keeps its distance. */
static const char *
gap_after_symbol(const struct number_form *f, const char *symbol, bool minus)
{
	if (minus && f->how & NUMBER_INNER && *f->group != '.')
		return "";
	return f->how & NUMBER_SPACED || ends_in_letter(symbol) || !strcmp(symbol, "元") ? GAP : "";
}

static void
put_symbol_before(struct str *s, const struct number_form *f, const char *symbol, bool minus)
{
	str_puts(s, symbol);
	if (*symbol)
		str_puts(s, gap_after_symbol(f, symbol, minus));
}

static void
put_gapped(struct str *s, const char *text)
{
	if (*text) {
		str_puts(s, GAP);
		str_puts(s, text);
	}
}

bool
money_text_as(struct str *s, const char *amount, const char *currency, const char *locale,
    enum money_form form, struct err *e)
{
	const char *chosen = locale ? number_locale_is(locale, "no", true) ? "nb" : locale : "en";
	const struct number_form *f = number_form(chosen);
	const char *symbol, *decimals, *minus;
	const char *digits = amount + (*amount == '-');
	size_t whole, n;

	if (!money_text_parts(digits, &whole, &decimals, &n))
		return err_set(e, ERR_INPUT, "\"%.60s\" is not an amount of money", amount);
	if (!money_text_is_code(currency))
		return err_set(e, ERR_INPUT, "\"%.20s\" is not a currency code", currency);
	minus = *amount == '-' && strpbrk(digits, "123456789") ? f->minus : "";
	for (; whole > 1 && *digits == '0'; whole--)
		digits++;
	symbol = form == MONEY_BARE ? "" : symbol_of(chosen, currency, f);
	if (!(f->how & NUMBER_INNER))
		str_puts(s, minus);
	if (f->how & NUMBER_BEFORE)
		put_symbol_before(s, f, symbol, *minus);
	if (f->how & NUMBER_INNER)
		str_puts(s, minus);
	number_whole(s, f, digits, whole);
	put_decimals(s, f, decimals, n, (size_t)money_exponent(currency), form);
	if (!(f->how & NUMBER_BEFORE))
		put_gapped(s, symbol);
	if (form == MONEY_CODE && strcmp(symbol, currency))
		put_gapped(s, currency);
	return true;
}

bool
money_text(struct str *s, const char *amount, const char *currency, const char *locale,
    struct err *e)
{
	return money_text_as(s, amount, currency, locale, MONEY_PLAIN, e);
}
