#include "app/protocol/message.h"

#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/protocol/failure.h"
#include "app/protocol/message-table.h"

#include <stdlib.h>
#include <string.h>

struct _ZmMessage {
  ZmMessageType  type;
  json_t        *members; /* without "type" */
};

static const char *const no_envelope[] = { NULL };

static ZmMessage *
take (ZmMessageType  type,
      json_t        *members)
{
  ZmMessage *message = g_new0 (ZmMessage, 1);

  message->type = type;
  message->members = members;

  return message;
}

static gboolean
read_type (const json_t   *object,
           ZmSender        sender,
           ZmMessageType  *type,
           GError        **error)
{
  const char *name = zm_json_get_string (object, "type", 32, "message.type", error);

  if (name == NULL)
    return FALSE;
  if (!zm_message_table_find (name, type))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "message.type", name, NULL,
                    "There is no such message on the tether");
      return FALSE;
    }
  if ((zm_message_table_get (*type)->senders & 1u << sender) == 0)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "message.type", name, NULL,
                    "This message is not the %s's to send",
                    sender == ZM_SENDER_STATION ? "station" : "device");
      return FALSE;
    }

  return TRUE;
}

ZmMessage *
zm_message_parse (GBytes    *body,
                  ZmSender   sender,
                  GError   **error)
{
  g_autoptr(json_t) object = NULL;
  ZmMessageType type;
  const char *text;
  gsize length;

  g_return_val_if_fail (body != NULL, NULL);

  text = g_bytes_get_data (body, &length);
  object = zm_json_parse_object (text, length, "message.json", error);
  if (object == NULL || !read_type (object, sender, &type, error))
    return NULL;

  json_object_del (object, "type");
  if (!zm_member_check_object (object, zm_message_table_get (type)->members, no_envelope,
                               "message.members", error))
    return NULL;

  return take (type, g_steal_pointer (&object));
}

ZmMessage *
zm_message_new (ZmMessageType   type,
                json_t         *members,
                GError        **error)
{
  g_autoptr(json_t) object = members != NULL ? members : json_object ();
  g_autoptr(GError) mistake = NULL;
  const ZmMessageRow *row = zm_message_table_get (type);

  g_return_val_if_fail (row != NULL, NULL);

  if (!zm_member_check_object (object, row->members, no_envelope, "message.members", &mistake))
    {
      zm_error_set (error, ZM_ERROR_INTERNAL, "message.members", zm_error_get_seen (mistake),
                    zm_error_get_expected (mistake), "The message “%s” cannot be sent: %s",
                    row->name, mistake->message);
      return NULL;
    }

  return take (type, g_steal_pointer (&object));
}

ZmMessage *
zm_message_new_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return take (ZM_MESSAGE_ERROR, zm_failure_to_json (error));
}

void
zm_message_free (ZmMessage *message)
{
  if (message == NULL)
    return;

  json_decref (message->members);
  g_free (message);
}

GBytes *
zm_message_encode (const ZmMessage *message)
{
  g_autoptr(json_t) object = NULL;
  char *text;

  g_return_val_if_fail (message != NULL, NULL);

  object = json_object ();
  zm_json_set_string (object, "type", zm_message_type_name (message->type));
  json_object_update (object, message->members);
  text = json_dumps (object, JSON_COMPACT);

  return g_bytes_new_with_free_func (text, strlen (text), free, text);
}

ZmMessageType
zm_message_get_type (const ZmMessage *message)
{
  g_return_val_if_fail (message != NULL, ZM_MESSAGE_BYE);

  return message->type;
}

const char *
zm_message_type_name (ZmMessageType type)
{
  const ZmMessageRow *row = zm_message_table_get (type);

  return row != NULL ? row->name : NULL;
}

const char *
zm_message_get_string (const ZmMessage *message,
                       const char      *member)
{
  g_return_val_if_fail (message != NULL, NULL);

  return json_string_value (json_object_get (message->members, member));
}

gint64
zm_message_get_integer (const ZmMessage *message,
                        const char      *member)
{
  json_t *value;

  g_return_val_if_fail (message != NULL, -1);

  value = json_object_get (message->members, member);
  return json_is_integer (value) ? json_integer_value (value) : -1;
}

json_t *
zm_message_get_array (const ZmMessage *message,
                      const char      *member)
{
  json_t *value;

  g_return_val_if_fail (message != NULL, NULL);

  value = json_object_get (message->members, member);
  return json_is_array (value) ? value : NULL;
}

void
zm_message_get_bytes (const ZmMessage *message,
                      const char      *member,
                      guint8          *data,
                      gsize            length)
{
  const char *text = zm_message_get_string (message, member);

  g_return_if_fail (text != NULL);

  if (!zm_hex_decode (text, data, length))
    g_return_if_reached ();
}

GError *
zm_message_to_error (const ZmMessage *message)
{
  g_autoptr(GError) mistake = NULL;
  GError *failure;

  g_return_val_if_fail (message != NULL && message->type == ZM_MESSAGE_ERROR, NULL);

  failure = zm_failure_from_json (message->members, "message.members", &mistake);
  return failure != NULL ? failure : g_steal_pointer (&mistake);
}

static const char *
phase_name (ZmPhase phase)
{
  static const char *const names[] = {
    [ZM_PHASE_GREETING] = "greeting",
    [ZM_PHASE_COMMITTED] = "committed",
    [ZM_PHASE_PAIRED] = "paired",
    [ZM_PHASE_REQUESTED] = "requested",
    [ZM_PHASE_CLOSED] = "closed",
  };

  return names[phase];
}

gboolean
zm_message_advance (const ZmMessage  *message,
                    ZmPhase          *phase,
                    GError          **error)
{
  const ZmMessageRow *row;

  g_return_val_if_fail (message != NULL && phase != NULL, FALSE);

  row = zm_message_table_get (message->type);
  if ((row->phases & 1u << *phase) == 0)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "message.phase", row->name, phase_name (*phase),
                    "The message “%s” has no place in the phase “%s”", row->name,
                    phase_name (*phase));
      return FALSE;
    }

  if (row->after != ZM_MESSAGE_STAYS)
    *phase = (ZmPhase) row->after;
  return TRUE;
}
