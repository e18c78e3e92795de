#include "config.h"

#include "app/base/language.h"
#include "app/ctl/ctl.h"

#include <glib/gi18n.h>

int
main (int   argc,
      char *argv[])
{
  zm_language_start ();
  g_set_prgname ("zmonitor-stationctl");

  return zm_ctl_run (argc, argv);
}
