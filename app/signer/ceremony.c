#include "app/signer/ceremony-private.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/pki/csr.h"
#include "app/protocol/member.h"
#include "app/protocol/request.h"
#include "app/signer/root-founder.h"
#include "app/signer/root-issuer.h"
#include "app/signer/root-revoker.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define PEM_MAX      (2 * ZM_CERTIFICATE_MAX)
#define TEXT_MAX     256  /* bytes */
#define URL_MAX      2048 /* bytes */
#define PATH_LENGTH  4096 /* bytes */
#define NAMES_MAX    32
#define DAYS_MAX     36500
#define LEDGER_LABEL "zmonitor root ledger v1"
#define MEMBERS_MAX  10

#define TEXT(n, l)     { .name = (n), .kind = ZM_MEMBER_TEXT, .min = 1, .max = (l) }
#define OPTIONAL(n, l) { .name = (n), .kind = ZM_MEMBER_TEXT, .optional = TRUE, .min = 1, \
                         .max = (l) }
#define DAYS(n)        { .name = (n), .kind = ZM_MEMBER_INTEGER, .optional = TRUE, .min = 1, \
                         .max = DAYS_MAX }
#define DNS_NAMES      { .name = "dnsNames", .kind = ZM_MEMBER_TEXT, .optional = TRUE, .min = 1, \
                         .max = TEXT_MAX, .array_max = NAMES_MAX }

static const char *const plain[] = { "request", NULL };
/* A list of objects, which its handler checks. */
static const char *const with_revoked[] = { "request", "revoked", NULL };

static const struct {
  const char         *name;
  ZmCeremonyHandler   handler;
  gboolean            needs_root;
  const char *const  *envelope;
  ZmMember            members[MEMBERS_MAX];
} rows[] = {
  { "create", zm_root_founder_create, FALSE, plain,
    { TEXT ("hospital", TEXT_MAX), TEXT ("identityHost", TEXT_MAX), TEXT ("crlUrl", URL_MAX),
      { .name = "nameConstraints", .kind = ZM_MEMBER_BOOLEAN, .optional = TRUE },
      DAYS ("rootDays"), DAYS ("intermediateDays"), DAYS ("stationDays"), DAYS ("serverDays") } },
  { "show", zm_root_founder_show, TRUE, plain, { { .name = NULL } } },
  { "sign-intermediate", zm_root_issuer_sign_intermediate, TRUE, plain, { TEXT ("csr", PEM_MAX) } },
  { "sign-station", zm_root_issuer_sign_station, TRUE, plain,
    { TEXT ("csr", PEM_MAX), OPTIONAL ("commonName", TEXT_MAX) } },
  { "sign-server", zm_root_issuer_sign_server, TRUE, plain,
    { OPTIONAL ("csr", PEM_MAX), OPTIONAL ("commonName", TEXT_MAX), DNS_NAMES,
      OPTIONAL ("out", PATH_LENGTH) } },
  { "crl", zm_root_revoker_issue_crl, TRUE, with_revoked, { DAYS ("crlDays") } },
};

char *
zm_ceremony_build_path (ZmCeremony *ceremony,
                        const char *name)
{
  return g_build_filename (ceremony->media, name, NULL);
}

gboolean
zm_ceremony_check_root (ZmCeremony  *ceremony,
                        GError     **error)
{
  if (ceremony->root != NULL)
    return TRUE;

  zm_error_set (error, ZM_ERROR_CONFLICT, "ceremony.root", "no root", "a root",
                "There is no root key on this media yet");
  return FALSE;
}

ZmSecret *
zm_ceremony_derive_ledger_key (ZmKey *root_key)
{
  g_autoptr(ZmSecret) der = zm_key_to_pkcs8 (root_key);
  ZmSecret *key = zm_secret_new (ZM_SHA256_LENGTH);

  zm_digest_hkdf_sha256 (zm_secret_peek (der), zm_secret_length (der), LEDGER_LABEL,
                         strlen (LEDGER_LABEL), zm_secret_bytes (key), ZM_SHA256_LENGTH);

  return key;
}

static ZmKey *
read_key (ZmCeremony  *ceremony,
          GError     **error)
{
  g_autofree char *path = zm_ceremony_build_path (ceremony, ZM_CEREMONY_KEY_FILE);
  g_autoptr(GBytes) pem = zm_file_read (path, PEM_MAX, error);

  if (pem == NULL)
    return NULL;

  return zm_key_new_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem),
                              ceremony->passphrase, error);
}

static ZmCertificate *
read_root (ZmCeremony  *ceremony,
           ZmKey       *key,
           GError     **error)
{
  g_autofree char *path = zm_ceremony_build_path (ceremony, ZM_CEREMONY_ROOT_FILE);
  g_autoptr(GBytes) pem = zm_file_read (path, PEM_MAX, error);
  g_autoptr(ZmCertificate) root = NULL;

  if (pem == NULL)
    return NULL;
  root = zm_certificate_new_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), error);
  if (root == NULL)
    return NULL;
  if (strcmp (zm_certificate_get_key_hash (root),
              zm_public_key_get_hash (zm_key_get_public (key))) != 0)
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "ceremony.root", "another key", "the root key",
                    "The root certificate on this media is not of the root key");
      return NULL;
    }

  return g_steal_pointer (&root);
}

gboolean
zm_ceremony_load_root (ZmCeremony  *ceremony,
                       GError     **error)
{
  g_autoptr(ZmKey) key = read_key (ceremony, error);
  g_autoptr(ZmCertificate) root = NULL;
  g_autoptr(ZmSecret) ledger_key = NULL;
  g_autoptr(ZmRootBook) book = zm_root_book_new ();
  g_autofree char *path = zm_ceremony_build_path (ceremony, ZM_CEREMONY_LEDGER_FILE);
  ZmLedger *ledger;

  if (key == NULL)
    return FALSE;
  root = read_root (ceremony, key, error);
  if (root == NULL)
    return FALSE;
  ledger_key = zm_ceremony_derive_ledger_key (key);
  ledger = zm_ledger_open (path, ledger_key, zm_root_book_take_entry, book, error);
  if (ledger == NULL)
    return FALSE;

  ceremony->key = g_steal_pointer (&key);
  ceremony->root = g_steal_pointer (&root);
  ceremony->book = g_steal_pointer (&book);
  ceremony->ledger = ledger;

  return TRUE;
}

static gboolean
lock_media (ZmCeremony  *ceremony,
            GError     **error)
{
  ceremony->lock = open (ceremony->media, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (ceremony->lock < 0)
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "ceremony.media", g_strerror (errno), "a directory",
                    "The media “%s” cannot be used", ceremony->media);
      return FALSE;
    }
  if (flock (ceremony->lock, LOCK_EX | LOCK_NB) != 0)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "ceremony.locked", g_strerror (errno), NULL,
                    "Another ceremony uses this media");
      return FALSE;
    }

  return TRUE;
}

ZmCeremony *
zm_ceremony_open (const char      *media,
                  const ZmSecret  *passphrase,
                  GError         **error)
{
  g_autoptr(ZmCeremony) ceremony = NULL;
  g_autofree char *key = NULL;

  g_return_val_if_fail (media != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  ceremony = g_new0 (ZmCeremony, 1);
  ceremony->lock = -1;
  ceremony->media = g_strdup (media);
  ceremony->passphrase = passphrase;
  if (!lock_media (ceremony, error))
    return NULL;

  /* The key is written last, so where it is there is a root. */
  key = zm_ceremony_build_path (ceremony, ZM_CEREMONY_KEY_FILE);
  if (g_file_test (key, G_FILE_TEST_EXISTS) && !zm_ceremony_load_root (ceremony, error))
    return NULL;

  return g_steal_pointer (&ceremony);
}

void
zm_ceremony_free (ZmCeremony *ceremony)
{
  if (ceremony == NULL)
    return;

  g_clear_pointer (&ceremony->ledger, zm_ledger_free);
  g_clear_pointer (&ceremony->book, zm_root_book_free);
  g_clear_pointer (&ceremony->root, zm_certificate_unref);
  g_clear_pointer (&ceremony->key, zm_key_unref);
  if (ceremony->lock >= 0)
    close (ceremony->lock);
  g_free (ceremony->media);
  g_free (ceremony);
}

static json_t *
handle (ZmCeremony  *ceremony,
        const char  *line,
        gsize        length,
        GError     **error)
{
  g_autoptr(json_t) request = zm_json_parse_object (line, length, "request.json", error);
  const char *name;

  if (request == NULL)
    return NULL;
  name = zm_json_get_string (request, "request", TEXT_MAX, "request.name", error);
  if (name == NULL)
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (strcmp (rows[i].name, name) != 0)
        continue;
      if ((rows[i].needs_root && !zm_ceremony_check_root (ceremony, error)) ||
          !zm_member_check_object (request, rows[i].members, rows[i].envelope, "request.members",
                                   error))
        return NULL;
      return rows[i].handler (ceremony, request, error);
    }

  zm_error_set (error, ZM_ERROR_INVALID, "request.name", name, NULL,
                "There is no such request in a ceremony");
  return NULL;
}

GBytes *
zm_ceremony_answer (ZmCeremony *ceremony,
                    const char *line,
                    gsize       length)
{
  g_autoptr(GError) error = NULL;
  json_t *result;

  g_return_val_if_fail (ceremony != NULL, NULL);
  g_return_val_if_fail (line != NULL, NULL);

  result = handle (ceremony, line, length, &error);

  return result != NULL ? zm_request_encode_result (result) : zm_request_encode_error (error);
}
