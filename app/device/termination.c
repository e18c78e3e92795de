#include "app/device/termination.h"

#include <pthread.h>
#include <signal.h>

static void
fill_signals (sigset_t *signals)
{
  sigemptyset (signals);
  sigaddset (signals, SIGTERM);
  sigaddset (signals, SIGINT);
}

static gpointer
wait_for_signal (gpointer data)
{
  g_autoptr(GCancellable) cancellable = data;
  sigset_t signals;
  int number;

  fill_signals (&signals);
  (void) sigwait (&signals, &number);
  g_cancellable_cancel (cancellable);

  return NULL;
}

void
zm_termination_watch (GCancellable *cancellable)
{
  sigset_t signals;

  fill_signals (&signals);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("termination", wait_for_signal, g_object_ref (cancellable)));
}
