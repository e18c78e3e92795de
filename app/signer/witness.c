#include "app/signer/witness.h"

#include "app/audit/checkpoint.h"
#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/hex.h"

#include <string.h>

struct _ZmWitness {
  gint64      crl_number;      /* the highest that was shown */
  gint64      checkpoint_size;
  GHashTable *serials;         /* of certificates that were shown and are not in the ledger */
};

typedef struct {
  ZmCrl         *crl;
  ZmCheckpoint  *checkpoint;
  ZmCertificate *certificate;
} Evidence;

static void
clear_evidence (Evidence *evidence)
{
  g_clear_pointer (&evidence->crl, zm_crl_unref);
  g_clear_pointer (&evidence->checkpoint, zm_checkpoint_free);
  g_clear_pointer (&evidence->certificate, zm_certificate_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Evidence, clear_evidence)

ZmWitness *
zm_witness_new (void)
{
  ZmWitness *witness = g_new0 (ZmWitness, 1);

  witness->serials = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return witness;
}

void
zm_witness_free (ZmWitness *witness)
{
  if (witness == NULL)
    return;

  g_hash_table_unref (witness->serials);
  g_free (witness);
}

static char *
describe (gint64 crl_number,
          gint64 checkpoint_size,
          guint  missing)
{
  return g_strdup_printf ("CRL %" G_GINT64_FORMAT ", checkpoint of %" G_GINT64_FORMAT " records, "
                                                                                      "%u certificates unknown", crl_number, checkpoint_size, missing);
}

gboolean
zm_witness_check (ZmSigner  *signer,
                  GError   **error)
{
  const ZmState *state;
  const ZmWitness *witness;
  guint missing;
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  g_return_val_if_fail (signer != NULL, FALSE);

  state = signer->state;
  witness = signer->witness;
  missing = g_hash_table_size (witness->serials);
  if (missing == 0 && witness->crl_number <= state->crl_number &&
      witness->checkpoint_size <= state->checkpoint_size)
    return TRUE;

  seen = describe (state->crl_number, state->checkpoint_size, missing);
  expected = describe (MAX (witness->crl_number, state->crl_number),
                       MAX (witness->checkpoint_size, state->checkpoint_size), 0);
  zm_error_set (error, ZM_ERROR_CORRUPT, "ledger.behind", seen, expected,
                "The signer's ledger is older than what this signer has signed");
  return FALSE;
}

static GBytes *
decode (const json_t *request,
        const char   *member)
{
  const char *text = json_string_value (json_object_get (request, member));

  return text == NULL ? NULL : zm_base64_decode (text);
}

static gboolean
read_crl (ZmSigner      *signer,
          const json_t  *request,
          ZmCrl        **crl,
          GError       **error)
{
  g_autoptr(GBytes) der = decode (request, "crl");

  if (der == NULL)
    return TRUE;

  *crl = zm_crl_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);

  return *crl != NULL &&
         zm_crl_verify (*crl, zm_mandate_get_intermediate (signer->state->mandate), error);
}

static gboolean
read_certificate (ZmSigner       *signer,
                  const json_t   *request,
                  ZmCertificate **certificate,
                  GError        **error)
{
  g_autoptr(GBytes) der = decode (request, "certificate");

  if (der == NULL)
    return TRUE;

  *certificate = zm_certificate_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der),
                                              error);

  return *certificate != NULL &&
         zm_certificate_verify (*certificate, zm_mandate_get_intermediate (signer->state->mandate),
                                error);
}

static gboolean
read_checkpoint (ZmSigner      *signer,
                 const json_t  *request,
                 ZmCheckpoint **checkpoint,
                 GError       **error)
{
  const char *note = json_string_value (json_object_get (request, "checkpoint"));
  g_autoptr(ZmNoteKey) key = NULL;

  if (note == NULL)
    return TRUE;
  key = zm_note_key_new (signer->state->mandate->origin,
                         zm_key_get_public (zm_keystore_get_checkpoint (signer->keystore)), error);
  if (key == NULL)
    return FALSE;

  *checkpoint = zm_checkpoint_open (note, strlen (note), key, error);
  return *checkpoint != NULL;
}

static gboolean
read_evidence (ZmSigner      *signer,
               const json_t  *request,
               Evidence      *evidence,
               GError       **error)
{
  return zm_mandate_check_policy (signer->state->mandate, error) &&
         zm_mandate_check_installed (signer->state->mandate, error) &&
         read_crl (signer, request, &evidence->crl, error) &&
         read_checkpoint (signer, request, &evidence->checkpoint, error) &&
         read_certificate (signer, request, &evidence->certificate, error);
}

static gboolean
is_known (ZmSigner      *signer,
          ZmCertificate *certificate)
{
  return zm_issued_find (signer->state->issued, zm_certificate_get_serial (certificate)) != NULL;
}

/* Remembers the most that was shown. */
static void
take_evidence (ZmSigner       *signer,
               const Evidence *evidence)
{
  ZmWitness *witness = signer->witness;

  if (evidence->crl != NULL)
    witness->crl_number = MAX (witness->crl_number, (gint64) zm_crl_get_number (evidence->crl));
  if (evidence->checkpoint != NULL)
    witness->checkpoint_size = MAX (witness->checkpoint_size,
                                    (gint64) evidence->checkpoint->size);
  if (evidence->certificate != NULL && !is_known (signer, evidence->certificate))
    g_hash_table_add (witness->serials,
                      g_strdup (zm_certificate_get_serial (evidence->certificate)));
}

json_t *
zm_witness_compare (ZmSigner        *signer,
                    const ZmCaller  *caller,
                    const json_t    *request,
                    GError         **error)
{
  g_auto(Evidence) evidence = { NULL };

  if (!read_evidence (signer, request, &evidence, error))
    return NULL;
  take_evidence (signer, &evidence);

  return zm_witness_check (signer, error) ? json_object () : NULL;
}

static gboolean
recover_certificate (ZmSigner        *signer,
                     const ZmCaller  *caller,
                     ZmCertificate   *certificate,
                     guint           *recovered,
                     GError         **error)
{
  GBytes *der;
  g_autofree char *text = NULL;
  const char *serial;

  if (certificate == NULL || is_known (signer, certificate))
    return TRUE;

  serial = zm_certificate_get_serial (certificate);
  der = zm_certificate_get_der (certificate);
  text = zm_base64_encode (g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  if (!zm_signer_record (signer, caller, "issue.recovered",
                         json_pack ("{s:s, s:s, s:s, s:s}", "serial", serial, "device",
                                    zm_certificate_get_common_name (certificate), "key",
                                    zm_certificate_get_key_hash (certificate), "certificate",
                                    text), error))
    return FALSE;

  g_hash_table_remove (signer->witness->serials, serial);
  *recovered += 1;
  return TRUE;
}

static gboolean
recover_revocation (ZmSigner          *signer,
                    const ZmCaller    *caller,
                    const ZmCrlEntry  *entry,
                    guint             *recovered,
                    GError           **error)
{
  const ZmIssue *issue = zm_issued_find (signer->state->issued, entry->serial);
  g_autofree char *at = zm_instant_format (entry->at);

  if (issue != NULL && issue->revoked)
    return TRUE;

  *recovered += 1;
  return zm_signer_record (signer, caller,
                           issue != NULL ? "issue.revoked" : "revocation.recovered",
                           json_pack ("{s:s, s:s, s:s}", "serial", entry->serial, "reason",
                                      zm_crl_reason_name (entry->reason), "revokedAt", at),
                           error);
}

/* The number last: interrupted before it, the ledger is still behind and this is done again. */
static gboolean
recover_crl (ZmSigner        *signer,
             const ZmCaller  *caller,
             ZmCrl           *crl,
             guint           *recovered,
             GError         **error)
{
  const ZmCrlEntry *entries;
  gsize count;
  json_int_t number;

  if (crl == NULL)
    return TRUE;
  entries = zm_crl_get_entries (crl, &count);
  for (gsize i = 0; i < count; i++)
    if (!recover_revocation (signer, caller, &entries[i], recovered, error))
      return FALSE;

  number = (json_int_t) zm_crl_get_number (crl);
  if (number <= signer->state->crl_number)
    return TRUE;

  *recovered += 1;
  return zm_signer_record (signer, caller, "crl.recovered",
                           json_pack ("{s:I}", "number", number), error);
}

static gboolean
recover_checkpoint (ZmSigner            *signer,
                    const ZmCaller      *caller,
                    const ZmCheckpoint  *checkpoint,
                    guint               *recovered,
                    GError             **error)
{
  g_autofree char *root = NULL;

  if (checkpoint == NULL || (gint64) checkpoint->size <= signer->state->checkpoint_size)
    return TRUE;

  root = zm_hex_encode (checkpoint->root, sizeof checkpoint->root);
  *recovered += 1;
  return zm_signer_record (signer, caller, "checkpoint.recovered",
                           json_pack ("{s:I, s:s}", "size", (json_int_t) checkpoint->size, "root",
                                      root), error);
}

json_t *
zm_witness_recover (ZmSigner        *signer,
                    const ZmCaller  *caller,
                    const json_t    *request,
                    GError         **error)
{
  g_auto(Evidence) evidence = { NULL };
  guint recovered = 0;

  if (!read_evidence (signer, request, &evidence, error))
    return NULL;
  take_evidence (signer, &evidence);
  if (!recover_certificate (signer, caller, evidence.certificate, &recovered, error) ||
      !recover_crl (signer, caller, evidence.crl, &recovered, error) ||
      !recover_checkpoint (signer, caller, evidence.checkpoint, &recovered, error))
    return NULL;

  return json_pack ("{s:I}", "recovered", (json_int_t) recovered);
}

void
zm_witness_forget_log (ZmSigner *signer)
{
  g_return_if_fail (signer != NULL);

  signer->witness->checkpoint_size = 0;
}
