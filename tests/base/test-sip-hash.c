#include "app/base/sip-hash.h"

/* With the key 00 01 … 0f over 00 01 …; computed by another program, whose hashes with a key of zeros
 * are those of CPython 3.11. */
static void
test_vectors (void)
{
  static const struct {
    gsize   length;
    guint64 hash;
  } vectors[] = {
    { 0, G_GUINT64_CONSTANT (0xabac0158050fc4dc) },
    { 1, G_GUINT64_CONSTANT (0xc9f49bf37d57ca93) },
    { 8, G_GUINT64_CONSTANT (0x369095118d299a8e) },
    { 15, G_GUINT64_CONSTANT (0xd320d86d2a519956) },
    { 63, G_GUINT64_CONSTANT (0x9d199062b7bbb3a8) },
  };
  guint8 bytes[64];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) i;
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    g_assert_cmpuint (zm_sip_hash_compute (bytes, bytes, vectors[i].length), ==, vectors[i].hash);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sip-hash/vectors", test_vectors);

  return g_test_run ();
}
