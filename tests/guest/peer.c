/* A host without anything of ours but the numbers on the wire: a bare libusb loop, so that what the
 * gadget does is judged, and later measured, by other code than the station's.
 *
 *   peer sizes        sends frames of all edge sizes and wants them back
 *   peer half-sent    begins a frame, and waits until the device is gone
 *   peer half-read    has a frame sent back, reads its beginning, and waits until the device is gone
 *   peer closed       has the device close the conversation, which must be known at once
 *   peer setup        asks for what no tether speaks: a stall, and the tether works on
 *   peer again        begins a second conversation in the middle of a frame of the first
 */

#include "usb/frame.h"

#include <glib.h>
#include <libusb.h>
#include <stdio.h>
#include <string.h>

#define VENDOR   0x1209
#define PRODUCT  0x0001
#define TIMEOUT  20000 /* ms; long enough that only a fault reaches it */
#define TRANSFER (16 * 1024)

typedef struct {
  libusb_device_handle *handle;
  guint8                in;
  guint8                out;
  gsize                 packet; /* bytes */
  gsize                 length; /* of the frame under way, for who looks for a fault */
} Peer;

static void
must (Peer       *peer,
      int         result,
      const char *what)
{
  if (result < 0)
    g_error ("%s, frame of %zu bytes: %s", what, peer->length, libusb_error_name (result));
}

static void
find_endpoints (Peer *peer)
{
  struct libusb_config_descriptor *config;
  const struct libusb_interface_descriptor *interface;

  must (peer, libusb_get_active_config_descriptor (libusb_get_device (peer->handle), &config), "config");
  interface = &config->interface[0].altsetting[0];
  g_assert_cmphex (interface->bInterfaceClass, ==, 0xff);
  g_assert_cmphex (interface->bInterfaceSubClass, ==, 0x5a);
  g_assert_cmphex (interface->bInterfaceProtocol, ==, 0x01);
  g_assert_cmpint (interface->bNumEndpoints, ==, 2);
  for (int i = 0; i < 2; i++)
    {
      const struct libusb_endpoint_descriptor *endpoint = &interface->endpoint[i];

      g_assert_cmpint (endpoint->bmAttributes & 3, ==, LIBUSB_TRANSFER_TYPE_BULK);
      if ((endpoint->bEndpointAddress & LIBUSB_ENDPOINT_IN) != 0)
        peer->in = endpoint->bEndpointAddress;
      else
        peer->out = endpoint->bEndpointAddress;
      peer->packet = endpoint->wMaxPacketSize;
    }
  g_assert_true (peer->in != 0 && peer->out != 0);
  libusb_free_config_descriptor (config);
}

static void
begin (Peer *peer)
{
  must (peer, libusb_set_interface_alt_setting (peer->handle, 0, 0), "set interface");
}

static void
open_peer (Peer *peer)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT * G_TIME_SPAN_MILLISECOND;

  must (peer, libusb_init (NULL), "init");
  /* A device that has just come may not be open to us yet. */
  while ((peer->handle = libusb_open_device_with_vid_pid (NULL, VENDOR, PRODUCT)) == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (20 * G_TIME_SPAN_MILLISECOND);
    }
  find_endpoints (peer);
  must (peer, libusb_claim_interface (peer->handle, 0), "claim");
  begin (peer);
}

static int
send_bytes (Peer   *peer,
            guint8 *data,
            gsize   length)
{
  int done = 0;
  int result = libusb_bulk_transfer (peer->handle, peer->out, data, (int) length, &done, TIMEOUT);

  if (result == 0)
    g_assert_cmpint (done, ==, length);

  return result;
}

static void
send_frame (Peer   *peer,
            guint8 *data,
            gsize   length)
{
  for (gsize at = 0; at < length; at += TRANSFER)
    must (peer, send_bytes (peer, data + at, MIN (TRANSFER, length - at)), "send");
  if (length % peer->packet == 0)
    must (peer, send_bytes (peer, data, 0), "send the end");
}

/* buffer has room for one transfer more than the largest frame. */
static gsize
receive_frame (Peer   *peer,
               guint8 *buffer)
{
  gsize length = 0;
  int done;

  do
    {
      must (peer, libusb_bulk_transfer (peer->handle, peer->in, buffer + length, TRANSFER, &done, TIMEOUT),
            "receive");
      length += (gsize) done;
      g_assert_cmpuint (length, <=, ZM_FRAME_MAX);
    } while (done == TRANSFER);

  return length;
}

static void
fill (guint8 *data,
      gsize   length)
{
  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (i * 31 + i / 251 + length);
}

static void
expect_back (Peer  *peer,
             gsize  length)
{
  g_autofree guint8 *sent = g_malloc (length);
  g_autofree guint8 *received = g_malloc0 (ZM_FRAME_MAX + TRANSFER);

  peer->length = length;
  fill (sent, length);
  send_frame (peer, sent, length);
  g_assert_cmpuint (receive_frame (peer, received), ==, length);
  g_assert_true (memcmp (sent, received, length) == 0);
}

/* Every length around a whole packet and a whole transfer, and the largest. */
static void
run_sizes (Peer *peer)
{
  const gsize edges[] = { 64, 512, 1024, 4096, TRANSFER, TRANSFER + 512, TRANSFER + 1024,
                          2 * TRANSFER, 65536, 9 * TRANSFER, 16 * TRANSFER };
  g_autofree guint8 *large = g_malloc0 (ZM_FRAME_MAX + 1);
  g_autofree guint8 *answer = g_malloc0 (ZM_FRAME_MAX + TRANSFER);

  expect_back (peer, 1);
  expect_back (peer, ZM_FRAME_HEADER);
  for (gsize i = 0; i < G_N_ELEMENTS (edges); i++)
    {
      for (gsize length = edges[i] - 1; length <= edges[i] + 1; length++)
        expect_back (peer, length);
    }
  expect_back (peer, ZM_FRAME_MAX - 1);
  expect_back (peer, ZM_FRAME_MAX);

  send_frame (peer, large, ZM_FRAME_MAX + 1);
  g_assert_cmpuint (receive_frame (peer, answer), ==, 4);
  g_assert_true (memcmp (answer, "size", 4) == 0);
  expect_back (peer, 100);
}

static void
wait_until_gone (Peer   *peer,
                 guint8  endpoint)
{
  g_autofree guint8 *data = g_malloc0 (TRANSFER);
  int done;
  int result;

  g_print ("ready\n");
  do
    result = libusb_bulk_transfer (peer->handle, endpoint, data, TRANSFER, &done, TIMEOUT);
  while (result == 0 && endpoint == peer->out);
  g_assert_cmpint (result, !=, LIBUSB_ERROR_TIMEOUT);
  g_print ("%s\n", libusb_error_name (result));
}

static void
run_half_sent (Peer *peer)
{
  g_autofree guint8 *data = g_malloc0 (4 * TRANSFER);

  expect_back (peer, 1000);
  must (peer, send_bytes (peer, data, 4 * TRANSFER), "send a half");
  wait_until_gone (peer, peer->in);
}

static void
run_half_read (Peer *peer)
{
  g_autofree guint8 *data = g_malloc0 (ZM_FRAME_MAX);
  int done;

  send_frame (peer, data, ZM_FRAME_MAX);
  must (peer, libusb_bulk_transfer (peer->handle, peer->in, data, (int) peer->packet, &done, TIMEOUT),
        "receive a beginning");
  g_print ("ready\n");
  while (libusb_control_transfer (peer->handle, LIBUSB_ENDPOINT_IN, LIBUSB_REQUEST_GET_STATUS, 0, 0,
                                  data, 2, TIMEOUT) == 2)
    g_usleep (5 * G_TIME_SPAN_MILLISECOND);
  g_print ("gone\n");
}

static void
run_closed (Peer *peer)
{
  guint8 word[] = "close";
  guint8 data[64];
  int done;

  expect_back (peer, 10);
  send_frame (peer, word, 5);
  g_assert_cmpint (libusb_bulk_transfer (peer->handle, peer->in, data, sizeof data, &done, TIMEOUT),
                   ==, LIBUSB_ERROR_PIPE);
  begin (peer);
  expect_back (peer, 1024);
}

static void
run_setup (Peer *peer)
{
  guint8 data[64] = { 0 };
  const guint8 kind = LIBUSB_REQUEST_TYPE_VENDOR | LIBUSB_RECIPIENT_INTERFACE;

  for (int i = 0; i < 20; i++)
    {
      g_assert_cmpint (libusb_control_transfer (peer->handle, LIBUSB_ENDPOINT_IN | kind, 0x42, i, 0,
                                                data, sizeof data, TIMEOUT),
                       ==, LIBUSB_ERROR_PIPE);
      g_assert_cmpint (libusb_control_transfer (peer->handle, LIBUSB_ENDPOINT_OUT | kind, 0x42, i, 0,
                                                data, i, TIMEOUT),
                       ==, LIBUSB_ERROR_PIPE);
      expect_back (peer, 100);
    }
}

static void
run_again (Peer *peer)
{
  g_autofree guint8 *data = g_malloc0 (ZM_FRAME_MAX);
  int done;

  for (int i = 0; i < 20; i++)
    {
      must (peer, send_bytes (peer, data, TRANSFER), "send a half");
      begin (peer);
      expect_back (peer, 700);
      send_frame (peer, data, ZM_FRAME_MAX);
      must (peer, libusb_bulk_transfer (peer->handle, peer->in, data, (int) peer->packet, &done, TIMEOUT),
            "receive a beginning");
      begin (peer);
      expect_back (peer, 1024);
    }
}

static const struct {
  const char *name;
  void      (*run) (Peer *peer);
} scenes[] = {
  { "sizes", run_sizes },
  { "half-sent", run_half_sent },
  { "half-read", run_half_read },
  { "closed", run_closed },
  { "setup", run_setup },
  { "again", run_again },
};

int
main (int   argc,
      char *argv[])
{
  Peer peer = { NULL };

  g_assert_cmpint (argc, ==, 2);
  setvbuf (stdout, NULL, _IOLBF, 0);
  open_peer (&peer);
  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      if (strcmp (argv[1], scenes[i].name) == 0)
        scenes[i].run (&peer);
    }
  libusb_release_interface (peer.handle, 0);
  libusb_close (peer.handle);
  libusb_exit (NULL);

  return 0;
}
