#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/hex.h"
#include "tests/device/bench.h"
#include "usb/virtual.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define SESSION   AUTHORITY_SESSION
#define SESSION_2 "6f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"

static void
test_handshake (Bench         *bench,
                gconstpointer  data)
{
  char number[ZM_PAIRING_NUMBER_DIGITS + 1];
  guint8 nonce[ZM_TICKET_NONCE_LENGTH];
  g_auto(Station) station = { 0 };
  g_autoptr(json_t) event = NULL;
  g_autoptr(ZmCsr) csr = NULL;

  bench_start (bench, NULL);
  station_pair (&station, bench, SESSION, bench->ticket->pairing_code);

  g_assert_cmpstr (station.pairing.device_id, ==, bench->ticket->device_id);
  g_assert_cmpmem (station.pairing.key_hash, ZM_SHA256_LENGTH, bench->ticket->key_hash,
                   ZM_SHA256_LENGTH);
  zm_message_get_bytes (station.identity, "ticketNonce", nonce, sizeof nonce);
  g_assert_cmpmem (nonce, sizeof nonce, bench->ticket->nonce, sizeof nonce);
  g_assert_cmpstr (zm_message_get_string (station.identity, "state"), ==, "new");
  g_assert_cmpstr (zm_message_get_string (station.identity, "model"), ==, "M3");
  g_assert_null (zm_message_get_string (station.identity, "certificateSerial"));

  event = bench_await (bench, "number");
  zm_pairing_number (&station.pairing, number);
  g_assert_cmpstr (json_string_value (json_object_get (event, "number")), ==, number);
  csr = station_request_csr (&station, SESSION);
  g_assert_cmpstr (zm_csr_get_common_name (csr), ==, AUTHORITY_DEVICE);
}

static void
drop_cable (Bench     *bench,
            gboolean   after_csr,
            ZmCsr    **csr)
{
  {
    g_auto(Station) station = { 0 };

    station_pair (&station, bench, SESSION, bench->ticket->pairing_code);
    if (after_csr)
      *csr = station_request_csr (&station, SESSION);
  }
  json_decref (bench_await (bench, "ticket"));
}

/* A cable that comes loose is no new request, and no new ticket either until the code is spent. */
static void
test_comes_back (Bench         *bench,
                 gconstpointer  data)
{
  g_autoptr(ZmCsr) first = NULL;
  g_autoptr(ZmCsr) second = NULL;
  g_autofree char *ticket = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *renewed = NULL;

  bench_start (bench, NULL);
  ticket = zm_ticket_format (bench->ticket);
  drop_cable (bench, FALSE, NULL);
  kept = zm_ticket_format (bench->ticket);
  g_assert_cmpstr (ticket, ==, kept);

  drop_cable (bench, TRUE, &first);
  renewed = zm_ticket_format (bench->ticket);
  g_assert_cmpstr (ticket, !=, renewed);
  drop_cable (bench, TRUE, &second);
  g_assert_cmpstr (zm_csr_get_sha256 (first), ==, zm_csr_get_sha256 (second));
}

static void
test_fresh_at_boot (Bench         *bench,
                    gconstpointer  data)
{
  g_autofree char *first = NULL;
  guint8 key_hash[ZM_SHA256_LENGTH];

  bench_start (bench, NULL);
  first = zm_ticket_format (bench->ticket);
  memcpy (key_hash, bench->ticket->key_hash, sizeof key_hash);
  g_assert_cmpint (bench_stop (bench, SIGTERM), ==, 0);
  g_assert_false (g_file_test (bench->socket, G_FILE_TEST_EXISTS));

  bench_start (bench, NULL);
  g_assert_false (g_str_has_suffix (first, bench->ticket->pairing_code));
  g_assert_null (strstr (first, bench->ticket->pairing_code));
  g_assert_cmpmem (key_hash, sizeof key_hash, bench->ticket->key_hash, sizeof key_hash);
}

/* Whatever a station does, the next one is served. */
static void
assert_lives (Bench *bench)
{
  g_auto(Station) station = { 0 };

  station_pair (&station, bench, SESSION_2, bench->ticket->pairing_code);
}

static void
test_wrong_commitment (Bench         *bench,
                       gconstpointer  data)
{
  g_auto(Station) station = { 0 };

  bench_start (bench, NULL);
  station_greet (&station, bench, SESSION);
  station.pairing.station_nonce[0] ^= 1;
  station_reveal (&station);
  station_expect_error (&station, "pairing.commitment");
  assert_lives (bench);
}

static void
test_other_protocol (Bench         *bench,
                     gconstpointer  data)
{
  g_auto(Station) station = { 0 };
  g_autofree char *hash = g_strnfill (2 * ZM_SHA256_LENGTH, '0');

  bench_start (bench, NULL);
  station.conversation = zm_conversation_new (bench_connect (bench), ZM_SENDER_STATION);
  station_say (&station, ZM_MESSAGE_HELLO,
               json_pack ("{s:i, s:s, s:s}", "protocol", 2, "commitment", hash, "session",
                          SESSION));
  station_expect_error (&station, "message.protocol");
  assert_lives (bench);
}

/* Says text as it is and gives the check of the error that comes back. */
static char *
provoke (Bench       *bench,
         ZmFrameKind  kind,
         const char  *text)
{
  g_autoptr(ZmLink) link = bench_connect (bench);
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));
  g_auto(ZmFrame) frame = { 0 };
  g_auto(ZmFrame) end = { 0 };
  g_autoptr(ZmMessage) message = NULL;
  g_autoptr(GError) told = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_link_send (link, kind, body, BENCH_TIMEOUT, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (zm_link_receive (link, &frame, BENCH_TIMEOUT, NULL, &error));
  g_assert_no_error (error);
  message = zm_message_parse (frame.body, ZM_SENDER_DEVICE, &error);
  g_assert_no_error (error);
  g_assert_false (zm_link_receive (link, &end, BENCH_TIMEOUT, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "tether.unplugged");

  told = zm_message_to_error (message);
  return g_strdup (zm_error_get_check (told));
}

static void
test_breaches (Bench         *bench,
               gconstpointer  data)
{
  static const struct {
    ZmFrameKind  kind;
    const char  *text;
    const char  *check;
  } cases[] = {
    { ZM_FRAME_MESSAGE, "\xff\xfe", "message.json" },
    { ZM_FRAME_MESSAGE, "[]", "message.json" },
    { ZM_FRAME_MESSAGE, "{\"type\":\"bye\",\"type\":\"install\"}", "message.json" },
    { ZM_FRAME_MESSAGE, "{\"type\":\"open-door\"}", "message.type" },
    { ZM_FRAME_MESSAGE, "{\"type\":\"hello\"}", "message.members" },
    { ZM_FRAME_MESSAGE, "{\"type\":\"request-csr\"}", "message.phase" },
    { ZM_FRAME_MESSAGE, "{\"type\":\"set-clock\",\"time\":\"2030-01-01T00:00:00Z\"}",
      "message.phase" },
    { ZM_FRAME_MESSAGE, "{\"type\":\"install\",\"payload\":\"x\","
                        "\"testNonce\":\"00112233445566778899aabbccddeeff\"}", "message.phase" },
    { ZM_FRAME_MESSAGE, "{\"type\":\"identify\",\"seconds\":0}", "message.members" },
    { ZM_FRAME_MESSAGE, "{\"type\":\"identify\",\"seconds\":31}", "message.members" },
    { ZM_FRAME_TUNNEL, "\1\1\1\1\1", "message.kind" },
  };

  bench_start (bench, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *check = provoke (bench, cases[i].kind, cases[i].text);

      g_assert_cmpstr (check, ==, cases[i].check);
    }
  assert_lives (bench);
}

/* No frame at all, and frames that end in the midst of everything. */
static void
test_hangs_up (Bench         *bench,
               gconstpointer  data)
{
  bench_start (bench, NULL);
  for (int i = 0; i < 20; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmTransport) transport = zm_virtual_connect (bench->socket, &error);
      g_autoptr(GBytes) garbage = g_bytes_new_static ("ZM\1\1garbage", 11);

      g_assert_no_error (error);
      if (i % 2 == 1)
        g_assert_true (zm_transport_send (transport, garbage, BENCH_TIMEOUT, NULL, NULL));
      zm_transport_close (transport);
      json_decref (bench_await (bench, "ticket"));
    }
  assert_lives (bench);
}

static void
test_registry_code (Bench         *bench,
                    gconstpointer  data)
{
  g_autofree char *path = scratch_build (&bench->scratch, "code");
  g_auto(Station) station = { 0 };

  g_assert_true (zm_file_write (path, "wxyz 0042\n", 10, 0600, NULL));
  bench_start (bench, (const char *[]) { "--code-file", path, NULL });
  station_pair (&station, bench, SESSION, "WXYZ-0042");
}

static void
test_rsa (Bench         *bench,
          gconstpointer  data)
{
  g_auto(Station) station = { 0 };
  g_autoptr(ZmCsr) csr = NULL;

  bench_start (bench, (const char *[]) { "--key-type", "rsa", NULL });
  station_pair (&station, bench, SESSION, bench->ticket->pairing_code);
  csr = station_request_csr (&station, SESSION);
  g_assert_cmpint (zm_public_key_get_kind (zm_csr_get_key (csr)), ==, ZM_KEY_RSA_3072);
}

static void
test_set_clock (Bench         *bench,
                gconstpointer  data)
{
  g_auto(Station) station = { 0 };
  g_autoptr(ZmMessage) message = NULL;
  g_autofree char *shown = NULL;

  bench_start (bench, NULL);
  station_pair (&station, bench, SESSION, bench->ticket->pairing_code);
  station_say (&station, ZM_MESSAGE_SET_CLOCK, json_pack ("{s:s}", "time",
                                                          "2031-02-03T04:05:06Z"));
  message = station_expect (&station, ZM_MESSAGE_CLOCK);
  g_assert_cmpstr (zm_message_get_string (message, "outcome"), ==, "success");
  g_assert_true (g_str_has_prefix (zm_message_get_string (message, "time"),
                                   "2031-02-03T04:05:"));
  station_clear (&station);

  g_assert_cmpint (bench_stop (bench, SIGKILL), ==, -1);
  g_assert_cmpint (bench_call ((const char *[]) { "show", "--state", bench->state, "--json",
                                                  NULL }, &shown), ==, 0);
  g_assert_nonnull (strstr (shown, "\"time\": \"2031-02-03T04:"));
}

static void
test_once (Bench         *bench,
           gconstpointer  data)
{
  g_autofree char *text = scratch_build (&bench->scratch, "ticket.txt");
  g_autofree char *png = scratch_build (&bench->scratch, "ticket.png");
  g_autoptr(GBytes) written = NULL;
  g_autofree char *ticket = NULL;
  g_auto(Station) station = { 0 };

  bench_start (bench, (const char *[]) { "--once", "--ticket-text", text, "--ticket-png", png,
                                         NULL });
  ticket = zm_ticket_format (bench->ticket);
  written = zm_file_read (text, 1024, NULL);
  g_assert_cmpmem (g_bytes_get_data (written, NULL), g_bytes_get_size (written) - 1, ticket,
                   strlen (ticket));
  g_assert_true (g_file_test (png, G_FILE_TEST_IS_REGULAR));
  station_pair (&station, bench, SESSION, bench->ticket->pairing_code);
  zm_conversation_close (station.conversation, NULL);
  g_assert_cmpint (bench_wait (bench), ==, 0);

  bench_start (bench, (const char *[]) { "--once", NULL });
  g_free (provoke (bench, ZM_FRAME_MESSAGE, "x"));
  g_assert_cmpint (bench_wait (bench), ==, 1);
}

/* A light as the kernel shows one. */
static char *
make_led (Bench *bench)
{
  g_autofree char *folder = scratch_build (&bench->scratch, "lamp");
  g_autofree char *max = g_build_filename (folder, "max_brightness", NULL);
  g_autofree char *brightness = g_build_filename (folder, "brightness", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (max, "255\n", -1, NULL));
  g_assert_true (g_file_set_contents (brightness, "7\n", -1, NULL));
  bench_start (bench, (const char *[]) { "--led", "lamp", "--led-directory",
                                         bench->scratch.path, NULL });

  return g_steal_pointer (&brightness);
}

static void
await_brightness (const char *path,
                  const char *wanted)
{
  gint64 deadline = g_get_monotonic_time () + BENCH_TIMEOUT * G_GINT64_CONSTANT (1000);
  g_autofree char *seen = NULL;

  while (g_strcmp0 (seen, wanted) != 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_clear_pointer (&seen, g_free);
      g_assert_true (g_file_get_contents (path, &seen, NULL, NULL));
      g_usleep (1000);
    }
}

static void
ask_to_identify (Station *station,
                 Bench   *bench,
                 int      seconds)
{
  station->conversation = zm_conversation_new (bench_connect (bench), ZM_SENDER_STATION);
  station_say (station, ZM_MESSAGE_IDENTIFY, json_pack ("{s:i}", "seconds", seconds));
  json_decref (bench_await (bench, "identify"));
}

static void
test_identify (Bench         *bench,
               gconstpointer  data)
{
  g_autofree char *brightness = make_led (bench);
  g_autofree char *ticket = zm_ticket_format (bench->ticket);
  g_autofree char *same = NULL;
  g_auto(Station) station = { 0 };
  g_autoptr(ZmMessage) message = NULL;

  ask_to_identify (&station, bench, 1);
  await_brightness (brightness, "255");
  await_brightness (brightness, "0");
  message = station_expect (&station, ZM_MESSAGE_IDENTIFIED);
  g_assert_cmpstr (zm_message_get_string (message, "outcome"), ==, "success");
  json_decref (bench_await (bench, "identified"));
  await_brightness (brightness, "7");
  station_clear (&station);

  /* Back to what was there before: the same ticket, which is still good. */
  json_decref (bench_await (bench, "ticket"));
  same = zm_ticket_format (bench->ticket);
  g_assert_cmpstr (ticket, ==, same);
  assert_lives (bench);
}

static void
test_identify_broken_off (Bench         *bench,
                          gconstpointer  data)
{
  g_autofree char *brightness = make_led (bench);
  g_auto(Station) station = { 0 };

  ask_to_identify (&station, bench, 30);
  station_clear (&station);
  json_decref (bench_await (bench, "identified"));
  await_brightness (brightness, "7");
  json_decref (bench_await (bench, "ticket"));
  assert_lives (bench);
}

static void
test_identify_interrupted (Bench         *bench,
                           gconstpointer  data)
{
  g_autofree char *hash = g_strnfill (2 * ZM_SHA256_LENGTH, '0');
  g_auto(Station) station = { 0 };

  bench_start (bench, NULL);
  ask_to_identify (&station, bench, 30);
  station_say (&station, ZM_MESSAGE_HELLO,
               json_pack ("{s:i, s:s, s:s}", "protocol", 1, "commitment", hash, "session",
                          SESSION));
  station_expect_error (&station, "message.unexpected");
  assert_lives (bench);
}

/* The screen shows it all the same; what does not work is said. */
static void
test_identify_dark (Bench         *bench,
                    gconstpointer  data)
{
  g_autofree char *brightness = make_led (bench);
  g_auto(Station) station = { 0 };
  g_autoptr(ZmMessage) message = NULL;

  g_assert_cmpint (g_remove (brightness), ==, 0);
  ask_to_identify (&station, bench, 1);
  message = station_expect (&station, ZM_MESSAGE_IDENTIFIED);
  g_assert_cmpstr (zm_message_get_string (message, "outcome"), ==, "failure");
  g_assert_cmpstr (zm_message_get_string (message, "check"), ==, "led.write");
  json_decref (bench_await (bench, "identified"));
}

static void
add (const char *path,
     void      (*test)(Bench *, gconstpointer))
{
  g_test_add (path, Bench, NULL, bench_set_up, test, bench_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/dialogue/handshake", test_handshake);
  add ("/dialogue/comes-back", test_comes_back);
  add ("/dialogue/fresh-at-boot", test_fresh_at_boot);
  add ("/dialogue/wrong-commitment", test_wrong_commitment);
  add ("/dialogue/other-protocol", test_other_protocol);
  add ("/dialogue/breaches", test_breaches);
  add ("/dialogue/hangs-up", test_hangs_up);
  add ("/dialogue/registry-code", test_registry_code);
  add ("/dialogue/rsa", test_rsa);
  add ("/dialogue/set-clock", test_set_clock);
  add ("/dialogue/identify", test_identify);
  add ("/dialogue/identify/broken-off", test_identify_broken_off);
  add ("/dialogue/identify/interrupted", test_identify_interrupted);
  add ("/dialogue/identify/dark", test_identify_dark);
  add ("/dialogue/once", test_once);

  return g_test_run ();
}
