#include "app/base/error.h"
#include "app/protocol/conversation.h"
#include "usb/virtual.h"

#include <string.h>
#include <sys/socket.h>

#define NONCE   "00112233445566778899aabbccddeeff"
#define HASH    NONCE NONCE
#define TIMEOUT 2000 /* ms */

static const char hello[] =
  "{\"type\":\"hello\",\"protocol\":1,"
  "\"commitment\":\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\","
  "\"session\":\"5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b\"}";

/* The device's side is the real thing, the station's a bare link that can say anything. */
typedef struct {
  ZmConversation *device;
  ZmLink         *station;
} Fixture;

static ZmLink *
take_link (int fd)
{
  g_autoptr(ZmTransport) transport = zm_virtual_new (fd, "virtual:test");

  return zm_link_new (transport);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds), ==, 0);
  fixture->station = take_link (fds[0]);
  fixture->device = zm_conversation_new (take_link (fds[1]), ZM_SENDER_DEVICE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  zm_conversation_free (fixture->device);
  zm_link_free (fixture->station);
}

static void
say (Fixture    *fixture,
     const char *text)
{
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_link_send (fixture->station, ZM_FRAME_MESSAGE, body, TIMEOUT, NULL, &error));
  g_assert_no_error (error);
}

static ZmMessage *
hear (Fixture *fixture)
{
  g_auto(ZmFrame) frame = { 0 };
  g_autoptr(GError) error = NULL;
  ZmMessage *message;

  g_assert_true (zm_link_receive (fixture->station, &frame, TIMEOUT, NULL, &error));
  g_assert_no_error (error);
  message = zm_message_parse (frame.body, ZM_SENDER_DEVICE, &error);
  g_assert_no_error (error);

  return message;
}

/* The breach is named to both sides, and the link is closed. */
static void
check_breach (Fixture    *fixture,
              const char *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) told = NULL;
  g_autoptr(ZmMessage) message = NULL;
  g_auto(ZmFrame) frame = { 0 };

  g_assert_null (zm_conversation_receive (fixture->device, TIMEOUT, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_cmpint (zm_conversation_get_phase (fixture->device), ==, ZM_PHASE_CLOSED);

  message = hear (fixture);
  g_assert_cmpint (zm_message_get_type (message), ==, ZM_MESSAGE_ERROR);
  told = zm_message_to_error (message);
  g_assert_cmpstr (zm_error_get_check (told), ==, check);
  g_clear_error (&error);
  g_assert_false (zm_link_receive (fixture->station, &frame, TIMEOUT, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "tether.unplugged");
}

static void
test_garbage (Fixture       *fixture,
              gconstpointer  unused)
{
  say (fixture, "\xff\xfe not json");
  check_breach (fixture, "message.json");
}

static void
test_wrong_phase (Fixture       *fixture,
                  gconstpointer  unused)
{
  say (fixture, "{\"type\":\"request-csr\"}");
  check_breach (fixture, "message.phase");
}

static void
test_wrong_sender (Fixture       *fixture,
                   gconstpointer  unused)
{
  say (fixture, "{\"type\":\"code-proof\",\"proof\":\"" HASH "\"}");
  check_breach (fixture, "message.type");
}

static void
test_tunnel (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autoptr(GBytes) body = g_bytes_new ("\7\0\0\0\1", 5);

  g_assert_true (zm_link_send (fixture->station, ZM_FRAME_TUNNEL, body, TIMEOUT, NULL, NULL));
  check_breach (fixture, "message.kind");
}

/* A station whose device is real, as far as the phase goes in which it may test. */
typedef struct {
  ZmConversation *station;
  ZmLink         *device;
  GArray         *steps; /* ZmTunnelOp, as they were handed over */
  gboolean        refuses;
} Tunnel;

static gboolean
take_step (gpointer         data,
           const ZmTunnel  *step,
           GError         **error)
{
  Tunnel *tunnel = data;

  g_array_append_val (tunnel->steps, step->op);
  if (tunnel->refuses)
    zm_error_set (error, ZM_ERROR_CONFLICT, "tunnel.state", NULL, NULL, "No");
  return !tunnel->refuses;
}

static void
say_as_device (Tunnel     *tunnel,
               const char *text)
{
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));

  g_assert_true (zm_link_send (tunnel->device, ZM_FRAME_MESSAGE, body, TIMEOUT, NULL, NULL));
}

static void
say_tunnel (Tunnel     *tunnel,
            ZmTunnelOp  op,
            gsize       length)
{
  g_autofree guint8 *bytes = g_malloc0 (length + 1);
  g_auto(ZmTunnel) step = { .channel = 1, .op = op };
  g_autoptr(GBytes) body = NULL;

  if (op == ZM_TUNNEL_DATA)
    step.data = g_bytes_new (bytes, length);
  step.credit = (guint32) length;
  body = zm_tunnel_encode (&step);
  g_assert_true (zm_link_send (tunnel->device, ZM_FRAME_TUNNEL, body, TIMEOUT, NULL, NULL));
}

static void
exchange (Tunnel        *tunnel,
          ZmMessageType  type,
          const char    *members,
          const char    *answer)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmMessage) heard = NULL;
  g_auto(ZmFrame) frame = { 0 };

  g_assert_true (zm_conversation_send (tunnel->station,
                                       zm_message_new (type, json_loads (members, 0, NULL), NULL),
                                       NULL, &error));
  g_assert_no_error (error);
  g_assert_true (zm_link_receive (tunnel->device, &frame, TIMEOUT, NULL, &error));
  g_assert_no_error (error);
  say_as_device (tunnel, answer);
  heard = zm_conversation_receive (tunnel->station, TIMEOUT, NULL, &error);
  g_assert_no_error (error);
}

static void
reach_test_phase (Tunnel *tunnel)
{
  exchange (tunnel, ZM_MESSAGE_HELLO,
            "{\"protocol\":1,\"commitment\":\"" HASH "\","
                                                     "\"session\":\"5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b\"}",
            "{\"type\":\"identity\",\"protocol\":1,\"deviceId\":\"DEV-1\",\"keyHash\":\"" HASH
            "\",\"deviceNonce\":\"" NONCE "\",\"ticketNonce\":\"00112233445566778899\","
                                          "\"time\":\"2026-01-01T00:00:00Z\",\"state\":\"new\"}");
  exchange (tunnel, ZM_MESSAGE_REVEAL, "{\"stationNonce\":\"" NONCE "\"}",
            "{\"type\":\"code-proof\",\"proof\":\"" HASH "\"}");
  exchange (tunnel, ZM_MESSAGE_REQUEST_CSR, "{}",
            "{\"type\":\"csr\",\"csr\":\"AAAA\",\"possession\":\"AAAA\"}");
  g_assert_cmpint (zm_conversation_get_phase (tunnel->station), ==, ZM_PHASE_REQUESTED);
}

static void
tunnel_set_up (Tunnel        *tunnel,
               gconstpointer  early)
{
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds), ==, 0);
  tunnel->device = take_link (fds[0]);
  tunnel->station = zm_conversation_new (take_link (fds[1]), ZM_SENDER_STATION);
  tunnel->steps = g_array_new (FALSE, FALSE, sizeof (ZmTunnelOp));
  if (early == NULL)
    reach_test_phase (tunnel);
}

static void
tunnel_tear_down (Tunnel        *tunnel,
                  gconstpointer  early)
{
  zm_conversation_free (tunnel->station);
  zm_link_free (tunnel->device);
  g_array_unref (tunnel->steps);
}

static void
expect_check (Tunnel     *tunnel,
              const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_conversation_receive (tunnel->station, 50, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

/* Frames of both kinds come as they like, and each finds who waits for it. */
static void
test_tunnel_beside_messages (Tunnel        *tunnel,
                             gconstpointer  early)
{
  static const ZmTunnelOp expected[] = { ZM_TUNNEL_OPEN, ZM_TUNNEL_DATA, ZM_TUNNEL_CLOSE };
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmMessage) message = NULL;

  zm_conversation_set_tunnel (tunnel->station, take_step, tunnel);
  say_tunnel (tunnel, ZM_TUNNEL_OPEN, 0);
  say_tunnel (tunnel, ZM_TUNNEL_DATA, 1000);
  say_as_device (tunnel, "{\"type\":\"crls-stored\",\"count\":2}");
  say_tunnel (tunnel, ZM_TUNNEL_CLOSE, 0);
  message = zm_conversation_receive (tunnel->station, TIMEOUT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (zm_message_get_type (message), ==, ZM_MESSAGE_CRLS_STORED);
  expect_check (tunnel, "tether.timeout");
  g_assert_cmpmem (tunnel->steps->data, tunnel->steps->len * sizeof (ZmTunnelOp), expected,
                   sizeof expected);
  g_assert_false (zm_conversation_is_tunnel_idle (tunnel->station));
  g_assert_true (zm_conversation_send_tunnel (tunnel->station,
                                              &(ZmTunnel) { 1, ZM_TUNNEL_CLOSE, 0, NULL }, NULL));
  g_assert_true (zm_conversation_is_tunnel_idle (tunnel->station));
  g_assert_cmpint (zm_conversation_get_phase (tunnel->station), ==, ZM_PHASE_REQUESTED);
}

static void
expect_breach (Tunnel     *tunnel,
               const char *check)
{
  g_auto(ZmFrame) frame = { 0 };
  g_autoptr(ZmMessage) message = NULL;
  g_autoptr(GError) told = NULL;

  expect_check (tunnel, check);
  g_assert_cmpint (zm_conversation_get_phase (tunnel->station), ==, ZM_PHASE_CLOSED);
  g_assert_true (zm_link_receive (tunnel->device, &frame, TIMEOUT, NULL, NULL));
  message = zm_message_parse (frame.body, ZM_SENDER_STATION, NULL);
  told = zm_message_to_error (message);
  g_assert_cmpstr (zm_error_get_check (told), ==, check);
}

static void
test_tunnel_without_handler (Tunnel        *tunnel,
                             gconstpointer  early)
{
  say_tunnel (tunnel, ZM_TUNNEL_OPEN, 0);
  expect_breach (tunnel, "message.kind");
}

static void
test_tunnel_too_early (Tunnel        *tunnel,
                       gconstpointer  early)
{
  zm_conversation_set_tunnel (tunnel->station, take_step, tunnel);
  say_tunnel (tunnel, ZM_TUNNEL_OPEN, 0);
  expect_breach (tunnel, "message.kind");
  g_assert_cmpuint (tunnel->steps->len, ==, 0);
}

static void
test_tunnel_beyond_credit (Tunnel        *tunnel,
                           gconstpointer  early)
{
  zm_conversation_set_tunnel (tunnel->station, take_step, tunnel);
  say_tunnel (tunnel, ZM_TUNNEL_OPEN, 0);
  say_tunnel (tunnel, ZM_TUNNEL_DATA, ZM_TUNNEL_INITIAL_CREDIT);
  say_tunnel (tunnel, ZM_TUNNEL_DATA, 1);
  expect_breach (tunnel, "tunnel.credit");
  g_assert_cmpuint (tunnel->steps->len, ==, 2);
}

static void
test_tunnel_refused (Tunnel        *tunnel,
                     gconstpointer  early)
{
  tunnel->refuses = TRUE;
  zm_conversation_set_tunnel (tunnel->station, take_step, tunnel);
  say_tunnel (tunnel, ZM_TUNNEL_OPEN, 0);
  expect_breach (tunnel, "tunnel.state");
}

/* Our own side keeps the rules, too, and what breaks them never goes out. */
static void
test_tunnel_own_side (Tunnel        *tunnel,
                      gconstpointer  early)
{
  g_autofree guint8 *bytes = g_malloc0 (ZM_TUNNEL_INITIAL_CREDIT + 1);
  g_autoptr(GBytes) data = g_bytes_new (bytes, ZM_TUNNEL_INITIAL_CREDIT + 1);
  g_autoptr(GError) error = NULL;

  zm_conversation_set_tunnel (tunnel->station, take_step, tunnel);
  say_tunnel (tunnel, ZM_TUNNEL_OPEN, 0);
  expect_check (tunnel, "tether.timeout");
  g_assert_cmpuint (zm_conversation_get_tunnel_credit (tunnel->station), ==,
                    ZM_TUNNEL_INITIAL_CREDIT);
  g_assert_false (zm_conversation_send_tunnel (tunnel->station,
                                               &(ZmTunnel) { 1, ZM_TUNNEL_DATA, 0, data },
                                               &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "tunnel.credit");
  g_assert_cmpint (zm_conversation_get_phase (tunnel->station), ==, ZM_PHASE_REQUESTED);
}

/* Once nobody carries any more, what was under way does no harm; a new channel does. */
static void
test_tunnel_late (Tunnel        *tunnel,
                  gconstpointer  early)
{
  zm_conversation_set_tunnel (tunnel->station, take_step, tunnel);
  say_tunnel (tunnel, ZM_TUNNEL_OPEN, 0);
  expect_check (tunnel, "tether.timeout");
  g_assert_true (zm_conversation_send_tunnel (tunnel->station,
                                              &(ZmTunnel) { 1, ZM_TUNNEL_CLOSE, 0, NULL }, NULL));
  zm_conversation_set_tunnel (tunnel->station, NULL, NULL);
  say_tunnel (tunnel, ZM_TUNNEL_DATA, 100);
  say_tunnel (tunnel, ZM_TUNNEL_CLOSE, 0);
  expect_check (tunnel, "tether.timeout");
  g_assert_true (zm_conversation_is_tunnel_idle (tunnel->station));
  g_assert_cmpuint (tunnel->steps->len, ==, 1);
  say_tunnel (tunnel, ZM_TUNNEL_DATA, 1);
  expect_check (tunnel, "message.kind");
}

/* A peer that fills the tunnel byte by byte does not keep us from noticing that it says nothing. */
static void
test_tunnel_flood (Tunnel        *tunnel,
                   gconstpointer  early)
{
  zm_conversation_set_tunnel (tunnel->station, take_step, tunnel);
  say_tunnel (tunnel, ZM_TUNNEL_OPEN, 0);
  for (int i = 0; i < 20; i++)
    say_tunnel (tunnel, ZM_TUNNEL_DATA, 1);
  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_conversation_receive (tunnel->station, 0, NULL, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "tether.timeout");
      g_assert_cmpuint (tunnel->steps->len, ==, i);
    }
}

static void
test_unexpected (Fixture       *fixture,
                 gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmMessage) message = NULL;

  say (fixture, hello);
  g_assert_null (zm_conversation_expect (fixture->device, ZM_MESSAGE_REVEAL, TIMEOUT, NULL,
                                         &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "message.unexpected");
  message = hear (fixture);
  g_assert_cmpint (zm_message_get_type (message), ==, ZM_MESSAGE_ERROR);
}

static void
test_peer_error (Fixture       *fixture,
                 gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  say (fixture, "{\"type\":\"error\",\"code\":\"refused\",\"check\":\"guard.number\","
                "\"message\":\"The numbers differ\"}");
  g_assert_null (zm_conversation_receive (fixture->device, TIMEOUT, NULL, &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_REFUSED));
  g_assert_cmpstr (zm_error_get_check (error), ==, "guard.number");
  g_assert_cmpint (zm_conversation_get_phase (fixture->device), ==, ZM_PHASE_CLOSED);
}

static void
test_bye (Fixture       *fixture,
          gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  say (fixture, "{\"type\":\"bye\"}");
  g_assert_null (zm_conversation_receive (fixture->device, TIMEOUT, NULL, &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_UNAVAILABLE));
  g_assert_cmpstr (zm_error_get_check (error), ==, "tether.closed");
  g_clear_error (&error);
  g_assert_false (zm_conversation_send (fixture->device,
                                        zm_message_new (ZM_MESSAGE_BYE, NULL, NULL), NULL,
                                        &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "tether.closed");
}

/* Silence is no breach: the conversation goes on after it. */
static void
test_timeout (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmMessage) message = NULL;

  g_assert_null (zm_conversation_receive (fixture->device, 10, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "tether.timeout");
  zm_conversation_close (fixture->device, NULL);
  message = hear (fixture);
  g_assert_cmpint (zm_message_get_type (message), ==, ZM_MESSAGE_BYE);
  zm_conversation_close (fixture->device, NULL);
}

static void
add (const char *path,
     void      (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

static void
add_tunnel (const char    *path,
            void         (*test)(Tunnel *, gconstpointer),
            gconstpointer  early)
{
  g_test_add (path, Tunnel, early, tunnel_set_up, test, tunnel_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/conversation/garbage", test_garbage);
  add ("/conversation/wrong-phase", test_wrong_phase);
  add ("/conversation/wrong-sender", test_wrong_sender);
  add ("/conversation/tunnel", test_tunnel);
  add ("/conversation/unexpected", test_unexpected);
  add ("/conversation/peer-error", test_peer_error);
  add ("/conversation/bye", test_bye);
  add ("/conversation/timeout", test_timeout);
  add_tunnel ("/conversation/tunnel/beside-messages", test_tunnel_beside_messages, NULL);
  add_tunnel ("/conversation/tunnel/without-handler", test_tunnel_without_handler, NULL);
  add_tunnel ("/conversation/tunnel/too-early", test_tunnel_too_early, "early");
  add_tunnel ("/conversation/tunnel/beyond-credit", test_tunnel_beyond_credit, NULL);
  add_tunnel ("/conversation/tunnel/refused", test_tunnel_refused, NULL);
  add_tunnel ("/conversation/tunnel/own-side", test_tunnel_own_side, NULL);
  add_tunnel ("/conversation/tunnel/late", test_tunnel_late, NULL);
  add_tunnel ("/conversation/tunnel/flood", test_tunnel_flood, NULL);

  return g_test_run ();
}
