#include "config.h"

#include "app/ctl/verb-camera.h"

#include "app/base/parent.h"
#include "app/ctl/describe.h"
#include "app/ctl/scan.h"

#include <glib/gi18n.h>

static char *camera;
static int seconds = ZM_SCAN_SECONDS;
static gboolean portal;

const GOptionEntry zm_verb_camera_options[] = {
  { "camera", 0, 0, G_OPTION_ARG_STRING, &camera, N_("A part of the camera’s name"), "NAME" },
  { "camera-seconds", 0, 0, G_OPTION_ARG_INT, &seconds, N_("How long to look for a code"), "N" },
  { "camera-portal", 0, 0, G_OPTION_ARG_NONE, &portal,
    N_("Ask the desktop for the camera, as in a sandbox"), NULL },
  { NULL },
};

static json_t *
describe (ZmCamera *item)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "name", zm_camera_get_name (item));
  zm_json_set_string (object, "id", zm_camera_get_id (item));
  zm_json_set_string (object, "path", zm_camera_path_name (zm_camera_get_path (item)));

  return object;
}

gboolean
zm_verb_camera_list (ZmCommand  *command,
                     GError    **error)
{
  g_autoptr(ZmCameraList) list = zm_camera_list_new (portal ? ZM_CAMERA_ACCESS_PORTAL :
                                                     ZM_CAMERA_ACCESS_USUAL);
  const GError *problem;
  json_t *cameras;
  guint count;

  zm_scan_wait_for (list);
  problem = zm_camera_list_get_problem (list);
  count = g_list_model_get_n_items (G_LIST_MODEL (list));
  if (count == 0 && problem != NULL)
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }

  cameras = json_array ();
  for (guint i = 0; i < count; i++)
    {
      g_autoptr(ZmCamera) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      json_array_append_new (cameras, describe (item));
    }
  zm_command_add (command, "cameras", cameras);

  return TRUE;
}

gboolean
zm_verb_camera_scan (ZmCommand  *command,
                     GError    **error)
{
  g_autofree char *ticket = NULL;

  if (seconds < 1 || seconds > ZM_SCAN_SECONDS_MAX)
    return zm_command_fail_usage ("--camera-seconds 1 to 3600", error);
  if (!zm_parent_watch (error))
    return FALSE;

  ticket = zm_scan_ticket (camera, (guint) seconds, portal, error);
  if (ticket == NULL)
    return FALSE;

  zm_command_add_text (command, "ticket", ticket);
  return TRUE;
}
