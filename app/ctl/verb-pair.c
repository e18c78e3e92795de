#include "app/ctl/verb-pair.h"

#include "app/base/hex.h"
#include "app/ctl/describe.h"
#include "app/protocol/ticket.h"
#include "app/station/code-desk.h"

#include <string.h>

gboolean
zm_verb_pair_issue_code (ZmCommand  *command,
                         GError    **error)
{
  g_autofree char *code = NULL;
  ZmInstant expires_at;

  code = zm_code_desk_issue (command->station, command->arguments[0], &expires_at, error);
  if (code == NULL)
    return FALSE;

  zm_command_add_text (command, "deviceId", command->arguments[0]);
  zm_command_add_text (command, "code", code);
  zm_command_add (command, "expiresAt", zm_describe_instant (expires_at));
  return TRUE;
}

/* The code in it is not repeated: whoever has the ticket has it. */
gboolean
zm_verb_pair_parse (ZmCommand  *command,
                    GError    **error)
{
  g_autofree char *text = zm_command_read_text (command->arguments[0], 2 * ZM_TICKET_MAX, error);
  g_autoptr(ZmTicket) ticket = NULL;
  g_autofree char *key_hash = NULL;
  g_autofree char *nonce = NULL;

  if (text == NULL)
    return FALSE;
  g_strchomp (text);
  ticket = zm_ticket_parse (text, strlen (text), error);
  if (ticket == NULL)
    return FALSE;

  key_hash = zm_hex_encode (ticket->key_hash, sizeof ticket->key_hash);
  nonce = zm_hex_encode (ticket->nonce, sizeof ticket->nonce);
  zm_command_add_text (command, "deviceId", ticket->device_id);
  zm_command_add_text (command, "keySha256", key_hash);
  zm_command_add_text (command, "nonce", nonce);
  return TRUE;
}
