/* address.c: one form for an address, and no guesses. */
#include "record/address.h"
#include "tap.h"

static void
mail(const char *text, const char *want)
{
	char out[EMAIL_MAX + 1];
	bool ok = address_email(text, strlen(text), out);

	tap_is(ok ? out : "refused", want, text);
}

static void
phone(const char *text, const char *code, const char *want)
{
	char out[PHONE_MAX + 2];
	bool ok = address_phone(text, strlen(text), code, out);

	tap_is(ok ? out : "refused", want, text);
}

static void
mails(void)
{
	mail("ada@example.com", "ada@example.com");
	mail("  Ada.Lovelace+shop@Example.COM\r\n", "ada.lovelace+shop@example.com");
	mail("o'brien_{x}@a-b.example", "o'brien_{x}@a-b.example");
	mail("a..b.@docomo.example", "a..b.@docomo.example");
	mail("j\xc3\xbcrgen@b\xc3\xbc" "cher.example", "j\xc3\xbcrgen@b\xc3\xbc" "cher.example");
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
	mail("<ada@example.com>", "refused");
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

static void
limits(void)
{
	char text[300], out[EMAIL_MAX + 1], tail[PHONE_RAW_MAX + 10];

	memset(text, 'a', sizeof text);
	memcpy(text + 64, "@example.com", 12);
	tap_ok(address_email(text, 76, out), "a local part of 64");
	memset(text, 'a', sizeof text);
	memcpy(text + 65, "@example.com", 12);
	tap_ok(!address_email(text, 77, out), "but not of 65");
	memset(text, 'a', sizeof text);
	text[1] = '@', text[65] = '.', text[129] = '.', text[193] = '.';
	tap_ok(address_email(text, 254, out) && strlen(out) == 254, "254 bytes");
	tap_ok(!address_email(text, 255, out), "but not 255");
	text[65] = 'a', text[66] = '.';
	tap_ok(!address_email(text, 254, out), "a label of 64 is refused");
	tap_ok(!address_email("ada\0@example.com", 16, out), "a NUL is refused");
	memset(tail, '1', sizeof tail);
	tap_ok(!address_phone(tail, sizeof tail, "49", out), "digits without end are refused");
	tap_ok(!address_phone("+4930\0" "1234567", 13, "49", out), "a NUL in a number is refused");
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
	phone("34612345678", "34", "refused");
	phone("06 1234567", "39", "+39061234567");
	phone("0(0)170 1234567", "49", "refused");
	phone("+12345678901234567", NULL, "refused");
	phone("+491234", NULL, "refused");
	phone("+0491701234567", NULL, "refused");
	phone("0000000000", "49", "refused");
	phone("+11111111111", NULL, "refused");
	phone("+1 999 999 9999", NULL, "refused");
	phone("9999999999", "1", "refused");
	phone("++491701234567", NULL, "refused");
	phone("+49+1701234567", NULL, "refused");
	phone("+49 170 1234567 ext 5", NULL, "refused");
	phone("+49 170\n1234567", NULL, "refused");
	phone("call me", "49", "refused");
	phone("", "49", "refused");
	phone("+", "49", "refused");
	phone("00", "49", "refused");
}

int
main(void)
{
	mails();
	limits();
	phones();
	return tap_done();
}
