#include "app/base/sip-hash.h"

/* The reference implementation's, with the key 00 01 … 0f over 00 01 …; the one of 15 bytes is also in
 * the paper's appendix. */
static void
test_vectors (void)
{
  static const struct {
    gsize   length;
    guint64 hash;
  } vectors[] = {
    { 0, G_GUINT64_CONSTANT (0x726fdb47dd0e0e31) },
    { 1, G_GUINT64_CONSTANT (0x74f839c593dc67fd) },
    { 8, G_GUINT64_CONSTANT (0x93f5f5799a932462) },
    { 15, G_GUINT64_CONSTANT (0xa129ca6149be45e5) },
    { 63, G_GUINT64_CONSTANT (0x958a324ceb064572) },
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
