#include "config.h"

#include "app/device/screen.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/json.h"
#include "app/base/text.h"
#include "app/protocol/failure.h"
#include "app/qr/picture.h"
#include "app/qr/terminal.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define PNG_SCALE 8 /* pixels a module */

struct _ZmScreen {
  char     *png_path;
  char     *text_path;
  int       events_fd;
  gboolean  terminal;
};

ZmScreen *
zm_screen_new (const ZmScreenOptions *options)
{
  ZmScreen *screen = g_new0 (ZmScreen, 1);

  screen->png_path = g_strdup (options->png_path);
  screen->text_path = g_strdup (options->text_path);
  screen->events_fd = options->events_fd;
  screen->terminal = options->terminal;

  return screen;
}

void
zm_screen_free (ZmScreen *screen)
{
  if (screen == NULL)
    return;

  g_free (screen->png_path);
  g_free (screen->text_path);
  g_free (screen);
}

/* Nobody looking any more is no reason to stop. */
static void
emit (ZmScreen *screen,
      json_t   *event)
{
  g_autoptr(json_t) taken = event;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  const char *at;
  gsize left;

  if (screen->events_fd < 0)
    return;

  text = json_dumps (taken, JSON_COMPACT);
  line = g_strconcat (text, "\n", NULL);
  for (at = line, left = strlen (line); left > 0;)
    {
      gssize written = write (screen->events_fd, at, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return;
      at += written;
      left -= (gsize) written;
    }
}

G_GNUC_PRINTF (2, 3)
static void
say (ZmScreen   *screen,
     const char *format,
     ...)
{
  g_autofree char *text = NULL;
  va_list args;

  if (!screen->terminal)
    return;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s\n", text);
}

static gboolean
write_picture (ZmScreen        *screen,
               const ZmQrCode  *code,
               GError         **error)
{
  g_autoptr(GBytes) png = NULL;

  if (screen->png_path == NULL)
    return TRUE;

  png = zm_picture_encode_png (code, PNG_SCALE, error);
  return png != NULL && zm_file_write (screen->png_path, g_bytes_get_data (png, NULL),
                                       g_bytes_get_size (png), 0600, error);
}

static gboolean
write_text (ZmScreen    *screen,
            const char  *text,
            GError     **error)
{
  g_autofree char *line = NULL;

  if (screen->text_path == NULL)
    return TRUE;

  line = g_strconcat (text, "\n", NULL);
  return zm_file_write (screen->text_path, line, strlen (line), 0600, error);
}

static void
draw (ZmScreen       *screen,
      const ZmQrCode *code,
      const char     *text,
      const ZmOffer  *offer)
{
  ZmTerminalStyle style = isatty (STDOUT_FILENO) ? ZM_TERMINAL_ANSI : ZM_TERMINAL_DARK;
  g_autofree char *drawing = zm_terminal_draw (code, style);

  say (screen, "%s\n%s", drawing, text);
  if (!offer->from_registry)
    say (screen, _("Pairing code: %s"), offer->ticket.pairing_code);
}

gboolean
zm_screen_show_ticket (ZmScreen       *screen,
                       const ZmOffer  *offer,
                       gboolean        active,
                       GError        **error)
{
  g_autofree char *text = zm_ticket_format (&offer->ticket);
  g_autoptr(ZmQrCode) code = zm_qr_code_new (text, error);
  json_t *event;

  if (code == NULL || !write_picture (screen, code, error) || !write_text (screen, text, error))
    return FALSE;

  draw (screen, code, text, offer);
  event = json_pack ("{s:s, s:s, s:b}", "event", "ticket", "text", text, "active", active);
  if (!offer->from_registry)
    zm_json_set_string (event, "code", offer->ticket.pairing_code);
  emit (screen, event);

  return TRUE;
}

void
zm_screen_show_number (ZmScreen   *screen,
                       const char *number)
{
  say (screen, _("Compare this number with the station’s: %s"), number);
  emit (screen, json_pack ("{s:s, s:s}", "event", "number", "number", number));
}

static json_t *
make_outcome (const char   *event,
              const GError *failure)
{
  json_t *object = json_pack ("{s:s, s:s}", "event", event,
                              "outcome", failure == NULL ? "success" : "failure");

  if (failure != NULL)
    zm_failure_describe (failure, object);

  return object;
}

void
zm_screen_show_step (ZmScreen     *screen,
                     int           number,
                     const char   *name,
                     const GError *failure)
{
  json_t *event = make_outcome ("step", failure);

  json_object_set_new (event, "step", json_integer (number));
  zm_json_set_string (event, "name", name);
  emit (screen, event);
  if (failure == NULL)
    say (screen, _("Step %d (%s): done"), number, name);
  else
    say (screen, _("Step %d (%s): refused"), number, name);
}

void
zm_screen_show_installed (ZmScreen     *screen,
                          const char   *serial,
                          const GError *failure)
{
  json_t *event = make_outcome ("installed", failure);

  zm_json_set_string (event, "serial", serial);
  emit (screen, event);
  if (failure == NULL)
    say (screen, _("In service with certificate %s"), serial);
  else
    zm_screen_show_error (screen, failure);
}

void
zm_screen_show_state (ZmScreen   *screen,
                      const char *state)
{
  emit (screen, json_pack ("{s:s, s:s}", "event", "state", "state", state));
}

void
zm_screen_show_identify (ZmScreen *screen,
                         int       seconds)
{
  say (screen, _("This is the device that the station asks for"));
  emit (screen, json_pack ("{s:s, s:i}", "event", "identify", "seconds", seconds));
}

void
zm_screen_show_identified (ZmScreen *screen)
{
  emit (screen, json_pack ("{s:s}", "event", "identified"));
}

/* What a peer said is hostile and may hold anything. */
void
zm_screen_show_error (ZmScreen     *screen,
                      const GError *error)
{
  g_autofree char *message = zm_text_escape (error->message, -1);
  json_t *event = json_pack ("{s:s}", "event", "error");

  zm_failure_describe (error, event);
  emit (screen, event);
  say (screen, _("Refused: %s (%s)"), message, zm_error_get_check (error));
}
