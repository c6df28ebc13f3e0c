/* condition.c: conditions as JSON and back, what they mean, and what is refused. */
#include <stdio.h>
#include <stdlib.h>

#include "condition/condition.h"
#include "tap.h"

static json_t *
json(const char *text)
{
	struct err e = { 0 };
	json_t *v = NULL;

	if (!value_read(&v, text, strlen(text), &e))
		printf("# %s: %s\n", text, e.text);
	return v;
}

/* Facts as JSON, by the path of the condition: a text, a number, a list, a map of sums, or an
   amount as [4000,"EUR"]. */
static void
facts_of(struct condition_facts *f, const json_t *all)
{
	int kind;

	*f = (struct condition_facts){ .items = value_get(all, "items") };
	for (kind = 0; kind < CONDITION_KINDS; kind++) {
		const struct condition_row *row = condition_row((enum condition_kind)kind);
		json_t *v = row ? value_get(all, row->path) : NULL;
		struct condition_fact *fact = &f->of[kind];

		if (v == NULL)
			continue;
		fact->known = true;
		fact->text = value_text(v);
		fact->number = value_int(v);
		if (value_kind(value_at(v, 0)) == VALUE_INT) {
			fact->number = value_int(value_at(v, 0));
			fact->text = value_text(value_at(v, 1));
		} else if (value_kind(v) == VALUE_LIST || value_kind(v) == VALUE_MAP) {
			fact->set = v;
		}
	}
}

#define RANGE "{\"cart_value\":{\"min\":\"30\",\"max\":\"50\",\"currency\":\"EUR\"}}"
#define SKU(pattern) "{\"items\":{\"any\":{\"sku\":[\"no\",\"" pattern "\"]}}}"
#define TEE \
	"{\"items\":[{\"sku\":\"TEE-1\",\"title\":\"Tee\"}," \
	"{\"sku\":\"HAT\",\"title\":\"Hat\"}]}"

/* trigger, facts, the refusal */
static const char *const cases[][3] = {
	{ "{}", "{}", "no" },
	{ RANGE, "{\"cart_value\":[3000,\"EUR\"]}", "no" },
	{ RANGE, "{\"cart_value\":[2999,\"EUR\"]}", "cart_value" },
	{ RANGE, "{\"cart_value\":[5000,\"EUR\"]}", "no" },
	{ RANGE, "{\"cart_value\":[5001,\"EUR\"]}", "cart_value" },
	{ RANGE, "{\"cart_value\":[4000,\"USD\"]}", "currency" },
	{ RANGE, "{}", "cart_value" },
	{ "{\"customer\":{\"orders\":1}}", "{\"customer.orders\":1}", "no" },
	{ "{\"customer\":{\"orders\":1}}", "{\"customer.orders\":2}", "orders" },
	{ "{\"customer\":{\"orders\":\"1\"}}", "{\"customer.orders\":2}", "orders" },
	{ "{\"customer\":{\"orders\":{\"min\":2}}}", "{\"customer.orders\":1}", "orders" },
	{ "{\"customer\":{\"is\":\"new\"}}", "{\"customer.is\":\"new\"}", "no" },
	{ "{\"customer\":{\"is\":\"new\"}}", "{\"customer.is\":\"returning\"}", "orders" },
	{ "{\"customer\":{\"spent\":{\"min\":\"10\",\"currency\":\"EUR\"}}}",
	    "{\"customer.spent\":{\"USD\":5000,\"EUR\":1000}}", "no" },
	{ "{\"customer\":{\"spent\":{\"min\":\"10\",\"currency\":\"EUR\"}}}",
	    "{\"customer.spent\":{\"USD\":5000}}", "spent" },
	{ "{\"customer\":{\"days_since_order\":{\"min\":30}}}",
	    "{\"customer.days_since_order\":29}", "days_since_order" },
	{ "{\"customer\":{\"days_since_order\":{\"min\":30}}}", "{}", "days_since_order" },
	{ "{\"customer\":{\"recency\":{\"min\":4}}}", "{\"customer.recency\":3}", "score" },
	{ "{\"customer\":{\"recency\":{\"min\":4}}}", "{\"customer.recency\":4}", "no" },
	{ "{\"customer\":{\"frequency\":{\"max\":2},\"value\":{\"min\":5}}}",
	    "{\"customer.frequency\":2,\"customer.value\":5}", "no" },
	{ "{\"customer\":{\"value\":{\"min\":1}}}", "{}", "score" },
	{ "{\"customer\":{\"country\":[\"DE\",\"AT\"]}}", "{\"customer.country\":\"at\"}", "no" },
	{ "{\"customer\":{\"country\":[\"DE\",\"AT\"]}}",
	    "{\"customer.country\":\"CH\"}", "country" },
	{ "{\"customer\":{\"country\":[\"DE\",\"AT\"]}}", "{}", "country" },
	{ "{\"customer\":{\"locale\":[\"de\"]}}", "{\"customer.locale\":\"de-AT\"}", "no" },
	{ "{\"customer\":{\"locale\":[\"de\"]}}", "{\"customer.locale\":\"den\"}", "locale" },
	{ "{\"customer\":{\"locale\":[\"de-AT\"]}}", "{\"customer.locale\":\"de\"}", "locale" },
	{ "{\"customer\":{\"consent\":[\"unknown\"]}}",
	    "{\"customer.consent\":\"unknown\"}", "no" },
	{ "{\"items\":{\"count\":{\"min\":2}}}", "{\"items.count\":1}", "items" },
	{ "{\"items\":{\"count\":{\"min\":2}}}", "{\"items.count\":2}", "no" },
	{ "{\"abandoned\":{\"time\":[\"22:00-06:00\"]}}", "{\"abandoned.time\":1320}", "no" },
	{ "{\"abandoned\":{\"time\":[\"22:00-06:00\"]}}", "{\"abandoned.time\":359}", "no" },
	{ "{\"abandoned\":{\"time\":[\"22:00-06:00\"]}}", "{\"abandoned.time\":360}", "time" },
	{ "{\"abandoned\":{\"time\":[\"09:00-12:00\",\"13:00-24:00\"]}}",
	    "{\"abandoned.time\":720}", "time" },
	{ "{\"abandoned\":{\"day\":[\"SAT\",\"SUN\"]}}", "{\"abandoned.day\":\"MON\"}", "time" },
	/* patterns */
	{ SKU("TEE-*"), TEE, "no" },
	{ SKU("TEE-*"), "{\"items\":[{\"sku\":\"TEE-\"}]}", "no" },
	{ SKU("TEE-*"), "{\"items\":[{\"sku\":\"XTEE-1\"}]}", "items" },
	{ SKU("TEE-*"), "{\"items\":[{\"sku\":\"tee-1\"}]}", "items" },
	{ SKU("TEE-*"), "{\"items\":[{\"title\":\"TEE-1\"},{\"sku\":null}]}", "items" },
	{ SKU("TEE-*"), "{\"items\":[]}", "items" },
	{ SKU("*"), "{}", "items" },
	{ SKU("*-XL"), "{\"items\":[{\"sku\":\"TEE-XL-XL\"}]}", "no" },
	{ SKU("*-XL"), "{\"items\":[{\"sku\":\"TEE-XL-S\"}]}", "items" },
	{ SKU("?-1"), "{\"items\":[{\"sku\":\"\303\251-1\"}]}", "no" },
	{ SKU("?-1"), "{\"items\":[{\"sku\":\"-1\"}]}", "items" },
	{ SKU("*"), "{\"items\":[{\"sku\":\"\"}]}", "no" },
	{ SKU("*a*b*c"), "{\"items\":[{\"sku\":\"xxaxxbxxbc\"}]}", "no" },
	{ SKU("[a]"), "{\"items\":[{\"sku\":\"a\"}]}", "items" },
	/* items: both conditions hold for the same item */
	{ "{\"items\":{\"any\":{\"sku\":[\"TEE*\"],\"title\":[\"Tee\"]}}}", TEE, "no" },
	{ "{\"items\":{\"any\":{\"sku\":[\"TEE*\"],\"title\":[\"Hat\"]}}}", TEE, "items" },
	{ "{\"items\":{\"all\":{\"sku\":[\"TEE*\",\"HAT\"]}}}", TEE, "no" },
	{ "{\"items\":{\"all\":{\"sku\":[\"TEE*\"]}}}", TEE, "items" },
	{ "{\"items\":{\"all\":{\"sku\":[\"*\"]}}}", "{\"items\":[]}", "items" },
	{ "{\"items\":{\"none\":{\"sku\":[\"CAP\"]}}}", TEE, "no" },
	{ "{\"items\":{\"none\":{\"sku\":[\"HAT\"]}}}", TEE, "excluded" },
	{ "{\"items\":{\"none\":{\"sku\":[\"HAT\"]}}}",
	    "{\"items\":[{\"title\":\"x\"}]}", "items" },
	{ "{\"items\":{\"none\":{\"sku\":[\"HAT\"]}}}", "{\"items\":[]}", "no" },
	/* groups */
	{ "{\"any\":[{\"customer\":{\"orders\":0}},{\"customer\":{\"country\":[\"DE\"]}}]}",
	    "{\"customer.orders\":3,\"customer.country\":\"DE\"}", "no" },
	{ "{\"any\":[{\"customer\":{\"orders\":0}},{\"customer\":{\"country\":[\"DE\"]}}]}",
	    "{\"customer.orders\":3,\"customer.country\":\"AT\"}", "country" },
	{ "{\"any\":[{\"customer\":{\"orders\":0}},{\"customer\":{\"country\":[\"DE\"]}}]}",
	    "{\"customer.orders\":0}", "no" },
	{ "{\"all\":[{\"customer\":{\"orders\":9}},{\"customer\":{\"country\":[\"DE\"]}}]}",
	    "{\"customer.orders\":3,\"customer.country\":\"AT\"}", "country" },
	{ "{\"not\":{\"customer\":{\"country\":[\"DE\"]}}}",
	    "{\"customer.country\":\"AT\"}", "no" },
	{ "{\"not\":{\"customer\":{\"country\":[\"DE\"]}}}", "{\"customer.country\":\"DE\"}",
	    "excluded" },
	{ "{\"exclude\":[{\"customer\":{\"country\":[\"DE\"]}},"
	    "{\"customer\":{\"is\":\"returning\"}}]}",
	    "{\"customer.country\":\"AT\",\"customer.is\":\"returning\"}", "excluded" },
	{ "{\"cart_value\":{\"min\":\"1\",\"currency\":\"EUR\"},\"customer\":{\"orders\":0}}",
	    "{\"cart_value\":[4000,\"USD\"],\"customer.orders\":3}", "currency" },
	/* what is not known is neither true nor false */
	{ "{\"not\":{\"customer\":{\"country\":[\"DE\"]}}}", "{}", "country" },
	{ "{\"exclude\":{\"customer\":{\"country\":[\"DE\"]}}}", "{}", "country" },
	{ "{\"not\":{\"not\":{\"customer\":{\"country\":[\"DE\"]}}}}", "{}", "country" },
	{ "{\"not\":" RANGE "}", "{\"cart_value\":[4000,\"USD\"]}", "currency" },
	{ "{\"not\":{\"customer\":{\"country\":[\"DE\"],\"orders\":0}}}", "{\"customer.orders\":1}",
	    "no" },
};

static char loyal_name[] = "loyal", near_name[] = "near";
static struct condition_segment segments[2] = { { .name = loyal_name }, { .name = near_name } };

/* trigger, facts, the refusal: loyal has 3 orders, near is in DE. */
static const char *const of_segments[][3] = {
	{ "{\"segment\":\"loyal\"}", "{\"customer.orders\":3}", "no" },
	{ "{\"segment\":\"loyal\"}", "{\"customer.orders\":2}", "segment" },
	{ "{\"segment\":[\"loyal\",\"near\"]}",
	    "{\"customer.orders\":2,\"customer.country\":\"DE\"}", "no" },
	{ "{\"segment\":\"near\"}", "{}", "segment" },
	{ "{\"exclude\":{\"segment\":\"near\"}}", "{}", "segment" },
	{ "{\"exclude\":{\"segment\":\"near\"}}", "{\"customer.country\":\"AT\"}", "no" },
	{ "{\"exclude\":{\"segment\":\"near\"}}", "{\"customer.country\":\"DE\"}", "excluded" },
	{ "{\"exclude\":{\"segment\":\"gone\"}}", "{\"customer.country\":\"DE\"}", "segment" },
};

static void
meaning(const char *const of[3])
{
	json_t *trigger = json(of[0]), *all = json(of[1]);
	enum campaign_refusal why;
	struct condition_fault fault;
	struct condition_facts f;
	struct condition c;
	struct err e = { 0 };
	bool read = condition_read(&c, trigger, &fault, &e);
	char what[400];

	facts_of(&f, all);
	f.segments = segments;
	f.nsegments = COUNT(segments);
	snprintf(what, sizeof what, "%s of %s", of[0], of[1]);
	tap_is(!read ? e.text : condition_met(&c, &f, &why) ? "no" : words_campaign_refusal[why],
	    of[2], what);
	condition_free(&c);
	value_free(trigger);
	value_free(all);
}

static void
meanings(void)
{
	json_t *loyal = json("{\"customer\":{\"orders\":{\"min\":3}}}");
	json_t *near = json("{\"customer\":{\"country\":\"DE\"}}");
	struct condition_fault fault;
	struct err e = { 0 };
	size_t i;

	tap_ok(condition_read(&segments[0].conditions, loyal, &fault, &e)
	    && condition_read(&segments[1].conditions, near, &fault, &e), "segments");
	for (i = 0; i < COUNT(cases); i++)
		meaning(cases[i]);
	for (i = 0; i < COUNT(of_segments); i++)
		meaning(of_segments[i]);
	for (i = 0; i < COUNT(segments); i++)
		condition_free(&segments[i].conditions);
	value_free(loyal);
	value_free(near);
}

/* what is read, and how it is printed */
static const char *const printed[][2] = {
	{ "{}", "{}" },
	{ "{\"cart_value\":{\"currency\":\"EUR\",\"max\":\"90071992547409.93\",\"min\":\"30\"}}",
	    "{\"cart_value\":{\"currency\":\"EUR\",\"max\":\"90071992547409.93\",\"min\":\"30.00\"}}" },
	{ "{\"items\":{\"count\":\"3\",\"any\":{\"sku\":\"a\"}},\"customer\":{\"is\":\"new\"}}",
	    "{\"customer\":{\"is\":[\"new\"]},\"items\":{\"any\":{\"sku\":[\"a\"]},\"count\":3}}" },
	{ "{\"exclude\":{\"customer\":{\"orders\":0}},"
	    "\"not\":{\"items\":{\"none\":{\"title\":[\"b\"]}}}}",
	    "{\"exclude\":[{\"customer\":{\"orders\":0}}],"
	    "\"not\":{\"items\":{\"none\":{\"title\":[\"b\"]}}}}" },
	{ "{\"any\":[{\"all\":[{\"customer\":{\"orders\":{\"min\":1,\"max\":2}}}]}]}",
	    "{\"any\":[{\"all\":[{\"customer\":{\"orders\":{\"max\":2,\"min\":1}}}]}]}" },
};

static void
there_and_back(void)
{
	size_t i;

	for (i = 0; i < COUNT(printed); i++) {
		json_t *from = json(printed[i][0]), *to;
		struct condition_fault fault;
		struct condition c;
		struct err e = { 0 };
		struct str s = STR_MAX(4096);

		tap_ok(condition_read(&c, from, &fault, &e), printed[i][0]);
		to = condition_print(&c);
		value_print(&s, to, true);
		tap_is(str_text(&s), printed[i][1], "is printed");
		str_free(&s);
		value_free(from);
		value_free(to);
		condition_free(&c);
	}
}

/* what is refused, the way to it, and why */
static const char *const wrong[][3] = {
	{ "[]", "", "expected a map" },
	{ "{\"cart_vale\":1}", "", "unknown key \"cart_vale\"" },
	{ "{\"customer\":{\"order\":1}}", "customer", "unknown key \"order\"" },
	{ "{\"item\":{\"sku\":\"a\"}}", "", "unknown key \"item\"" },
	{ "{\"cart_value\":{\"min\":\"1\"}}", "cart_value",
	    "\"currency\" is missing: it has no default" },
	{ "{\"cart_value\":{\"min\":1,\"currency\":\"EUR\"}}",
	    "cart_value.min", "expected an amount" },
	{ "{\"cart_value\":{\"min\":\"-1\",\"currency\":\"EUR\"}}", "cart_value.min",
	    "a negative amount" },
	{ "{\"cart_value\":{\"currency\":\"EUR\"}}",
	    "cart_value", "\"cart_value\" needs min or max" },
	{ "{\"cart_value\":{\"min\":\"2\",\"max\":\"1\",\"currency\":\"EUR\"}}", "cart_value.max",
	    "\"max\" is less than \"min\"" },
	{ "{\"cart_value\":{\"min\":\"2\",\"currency\":\"EURO\"}}", "cart_value.currency",
	    "unknown currency \"EURO\"" },
	{ "{\"customer\":{\"orders\":-1}}", "customer.orders",
	    "\"orders\" takes a whole number from 0 to 1000000000" },
	{ "{\"customer\":{\"orders\":\"1x\"}}", "customer.orders",
	    "\"orders\" takes a whole number from 0 to 1000000000" },
	{ "{\"customer\":{\"days_since_order\":3}}",
	    "customer.days_since_order", "expected a map" },
	{ "{\"customer\":{\"country\":[\"DE\",\"Austria\"]}}", "customer.country.1",
	    "\"Austria\" is not a country code" },
	{ "{\"customer\":{\"is\":[\"old\"]}}",
	    "customer.is.0", "\"old\" is not one of new|returning" },
	{ "{\"customer\":{\"is\":\"ne\"}}", "customer.is.0", "\"ne\" is not one of new|returning" },
	{ "{\"items\":{\"any\":{\"sku\":[]}}}",
	    "items.any.sku", "expected a list of 1 to 100 texts" },
	{ "{\"items\":{\"any\":[]}}", "items.any", "expected conditions" },
	{ "{\"items\":{\"any\":[{\"sku\":\"a\"}]}}", "items.any", "expected a map" },
	{ "{\"abandoned\":{\"time\":[\"09:00-09:00\"]}}", "abandoned.time.0",
	    "\"09:00-09:00\" is not a time of day" },
	{ "{\"abandoned\":{\"time\":[\"09:00-24:01\"]}}", "abandoned.time.0",
	    "\"09:00-24:01\" is not a time of day" },
	{ "{\"any\":[{\"items\":{\"count\":1}},{\"not\":{\"customer\":{\"orders\":[]}}}]}",
	    "any.1.not.customer.orders",
	    "\"orders\" takes a whole number from 0 to 1000000000" },
	{ "{\"not\":[{}]}", "not", "expected a map" },
	{ "{\"any\":[]}", "any", "expected conditions" },
	{ "{\"not\":{}}", "not", "expected conditions" },
	{ "{\"exclude\":[{\"items\":{\"count\":1}},{}]}", "exclude.1", "expected conditions" },
	{ "{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{}}}}}}}}",
	    "not.not.not.not.not.not.not", "groups nested more than 6 deep" },
};

static void
refused(void)
{
	size_t i, k;

	for (i = 0; i < COUNT(wrong); i++) {
		json_t *v = json(wrong[i][0]);
		struct condition_fault fault;
		struct condition c;
		struct err e = { 0 };
		struct str way = STR_MAX(1024);

		tap_ok(!condition_read(&c, v, &fault, &e), wrong[i][0]);
		for (k = 0; k < fault.n; k++)
			str_printf(&way, fault.way[k].key[0] ? "%s%s" : "%s%s%zu", k ? "." : "",
			    fault.way[k].key, fault.way[k].at);
		tap_is(str_text(&way), wrong[i][1], "its place");
		tap_is(e.text, wrong[i][2], "its reason");
		str_free(&way);
		value_free(v);
		condition_free(&c);
	}
}

/* The limit counts the whole tree: the group, and a map and a condition for each element. */
static void
parts(void)
{
	static const char *const want[] = { "read", "more than 200 conditions" };
	size_t n;

	for (n = 0; n < COUNT(want); n++) {
		struct str s = STR_MAX(4096);
		struct condition_fault fault;
		struct condition c;
		struct err e = { 0 };
		json_t *v;
		size_t i;

		for (i = 0; i < CONDITION_PARTS_MAX / 2 - 1 + n; i++)
			str_printf(&s, "%s{\"items\":{\"count\":1}}", i ? "," : "{\"any\":[");
		str_puts(&s, "]}");
		v = json(str_text(&s));
		tap_is(condition_read(&c, v, &fault, &e) ? "read" : e.text, want[n], want[n]);
		str_free(&s);
		value_free(v);
		condition_free(&c);
	}
}

int
main(void)
{
	parts();
	meanings();
	there_and_back();
	refused();
	return tap_done();
}
