#include "app/camera/camera-code.h"

#include "app/protocol/label-code.h"
#include "app/protocol/ticket.h"

#include <string.h>

static ZmCameraCodeKind
judge_text (const char *text)
{
  g_autoptr(ZmTicket) ticket = zm_ticket_parse (text, strlen (text), NULL);
  g_autoptr(ZmLabelCode) label = NULL;

  if (ticket != NULL)
    return ZM_CAMERA_CODE_TICKET;

  label = zm_label_code_parse (text, strlen (text), NULL);
  return label != NULL ? ZM_CAMERA_CODE_LABEL : ZM_CAMERA_CODE_STRANGER;
}

ZmCameraCode *
zm_camera_code_new (const ZmFrameCode *code,
                    gboolean           mirrored)
{
  ZmCameraCode *self = g_new0 (ZmCameraCode, 1);

  self->text = g_strdup (code->text);
  self->kind = judge_text (code->text);
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
