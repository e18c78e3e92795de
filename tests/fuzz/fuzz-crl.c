#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

/* A revocation list of anybody. */

static void
check_entries (ZmCrl *crl)
{
  gsize count;
  const ZmCrlEntry *entries = zm_crl_get_entries (crl, &count);

  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *serial = zm_certificate_parse_serial (entries[i].serial);
      const ZmCrlEntry *found = zm_crl_find (crl, entries[i].serial);

      g_assert_cmpstr (serial, ==, entries[i].serial);
      g_assert_nonnull (found);
      g_assert_cmpstr (found->serial, ==, entries[i].serial);
    }
}

static void
check_pem (ZmCrl *crl)
{
  g_autofree char *pem = zm_crl_to_pem (crl);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCrl) same = zm_crl_new_from_data (pem, strlen (pem), &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (zm_crl_get_der (same), zm_crl_get_der (crl)));
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCrl) crl = zm_crl_new_from_der (copy, size, &error);

  fuzz_check (crl != NULL, &error);
  if (crl == NULL)
    return;

  fuzz_assert_equal (zm_crl_get_der (crl), data, size);
  fuzz_assert_shown (zm_crl_get_issuer (crl));
  check_entries (crl);
  check_pem (crl);
  fuzz_check (zm_crl_verify (crl, world_get ()->root, &error), &error);
  fuzz_check (zm_crl_verify (crl, world_get ()->intermediate, &error), &error);
}
