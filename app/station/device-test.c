#include "config.h"

#include "app/station/device-test.h"

#include "app/base/error.h"
#include "app/protocol/payload.h"
#include "app/protocol/report.h"
#include "app/station/authority.h"
#include "app/station/clock-triage.h"
#include "app/station/receipt.h"
#include "app/station/session-post.h"
#include "app/store/certificate-record.h"
#include "app/store/test-record.h"
#include "app/store/transaction.h"

#include <glib/gi18n-lib.h>

void
zm_device_test_clear (ZmDeviceTest *self)
{
  g_free (self->nonce);
  g_free (self->serial);
  g_free (self->tls_version);
  g_free (self->via);
  g_free (self->receipt);
  g_clear_error (&self->failure);
}

static GError *
failure_of (const ZmMessage *message,
            const char      *fallback)
{
  const char *check = zm_message_get_string (message, "check");
  const char *text = zm_message_get_string (message, "message");

  if (check == NULL || *check == '\0')
    check = fallback;
  return zm_report_to_error (check, zm_message_get_string (message, "seen"),
                             zm_message_get_string (message, "expected"),
                             text != NULL ? text : "It did not work");
}

void
zm_device_test_take (ZmDeviceTest    *self,
                     const ZmMessage *tested)
{
  const char *outcome = zm_message_get_string (tested, "outcome");

  self->reported = TRUE;
  self->outcome = g_strcmp0 (outcome, "success") == 0 ? ZM_TICK_GOOD :
                  g_strcmp0 (outcome, "failure") == 0 ? ZM_TICK_BAD : ZM_TICK_UNKNOWN;
  g_free (self->serial);
  g_free (self->tls_version);
  g_free (self->via);
  g_free (self->receipt);
  g_clear_error (&self->failure);
  self->serial = g_strdup (zm_message_get_string (tested, "serial"));
  self->tls_version = g_strdup (zm_message_get_string (tested, "tlsVersion"));
  self->via = g_strdup (zm_message_get_string (tested, "via"));
  self->receipt = g_strdup (zm_message_get_string (tested, "receipt"));
  if (self->outcome != ZM_TICK_GOOD)
    self->failure = failure_of (tested, "mtls.failed");
  else if (g_strcmp0 (zm_message_get_string (tested, "nonce"), self->nonce) != 0)
    self->failure = zm_error_new_literal (ZM_ERROR_REFUSED, "mtls.nonce",
                                          zm_message_get_string (tested, "nonce"), self->nonce,
                                          "The device reports another test than this one");
}

gboolean
zm_device_test_check_installed (const ZmMessage  *installed,
                                const char       *serial,
                                GError          **error)
{
  const char *seen = zm_message_get_string (installed, "serial");

  if (g_strcmp0 (zm_message_get_string (installed, "outcome"), "success") != 0)
    {
      g_propagate_error (error, failure_of (installed, "device.not-installed"));
      return FALSE;
    }
  if (g_strcmp0 (seen, serial) != 0)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "device.serial", seen, serial,
                    "The device installed another certificate");
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_report (ZmDeviceTest  *self,
              const char    *serial,
              GError       **error)
{
  if (!self->reported)
    {
      zm_error_set (error, ZM_ERROR_UNAVAILABLE, "mtls.unknown", "no report", "a report",
                    "The device did not say how its mutual-TLS test went");
      return FALSE;
    }
  if (self->failure != NULL)
    {
      if (error != NULL)
        *error = g_error_copy (self->failure);
      return FALSE;
    }
  if (g_strcmp0 (self->serial, serial) != 0)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "mtls.serial", self->serial, serial,
                    "The server saw another certificate");
      return FALSE;
    }

  return TRUE;
}

/* Without a receipt the device's word stands as the device's word. */
static gboolean
check_receipt (ZmDeviceTest    *self,
               ZmProvisioning  *provisioning,
               ZmInstant       *server_time,
               GError         **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (provisioning->station, error);
  g_autoptr(GPtrArray) crls = NULL;
  g_autofree char *host = NULL;
  guint16 port;

  if (self->receipt == NULL)
    return TRUE;
  if (authority == NULL)
    return FALSE;
  crls = zm_authority_load_crls (provisioning->station, error);
  if (crls == NULL)
    return FALSE;
  if (!zm_payload_parse_url (authority->server_url, &host, &port, NULL))
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "policy.server-url", authority->server_url,
                    "https://host[:port][/path]", "The authority’s server address is unusable");
      return FALSE;
    }

  return zm_receipt_check (self->receipt,
                           &(ZmReceiptExpectation) {
    .host = host,
    .nonce = self->nonce,
    .serial = provisioning->record->serial,
    .session_id = provisioning->session_id,
    .root = authority->root,
    .crls = crls,
    .now = zm_instant_now (),
  },
                           server_time, error);
}

static void
show_test (ZmDeviceTest   *self,
           ZmProvisioning *provisioning,
           const GError   *failure,
           ZmInstant       server_time)
{
  g_autoptr(GPtrArray) ticks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) clocks = NULL;
  ZmTickState receipt = self->receipt == NULL ? ZM_TICK_UNKNOWN :
                        server_time != 0 ? ZM_TICK_GOOD : ZM_TICK_BAD;

  g_ptr_array_add (ticks, zm_tick_new ("mtls", g_strcmp0 (self->via, "tether") == 0 ?
                                       _("Mutual TLS with the Central Station, through the cable") :
                                       _("Mutual TLS with the Central Station"),
                                       failure == NULL ? ZM_TICK_GOOD :
                                       self->reported ? self->outcome == ZM_TICK_GOOD ?
                                       ZM_TICK_BAD : self->outcome : ZM_TICK_UNKNOWN,
                                       self->tls_version, NULL));
  g_ptr_array_add (ticks, zm_tick_new ("serial", _("Certificate that the server saw"),
                                       self->serial == NULL ? ZM_TICK_UNKNOWN :
                                       g_strcmp0 (self->serial, provisioning->record->serial) == 0 ?
                                       ZM_TICK_GOOD : ZM_TICK_BAD,
                                       self->serial, provisioning->record->serial));
  g_ptr_array_add (ticks, zm_tick_new ("receipt", receipt == ZM_TICK_UNKNOWN ?
                                       _("No receipt: reported by the device") :
                                       _("Receipt: proved by the server"), receipt, NULL, NULL));
  zm_session_post_rows (provisioning->session, "tests", ticks);

  clocks = zm_clock_triage_judge (zm_provisioning_get_device_time (provisioning), zm_instant_now (),
                                  server_time);
  zm_session_post_rows (provisioning->session, "clocks", clocks);
}

static gboolean
store_test (ZmDeviceTest    *self,
            ZmProvisioning  *provisioning,
            const GError    *failure,
            GError         **error)
{
  g_autofree char *detail = NULL;
  g_autoptr(json_t) object = NULL;
  ZmTestRecord record = {
    .session_id = provisioning->session_id,
    .at = zm_instant_now (),
    .kind = (char *) "mtls",
    .outcome = failure == NULL ? ZM_TEST_SUCCESS :
               zm_error_matches (failure, ZM_ERROR_UNAVAILABLE) ? ZM_TEST_UNKNOWN :
               ZM_TEST_FAILURE,
    .proved_by = failure == NULL && self->receipt != NULL ? ZM_PROVED_BY_SERVER :
                 ZM_PROVED_BY_DEVICE,
  };

  object = json_pack ("{s:s, s:s*, s:s*, s:s*, s:s*}", "nonce", self->nonce, "serial", self->serial,
                      "tlsVersion", self->tls_version, "via", self->via,
                      "check", failure != NULL ? zm_error_get_check (failure) : NULL);
  detail = json_dumps (object, JSON_COMPACT);
  record.detail = detail;

  return zm_test_record_insert (zm_station_get_database (provisioning->station), &record,
                                error) &&
         zm_provisioning_record (provisioning, "mtls.tested",
                                 failure == NULL ? ZM_AUDIT_SUCCESS :
                                 record.outcome == ZM_TEST_UNKNOWN ? ZM_AUDIT_UNKNOWN :
                                 ZM_AUDIT_FAILURE,
                                 json_pack ("{s:s, s:O}",
                                            "provedBy", zm_test_record_proved_by_name (record.proved_by),
                                            "report", object),
                                 error);
}

static gboolean
activate (ZmProvisioning  *provisioning,
          GError         **error)
{
  ZmDatabase *database = zm_station_get_database (provisioning->station);
  g_autoptr(ZmCertificateRecord) certificate =
    zm_certificate_record_get (database, provisioning->record->serial, error);

  return certificate != NULL &&
         zm_certificate_record_set_state (database, certificate->serial,
                                          certificate->issuer_sha256, ZM_CERTIFICATE_ACTIVE,
                                          error) &&
         zm_device_record_set_state (database, provisioning->device_id, ZM_DEVICE_ACTIVE,
                                     zm_instant_now (), error) &&
         zm_provisioning_advance (provisioning, ZM_SESSION_VERIFIED, NULL, error);
}

static gboolean
store_outcome (ZmDeviceTest    *self,
               ZmProvisioning  *provisioning,
               const GError    *failure,
               GError         **error)
{
  g_autoptr(ZmTransaction) transaction =
    zm_transaction_begin (zm_station_get_database (provisioning->station), error);

  return transaction != NULL && store_test (self, provisioning, failure, error) &&
         (failure != NULL || activate (provisioning, error)) &&
         zm_transaction_commit (transaction, error);
}

gboolean
zm_device_test_judge (ZmDeviceTest    *self,
                      ZmProvisioning  *provisioning,
                      GError         **error)
{
  g_autoptr(GError) failure = NULL;
  ZmInstant server_time = 0;
  gboolean good;

  good = check_report (self, provisioning->record->serial, &failure) &&
         check_receipt (self, provisioning, &server_time, &failure);
  show_test (self, provisioning, failure, server_time);
  if (!store_outcome (self, provisioning, failure, error))
    return FALSE;
  if (!good)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  /* Only now: until the new identity has proved itself the old one is what keeps the device at
   * work (RFC 5280 section 5.3.1, superseded). */
  return zm_authority_revoke_device (provisioning->station, provisioning->device_id,
                                     provisioning->record->serial, ZM_REASON_SUPERSEDED, error);
}
