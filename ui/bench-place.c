#include "config.h"

#include "ui/bench-place.h"

#include "ui/bench-port-private.h"
#include "ui/place-task.h"

#include <glib/gi18n.h>

static void
rename_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ZmBenchPort) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!zm_place_task_finish (ZM_STATION (source), result, &error))
    zm_bench_port_set_failure (self, error);
}

void
zm_bench_place_rename (ZmBenchPort *self,
                       const char  *label)
{
  g_return_if_fail (ZM_IS_BENCH_PORT (self));
  g_return_if_fail (label != NULL);

  zm_bench_port_set_failure (self, NULL);
  zm_place_task_rename_async (self->station, self->place, label, rename_cb, g_object_ref (self));
}

gboolean
zm_bench_place_can_identify (ZmBenchPort *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (self), FALSE);

  return self->device == NULL && zm_place_is_usable (self->place) && !zm_bench_port_is_at_work (self);
}

static void
identify_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ZmBenchPort) self = user_data;
  g_autoptr(GError) error = NULL;

  zm_bench_port_set_busy (self, NULL, NULL);
  if (!zm_place_task_finish (ZM_STATION (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    zm_bench_port_set_failure (self, error);
}

void
zm_bench_place_identify (ZmBenchPort *self)
{
  g_return_if_fail (ZM_IS_BENCH_PORT (self));

  if (!zm_bench_place_can_identify (self) || !zm_bench_port_begin (self))
    return;

  zm_bench_port_set_busy (self, _("Shows itself"), _("Look which device shows itself on its screen."));
  zm_place_task_identify_async (self->station, self->place, self->cancellable, identify_cb,
                                g_object_ref (self));
}
