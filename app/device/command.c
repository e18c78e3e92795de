#include "config.h"

#include "app/device/command.h"

#include "app/base/error.h"
#include "app/base/text.h"

#include <glib/gi18n-lib.h>

static void
tell (const char *label,
      const char *value)
{
  g_autofree char *escaped = value != NULL ? zm_text_escape (value, -1) : NULL;

  if (escaped != NULL)
    g_printerr ("  %s: %s\n", label, escaped);
}

int
zm_command_fail (const GError *error)
{
  g_autofree char *message = zm_text_escape (error->message, -1);

  g_printerr ("zmonitor-device: %s\n", message);
  tell (_("check"), zm_error_get_check (error));
  tell (_("seen"), zm_error_get_seen (error));
  tell (_("expected"), zm_error_get_expected (error));

  return ZM_COMMAND_FAILURE;
}

gboolean
zm_command_require (const char *value,
                    const char *option)
{
  if (value != NULL)
    return TRUE;

  g_printerr (_("zmonitor-device: the option --%s is missing\n"), option);
  return FALSE;
}

gboolean
zm_command_parse (int                   argc,
                  char                **argv,
                  const char           *parameters,
                  const char           *summary,
                  const GOptionEntry   *entries,
                  int                   n_rest,
                  char               ***rest)
{
  g_autoptr(GOptionContext) context = g_option_context_new (parameters);
  g_autoptr(GError) error = NULL;
  g_autofree char *help = NULL;

  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (g_option_context_parse (context, &argc, &argv, &error) && argc == n_rest + 1)
    {
      if (rest != NULL)
        *rest = argv + 1;
      return TRUE;
    }

  help = g_option_context_get_help (context, TRUE, NULL);
  if (error != NULL)
    g_printerr ("zmonitor-device: %s\n\n", error->message);
  g_printerr ("%s", help);
  return FALSE;
}
