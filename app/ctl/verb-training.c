#include "config.h"

#include "app/ctl/verb-training.h"

#include "app/base/error.h"
#include "app/ctl/output.h"
#include "app/ctl/watch.h"
#include "app/qr/picture.h"
#include "app/qr/reader-client.h"
#include "app/station/training.h"

#include <glib/gi18n.h>

#define TICKET_TIMEOUT 30 /* seconds */
#define PICTURE_SCALE  6  /* pixels a module, as a monitor's screen would show it */

static char *keep;

const GOptionEntry zm_verb_training_options[] = {
  { "keep", 0, 0, G_OPTION_ARG_FILENAME, &keep, N_("Make the station there and leave it"), "DIR" },
  { NULL },
};

static gboolean
give_up_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Its process starts, makes a key and shows its code. */
static gboolean
wait_for_ticket (ZmSimulatedDevice  *device,
                 GError            **error)
{
  gboolean late = FALSE;
  guint timeout = g_timeout_add_seconds (TICKET_TIMEOUT, give_up_cb, &late);

  while (zm_simulated_device_get_ticket (device) == NULL && !late)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    {
      g_source_remove (timeout);
      return TRUE;
    }

  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "training.ticket",
                zm_simulated_device_get_status (device), "a device that shows its code",
                "The simulated device shows no code");
  return FALSE;
}

/* The way of a real ticket: a picture of the screen, read by the reader's process. */
static char *
scan_screen (ZmSimulatedDevice  *device,
             GError            **error)
{
  g_autoptr(ZmQrCode) code = zm_qr_code_new (zm_simulated_device_get_ticket (device), error);
  g_autoptr(GBytes) picture = NULL;
  g_autoptr(ZmReaderClient) reader = NULL;

  if (code == NULL)
    return NULL;
  picture = zm_picture_encode_png (code, PICTURE_SCALE, error);
  if (picture == NULL)
    return NULL;
  reader = zm_reader_client_new (error);

  return reader != NULL ?
         zm_reader_client_read (reader, picture, ZM_READER_THOROUGH, NULL, error) : NULL;
}

static gboolean
provision (ZmCommand          *command,
           ZmSimulatedDevice  *device,
           GError            **error)
{
  const ZmWatchAnswers answers = { .number_fd = -1, .device = device, .set_clock = TRUE };
  g_autoptr(ZmSession) session = NULL;
  g_autofree char *ticket = NULL;

  zm_output_progress (_("%s shows its QR code, which is scanned"),
                      zm_simulated_device_get_id (device));
  ticket = scan_screen (device, error);
  if (ticket == NULL)
    return FALSE;

  session = zm_session_new (command->station, zm_simulated_device_get_address (device), ticket,
                            NULL);
  return zm_watch_run (command, session, &answers, error);
}

gboolean
zm_verb_training_run (ZmCommand  *command,
                      GError    **error)
{
  g_autoptr(ZmTraining) training = NULL;
  g_autoptr(ZmSimulatedDevice) device = NULL;
  gboolean ok;

  if (keep != NULL && g_file_test (keep, G_FILE_TEST_EXISTS))
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "file.exists", keep, "a name that is free",
                    "There is something at “%s” already", keep);
      return FALSE;
    }

  zm_output_progress ("%s", _("Making a training station: CA, Central Station, one device"));
  training = zm_training_new (keep, 1, error);
  if (training == NULL)
    return FALSE;

  command->station = g_object_ref (zm_training_get_station (training));
  device = g_list_model_get_item (zm_training_get_devices (training), 0);
  ok = wait_for_ticket (device, error) && provision (command, device, error);
  if (ok && keep != NULL)
    zm_command_add_text (command, "directory", zm_station_get_directory (command->station));
  /* Before the training ends, whose signer it uses. */
  g_clear_object (&command->station);

  return ok;
}
