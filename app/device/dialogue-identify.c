#include "app/device/dialogue-private.h"

#include "app/base/error.h"
#include "app/protocol/failure.h"

#include <string.h>

#define BLINK_TIME 250 /* ms that the light is on, or off */

static void
refuse_message (const ZmMessage  *message,
                GError          **error)
{
  zm_error_set (error, ZM_ERROR_CONFLICT, "message.unexpected",
                zm_message_type_name (zm_message_get_type (message)), "bye",
                "The station asked for something while the device shows itself");
}

/* FALSE when there is nobody left to show it for. */
static gboolean
wait_a_blink (ZmDialogue  *self,
              gint64       end,
              GError     **error)
{
  gint64 left = MAX (0, end - g_get_monotonic_time ()) / 1000 + 1;
  g_autoptr(GError) failure = NULL;
  g_autoptr(ZmMessage) message =
    zm_conversation_receive (self->conversation, (guint) MIN (left, BLINK_TIME),
                             self->context->cancellable, &failure);

  if (message != NULL)
    refuse_message (message, &failure);
  if (strcmp (zm_error_get_check (failure), "tether.timeout") == 0)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* unlit: why the light does not work; the screen shows it all the same. */
static gboolean
blink (ZmDialogue  *self,
       gint64       end,
       GError     **unlit,
       GError     **error)
{
  ZmLed *led = self->context->led;
  gboolean on = FALSE;
  gboolean heard = TRUE;

  while (heard && g_get_monotonic_time () < end)
    {
      on = !on;
      if (led != NULL && *unlit == NULL)
        (void) !zm_led_set (led, on, unlit);
      heard = wait_a_blink (self, end, error);
    }
  if (led != NULL)
    (void) !zm_led_restore (led, *unlit == NULL ? unlit : NULL);

  return heard;
}

/* Until the time is over or the station hangs up; then the answer. */
gboolean
zm_dialogue_identify (ZmDialogue       *self,
                      const ZmMessage  *message,
                      GError          **error)
{
  gint64 seconds = zm_message_get_integer (message, "seconds");
  g_autoptr(GError) unlit = NULL;
  json_t *members;
  gboolean heard;

  zm_screen_show_identify (self->context->screen, (int) seconds);
  heard = blink (self, g_get_monotonic_time () + seconds * G_USEC_PER_SEC, &unlit, error);
  zm_screen_show_identified (self->context->screen);
  zm_device_log_note (self->device->log, "device.identified", unlit,
                      json_pack ("{s:I}", "seconds", (json_int_t) seconds));
  if (!heard)
    return FALSE;

  members = json_pack ("{s:s}", "outcome", unlit == NULL ? "success" : "failure");
  if (unlit != NULL)
    zm_failure_describe (unlit, members);
  return zm_dialogue_say (self, ZM_MESSAGE_IDENTIFIED, members, error);
}
