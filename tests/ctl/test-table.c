#include "app/ctl/table.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *json;
  const char *text;
} TableCase;

static const TableCase cases[] = {
  { "members-in-columns", "{\"a\":\"x\",\"longer\":7,\"yes\":true,\"no\":false}",
    "a       x\nlonger  7\nyes     yes\nno      no\n" },
  { "list-alone", "{\"rows\":[{\"id\":\"A\",\"n\":1},{\"id\":\"BCD\",\"extra\":\"é\"}]}",
    "id   n  extra\nA    1\nBCD     é\n" },
  { "list-among-others", "{\"n\":2,\"rows\":[{\"id\":\"A\"}]}", "n  2\nrows:\n  id\n  A\n" },
  { "empty-list", "{\"rows\":[]}", "none\n" },
  { "words", "{\"n\":1,\"files\":[\"a\",\"b\"]}", "n  1\nfiles:\n  a\n  b\n" },
  { "lines", "{\"pem\":\"one\\ntwo\\n\",\"n\":1}", "pem:\n  one\n  two\nn  1\n" },
  { "nested", "{\"a\":{\"b\":{\"c\":1}}}", "a:\n  b:\n    c  1\n" },
  { "nothing", "{}", "" },
  { "cell-with-structure", "{\"rows\":[{\"detail\":{\"k\":[1]}}]}", "detail\n{\"k\":[1]}\n" },
  { "escapes-values", "{\"a\":\"\\u001b[31m\\u202e\"}", "a  \\u{001B}[31m\\u{202E}\n" },
  { "escapes-cells", "{\"rows\":[{\"a\":\"x\\ty\"}]}", "a\nx\\u{0009}y\n" },
  { "escapes-lines", "{\"pem\":\"x\\u0007\\ny\",\"b\":1}", "pem:\n  x\\u{0007}\n  y\nb  1\n" },
  { "escapes-names", "{\"x\\u001b\":1,\"y\\u001b\":[\"z\"]}",
    "x\\u{001B}  1\ny\\u{001B}:\n  z\n" },
  { "escapes-headings", "{\"rows\":[{\"x\\u001b\":1}]}", "x\\u{001B}\n1\n" },
  { "escapes-structure", "{\"rows\":[{\"a\":{\"x\\u202e\":\"\\u202e\"}}]}",
    "a\n{\"x\\u202E\":\"\\u202E\"}\n" },
};

static void
test_format (gconstpointer data)
{
  const TableCase *table = data;
  g_autoptr(json_t) object = json_loads (table->json, 0, NULL);
  g_autofree char *text = NULL;

  g_assert_nonnull (object);
  text = zm_table_format (object);
  g_assert_cmpstr (text, ==, table->text);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/table/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_format);
    }

  return g_test_run ();
}
