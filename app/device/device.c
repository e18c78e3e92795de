#include "app/device/device.h"

#include "app/base/error.h"

gboolean
zm_device_reload (ZmDevice  *device,
                  GError   **error)
{
  g_autofree char *path = zm_device_slots_current_path (device->slots);
  g_autoptr(ZmDeviceIdentity) identity = NULL;

  if (path != NULL)
    {
      identity = zm_device_identity_read (path, error);
      if (identity == NULL)
        return FALSE;
    }

  g_clear_pointer (&device->identity, zm_device_identity_free);
  device->identity = g_steal_pointer (&identity);
  return TRUE;
}

gboolean
zm_device_renew_key (ZmDevice  *device,
                     GError   **error)
{
  g_autoptr(ZmPendingKey) pending = NULL;

  if (!zm_pending_key_discard (device->state, error))
    return FALSE;
  pending = zm_pending_key_load (device->state, device->kind, error);
  if (pending == NULL)
    return FALSE;

  g_clear_pointer (&device->pending, zm_pending_key_free);
  device->pending = g_steal_pointer (&pending);
  return TRUE;
}

/* The switch to a new identity is durable before anything that follows it. */
static gboolean
finish_installation (ZmDevice  *device,
                     GError   **error)
{
  const char *session = device->identity != NULL ? device->identity->session_id : NULL;

  if (session == NULL || zm_session_ledger_has (device->sessions, session))
    return TRUE;

  zm_device_log_place (device->log, NULL, session);
  if (!zm_device_log_append (device->log, "identity.found-in-use", NULL,
                             json_pack ("{s:s}", "serial",
                                        zm_device_identity_get_serial (device->identity)),
                             error))
    return FALSE;

  zm_device_log_place (device->log, NULL, NULL);
  return zm_session_ledger_add (device->sessions, session, error);
}

static gboolean
load_key (ZmDevice  *device,
          GError   **error)
{
  device->pending = zm_pending_key_load (device->state, device->kind, error);
  if (device->pending == NULL)
    return FALSE;

  if (device->identity != NULL &&
      zm_public_key_equal (zm_key_get_public (device->pending->key),
                           zm_key_get_public (device->identity->key)))
    return zm_device_renew_key (device, error);

  return TRUE;
}

static gboolean
load (ZmDevice    *device,
      const char  *directory,
      GError     **error)
{
  device->state = zm_device_state_open (directory, TRUE, error);
  if (device->state == NULL)
    return FALSE;
  device->clock = zm_device_clock_load (device->state, error);
  if (device->clock == NULL)
    return FALSE;
  device->log = zm_device_log_open (device->state, device->clock, error);
  if (device->log == NULL)
    return FALSE;
  device->sessions = zm_session_ledger_load (device->state, error);
  if (device->sessions == NULL)
    return FALSE;
  device->slots = zm_device_slots_open (device->state, TRUE, error);

  return device->slots != NULL && zm_device_reload (device, error) &&
         finish_installation (device, error) && load_key (device, error);
}

ZmDevice *
zm_device_open (const char  *directory,
                ZmKeyKind    kind,
                GError     **error)
{
  g_autoptr(ZmDevice) device = g_new0 (ZmDevice, 1);

  device->kind = kind;
  if (!load (device, directory, error))
    return NULL;

  return g_steal_pointer (&device);
}

void
zm_device_free (ZmDevice *device)
{
  if (device == NULL)
    return;

  g_clear_pointer (&device->pending, zm_pending_key_free);
  g_clear_pointer (&device->identity, zm_device_identity_free);
  g_clear_pointer (&device->slots, zm_device_slots_free);
  g_clear_pointer (&device->sessions, zm_session_ledger_free);
  g_clear_pointer (&device->log, zm_device_log_free);
  g_clear_pointer (&device->clock, zm_device_clock_free);
  g_clear_pointer (&device->state, zm_device_state_free);
  g_free (device);
}
