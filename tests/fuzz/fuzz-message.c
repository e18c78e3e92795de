#include "app/protocol/message-table.h"
#include "tests/fuzz/fuzz.h"

/* The body of a message frame, from either side and in every phase. */

/* What the table promises of a message is there when it is asked for. */
static void
read_members (const ZmMessage *message)
{
  const ZmMessageRow *row = zm_message_table_get (zm_message_get_type (message));

  for (const ZmMember *member = row->members; member->name != NULL; member++)
    {
      const char *text = zm_message_get_string (message, member->name);
      gint64 number = zm_message_get_integer (message, member->name);
      json_t *array = zm_message_get_array (message, member->name);
      g_autofree guint8 *bytes = NULL;

      if (member->array_max > 0)
        g_assert_true (array != NULL && json_array_size (array) <= member->array_max);
      else if (member->kind == ZM_MEMBER_INTEGER && !member->optional)
        g_assert_true (number >= member->min && number <= member->max);
      else if (member->kind != ZM_MEMBER_INTEGER && member->kind != ZM_MEMBER_BOOLEAN)
        g_assert_true (text != NULL || member->optional);
      if (member->kind != ZM_MEMBER_HEX || text == NULL)
        continue;
      bytes = g_malloc (strlen (text) / 2 + 1);
      zm_message_get_bytes (message, member->name, bytes, strlen (text) / 2);
    }
}

static void
try_phases (const ZmMessage *message)
{
  for (ZmPhase before = ZM_PHASE_GREETING; before <= ZM_PHASE_CLOSED; before++)
    {
      g_autoptr(GError) error = NULL;
      ZmPhase phase = before;
      gboolean accepted = zm_message_advance (message, &phase, &error);

      fuzz_check (accepted, &error);
      g_assert_true (accepted ? phase >= before : phase == before);
      g_assert_false (accepted && before == ZM_PHASE_CLOSED);
    }
}

static void
try_sender (GBytes   *body,
            ZmSender  sender)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmMessage) message = zm_message_parse (body, sender, &error);
  g_autoptr(ZmMessage) same = NULL;
  g_autoptr(GBytes) first = NULL;
  g_autoptr(GBytes) second = NULL;

  fuzz_check (message != NULL, &error);
  if (message == NULL)
    return;

  read_members (message);
  try_phases (message);
  first = zm_message_encode (message);
  same = zm_message_parse (first, sender, &error);
  g_assert_no_error (error);
  second = zm_message_encode (same);
  g_assert_true (g_bytes_equal (first, second));
  if (zm_message_get_type (message) == ZM_MESSAGE_ERROR)
    {
      g_autoptr(GError) told = zm_message_to_error (message);

      fuzz_check_any (FALSE, &told);
    }
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autoptr(GBytes) body = fuzz_bytes (data, size);

  try_sender (body, ZM_SENDER_DEVICE);
  try_sender (body, ZM_SENDER_STATION);
}
