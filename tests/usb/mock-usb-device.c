#include "tests/usb/mock-usb-private.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/usbdevice_fs.h>

#define IDLE_TIMEOUT (10 * G_TIME_SPAN_SECOND)

static void
urb_free (Urb *urb)
{
  g_free (urb->bytes);
  g_clear_pointer (&urb->buffer, umockdev_ioctl_data_unref);
  umockdev_ioctl_data_unref (urb->data);
  g_free (urb);
}

static struct usbdevfs_urb *
urb_facts (Urb *urb)
{
  return &urb->facts;
}

static guint8 *
urb_bytes (Urb *urb)
{
  return urb->bytes;
}

static void
saying_free (Saying *saying)
{
  g_bytes_unref (saying->bytes);
  g_free (saying);
}

static void
device_free (MockUsbDevice *device)
{
  if (device->peer_free != NULL)
    device->peer_free (device->peer_data);
  g_queue_clear_full (&device->pending, (GDestroyNotify) urb_free);
  g_queue_clear_full (&device->ended, (GDestroyNotify) urb_free);
  g_queue_clear_full (&device->sayings, (GDestroyNotify) saying_free);
  g_queue_clear_full (&device->heard, (GDestroyNotify) g_bytes_unref);
  g_byte_array_unref (device->hearing);
  g_clear_pointer (&device->serial_raw, g_bytes_unref);
  close (device->pipe);
  g_free (device->syspath);
  g_free (device->node);
  g_free (device->file);
  g_free (device->serial);
  g_cond_clear (&device->changed);
  g_mutex_clear (&device->lock);
  g_free (device);
}

MockUsbDevice *
mock_usb_device_ref (MockUsbDevice *device)
{
  g_atomic_ref_count_inc (&device->references);
  return device;
}

void
mock_usb_device_unref (gpointer data)
{
  MockUsbDevice *device = data;

  if (g_atomic_ref_count_dec (&device->references))
    device_free (device);
}

/* poll() is the real one and sees only the pipe: full means that there is nothing to reap. */
static void
update_pipe (MockUsbDevice *device)
{
  static const char page[MOCK_USB_PIPE];
  char drain[MOCK_USB_PIPE];
  gboolean wanted = !g_queue_is_empty (&device->ended) || device->broken;

  if (wanted == device->writable)
    return;
  device->writable = wanted;
  if (wanted)
    g_assert_cmpint (read (device->pipe, drain, sizeof drain), ==, MOCK_USB_PIPE);
  else
    g_assert_cmpint (write (device->pipe, page, sizeof page), ==, MOCK_USB_PIPE);
}

gboolean
mock_usb_device_fails (MockUsbDevice *device,
                       MockUsbPoint   point,
                       int           *number)
{
  Failure *failure = &device->failures[point];

  if (failure->times == 0)
    return FALSE;
  if (failure->times != MOCK_USB_ALWAYS)
    failure->times--;
  *number = failure->number;

  return TRUE;
}

static gboolean
pulls (MockUsbDevice *device)
{
  if (device->to_pull == 0 || --device->to_pull > 0)
    return FALSE;
  device->pulled = TRUE;

  return device->during;
}

static void
end_urb (MockUsbDevice *device,
         Urb           *urb,
         int            status,
         gsize          length)
{
  struct usbdevfs_urb *facts = urb_facts (urb);
  gboolean in = (facts->endpoint & 0x80) != 0;
  gboolean carried = status == 0 && facts->type == USBDEVFS_URB_TYPE_BULK;
  int number = ESHUTDOWN;

  if (carried && (pulls (device) ||
                  mock_usb_device_fails (device, in ? MOCK_USB_REAP_IN : MOCK_USB_REAP_OUT,
                                         &number)))
    {
      status = -number;
      length = 0;
    }
  facts->status = status;
  facts->actual_length = (int) length;
  g_queue_remove (&device->pending, urb);
  device->counts.pending--;
  device->pending_bytes -= (gsize) facts->buffer_length;
  g_queue_push_tail (&device->ended, urb);
  g_cond_broadcast (&device->changed);
}

/* The next bytes for a transfer; a transfer that stays full goes on with the same saying. */
static gboolean
feed_urb (MockUsbDevice *device,
          Urb           *urb)
{
  Saying *saying = g_queue_peek_head (&device->sayings);
  gsize room = (gsize) urb_facts (urb)->buffer_length;
  gsize length = (gsize) urb_facts (urb)->actual_length;
  gboolean over = FALSE;

  while (!over && length < room && (saying = g_queue_peek_head (&device->sayings)) != NULL)
    {
      gsize part = MIN (room - length, g_bytes_get_size (saying->bytes) - saying->sent);
      const guint8 *from = g_bytes_get_data (saying->bytes, NULL);

      if (part > 0)
        memcpy (urb_bytes (urb) + length, from + saying->sent, part);
      length += part;
      saying->sent += part;
      if (saying->sent < g_bytes_get_size (saying->bytes))
        break;
      /* A full transfer leaves no room for the end; it comes with the next one. */
      if (saying->ends && length == room && length % device->packet == 0)
        break;
      over = saying->ends;
      saying_free (g_queue_pop_head (&device->sayings));
    }
  urb_facts (urb)->actual_length = (int) length;
  if (!over && length < room)
    return FALSE;

  end_urb (device, urb, 0, length);
  return TRUE;
}

static gboolean
ends_frame (MockUsbDevice             *device,
            const struct usbdevfs_urb *facts)
{
  gsize length = (gsize) facts->buffer_length;

  return length % device->packet != 0 || length == 0 ||
         (facts->flags & USBDEVFS_URB_ZERO_PACKET) != 0;
}

/* The whole frame when this is its last transfer. */
static GBytes *
hear_urb (MockUsbDevice *device,
          Urb           *urb)
{
  const struct usbdevfs_urb *facts = urb_facts (urb);
  gboolean ends = ends_frame (device, facts);
  GBytes *frame = NULL;

  if (facts->buffer_length > 0)
    g_byte_array_append (device->hearing, urb_bytes (urb), (guint) facts->buffer_length);
  end_urb (device, urb, 0, (gsize) facts->buffer_length);
  if (ends)
    {
      frame = g_byte_array_free_to_bytes (device->hearing);
      device->hearing = g_byte_array_new ();
    }

  return frame;
}

static Urb *
find_bulk (MockUsbDevice *device,
           gboolean       in)
{
  for (GList *link = device->pending.head; link != NULL; link = link->next)
    {
      const struct usbdevfs_urb *facts = urb_facts (link->data);

      if (facts->type == USBDEVFS_URB_TYPE_BULK && ((facts->endpoint & 0x80) != 0) == in)
        return link->data;
    }

  return NULL;
}

/* Unlocks to speak to the peer, so that it can answer at once. */
static void
deliver (MockUsbDevice *device,
         GBytes        *frame)
{
  MockUsbPeer peer = device->peer;
  gpointer data = device->peer_data;

  if (peer.frame == NULL)
    {
      g_queue_push_tail (&device->heard, frame);
      g_cond_broadcast (&device->changed);
      return;
    }
  g_mutex_unlock (&device->lock);
  peer.frame (device, frame, data);
  g_bytes_unref (frame);
  g_mutex_lock (&device->lock);
}

/* Answers with a string descriptor; index 0 are the languages, 3 is the serial number. */
static void
answer_control (MockUsbDevice *device,
                Urb           *urb)
{
  guint8 *setup = urb_bytes (urb);
  gsize room = (gsize) urb_facts (urb)->buffer_length - 8;
  guint8 answer[256] = { 4, 3, 0x09, 0x04 };
  gsize length = 4;
  int number = 0;

  if (mock_usb_device_fails (device, MOCK_USB_CONTROL, &number))
    {
      if (number != 0)
        end_urb (device, urb, -number, 0);
      return;
    }
  if (setup[1] != 6 || setup[3] != 3 || (setup[2] != 0 && setup[2] != 3))
    {
      end_urb (device, urb, -EPIPE, 0);
      return;
    }
  if (setup[2] == 3 && device->serial_raw != NULL)
    {
      length = MIN (g_bytes_get_size (device->serial_raw), sizeof answer);
      memcpy (answer, g_bytes_get_data (device->serial_raw, NULL), length);
    }
  else if (setup[2] == 3)
    {
      length = MIN (strlen (device->serial), 126);
      for (gsize i = 0; i < length; i++)
        {
          answer[2 + 2 * i] = (guint8) device->serial[i];
          answer[3 + 2 * i] = 0;
        }
      length = 2 + 2 * length;
      answer[0] = (guint8) length;
    }
  length = MIN (length, room);
  memcpy (setup + 8, answer, length);
  end_urb (device, urb, 0, length);
}

static Urb *
find_unasked (MockUsbDevice *device)
{
  for (GList *link = device->pending.head; link != NULL; link = link->next)
    {
      Urb *urb = link->data;

      if (urb_facts (urb)->type == USBDEVFS_URB_TYPE_CONTROL && !urb->asked)
        return urb;
    }

  return NULL;
}

static void
move_once (MockUsbDevice *device)
{
  Urb *urb;

  while ((urb = find_unasked (device)) != NULL)
    {
      urb->asked = TRUE;
      answer_control (device, urb);
    }
  while (!device->pulled && !g_queue_is_empty (&device->sayings) &&
         (urb = find_bulk (device, TRUE)) != NULL)
    if (!feed_urb (device, urb))
      break;
  while (!device->pulled && !device->held && (urb = find_bulk (device, FALSE)) != NULL)
    {
      GBytes *frame = hear_urb (device, urb);

      device->held = device->patience > 0 && --device->patience == 0;
      if (frame != NULL)
        deliver (device, frame);
    }
  update_pipe (device);
}

static void
end_all (MockUsbDevice *device,
         int            status)
{
  Urb *urb;

  while ((urb = g_queue_peek_head (&device->pending)) != NULL)
    end_urb (device, urb, status, 0);
}

static void
break_locked (MockUsbDevice *device,
              int            number)
{
  MockUsbPeer peer = device->peer;
  gpointer data = device->peer_data;

  end_all (device, -number);
  device->broken = TRUE;
  update_pipe (device);
  if (peer.ends == NULL)
    return;

  g_mutex_unlock (&device->lock);
  peer.ends (device, data);
  g_mutex_lock (&device->lock);
}

/* Frames reach the peer in order, whoever moves them. */
static void
move (MockUsbDevice *device)
{
  device->again = TRUE;
  if (device->moving)
    return;

  device->moving = TRUE;
  while (device->again)
    {
      device->again = FALSE;
      move_once (device);
      if (device->pulled && !device->broken)
        break_locked (device, ESHUTDOWN);
    }
  device->moving = FALSE;
}

static int
submit (MockUsbDevice     *device,
        UMockdevIoctlData *argument)
{
  Urb *urb = g_new0 (Urb, 1);
  struct usbdevfs_urb *facts;
  gboolean in;
  int number;

  urb->data = umockdev_ioctl_data_resolve (argument, 0, sizeof (struct usbdevfs_urb), NULL);
  memcpy (&urb->facts, urb->data->data, sizeof urb->facts);
  facts = urb_facts (urb);
  in = (facts->endpoint & 0x80) != 0;
  if (facts->type == USBDEVFS_URB_TYPE_BULK &&
      mock_usb_device_fails (device, in ? MOCK_USB_SUBMIT_IN : MOCK_USB_SUBMIT_OUT, &number))
    {
      urb_free (urb);
      return number;
    }
  if (facts->buffer_length > 0)
    urb->buffer = umockdev_ioctl_data_resolve (urb->data, offsetof (struct usbdevfs_urb, buffer),
                                               (gsize) facts->buffer_length, NULL);
  if (urb->buffer != NULL)
    urb->bytes = g_memdup2 (urb->buffer->data, (gsize) facts->buffer_length);
  facts->actual_length = 0;
  g_queue_push_tail (&device->pending, urb);
  device->counts.submitted++;
  device->counts.pending++;
  device->pending_bytes += (gsize) facts->buffer_length;
  device->counts.pending_max = MAX (device->counts.pending_max, (guint) device->pending_bytes);

  return 0;
}

static int
reap (MockUsbDevice     *device,
      UMockdevIoctlData *argument)
{
  g_autoptr(UMockdevIoctlData) pointer = NULL;
  Urb *urb = g_queue_pop_head (&device->ended);

  if (urb == NULL)
    return device->broken ? ENODEV : EAGAIN;

  memcpy (urb->data->data, &urb->facts, sizeof urb->facts);
  if (urb->buffer != NULL)
    memcpy (urb->buffer->data, urb->bytes, (gsize) urb->facts.buffer_length);
  pointer = umockdev_ioctl_data_resolve (argument, 0, sizeof (gpointer), NULL);
  umockdev_ioctl_data_set_ptr (pointer, 0, urb->data);
  urb_free (urb);

  return 0;
}

static int
discard (MockUsbDevice *device,
         gulong         address)
{
  for (GList *link = device->pending.head; link != NULL; link = link->next)
    {
      Urb *urb = link->data;

      if (urb->data->client_addr == address)
        {
          end_urb (device, urb, -ENOENT, (gsize) urb_facts (urb)->actual_length);
          return 0;
        }
    }

  return EINVAL;
}

static void
forget_locked (MockUsbDevice *device)
{
  g_queue_clear_full (&device->sayings, (GDestroyNotify) saying_free);
  g_byte_array_set_size (device->hearing, 0);
}

void
mock_usb_device_forget (MockUsbDevice *device)
{
  g_mutex_lock (&device->lock);
  forget_locked (device);
  g_mutex_unlock (&device->lock);
}

static int
select_interface (MockUsbDevice *device)
{
  MockUsbPeer peer = device->peer;
  int number;

  if (mock_usb_device_fails (device, MOCK_USB_SET_INTERFACE, &number))
    return number;

  device->counts.begun++;
  forget_locked (device);
  if (peer.begins != NULL)
    {
      gpointer data = device->peer_data;

      g_mutex_unlock (&device->lock);
      peer.begins (device, data);
      g_mutex_lock (&device->lock);
    }

  return 0;
}

static int
tell_capabilities (MockUsbDevice     *device,
                   UMockdevIoctlData *argument)
{
  g_autoptr(UMockdevIoctlData) answer =
    umockdev_ioctl_data_resolve (argument, 0, sizeof (guint32), NULL);

  memcpy (answer->data, &device->capabilities, sizeof device->capabilities);
  return 0;
}

static int
tell_driver (MockUsbDevice     *device,
             UMockdevIoctlData *argument)
{
  g_autoptr(UMockdevIoctlData) answer = NULL;
  int number = 0;

  if (!mock_usb_device_fails (device, MOCK_USB_GET_DRIVER, &number))
    return ENODATA;
  if (number != 0)
    return number;

  answer = umockdev_ioctl_data_resolve (argument, 0, sizeof (struct usbdevfs_getdriver), NULL);
  g_strlcpy ((char *) answer->data + offsetof (struct usbdevfs_getdriver, driver), "usb-storage",
             sizeof ((struct usbdevfs_getdriver *) NULL)->driver);

  return 0;
}

static int
claim (MockUsbDevice *device)
{
  int number;

  if (mock_usb_device_fails (device, MOCK_USB_CLAIM, &number))
    return number;
  if (device->counts.claimed > 0)
    return EBUSY;
  device->counts.claimed++;

  return 0;
}

static int
release (MockUsbDevice *device)
{
  if (device->counts.claimed == 0)
    return EINVAL;
  device->counts.claimed--;

  return 0;
}

static int
answer (MockUsbDevice     *device,
        gulong             request,
        UMockdevIoctlData *argument)
{
  if (request == USBDEVFS_REAPURB || request == USBDEVFS_REAPURBNDELAY)
    return reap (device, argument);
  if (request == USBDEVFS_RELEASEINTERFACE)
    return release (device);
  if (device->broken)
    return ENODEV;

  switch (request)
    {
    case USBDEVFS_GET_CAPABILITIES:
      return tell_capabilities (device, argument);
    case USBDEVFS_GETDRIVER:
      return tell_driver (device, argument);
    case USBDEVFS_CLAIMINTERFACE:
      return claim (device);
    case USBDEVFS_SETINTERFACE:
      return select_interface (device);
    case USBDEVFS_SUBMITURB:
      return submit (device, argument);
    case USBDEVFS_DISCARDURB:
      return discard (device, *(gulong *) (gpointer) argument->data);
    case USBDEVFS_CLEAR_HALT:
    case USBDEVFS_RESET:
      return 0;
    default:
      return ENOTTY;
    }
}

static gboolean
handle_ioctl_cb (UMockdevIoctlBase   *handler,
                 UMockdevIoctlClient *client,
                 MockUsbDevice       *device)
{
  gulong request = umockdev_ioctl_client_get_request (client);
  int number;

  g_mutex_lock (&device->lock);
  number = answer (device, request, umockdev_ioctl_client_get_arg (client));
  /* Before anything more happens libusb has to know what became of this call. */
  umockdev_ioctl_client_complete (client, number == 0 ? 0 : -1, number);
  move (device);
  g_mutex_unlock (&device->lock);

  return TRUE;
}

static void
client_gone_cb (gpointer  data,
                GObject  *client)
{
  MockUsbDevice *device = data;

  g_mutex_lock (&device->lock);
  device->counts.opened--;
  g_cond_broadcast (&device->changed);
  g_mutex_unlock (&device->lock);
  mock_usb_device_unref (device);
}

static void
client_connected_cb (UMockdevIoctlBase   *handler,
                     UMockdevIoctlClient *client,
                     MockUsbDevice       *device)
{
  g_mutex_lock (&device->lock);
  device->counts.opened++;
  g_mutex_unlock (&device->lock);
  g_object_weak_ref (G_OBJECT (client), client_gone_cb, mock_usb_device_ref (device));
}

void
mock_usb_device_connect (MockUsbDevice *device)
{
  g_autoptr(GError) error = NULL;

  device->handler = umockdev_ioctl_base_new ();
  g_signal_connect_data (device->handler, "handle-ioctl", G_CALLBACK (handle_ioctl_cb),
                         mock_usb_device_ref (device), (GClosureNotify) (GCallback) mock_usb_device_unref, 0);
  g_signal_connect_data (device->handler, "client-connected", G_CALLBACK (client_connected_cb),
                         mock_usb_device_ref (device), (GClosureNotify) (GCallback) mock_usb_device_unref, 0);
  umockdev_testbed_attach_ioctl (device->mock->testbed, device->node, device->handler, &error);
  g_assert_no_error (error);
}

void
mock_usb_break (MockUsbDevice *device,
                int            number)
{
  g_mutex_lock (&device->lock);
  break_locked (device, number);
  g_mutex_unlock (&device->lock);
}

void
mock_usb_set_peer (MockUsbDevice     *device,
                   const MockUsbPeer *peer,
                   gpointer           data)
{
  g_mutex_lock (&device->lock);
  device->peer = *peer;
  device->peer_data = data;
  g_mutex_unlock (&device->lock);
}

GBytes *
mock_usb_take (MockUsbDevice *device,
               int            timeout)
{
  gint64 deadline = g_get_monotonic_time () + timeout * G_TIME_SPAN_MILLISECOND;
  GBytes *frame;

  g_mutex_lock (&device->lock);
  while ((frame = g_queue_pop_head (&device->heard)) == NULL &&
         g_cond_wait_until (&device->changed, &device->lock, deadline))
    ;
  g_mutex_unlock (&device->lock);

  return frame;
}

static void
say (MockUsbDevice *device,
     GBytes        *bytes,
     gboolean       ends)
{
  Saying *saying = g_new0 (Saying, 1);

  saying->bytes = g_bytes_ref (bytes);
  saying->ends = ends;
  g_mutex_lock (&device->lock);
  g_queue_push_tail (&device->sayings, saying);
  move (device);
  g_mutex_unlock (&device->lock);
}

void
mock_usb_send (MockUsbDevice *device,
               GBytes        *frame)
{
  say (device, frame, TRUE);
}

void
mock_usb_send_part (MockUsbDevice *device,
                    GBytes        *bytes)
{
  say (device, bytes, FALSE);
}

gsize
mock_usb_count_unsent (MockUsbDevice *device)
{
  gsize count = 0;

  g_mutex_lock (&device->lock);
  for (GList *link = device->sayings.head; link != NULL; link = link->next)
    {
      Saying *saying = link->data;

      count += g_bytes_get_size (saying->bytes) - saying->sent;
    }
  g_mutex_unlock (&device->lock);

  return count;
}

void
mock_usb_hold (MockUsbDevice *device,
               gboolean       hold)
{
  g_mutex_lock (&device->lock);
  device->held = hold;
  move (device);
  g_mutex_unlock (&device->lock);
}

void
mock_usb_hold_after (MockUsbDevice *device,
                     guint          transfers)
{
  g_mutex_lock (&device->lock);
  device->patience = transfers;
  g_mutex_unlock (&device->lock);
}

void
mock_usb_pull_after (MockUsbDevice *device,
                     guint          transfers,
                     gboolean       during)
{
  g_mutex_lock (&device->lock);
  device->to_pull = transfers;
  device->during = during;
  g_mutex_unlock (&device->lock);
}

guint
mock_usb_count_to_pull (MockUsbDevice *device)
{
  guint count;

  g_mutex_lock (&device->lock);
  count = device->to_pull;
  g_mutex_unlock (&device->lock);

  return count;
}

void
mock_usb_fail (MockUsbDevice *device,
               MockUsbPoint   point,
               int            number,
               guint          times)
{
  g_mutex_lock (&device->lock);
  device->failures[point] = (Failure) { number, times };
  g_mutex_unlock (&device->lock);
}

MockUsbCounts
mock_usb_count (MockUsbDevice *device)
{
  MockUsbCounts counts;

  g_mutex_lock (&device->lock);
  counts = device->counts;
  g_mutex_unlock (&device->lock);

  return counts;
}

void
mock_usb_assert_idle (MockUsbDevice *device)
{
  gint64 deadline = g_get_monotonic_time () + IDLE_TIMEOUT;

  g_mutex_lock (&device->lock);
  while (device->counts.opened > 0)
    if (!g_cond_wait_until (&device->changed, &device->lock, deadline))
      break;
  g_assert_cmpuint (device->counts.opened, ==, 0);
  g_assert_cmpuint (device->counts.claimed, ==, 0);
  g_assert_cmpuint (device->counts.pending, ==, 0);
  g_assert_cmpuint (g_queue_get_length (&device->ended), ==, 0);
  g_mutex_unlock (&device->lock);
}
