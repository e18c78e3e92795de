#include "config.h"

#include "app/base/language.h"
#include "app/device/command.h"
#include "app/device/hardening.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct {
  const char *name;
  int       (*run) (int    argc,
                    char **argv);
} commands[] = {
  { "init", zm_command_init },
  { "run", zm_command_run },
  { "show", zm_command_show },
  { "audit", zm_command_audit },
  { "verify-payload", zm_command_verify_payload },
};

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;

  zm_language_start ();

  if (!zm_hardening_apply (&error))
    return zm_command_fail (error);

  for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (argv[1], commands[i].name) == 0)
        return commands[i].run (argc - 1, argv + 1);
    }

  g_printerr (_("Usage: zmonitor-device init|run|show|audit|verify-payload [OPTION…]\n"));
  return ZM_COMMAND_USAGE;
}
