/* A gadget that sends back each frame that it gets, for as long as it is not ended: the device's
* end of the cable without a device. On standard output stands what happened, one word a line. */

#include "usb/gadget-listener.h"

#include "app/base/error.h"

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>

#define PATIENCE 60000 /* ms that a frame may take to go out; longer than any host here waits */

static void
tell (const char *word)
{
  g_print ("%s\n", word);
}

static gboolean
answer (ZmTransport   *transport,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr(GError) failure = NULL;
  g_autoptr(GBytes) frame = zm_transport_receive (transport, ZM_TRANSPORT_FOREVER, cancellable,
                                                  &failure);

  if (frame == NULL && g_strcmp0 (zm_error_get_check (failure), "tether.size") == 0)
    frame = g_bytes_new_static ("size", 4);
  if (frame == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (g_bytes_get_size (frame) == 5 && memcmp (g_bytes_get_data (frame, NULL), "close", 5) == 0)
    {
      zm_transport_close (transport);
      return TRUE;
    }

  return zm_transport_send (transport, frame, PATIENCE, cancellable, error);
}

static void
converse (ZmTransport  *transport,
          GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;

  tell ("begun");
  while (answer (transport, cancellable, &error))
    continue;
  if (g_cancellable_is_cancelled (cancellable))
    return;

  tell (zm_error_get_check (error));
  /* An interruption of a frame is told first as what it was, and then by everybody as this. */
  zm_transport_close (transport);
  g_assert_true (zm_transport_is_gone (transport));
}

static gpointer
serve (gpointer data)
{
  GCancellable *cancellable = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmListener) listener = zm_gadget_listener_new (g_object_get_data (data, "directory"),
                                                           &error);

  g_assert_no_error (error);
  tell ("listening");
  for (;;)
    {
      g_autoptr(ZmTransport) transport = zm_listener_accept (listener, ZM_TRANSPORT_FOREVER,
                                                             cancellable, &error);

      if (transport == NULL)
        break;
      converse (transport, cancellable);
      g_assert_finalize_object (g_steal_pointer (&transport));
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_finalize_object (g_steal_pointer (&listener));

  return NULL;
}

static gboolean
terminate (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GThread *thread;

  g_assert_cmpint (argc, ==, 2);
  setvbuf (stdout, NULL, _IOLBF, 0);
  g_unix_signal_add (SIGTERM, terminate, loop);
  g_object_set_data (G_OBJECT (cancellable), "directory", argv[1]);
  thread = g_thread_new ("serve", serve, cancellable);
  g_main_loop_run (loop);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  tell ("ended");

  return 0;
}
