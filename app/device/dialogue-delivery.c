#include "app/device/dialogue-private.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/device/installation.h"
#include "app/protocol/failure.h"

#include <string.h>

static ZmCrl *
read_crl (const json_t  *item,
          GError       **error)
{
  g_autoptr(GBytes) der = zm_base64_decode (json_string_value (item));

  return zm_crl_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
}

/* Who signed them can be told only when the chain is there, with the payload. */
gboolean
zm_dialogue_take_crls (ZmDialogue       *self,
                       const ZmMessage  *message,
                       GError          **error)
{
  json_t *array = zm_message_get_array (message, "crls");
  g_autoptr(GPtrArray) crls = NULL;
  json_t *item;
  size_t i;

  crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);
  json_array_foreach (array, i, item)
    {
      ZmCrl *crl = read_crl (item, error);

      if (crl == NULL)
        return FALSE;
      g_ptr_array_add (crls, crl);
    }

  g_clear_pointer (&self->crls, g_ptr_array_unref);
  self->crls = g_steal_pointer (&crls);
  return zm_dialogue_say (self, ZM_MESSAGE_CRLS_STORED,
                          json_pack ("{s:i}", "count", (int) self->crls->len), error);
}

static json_t *
make_outcome (const GError *failure)
{
  json_t *members = json_pack ("{s:s}", "outcome", failure == NULL ? "success" : "failure");

  if (failure != NULL)
    zm_failure_describe (failure, members);

  return members;
}

/* An installation under way, and the nonce that the station made for its test. */
typedef struct {
  ZmDialogue *self;
  const char *nonce;
} Delivery;

static gboolean
report_step (gpointer      data,
             int           number,
             const char   *name,
             const GError *failure)
{
  ZmDialogue *self = ((Delivery *) data)->self;
  json_t *members = make_outcome (failure);
  g_autoptr(GError) unheard = NULL;

  zm_screen_show_step (self->context->screen, number, name, failure);
  json_object_set_new (members, "step", json_integer (number));
  zm_json_set_string (members, "name", name);

  return zm_dialogue_say (self, ZM_MESSAGE_STEP, members, &unheard);
}

static json_t *
describe_test (const ZmServerTest *test,
               const char         *nonce,
               const GError       *failure)
{
  json_t *members = make_outcome (failure);

  zm_json_set_string (members, "nonce", nonce);
  if (test->status >= 100 && test->status <= 599)
    json_object_set_new (members, "status", json_integer (test->status));
  zm_json_set_string (members, "serial", test->serial);
  zm_json_set_string (members, "tlsVersion", test->tls_version);
  zm_json_set_string (members, "receipt", test->receipt);
  zm_json_set_string (members, "via", test->via);
  zm_json_set_string (members, "cipher", test->cipher);
  zm_json_set_string (members, "serverSha256", test->server);
  zm_json_set_string (members, "crlUpdate", test->crl_update);
  zm_json_set_string (members, "wrongName", test->wrong_name);

  return members;
}

static void
report_tested (gpointer            data,
               const ZmServerTest *test,
               const GError       *failure)
{
  const Delivery *delivery = data;
  json_t *members = describe_test (test, delivery->nonce, failure);
  g_autoptr(GError) unheard = NULL;

  if (!zm_dialogue_say (delivery->self, ZM_MESSAGE_TESTED, members, &unheard))
    g_debug ("The result of the test was not heard: %s", unheard->message);
}

static ZmReach
make_reach (ZmDialogue *self)
{
  return (ZmReach) {
           .ways = self->context->reach,
           .resolver = self->context->resolver,
           .tether = zm_dialogue_exchange,
           .data = self,
           .cancellable = self->context->cancellable,
  };
}

/* That another server would be refused is only worth trying where this one is accepted. */
static gboolean
run_with_negative (ZmDialogue              *self,
                   const ZmDeviceIdentity  *identity,
                   const char              *nonce,
                   const char              *session,
                   ZmServerTest            *test,
                   GError                 **error)
{
  ZmReach reach = make_reach (self);

  if (!zm_server_test_run (identity, nonce, session, &reach, test, error))
    return FALSE;

  zm_server_test_try_wrong_name (identity, &reach, test);
  return TRUE;
}

static gboolean
run_test (gpointer                 data,
          const ZmDeviceIdentity  *identity,
          const char              *nonce,
          const char              *session,
          ZmServerTest            *test,
          GError                 **error)
{
  return run_with_negative (((Delivery *) data)->self, identity, nonce, session, test, error);
}

static gboolean
report_installed (ZmDialogue    *self,
                  const GError  *failure,
                  GError       **error)
{
  const ZmDeviceIdentity *identity = self->device->identity;
  const char *serial = failure == NULL ? zm_device_identity_get_serial (identity) : NULL;
  json_t *members = make_outcome (failure);

  zm_screen_show_installed (self->context->screen, serial, failure);
  zm_screen_show_state (self->context->screen, failure == NULL ? "installed" : "failed");
  zm_json_set_string (members, "serial", serial);

  return zm_dialogue_say (self, ZM_MESSAGE_INSTALLED, members, error);
}

gboolean
zm_dialogue_install (ZmDialogue       *self,
                     const ZmMessage  *message,
                     GError          **error)
{
  const char *payload = zm_message_get_string (message, "payload");
  Delivery delivery = { self, zm_message_get_string (message, "testNonce") };
  ZmInstallationOrder order = {
    .payload = payload,
    .length = strlen (payload),
    .session = self->session,
    .test_nonce = delivery.nonce,
    .crls = self->crls,
  };
  ZmInstallationObserver observer = {
    .step = report_step,
    .tested = report_tested,
    .test = run_test,
    .data = &delivery,
  };
  g_autoptr(GError) failure = NULL;

  self->delivered = TRUE;
  zm_screen_show_state (self->context->screen, "installing");
  if (zm_installation_run (self->device, &order, &observer, &failure))
    self->end.installed = TRUE;

  return report_installed (self, failure, error);
}

static gboolean
run_again (ZmDialogue    *self,
           const char    *nonce,
           ZmServerTest  *test,
           GError       **error)
{
  if (self->device->identity == NULL)
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "identity.missing", NULL, NULL,
                    "The device has no identity that could be tested");
      return FALSE;
    }
  if (self->crls->len > 0 &&
      !zm_device_identity_take_crls (self->device->identity, self->crls, error))
    return FALSE;

  return run_with_negative (self, self->device->identity, nonce, self->session, test, error);
}

gboolean
zm_dialogue_test (ZmDialogue       *self,
                  const ZmMessage  *message,
                  GError          **error)
{
  const char *nonce = zm_message_get_string (message, "testNonce");
  g_autoptr(GError) failure = NULL;
  g_auto(ZmServerTest) test = { 0 };

  if (!run_again (self, nonce, &test, &failure))
    g_assert (failure != NULL);
  zm_device_log_note (self->device->log, "mtls.tested", failure, NULL);

  return zm_dialogue_say (self, ZM_MESSAGE_TESTED, describe_test (&test, nonce, failure), error);
}
