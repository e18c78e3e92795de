#include "tests/bench/bench-bare.h"

#include "tests/bench/bench-order.h"

#include <libusb.h>
#include <string.h>

#define VENDOR  0x1209
#define PRODUCT 0x0001
#define PIECE   (64 * 1024) /* bytes of a transfer */
#define DEPTH   BENCH_BARE_DEPTH

typedef struct {
  libusb_context         *usb;
  libusb_device_handle   *handle;
  guint                   depth;
  guint8                  in;
  guint8                  out;
  struct libusb_transfer *ins[DEPTH];
  struct libusb_transfer *outs[DEPTH];

  GPtrArray              *frames;  /* GBytes that go out */
  guint                   frame;   /* of those, the one that is going */
  gsize                   at;      /* bytes of it that have begun */
  guint                   flying;  /* transfers, of both directions */
  guint                   sending; /* transfers of those, out */
  guint                   heard;   /* frames */
  gboolean                over;
  guint32                 sequence;
} Bare;

static void
must (int         result,
      const char *what)
{
  if (result < 0)
    g_error ("%s: %s", what, libusb_error_name (result));
}

static void
find_endpoints (Bare *self)
{
  struct libusb_config_descriptor *config;

  must (libusb_get_active_config_descriptor (libusb_get_device (self->handle), &config), "config");
  for (int i = 0; i < config->interface[0].altsetting[0].bNumEndpoints; i++)
    {
      guint8 address = config->interface[0].altsetting[0].endpoint[i].bEndpointAddress;

      if ((address & LIBUSB_ENDPOINT_IN) != 0)
        self->in = address;
      else
        self->out = address;
    }
  libusb_free_config_descriptor (config);
}

static void LIBUSB_CALL
in_cb (struct libusb_transfer *transfer)
{
  Bare *self = transfer->user_data;

  self->flying--;
  if (self->over)
    return;
  g_assert_cmpint (transfer->status, ==, LIBUSB_TRANSFER_COMPLETED);
  if (transfer->actual_length < transfer->length)
    self->heard++;
  must (libusb_submit_transfer (transfer), "submit");
  self->flying++;
}

static void
send_next (Bare                   *self,
           struct libusb_transfer *transfer)
{
  GBytes *frame;
  gsize length;
  gsize part;

  if (self->frame == self->frames->len)
    return;

  frame = g_ptr_array_index (self->frames, self->frame);
  length = g_bytes_get_size (frame);
  part = MIN (PIECE, length - self->at);
  transfer->buffer = (guint8 *) g_bytes_get_data (frame, NULL) + self->at;
  transfer->length = (int) part;
  transfer->flags = 0;
  self->at += part;
  if (self->at == length)
    {
      transfer->flags = LIBUSB_TRANSFER_ADD_ZERO_PACKET;
      self->frame++;
      self->at = 0;
    }
  must (libusb_submit_transfer (transfer), "submit");
  self->flying++;
  self->sending++;
}

static void LIBUSB_CALL
out_cb (struct libusb_transfer *transfer)
{
  Bare *self = transfer->user_data;

  self->flying--;
  self->sending--;
  g_assert_cmpint (transfer->status, ==, LIBUSB_TRANSFER_COMPLETED);
  send_next (self, transfer);
}

static void
add_frame (Bare       *self,
           const void *data,
           gsize       length)
{
  g_autoptr(GBytes) body = g_bytes_new (data, length);

  g_ptr_array_add (self->frames, zm_frame_encode (ZM_FRAME_MESSAGE, ++self->sequence, body));
}

static void
add_order (Bare       *self,
           const char *word,
           guint       count)
{
  g_autofree char *text = g_strdup_printf ("%s %u", word, count);

  add_frame (self, text, strlen (text));
}

static void
bare_begin (Bare *self)
{
  gint64 deadline = g_get_monotonic_time () + BENCH_TIMEOUT * G_TIME_SPAN_MILLISECOND;

  must (libusb_init (&self->usb), "init");
  while ((self->handle = libusb_open_device_with_vid_pid (self->usb, VENDOR, PRODUCT)) == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (20 * G_TIME_SPAN_MILLISECOND);
    }
  find_endpoints (self);
  must (libusb_claim_interface (self->handle, 0), "claim");
  must (libusb_set_interface_alt_setting (self->handle, 0, 0), "set interface");
  self->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < self->depth; i++)
    {
      self->ins[i] = libusb_alloc_transfer (0);
      libusb_fill_bulk_transfer (self->ins[i], self->handle, self->in, g_malloc (PIECE), PIECE, in_cb,
                                 self, 0);
      must (libusb_submit_transfer (self->ins[i]), "submit");
      self->flying++;
      self->outs[i] = libusb_alloc_transfer (0);
      libusb_fill_bulk_transfer (self->outs[i], self->handle, self->out, NULL, 0, out_cb, self, 0);
    }
}

static void
handle_events (Bare *self)
{
  must (libusb_handle_events_completed (self->usb, NULL), "events");
}

/* Until the frames before end are out, and so many have come in. */
static void
move (Bare  *self,
      guint  end,
      guint  heard)
{
  GPtrArray *all = self->frames;
  GPtrArray part = { .pdata = all->pdata, .len = end };

  self->frames = &part;
  for (guint i = 0; i < self->depth; i++)
    send_next (self, self->outs[i]);
  while (self->sending > 0 || self->heard < heard)
    handle_events (self);
  self->frames = all;
}

static void
bare_end (Bare *self)
{
  self->over = TRUE;
  for (guint i = 0; i < self->depth; i++)
    (void) libusb_cancel_transfer (self->ins[i]);
  while (self->flying > 0)
    handle_events (self);
  for (guint i = 0; i < self->depth; i++)
    {
      g_free (self->ins[i]->buffer);
      libusb_free_transfer (self->ins[i]);
      libusb_free_transfer (self->outs[i]);
    }
  libusb_release_interface (self->handle, 0);
  libusb_close (self->handle);
  libusb_exit (self->usb);
  g_ptr_array_unref (self->frames);
}

static double
seconds_since (gint64 begun)
{
  return (double) (g_get_monotonic_time () - begun) / G_TIME_SPAN_SECOND;
}

double
bench_bare_push (gsize length,
                 guint count,
                 guint depth)
{
  g_autofree guint8 *data = g_malloc0 (length);
  Bare self = { .depth = depth };
  double seconds;
  gint64 begun;

  bare_begin (&self);
  add_order (&self, BENCH_PUSH, count);
  for (guint i = 0; i < count; i++)
    add_frame (&self, data, length);

  begun = g_get_monotonic_time ();
  move (&self, 1, 0);
  for (guint i = 0; i < count; i++)
    move (&self, i + 2, i + 1);
  seconds = seconds_since (begun);
  bare_end (&self);

  return seconds;
}

double
bench_bare_up (guint depth)
{
  Bare self = { .depth = depth };
  double seconds;
  gint64 begun;

  bare_begin (&self);
  add_order (&self, BENCH_SOURCE, BENCH_TUNNEL_STEPS);
  begun = g_get_monotonic_time ();
  move (&self, 1, BENCH_TUNNEL_STEPS);
  seconds = seconds_since (begun);
  bare_end (&self);

  return seconds;
}

double
bench_bare_down (guint depth)
{
  g_autofree guint8 *data = g_malloc0 (BENCH_TUNNEL_STEP);
  Bare self = { .depth = depth };
  double seconds;
  gint64 begun;

  bare_begin (&self);
  add_order (&self, BENCH_SINK, BENCH_TUNNEL_STEPS);
  for (guint i = 0; i < BENCH_TUNNEL_STEPS; i++)
    add_frame (&self, data, bench_order_get_step (i));
  begun = g_get_monotonic_time ();
  move (&self, BENCH_TUNNEL_STEPS + 1, 1);
  seconds = seconds_since (begun);
  bare_end (&self);

  return seconds;
}
