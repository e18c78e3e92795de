#include "app/camera/camera-sight.h"

#include "app/camera/camera-sightings.h"

struct _ZmCameraSight {
  ZmCameraSightings  *tickets;
  ZmCameraSightings  *strangers;
  GPtrArray          *codes;
  ZmCameraHintMemory  hints;
};

ZmCameraSight *
zm_camera_sight_new (void)
{
  ZmCameraSight *self = g_new0 (ZmCameraSight, 1);

  self->tickets = zm_camera_sightings_new ();
  self->strangers = zm_camera_sightings_new ();
  self->codes = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_camera_code_free);

  return self;
}

void
zm_camera_sight_free (ZmCameraSight *self)
{
  zm_camera_sightings_free (self->tickets);
  zm_camera_sightings_free (self->strangers);
  g_ptr_array_unref (self->codes);
  g_free (self);
}

void
zm_camera_sight_take (ZmCameraSight        *self,
                      const ZmFrameReading *reading,
                      gboolean              mirrored,
                      gint64                time)
{
  ZmCameraCodeKind best = ZM_CAMERA_CODE_NONE;

  g_ptr_array_set_size (self->codes, 0);
  for (guint i = 0; i < reading->n_codes; i++)
    {
      ZmCameraCode *code = zm_camera_code_new (&reading->codes[i], mirrored);

      g_ptr_array_add (self->codes, code);
      best = MAX (best, code->kind);
    }
  zm_camera_hint_follow (&self->hints, zm_camera_hint_judge (reading, best), time);
}

GStrv
zm_camera_sight_note_tickets (ZmCameraSight *self,
                              gint64         time)
{
  gboolean is_new = FALSE;

  for (guint i = 0; i < self->codes->len; i++)
    {
      const ZmCameraCode *code = g_ptr_array_index (self->codes, i);

      if (code->kind == ZM_CAMERA_CODE_TICKET)
        is_new |= zm_camera_sightings_note (self->tickets, code->text, time);
    }

  return is_new ? zm_camera_sightings_together (self->tickets, time) : NULL;
}

GStrv
zm_camera_sight_note_strangers (ZmCameraSight *self,
                                gint64         time)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->codes->len; i++)
    {
      const ZmCameraCode *code = g_ptr_array_index (self->codes, i);

      if (code->kind != ZM_CAMERA_CODE_TICKET && zm_camera_sightings_note (self->strangers, code->text, time))
        g_strv_builder_add (builder, code->text);
    }

  return g_strv_builder_end (builder);
}

void
zm_camera_sight_clear (ZmCameraSight *self)
{
  zm_camera_hint_forget (&self->hints);
  g_ptr_array_set_size (self->codes, 0);
}

void
zm_camera_sight_forget (ZmCameraSight *self)
{
  zm_camera_sight_clear (self);
  zm_camera_sightings_forget (self->tickets);
  zm_camera_sightings_forget (self->strangers);
}

GPtrArray *
zm_camera_sight_get_codes (ZmCameraSight *self)
{
  return self->codes;
}

ZmCameraHint
zm_camera_sight_get_hint (ZmCameraSight *self)
{
  return self->hints.shown;
}
