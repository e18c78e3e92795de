#include "app/base/wait.h"

#include "app/base/error.h"

#include <poll.h>
#include <unistd.h>

typedef struct {
  int reading;
  int writing;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  fixture->reading = fds[0];
  fixture->writing = fds[1];
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  close (fixture->reading);
  if (fixture->writing >= 0)
    close (fixture->writing);
}

static ZmWaitResult
wait_to_read (Fixture       *fixture,
              int            timeout,
              GCancellable  *cancellable,
              GError       **error)
{
  return zm_wait_for_fd (fixture->reading, POLLIN, zm_wait_deadline (timeout), cancellable, error);
}

static void
test_ready (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (write (fixture->writing, "x", 1), ==, 1);
  g_assert_cmpint (wait_to_read (fixture, ZM_WAIT_FOREVER, NULL, &error), ==, ZM_WAIT_READY);
  g_assert_cmpint (wait_to_read (fixture, 0, NULL, &error), ==, ZM_WAIT_READY);
  g_assert_no_error (error);
}

static void
test_hangup_is_ready (Fixture       *fixture,
                      gconstpointer  data)
{
  close (fixture->writing);
  fixture->writing = -1;
  g_assert_cmpint (wait_to_read (fixture, ZM_WAIT_FOREVER, NULL, NULL), ==, ZM_WAIT_READY);
}

static void
test_timeout (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_cmpint (wait_to_read (fixture, 20, cancellable, &error), ==, ZM_WAIT_TIMEOUT);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 20 * 1000);
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
  GThread *thread = g_thread_new ("canceller", cancel_later, cancellable);

  g_assert_cmpint (wait_to_read (fixture, ZM_WAIT_FOREVER, cancellable, &error), ==,
                   ZM_WAIT_FAILED);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

/* Cancelled wins over ready: whoever cancelled expects that nothing more happens. */
static void
test_cancelled_before (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (write (fixture->writing, "x", 1), ==, 1);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (wait_to_read (fixture, 0, cancellable, &error), ==, ZM_WAIT_FAILED);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, function) g_test_add ("/wait/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("ready", test_ready);
  ADD ("hangup", test_hangup_is_ready);
  ADD ("timeout", test_timeout);
  ADD ("cancel", test_cancel);
  ADD ("cancelled-before", test_cancelled_before);

  return g_test_run ();
}
