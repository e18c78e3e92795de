#include "usb/virtual-listener.h"
#include "usb/virtual.h"

#include "usb/frame.h"

#include "app/base/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define TIMEOUT 5000 /* ms; long enough that only a fault reaches it */

typedef struct {
  char        *directory;
  char        *path;
  ZmListener  *listener;
  ZmTransport *station;
  ZmTransport *device;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("zm-virtual-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "tether", NULL);
  fixture->listener = zm_virtual_listener_new (fixture->path, &error);
  g_assert_no_error (error);
  fixture->station = zm_virtual_connect (fixture->path, &error);
  g_assert_no_error (error);
  fixture->device = zm_listener_accept (fixture->listener, TIMEOUT, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *lock = g_strconcat (fixture->path, ".lock", NULL);

  if (fixture->station != NULL)
    g_assert_finalize_object (fixture->station);
  if (fixture->device != NULL)
    g_assert_finalize_object (fixture->device);
  g_assert_finalize_object (fixture->listener);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_unlink (lock);
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_free (fixture->path);
  g_free (fixture->directory);
}

static void
assert_check (const GError *error,
              ZmErrorCode   code,
              const char   *check)
{
  g_assert_true (zm_error_matches (error, code));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
assert_unplugged (ZmTransport *transport)
{
  g_autoptr(GBytes) frame = g_bytes_new_static ("x", 1);
  g_autoptr(GError) sending = NULL;
  g_autoptr(GError) receiving = NULL;
  g_autoptr(GBytes) received = zm_transport_receive (transport, TIMEOUT, NULL, &receiving);

  g_assert_null (received);
  assert_check (receiving, ZM_ERROR_UNAVAILABLE, "tether.unplugged");
  g_assert_false (zm_transport_send (transport, frame, TIMEOUT, NULL, &sending));
  assert_check (sending, ZM_ERROR_UNAVAILABLE, "tether.unplugged");
}

static void
test_knows_who_is_gone (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GBytes) frame = g_bytes_new_static ("last", 4);
  g_autoptr(GBytes) received = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_transport_is_gone (fixture->station));
  g_assert_true (zm_transport_send (fixture->device, frame, TIMEOUT, NULL, &error));
  g_assert_false (zm_transport_is_gone (fixture->station));
  zm_transport_close (fixture->device);
  g_assert_true (zm_transport_is_gone (fixture->device));
  g_assert_true (zm_transport_is_gone (fixture->station));

  received = zm_transport_receive (fixture->station, TIMEOUT, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (received, frame));
  assert_unplugged (fixture->station);
}

static void
assert_carries (ZmTransport *from,
                ZmTransport *to,
                gsize        length)
{
  g_autofree guint8 *data = g_malloc (length);
  g_autoptr(GBytes) frame = NULL;
  g_autoptr(GBytes) received = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (i * 31 + i / 256);
  frame = g_bytes_new (data, length);

  g_assert_true (zm_transport_send (from, frame, TIMEOUT, NULL, &error));
  g_assert_no_error (error);
  received = zm_transport_receive (to, TIMEOUT, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (received, frame));
}

static void
test_carries_frames (Fixture       *fixture,
                     gconstpointer  data)
{
  assert_carries (fixture->station, fixture->device, 1);
  assert_carries (fixture->device, fixture->station, ZM_FRAME_HEADER);
  assert_carries (fixture->station, fixture->device, ZM_FRAME_MAX);
  assert_carries (fixture->device, fixture->station, ZM_FRAME_MAX);
}

static void
test_names_the_port (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *expected = g_strconcat ("virtual:", fixture->path, NULL);

  g_assert_cmpstr (zm_transport_get_port (fixture->station), ==, expected);
  g_assert_cmpstr (zm_transport_get_port (fixture->device), ==, expected);
}

static void
test_times_out (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) at_once = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr(GBytes) received = zm_transport_receive (fixture->station, 30, NULL, &error);

  g_assert_null (received);
  assert_check (error, ZM_ERROR_UNAVAILABLE, "tether.timeout");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 30 * 1000);

  g_assert_null (zm_transport_receive (fixture->station, 0, NULL, &at_once));
  assert_check (at_once, ZM_ERROR_UNAVAILABLE, "tether.timeout");
  assert_carries (fixture->station, fixture->device, 100);
}

/* A peer that reads nothing must not hold a sender for ever, nor make it buffer. */
static void
test_full_cable (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree guint8 *zeros = g_malloc0 (ZM_FRAME_MAX);
  g_autoptr(GBytes) frame = g_bytes_new (zeros, ZM_FRAME_MAX);
  g_autoptr(GError) error = NULL;
  guint sent = 0;

  while (zm_transport_send (fixture->station, frame, 20, NULL, &error))
    g_assert_cmpuint (++sent, <, 64);
  assert_check (error, ZM_ERROR_UNAVAILABLE, "tether.timeout");
  g_assert_cmpuint (sent, >, 0);
  for (; sent > 0; sent--)
    {
      g_autoptr(GBytes) received = zm_transport_receive (fixture->device, TIMEOUT, NULL, NULL);

      g_assert_nonnull (received);
    }
  assert_carries (fixture->station, fixture->device, 100);
}

static void
test_peer_leaves (Fixture       *fixture,
                  gconstpointer  data)
{
  g_clear_object (&fixture->device);

  assert_unplugged (fixture->station);
}

/* What was sent before the cable came out still arrives, even when the peer left a frame of ours
 * unread, which resets the connection. */
static void
test_last_words_arrive (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GBytes) unread = g_bytes_new_static ("unread", 6);
  g_autoptr(GBytes) last = g_bytes_new_static ("last", 4);
  g_autoptr(GBytes) received = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_transport_send (fixture->station, unread, TIMEOUT, NULL, &error));
  g_assert_true (zm_transport_send (fixture->device, last, TIMEOUT, NULL, &error));
  g_clear_object (&fixture->device);

  received = zm_transport_receive (fixture->station, TIMEOUT, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (received, last));
  assert_unplugged (fixture->station);
}

static void
test_close_is_final (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GBytes) frame = g_bytes_new_static ("x", 1);

  g_assert_true (zm_transport_send (fixture->device, frame, TIMEOUT, NULL, NULL));
  zm_transport_close (fixture->station);
  zm_transport_close (fixture->station);

  assert_unplugged (fixture->station);
}

static gpointer
close_later (gpointer data)
{
  g_usleep (20 * 1000);
  zm_transport_close (data);

  return NULL;
}

static void
test_close_wakes (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  GThread *thread = g_thread_new ("closer", close_later, fixture->station);
  g_autoptr(GBytes) received = zm_transport_receive (fixture->station, ZM_TRANSPORT_FOREVER, NULL,
                                                     &error);

  g_thread_join (thread);
  g_assert_null (received);
  assert_check (error, ZM_ERROR_UNAVAILABLE, "tether.unplugged");
}

static gpointer
cancel_later (gpointer data)
{
  g_usleep (20 * 1000);
  g_cancellable_cancel (data);

  return NULL;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) again = NULL;
  GThread *thread = g_thread_new ("canceller", cancel_later, cancellable);
  g_autoptr(GBytes) received = zm_transport_receive (fixture->station, ZM_TRANSPORT_FOREVER,
                                                     cancellable, &error);

  g_thread_join (thread);
  g_assert_null (received);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (zm_listener_accept (fixture->listener, ZM_TRANSPORT_FOREVER, cancellable,
                                     &again));
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_carries (fixture->device, fixture->station, 100);
}

static int
connect_raw (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const int size = 2 * ZM_FRAME_MAX;
  int fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (connect (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);

  return fd;
}

static void
test_refuses_large_packet (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree guint8 *zeros = g_malloc0 (ZM_FRAME_MAX + 1);
  int fd = connect_raw (fixture->path);
  g_autoptr(ZmTransport) device = zm_listener_accept (fixture->listener, TIMEOUT, NULL,
                                                      NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) next = NULL;

  g_assert_cmpint (send (fd, zeros, ZM_FRAME_MAX + 1, 0), ==, ZM_FRAME_MAX + 1);
  g_assert_cmpint (send (fd, "next", 4, 0), ==, 4);

  g_assert_null (zm_transport_receive (device, TIMEOUT, NULL, &error));
  assert_check (error, ZM_ERROR_INVALID, "tether.size");
  next = zm_transport_receive (device, TIMEOUT, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (next), ==, 4);
  close (fd);
}

static void
test_socket_is_private (Fixture       *fixture,
                        gconstpointer  data)
{
  struct stat status;

  g_assert_cmpint (lstat (fixture->path, &status), ==, 0);
  g_assert_true (S_ISSOCK (status.st_mode));
  g_assert_cmphex (status.st_mode & 07777, ==, 0600);
}

static void
test_replaces_only_the_dead (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *stale = g_build_filename (fixture->directory, "stale", NULL);
  g_autofree char *lock = g_strconcat (stale, ".lock", NULL);
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  g_autoptr(ZmListener) revived = NULL;
  g_autoptr(GError) living = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_virtual_listener_new (fixture->path, &living));
  assert_check (living, ZM_ERROR_CONFLICT, "tether.in-use");
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  g_strlcpy (address.sun_path, stale, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  close (fd);
  revived = zm_virtual_listener_new (stale, &error);
  g_assert_no_error (error);
  g_unlink (lock);
}

static void
test_never_replaces_a_file (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autofree char *file = g_build_filename (fixture->directory, "file", NULL);
  g_autofree char *lock = g_strconcat (file, ".lock", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "precious", -1, NULL));
  g_assert_null (zm_virtual_listener_new (file, &error));
  assert_check (error, ZM_ERROR_IO, "tether.listen");
  g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
  g_unlink (file);
  g_unlink (lock);
}

static void
test_nobody_there (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *nowhere = g_build_filename (fixture->directory, "nowhere", NULL);
  g_autofree char *longest = g_strnfill (108, 'a');
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) too_long = NULL;

  g_assert_null (zm_virtual_connect (nowhere, &error));
  assert_check (error, ZM_ERROR_UNAVAILABLE, "tether.connect");
  g_assert_null (zm_virtual_connect (longest, &too_long));
  assert_check (too_long, ZM_ERROR_INVALID, "tether.address");
}

#define ADD(name, function) \
  g_test_add ("/virtual/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("carries-frames", test_carries_frames);
  ADD ("port", test_names_the_port);
  ADD ("gone", test_knows_who_is_gone);
  ADD ("timeout", test_times_out);
  ADD ("full-cable", test_full_cable);
  ADD ("peer-leaves", test_peer_leaves);
  ADD ("last-words", test_last_words_arrive);
  ADD ("close", test_close_is_final);
  ADD ("close-wakes", test_close_wakes);
  ADD ("cancel", test_cancel);
  ADD ("large-packet", test_refuses_large_packet);
  ADD ("private", test_socket_is_private);
  ADD ("stale-socket", test_replaces_only_the_dead);
  ADD ("file-in-the-way", test_never_replaces_a_file);
  ADD ("nobody", test_nobody_there);

  return g_test_run ();
}
