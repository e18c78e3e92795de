#include "tests/protocol/pair.h"

#include "usb/virtual.h"

#include <sys/socket.h>

#define NONCE "00112233445566778899aabbccddeeff"
#define HASH  NONCE NONCE

static ZmConversation *
make_side (int      fd,
           ZmSender side)
{
  g_autoptr(ZmTransport) transport = zm_virtual_new (fd, "virtual:test");

  return zm_conversation_new (zm_link_new (transport), side);
}

static void
pass (ZmConversation *from,
      ZmConversation *to,
      ZmMessageType   type,
      json_t         *members)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmMessage) heard = NULL;

  g_assert_true (zm_conversation_send (from, zm_message_new (type, members, NULL), NULL, &error));
  g_assert_no_error (error);
  heard = zm_conversation_expect (to, type, PAIR_TIMEOUT, NULL, &error);
  g_assert_no_error (error);
}

void
pair_set_up (Pair          *pair,
             gconstpointer  unused)
{
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds), ==, 0);
  pair->station = make_side (fds[0], ZM_SENDER_STATION);
  pair->device = make_side (fds[1], ZM_SENDER_DEVICE);

  pass (pair->station, pair->device, ZM_MESSAGE_HELLO,
        json_pack ("{s:i, s:s, s:s}", "protocol", 1, "commitment", HASH, "session",
                   "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"));
  pass (pair->device, pair->station, ZM_MESSAGE_IDENTITY,
        json_pack ("{s:i, s:s, s:s, s:s, s:s, s:s, s:s}", "protocol", 1, "deviceId", "DEV-1",
                   "keyHash", HASH, "deviceNonce", NONCE, "ticketNonce", "00112233445566778899",
                   "time", "2026-01-01T00:00:00Z", "state", "new"));
  pass (pair->station, pair->device, ZM_MESSAGE_REVEAL,
        json_pack ("{s:s}", "stationNonce", NONCE));
  pass (pair->device, pair->station, ZM_MESSAGE_CODE_PROOF, json_pack ("{s:s}", "proof", HASH));
  pass (pair->station, pair->device, ZM_MESSAGE_REQUEST_CSR, NULL);
  pass (pair->device, pair->station, ZM_MESSAGE_CSR,
        json_pack ("{s:s, s:s}", "csr", "AAAA", "possession", "AAAA"));
}

void
pair_tear_down (Pair          *pair,
                gconstpointer  unused)
{
  zm_conversation_free (pair->station);
  zm_conversation_free (pair->device);
}
