#include "app/base/error.h"
#include "app/signer/ceremony-service.h"
#include "app/signer/sandbox.h"
#include "app/signer/service.h"

#include <locale.h>
#include <signal.h>
#include <stdlib.h>

/* Whoever starts this program must not choose OpenSSL's configuration or modules for it. */
static void
drop_environment (void)
{
  g_autofree char *pid = g_strdup (g_getenv ("LISTEN_PID"));
  g_autofree char *fds = g_strdup (g_getenv ("LISTEN_FDS"));

  clearenv ();
  if (pid != NULL && fds != NULL)
    {
      g_setenv ("LISTEN_PID", pid, TRUE);
      g_setenv ("LISTEN_FDS", fds, TRUE);
    }
}

static gboolean
run (int      argc,
     char    *argv[],
     GError **error)
{
  g_autoptr(ZmOptions) options = zm_options_parse (&argc, &argv, error);

  if (options == NULL || !zm_sandbox_harden (error))
    return FALSE;

  return options->ceremony ? zm_ceremony_service_run (options, error)
                           : zm_service_run (options, error);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;

  drop_environment ();
  setlocale (LC_CTYPE, "C.UTF-8");
  /* A client that is gone, a disk that is full: errors of one call, not the end. */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  if (run (argc, argv, &error))
    return EXIT_SUCCESS;

  g_printerr ("zmonitor-signer: %s (%s)\n", error->message, zm_error_get_check (error));
  return zm_service_exit_status (error);
}
