/* address.c: one normal form for an address or number, and no guesses. */
#include "person/address.h"
#include "tap.h"

static void
mail(const char *text, const char *want)
{
	char written[EMAIL_MAX + 1], out[EMAIL_MAX + 1];
	bool ok = address_email(text, strlen(text), written, out);

	tap_is(ok ? out : "refused", want, text);
}

static void
written(const char *text, const char *want)
{
	char out[EMAIL_MAX + 1], norm[EMAIL_MAX + 1];
	bool ok = address_email(text, strlen(text), out, norm);

	tap_is(ok ? out : "refused", want, text);
}

static void
dialed(const char *text, const char *country, const char *code, const char *want)
{
	char out[PHONE_MAX + 2];
	bool ok = address_phone(text, strlen(text), country, code, out);

	tap_is(ok ? out : "refused", want, text);
}

static void
phone(const char *text, const char *code, const char *want)
{
	dialed(text, NULL, code, want);
}

static void
mails(void)
{
	mail("ada@example.com", "ada@example.com");
	mail("  Ada.Lovelace+shop@Example.COM\r\n", "ada.lovelace+shop@example.com");
	mail("o'brien_{x}@a-b.example", "o'brien_{x}@a-b.example");
	mail("a..b.@docomo.example", "a..b.@docomo.example");
	mail("", "refused");
	mail("   ", "refused");
	mail("ada", "refused");
	mail("@example.com", "refused");
	mail("ada@", "refused");
	mail("ada@localhost", "refused");
	mail("ada@@example.com", "refused");
	mail("ada@b@example.com", "refused");
	mail("a da@example.com", "refused");
	mail("ada@exa mple.com", "refused");
	mail("\"a b\"@example.com", "refused");
	mail("<ada@example.com>", "ada@example.com");
	mail("Ada Lovelace <Ada@example.com> ", "ada@example.com");
	mail("\"Lovelace, Ada\" <ada@example.com>", "ada@example.com");
	mail("eve@example.com <ada@example.com>", "refused");
	mail("Ada <ada@example.com>, Eve <eve@example.com>", "refused");
	mail("Ada <<ada@example.com>", "refused");
	mail("Ada <ada@example.com", "refused");
	mail("ada@example.com, eve@example.com", "refused");
	mail("ada@[127.0.0.1]", "refused");
	mail("ada@.example.com", "refused");
	mail("ada@example..com", "refused");
	mail("ada@example.com.", "refused");
	mail("ada@-example.com", "refused");
	mail("ada@example-.com", "refused");
	mail("ada@example.com-", "refused");
	mail("ada@example_x.com", "refused");
	mail("ada@example.com\r\nBcc: eve@example.com", "refused");
	mail("a\nda@example.com", "refused");
	mail("a\x7f" "da@example.com", "refused");
	mail("a\xc2\x85" "da@example.com", "refused");
	mail("a\xffgda@example.com", "refused");
	mail("a\xed\xa0\x80@example.com", "refused");
	mail("ada@example.com\xc3", "refused");
	mail("a,b@example.com", "refused");
}

/* Spellings of one address, as typed, stored, or copied, are one person. */
static void
spellings(void)
{
	static const char *const of_ada[] = {
	    "ada@b\u00fccher.example", "ada@bu\u0308cher.example", "Ada@B\u00dcCHER.Example",
	    "ada@xn--bcher-kva.example", "ADA@XN--BCHER-KVA.EXAMPLE",
	    "\u202aada@b\u00fccher.example\u202c", "\u00a0ada@b\u00fccher.example\u00a0",
	    "a\u200bda@b\u00fccher\ufeff.example", "ada\u200d@b\u00ad\u00fccher.example",
	    "\uff41\uff44\uff41\uff20b\u00fccher.example", "ada@b\u00fccher\u3002example",
	    "ada@b&#252;cher.example", "ada@b&#xFC;cher.example",
	    "&nbsp;ada&commat;b&#252;cher.example",
	    "ada@b&amp;#252;cher.example" };
	static const char *const of_obrien[] = { "o'brien@example.com", "o&#039;brien@example.com",
	    "o&#39;brien@example.com", "O&apos;Brien@example.com", "o&#x27;brien@example.com",
	    "o&amp;#039;brien@example.com" };
	static const char *const refused[] = { "o&#10;brien@example.com", "o&#0;brien@example.com",
	    "o&#133;brien@example.com", "o&lt;b@example.com", "o&#1114112;b@example.com",
	    "o&#;b@example.com", "o&#x;b@example.com", "o&bogus;b@example.com", "a&#64;b@example.com",
	    "ada@b\u00fc_cher.example",
	    "ada@b\u00fc\u2047cher.example", "ada@\uff20b\u00fccher.example", "ada@\u00fc",
	    "ada@-\u00fc.example", "a\u00a0da@example.com",
	    "ada@b\u2028cher.example", "\u200b@example.com", "\u200b" };
	size_t i;

	for (i = 0; i < COUNT(of_ada); i++) {
		mail(of_ada[i], "ada@xn--bcher-kva.example");
		if (of_ada[i][0] == 'a')
			written(of_ada[i], "ada@xn--bcher-kva.example");
	}
	for (i = 0; i < COUNT(of_obrien); i++)
		mail(of_obrien[i], "o'brien@example.com");
	for (i = 0; i < COUNT(refused); i++)
		mail(refused[i], "refused");
	written(" Ada.L@B\u00dcCHER.Example ", "Ada.L@xn--bcher-kva.example");
	/* Seen to fail: a mail to the decomposed form, which another server may not know. */
	written("Ju\u0308rgen@example.com", "J\u00fcrgen@example.com");
	mail("J\u00dcRGEN@example.com", "j\u00fcrgen@example.com");
	mail("ju\u0308rgen@example.com", "j\u00fcrgen@example.com");
	/* IDNA 2008 keeps the domains apart; the local part is matched without case. */
	mail("stra\u00dfe@stra\u00dfe.example", "strasse@xn--strae-oqa.example");
	mail("STRASSE25@example.com", "strasse25@example.com");
	mail("stra\u00dfe25@example.com", "strasse25@example.com");
	written("stra\u00dfe25@example.com", "stra\u00dfe25@example.com");
	/* A joiner that changes the shape of a word is part of it. */
	mail("a@\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example", "a@xn--mgba3gch31f060k.example");
	mail("a&b@example.com", "a&b@example.com");
}

static void
limits(void)
{
	char text[600], out[EMAIL_MAX + 1], other[EMAIL_MAX + 1], tail[PHONE_RAW_MAX + 10];

	memset(text, 'a', sizeof text);
	memcpy(text + 64, "@example.com", 12);
	tap_ok(address_email(text, 76, other, out), "a local part of 64");
	memset(text, 'a', sizeof text);
	memcpy(text + 65, "@example.com", 12);
	tap_ok(!address_email(text, 77, other, out), "but not of 65");
	memset(text, 'a', sizeof text);
	text[1] = '@', text[65] = '.', text[129] = '.', text[193] = '.';
	tap_ok(address_email(text, 254, other, out) && strlen(out) == 254, "254 bytes");
	tap_ok(!address_email(text, 255, other, out), "but not 255");
	text[65] = 'a', text[66] = '.';
	tap_ok(!address_email(text, 254, other, out), "a label of 64 is refused");
	tap_ok(!address_email("ada\0@example.com", 16, other, out), "a NUL is refused");
	memset(tail, '1', sizeof tail);
	tap_ok(!address_phone(tail, sizeof tail, NULL, "49", out), "digits without end are refused");
	tap_ok(!address_phone("+4930\0" "1234567", 13, NULL, "49", out), "a NUL is refused there");
}

static void
phones(void)
{
	phone("+49 170 1234567", NULL, "+491701234567");
	phone("+49 (0)170 / 123-45.67", NULL, "+491701234567");
	phone("+39 (0)6 1234567", NULL, "refused");
	phone("+39 06 1234567", NULL, "+39061234567");
	phone("0049 170 1234567", NULL, "+491701234567");
	phone(" (0049) 170 1234567 ", NULL, "+491701234567");
	phone("+1 (415) 555-2671", NULL, "+14155552671");
	phone("+1 115 555 2671", NULL, "refused");
	phone("+1 415 155 2671", NULL, "refused");
	phone("+1 415 555 267", NULL, "refused");
	phone("0170 1234567", "49", "+491701234567");
	phone("170 1234567", "49", "refused");
	phone("0170 1234567", NULL, "refused");
	phone("0170 1234567", "", "refused");
	phone("(415) 555-2671", "1", "+14155552671");
	phone("1-415-555-2671", "1", "+14155552671");
	phone("415 555", "1", "refused");
	phone("8 912 345-67-89", "7", "+79123456789");
	phone("612 345 678", "34", "+34612345678");
	phone("34612345678", "34", "+34612345678");
	phone("3906123456", "39", "refused");
	phone("06 1234567", "39", "+39061234567");
	phone("0(0)170 1234567", "49", "refused");
	phone("+12345678901234567", NULL, "refused");
	phone("+491234", NULL, "refused");
	phone("+0491701234567", NULL, "refused");
	phone("0000000000", "49", "refused");
	phone("+11111111111", NULL, "refused");
	phone("+1 999 999 9999", NULL, "refused");
	phone("9999999999", "1", "refused");
	phone("++491701234567", NULL, "+491701234567");
	phone("+0049 170 1234567", NULL, "+491701234567");
	phone("+00", NULL, "refused");
	phone("+49+1701234567", NULL, "refused");
	phone("+49 170\n1234567", NULL, "refused");
	phone("call me", "49", "refused");
	phone("", "49", "refused");
	phone("+", "49", "refused");
	phone("00", "49", "refused");
}

/* Who typed the number, and on which keyboard, does not matter. */
static void
scripts(void)
{
	phone("\u202a+49 30 901830\u202c", NULL, "+4930901830");
	phone("+49\u00a030\u00a0901840", NULL, "+4930901840");
	phone("\u200e+49\u200b30\u2060901840\ufeff", NULL, "+4930901840");
	phone("+49 30\u2011901840", NULL, "+4930901840");
	phone("+49\u2013(0)30\u2212901840", NULL, "+4930901840");
	phone("\uff0b\uff14\uff19 \uff08\uff10\uff0930 901840", NULL, "+4930901840");
	phone("\uff10\uff19\uff10\u30fc1234\uff0d5678", "81", "+819012345678");
	phone("+\u0669\u0666\u0666 50 123 4567", NULL, "+966501234567");
	phone("\u06f0\u06f9\u06f1\u06f2 345 6789", "98", "+989123456789");
	phone("+49 30\u202a901840\u0301", NULL, "refused");
	phone("+49 30 \u2460", NULL, "refused");
	phone("+1 212-555-0123 ext. 44012", NULL, "+12125550123");
	phone("+1 212-555-0123x44012", NULL, "+12125550123");
	phone("+1 (212) 555-0123, Extn 7", NULL, "+12125550123");
	phone("+1-212-555-0123;ext=7", NULL, "+12125550123");
	phone("(212) 555-0123 #7", "1", "+12125550123");
	phone("+49 170 1234567 ext 5", NULL, "+491701234567");
	phone("+1 212-555-0123 ext 12345678", NULL, "refused");
	phone("+1 212-555-0123 ext", NULL, "+12125550123");
	phone("+1 212-555-0123 ext 5 or 6", NULL, "+12125550123");
	phone("12 ext 5", "49", "refused");
}

/* Text that people write around a number, and a second number after it. */
static void
fields(void)
{
	phone("tel:+49-30-901820;ext=5", NULL, "+4930901820");
	phone("Tel.: 030 901820", "49", "+4930901820");
	phone("Mobil 0170 1234567 (privat)", "49", "+491701234567");
	phone("(work) +1 212-555-0123 x5", NULL, "+12125550123");
	phone("+1 212-555-0123 ext. 5 (home)", NULL, "+12125550123");
	phone("+49 30 901820 Durchwahl 5", NULL, "+4930901820");
	phone("電話 03-1234-5678", "81", "+81312345678");
	phone("Тел.: 8 912 345-67-89 доб. 12", "7", "+79123456789");
	phone("M: +44 7911 123456", NULL, "+447911123456");
	phone("+4915112345025 anna", NULL, "+4915112345025");
	phone("0170 1234567 Anna Ma\u0142y", "49", "+491701234567");
	phone("call anna", "49", "refused");
	phone("(+49) 170 1234567", NULL, "+491701234567");
	phone("030 901820 / 0170 1234567", "49", "+4930901820");
	phone("0170/1234567", "49", "+491701234567");
	phone("0170/1234567, 030/901820", "49", "+491701234567");
	phone("0170 1234567 oder 030 901820", "49", "+491701234567");
	phone("555 or +1 212-555-0123", NULL, "+12125550123");
	phone("+49 170 1234567 +49 30 901820", NULL, "+491701234567");
	phone("030 901820 0170 1234567", "49", "refused");
	phone("011 49 30 901820", "1", "+4930901820");
	phone("0011 49 30 901820", "61", "+4930901820");
	phone("010 49 30 901820", "81", "+4930901820");
	phone("(privat) 0170 1234567 (privat), 030 901820 (Büro)", "49", "+491701234567");
	phone("privat / 0170 1234567", "49", "+491701234567");
	phone("0170 1234567, 8-17 Uhr", "49", "+491701234567");
	phone("12 34 56 78 / 87 65 43 21", "45", "+4512345678");
	phone("123456/654321", "298", "+298123456");
	phone("a or b", "49", "refused");
	phone("030 / 17", "49", "refused");
	phone("+49 800 1234 PIZZA", NULL, "refused");
	phone("5 (five) 0170 1234567", "49", "refused");
	phone("Apt. 5 612 345 678", "34", "refused");
}

/* Each country has its own international prefix. A number with two possible readings has none. */
static void
prefixes(void)
{
	dialed("011 49 30 901820", "US", NULL, "+4930901820");
	dialed("0011 49 30 901820", "AU", NULL, "+4930901820");
	dialed("010 49 30 901820", "JP", NULL, "+4930901820");
	dialed("8~10 49 30 901820", "RU", NULL, "+4930901820");
	dialed("8 10 49 30 901820", "RU", NULL, "+4930901820");
	dialed("00 49 30 901820", "US", NULL, "+4930901820");
	dialed("0021 49 30 901820", "BR", NULL, "+4930901820");
	dialed("001 49 89 321820", "HK", NULL, "refused");
	dialed("001 44 20 7946 0018", "HK", NULL, "+442079460018");
	dialed("010 1234 5678", "JP", NULL, "refused");
	dialed("010 1234 5678", "KR", NULL, "+821012345678");
	dialed("011", "US", NULL, "refused");
	dialed("00 170 1234567", "DE", NULL, "refused");
	phone("+49 0170 1234567", NULL, "+491701234567");
	phone("+370 8 612 34567", NULL, "+37061234567");
	phone("+1 1 415 555 2671", NULL, "+14155552671");
	phone("+39 06 1234567", NULL, "+39061234567");
}

static void
countries(void)
{
	dialed("0170 1234567", "DE", NULL, "+491701234567");
	dialed("0664 1234567", "AT", "49", "+436641234567");
	dialed("0664 1234567", "at", "49", "+436641234567");
	dialed("0170 1234567", "ZZ", "49", "+491701234567");
	dialed("0170 1234567", "", "49", "+491701234567");
	dialed("0170 1234567", "DEU", NULL, "refused");
	dialed("+49 170 1234567", "US", "1", "+491701234567");
	dialed("(204) 234-5678", "CA", "49", "+12042345678");
	dialed("1 876 234 5678", "JM", NULL, "+18762345678");
	dialed("8 701 234 56 78", "KZ", NULL, "+77012345678");
	dialed("06 20 123 4567", "HU", NULL, "+36201234567");
	dialed("8 612 34567", "LT", NULL, "+37061234567");
	dialed("0612 34567", "LT", NULL, "+37061234567");
	dialed("(11) 91234-5678", "BR", NULL, "+5511912345678");
	dialed("0 11 91234-5678", "BR", NULL, "+5511912345678");
	dialed("98765 43210", "IN", NULL, "+919876543210");
	dialed("91 98765 43210", "IN", NULL, "+919876543210");
	dialed("138 0013 8000", "CN", NULL, "+8613800138000");
	dialed("6 12 34 56 78", "FR", NULL, "+33612345678");
	dialed("0170 1234567", "FR", NULL, "refused");
	dialed("20 12 34 56", "DK", NULL, "+4520123456");
	dialed("07 12 34 56 78", "CI", NULL, "+2250712345678");
	dialed("06 1234567", "VA", NULL, "+39061234567");
	dialed("0170 1234567", "AQ", NULL, "refused");
}

int
main(void)
{
	mails();
	spellings();
	limits();
	phones();
	scripts();
	fields();
	prefixes();
	countries();
	return tap_done();
}
