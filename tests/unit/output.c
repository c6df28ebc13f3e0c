/* output.c: lines that do not fit are an error. */
#include <fcntl.h>

#include "run/output.h"
#include "tap.h"

/* Seen to fail: the lines that fitted were written, the others lost, without an error. */
int
main(void)
{
	struct output o;
	struct err e = { 0 };

	output_init(&o);
	o.fd = open("/dev/null", O_WRONLY);
	o.held = (struct str)STR_MAX(16);
	output_line(&o, "0123456789", 10);
	tap_ok(output_flush(&o, &e), "what fits is written");
	output_line(&o, "0123456789", 10);
	output_line(&o, "0123456789", 10);
	tap_ok(!output_flush(&o, &e) && e.kind == ERR_BUG, "what does not fit is an error");
	output_drop(&o);
	e = (struct err){ 0 };
	output_line(&o, "0123456789", 10);
	tap_ok(output_flush(&o, &e), "and is forgotten with what is dropped");
	output_free(&o);
	return tap_done();
}
