#include "config.h"

#include "app/base/confine.h"
#include "app/base/heap.h"
#include "app/base/language.h"
#include "ui/application.h"

#include <glib/gi18n.h>
#include <stdlib.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr(ZmApplication) application = NULL;
  g_autoptr(GError) error = NULL;

  zm_heap_set_up ();
  zm_language_start ();
  g_set_application_name (_("ZMonitor Provisioning Station"));

  if (!zm_confine_dumps (&error))
    {
      g_printerr ("zmonitor-station: %s\n", error->message);
      return EXIT_FAILURE;
    }

  application = zm_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
