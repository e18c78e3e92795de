#include "app/device/device.h"

#include "app/base/error.h"
#include "app/device/log-file.h"

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

ZmKey *
zm_device_get_owner (ZmDevice *device)
{
  return device->identity != NULL ? device->identity->key : device->pending->key;
}

static gboolean
replace_pending (ZmDevice  *device,
                 ZmKey     *key,
                 GError   **error)
{
  ZmPendingKey *pending = zm_pending_key_replace (device->state, key, error);

  if (pending == NULL)
    return FALSE;

  g_clear_pointer (&device->pending, zm_pending_key_free);
  device->pending = pending;
  return TRUE;
}

/* Without an identity the log is opened by the pending key. */
gboolean
zm_device_renew_key (ZmDevice  *device,
                     GError   **error)
{
  g_autoptr(ZmKey) key = zm_key_generate (device->kind, error);

  if (key == NULL ||
      (device->identity == NULL && !zm_device_log_admit (device->log, key, error)))
    return FALSE;

  return replace_pending (device, key, error) &&
         zm_device_log_settle (device->log, zm_device_get_owner (device), error);
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

/* Of whatever kind it is. */
static gboolean
load_pending (ZmDevice  *device,
              GError   **error)
{
  g_autoptr(ZmKey) key = NULL;

  if (zm_pending_key_exists (device->state))
    {
      device->pending = zm_pending_key_load (device->state, error);
      return device->pending != NULL;
    }

  key = zm_key_generate (device->kind, error);
  return key != NULL && replace_pending (device, key, error);
}

static gboolean
check_pending (ZmDevice  *device,
               GError   **error)
{
  ZmPublicKey *pending = zm_key_get_public (device->pending->key);

  if (zm_public_key_get_kind (pending) == device->kind &&
      (device->identity == NULL ||
       !zm_public_key_equal (pending, zm_key_get_public (device->identity->key))))
    return TRUE;

  return zm_device_renew_key (device, error);
}

/* Everything but the log and what is written to it. */
static gboolean
load_keys (ZmDevice    *device,
           const char  *directory,
           GError     **error)
{
  device->state = zm_device_state_open (directory, TRUE, error);
  if (device->state == NULL)
    return FALSE;
  device->clock = zm_device_clock_load (device->state, error);
  if (device->clock == NULL)
    return FALSE;
  device->sessions = zm_session_ledger_load (device->state, error);
  if (device->sessions == NULL)
    return FALSE;
  device->slots = zm_device_slots_open (device->state, TRUE, error);

  return device->slots != NULL && zm_device_reload (device, error) &&
         load_pending (device, error);
}

static gboolean
open_log (ZmDevice  *device,
          gboolean   established,
          GError   **error)
{
  device->log = zm_device_log_open (device->state, device->clock, zm_device_get_owner (device),
                                    established, error);
  return device->log != NULL;
}

ZmDevice *
zm_device_open (const char  *directory,
                ZmKeyKind    kind,
                GError     **error)
{
  g_autoptr(ZmDevice) device = g_new0 (ZmDevice, 1);

  device->kind = kind;
  if (!load_keys (device, directory, error) ||
      !open_log (device, device->identity != NULL, error) ||
      !finish_installation (device, error) ||
      !check_pending (device, error))
    return NULL;

  return g_steal_pointer (&device);
}

/* Not a full disk, a busy file or a build that cannot read it. */
static gboolean
is_loss (const GError *failure)
{
  return zm_error_matches (failure, ZM_ERROR_CORRUPT) ||
         zm_error_matches (failure, ZM_ERROR_NOT_FOUND);
}

static gboolean
refuse_readable (GError **error)
{
  zm_error_set (error, ZM_ERROR_CONFLICT, "log.readable", "a log that can be read",
                "a lost or damaged one", "The log of this device needs no other in its place");
  return FALSE;
}

gboolean
zm_device_begin_log_anew (const char  *directory,
                          GError     **error)
{
  g_autoptr(ZmDevice) device = g_new0 (ZmDevice, 1);
  g_autofree char *aside = NULL;
  g_autoptr(GError) failure = NULL;
  json_t *detail;

  if (!load_keys (device, directory, error))
    return FALSE;
  if (open_log (device, device->identity != NULL, &failure))
    return refuse_readable (error);
  if (!is_loss (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!zm_log_file_set_aside (device->state, zm_device_clock_now (device->clock), &aside,
                              error) ||
      !open_log (device, FALSE, error))
    return FALSE;

  detail = json_object ();
  zm_json_set_string (detail, "setAside", aside);
  zm_json_set_string (detail, "reason", zm_error_get_check (failure));
  return zm_device_log_append (device->log, "log.begun-anew", NULL, detail, error);
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
