#include "tests/pki/testpki.h"

#include "app/base/file.h"

#include <string.h>

#define FOUNDED_DAYS 730

static void
clear_entry (gpointer data)
{
  ZmCrlEntry *entry = data;

  g_free (entry->serial);
}

static GArray *
entries_new (void)
{
  GArray *entries = g_array_new (FALSE, TRUE, sizeof (ZmCrlEntry));

  g_array_set_clear_func (entries, clear_entry);

  return entries;
}

static ZmKey *
generate (void)
{
  g_autoptr(GError) error = NULL;
  ZmKey *key = zm_key_generate (ZM_KEY_EC_P256, &error);

  g_assert_no_error (error);

  return key;
}

static ZmCertificate *
issue (const TestPki          *pki,
       const ZmProfileSubject *subject,
       ZmCertificate          *issuer,
       ZmKey                  *issuer_key)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) tbs = NULL;
  ZmCertificate *certificate;

  tbs = zm_profile_compose (&pki->policy, subject, issuer, zm_key_get_public (issuer_key), &error);
  g_assert_no_error (error);
  certificate = zm_profile_sign (tbs, issuer_key, &error);
  g_assert_no_error (error);

  return certificate;
}

static void
found (TestPki *pki)
{
  ZmProfileSubject root = { .kind = ZM_PROFILE_ROOT, .common_name = "Test Root CA",
                            .now = pki->founded };
  ZmProfileSubject intermediate = { .kind = ZM_PROFILE_INTERMEDIATE,
                                    .common_name = "Test Device CA", .now = pki->founded };

  pki->root_key = generate ();
  root.key = zm_key_get_public (pki->root_key);
  pki->root = issue (pki, &root, NULL, pki->root_key);
  pki->intermediate_key = generate ();
  intermediate.key = zm_key_get_public (pki->intermediate_key);
  pki->intermediate = issue (pki, &intermediate, pki->root, pki->root_key);
}

TestPki *
test_pki_new (void)
{
  TestPki *pki = g_new0 (TestPki, 1);

  pki->policy = (ZmPolicy) {
    .hospital = "Example Hospital",
    .identity_host = TEST_PKI_IDENTITY_HOST,
    .crl_url = TEST_PKI_CRL_URL,
    .name_constraints = TRUE,
    .root_days = 3650,
    .intermediate_days = 1825,
    .device_days = 365,
    .station_days = 365,
    .server_days = 365,
  };
  pki->now = zm_instant_now ();
  pki->founded = pki->now - FOUNDED_DAYS * ZM_INSTANT_DAY;
  pki->crl_from = pki->now - ZM_INSTANT_HOUR;
  pki->crl_until = pki->now + 7 * ZM_INSTANT_DAY;
  pki->crl_number = 1;
  pki->revoked_by_root = entries_new ();
  pki->revoked_by_intermediate = entries_new ();
  found (pki);

  return pki;
}

void
test_pki_free (TestPki *pki)
{
  zm_key_unref (pki->root_key);
  zm_certificate_unref (pki->root);
  zm_key_unref (pki->intermediate_key);
  zm_certificate_unref (pki->intermediate);
  g_array_unref (pki->revoked_by_root);
  g_array_unref (pki->revoked_by_intermediate);
  g_free (pki);
}

static gboolean
is_by_intermediate (ZmProfileKind kind)
{
  return kind == ZM_PROFILE_DEVICE || kind == ZM_PROFILE_CANARY;
}

ZmCertificate *
test_pki_certify (TestPki       *pki,
                  ZmProfileKind  kind,
                  const char    *common_name,
                  ZmPublicKey   *key,
                  ZmInstant      now)
{
  const char *const names[] = { "localhost", "127.0.0.1", "::1",
                                strcmp (common_name, "localhost") == 0 ? NULL : common_name, NULL };
  ZmProfileSubject subject = { .kind = kind, .common_name = common_name, .key = key,
                               .now = now != 0 ? now : pki->now };

  if (kind == ZM_PROFILE_SERVER)
    subject.dns_names = names;
  if (!is_by_intermediate (kind))
    return issue (pki, &subject, pki->root, pki->root_key);

  subject.device_label = TEST_PKI_LABEL;
  return issue (pki, &subject, pki->intermediate, pki->intermediate_key);
}

TestIdentity *
test_pki_issue (TestPki       *pki,
                ZmProfileKind  kind,
                const char    *common_name,
                ZmInstant      now)
{
  TestIdentity *identity = g_new0 (TestIdentity, 1);

  identity->key = generate ();
  identity->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  g_ptr_array_add (identity->chain, test_pki_certify (pki, kind, common_name,
                                                      zm_key_get_public (identity->key), now));
  if (is_by_intermediate (kind))
    g_ptr_array_add (identity->chain, zm_certificate_ref (pki->intermediate));

  return identity;
}

void
test_pki_revoke (TestPki            *pki,
                 const TestIdentity *identity)
{
  ZmCrlEntry entry = {
    .serial = g_strdup (zm_certificate_get_serial (test_identity_leaf (identity))),
    .at = pki->now,
    .reason = ZM_REASON_KEY_COMPROMISE,
  };

  g_array_append_val (identity->chain->len > 1 ? pki->revoked_by_intermediate
                                               : pki->revoked_by_root, entry);
}

static void
add_crl (TestPki       *pki,
         GPtrArray     *crls,
         ZmCertificate *issuer,
         ZmKey         *key,
         GArray        *entries)
{
  g_autoptr(GError) error = NULL;
  ZmCrl *crl = zm_crl_create (issuer, key, pki->crl_number, pki->crl_from, pki->crl_until,
                              (const ZmCrlEntry *) (gpointer) entries->data, entries->len, &error);

  g_assert_no_error (error);
  g_ptr_array_add (crls, crl);
}

GPtrArray *
test_pki_crls (TestPki *pki)
{
  GPtrArray *crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);

  add_crl (pki, crls, pki->root, pki->root_key, pki->revoked_by_root);
  add_crl (pki, crls, pki->intermediate, pki->intermediate_key, pki->revoked_by_intermediate);
  pki->crl_number++;

  return crls;
}

static void
write_file (const char *directory,
            const char *name,
            const void *data,
            gsize       length,
            int         mode)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_file_write (path, data, length, mode, &error));
  g_assert_no_error (error);
}

static void
write_text (const char *directory,
            const char *name,
            char       *text)
{
  g_autofree char *owned = text;

  write_file (directory, name, owned, strlen (owned), 0644);
}

static void
write_crl (const char *directory,
           const char *name,
           ZmCrl      *crl)
{
  GBytes *der = zm_crl_get_der (crl);

  write_file (directory, name, g_bytes_get_data (der, NULL), g_bytes_get_size (der), 0644);
}

void
test_pki_write (TestPki    *pki,
                const char *directory)
{
  g_autoptr(GPtrArray) crls = test_pki_crls (pki);

  write_text (directory, "root.pem", zm_certificate_to_pem (pki->root));
  write_text (directory, "intermediate.pem", zm_certificate_to_pem (pki->intermediate));
  write_crl (directory, "root.crl", crls->pdata[0]);
  write_crl (directory, "intermediate.crl", crls->pdata[1]);
}

void
test_identity_free (TestIdentity *identity)
{
  zm_key_unref (identity->key);
  g_ptr_array_unref (identity->chain);
  g_free (identity);
}

ZmCertificate *
test_identity_leaf (const TestIdentity *identity)
{
  return identity->chain->pdata[0];
}

void
test_identity_write (const TestIdentity *identity,
                     const char         *directory,
                     const char         *name)
{
  g_autoptr(ZmSecret) pem = zm_key_to_plain_pem (identity->key);
  g_autofree char *chain_name = g_strconcat (name, ".pem", NULL);
  g_autofree char *key_name = g_strconcat (name, ".key", NULL);

  write_text (directory, chain_name,
              zm_certificate_list_to_pem ((ZmCertificate *const *) identity->chain->pdata,
                                          identity->chain->len));
  write_file (directory, key_name, zm_secret_peek (pem), zm_secret_length (pem), 0600);
}
