#include "app/base/jcs-scan.h"
#include "app/base/jcs.h"

#include <string.h>

static void
test_plain (void)
{
  static const struct {
    const char *text;
    gboolean    plain;
  } cases[] = {
    { "{}", TRUE },
    { "{\"a\":1}", TRUE },
    { "{\"a\":\"x y\",\"b\":[],\"c\":[1,-2,{\"d\":null}],\"e\":true,\"f\":false}", TRUE },
    { "{\"a\":1,\"aa\":0}", TRUE },
    { "{\"a\":999999999999999}", TRUE },
    { "{\"\":1}", TRUE },
    { "", FALSE },
    { "[]", FALSE },
    { "{} ", FALSE },
    { "{ }", FALSE },
    { "{\"a\": 1}", FALSE },
    { "{\"b\":1,\"a\":2}", FALSE },
    { "{\"aa\":1,\"a\":2}", FALSE },
    { "{\"a\":1,\"a\":2}", FALSE },
    { "{\"a\":01}", FALSE },
    { "{\"a\":-0}", FALSE },
    { "{\"a\":-}", FALSE },
    { "{\"a\":1.0}", FALSE },
    { "{\"a\":1e3}", FALSE },
    { "{\"a\":1000000000000000}", FALSE }, /* canonical, but not beyond doubt */
    { "{\"a\":\"\\n\"}", FALSE },
    { "{\"a\":\"\xC3\xA4\"}", FALSE },
    { "{\"a\":\"\x7F\"}", FALSE },
    { "{\"a\":\"\t\"}", FALSE },
    { "{\"a\":\"x}", FALSE },
    { "{\"a\":1,}", FALSE },
    { "{\"a\":[1,]}", FALSE },
    { "{\"a\":tru}", FALSE },
    { "{\"a\":1", FALSE },
    { "{\"a\"", FALSE },
    { "{\"a\":", FALSE },
    { "{\"a\":[[[[[[[[[]]]]]]]]]}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (zm_jcs_scan_is_plain (cases[i].text, strlen (cases[i].text)), ==,
                     cases[i].plain);
  g_assert_false (zm_jcs_scan_is_plain ("{\"a\":\"\0\"}", 9));
}

/* Eight bytes are looked at together: each value, in each of their places. */
static void
test_every_byte_everywhere (void)
{
  for (guint place = 0; place < 19; place++)
    {
      for (guint byte = 0; byte < 256; byte++)
        {
          char text[] = "abcdefgh ~!ABCDEFGH";
          gboolean plain = byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';

          text[place] = (char) byte;
          g_assert_cmpint (zm_jcs_scan_is_plain_string (text, sizeof text - 1), ==, plain);
        }
    }
}

/* Whatever is called plain reads and is written again as the same bytes. Texts of the few bytes that
 * JSON is made of come near it often enough. */
static void
test_never_more_than_canonical (void)
{
  static const char bytes[] = "{{}}[]\"\"\"::,,aab01-9\\ tn";
  guint n_plain = 0;

  for (int round = 0; round < 300000; round++)
    {
      char text[16] = "{";
      gsize length = 2 + (gsize) g_test_rand_int_range (0, 13);
      g_autoptr(json_t) object = NULL;
      g_autoptr(GBytes) again = NULL;

      if (g_test_rand_int_range (0, 2) == 1)
        g_strlcpy (text, "{\"a\":", sizeof text);
      for (gsize i = strlen (text); i + 1 < length; i++)
        text[i] = bytes[g_test_rand_int_range (0, sizeof bytes - 1)];
      length = MAX (strlen (text) + 1, length);
      text[length - 1] = '}';
      if (!zm_jcs_scan_is_plain (text, length))
        continue;

      n_plain++;
      object = zm_json_parse_object (text, length, "test.json", NULL);
      g_assert_nonnull (object);
      again = zm_jcs_encode (object, NULL);
      g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), text, length);
    }
  g_assert_cmpuint (n_plain, >, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/jcs-scan/every-byte-everywhere", test_every_byte_everywhere);
  g_test_add_func ("/jcs-scan/plain", test_plain);
  g_test_add_func ("/jcs-scan/never-more-than-canonical", test_never_more_than_canonical);

  return g_test_run ();
}
