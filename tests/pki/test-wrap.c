#include "app/base/error.h"
#include "app/pki/random.h"
#include "app/pki/wrap.h"

#include <string.h>

#define PURPOSE "zmonitor test v1"
#define CONTEXT "DEV-001"

/* That another program opens a wrap is the matter of tests/device/test-cipher.py. */
typedef struct {
  ZmKey    *key;
  ZmSecret *data_key;
  GBytes   *wrap;
} Fixture;

static ZmKey *
make_key (ZmKeyKind kind)
{
  g_autoptr(GError) error = NULL;
  ZmKey *key = zm_key_generate (kind, &error);

  g_assert_no_error (error);
  return key;
}

static GBytes *
close_wrap (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  GBytes *wrap = zm_wrap_close (fixture->key, PURPOSE, CONTEXT, fixture->data_key, &error);

  g_assert_no_error (error);
  return wrap;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  kind)
{
  fixture->key = make_key ((ZmKeyKind) GPOINTER_TO_INT (kind));
  fixture->data_key = zm_secret_new (ZM_WRAP_KEY_LENGTH);
  zm_random_bytes (zm_secret_bytes (fixture->data_key), ZM_WRAP_KEY_LENGTH);
  fixture->wrap = close_wrap (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  kind)
{
  zm_key_unref (fixture->key);
  zm_secret_free (fixture->data_key);
  g_bytes_unref (fixture->wrap);
}

static void
assert_opens (Fixture *fixture,
              GBytes  *wrap)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSecret) opened = zm_wrap_open (fixture->key, PURPOSE, CONTEXT, wrap, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (zm_secret_peek (opened), zm_secret_length (opened),
                   zm_secret_peek (fixture->data_key), ZM_WRAP_KEY_LENGTH);
}

static void
assert_refused (ZmKey      *key,
                const char *purpose,
                const char *context,
                GBytes     *wrap,
                const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_wrap_open (key, purpose, context, wrap, &error));
  if (check != NULL)
    g_assert_cmpstr (zm_error_get_check (error), ==, check);
  else
    g_assert_true (zm_error_matches (error, ZM_ERROR_DENIED) ||
                   zm_error_matches (error, ZM_ERROR_CORRUPT));
}

/* With another salt and another point each time. */
static void
test_opens (Fixture       *fixture,
            gconstpointer  kind)
{
  g_autoptr(GBytes) again = close_wrap (fixture);

  g_assert_false (g_bytes_equal (fixture->wrap, again));
  assert_opens (fixture, fixture->wrap);
  assert_opens (fixture, fixture->wrap);
  assert_opens (fixture, again);
}

static void
test_bound (Fixture       *fixture,
            gconstpointer  kind)
{
  g_autoptr(ZmKey) stranger = make_key ((ZmKeyKind) GPOINTER_TO_INT (kind));
  g_autoptr(ZmKey) other = make_key (GPOINTER_TO_INT (kind) == ZM_KEY_EC_P256 ? ZM_KEY_RSA_3072
                                                                              : ZM_KEY_EC_P256);

  assert_refused (stranger, PURPOSE, CONTEXT, fixture->wrap, "wrap.key");
  assert_refused (other, PURPOSE, CONTEXT, fixture->wrap, "wrap.format");
  assert_refused (fixture->key, "zmonitor test v2", CONTEXT, fixture->wrap, "wrap.key");
  assert_refused (fixture->key, PURPOSE, "DEV-002", fixture->wrap, "wrap.key");
}

static void
test_changed (Fixture       *fixture,
              gconstpointer  kind)
{
  gsize length = g_bytes_get_size (fixture->wrap);
  g_autofree guint8 *data = g_malloc0 (length + 1);

  memcpy (data, g_bytes_get_data (fixture->wrap, NULL), length);
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr(GBytes) changed = NULL;

      data[i] ^= 0x01;
      changed = g_bytes_new (data, length);
      assert_refused (fixture->key, PURPOSE, CONTEXT, changed, NULL);
      data[i] ^= 0x01;
    }
  for (gsize cut = 0; cut <= length + 1; cut++)
    {
      g_autoptr(GBytes) changed = g_bytes_new (data, cut);

      if (cut != length)
        assert_refused (fixture->key, PURPOSE, CONTEXT, changed, "wrap.format");
    }
  assert_opens (fixture, fixture->wrap);
}

/* SEC 1: the same secret on both sides, and another with a third. */
static void
test_agreement (void)
{
  g_autoptr(ZmKey) a = make_key (ZM_KEY_EC_P256);
  g_autoptr(ZmKey) b = make_key (ZM_KEY_EC_P256);
  g_autoptr(ZmKey) c = make_key (ZM_KEY_EC_P256);
  g_autoptr(ZmSecret) ab = zm_key_agree (a, zm_key_get_public (b), NULL);
  g_autoptr(ZmSecret) ba = zm_key_agree (b, zm_key_get_public (a), NULL);
  g_autoptr(ZmSecret) ac = zm_key_agree (a, zm_key_get_public (c), NULL);

  g_assert_cmpmem (zm_secret_peek (ab), zm_secret_length (ab), zm_secret_peek (ba),
                   ZM_KEY_SHARED_LENGTH);
  g_assert_cmpint (memcmp (zm_secret_peek (ab), zm_secret_peek (ac), ZM_KEY_SHARED_LENGTH), !=,
                   0);
}

static void
add (const char *path,
     ZmKeyKind   kind,
     void      (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GINT_TO_POINTER (kind), set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/wrap/ec/opens", ZM_KEY_EC_P256, test_opens);
  add ("/wrap/ec/bound", ZM_KEY_EC_P256, test_bound);
  add ("/wrap/ec/changed", ZM_KEY_EC_P256, test_changed);
  add ("/wrap/rsa/opens", ZM_KEY_RSA_3072, test_opens);
  add ("/wrap/rsa/bound", ZM_KEY_RSA_3072, test_bound);
  add ("/wrap/rsa/changed", ZM_KEY_RSA_3072, test_changed);
  g_test_add_func ("/wrap/agreement", test_agreement);

  return g_test_run ();
}
