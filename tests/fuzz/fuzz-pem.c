#include "app/pki/csr.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

/* Text that claims to be certificates, a request, a list or a key in the clear. */

static void
try_certificates (const char *text,
                  gsize       size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCertificate) one = zm_certificate_new_from_pem (text, size, &error);
  g_autoptr(GPtrArray) list = NULL;
  g_autofree char *pem = NULL;
  g_autoptr(GPtrArray) same = NULL;

  fuzz_check (one != NULL, &error);
  list = zm_certificate_list_from_pem (text, size, 4, &error);
  fuzz_check (list != NULL, &error);
  g_assert_true (one == NULL || (list != NULL && list->len == 1));
  if (list == NULL)
    return;

  g_assert_true (list->len >= 1 && list->len <= 4);
  pem = zm_certificate_list_to_pem ((ZmCertificate *const *) list->pdata, list->len);
  same = zm_certificate_list_from_pem (pem, strlen (pem), 4, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (same->len, ==, list->len);
  for (guint i = 0; i < list->len; i++)
    g_assert_cmpstr (zm_certificate_get_sha256 (same->pdata[i]), ==,
                     zm_certificate_get_sha256 (list->pdata[i]));
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree char *copy = g_memdup2 (data, size);
  const char *text = copy != NULL ? copy : "";
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCsr) csr = NULL;
  g_autoptr(ZmCrl) crl = NULL;
  g_autoptr(ZmKey) key = NULL;

  try_certificates (text, size);
  csr = zm_csr_new_from_pem (text, size, &error);
  fuzz_check (csr != NULL, &error);
  crl = zm_crl_new_from_data (text, size, &error);
  fuzz_check (crl != NULL, &error);
  key = zm_key_new_from_pem (text, size, NULL, &error);
  fuzz_check (key != NULL, &error);
}
