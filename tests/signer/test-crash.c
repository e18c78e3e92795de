#include "running.h"

#include "app/base/error.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define SESSION    "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"
#define PASSPHRASE DESK_PASSPHRASE "\n"

/* Prepared before the kill, signed after it; signed before the next, and the same after that. */
static void
test_goes_on_after_a_kill (Running       *running,
                           gconstpointer  data)
{
  g_autoptr(ZmKey) key = desk_make_key ();
  g_autoptr(json_t) prepared = NULL;
  g_autoptr(json_t) signed_before = NULL;
  g_autoptr(json_t) signed_after = NULL;
  g_autoptr(json_t) status = NULL;
  int ended;

  running_open_window (running, 3);
  prepared = running_ask (running, ZM_REQUEST_ISSUE_PREPARE, desk_describe (key, "DEV-001", SESSION));
  ended = running_end (running, SIGKILL);
  g_assert_true (WIFSIGNALED (ended));

  running_serve (running);
  signed_before = running_ask (running, ZM_REQUEST_ISSUE_SIGN,
                               json_pack ("{s:O}", "tbs", json_object_get (prepared, "tbs")));
  running_end (running, SIGKILL);

  running_serve (running);
  signed_after = running_ask (running, ZM_REQUEST_ISSUE_SIGN,
                              json_pack ("{s:O}", "tbs", json_object_get (prepared, "tbs")));
  g_assert_true (json_equal (signed_before, signed_after));
  status = running_ask (running, ZM_REQUEST_STATUS, NULL);
  g_assert_cmpint (json_integer_value (json_object_get (json_object_get (status, "window"),
                                                        "devicesLeft")), ==, 2);
  g_assert_true (json_is_true (json_object_get (status, "sameUser")));
}

/* Kills the signer after some milliseconds, from a process of its own. */
static pid_t
kill_later (Running *running,
            guint    milliseconds)
{
  pid_t killer = fork ();

  if (killer == 0)
    {
      g_usleep (milliseconds * 1000);
      kill (running->program->pid, SIGKILL);
      _exit (0);
    }

  return killer;
}

/* The object of an answer, or NULL as soon as the signer is gone or issues no more. */
static json_t *
ask_mortal (Running       *running,
            ZmRequestType  type,
            json_t        *members)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) request = zm_request_encode (type, running->admin, members, &error);
  json_t *result = NULL;

  g_assert_no_error (error);
  program_exchange (running->fd, g_bytes_get_data (request, NULL), g_bytes_get_size (request),
                    &result, &error);
  /* A fast machine gets as far as the hour's limit. */
  if (error != NULL)
    g_assert_cmpstr (zm_error_get_check (error), ==, "rate.exceeded");

  return result;
}

/* Issues until the signer dies; answers holds what it said: TBS, then certificate or NULL. */
static void
issue_until_death (Running   *running,
                   ZmKey     *key,
                   guint      round,
                   GPtrArray *answers)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *session = g_strdup_printf ("00000000-0000-4000-8000-%06x%06x", round, i);
      g_autoptr(json_t) prepared = ask_mortal (running, ZM_REQUEST_ISSUE_PREPARE,
                                               desk_describe (key, "DEV-001", session));
      g_autoptr(json_t) issued = NULL;
      const char *tbs = json_string_value (json_object_get (prepared, "tbs"));

      if (prepared == NULL)
        return;
      g_ptr_array_add (answers, g_strdup (tbs));
      issued = ask_mortal (running, ZM_REQUEST_ISSUE_SIGN, json_pack ("{s:s}", "tbs", tbs));
      g_ptr_array_add (answers, g_strdup (json_string_value (json_object_get (issued,
                                                                              "certificate"))));
      if (issued == NULL)
        return;
    }
}

/* Whenever the power goes, what was answered is so afterwards. */
static void
test_forgets_no_answer (Running       *running,
                        gconstpointer  data)
{
  g_autoptr(ZmKey) key = desk_make_key ();
  g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func (g_free);

  running_open_window (running, 1000);
  for (guint round = 0; round < 5; round++)
    {
      pid_t killer = kill_later (running, (guint) g_test_rand_int_range (3, 25));

      issue_until_death (running, key, round, answers);
      waitpid (killer, NULL, 0);
      running_end (running, SIGKILL);
      running_serve (running);
    }

  for (guint i = 0; i + 1 < answers->len; i += 2)
    {
      g_autoptr(json_t) again = running_ask (running, ZM_REQUEST_ISSUE_SIGN,
                                             json_pack ("{s:s}", "tbs", answers->pdata[i]));

      if (answers->pdata[i + 1] != NULL)
        g_assert_cmpstr (json_string_value (json_object_get (again, "certificate")), ==,
                         answers->pdata[i + 1]);
    }
}

/* A failed write must not end in a forbidden call either. */
static void
test_refuses_on_a_full_disk (Running       *running,
                             gconstpointer  data)
{
  const struct rlimit none = { 0, RLIM_INFINITY };
  const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) answer = NULL;

  g_assert_cmpint (prlimit (running->program->pid, RLIMIT_FSIZE, &none, NULL), ==, 0);
  answer = program_ask (running->fd, running->admin, ZM_REQUEST_WINDOW_OPEN,
                        json_pack ("{s:i, s:i}", "devices", 3, "minutes", 10), &error);
  g_assert_null (answer);
  g_assert_cmpstr (zm_error_get_check (error), ==, "ledger.write");
  json_decref (running_ask (running, ZM_REQUEST_STATUS, NULL));
  g_assert_cmpint (prlimit (running->program->pid, RLIMIT_FSIZE, &all, NULL), ==, 0);
  running_open_window (running, 3);
}

static char *
ledger_path (Running *running)
{
  return g_build_filename (running->desk->station, "signer", "ledger", NULL);
}

static void
test_cuts_a_torn_line (Running       *running,
                       gconstpointer  data)
{
  g_autofree char *path = ledger_path (running);
  FILE *file;

  running_open_window (running, 3);
  running_end (running, SIGKILL);
  file = fopen (path, "a");
  fputs ("{\"bucket\":3,\"kind\":\"sign-in.fa", file);
  fclose (file);
  running_serve (running);
  json_decref (running_ask (running, ZM_REQUEST_WINDOW_CLOSE, NULL));
}

static void
test_finds_a_changed_byte (Running       *running,
                           gconstpointer  data)
{
  g_autofree char *path = ledger_path (running);
  g_autofree char *content = NULL;
  char *place;
  gsize length;

  running_open_window (running, 3);
  running_end (running, SIGTERM);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  place = strstr (content, "\"devices\":3");
  g_assert_nonnull (place);
  place[strlen ("\"devices\":")] = '9';
  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
  running_assert_station_fails (running, PASSPHRASE, 5, "ledger.mac");
}

/* The keys are written after the first entry: where they are, there was a ledger. */
static void
test_refuses_to_forget (Running       *running,
                        gconstpointer  data)
{
  static const char zeros[500];
  g_autofree char *path = ledger_path (running);
  g_autofree char *content = NULL;

  running_end (running, SIGTERM);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  running_assert_station_fails (running, PASSPHRASE, 5, "ledger.empty");
  g_assert_true (g_file_set_contents (path, zeros, sizeof zeros, NULL));
  running_assert_station_fails (running, PASSPHRASE, 5, "ledger.empty");
  g_assert_true (g_file_set_contents (path, content, 100, NULL));
  running_assert_station_fails (running, PASSPHRASE, 5, "ledger.empty");
  g_assert_cmpint (unlink (path), ==, 0);
  running_assert_station_fails (running, PASSPHRASE, 5, "ledger.empty");
}

static void
add (const char  *path,
     void       (*test)(Running *, gconstpointer))
{
  g_test_add (path, Running, NULL, running_set_up, test, running_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/crash/kill", test_goes_on_after_a_kill);
  add ("/crash/no-answer-forgotten", test_forgets_no_answer);
  add ("/crash/full-disk", test_refuses_on_a_full_disk);
  add ("/crash/torn-line", test_cuts_a_torn_line);
  add ("/crash/changed-byte", test_finds_a_changed_byte);
  add ("/crash/lost-ledger", test_refuses_to_forget);

  return g_test_run ();
}
