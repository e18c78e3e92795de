#include "config.h"

#include "app/station/device-test.h"

#include "app/base/error.h"
#include "app/protocol/payload.h"
#include "app/protocol/report.h"
#include "app/station/authority.h"
#include "app/station/clock-triage.h"
#include "app/station/negative-test.h"
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
  g_free (self->cipher);
  g_free (self->server);
  g_free (self->crl_update);
  g_free (self->wrong_name);
  g_clear_error (&self->failure);
  zm_receipt_clear (&self->proof);
}

static void
take_text (const ZmMessage  *message,
           const char       *member,
           char            **text)
{
  g_free (*text);
  *text = g_strdup (zm_message_get_string (message, member));
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
  take_text (tested, "serial", &self->serial);
  take_text (tested, "tlsVersion", &self->tls_version);
  take_text (tested, "via", &self->via);
  take_text (tested, "receipt", &self->receipt);
  take_text (tested, "cipher", &self->cipher);
  take_text (tested, "serverSha256", &self->server);
  take_text (tested, "crlUpdate", &self->crl_update);
  take_text (tested, "wrongName", &self->wrong_name);
  g_clear_error (&self->failure);
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
                           &self->proof, error);
}

static void
show_test (ZmDeviceTest   *self,
           ZmProvisioning *provisioning,
           const GError   *failure)
{
  g_autoptr(GPtrArray) ticks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) clocks = NULL;
  ZmTickState receipt = self->receipt == NULL ? ZM_TICK_UNKNOWN :
                        self->proof.server != NULL ? ZM_TICK_GOOD : ZM_TICK_BAD;

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
                                  self->proof.time);
  zm_session_post_rows (provisioning->session, "clocks", clocks);
}

/* What goes on record too. */
static json_t *
make_report (ZmDeviceTest *self,
             const GError *failure)
{
  json_t *report = json_object ();

  zm_json_set_string (report, "nonce", self->nonce);
  zm_json_set_string (report, "serial", self->serial);
  zm_json_set_string (report, "tlsVersion", self->tls_version);
  zm_json_set_string (report, "via", self->via);
  zm_json_set_string (report, "check", failure != NULL ? zm_error_get_check (failure) : NULL);

  return report;
}

/* Subjects, the root last. */
static json_t *
list_chain (const ZmStationAuthority *authority)
{
  json_t *chain = json_array ();

  for (guint i = 0; i < authority->chain->len; i++)
    json_array_append_new (chain,
                           json_string (zm_certificate_get_subject (authority->chain->pdata[i])));
  json_array_append_new (chain, json_string (zm_certificate_get_subject (authority->root)));

  return chain;
}

/* What the server put its name to, where it did. */
static void
describe_proof (json_t          *detail,
                const ZmReceipt *proof)
{
  g_autofree char *time = NULL;

  if (proof->server == NULL)
    return;

  time = zm_instant_format (proof->time);
  zm_json_set_string (detail, "serverTime", time);
  zm_json_set_string (detail, "serverSubject", zm_certificate_get_subject (proof->server));
  zm_json_set_string (detail, "receiptSha256", zm_certificate_get_sha256 (proof->server));
  zm_json_set_string (detail, "receiptTlsVersion", proof->tls_version);
  zm_json_set_string (detail, "receiptCipher", proof->cipher);
}

/* For the proof card: the facts as they were, since an authority changes. */
static char *
describe_test (ZmDeviceTest   *self,
               ZmProvisioning *provisioning,
               const GError   *failure)
{
  const ZmStationAuthority *authority = zm_station_get_authority (provisioning->station, NULL);
  g_autoptr(json_t) detail = make_report (self, failure);
  char *dumped;
  char *text;

  zm_json_set_string (detail, "cipher", self->cipher);
  zm_json_set_string (detail, "serverSha256", self->server);
  zm_json_set_string (detail, "crlUpdate", self->crl_update);
  if (authority != NULL)
    {
      zm_json_set_string (detail, "url", authority->server_url);
      json_object_set_new (detail, "chain", list_chain (authority));
    }
  describe_proof (detail, &self->proof);

  dumped = json_dumps (detail, JSON_COMPACT);
  text = g_strdup (dumped);
  free (dumped);

  return text;
}

static gboolean
store_test (ZmDeviceTest    *self,
            ZmProvisioning  *provisioning,
            const GError    *failure,
            GError         **error)
{
  g_autofree char *detail = describe_test (self, provisioning, failure);
  ZmTestRecord record = {
    .session_id = provisioning->session_id,
    .at = zm_instant_now (),
    .kind = (char *) "mtls",
    .outcome = failure == NULL ? ZM_TEST_SUCCESS :
               zm_error_matches (failure, ZM_ERROR_UNAVAILABLE) ? ZM_TEST_UNKNOWN :
               ZM_TEST_FAILURE,
    .proved_by = failure == NULL && self->receipt != NULL ? ZM_PROVED_BY_SERVER :
                 ZM_PROVED_BY_DEVICE,
    .detail = detail,
  };

  return zm_test_record_insert (zm_station_get_database (provisioning->station), &record,
                                error) &&
         zm_provisioning_record (provisioning, "mtls.tested",
                                 failure == NULL ? ZM_AUDIT_SUCCESS :
                                 record.outcome == ZM_TEST_UNKNOWN ? ZM_AUDIT_UNKNOWN :
                                 ZM_AUDIT_FAILURE,
                                 json_pack ("{s:s, s:o}",
                                            "provedBy", zm_test_record_proved_by_name (record.proved_by),
                                            "report", make_report (self, failure)),
                                 error);
}

/* The device's own negative beside the desk's. */
static void
add_wrong_name (ZmDeviceTest *self,
                GPtrArray    *negatives)
{
  ZmTestRecord *record = g_new0 (ZmTestRecord, 1);
  g_autoptr(json_t) detail = json_object ();
  char *dumped;

  zm_json_set_string (detail, "seen", self->wrong_name);
  dumped = json_dumps (detail, JSON_COMPACT);
  record->at = zm_instant_now ();
  record->kind = g_strdup (zm_negative_test_kind (ZM_NEGATIVE_WRONG_NAME));
  record->outcome = zm_negative_test_judge_name (self->wrong_name);
  record->proved_by = ZM_PROVED_BY_DEVICE;
  record->detail = g_strdup (dumped);
  free (dumped);
  g_ptr_array_add (negatives, record);
}

/* Somebody was let in who must not be: the device is not to blame, and whoever looks after the server
 * has to know. */
static gboolean
record_breach (ZmProvisioning      *provisioning,
               const ZmTestRecord  *negative,
               GError             **error)
{
  return zm_provisioning_record (provisioning, "negative.accepted", ZM_AUDIT_FAILURE,
                                 json_pack ("{s:s, s:s}", "kind", negative->kind, "provedBy",
                                            zm_test_record_proved_by_name (negative->proved_by)),
                                 error);
}

static gboolean
store_negatives (ZmProvisioning  *provisioning,
                 GPtrArray       *negatives,
                 GError         **error)
{
  for (guint i = 0; i < negatives->len; i++)
    {
      ZmTestRecord *negative = g_ptr_array_index (negatives, i);

      negative->session_id = g_strdup (provisioning->session_id);
      if (!zm_test_record_insert (zm_station_get_database (provisioning->station), negative,
                                  error) ||
          (negative->outcome == ZM_TEST_FAILURE && !record_breach (provisioning, negative, error)))
        return FALSE;
    }

  return TRUE;
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
               GPtrArray       *negatives,
               GError         **error)
{
  g_autoptr(ZmTransaction) transaction =
    zm_transaction_begin (zm_station_get_database (provisioning->station), error);

  return transaction != NULL && store_test (self, provisioning, failure, error) &&
         store_negatives (provisioning, negatives, error) &&
         (failure != NULL || activate (provisioning, error)) &&
         zm_transaction_commit (transaction, error);
}

/* Not where the server could not even be reached as it should be. */
static GPtrArray *
try_negatives (ZmDeviceTest   *self,
               ZmProvisioning *provisioning,
               gboolean        good)
{
  GPtrArray *negatives;

  if (!good)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) zm_test_record_free);

  negatives = zm_negative_test_run (provisioning->station, provisioning->cancellable);
  add_wrong_name (self, negatives);

  return negatives;
}

gboolean
zm_device_test_judge (ZmDeviceTest    *self,
                      ZmProvisioning  *provisioning,
                      GError         **error)
{
  g_autoptr(GError) failure = NULL;
  g_autoptr(GPtrArray) negatives = NULL;
  gboolean good;

  good = check_report (self, provisioning->record->serial, &failure) &&
         check_receipt (self, provisioning, &failure);
  show_test (self, provisioning, failure);
  negatives = try_negatives (self, provisioning, good);
  if (!store_outcome (self, provisioning, failure, negatives, error))
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
