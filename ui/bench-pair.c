#include "config.h"

#include "ui/bench-pair.h"

#include "ui/bench-port-private.h"
#include "ui/picture-scan.h"
#include "ui/scan-choice.h"

#include <glib/gi18n.h>

static void
begin_ticket (ZmBenchPort *self,
              const char  *ticket,
              const char  *way)
{
  g_autoptr(ZmSession) session = NULL;

  session = zm_session_new (self->station, zm_place_get_address (self->place), ticket, NULL);
  zm_session_set_way (session, way);
  zm_bench_port_run (self, session, ticket);
}

/* Of several codes only a device's can be meant. */
static void
take_texts (ZmBenchPort  *self,
            char        **texts)
{
  g_auto(GStrv) tickets = zm_scan_choice_find_tickets (texts);
  const char *own = zm_scan_choice_find_own (tickets, zm_place_get_device_id (self->place));
  g_autoptr(GError) error = NULL;

  if (tickets[0] == NULL)
    {
      zm_scan_choice_refuse (texts, &error);
      zm_bench_port_set_failure (self, error);
    }
  else if (tickets[1] == NULL || own != NULL)
    begin_ticket (self, own != NULL ? own : tickets[0], ZM_SESSION_WAY_PICTURE);
  else
    g_signal_emit_by_name (self, "several", tickets);
}

static void
scan_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ZmBenchPort) self = user_data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) texts = zm_picture_scan_finish (result, &error);

  zm_bench_port_set_busy (self, NULL, NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (texts == NULL)
    {
      zm_bench_port_set_failure (self, error);
      return;
    }

  take_texts (self, texts);
}

gboolean
zm_bench_pair_ticket (ZmBenchPort *self,
                      const char  *ticket,
                      const char  *way)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), FALSE);
  g_return_val_if_fail (ticket != NULL, FALSE);

  if (!zm_bench_port_begin (self))
    return FALSE;

  begin_ticket (self, ticket, way);
  return TRUE;
}

gboolean
zm_bench_pair_code (ZmBenchPort *self,
                    const char  *code)
{
  g_autoptr(ZmSession) session = NULL;

  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), FALSE);
  g_return_val_if_fail (code != NULL, FALSE);

  if (!zm_bench_port_begin (self))
    return FALSE;

  session = zm_session_new (self->station, zm_place_get_address (self->place), NULL, code);
  zm_session_set_way (session, ZM_SESSION_WAY_CODE);
  zm_bench_port_run (self, session, NULL);
  return TRUE;
}

static gboolean
begin_reading (ZmBenchPort *self)
{
  if (!zm_bench_port_begin (self))
    return FALSE;

  zm_bench_port_set_busy (self, _("Reading"), _("Wait: the picture is being read."));
  return TRUE;
}

void
zm_bench_pair_screen (ZmBenchPort *self)
{
  g_return_if_fail (ZM_IS_BENCH_PORT (self));

  if (!zm_bench_port_can_scan (self) || !begin_reading (self))
    return;

  zm_picture_scan_screen_async (zm_simulated_device_get_ticket (self->device), self->cancellable, scan_cb, g_object_ref (self));
}

void
zm_bench_pair_file (ZmBenchPort *self,
                    GFile       *file)
{
  g_return_if_fail (ZM_IS_BENCH_PORT (self));
  g_return_if_fail (G_IS_FILE (file));

  if (!begin_reading (self))
    return;

  zm_picture_scan_file_async (file, self->cancellable, scan_cb, g_object_ref (self));
}

void
zm_bench_pair_picture (ZmBenchPort *self,
                       GBytes      *picture)
{
  g_return_if_fail (ZM_IS_BENCH_PORT (self));
  g_return_if_fail (picture != NULL);

  if (!begin_reading (self))
    return;

  zm_picture_scan_bytes_async (picture, self->cancellable, scan_cb, g_object_ref (self));
}
