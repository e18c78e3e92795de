#include "tests/device/bench.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/pki/random.h"
#include "usb/virtual.h"

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "app/device/zmonitor-device"

static char *
program_path (void)
{
  return g_test_build_filename (G_TEST_BUILT, PROGRAM, NULL);
}

int
bench_call (const char *const  *arguments,
            char              **output)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *program = program_path ();
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (argv, program);
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (gpointer) *arguments);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                               &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error));
  g_assert_no_error (error);
  if (output != NULL)
    *output = g_steal_pointer (&text);

  return g_subprocess_get_exit_status (process);
}

void
bench_set_up (Bench         *bench,
              gconstpointer  data)
{
  g_autofree char *factory = NULL;

  scratch_set_up (&bench->scratch, NULL);
  authority_set_up (&bench->authority);
  bench->state = scratch_build (&bench->scratch, "device");
  bench->socket = scratch_build (&bench->scratch, "tether");
  factory = scratch_build (&bench->scratch, "factory.json");
  authority_write_factory (&bench->authority, factory);
  g_assert_cmpint (bench_call ((const char *[]) { "init", "--state", bench->state, "--factory",
                                                  factory, "--label", "Bett 7", "--model", "M3",
                                                  NULL }, NULL), ==, 0);
}

void
bench_tear_down (Bench         *bench,
                 gconstpointer  data)
{
  if (bench->process != NULL)
    bench_stop (bench, SIGKILL);
  zm_ticket_free (bench->ticket);
  g_free (bench->state);
  g_free (bench->socket);
  authority_clear (&bench->authority);
  scratch_tear_down (&bench->scratch, NULL);
}

static void
take_ticket (Bench        *bench,
             const json_t *event)
{
  const char *text = json_string_value (json_object_get (event, "text"));
  g_autoptr(GError) error = NULL;

  zm_ticket_free (bench->ticket);
  bench->ticket = zm_ticket_parse (text, strlen (text), &error);
  g_assert_no_error (error);
}

json_t *
bench_await (Bench      *bench,
             const char *name)
{
  for (;;)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *line = g_data_input_stream_read_line (bench->events, NULL, NULL, &error);
      g_autoptr(json_t) event = NULL;
      const char *seen;

      g_assert_no_error (error);
      g_assert_nonnull (line);
      event = zm_json_parse_object (line, strlen (line), "test", &error);
      g_assert_no_error (error);
      seen = json_string_value (json_object_get (event, "event"));
      if (strcmp (seen, "ticket") == 0)
        take_ticket (bench, event);
      if (strcmp (seen, name) == 0)
        return g_steal_pointer (&event);
    }
}

void
bench_start (Bench             *bench,
             const char *const *arguments)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *program = program_path ();
  g_autofree char *tether = g_strconcat ("virtual:", bench->socket, NULL);
  const char *fixed[] = { program, "run", "--state", bench->state, "--tether", tether,
                          "--events-fd", "3", "--exit-with-parent", NULL };
  g_autoptr(GInputStream) input = NULL;
  g_autoptr(GError) error = NULL;
  int fds[2];

  for (gsize i = 0; fixed[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) fixed[i]);
  for (; arguments != NULL && *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (gpointer) *arguments);
  g_ptr_array_add (argv, NULL);

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, &error));
  g_subprocess_launcher_take_fd (launcher, fds[1], 3);
  bench->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata,
                                                 &error);
  g_assert_no_error (error);
  input = g_unix_input_stream_new (fds[0], TRUE);
  bench->events = g_data_input_stream_new (input);
  json_decref (bench_await (bench, "ticket"));
}

int
bench_wait (Bench *bench)
{
  int status = -1;

  g_assert_true (g_subprocess_wait (bench->process, NULL, NULL));
  if (g_subprocess_get_if_exited (bench->process))
    status = g_subprocess_get_exit_status (bench->process);
  g_clear_object (&bench->process);
  g_clear_object (&bench->events);

  return status;
}

int
bench_stop (Bench *bench,
            int    signal)
{
  g_subprocess_send_signal (bench->process, signal);

  return bench_wait (bench);
}

ZmLink *
bench_connect (Bench *bench)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmTransport) transport = zm_virtual_connect (bench->socket, &error);

  g_assert_no_error (error);
  return zm_link_new (transport);
}

void
station_clear (Station *station)
{
  g_clear_pointer (&station->conversation, zm_conversation_free);
  g_clear_pointer (&station->identity, zm_message_free);
}

void
station_say (Station       *station,
             ZmMessageType  type,
             json_t        *members)
{
  g_autoptr(GError) error = NULL;
  ZmMessage *message = zm_message_new (type, members, &error);

  g_assert_no_error (error);
  g_assert_true (zm_conversation_send (station->conversation, message, NULL, &error));
  g_assert_no_error (error);
}

ZmMessage *
station_expect (Station       *station,
                ZmMessageType  type)
{
  g_autoptr(GError) error = NULL;
  ZmMessage *message = zm_conversation_expect (station->conversation, type, BENCH_TIMEOUT, NULL,
                                               &error);

  g_assert_no_error (error);
  return message;
}

void
station_expect_error (Station    *station,
                      const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_conversation_receive (station->conversation, BENCH_TIMEOUT, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

void
station_greet (Station    *station,
               Bench      *bench,
               const char *session)
{
  guint8 commitment[ZM_SHA256_LENGTH];
  g_autofree char *hex = NULL;

  station->conversation = zm_conversation_new (bench_connect (bench), ZM_SENDER_STATION);
  zm_random_bytes (station->pairing.station_nonce, ZM_PAIRING_NONCE_LENGTH);
  zm_pairing_commit (station->pairing.station_nonce, commitment);
  hex = zm_hex_encode (commitment, sizeof commitment);
  station_say (station, ZM_MESSAGE_HELLO,
               json_pack ("{s:i, s:s, s:s}", "protocol", 1, "commitment", hex, "session",
                          session));

  station->identity = station_expect (station, ZM_MESSAGE_IDENTITY);
  station->pairing.device_id = zm_message_get_string (station->identity, "deviceId");
  zm_message_get_bytes (station->identity, "keyHash", station->pairing.key_hash,
                        ZM_SHA256_LENGTH);
  zm_message_get_bytes (station->identity, "deviceNonce", station->pairing.device_nonce,
                        ZM_PAIRING_NONCE_LENGTH);
}

void
station_reveal (Station *station)
{
  g_autofree char *hex = zm_hex_encode (station->pairing.station_nonce, ZM_PAIRING_NONCE_LENGTH);

  station_say (station, ZM_MESSAGE_REVEAL, json_pack ("{s:s}", "stationNonce", hex));
}

void
station_pair (Station    *station,
              Bench      *bench,
              const char *session,
              const char *code)
{
  guint8 expected[ZM_SHA256_LENGTH];
  guint8 proof[ZM_SHA256_LENGTH];
  g_autoptr(ZmMessage) message = NULL;

  station_greet (station, bench, session);
  station_reveal (station);
  message = station_expect (station, ZM_MESSAGE_CODE_PROOF);
  zm_message_get_bytes (message, "proof", proof, sizeof proof);
  zm_pairing_code_proof (&station->pairing, code, expected);
  g_assert_cmpmem (proof, sizeof proof, expected, sizeof expected);
}

static GBytes *
get_base64 (const ZmMessage *message,
            const char      *member)
{
  GBytes *bytes = zm_base64_decode (zm_message_get_string (message, member));

  g_assert_nonnull (bytes);
  return bytes;
}

ZmCsr *
station_request_csr (Station    *station,
                     const char *session)
{
  g_autoptr(ZmMessage) message = NULL;
  g_autoptr(GBytes) der = NULL;
  g_autoptr(GBytes) signature = NULL;
  g_autoptr(GBytes) possession = NULL;
  g_autoptr(GError) error = NULL;
  guint8 digest[ZM_SHA256_LENGTH];
  ZmCsr *csr;

  station_say (station, ZM_MESSAGE_REQUEST_CSR, NULL);
  message = station_expect (station, ZM_MESSAGE_CSR);
  der = get_base64 (message, "csr");
  signature = get_base64 (message, "possession");
  csr = zm_csr_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (zm_public_key_get_sha256 (zm_csr_get_key (csr)), ZM_SHA256_LENGTH,
                   station->pairing.key_hash, ZM_SHA256_LENGTH);

  zm_digest_sha256 (g_bytes_get_data (der, NULL), g_bytes_get_size (der), digest);
  possession = zm_pairing_possession (&station->pairing, session, digest);
  g_assert_true (zm_public_key_verify (zm_csr_get_key (csr),
                                       g_bytes_get_data (possession, NULL),
                                       g_bytes_get_size (possession),
                                       g_bytes_get_data (signature, NULL),
                                       g_bytes_get_size (signature)));

  return csr;
}
