#include "app/pki/csr.h"
#include "app/pki/der.h"
#include "app/pki/details.h"
#include "app/pki/judgement.h"
#include "app/pki/profile.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

/* A device's request, as it came and with a signature that is right, which no fuzzer guesses. What
 * is accepted must lead to a certificate that keeps the profile. */

static void
check_fields (ZmCsr *csr)
{
  gsize count;
  const ZmCsrField *fields = zm_csr_get_fields (csr, &count);

  g_assert_cmpuint (count, <=, ZM_CSR_FIELDS_MAX);
  for (gsize i = 0; i < count; i++)
    {
      fuzz_assert_shown (fields[i].name);
      fuzz_assert_shown (fields[i].value);
    }
  if (zm_csr_get_common_name (csr) != NULL)
    g_assert_true (g_utf8_validate (zm_csr_get_common_name (csr), -1, NULL));
}

static void
check_details (ZmCsr *csr)
{
  g_autoptr(GPtrArray) details = zm_details_of_csr (csr);

  for (guint i = 0; i < details->len; i++)
    {
      const ZmDetail *detail = g_ptr_array_index (details, i);

      g_assert_true (g_utf8_validate (detail->name, -1, NULL));
      g_assert_true (g_utf8_validate (detail->value, -1, NULL));
    }
}

static void
check_pem (ZmCsr *csr)
{
  g_autofree char *pem = zm_csr_to_pem (csr);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCsr) same = zm_csr_new_from_pem (pem, strlen (pem), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (zm_csr_get_sha256 (same), ==, zm_csr_get_sha256 (csr));
}

/* Through JSON and back, as the station gets it from the signer. */
static void
check_told (ZmJudgement *judgement)
{
  g_autoptr(json_t) told = zm_judgement_to_json (judgement);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmJudgement) same = zm_judgement_from_json (told, &error);
  g_autoptr(json_t) again = NULL;

  g_assert_no_error (error);
  again = zm_judgement_to_json (same);
  g_assert_true (json_equal (told, again));
}

static void
issue (ZmCsr *csr)
{
  const World *world = world_get ();
  ZmProfileSubject subject = { .kind = ZM_PROFILE_DEVICE, .common_name = WORLD_DEVICE,
                               .device_label = "Bett 7", .key = zm_csr_get_key (csr),
                               .now = world->now };
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) tbs = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;

  tbs = zm_profile_compose (&world->policy, &subject, world->intermediate,
                            zm_key_get_public (world->intermediate_key), &error);
  g_assert_no_error (error);
  certificate = zm_profile_sign (tbs, world->intermediate_key, &error);
  g_assert_no_error (error);
  g_assert_true (zm_profile_check (&world->policy, ZM_PROFILE_DEVICE, certificate,
                                   world->intermediate, &error));
}

static void
judge (ZmCsr *csr)
{
  const World *world = world_get ();
  ZmJudgementFacts facts = { .device_id = WORLD_DEVICE, .device_label = "Bett 7",
                             .now = world->now };
  g_autoptr(ZmJudgement) judgement = zm_judgement_new (csr, &world->policy, &facts);
  g_autoptr(GError) error = NULL;
  gboolean accepted = zm_judgement_is_accepted (judgement, &error);

  fuzz_check (accepted, &error);
  check_told (judgement);
  if (accepted)
    issue (csr);
}

static void
try_csr (const guint8 *data,
         gsize         size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCsr) csr = zm_csr_new_from_der (data, size, &error);

  fuzz_check (csr != NULL, &error);
  if (csr == NULL)
    return;

  g_assert_cmpuint (size, <=, ZM_CSR_MAX);
  fuzz_assert_equal (zm_csr_get_der (csr), data, size);
  check_fields (csr);
  check_details (csr);
  check_pem (csr);
  judge (csr);
}

/* CertificationRequest (RFC 2986) around what stands first in the input. */
static void
try_signed (const guint8 *data,
            gsize         size)
{
  static const guint8 ecdsa_with_sha256[] = { 0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
                                              0x04, 0x03, 0x02 };
  gsize from = size > 1 && (data[1] & 0x80) != 0 ? 2 + (data[1] & 0x7fu) : 2;
  gsize header = size > from + 1 && (data[from + 1] & 0x80) != 0 ? 2 + (data[from + 1] & 0x7fu) : 2;
  gsize length = 0;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) signature = NULL;
  g_autoptr(GBytes) unused = g_bytes_new_static ("", 1);
  g_autoptr(GBytes) algorithm = g_bytes_new_static (ecdsa_with_sha256, sizeof ecdsa_with_sha256);
  g_autoptr(GBytes) info = NULL;
  g_autoptr(GBytes) bits = NULL;
  g_autoptr(GBytes) whole = NULL;
  GBytes *bit_parts[2] = { unused };
  GBytes *parts[3] = { NULL, algorithm };

  if (size < from + header || header > 5)
    return;
  for (gsize i = from + (header > 2 ? 2 : 1); i < from + header; i++)
    length = length << 8 | data[i];
  if (length > size - from - header)
    return;

  info = fuzz_bytes (data + from, header + length);
  signature = zm_key_sign (world_get ()->device_key, data + from, header + length, &error);
  g_assert_no_error (error);
  bit_parts[1] = signature;
  bits = zm_der_value (ZM_DER_BIT_STRING, bit_parts, G_N_ELEMENTS (bit_parts));
  parts[0] = info;
  parts[2] = bits;
  whole = zm_der_value (ZM_DER_SEQUENCE, parts, G_N_ELEMENTS (parts));
  try_csr (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole));
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);

  try_csr (copy, size);
  try_signed (copy, size);
}
