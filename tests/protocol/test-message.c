#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/protocol/message.h"
#include "tests/protocol/vectors.h"
#include "usb/frame.h"

#include <gio/gio.h>
#include <string.h>

#define NONCE "00112233445566778899aabbccddeeff"
#define HASH  NONCE NONCE

static const char hello[] =
  "{\"type\":\"hello\",\"protocol\":1,"
  "\"commitment\":\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\","
  "\"session\":\"5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b\"}";

static ZmMessage *
parse (const char  *text,
       ZmSender     sender,
       GError     **error)
{
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));

  return zm_message_parse (body, sender, error);
}

static void
check_refused (const char *text,
               ZmSender    sender,
               const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (parse (text, sender, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

/* What the frame cannot refuse, the message must. */
static void
test_frames (void)
{
  static const char *const names[] = { "not JSON", "not an object", "duplicate type", "no type" };
  g_autoptr(json_t) root = load_vectors ("tether-v1.json");
  json_t *item;
  size_t i;
  guint seen = 0;

  json_array_foreach (json_object_get (root, "refuse"), i, item)
    {
      gsize length = strlen (get_text (item, "frameHex")) / 2;
      g_autofree guint8 *bytes = g_malloc (length);
      g_auto(ZmFrame) frame = { 0 };
      g_autoptr(GError) error = NULL;

      get_hex (item, "frameHex", bytes, length);
      if (!zm_frame_decode (bytes, length, &frame, NULL) || frame.kind != ZM_FRAME_MESSAGE)
        continue;
      g_assert_cmpstr (get_text (item, "name"), ==, names[seen]);
      g_assert_null (zm_message_parse (frame.body, ZM_SENDER_STATION, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==,
                       seen < 3 ? "message.json" : "message.type");
      seen++;
    }
  g_assert_cmpuint (seen, ==, G_N_ELEMENTS (names));
}

static void
test_hello (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmMessage) message = parse (hello, ZM_SENDER_STATION, &error);
  g_autoptr(GBytes) again = NULL;
  guint8 commitment[32];
  g_autofree char *hex = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (zm_message_get_type (message), ==, ZM_MESSAGE_HELLO);
  g_assert_cmpint (zm_message_get_integer (message, "protocol"), ==, 1);
  g_assert_cmpint (zm_message_get_integer (message, "absent"), ==, -1);
  g_assert_null (zm_message_get_string (message, "absent"));
  g_assert_null (zm_message_get_array (message, "session"));
  zm_message_get_bytes (message, "commitment", commitment, sizeof commitment);
  hex = zm_hex_encode (commitment, sizeof commitment);
  g_assert_cmpstr (hex, ==, HASH);
  again = zm_message_encode (message);
  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), hello,
                   strlen (hello));
}

static void
test_refuses_members (void)
{
  static const char *const texts[] = {
    "{\"type\":\"reveal\"}",
    "{\"type\":\"reveal\",\"stationNonce\":1}",
    "{\"type\":\"reveal\",\"stationNonce\":\"\"}",
    "{\"type\":\"reveal\",\"stationNonce\":\"" NONCE "00\"}",
    "{\"type\":\"reveal\",\"stationNonce\":\"00112233445566778899AABBCCDDEEFF\"}",
    "{\"type\":\"reveal\",\"stationNonce\":\"0011223344556677\\u00008899aabbccddeef\"}",
    "{\"type\":\"reveal\",\"stationNonce\":\"" NONCE "\",\"more\":1}",
    "{\"type\":\"reveal\",\"stationNonce\":\"" NONCE "\",\"token\":\"x\"}",
    "{\"type\":\"bye\",\"more\":1}",
    "{\"type\":\"error\",\"code\":\"refused\",\"check\":\"\",\"message\":\"m\"}",
    "{\"type\":\"error\",\"code\":\"refused\",\"check\":\"a\\nb\",\"message\":\"m\"}",
    "{\"type\":\"error\",\"code\":\"refused\",\"check\":\"\\u202ea\",\"message\":\"m\"}",
    "{\"type\":\"set-clock\",\"time\":\"2025-12-01T10:00:00+00:00\"}",
    "{\"type\":\"crls\",\"crls\":\"AAAA\"}",
    "{\"type\":\"crls\",\"crls\":[1]}",
    "{\"type\":\"crls\",\"crls\":[\"AAA\"]}",
    "{\"type\":\"crls\",\"crls\":[\"AA==\",\"AA==\",\"AA==\",\"AA==\",\"AA==\",\"AA==\",\"AA==\","
    "\"AA==\",\"AA==\"]}",
    "{\"type\":\"hello\",\"protocol\":1.0,\"commitment\":\"" HASH "\",\"session\":\"s\"}",
    "{\"type\":\"hello\",\"protocol\":1,"
    "\"commitment\":\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\","
    "\"session\":\"5F0C1D8E-6D6E-4C5E-9F7A-0B1F2E3D4C5B\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    check_refused (texts[i], ZM_SENDER_STATION, "message.members");
}

static void
test_refuses_type (void)
{
  check_refused ("{\"type\":\"format-disk\"}", ZM_SENDER_STATION, "message.type");
  check_refused ("{\"type\":7}", ZM_SENDER_STATION, "message.type");
  check_refused ("{\"type\":\"reveal\",\"stationNonce\":\"" NONCE "\"}", ZM_SENDER_DEVICE,
                 "message.type");
  check_refused ("{\"type\":\"code-proof\",\"proof\":\"" HASH "\"}", ZM_SENDER_STATION,
                 "message.type");
  check_refused ("", ZM_SENDER_STATION, "message.json");
}

static void
test_own_mistake (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_message_new (ZM_MESSAGE_REVEAL, json_pack ("{s:s}", "stationNonce", "no"),
                                 &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_INTERNAL));
}

static void
test_carries_error (void)
{
  g_autofree char *flood = g_strnfill (5000, 'x');
  g_autoptr(GError) sent = zm_error_new_literal (ZM_ERROR_REFUSED, "guard.key-hash", flood, NULL,
                                                 "The key is another one");
  g_autoptr(ZmMessage) message = zm_message_new_error (sent);
  g_autoptr(GBytes) body = zm_message_encode (message);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmMessage) parsed = zm_message_parse (body, ZM_SENDER_DEVICE, &error);
  g_autoptr(GError) received = NULL;

  g_assert_no_error (error);
  received = zm_message_to_error (parsed);
  g_assert_true (zm_error_matches (received, ZM_ERROR_REFUSED));
  g_assert_cmpstr (zm_error_get_check (received), ==, "guard.key-hash");
  g_assert_cmpuint (strlen (zm_error_get_seen (received)), ==, 1024);
  g_assert_null (zm_error_get_expected (received));
  g_assert_cmpstr (received->message, ==, "The key is another one");
}

/* A system error travels as well, and text that is no UTF-8 becomes some. */
static void
test_carries_any_error (void)
{
  g_autoptr(GError) sent = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "b\xff" "d");
  g_autoptr(ZmMessage) message = zm_message_new_error (sent);
  g_autoptr(GBytes) body = zm_message_encode (message);
  g_autoptr(ZmMessage) parsed = zm_message_parse (body, ZM_SENDER_STATION, NULL);
  g_autoptr(GError) received = zm_message_to_error (parsed);

  g_assert_true (zm_error_matches (received, ZM_ERROR_IO));
  g_assert_cmpstr (zm_error_get_check (received), ==, "system.io");
}

static void
step (ZmPhase    *phase,
      const char *text,
      ZmSender    sender,
      ZmPhase     expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmMessage) message = parse (text, sender, &error);

  g_assert_no_error (error);
  g_assert_true (zm_message_advance (message, phase, &error));
  g_assert_no_error (error);
  g_assert_cmpint (*phase, ==, expected);
}

static void
refuse_step (ZmPhase     phase,
             const char *text,
             ZmSender    sender)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmMessage) message = parse (text, sender, &error);
  ZmPhase before = phase;

  g_assert_no_error (error);
  g_assert_false (zm_message_advance (message, &phase, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "message.phase");
  g_assert_cmpint (phase, ==, before);
}

static void
test_phases (void)
{
  static const char reveal[] = "{\"type\":\"reveal\",\"stationNonce\":\"" NONCE "\"}";
  static const char proof[] = "{\"type\":\"code-proof\",\"proof\":\"" HASH "\"}";
  static const char request[] = "{\"type\":\"request-csr\"}";
  static const char csr[] = "{\"type\":\"csr\",\"csr\":\"AA==\",\"possession\":\"AA==\"}";
  static const char clock[] = "{\"type\":\"set-clock\",\"time\":\"2025-12-01T10:00:00Z\"}";
  static const char crls[] = "{\"type\":\"crls\",\"crls\":[]}";
  ZmPhase phase = ZM_PHASE_GREETING;

  refuse_step (phase, reveal, ZM_SENDER_STATION);
  refuse_step (phase, request, ZM_SENDER_STATION);
  phase = ZM_PHASE_COMMITTED;
  refuse_step (phase, clock, ZM_SENDER_STATION);
  step (&phase, reveal, ZM_SENDER_STATION, ZM_PHASE_COMMITTED);
  step (&phase, proof, ZM_SENDER_DEVICE, ZM_PHASE_PAIRED);
  refuse_step (phase, crls, ZM_SENDER_STATION);
  step (&phase, clock, ZM_SENDER_STATION, ZM_PHASE_PAIRED);
  step (&phase, request, ZM_SENDER_STATION, ZM_PHASE_PAIRED);
  step (&phase, csr, ZM_SENDER_DEVICE, ZM_PHASE_REQUESTED);
  refuse_step (phase, request, ZM_SENDER_STATION);
  step (&phase, crls, ZM_SENDER_STATION, ZM_PHASE_REQUESTED);
  step (&phase, "{\"type\":\"bye\"}", ZM_SENDER_DEVICE, ZM_PHASE_CLOSED);
  refuse_step (phase, "{\"type\":\"bye\"}", ZM_SENDER_DEVICE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message/frames", test_frames);
  g_test_add_func ("/message/hello", test_hello);
  g_test_add_func ("/message/refuses-members", test_refuses_members);
  g_test_add_func ("/message/refuses-type", test_refuses_type);
  g_test_add_func ("/message/own-mistake", test_own_mistake);
  g_test_add_func ("/message/carries-error", test_carries_error);
  g_test_add_func ("/message/carries-any-error", test_carries_any_error);
  g_test_add_func ("/message/phases", test_phases);

  return g_test_run ();
}
