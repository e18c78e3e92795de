#include "usb/frame.h"

#include "usb/tunnel.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/hex.h"
#include "app/base/json.h"

#include <string.h>

static GBytes *
unhex (const char *text)
{
  gsize length = strlen (text) / 2;
  guint8 *data = g_malloc (length);

  g_assert_true (zm_hex_decode (text, data, length));
  return g_bytes_new_take (data, length);
}

static json_t *
load_vectors (const char *list)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "vectors", "tether-v1.json", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = zm_file_read (path, 1 << 20, &error);
  g_autoptr(json_t) root = NULL;

  g_assert_no_error (error);
  root = zm_json_parse_object (g_bytes_get_data (file, NULL), g_bytes_get_size (file), "test",
                               &error);
  g_assert_no_error (error);

  return json_incref (json_object_get (root, list));
}

static const char *
text_of (json_t     *object,
         const char *member)
{
  return json_string_value (json_object_get (object, member));
}

static void
assert_tunnel (json_t *item,
               GBytes *body)
{
  g_auto(ZmTunnel) tunnel = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) again = NULL;

  g_assert_true (zm_tunnel_decode (body, &tunnel, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tunnel.channel, ==, json_integer_value (json_object_get (item, "channel")));
  if (g_strcmp0 (text_of (item, "op"), "credit") == 0)
    {
      g_assert_cmpint (tunnel.op, ==, ZM_TUNNEL_CREDIT);
      g_assert_cmpuint (tunnel.credit, ==, json_integer_value (json_object_get (item, "credit")));
    }
  else
    {
      g_autoptr(GBytes) expected = unhex (text_of (item, "bytesHex"));

      g_assert_cmpint (tunnel.op, ==, ZM_TUNNEL_DATA);
      g_assert_true (g_bytes_equal (tunnel.data, expected));
    }

  again = zm_tunnel_encode (&tunnel);
  g_assert_true (g_bytes_equal (again, body));
}

static void
test_accepted_vectors (void)
{
  g_autoptr(json_t) list = load_vectors ("accept");
  json_t *item;
  size_t i;

  g_assert_cmpuint (json_array_size (list), ==, 3);
  json_array_foreach (list, i, item)
    {
      g_autoptr(GBytes) bytes = unhex (text_of (item, "frameHex"));
      g_auto(ZmFrame) frame = { 0 };
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) again = NULL;
      const char *body = text_of (item, "body");

      g_assert_true (zm_frame_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                      &frame, &error));
      g_assert_no_error (error);
      g_assert_cmpint (frame.kind, ==, json_integer_value (json_object_get (item, "kind")));
      g_assert_cmpuint (frame.sequence, ==,
                        json_integer_value (json_object_get (item, "sequence")));
      if (body != NULL)
        g_assert_cmpmem (g_bytes_get_data (frame.body, NULL), g_bytes_get_size (frame.body),
                         body, strlen (body));
      else
        assert_tunnel (item, frame.body);

      again = zm_frame_encode (frame.kind, frame.sequence, frame.body);
      g_assert_true (g_bytes_equal (again, bytes));
    }
}

/* NULL: nothing is wrong with it at this level; the messages are judged above. */
static const struct {
  const char *name;
  const char *check;
} refusals[] = {
  { "magic", "frame.magic" },
  { "version 2", "frame.version" },
  { "kind 3", "frame.kind" },
  { "CRC", "frame.crc" },
  { "length over 256 KiB", "frame.length" },
  { "length larger than what follows", "frame.length" },
  { "body after the length", "frame.length" },
  { "sequence 0", "frame.sequence" },
  { "not JSON", NULL },
  { "not an object", NULL },
  { "duplicate type", NULL },
  { "tunnel body of 3 bytes", "tunnel.length" },
  { "no type", NULL },
  { "credit of 3 bytes", "tunnel.credit" },
  { "tunnel op 9", "tunnel.op" },
};

static gboolean
decode_all (GBytes  *bytes,
            GError **error)
{
  g_auto(ZmFrame) frame = { 0 };
  g_auto(ZmTunnel) tunnel = { 0 };

  if (!zm_frame_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &frame, error))
    return FALSE;

  return frame.kind != ZM_FRAME_TUNNEL || zm_tunnel_decode (frame.body, &tunnel, error);
}

static void
test_refused_vectors (void)
{
  g_autoptr(json_t) list = load_vectors ("refuse");
  json_t *item;
  size_t i;

  g_assert_cmpuint (json_array_size (list), ==, G_N_ELEMENTS (refusals));
  json_array_foreach (list, i, item)
    {
      g_autoptr(GBytes) bytes = unhex (text_of (item, "frameHex"));
      g_autoptr(GError) error = NULL;
      gboolean ok = decode_all (bytes, &error);

      g_assert_cmpstr (text_of (item, "name"), ==, refusals[i].name);
      if (refusals[i].check == NULL)
        {
          g_assert_no_error (error);
          g_assert_true (ok);
          continue;
        }
      g_assert_false (ok);
      g_assert_true (zm_error_matches (error, ZM_ERROR_INVALID));
      g_assert_cmpstr (zm_error_get_check (error), ==, refusals[i].check);
    }
}

static void
test_sizes (void)
{
  static const gsize sizes[] = { 0, 1, ZM_FRAME_BODY_MAX };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GBytes) body = g_bytes_new_take (g_malloc0 (sizes[i]), sizes[i]);
      g_autoptr(GBytes) bytes = zm_frame_encode (ZM_FRAME_TUNNEL, G_MAXUINT32, body);
      g_auto(ZmFrame) frame = { 0 };
      g_autoptr(GError) error = NULL;

      g_assert_cmpuint (g_bytes_get_size (bytes), ==, ZM_FRAME_HEADER + sizes[i]);
      g_assert_true (zm_frame_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                      &frame, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (frame.sequence, ==, G_MAXUINT32);
      g_assert_true (g_bytes_equal (frame.body, body));
    }
}

/* Every cut and every single flipped bit is refused. The sequence and the choice between the two
 * kinds are the only parts of a header that nothing here can check. */
static void
test_damage (void)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("{\"type\":\"hello\"}", 16);
  g_autoptr(GBytes) good = zm_frame_encode (ZM_FRAME_MESSAGE, 7, body);
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (good, &length);

  for (gsize cut = 0; cut < length; cut++)
    {
      g_auto(ZmFrame) frame = { 0 };
      g_autofree guint8 *copy = g_memdup2 (data, cut);
      g_autoptr(GError) error = NULL;

      g_assert_false (zm_frame_decode (copy, cut, &frame, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "frame.length");
      g_assert_null (frame.body);
    }
  for (gsize bit = 0; bit < length * 8; bit++)
    {
      g_auto(ZmFrame) frame = { 0 };
      g_autofree guint8 *copy = g_memdup2 (data, length);

      if (bit / 8 >= 4 && bit / 8 < 8)
        continue;
      copy[bit / 8] ^= (guint8) (1 << bit % 8);
      g_assert_false (zm_frame_decode (copy, length, &frame, NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frame/vectors/accept", test_accepted_vectors);
  g_test_add_func ("/frame/vectors/refuse", test_refused_vectors);
  g_test_add_func ("/frame/sizes", test_sizes);
  g_test_add_func ("/frame/damage", test_damage);

  return g_test_run ();
}
