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

  return g_test_run ();
}
