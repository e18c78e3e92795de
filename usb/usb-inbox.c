#include "usb/usb-inbox.h"

#include "usb/frame.h"

#define BYTES_MAX (2 * ZM_FRAME_MAX) /* that wait, whole frames and the one that has begun */

struct _ZmUsbInbox {
  GByteArray *begun;    /* the frame that has not ended */
  gboolean    skipping; /* it is too large, and was told of */
  GQueue      waiting;  /* Item */
  gsize       bytes;    /* of those */
};

typedef struct {
  GBytes *frame; /* NULL: one that was too large */
} Item;

ZmUsbInbox *
zm_usb_inbox_new (void)
{
  ZmUsbInbox *self = g_new0 (ZmUsbInbox, 1);

  self->begun = g_byte_array_new ();
  g_queue_init (&self->waiting);

  return self;
}

static void
item_free (gpointer data)
{
  Item *item = data;

  g_clear_pointer (&item->frame, g_bytes_unref);
  g_free (item);
}

void
zm_usb_inbox_free (ZmUsbInbox *self)
{
  if (self == NULL)
    return;

  g_queue_clear_full (&self->waiting, item_free);
  g_byte_array_unref (self->begun);
  g_free (self);
}

static void
push (ZmUsbInbox *self,
      GBytes     *frame)
{
  Item *item = g_new0 (Item, 1);

  item->frame = frame;
  self->bytes += frame != NULL ? g_bytes_get_size (frame) : 0;
  g_queue_push_tail (&self->waiting, item);
}

/* Told at once: it may never end. */
static void
begin_to_skip (ZmUsbInbox *self)
{
  self->skipping = TRUE;
  g_byte_array_unref (self->begun);
  self->begun = g_byte_array_new ();
  push (self, NULL);
}

void
zm_usb_inbox_put (ZmUsbInbox   *self,
                  const guint8 *data,
                  gsize         length,
                  gboolean      ends)
{
  g_return_if_fail (self != NULL);

  if (!self->skipping && length > ZM_FRAME_MAX - self->begun->len)
    begin_to_skip (self);
  if (!self->skipping && length > 0)
    g_byte_array_append (self->begun, data, (guint) length);
  if (!ends)
    return;

  if (!self->skipping)
    {
      push (self, g_byte_array_free_to_bytes (self->begun));
      self->begun = g_byte_array_new ();
    }
  self->skipping = FALSE;
}

gboolean
zm_usb_inbox_has_room (ZmUsbInbox *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* Nobody reads a flood without end for somebody who does not even look. */
  if (self->skipping)
    return g_queue_is_empty (&self->waiting);

  return g_queue_get_length (&self->waiting) < ZM_USB_INBOX_FRAMES &&
         self->bytes + self->begun->len < BYTES_MAX;
}

gboolean
zm_usb_inbox_take (ZmUsbInbox  *self,
                   GBytes     **frame)
{
  Item *item;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);

  item = g_queue_pop_head (&self->waiting);
  if (item == NULL)
    return FALSE;

  *frame = g_steal_pointer (&item->frame);
  self->bytes -= *frame != NULL ? g_bytes_get_size (*frame) : 0;
  item_free (item);

  return TRUE;
}
