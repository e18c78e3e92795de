#include "app/station/proof-desk.h"

#include "app/base/error.h"
#include "app/base/text.h"
#include "app/station/certificate-desk.h"
#include "app/station/proof.h"
#include "app/store/device-record.h"

#define READERS (ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR | ZM_ROLE_AUDITOR)

/* A session that failed early has none, and one whose certificate is not on record is still worth its
 * card. */
static ZmCertificate *
load_certificate (ZmStation             *station,
                  const ZmSessionRecord *session)
{
  g_autoptr(ZmCertificateRecord) record = NULL;

  if (session->serial != NULL)
    record = zm_certificate_desk_find (station, session->serial, NULL);

  return record != NULL ? zm_certificate_new_from_der (g_bytes_get_data (record->der, NULL),
                                                       g_bytes_get_size (record->der), NULL)
                        : NULL;
}

ZmProofCard *
zm_proof_desk_make (ZmStation   *station,
                    const char  *session_id,
                    GError     **error)
{
  ZmDatabase *database;
  g_autoptr(ZmSessionRecord) session = NULL;
  g_autoptr(ZmDeviceRecord) device = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;
  g_autoptr(GPtrArray) tests = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (session_id != NULL, NULL);

  database = zm_station_get_database (station);
  session = zm_session_record_get (database, session_id, error);
  if (session == NULL)
    return NULL;
  tests = zm_test_record_list_of_session (database, session_id, error);
  if (tests == NULL)
    return NULL;

  device = zm_device_record_get (database, session->device_id, NULL);
  if (device != NULL)
    label = zm_text_escape (device->label, -1);
  certificate = load_certificate (station, session);
  return zm_proof_make (&(ZmProofSources) {
    .session = session,
    .tests = tests,
    .certificate = certificate,
    .device_label = label,
    .desk = zm_station_get_config (station)->desk,
  });
}

static json_t *
describe (const ZmProofCard *card,
          const char        *medium)
{
  json_t *detail = json_object ();

  zm_json_set_string (detail, "medium", medium);
  zm_json_set_string (detail, "state", zm_proof_card_state_name (card->state));

  return detail;
}

static gboolean
check_role (ZmStation  *station,
            GError    **error)
{
  ZmSignerClient *signer = zm_station_need_signer (station, error);

  return signer != NULL && zm_signer_client_check_role (signer, READERS, error);
}

gboolean
zm_proof_desk_record (ZmStation          *station,
                      const ZmProofCard  *card,
                      const char         *medium,
                      guint               copies,
                      GError            **error)
{
  ZmStationEvent event = { .action = "proof.printed" };
  g_autoptr(GError) refusal = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (card != NULL && medium != NULL, FALSE);

  if (check_role (station, &refusal))
    {
      event.device = card->device_id;
      event.session = card->session_id;
      event.detail = describe (card, medium);
      json_object_set_new (event.detail, "copies", json_integer (copies));
      if (zm_station_record_alone (station, &event, &refusal))
        {
          zm_station_notify (station, "audit");
          return TRUE;
        }
    }

  zm_proof_desk_record_failure (station, card, medium, refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

void
zm_proof_desk_record_failure (ZmStation         *station,
                              const ZmProofCard *card,
                              const char        *medium,
                              const GError      *failure)
{
  ZmStationEvent event = { .action = "proof.printed", .outcome = ZM_AUDIT_FAILURE };

  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (card != NULL && medium != NULL && failure != NULL);

  event.device = card->device_id;
  event.session = card->session_id;
  event.detail = describe (card, medium);
  zm_station_record_refusal (station, &event, failure);
}
