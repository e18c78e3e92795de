#include "config.h"

#include "app/ctl/command.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/passphrase.h"
#include "app/base/text.h"
#include "app/pki/digest.h"
#include "app/station/recovery.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

void
zm_command_init (ZmCommand *command)
{
  memset (command, 0, sizeof *command);
  command->pin_fd = -1;
  command->passphrase_fd = -1;
  command->approver_pin_fd = -1;
  command->result = json_object ();
}

void
zm_command_clear (ZmCommand *command)
{
  /* With the station goes the signer that was started for it. */
  g_clear_object (&command->station);
  g_clear_pointer (&command->arguments, g_strfreev);
  g_clear_pointer (&command->result, json_decref);
  g_clear_pointer (&command->detail, json_decref);
  g_clear_pointer (&command->directory, g_free);
  g_clear_pointer (&command->operator_name, g_free);
  g_clear_pointer (&command->approver_name, g_free);
}

ZmSecret *
zm_command_read_secret (int          fd,
                        const char  *question,
                        GError     **error)
{
  return fd >= 0 ? zm_passphrase_read (fd, error) : zm_passphrase_prompt (question, error);
}

ZmSecret *
zm_command_read_new_secret (int          fd,
                            const char  *question,
                            GError     **error)
{
  g_autoptr(ZmSecret) first = zm_command_read_secret (fd, question, error);
  g_autoptr(ZmSecret) second = NULL;

  if (first == NULL || fd >= 0)
    return g_steal_pointer (&first);
  /* TRANSLATORS: a passphrase or a PIN was just asked for, and is asked for a second time. */
  second = zm_passphrase_prompt (_("The same once more"), error);
  if (second == NULL)
    return NULL;
  if (zm_secret_length (first) == zm_secret_length (second) &&
      zm_digest_equal (zm_secret_peek (first), zm_secret_peek (second), zm_secret_length (first)))
    return g_steal_pointer (&first);

  zm_error_set (error, ZM_ERROR_INVALID, "passphrase.read", NULL, "the same text twice",
                "The two texts differ");
  return NULL;
}

static char *
read_standard_input (gsize    max,
                     GError **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  char buffer[4096];
  gssize got;

  while ((got = read (STDIN_FILENO, buffer, sizeof buffer)) != 0)
    {
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0 || text->len + (gsize) got > max)
        {
          zm_error_set (error, ZM_ERROR_INVALID, got < 0 ? "file.read" : "file.size",
                        got < 0 ? g_strerror (errno) : "more bytes", NULL,
                        "Standard input cannot be used");
          return NULL;
        }
      g_string_append_len (text, buffer, got);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
zm_command_read_text (const char  *file,
                      gsize        max,
                      GError     **error)
{
  g_autoptr(GBytes) content = NULL;

  if (g_str_equal (file, "-"))
    return read_standard_input (max, error);

  content = zm_file_read (file, max, error);
  if (content == NULL)
    return NULL;

  return zm_text_copy_bytes (content);
}

static ZmSignerClient *
start_signer (ZmCommand  *command,
              GError    **error)
{
  g_autoptr(ZmSecret) passphrase = zm_command_read_secret (command->passphrase_fd,
                                                           _("Passphrase of the signer"), error);

  if (passphrase == NULL)
    return NULL;

  return zm_signer_client_start (command->directory, passphrase, error);
}

gboolean
zm_command_find_signer (ZmCommand       *command,
                        ZmSignerClient **signer,
                        GError         **error)
{
  g_autoptr(GError) local = NULL;

  *signer = zm_signer_client_connect (command->directory, &local);
  if (*signer != NULL)
    return TRUE;
  if (!g_str_equal (zm_error_get_check (local), "signer.absent"))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (command->passphrase_fd < 0)
    return TRUE;

  *signer = start_signer (command, error);
  return *signer != NULL;
}

/* A signer that listens is used; otherwise one is started, with a passphrase that is asked for if
 * need be. */
static ZmSignerClient *
obtain_signer (ZmCommand  *command,
               GError    **error)
{
  ZmSignerClient *signer;

  if (!zm_command_find_signer (command, &signer, error))
    return NULL;

  return signer != NULL ? signer : start_signer (command, error);
}

static gboolean
attach_signer (ZmCommand  *command,
               GError    **error)
{
  ZmSignerClient *signer = obtain_signer (command, error);

  if (signer == NULL)
    return FALSE;

  zm_station_take_signer (command->station, signer);
  return TRUE;
}

static gboolean
check_role (ZmCommand  *command,
            ZmRole      roles,
            GError    **error)
{
  const ZmStationEvent event = { .action = "role.denied", .outcome = ZM_AUDIT_FAILURE };
  g_autoptr(GError) refusal = NULL;

  if (zm_signer_client_check_role (zm_station_get_signer (command->station), roles, &refusal))
    return TRUE;

  zm_station_record_refusal (command->station, &event, refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
sign_in (ZmCommand  *command,
         ZmRole      roles,
         GError    **error)
{
  g_autoptr(ZmSecret) pin = NULL;

  if (command->operator_name == NULL)
    return zm_command_fail_usage ("--operator NAME", error);
  pin = zm_command_read_secret (command->pin_fd, _("PIN"), error);

  return pin != NULL &&
         zm_station_sign_in (command->station, command->operator_name, pin, error) &&
         check_role (command, roles, error);
}

ZmSignerClient *
zm_command_sign_in_alone (ZmCommand  *command,
                          ZmRole      roles,
                          GError    **error)
{
  g_autoptr(ZmSignerClient) signer = NULL;
  g_autoptr(ZmSecret) pin = NULL;

  if (command->operator_name == NULL)
    {
      (void) !zm_command_fail_usage ("--operator NAME", error);
      return NULL;
    }
  signer = obtain_signer (command, error);
  if (signer == NULL)
    return NULL;
  pin = zm_command_read_secret (command->pin_fd, _("PIN"), error);
  if (pin == NULL || !zm_signer_client_sign_in (signer, command->operator_name, pin, error) ||
      !zm_signer_client_check_role (signer, roles, error))
    return NULL;

  return g_steal_pointer (&signer);
}

/* Once: what a line says does not change. */
static gboolean
ask_approver (const ZmApproverQuestion  *question,
              gpointer                   data,
              char                     **name,
              ZmSecret                 **pin,
              GError                   **error)
{
  const ZmCommand *command = data;
  g_autofree char *prompt = NULL;

  if (question->refusal != NULL)
    {
      g_propagate_error (error, g_error_copy (question->refusal));
      return FALSE;
    }

  prompt = g_strdup_printf (_("%s\nPIN of %s, who approves this"), question->what,
                            command->approver_name);
  *pin = zm_command_read_secret (command->approver_pin_fd, prompt, error);
  if (*pin == NULL)
    return FALSE;

  *name = g_strdup (command->approver_name);
  return TRUE;
}

gboolean
zm_command_prepare (ZmCommand  *command,
                    ZmNeeds     needs,
                    ZmRole      roles,
                    GError    **error)
{
  if (needs == ZM_NEEDS_NOTHING)
    return TRUE;

  command->station = needs == ZM_NEEDS_STATION ?
                     zm_station_open_to_view (command->directory, error) :
                     zm_station_open (command->directory, error);
  if (command->station == NULL)
    return FALSE;
  if (command->approver_name != NULL)
    zm_station_take_approver (command->station, zm_approver_new (ask_approver, command, NULL));
  if (needs >= ZM_NEEDS_SIGNER && !attach_signer (command, error))
    return FALSE;

  return needs < ZM_NEEDS_SIGN_IN ||
         (sign_in (command, roles, error) &&
          zm_recovery_begin (command->station, error));
}

void
zm_command_add (ZmCommand  *command,
                const char *member,
                json_t     *value)
{
  json_object_set_new (command->result, member, value);
}

void
zm_command_add_text (ZmCommand  *command,
                     const char *member,
                     const char *text)
{
  zm_json_set_string (command->result, member, text);
}

gboolean
zm_command_fail_usage (const char  *expected,
                       GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, "usage.arguments", NULL, expected,
                "The command line does not say what is to be done");
  return FALSE;
}
