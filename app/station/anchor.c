#include "app/station/anchor.h"

#include "app/audit/checkpoint-store.h"
#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/station/authority.h"
#include "app/station/checkpointer.h"
#include "app/store/certificate-record.h"
#include "app/store/crl-record.h"
#include "app/store/transaction.h"

typedef struct {
  ZmStation     *station;
  ZmCertificate *intermediate;
  guint          recovered;
} Recovery;

static void
set_bytes (json_t     *evidence,
           const char *member,
           GBytes     *der)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (der, &length);
  g_autofree char *text = zm_base64_encode (data, length);

  zm_json_set_string (evidence, member, text);
}

/* That there is none yet is no error of anybody's. */
static gboolean
pass_missing (GError **cause,
              GError **error)
{
  if (zm_error_matches (*cause, ZM_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (cause));
  return FALSE;
}

static gboolean
add_crl (ZmStation      *station,
         ZmCertificate  *intermediate,
         json_t         *evidence,
         GError        **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(ZmCrlRecord) record =
    zm_crl_record_get_newest (zm_station_get_database (station),
                              zm_certificate_get_sha256 (intermediate), &cause);

  if (record == NULL)
    return pass_missing (&cause, error);

  set_bytes (evidence, "crl", record->der);
  return TRUE;
}

static gboolean
add_checkpoint (ZmStation   *station,
                const char  *verifier_key,
                json_t      *evidence,
                GError     **error)
{
  g_autofree char *directory = g_build_filename (zm_station_get_directory (station),
                                                 ZM_CHECKPOINTER_DIRECTORY, NULL);
  g_autoptr(GError) cause = NULL;
  g_autoptr(ZmNoteKey) key = zm_note_key_parse (verifier_key, error);
  g_autoptr(ZmCheckpointStore) store = NULL;
  g_autofree char *note = NULL;

  if (key == NULL)
    return FALSE;
  store = zm_checkpoint_store_open_existing (directory, key, error);
  if (store == NULL)
    return FALSE;
  note = zm_checkpoint_store_get_newest (store, &cause);
  if (note == NULL)
    return pass_missing (&cause, error);

  zm_json_set_string (evidence, "checkpoint", note);
  return TRUE;
}

/* NULL with *error, or an object that is empty where nothing was signed yet. */
static json_t *
gather (ZmStation                 *station,
        const ZmStationAuthority  *authority,
        GError                   **error)
{
  g_autoptr(json_t) evidence = json_object ();

  if (!add_crl (station, authority->chain->pdata[0], evidence, error) ||
      !add_checkpoint (station, authority->verifier_key, evidence, error))
    return NULL;

  return g_steal_pointer (&evidence);
}

gboolean
zm_anchor_compare (ZmStation  *station,
                   GError    **error)
{
  g_autoptr(GError) cause = NULL;
  const ZmStationAuthority *authority;
  g_autoptr(json_t) answer = NULL;
  json_t *evidence;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);

  authority = zm_station_get_authority (station, &cause);
  if (authority == NULL && g_str_equal (zm_error_get_check (cause), "authority.absent"))
    return TRUE;
  if (authority == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  evidence = gather (station, authority, error);
  if (evidence == NULL)
    return FALSE;

  answer = zm_station_call (station, ZM_REQUEST_LEDGER_COMPARE, evidence, error);
  return answer != NULL;
}

/* Takes evidence. */
static gboolean
show (Recovery  *recovery,
      json_t    *evidence,
      GError   **error)
{
  g_autoptr(json_t) answer = zm_station_call (recovery->station, ZM_REQUEST_LEDGER_RECOVER,
                                              evidence, error);
  gint64 count;

  if (answer == NULL ||
      !zm_json_get_integer (answer, "recovered", 0, G_MAXINT32, &count, "answer.json", error))
    return FALSE;

  recovery->recovered += (guint) count;
  return TRUE;
}

static gboolean
show_certificates (Recovery           *recovery,
                   ZmCertificateKind   kind,
                   GError            **error)
{
  const char *issuer = zm_certificate_get_sha256 (recovery->intermediate);
  g_autoptr(GPtrArray) list =
    zm_certificate_record_list_of_kind (zm_station_get_database (recovery->station), kind, error);

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const ZmCertificateRecord *record = list->pdata[i];
      json_t *evidence;

      if (!g_str_equal (record->issuer_sha256, issuer))
        continue;
      evidence = json_object ();
      set_bytes (evidence, "certificate", record->der);
      if (!show (recovery, evidence, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
revoke_here (Recovery          *recovery,
             const ZmCrlEntry  *entry,
             GError           **error)
{
  const char *issuer = zm_certificate_get_sha256 (recovery->intermediate);
  g_autoptr(GError) cause = NULL;

  if (zm_certificate_record_revoke (zm_station_get_database (recovery->station), entry->serial,
                                    issuer, entry->at, zm_crl_reason_name (entry->reason),
                                    &cause))
    return TRUE;

  /* Revoked already, or a certificate that was lost altogether. */
  return pass_missing (&cause, error);
}

/* A backup may lack revocations that the published list has. */
static gboolean
revoke_listed (Recovery  *recovery,
               ZmCrl     *crl,
               GError   **error)
{
  g_autoptr(ZmTransaction) transaction =
    zm_transaction_begin (zm_station_get_database (recovery->station), error);
  const ZmCrlEntry *entries;
  gsize count;

  if (transaction == NULL)
    return FALSE;
  entries = zm_crl_get_entries (crl, &count);
  for (gsize i = 0; i < count; i++)
    if (!revoke_here (recovery, &entries[i], error))
      return FALSE;

  return zm_transaction_commit (transaction, error);
}

static gboolean
show_published (Recovery    *recovery,
                const char  *crl_file,
                GError     **error)
{
  g_autoptr(GBytes) content = NULL;
  g_autoptr(ZmCrl) crl = NULL;
  json_t *evidence;

  if (crl_file == NULL)
    return TRUE;
  content = zm_file_read (crl_file, ZM_CRL_MAX, error);
  if (content == NULL)
    return FALSE;
  crl = zm_crl_new_from_data (g_bytes_get_data (content, NULL), g_bytes_get_size (content), error);
  if (crl == NULL)
    return FALSE;

  evidence = json_object ();
  set_bytes (evidence, "crl", zm_crl_get_der (crl));
  return show (recovery, evidence, error) && revoke_listed (recovery, crl, error);
}

static gboolean
record (const Recovery  *recovery,
        GError         **error)
{
  const ZmStationEvent event = {
    .action = "ledger.recovered",
    .outcome = ZM_AUDIT_SUCCESS,
    .detail = json_pack ("{s:I}", "recovered", (json_int_t) recovery->recovered),
  };

  return zm_station_record_alone (recovery->station, &event, error);
}

/* Certificates before lists, so that a revocation finds the one that it is of; and a new list at
 * the end, whose number is above the published one. */
static gboolean
recover (Recovery                  *recovery,
         const ZmStationAuthority  *authority,
         const char                *crl_file,
         GError                   **error)
{
  g_autoptr(ZmCrl) crl = NULL;
  json_t *evidence;

  if (!show_certificates (recovery, ZM_CERTIFICATE_DEVICE, error) ||
      !show_certificates (recovery, ZM_CERTIFICATE_CANARY, error))
    return FALSE;
  evidence = gather (recovery->station, authority, error);
  if (evidence == NULL || !show (recovery, evidence, error) ||
      !show_published (recovery, crl_file, error) || !record (recovery, error))
    return FALSE;
  if (recovery->recovered == 0)
    return TRUE;

  crl = zm_authority_issue_crl (recovery->station, error);
  return crl != NULL && zm_station_checkpoint (recovery->station, error);
}

gboolean
zm_anchor_recover (ZmStation   *station,
                   const char  *crl_file,
                   guint       *recovered,
                   GError     **error)
{
  const ZmStationEvent event = { .action = "ledger.recovered" };
  g_autoptr(GError) refusal = NULL;
  const ZmStationAuthority *authority;
  Recovery recovery = { .station = station };

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (recovered != NULL, FALSE);

  authority = zm_station_get_authority (station, error);
  if (authority == NULL)
    return FALSE;

  recovery.intermediate = authority->chain->pdata[0];
  if (!recover (&recovery, authority, crl_file, &refusal))
    {
      zm_station_record_refusal (station, &event, refusal);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  *recovered = recovery.recovered;
  return TRUE;
}
