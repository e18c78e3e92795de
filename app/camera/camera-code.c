#include "app/camera/camera-code.h"

ZmCameraCode *
zm_camera_code_new (const ZmFrameCode *code,
                    gboolean           is_ticket,
                    gboolean           mirrored)
{
  ZmCameraCode *self = g_new0 (ZmCameraCode, 1);

  self->text = g_strdup (code->text);
  self->is_ticket = is_ticket;
  for (gsize i = 0; i < G_N_ELEMENTS (self->corners); i++)
    {
      self->corners[i] = code->corners[i];
      if (mirrored)
        self->corners[i].x = 1 - self->corners[i].x;
    }

  return self;
}

void
zm_camera_code_free (ZmCameraCode *self)
{
  g_free (self->text);
  g_free (self);
}
