#include "config.h"

#include "app/ctl/verb-training.h"

#include "app/ctl/output.h"
#include "app/station/training.h"

#include <glib/gi18n.h>

static char *keep;

const GOptionEntry zm_verb_training_options[] = {
  { "keep", 0, 0, G_OPTION_ARG_FILENAME, &keep, N_("Make the station there and leave it"), "DIR" },
  { NULL },
};

gboolean
zm_verb_training_run (ZmCommand  *command,
                      GError    **error)
{
  g_autoptr(ZmTraining) training = NULL;

  zm_output_progress ("%s", _("Making a training station"));
  training = zm_training_new (keep, 1, error);
  if (training == NULL)
    return FALSE;

  command->station = g_object_ref (zm_training_get_station (training));
  zm_command_add_text (command, "directory", zm_station_get_directory (command->station));
  return TRUE;
}
