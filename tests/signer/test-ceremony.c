#include "desk.h"

#include "app/base/companion.h"
#include "app/base/error.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PASSPHRASE "a root of its own"
#define SECRET_FD  "20"
#define NOW        "2026-01-01T00:00:00Z"
#define CRL_LINE   "{\"request\":\"crl\"}\n"
#define SHOW_LINE  "{\"request\":\"show\"}\n"

typedef struct {
  char      *directory;
  char      *media;
  char      *out;
  GPtrArray *answers; /* of the last ceremony: results, or NULL where it was refused */
  GPtrArray *checks;  /* and the check of the refusal, or NULL */
} Fixture;

static void
result_free (gpointer data)
{
  json_decref (data);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("zm-ceremony-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->media = g_build_filename (fixture->directory, "media", NULL);
  fixture->out = g_build_filename (fixture->directory, "out", NULL);
  g_assert_cmpint (g_mkdir (fixture->media, 0755), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->out, 0700), ==, 0);
  fixture->answers = g_ptr_array_new_with_free_func (result_free);
  fixture->checks = g_ptr_array_new_with_free_func (g_free);
}

static void
remove_files (const char *path)
{
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_files (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  remove_files (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->media);
  g_free (fixture->out);
  g_ptr_array_unref (fixture->answers);
  g_ptr_array_unref (fixture->checks);
}

static GSubprocess *
spawn (Fixture    *fixture,
       const char *passphrase)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *path = zm_companion_path ("zmonitor-signer", &error);
  GSubprocess *process;
  int ends[2];

  g_assert_no_error (error);
  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  g_assert_cmpint (write (ends[1], passphrase, strlen (passphrase)), ==, strlen (passphrase));
  close (ends[1]);
  g_subprocess_launcher_take_fd (launcher, ends[0], atoi (SECRET_FD));
  process = g_subprocess_launcher_spawn (launcher, &error, path, "--ceremony", "--root-media",
                                         fixture->media, "--passphrase-fd", SECRET_FD, NULL);
  g_assert_no_error (error);

  return process;
}

static void
read_answers (Fixture    *fixture,
              const char *output)
{
  g_auto(GStrv) lines = g_strsplit (output, "\n", 0);

  g_ptr_array_set_size (fixture->answers, 0);
  g_ptr_array_set_size (fixture->checks, 0);
  for (gsize i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_autoptr(GError) error = NULL;

      g_ptr_array_add (fixture->answers,
                       zm_request_parse_answer (lines[i], strlen (lines[i]), &error));
      g_ptr_array_add (fixture->checks,
                       error == NULL ? NULL : g_strdup (zm_error_get_check (error)));
    }
}

/* Lines in, answers in the fixture, the exit status out. */
static int
perform (Fixture    *fixture,
         const char *passphrase,
         const char *lines)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = spawn (fixture, passphrase);
  g_autofree char *output = NULL;

  /* A ceremony that cannot begin does not read. */
  if (!g_subprocess_communicate_utf8 (process, lines, NULL, &output, NULL, &error))
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  if (output != NULL)
    {
      g_assert_null (strstr (output, "PRIVATE"));
      read_answers (fixture, output);
    }

  return g_subprocess_get_exit_status (process);
}

static char *
line_of (json_t *request)
{
  g_autoptr(json_t) owned = request;
  g_autofree char *text = json_dumps (owned, JSON_COMPACT);

  return g_strconcat (text, "\n", NULL);
}

static char *
creation (void)
{
  return line_of (json_pack ("{s:s, s:s, s:s, s:s}", "request", "create", "hospital", "St. Example",
                             "identityHost", DESK_HOST, "crlUrl", "http://crl.hospital.example/"));
}

static char *
request_of (const char *name,
            const char *csr)
{
  return line_of (json_pack ("{s:s, s:s}", "request", name, "csr", csr));
}

static const char *
get (Fixture    *fixture,
     guint       index,
     const char *member)
{
  const char *text;

  g_assert_cmpuint (index, <, fixture->answers->len);
  g_assert_cmpstr (g_ptr_array_index (fixture->checks, index), ==, NULL);
  text = json_string_value (json_object_get (g_ptr_array_index (fixture->answers, index), member));
  g_assert_nonnull (text);

  return text;
}

static void
assert_check (Fixture    *fixture,
              guint       index,
              const char *check)
{
  g_assert_cmpuint (index, <, fixture->checks->len);
  g_assert_cmpstr (g_ptr_array_index (fixture->checks, index), ==, check);
}

static char *
make_csr (const char        *common_name,
          const char *const *dns_names)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmKey) key = desk_make_key ();
  g_autoptr(ZmCsr) csr = zm_csr_create (key, common_name, "St. Example", dns_names, &error);

  g_assert_no_error (error);

  return zm_csr_to_pem (csr);
}

static char *
write_out (Fixture    *fixture,
           const char *name,
           const char *content)
{
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (fixture->directory, name, NULL);

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);

  return path;
}

static gboolean
succeeds (const char *format,
          ...) G_GNUC_PRINTF (1, 2);

static gboolean
succeeds (const char *format,
          ...)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *command = NULL;
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  int status;
  va_list arguments;

  va_start (arguments, format);
  command = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_spawn_command_line_sync (command, &output, &complaint, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    {
      g_test_message ("%s: %s%s", command, output, complaint);
      return FALSE;
    }

  return TRUE;
}

static int
mode_of (const char *directory,
         const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);

  return status.st_mode & 0777;
}

static char *
crl_pem (Desk *desk)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = desk_take_text (desk_ask (desk, desk->admin, ZM_REQUEST_CRL_ISSUE, NULL),
                                          "crl");
  g_autoptr(GBytes) der = desk_decode (text);
  g_autoptr(ZmCrl) crl = zm_crl_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der),
                                              &error);

  g_assert_no_error (error);

  return zm_crl_to_pem (crl);
}

static char *
device_pem (Desk *desk)
{
  g_autofree char *serial = NULL;
  g_autoptr(ZmCertificate) leaf = NULL;
  g_autoptr(GError) error = NULL;
  GBytes *der;

  desk_open_window (desk, 1, 10);
  serial = desk_issue (desk, desk->admin, "DEV-001", "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b");
  der = zm_issued_find (desk->signer->state->issued, serial)->certificate;
  leaf = zm_certificate_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error);
  g_assert_no_error (error);

  return zm_certificate_to_pem (leaf);
}

/* What a ceremony makes of everything at once; answers 0 root, 1 intermediate, 2 station, 3 server
 * from a CSR, 4 server made there, 5 CRL. */
static void
make_everything (Fixture *fixture,
                 Desk    *desk)
{
  static const char *const names[] = { "central.hospital.example", "10.0.0.5", NULL };
  g_autofree char *intermediate = desk_request_pem (desk, "intermediate");
  g_autofree char *station = desk_request_pem (desk, "station");
  g_autofree char *server = make_csr ("central.hospital.example", names);
  g_autofree char *first = creation ();
  g_autofree char *second = request_of ("sign-intermediate", intermediate);
  g_autofree char *third = request_of ("sign-station", station);
  g_autofree char *fourth = request_of ("sign-server", server);
  g_autofree char *fifth = line_of (json_pack ("{s:s, s:s, s:[s], s:s}", "request", "sign-server",
                                               "commonName", "other.hospital.example", "dnsNames",
                                               "other.hospital.example", "out", fixture->out));
  g_autofree char *lines = g_strconcat (first, second, third, fourth, fifth,
                                        CRL_LINE, NULL);

  g_assert_cmpint (perform (fixture, PASSPHRASE "\n", lines), ==, 0);
  g_assert_cmpuint (fixture->answers->len, ==, 6);
}

static void
install (Fixture *fixture,
         Desk    *desk)
{
  desk->now = zm_moment_now ();
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL,
                         json_pack ("{s:s, s:[s], s:s}", "root", get (fixture, 0, "root"), "chain",
                                    get (fixture, 1, "certificate"), "station",
                                    get (fixture, 2, "certificate"))));
}

#define OPENSSL "openssl verify -x509_strict -crl_check_all -CAfile %s -CRLfile %s "

/* From the root to a device, judged by code that is not ours. */
static void
test_full_chain (Fixture       *fixture,
                 gconstpointer  data)
{
  Desk *desk = desk_new ();
  g_autofree char *root = NULL, *intermediate = NULL, *station = NULL, *server = NULL;
  g_autofree char *device_text = NULL, *device = NULL, *crls = NULL, *chain = NULL;
  g_autofree char *intermediate_crl = NULL, *crl_text = NULL, *chain_text = NULL;
  g_autofree char *made = g_build_filename (fixture->out, "server.pem", NULL);

  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_POLICY_SET, desk_policy ()));
  make_everything (fixture, desk);
  install (fixture, desk);
  device_text = device_pem (desk);
  intermediate_crl = crl_pem (desk);
  desk_free (desk);

  root = write_out (fixture, "root.pem", get (fixture, 0, "root"));
  intermediate = write_out (fixture, "intermediate.pem", get (fixture, 1, "certificate"));
  station = write_out (fixture, "station.pem", get (fixture, 2, "certificate"));
  server = write_out (fixture, "server.pem", get (fixture, 3, "certificate"));
  device = write_out (fixture, "device.pem", device_text);
  crl_text = g_strconcat (get (fixture, 5, "crl"), intermediate_crl, NULL);
  crls = write_out (fixture, "crls.pem", crl_text);
  chain_text = g_strconcat (device_text, get (fixture, 1, "certificate"), get (fixture, 0, "root"),
                            NULL);
  chain = write_out (fixture, "chain.pem", chain_text);

  g_assert_true (succeeds (OPENSSL "-purpose sslclient -untrusted %s %s", root, crls, intermediate,
                           device));
  g_assert_true (succeeds (OPENSSL "-verify_hostname central.hospital.example %s", root, crls,
                           server));
  g_assert_true (succeeds (OPENSSL "-purpose sslserver -verify_ip 10.0.0.5 %s", root, crls,
                           server));
  g_assert_true (succeeds (OPENSSL "-purpose sslserver %s", root, crls, made));
  g_assert_true (succeeds (OPENSSL "%s", root, crls, station));
  g_assert_true (succeeds ("certtool --verify-chain --infile %s", chain));
  g_assert_true (succeeds ("certtool --verify --load-ca-certificate %s --infile %s", root, server));
  /* They can say no. */
  g_assert_false (succeeds (OPENSSL "-purpose sslserver -untrusted %s %s", root, crls, intermediate,
                            device));
  g_assert_false (succeeds (OPENSSL "%s", root, crls, device));
}

static void
test_files_on_the_media (Fixture       *fixture,
                         gconstpointer  data)
{
  Desk *desk = desk_new ();
  g_autofree char *key = g_build_filename (fixture->media, "root.key", NULL);
  g_autofree char *made = g_build_filename (fixture->out, "server.key", NULL);
  g_autofree char *pem = NULL;

  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_POLICY_SET, desk_policy ()));
  make_everything (fixture, desk);
  desk_free (desk);

  g_assert_cmpint (mode_of (fixture->media, "root.key"), ==, 0400);
  g_assert_cmpint (mode_of (fixture->media, "root-ledger.jsonl"), ==, 0600);
  g_assert_cmpint (mode_of (fixture->out, "server.key"), ==, 0600);
  g_assert_true (g_file_get_contents (key, &pem, NULL, NULL));
  g_assert_true (g_str_has_prefix (pem, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  g_assert_true (succeeds ("openssl pkey -noout -in %s -passin 'pass:" PASSPHRASE "'", key));
  g_assert_false (succeeds ("openssl pkey -noout -in %s -passin 'pass:wrong'", key));
  g_assert_true (succeeds ("openssl pkey -noout -in %s", made));
}

static void
test_revokes (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const names[] = { "central.hospital.example", NULL };
  g_autofree char *csr = make_csr ("central.hospital.example", names);
  g_autofree char *first = creation ();
  g_autofree char *second = request_of ("sign-server", csr);
  g_autofree char *lines = g_strconcat (first, second, CRL_LINE, NULL);
  g_autofree char *revocation = NULL;
  g_autofree char *root = NULL, *server = NULL, *before = NULL, *after = NULL;

  g_assert_cmpint (perform (fixture, PASSPHRASE "\n", lines), ==, 0);
  root = write_out (fixture, "root.pem", get (fixture, 0, "root"));
  server = write_out (fixture, "server.pem", get (fixture, 1, "certificate"));
  before = write_out (fixture, "before.pem", get (fixture, 2, "crl"));
  revocation = line_of (json_pack ("{s:s, s:[{s:s, s:s, s:s}]}", "request", "crl", "revoked",
                                   "serial", get (fixture, 1, "serial"), "at", NOW, "reason",
                                   "keyCompromise"));

  /* In a later ceremony, and it stays so in the one after that. */
  g_assert_cmpint (perform (fixture, PASSPHRASE "\n", revocation), ==, 0);
  g_assert_cmpint (json_integer_value (json_object_get (g_ptr_array_index (fixture->answers, 0),
                                                        "number")), ==, 2);
  g_assert_cmpint (perform (fixture, PASSPHRASE "\n", CRL_LINE SHOW_LINE), ==, 0);
  g_assert_cmpint (json_integer_value (json_object_get (g_ptr_array_index (fixture->answers, 0),
                                                        "number")), ==, 3);
  after = write_out (fixture, "after.pem", get (fixture, 0, "crl"));

  g_assert_true (succeeds (OPENSSL "%s", root, before, server));
  g_assert_false (succeeds (OPENSSL "%s", root, after, server));
  g_assert_cmpstr (json_string_value (
                     json_object_get (json_array_get (
                                        json_object_get (g_ptr_array_index (fixture->answers, 1),
                                                         "certificates"), 0), "reason")), ==,
                   "keyCompromise");
}

static void
test_refuses (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const names[] = { "a.example", NULL };
  g_autofree char *csr = make_csr ("a.example", names);
  g_autofree char *bare = make_csr ("a.example", NULL);
  g_autofree char *first = creation ();
  g_autofree char *unnamed = request_of ("sign-server", bare);
  g_autofree char *both = line_of (json_pack ("{s:s, s:s, s:s}", "request", "sign-server", "csr",
                                              csr, "out", fixture->out));
  g_autofree char *foreign = line_of (json_pack ("{s:s, s:[{s:s, s:s, s:s}]}", "request", "crl",
                                                 "revoked", "serial", "4F0A", "at", NOW, "reason",
                                                 "superseded"));
  g_autofree char *lines = g_strconcat (SHOW_LINE, first, first,
                                        "{\"request\":\"sign-intermediate\",\"csr\":\"x\"}\n",
                                        unnamed, both,
                                        "{\"request\":\"sign-server\",\"commonName\":\"a\"}\n",
                                        foreign,
                                        "{\"request\":\"crl\",\"revoked\":[{\"serial\":\"4F\"}]}\n",
                                        "{\"request\":\"crl\",\"revoked\":{}}\n",
                                        "{\"request\":\"show\",\"revoked\":[]}\n",
                                        "{\"request\":\"no-such\"}\n", "nonsense\n", SHOW_LINE,
                                        NULL);

  g_assert_cmpint (perform (fixture, PASSPHRASE "\n", lines), ==, 0);
  assert_check (fixture, 0, "ceremony.root");
  assert_check (fixture, 1, NULL);
  assert_check (fixture, 2, "ceremony.exists");
  assert_check (fixture, 3, "csr.pem");
  assert_check (fixture, 4, "profile.dns-name");
  assert_check (fixture, 5, "ceremony.server");
  assert_check (fixture, 6, "ceremony.server");
  assert_check (fixture, 7, "ceremony.serial");
  assert_check (fixture, 8, "ceremony.revoked");
  assert_check (fixture, 9, "ceremony.revoked");
  assert_check (fixture, 10, "request.members");
  assert_check (fixture, 11, "request.name");
  assert_check (fixture, 12, "request.json");
  assert_check (fixture, 13, NULL);
}

static void
test_judges_keys (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "weak.csr", NULL);
  g_autofree char *first = creation ();
  g_autofree char *pem = NULL;
  g_autofree char *request = NULL;
  g_autofree char *lines = NULL;

  g_assert_true (succeeds ("openssl req -new -newkey rsa:2048 -nodes -keyout %s/weak.key -subj "
                           "/CN=weak -out %s", fixture->directory, path));
  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  request = request_of ("sign-station", pem);
  lines = g_strconcat (first, request, NULL);
  g_assert_cmpint (perform (fixture, PASSPHRASE "\n", lines), ==, 0);
  assert_check (fixture, 1, "key.type");
}

/* Then it has begun. */
static void
wait_for_answer (GSubprocess *process)
{
  static const char line[] = "{\"request\":\"show\"}\n";
  char byte;

  g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (process), line,
                                            strlen (line), NULL, NULL, NULL));
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (process), &byte, 1, NULL,
                                        NULL), ==, 1);
}

static void
test_tells_why_it_cannot_begin (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autofree char *first = creation ();
  g_autofree char *ledger = g_build_filename (fixture->media, "root-ledger.jsonl", NULL);
  g_autofree char *content = NULL;
  g_autoptr(GSubprocess) other = NULL;
  gsize length;

  g_assert_cmpint (perform (fixture, "short\n", first), ==, 0);
  assert_check (fixture, 0, "passphrase.short");
  g_assert_cmpint (perform (fixture, PASSPHRASE "\n", first), ==, 0);
  assert_check (fixture, 0, NULL);
  g_assert_cmpint (perform (fixture, "another one\n", ""), ==, 3);
  assert_check (fixture, 0, "key.passphrase");

  other = spawn (fixture, PASSPHRASE "\n");
  wait_for_answer (other);
  g_assert_cmpint (perform (fixture, PASSPHRASE "\n", ""), ==, 4);
  assert_check (fixture, 0, "ceremony.locked");
  g_subprocess_force_exit (other);
  g_subprocess_wait (other, NULL, NULL);

  g_assert_true (g_file_get_contents (ledger, &content, &length, NULL));
  content[length / 2] ^= 1;
  g_assert_true (g_file_set_contents (ledger, content, (gssize) length, NULL));
  g_assert_cmpint (perform (fixture, PASSPHRASE "\n", ""), ==, 5);
  g_assert_true (g_file_set_contents (ledger, "", 0, NULL));
  g_assert_cmpint (perform (fixture, PASSPHRASE "\n", ""), ==, 5);
  assert_check (fixture, 0, "ledger.empty");

  remove_files (fixture->media);
  g_assert_cmpint (perform (fixture, PASSPHRASE "\n", ""), ==, 1);
  assert_check (fixture, 0, "ceremony.media");
}

static void
add (const char  *path,
     void       (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/ceremony/full-chain", test_full_chain);
  add ("/ceremony/files", test_files_on_the_media);
  add ("/ceremony/revokes", test_revokes);
  add ("/ceremony/refuses", test_refuses);
  add ("/ceremony/keys", test_judges_keys);
  add ("/ceremony/cannot-begin", test_tells_why_it_cannot_begin);

  return g_test_run ();
}
