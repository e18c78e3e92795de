#include "app/device/runner.h"

#include "app/base/error.h"
#include "app/device/readiness.h"
#include "app/device/tether.h"

#include <string.h>

typedef struct {
  const ZmDialogueContext *context;
  const ZmRunnerOptions   *options;
  ZmListener              *listener;
  ZmOffer                 *offer;
  const char              *code; /* from the registry, while it is good */
} Runner;

static gboolean
show_offer (Runner  *runner,
            GError **error)
{
  ZmDevice *device = runner->context->device;
  ZmScreen *screen = runner->context->screen;

  if (!zm_screen_show_ticket (screen, runner->offer, device->identity != NULL, error))
    return FALSE;

  zm_screen_show_state (screen, "waiting");
  return TRUE;
}

static gboolean
renew_offer (Runner  *runner,
             GError **error)
{
  ZmDevice *device = runner->context->device;
  ZmPublicKey *key = zm_key_get_public (device->pending->key);

  g_clear_pointer (&runner->offer, zm_offer_free);
  runner->offer = zm_offer_new (device->state, zm_public_key_get_sha256 (key),
                                runner->code);

  return zm_device_log_append (device->log, "ticket.shown", NULL,
                               json_pack ("{s:s}", "keySha256", zm_public_key_get_hash (key)),
                               error) &&
         show_offer (runner, error);
}

/* NULL without an error when the code has expired meanwhile. */
static ZmTransport *
wait_for_station (Runner  *runner,
                  GError **error)
{
  int remaining = zm_offer_get_remaining (runner->offer);
  g_autoptr(GError) failure = NULL;
  ZmTransport *transport;

  if (remaining == 0)
    return NULL;

  transport = zm_listener_accept (runner->listener, remaining, runner->context->cancellable,
                                  &failure);
  if (transport == NULL && strcmp (zm_error_get_check (failure), "tether.timeout") != 0)
    g_propagate_error (error, g_steal_pointer (&failure));

  return transport;
}

static gboolean
talk (Runner         *runner,
      ZmTransport    *transport,
      ZmDialogueEnd  *end,
      GError        **error)
{
  g_autoptr(GError) failure = NULL;

  if (zm_dialogue_run (runner->context, runner->offer, zm_link_new (transport), end,
                       &failure))
    return TRUE;

  zm_screen_show_error (runner->context->screen, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The ticket stays as long as its code lives, so that a station can come back with it; a session
 * that is past its code is joined again by the key. */
static gboolean
prepare_next (Runner               *runner,
              const ZmDialogueEnd  *end,
              GError              **error)
{
  if (end->code_spent)
    runner->code = NULL;
  if ((end->installed || end->key_spent) &&
      !zm_device_renew_key (runner->context->device, error))
    return FALSE;
  if (end->installed || end->code_spent || end->key_spent)
    return renew_offer (runner, error);

  return zm_offer_get_remaining (runner->offer) == 0 || show_offer (runner, error);
}

static gboolean
serve (Runner  *runner,
       GError **error)
{
  if (!renew_offer (runner, error))
    return FALSE;

  while (!g_cancellable_is_cancelled (runner->context->cancellable))
    {
      g_autoptr(GError) failure = NULL;
      g_autoptr(ZmTransport) transport = wait_for_station (runner, &failure);
      ZmDialogueEnd end = { FALSE };

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (transport == NULL)
        {
          if (!renew_offer (runner, error))
            return FALSE;
          continue;
        }
      if (runner->options->once)
        return talk (runner, transport, &end, error);
      (void) !talk (runner, transport, &end, NULL);
      if (!prepare_next (runner, &end, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
zm_runner_run (const ZmDialogueContext  *context,
               const ZmRunnerOptions    *options,
               GError                  **error)
{
  Runner runner = { .context = context, .options = options, .code = options->code };
  g_autoptr(GError) failure = NULL;
  gboolean ok;

  runner.listener = zm_tether_listen (options->tether, error);
  if (runner.listener == NULL)
    return FALSE;
  zm_readiness_tell ();

  ok = serve (&runner, &failure) ||
       g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_pointer (&runner.offer, zm_offer_free);
  g_clear_object (&runner.listener);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&failure));

  return ok;
}
