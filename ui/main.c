#include "config.h"

#include "app/base/confine.h"
#include "ui/application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdlib.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr(ZmApplication) application = NULL;
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, ZM_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_("ZMonitor Provisioning Station"));

  if (!zm_confine_dumps (&error))
    {
      g_printerr ("zmonitor-station: %s\n", error->message);
      return EXIT_FAILURE;
    }

  application = zm_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
