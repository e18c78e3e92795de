#include "app/station/station.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/station/authority.h"
#include "app/station/directory.h"
#include "app/store/transaction.h"
#include "tests/station/desk.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
  char *top;
  char *directory;
} Place;

static void
set_up (Place         *place,
        gconstpointer  data)
{
  place->top = g_dir_make_tmp ("zm-station-XXXXXX", NULL);
  place->directory = g_build_filename (place->top, "station", NULL);
}

static void
tear_down (Place         *place,
           gconstpointer  data)
{
  zm_directory_remove (place->top);
  g_free (place->directory);
  g_free (place->top);
}

static void
test_creates_and_opens (Place         *place,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  ZmStation *station = zm_station_create (place->directory, "Desk 7", &error);
  struct stat status;

  g_assert_no_error (error);
  g_assert_cmpstr (zm_station_get_directory (station), ==, place->directory);
  g_assert_cmpstr (zm_station_get_config (station)->desk, ==, "Desk 7");
  g_assert_null (zm_station_get_signer (station));
  g_assert_finalize_object (station);
  g_assert_cmpint (stat (place->directory, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);

  station = zm_station_open (place->directory, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (zm_station_get_config (station)->desk, ==, "Desk 7");
  g_assert_finalize_object (station);

  g_assert_null (zm_station_create (place->directory, "Desk 8", &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "station.exists");
}

static void
test_refuses_what_is_no_station (Place         *place,
                                 gconstpointer  data)
{
  g_autoptr(GError) missing = NULL;
  g_autoptr(GError) name = NULL;
  g_autoptr(GError) open = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStation) station = NULL;

  g_assert_null (zm_station_open (place->directory, &missing));
  g_assert_cmpstr (zm_error_get_check (missing), ==, "station.missing");
  g_assert_null (zm_station_create (place->directory, "", &name));
  g_assert_cmpstr (zm_error_get_check (name), ==, "config.value");
  g_assert_false (g_file_test (place->directory, G_FILE_TEST_EXISTS));

  station = zm_station_create (place->directory, "Desk 7", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (place->directory, 0750), ==, 0);
  g_assert_null (zm_station_open (place->directory, &open));
  g_assert_cmpstr (zm_error_get_check (open), ==, "file.directory");
}

static void
test_without_signer (Place         *place,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStation) station = zm_station_create (place->directory, "Desk 7", &error);
  g_autoptr(ZmSecret) pin = desk_secret (DESK_PIN);

  g_assert_null (zm_station_call (station, ZM_REQUEST_STATUS, json_object (), &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "signer.absent");
  g_clear_error (&error);
  g_assert_false (zm_station_sign_in (station, DESK_OPERATOR, pin, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "signer.absent");
  g_clear_error (&error);
  g_assert_null (zm_station_get_authority (station, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "signer.absent");
  g_clear_error (&error);
  g_assert_false (zm_station_checkpoint (station, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "signer.absent");
  zm_station_sign_out (station);
}

static const char *
text_of (const json_t *record,
         const char   *member)
{
  return json_string_value (json_object_get (record, member));
}

static void
test_records_who_and_where (Desk          *desk,
                            gconstpointer  data)
{
  const ZmStationEvent event = {
    .action = "test.done",
    .outcome = ZM_AUDIT_UNKNOWN,
    .device = "DEV-1",
    .port = "1-2",
    .detail = json_pack ("{s:i}", "answer", 42),
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) record = NULL;

  g_assert_true (zm_station_record_alone (desk->station, &event, &error));
  record = desk_newest (desk, "test.done");
  g_assert_cmpstr (text_of (record, "actor"), ==, DESK_OPERATOR);
  g_assert_cmpstr (text_of (record, "role"), ==, "administrator");
  g_assert_cmpstr (text_of (record, "desk"), ==, "Desk 7");
  g_assert_cmpstr (text_of (record, "device"), ==, "DEV-1");
  g_assert_cmpstr (text_of (record, "port"), ==, "1-2");
  g_assert_cmpstr (text_of (record, "outcome"), ==, "unknown");
  g_assert_cmpint (json_integer_value (json_object_get (json_object_get (record, "detail"),
                                                        "answer")), ==, 42);

  zm_station_sign_out (desk->station);
  g_assert_true (zm_station_record_alone (desk->station,
                                          &(ZmStationEvent) { .action = "test.later" }, &error));
  g_clear_pointer (&record, json_decref);
  record = desk_newest (desk, "test.later");
  g_assert_cmpstr (text_of (record, "actor"), ==, "system");
  g_assert_cmpstr (text_of (record, "role"), ==, "system");
}

static void
test_record_goes_with_its_transaction (Desk          *desk,
                                       gconstpointer  data)
{
  const ZmStationEvent event = { .action = "test.rolled-back" };
  g_autoptr(GError) error = NULL;
  ZmTransaction *transaction =
    zm_transaction_begin (zm_station_get_database (desk->station), &error);

  g_assert_true (zm_station_record (desk->station, &event, &error));
  zm_transaction_free (transaction);
  g_assert_cmpuint (desk_count (desk, "test.rolled-back", 0), ==, 0);
}

static void
test_refusal_is_escaped_and_cut (Desk          *desk,
                                 gconstpointer  data)
{
  g_autofree char *flood = g_strnfill (100000, 'x');
  g_autofree char *seen = g_strconcat ("\xff\x1b[31m\xe2\x80\xae", flood, NULL);
  g_autoptr(GError) refusal = zm_error_new_literal (ZM_ERROR_REFUSED, "csr.size", seen,
                                                    "less of it", "Too much");
  g_autoptr(json_t) record = NULL;
  const json_t *detail;

  zm_station_record_refusal (desk->station,
                             &(ZmStationEvent) { .action = "test.refused",
                                                 .outcome = ZM_AUDIT_FAILURE },
                             refusal);
  record = desk_newest (desk, "test.refused");
  detail = json_object_get (record, "detail");
  g_assert_cmpstr (text_of (detail, "check"), ==, "csr.size");
  g_assert_cmpstr (text_of (detail, "expected"), ==, "less of it");
  g_assert_true (g_str_has_prefix (text_of (detail, "seen"), "\\x{FF}\\u{001B}[31m\\u{202E}xxx"));
  g_assert_cmpuint (strlen (text_of (detail, "seen")), <, 1000);
}

static void
test_sign_in_is_recorded_either_way (Desk          *desk,
                                     gconstpointer  data)
{
  g_autoptr(ZmSecret) wrong = desk_secret ("000000");
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) record = NULL;

  g_assert_cmpuint (desk_count (desk, "operator.signed-in", 1 << ZM_AUDIT_SUCCESS), ==, 1);
  zm_station_sign_out (desk->station);
  g_assert_cmpuint (desk_count (desk, "operator.signed-out", 0), ==, 1);
  g_assert_false (zm_station_sign_in (desk->station, "Mallory\n", wrong, &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_DENIED));
  g_assert_cmpuint (desk_count (desk, "operator.signed-in", 1 << ZM_AUDIT_FAILURE), ==, 1);
  record = desk_newest (desk, "operator.signed-in");
  g_assert_cmpstr (text_of (json_object_get (record, "detail"), "operator"), ==, "Mallory\\u{000A}");
}

static void
test_no_authority_yet (Desk          *desk,
                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_station_get_authority (desk->station, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "authority.absent");
  g_assert_true (zm_error_matches (error, ZM_ERROR_CONFLICT));
}

static void
changed_cb (ZmStation  *station,
            const char *topic,
            gpointer    data)
{
  GPtrArray *topics = data;

  g_ptr_array_add (topics, g_strdup (topic));
}

static gpointer
notify_thread (gpointer data)
{
  zm_station_notify (data, "sessions");
  return NULL;
}

/* Whatever thread changed something, a list hears of it where it lives. */
static void
test_notifies_in_its_own_context (Desk          *desk,
                                  gconstpointer  data)
{
  g_autoptr(GPtrArray) topics = g_ptr_array_new_with_free_func (g_free);
  gulong handler = g_signal_connect (desk->station, "changed", G_CALLBACK (changed_cb), topics);

  /* What the sign-in had to tell. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_ptr_array_set_size (topics, 0);
  g_thread_join (g_thread_new ("notify", notify_thread, desk->station));
  g_assert_cmpuint (topics->len, ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (topics->len, ==, 1);
  g_assert_cmpstr (topics->pdata[0], ==, "sessions");
  g_signal_handler_disconnect (desk->station, handler);
}

#define ADD(path, function) \
  g_test_add ("/station/" path, Desk, NULL, desk_set_up, function, desk_tear_down)

static void
test_revokes_serials_only (Desk          *desk,
                           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_authority_revoke (desk->station, "DEV-001", ZM_REASON_SUPERSEDED, &error));
  g_assert_error (error, ZM_ERROR, ZM_ERROR_INVALID);
  g_assert_cmpstr (zm_error_get_check (error), ==, "certificate.serial");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/station/creates", Place, NULL, set_up, test_creates_and_opens, tear_down);
  g_test_add ("/station/no-station", Place, NULL, set_up, test_refuses_what_is_no_station,
              tear_down);
  g_test_add ("/station/no-signer", Place, NULL, set_up, test_without_signer, tear_down);
  ADD ("records", test_records_who_and_where);
  ADD ("rolls-back", test_record_goes_with_its_transaction);
  ADD ("refusal", test_refusal_is_escaped_and_cut);
  ADD ("sign-in", test_sign_in_is_recorded_either_way);
  ADD ("no-authority", test_no_authority_yet);
  ADD ("revokes-serials", test_revokes_serials_only);
  ADD ("notifies", test_notifies_in_its_own_context);

  return g_test_run ();
}
