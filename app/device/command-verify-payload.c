#include "config.h"

#include "app/device/command.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/hex.h"
#include "app/protocol/payload.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RECORD_MAX 4096            /* bytes */
#define FILE_MAX   (4 * 1024 * 1024) /* bytes: that a payload is too large is a check of its own */
#define PREFIX     "payload."

static ZmFactoryRecord *
read_factory (const char  *path,
              GError     **error)
{
  g_autoptr(GBytes) text = zm_file_read (path, RECORD_MAX, error);

  if (text == NULL)
    return NULL;

  return zm_factory_record_parse (g_bytes_get_data (text, NULL), g_bytes_get_size (text), error);
}

/* The verdict alone on standard output, as one word. */
static int
judge (GBytes                *payload,
       const ZmFactoryRecord *factory,
       const guint8          *key_sha256,
       ZmInstant              now)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmPayload) accepted = NULL;

  accepted = zm_payload_verify (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload),
                                factory, key_sha256, now, &error);
  if (accepted != NULL)
    {
      g_print ("accept\n");
      return ZM_COMMAND_SUCCESS;
    }

  g_print ("%s\n", zm_error_get_check (error) + strlen (PREFIX));
  return zm_command_fail (error);
}

static int
read_and_judge (const char   *payload_path,
                const char   *factory_path,
                const guint8 *key_sha256,
                ZmInstant     now)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) payload = zm_file_read (payload_path, FILE_MAX, &error);
  g_autoptr(ZmFactoryRecord) factory = NULL;

  if (payload == NULL)
    return zm_command_fail (error);
  factory = read_factory (factory_path, &error);
  if (factory == NULL)
    return zm_command_fail (error);

  return judge (payload, factory, key_sha256, now);
}

int
zm_command_verify_payload (int    argc,
                           char **argv)
{
  g_autofree char *factory = NULL;
  g_autofree char *key = NULL;
  g_autofree char *now_text = NULL;
  const GOptionEntry entries[] = {
    { "factory", 0, 0, G_OPTION_ARG_FILENAME, &factory, N_("Factory record"), "FILE" },
    { "key-sha256", 0, 0, G_OPTION_ARG_STRING, &key,
      N_("SHA-256 of the pending key’s SubjectPublicKeyInfo"), "HEX" },
    { "now", 0, 0, G_OPTION_ARG_STRING, &now_text, N_("The device’s time"), "TIME" },
    { NULL },
  };
  guint8 key_sha256[ZM_SHA256_LENGTH];
  ZmInstant now;
  char **rest;

  if (!zm_command_parse (argc, argv, "PAYLOAD",
                         _("Judge a payload as a device would: “accept”, or the name of the check "
                           "that refused it."), entries, 1, &rest) ||
      !zm_command_require (factory, "factory") || !zm_command_require (key, "key-sha256") ||
      !zm_command_require (now_text, "now"))
    return ZM_COMMAND_USAGE;
  if (!zm_hex_decode (key, key_sha256, sizeof key_sha256) || !zm_instant_parse (now_text, &now))
    {
      g_printerr (_("zmonitor-device: HEX is 64 lower-case hexadecimal digits, TIME like "
                    "2025-12-01T10:00:00Z\n"));
      return ZM_COMMAND_USAGE;
    }

  return read_and_judge (rest[0], factory, key_sha256, now);
}
