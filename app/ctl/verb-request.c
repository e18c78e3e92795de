#include "config.h"

#include "app/ctl/verb-request.h"

#include "app/base/base64.h"
#include "app/base/file.h"
#include "app/pki/csr.h"
#include "app/pki/details.h"
#include "app/pki/judgement.h"
#include "app/station/registry.h"

#include <glib/gi18n.h>
#include <string.h>

static char *device_id;

const GOptionEntry zm_verb_request_judge_options[] = {
  { "device", 0, 0, G_OPTION_ARG_STRING, &device_id, N_("The device that it shall be for"), "ID" },
  { NULL },
};

static ZmCsr *
read_csr (const char  *file,
          GError     **error)
{
  g_autoptr(GBytes) content = zm_file_read (file, 2 * ZM_CSR_MAX, error);
  const char *data;
  gsize length;

  if (content == NULL)
    return NULL;
  data = g_bytes_get_data (content, &length);

  return length > 0 && data[0] == '-' ? zm_csr_new_from_pem (data, length, error) :
         zm_csr_new_from_der (data, length, error);
}

static json_t *
ask_signer (ZmCommand       *command,
            ZmCsr           *csr,
            ZmDeviceRecord  *device,
            GError         **error)
{
  GBytes *der = zm_csr_get_der (csr);
  g_autofree char *text = zm_base64_encode (g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  json_t *members = json_object ();

  zm_json_set_string (members, "csr", text);
  zm_json_set_string (members, "deviceId", device->device_id);
  zm_json_set_string (members, "deviceLabel", device->label);

  return zm_station_call (command->station, ZM_REQUEST_JUDGE, members, error);
}

gboolean
zm_verb_request_judge (ZmCommand  *command,
                       GError    **error)
{
  g_autoptr(ZmDeviceRecord) device = NULL;
  g_autoptr(ZmCsr) csr = NULL;
  g_autoptr(ZmJudgement) judgement = NULL;
  g_autoptr(json_t) answer = NULL;

  if (device_id == NULL)
    return zm_command_fail_usage ("--device ID", error);
  csr = read_csr (command->arguments[0], error);
  if (csr == NULL)
    return FALSE;
  device = zm_registry_get (command->station, device_id, error);
  if (device == NULL)
    return FALSE;
  answer = ask_signer (command, csr, device, error);
  if (answer == NULL)
    return FALSE;
  judgement = zm_judgement_from_json (json_object_get (answer, "judgement"), error);
  if (judgement == NULL)
    return FALSE;

  /* The rows are worth reading either way. */
  json_decref (command->result);
  command->result = zm_judgement_to_json (judgement);
  if (zm_judgement_is_accepted (judgement, error))
    return TRUE;

  command->detail = json_incref (command->result);
  return FALSE;
}

gboolean
zm_verb_request_show (ZmCommand  *command,
                      GError    **error)
{
  g_autoptr(ZmCsr) csr = read_csr (command->arguments[0], error);
  g_autoptr(GPtrArray) details = NULL;
  g_autofree char *pem = NULL;

  if (csr == NULL)
    return FALSE;

  details = zm_details_of_csr (csr);
  pem = zm_csr_to_pem (csr);
  zm_command_add_text (command, "deviceId", zm_csr_get_common_name (csr));
  zm_command_add_text (command, "key", zm_public_key_get_name (zm_csr_get_key (csr)));
  zm_command_add_text (command, "sha256", zm_csr_get_sha256 (csr));
  zm_command_add_text (command, "keySha256", zm_public_key_get_hash (zm_csr_get_key (csr)));
  zm_command_add (command, "fields", zm_details_to_json (details));
  zm_command_add_text (command, "pem", pem);
  return TRUE;
}
