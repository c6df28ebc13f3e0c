/* yaml.c: valid and invalid files with their error places, and reads from the tree. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "tap.h"
#include "yaml/yaml.h"

static struct yaml *
tree(const char *text, size_t n, struct err *e)
{
	struct yaml *root = NULL;

	*e = (struct err){ 0 };
	if (!yaml_read("f", text, n, &root, e) && e->kind != ERR_CONFIG)
		tap_ok(false, "a refusal is a failure of the configuration");
	return root;
}

static void
refused(const char *text, const char *message)
{
	struct err e;
	struct yaml *root = tree(text, strlen(text), &e);

	tap_ok(root == NULL, message);
	tap_is(e.text, message, text);
	yaml_close(root);
}

static void
endpoints(void)
{
	static const char text[] = "# comment\na: 1\nlist: [x, 'no', {k: v}]\n"
	    "map:\n  inner: |\n    two\n    lines\n  empty:\n";
	struct err e;
	struct yaml *root = tree(text, strlen(text), &e);
	const struct yaml *list = yaml_get(root, "list");

	tap_ok(yaml_kind(root) == YAML_MAP && yaml_count(root) == 3, "a map of three");
	tap_is(yaml_text(yaml_get(root, "a")), "1", "a number stays text");
	tap_ok(yaml_kind(list) == YAML_LIST && yaml_count(list) == 3, "a list of three");
	tap_is(yaml_text(yaml_at(list, 1)), "no", "quoted text");
	tap_ok(yaml_quoted(yaml_at(list, 1)) && !yaml_quoted(yaml_at(list, 0)), "quotes are kept");
	tap_is(yaml_text(yaml_get(yaml_at(list, 2), "k")), "v", "a map in a list");
	tap_is(yaml_text(yaml_path(root, "map.inner")), "two\nlines\n", "a path, a block");
	tap_is(yaml_text(yaml_path(root, "map.empty")), "", "nothing is empty text");
	tap_is(yaml_key_at(root, 2), "map", "keys stay in order");
	tap_ok(yaml_line(yaml_path(root, "map.inner")) == 5, "line");
	tap_ok(yaml_column(yaml_get(root, "a")) == 4, "column");
	tap_ok(yaml_at(list, 3) == NULL && yaml_key_at(list, 0) == NULL, "past the end");
	tap_ok(yaml_kind(NULL) == YAML_NONE && yaml_text(NULL) == NULL
	    && yaml_path(NULL, "a.b") == NULL && yaml_count(NULL) == 0, "nothing has nothing");
	tap_ok(yaml_text(root) == NULL && yaml_get(list, "k") == NULL
	    && yaml_path(root, "a.b") == NULL, "reads of another kind");
	tap_ok(!yaml_fail(yaml_at(list, 2), &e, "%s", "wrong"), "failing is false");
	tap_is(e.text, "f:3:17: wrong", "a failure names the place");
	tap_ok(!yaml_fail_key(root, 2, &e, "wrong"), "failing at a key is false");
	tap_is(e.text, "f:4:1: wrong", "a failure names the place of the key");
	yaml_close(root);
}

static void
known_keys(void)
{
	static const char *const keys[] = { "channel", "template", NULL };
	static const char good[] = "{channel: x}", bad[] = "channel: x\ntemplat: y\n";
	struct err e;
	struct yaml *root = tree(good, strlen(good), &e);

	tap_ok(yaml_only(root, keys, &e), "only known keys");
	yaml_close(root);
	root = tree(bad, strlen(bad), &e);
	tap_ok(!yaml_only(root, keys, &e), "an unknown key");
	tap_is(e.text, "f:2:1: unknown key \"templat\"", "names its place");
	tap_is(e.hint, "the nearest is template", "and the nearest");
	tap_ok(!yaml_only(yaml_get(root, "channel"), keys, &e), "a text has no keys");
	yaml_close(root);
}

static void
empty(const char *text, const char *what)
{
	struct err e;
	struct yaml *root = tree(text, strlen(text), &e);

	tap_ok(yaml_kind(root) == YAML_MAP && yaml_count(root) == 0, what);
	yaml_close(root);
}

static void
refusals(void)
{
	refused("a: &x 1\n", "f:1:4: anchors are not allowed");
	refused("a: *x\n", "f:1:4: aliases are not allowed");
	refused("a: [ &x [] ]\n", "f:1:6: anchors are not allowed");
	refused("&x a: 1\n", "f:1:1: anchors are not allowed");
	refused("a: !!int 1\n", "f:1:4: tags are not allowed");
	refused("a: !x {}\n", "f:1:4: tags are not allowed");
	refused("%TAG ! tag:x,2000:\n---\na: 1\n", "f:1:1: tags are not allowed");
	refused("a: 1\nb: 2\na: 3\n", "f:3:1: this key appears twice");
	refused("{a: {b: 1, b: 2}}\n", "f:1:12: this key appears twice");
	refused("a: 1\n---\nb: 2\n", "f:2:1: the file has a second document");
	refused("? [x]\n: 1\n", "f:1:3: a key must be a word");
	refused("a: \x01\n", "f:1:4: the file contains a control byte");
	refused("a:\n  b\x7f\n", "f:2:4: the file contains a control byte");
	refused("a: \"\\e[1m\"\n", "f:1:4: a text contains a control character");
	refused("a: \"x\\0y\"\n", "f:1:4: a text contains a control character");
	refused("a: \"x\\ry\"\n", "f:1:4: a text contains a control character");
	refused("a: [1\n", "f:2:1: did not find expected ',' or ']'");
	refused("a: 1\nb: \xff\n", "f:2:4: invalid leading UTF-8 octet");
}

/* The text in front n times, then the rest. */
static void
repeated(size_t n, const char *text, const char *rest, bool good, const char *what)
{
	struct str s = STR_MAX(4 * YAML_BYTES_MAX);
	struct yaml *root;
	struct err e;

	for (size_t i = 0; i < n; i++)
		str_puts(&s, text);
	str_puts(&s, rest);
	root = tree(str_text(&s), s.len, &e);
	if (!tap_ok((root != NULL) == good, what))
		printf("# %s\n", e.text);
	yaml_close(root);
	str_free(&s);
}

static void
limits(void)
{
	struct str s = STR_MAX(YAML_BYTES_MAX);
	struct yaml *root;
	struct err e;

	repeated(YAML_DEPTH_MAX, "[", "x]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", true, "the deepest");
	repeated(YAML_DEPTH_MAX + 1, "[", "x]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", false, "too deep");
	repeated(YAML_BYTES_MAX - 4, "#", "\na: ", true, "the largest file");
	repeated(YAML_BYTES_MAX - 3, "#", "\na: ", false, "too large a file");
	repeated(YAML_NODES_MAX - 1, "- a\n", "", true, "as many nodes as may be");
	repeated(YAML_NODES_MAX, "- a\n", "", false, "too many nodes");
	for (int i = 0; i <= YAML_KEYS_MAX; i++)
		str_printf(&s, "k%d: v\n", i);
	root = tree(str_text(&s), s.len, &e);
	tap_ok(root == NULL && strstr(e.text, "too many keys"), "too many keys");
	yaml_close(root);
	root = tree("a: b\0c", 6, &e);
	tap_is(e.text, "f:1:5: the file contains a control byte", "a NUL is a control byte");
	yaml_close(root);
	str_free(&s);
}

static void
files(void)
{
	struct yaml *root;
	struct err e = { 0 };

	tap_ok(!yaml_read_file("/nowhere/x", &root, &e) && root == NULL, "a missing file");
	tap_is(e.text, "cannot open \"/nowhere/x\": No such file or directory", "is named");
	tap_ok(!yaml_read_file("/", &root, &e), "a folder is no file");
}

int
main(void)
{
	endpoints();
	known_keys();
	empty("", "an empty file");
	empty("# only this\n", "a file of comments");
	empty("---\n", "a document of nothing");
	refusals();
	limits();
	files();
	return tap_done();
}
