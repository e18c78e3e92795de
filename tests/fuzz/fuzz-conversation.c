#include "app/protocol/conversation.h"
#include "tests/fuzz/fuzz.h"
#include "usb/virtual.h"

#include <sys/socket.h>
#include <unistd.h>

/* A whole conversation over a link, from the station's or the device's side, with all phases. The
 * first byte says which side is tried, and whether it carries a tunnel. Then steps, each ended by a
 * zero: '<' and what the peer says, '>' and what our side says if it may, 'T' and a tunnel frame, in
 * which a 'z' stands for each zero, 't' and one of our own, 'R' and a raw transfer. */

#define STEPS_MAX 24
#define TIMEOUT   0 /* ms: everything is there, or never comes */

typedef struct {
  ZmConversation *ours;
  ZmSender        side;
  int             peer;
  guint32         sequence;
} Talk;

/* Only what is open is handed over, and only when a device may test. */
static gboolean
take_tunnel (gpointer         data,
             const ZmTunnel  *tunnel,
             GError         **error)
{
  Talk *talk = data;

  g_assert_cmpint (zm_conversation_get_phase (talk->ours), ==, ZM_PHASE_REQUESTED);
  if (tunnel->op == ZM_TUNNEL_OPEN)
    g_assert_cmpuint (zm_conversation_get_tunnel_credit (talk->ours), ==, ZM_TUNNEL_INITIAL_CREDIT);
  return TRUE;
}

static void
set_up (Talk   *talk,
        guint8  side)
{
  g_autoptr(ZmTransport) transport = NULL;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds), ==,
                   0);
  transport = zm_virtual_new (fds[0], "virtual:fuzz");
  talk->side = (side & 1) != 0 ? ZM_SENDER_STATION : ZM_SENDER_DEVICE;
  talk->ours = zm_conversation_new (zm_link_new (transport), talk->side);
  talk->peer = fds[1];
  if ((side & 2) != 0)
    zm_conversation_set_tunnel (talk->ours, take_tunnel, talk);
}

static void
say (Talk   *talk,
     GBytes *transfer)
{
  if (send (talk->peer, g_bytes_get_data (transfer, NULL), g_bytes_get_size (transfer),
            MSG_NOSIGNAL) < 0)
    g_debug ("Our side has hung up already");
}

static void
say_frame (Talk        *talk,
           ZmFrameKind  kind,
           GBytes      *body)
{
  g_autoptr(GBytes) frame = zm_frame_encode (kind, ++talk->sequence, body);

  say (talk, frame);
}

/* A zero ends a step, so it cannot be one byte of it. */
static GBytes *
read_tunnel (GBytes *record)
{
  gsize length;
  const char *at = g_bytes_get_data (record, &length);
  g_autofree char *copy = g_strndup (at, length);

  return g_bytes_new_take (g_strdelimit (g_steal_pointer (&copy), "z", '\0'), length);
}

static void
send_tunnel (Talk   *talk,
             GBytes *record)
{
  g_autoptr(GBytes) body = read_tunnel (record);
  g_auto(ZmTunnel) tunnel = { 0 };
  g_autoptr(GError) error = NULL;
  gboolean sent;

  if (!zm_tunnel_decode (body, &tunnel, NULL))
    return;
  sent = zm_conversation_send_tunnel (talk->ours, &tunnel, &error);
  g_assert_true (sent == (error == NULL));
}

static void
send_ours (Talk   *talk,
           GBytes *body)
{
  g_autoptr(GError) error = NULL;
  ZmPhase before = zm_conversation_get_phase (talk->ours);
  ZmMessage *message = zm_message_parse (body, talk->side, &error);

  g_clear_error (&error);
  if (message == NULL)
    return;
  if (!zm_conversation_send (talk->ours, message, NULL, &error))
    g_assert_cmpint (zm_conversation_get_phase (talk->ours), ==, before);
}

static gboolean
is_told (const GError *error)
{
  return zm_error_matches (error, ZM_ERROR_INVALID) || zm_error_matches (error, ZM_ERROR_CONFLICT);
}

/* The last thing that our side said, which after a breach must tell of it. */
static void
assert_answered (Talk *talk)
{
  g_autofree guint8 *transfer = g_malloc (ZM_FRAME_MAX);
  g_autoptr(ZmMessage) last = NULL;
  g_autoptr(GError) error = NULL;
  gssize got;

  while ((got = recv (talk->peer, transfer, ZM_FRAME_MAX, MSG_DONTWAIT)) > 0)
    {
      g_auto(ZmFrame) frame = { 0 };

      g_assert_true (zm_frame_decode (transfer, (gsize) got, &frame, &error));
      if (frame.kind != ZM_FRAME_MESSAGE)
        continue;
      g_clear_pointer (&last, zm_message_free);
      last = zm_message_parse (frame.body, talk->side, &error);
      g_assert_no_error (error);
    }
  g_assert_nonnull (last);
  g_assert_cmpint (zm_message_get_type (last), ==, ZM_MESSAGE_ERROR);
}

/* An error is the peer's last word, and is not answered, whatever it says. */
static gboolean
is_last_word (const Talk *talk,
              GBytes     *body)
{
  ZmSender peer = talk->side == ZM_SENDER_STATION ? ZM_SENDER_DEVICE : ZM_SENDER_STATION;
  g_autoptr(ZmMessage) message = zm_message_parse (body, peer, NULL);

  return message != NULL && zm_message_get_type (message) == ZM_MESSAGE_ERROR;
}

static void
hear (Talk     *talk,
      gboolean  answered)
{
  ZmPhase before = zm_conversation_get_phase (talk->ours);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmMessage) message = zm_conversation_receive (talk->ours, TIMEOUT, NULL, &error);
  ZmPhase after = zm_conversation_get_phase (talk->ours);

  g_assert_true ((message != NULL) == (error == NULL));
  g_assert_cmpint (after, >=, before);
  if (message != NULL)
    g_assert_cmpint (after, !=, ZM_PHASE_CLOSED);
  else if (answered && before != ZM_PHASE_CLOSED && after == ZM_PHASE_CLOSED && is_told (error) &&
           (g_str_has_prefix (zm_error_get_check (error), "message.") ||
            g_str_has_prefix (zm_error_get_check (error), "tunnel.")))
    assert_answered (talk);
}

static void
step (Talk   *talk,
      GBytes *record)
{
  gsize length = g_bytes_get_size (record);
  g_autoptr(GBytes) rest = length > 0 ? g_bytes_new_from_bytes (record, 1, length - 1) : NULL;
  gboolean answered = TRUE;

  if (rest == NULL || length > ZM_FRAME_BODY_MAX)
    return;

  switch (*(const char *) g_bytes_get_data (record, NULL))
    {
    case '<':
      say_frame (talk, ZM_FRAME_MESSAGE, rest);
      answered = !is_last_word (talk, rest);
      break;
    case 'T':
      {
        g_autoptr(GBytes) body = read_tunnel (rest);

        say_frame (talk, ZM_FRAME_TUNNEL, body);
        break;
      }
    case 't':
      send_tunnel (talk, rest);
      return;
    case 'R':
      say (talk, rest);
      break;
    case '>':
      send_ours (talk, rest);
      return;
    default:
      return;
    }
  hear (talk, answered);
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  Talk talk = { 0 };
  gsize at = 1;

  if (size == 0)
    return;

  set_up (&talk, data[0]);
  for (guint i = 0; i < STEPS_MAX; i++)
    {
      g_autoptr(GBytes) record = fuzz_split (data, size, 0, &at);

      if (record == NULL)
        break;
      step (&talk, record);
    }
  zm_conversation_free (talk.ours);
  close (talk.peer);
}
