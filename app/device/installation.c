#include "app/device/installation.h"

#include "app/base/error.h"
#include "app/protocol/payload.h"

#include <string.h>

#define PROVED  5    /* the step after which the new identity is current */
#define URL_MAX 2048 /* bytes of it in the log */

typedef struct {
  ZmDevice                     *device;
  const ZmInstallationOrder    *order;
  const ZmInstallationObserver *observer;

  ZmPayload                    *payload;
  GError                       *refusal; /* of the payload, for the step it belongs to */
  ZmDeviceIdentity             *next;
  gboolean                      begun;      /* the next slot may hold something */
  gboolean                      remembered; /* the session may stand in the ledger */
} Installation;

static gboolean
is_refused_by (const GError      *refusal,
               const char *const *checks)
{
  return refusal != NULL && g_strv_contains (checks, zm_error_get_check (refusal));
}

/* These rest on the device's clock and identity; all other checks on signatures. */
static const char *const second_step[] = {
  "payload.window", "payload.identity", "payload.chain", NULL,
};

static gboolean
propagate_refusal (Installation  *installation,
                   GError       **error)
{
  g_propagate_error (error, g_steal_pointer (&installation->refusal));
  return FALSE;
}

/* Verifies all of the payload at once; what the second step would have found waits for it. */
static gboolean
check_signatures (Installation  *installation,
                  GError       **error)
{
  ZmDevice *device = installation->device;
  ZmPublicKey *key = zm_key_get_public (device->pending->key);

  installation->payload = zm_payload_verify (installation->order->payload,
                                             installation->order->length,
                                             device->state->factory,
                                             zm_public_key_get_sha256 (key),
                                             zm_device_clock_now (device->clock),
                                             &installation->refusal);
  if (installation->payload != NULL || is_refused_by (installation->refusal, second_step))
    return TRUE;

  return propagate_refusal (installation, error);
}

static gboolean
refuse_session (const char  *seen,
                const char  *expected,
                const char  *message,
                GError     **error)
{
  zm_error_set (error, ZM_ERROR_REFUSED, "payload.identity", seen, expected, "%s", message);
  return FALSE;
}

static gboolean
check_session (Installation  *installation,
               GError       **error)
{
  const char *session = installation->payload->session_id;

  if (zm_session_ledger_has (installation->device->sessions, session))
    return refuse_session ("session already installed", "a new session",
                           "This payload was installed before", error);
  if (session != NULL && strcmp (session, installation->order->session) != 0)
    return refuse_session (session, installation->order->session,
                           "The payload belongs to another session", error);

  return TRUE;
}

static void
make_next (Installation *installation)
{
  ZmPayload *payload = installation->payload;
  ZmDeviceIdentity *next = g_new0 (ZmDeviceIdentity, 1);

  next->key = zm_key_ref (installation->device->pending->key);
  next->csr = zm_csr_ref (installation->device->pending->csr);
  next->chain = g_ptr_array_ref (payload->chain);
  next->root = zm_certificate_ref (payload->root);
  next->crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);
  next->server_url = g_strdup (payload->server_url);
  next->session_id = g_strdup (payload->session_id);
  installation->next = next;
}

static gboolean
check_identity (Installation  *installation,
                GError       **error)
{
  ZmDevice *device = installation->device;

  if (installation->refusal != NULL)
    return propagate_refusal (installation, error);
  if (!zm_device_clock_check (device->clock, error) || !check_session (installation, error))
    return FALSE;

  make_next (installation);
  return zm_device_identity_take_crls (installation->next, installation->order->crls, error) &&
         zm_device_clock_witness (device->clock, installation->payload->issued_at, error);
}

static gboolean
write_files (Installation  *installation,
             GError       **error)
{
  ZmDeviceSlots *slots = installation->device->slots;
  g_autofree char *path = zm_device_slots_next_path (slots);

  installation->begun = TRUE;
  return zm_device_slots_prepare_next (slots, error) &&
         zm_device_identity_write_files (installation->next, path, error) &&
         zm_device_log_admit (installation->device->log, installation->next->key, error);
}

static gboolean
write_configuration (Installation  *installation,
                     GError       **error)
{
  g_autofree char *path = zm_device_slots_next_path (installation->device->slots);

  return zm_device_identity_write_configuration (installation->next, path, error);
}

/* What is tested is what was written, read back; and it comes into use only after it. */
static gboolean
prove (Installation  *installation,
       GError       **error)
{
  const ZmInstallationObserver *observer = installation->observer;
  g_autofree char *path = zm_device_slots_next_path (installation->device->slots);
  g_autoptr(ZmDeviceIdentity) written = zm_device_identity_read (path, error);
  g_autoptr(GError) failure = NULL;
  g_auto(ZmServerTest) test = { 0 };
  gboolean ok;

  if (written == NULL)
    return FALSE;

  ok = observer->test (observer->data, written, installation->order->test_nonce,
                       installation->order->session, &test, &failure);
  observer->tested (observer->data, &test, failure);
  if (!ok)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return zm_device_slots_switch (installation->device->slots, error);
}

static gboolean
record (Installation  *installation,
        GError       **error)
{
  ZmDevice *device = installation->device;
  json_t *detail = json_object ();

  zm_json_set_string (detail, "serial", zm_device_identity_get_serial (installation->next));
  if (strlen (installation->next->server_url) <= URL_MAX)
    zm_json_set_string (detail, "serverUrl", installation->next->server_url);
  zm_json_set_string (detail, "slot", zm_device_slots_get_current (device->slots));

  if (!zm_device_log_append (device->log, "identity.installed", NULL, detail, error))
    return FALSE;

  installation->remembered = TRUE;
  return zm_session_ledger_add (device->sessions, installation->next->session_id, error);
}

static const struct {
  const char *name;
  gboolean  (*run) (Installation  *installation,
                    GError       **error);
} steps[ZM_INSTALLATION_STEPS] = {
  { "signatures", check_signatures },
  { "window-and-identity", check_identity },
  { "files", write_files },
  { "configuration", write_configuration },
  { "mutual-tls", prove },
  { "audit", record },
};

const char *
zm_installation_step_name (int number)
{
  g_return_val_if_fail (number >= 1 && number <= ZM_INSTALLATION_STEPS, NULL);

  return steps[number - 1].name;
}

/* A step that ended well in the device may still end the installation: the station is gone. */
static gboolean
run_step (Installation  *installation,
          int            number,
          GError       **error)
{
  const ZmInstallationObserver *observer = installation->observer;
  const char *name = steps[number - 1].name;
  g_autoptr(GError) failure = NULL;

  if (!steps[number - 1].run (installation, &failure))
    {
      (void) observer->step (observer->data, number, name, failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  /* Once the server has seen the new identity it stays, whoever still listens. */
  if (observer->step (observer->data, number, name, NULL) || number >= PROVED)
    return TRUE;

  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "installation.stopped", name, NULL,
                "The installation was stopped before its end");
  return FALSE;
}

/* The log is opened by the key that the device has, and by no other any more. */
static void
settle_log (ZmDevice *device)
{
  g_autoptr(GError) error = NULL;

  if (!zm_device_log_settle (device->log, zm_device_get_owner (device), &error))
    zm_device_log_note (device->log, "log.settled", error, NULL);
}

static void
take_back (Installation *installation,
           const GError *failure)
{
  ZmDevice *device = installation->device;
  g_autoptr(GError) error = NULL;

  /* First, while the identity in use would have it remembered again at the next start. What could
   * not be written may stand there all the same: a name that was not made durable. */
  if (installation->remembered &&
      !zm_session_ledger_remove (device->sessions, installation->next->session_id, &error))
    {
      zm_device_log_note (device->log, "session.forgotten", error, NULL);
      g_clear_error (&error);
    }
  if (installation->begun && !zm_device_slots_revert (device->slots, &error))
    {
      zm_device_log_note (device->log, "identity.revert", error, NULL);
      g_clear_error (&error);
    }
  else
    settle_log (device);
  zm_device_log_note (device->log, "identity.installed", failure, NULL);
}

/* From here on the new identity is in use; what is left of the old one only costs room. */
static void
take_over (Installation *installation)
{
  ZmDevice *device = installation->device;
  g_autoptr(GError) ignored = NULL;

  g_clear_pointer (&device->identity, zm_device_identity_free);
  device->identity = g_steal_pointer (&installation->next);
  if (!zm_device_slots_retire (device->slots, &ignored))
    zm_device_log_note (device->log, "identity.retired", ignored, NULL);
  settle_log (device);
}

static gboolean
run_steps (Installation  *installation,
           GError       **error)
{
  for (int number = 1; number <= ZM_INSTALLATION_STEPS; number++)
    {
      if (!run_step (installation, number, error))
        return FALSE;
    }

  return TRUE;
}

static void
clear (Installation *installation)
{
  g_clear_pointer (&installation->payload, zm_payload_free);
  g_clear_pointer (&installation->next, zm_device_identity_free);
  g_clear_error (&installation->refusal);
}

gboolean
zm_installation_run (ZmDevice                      *device,
                     const ZmInstallationOrder     *order,
                     const ZmInstallationObserver  *observer,
                     GError                       **error)
{
  Installation installation = { .device = device, .order = order, .observer = observer };
  g_autoptr(GError) failure = NULL;
  gboolean ok;

  g_return_val_if_fail (device != NULL && order != NULL && observer != NULL, FALSE);

  ok = run_steps (&installation, &failure);
  if (ok)
    take_over (&installation);
  else
    take_back (&installation, failure);
  clear (&installation);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&failure));

  return ok;
}
