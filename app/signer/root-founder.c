#include "app/signer/root-founder.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/protocol/secret-rules.h"
#include "app/signer/signer.h"

#include <string.h>

#define ROOT_NAME "ZMonitor Root CA"

static gboolean
check_new (ZmCeremony  *ceremony,
           GError     **error)
{
  if (ceremony->root != NULL)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "ceremony.exists", ceremony->media, "no root",
                    "There is a root key on this media already");
      return FALSE;
    }
  return zm_secret_rules_check_passphrase (ceremony->passphrase, error);
}

static ZmCertificate *
make_certificate (const ZmPolicy  *policy,
                  ZmKey           *key,
                  GError         **error)
{
  ZmProfileSubject subject = {
    .kind = ZM_PROFILE_ROOT,
    .common_name = ROOT_NAME,
    .key = zm_key_get_public (key),
    .now = zm_instant_now (),
  };
  g_autoptr(GBytes) tbs = zm_profile_compose (policy, &subject, NULL, subject.key, error);
  g_autoptr(ZmCertificate) root = NULL;

  if (tbs == NULL)
    return NULL;
  root = zm_profile_sign (tbs, key, error);
  if (root == NULL || !zm_profile_check (policy, ZM_PROFILE_ROOT, root, NULL, error))
    return NULL;

  return g_steal_pointer (&root);
}

static gboolean
write_certificate (ZmCeremony     *ceremony,
                   ZmCertificate  *root,
                   GError        **error)
{
  g_autofree char *path = zm_ceremony_build_path (ceremony, ZM_CEREMONY_ROOT_FILE);
  g_autofree char *pem = zm_certificate_to_pem (root);

  return zm_file_write (path, pem, strlen (pem), 0644, error);
}

static gboolean
write_ledger (ZmCeremony     *ceremony,
              ZmKey          *key,
              ZmCertificate  *root,
              json_t         *policy,
              GError        **error)
{
  g_autofree char *path = zm_ceremony_build_path (ceremony, ZM_CEREMONY_LEDGER_FILE);
  g_autoptr(ZmSecret) ledger_key = zm_ceremony_derive_ledger_key (key);
  g_autoptr(ZmRootBook) book = zm_root_book_new ();
  g_autoptr(ZmLedger) ledger = zm_ledger_create (path, ledger_key, zm_root_book_take_entry, book,
                                                 error);

  return ledger != NULL &&
         zm_ledger_append (ledger, "root.created", zm_instant_now (),
                           json_pack ("{s:O, s:s}", "policy", policy, "sha256",
                                      zm_certificate_get_sha256 (root)), error);
}

static gboolean
write_key (ZmCeremony  *ceremony,
           ZmKey       *key,
           GError     **error)
{
  g_autofree char *path = zm_ceremony_build_path (ceremony, ZM_CEREMONY_KEY_FILE);
  g_autofree char *pem = zm_key_to_pem (key, ceremony->passphrase, error);

  return pem != NULL && zm_file_create (path, pem, strlen (pem), 0400, error);
}

static json_t *
describe_root (ZmCeremony *ceremony)
{
  g_autofree char *pem = zm_certificate_to_pem (ceremony->root);

  return json_pack ("{s:s, s:s}", "root", pem, "sha256",
                    zm_certificate_get_sha256 (ceremony->root));
}

json_t *
zm_root_founder_create (ZmCeremony    *ceremony,
                        const json_t  *request,
                        GError       **error)
{
  g_autoptr(json_t) members = zm_root_book_fill_policy (request);
  g_autoptr(ZmKey) key = NULL;
  g_autoptr(ZmCertificate) root = NULL;
  ZmPolicy policy;

  if (!check_new (ceremony, error) || !zm_root_book_read_policy (members, &policy, error))
    return NULL;
  key = zm_key_generate (ZM_KEY_EC_P256, error);
  if (key == NULL)
    return NULL;
  root = make_certificate (&policy, key, error);

  /* The key last: interrupted before, it can be done again. */
  if (root == NULL ||
      !write_certificate (ceremony, root, error) ||
      !write_ledger (ceremony, key, root, members, error) ||
      !write_key (ceremony, key, error) ||
      !zm_ceremony_load_root (ceremony, error))
    return NULL;

  return describe_root (ceremony);
}

json_t *
zm_root_founder_show (ZmCeremony    *ceremony,
                      const json_t  *request,
                      GError       **error)
{
  json_t *shown = describe_root (ceremony);

  json_object_set (shown, "policy", ceremony->book->members);
  json_object_set (shown, "certificates", ceremony->book->certificates);
  json_object_set_new (shown, "crlNumber", json_integer (ceremony->book->crl_number));

  return shown;
}
