#include "app/base/device-id.h"
#include "app/pki/chain.h"
#include "app/pki/details.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

/* A certificate of anybody. */

static void
check_texts (ZmCertificate *certificate)
{
  g_autofree char *table = zm_certificate_describe (certificate);
  g_autofree char *serial = zm_certificate_parse_serial (zm_certificate_get_serial (certificate));
  json_t *rows = json_loads (table, JSON_REJECT_DUPLICATES, NULL);

  g_assert_true (json_is_array (rows));
  json_decref (rows);
  g_assert_cmpstr (serial, ==, zm_certificate_get_serial (certificate));
  fuzz_assert_shown (zm_certificate_get_subject (certificate));
  fuzz_assert_shown (zm_certificate_get_issuer (certificate));
  for (int i = 0; i < 4; i++)
    {
      const char *text = i == 0 ? zm_certificate_get_common_name (certificate)
                                : i == 1 ? zm_certificate_get_uri (certificate)
                                         : i == 2 ? zm_certificate_get_device_id (certificate)
                                                  : zm_certificate_get_device_label (certificate);

      g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
    }
}

static void
check_details (ZmCertificate *certificate)
{
  g_autoptr(GPtrArray) details = zm_details_of_certificate (certificate);

  for (guint i = 0; i < details->len; i++)
    {
      const ZmDetail *detail = g_ptr_array_index (details, i);

      g_assert_true (g_utf8_validate (detail->name, -1, NULL));
      g_assert_true (g_utf8_validate (detail->value, -1, NULL));
    }
}

static void
check_pem (ZmCertificate *certificate)
{
  g_autofree char *pem = zm_certificate_to_pem (certificate);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCertificate) same = zm_certificate_new_from_pem (pem, strlen (pem), &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (zm_certificate_get_der (same),
                                zm_certificate_get_der (certificate)));
}

static void
check_rules (ZmCertificate *certificate)
{
  const World *world = world_get ();
  ZmCertificate *const chain[] = { certificate, world->intermediate };
  g_autoptr(GError) error = NULL;

  for (ZmProfileKind kind = ZM_PROFILE_ROOT; kind <= ZM_PROFILE_CANARY; kind++)
    {
      ZmCertificate *issuer = kind == ZM_PROFILE_DEVICE || kind == ZM_PROFILE_CANARY
                                ? world->intermediate
                                : kind == ZM_PROFILE_ROOT ? NULL : world->root;

      fuzz_check (zm_profile_check (&world->policy, kind, certificate, issuer, &error), &error);
      if (kind != ZM_PROFILE_DEVICE && kind != ZM_PROFILE_CANARY)
        fuzz_check (zm_profile_check_imported (kind, certificate, NULL, &error), &error);
    }
  fuzz_check (zm_chain_verify (chain, 2, world->root, world->crls, ZM_PURPOSE_CLIENT, world->now,
                               &error), &error);
  fuzz_check (zm_chain_verify (chain, 1, world->root, NULL, ZM_PURPOSE_SIGN, world->now, &error),
              &error);
  fuzz_check (zm_chain_verify (&world->intermediate, 1, certificate, NULL, ZM_PURPOSE_CA,
                               world->now, &error), &error);
}

static void
check_certificate (ZmCertificate *certificate)
{
  check_texts (certificate);
  check_details (certificate);
  check_pem (certificate);
  zm_certificate_matches_host (certificate, "localhost");
  zm_certificate_matches_host (certificate, "127.0.0.1");
  zm_certificate_matches_host (certificate, "a.b.example");
  if (zm_certificate_get_key (certificate) != NULL)
    g_assert_cmpstr (zm_public_key_get_hash (zm_certificate_get_key (certificate)), ==,
                     zm_certificate_get_key_hash (certificate));
  check_rules (certificate);
}

/* The TBSCertificate in the input, signed by our intermediate: what comes after the signature's
 * check is reached. */
static void
try_signed (const guint8 *data,
            gsize         size)
{
  g_autoptr(GBytes) tbs = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;
  gsize skipped = size > 1 && (data[1] & 0x80) != 0 ? 2 + (data[1] & 0x7fu) : 2;
  gsize length;

  if (size < skipped + 4 || data[skipped + 1] != 0x82)
    return;
  length = 4 + ((gsize) data[skipped + 2] << 8 | data[skipped + 3]);
  if (length > size - skipped)
    return;

  tbs = fuzz_bytes (data + skipped, length);
  certificate = zm_profile_sign (tbs, world_get ()->intermediate_key, &error);
  fuzz_check (certificate != NULL, &error);
  if (certificate != NULL)
    check_certificate (certificate);
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCertificate) certificate = zm_certificate_new_from_der (copy, size, &error);

  fuzz_check (certificate != NULL, &error);
  if (certificate != NULL)
    {
      g_assert_cmpuint (size, <=, ZM_CERTIFICATE_MAX);
      fuzz_assert_equal (zm_certificate_get_der (certificate), data, size);
      check_certificate (certificate);
    }
  try_signed (copy, size);
}
