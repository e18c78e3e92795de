#include "app/central/central-log.h"
#include "app/central/central.h"

#include "app/base/confine.h"
#include "app/base/error.h"
#include "app/pki/random.h"

#include <locale.h>
#include <stdlib.h>

#define EXIT_USAGE 2

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCentralOptions) options = NULL;
  g_autoptr(ZmCentral) central = NULL;

  setlocale (LC_ALL, "");
  options = zm_central_options_parse (&argc, &argv, &error);
  if (options == NULL)
    {
      zm_central_log_error ("failed", NULL, error);
      return EXIT_USAGE;
    }
  if (zm_confine_memory (&error) && zm_random_check (&error))
    central = zm_central_new (options, &error);
  if (central == NULL ||
      !zm_confine_calls (options->memory != NULL ? ZM_CONFINE_KEEPER : ZM_CONFINE_SERVER, &error))
    {
      zm_central_log_error ("failed", NULL, error);
      return EXIT_FAILURE;
    }

  zm_central_run (central, options->ready_fd);
  return EXIT_SUCCESS;
}
