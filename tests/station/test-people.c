#include "app/base/error.h"
#include "app/station/limit-desk.h"
#include "app/station/operator-desk.h"
#include "app/station/window-desk.h"
#include "tests/station/desk.h"

#define BEA_PIN "141421"
#define TOM_PIN "314159"

/* What the second person answers, one after the other, and what was asked. */
typedef struct {
  const char *names[4];
  const char *pins[4];
  guint       asked;
  GPtrArray  *refusals; /* check, or "" */
  char       *what;
} Script;

static gboolean
answer (const ZmApproverQuestion  *question,
        gpointer                   data,
        char                     **name,
        ZmSecret                 **pin,
        GError                   **error)
{
  Script *script = data;

  g_ptr_array_add (script->refusals,
                   g_strdup (question->refusal != NULL ? zm_error_get_check (question->refusal)
                                                       : ""));
  g_free (script->what);
  script->what = g_strdup (question->what);
  if (script->names[script->asked] == NULL)
    return zm_approver_decline (error);

  *name = g_strdup (script->names[script->asked]);
  *pin = desk_secret (script->pins[script->asked]);
  script->asked++;
  return TRUE;
}

static void
script_clear (Script *script)
{
  g_ptr_array_unref (script->refusals);
  g_free (script->what);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Script, script_clear)

static void
hire (Desk       *desk,
      const char *name,
      ZmRole      role,
      const char *digits)
{
  g_autoptr(ZmSecret) pin = desk_secret (digits);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_operator_desk_add (desk->station, name, role, pin, &error));
  g_assert_no_error (error);
}

static void
assert_refused (gboolean     ok,
                GError     **error,
                const char  *check)
{
  g_assert_false (ok);
  g_assert_cmpstr (zm_error_get_check (*error), ==, check);
  g_clear_error (error);
}

static const ZmLimitState narrow = { 1, 1, 1, 1 };

/* Two persons, and limits that ask for both at every window. */
static void
set_up_two (Desk *desk)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_limit_desk_set (desk->station, &narrow, &error));
  g_assert_no_error (error);
  hire (desk, "Bea", ZM_ROLE_ADMINISTRATOR, BEA_PIN);
}

static void
test_asks_until_it_is_right (Desk          *desk,
                             gconstpointer  data)
{
  g_auto(Script) script = {
    .names = { DESK_OPERATOR, "Bea", "Bea" },
    .pins = { DESK_PIN, "999999", BEA_PIN },
    .refusals = g_ptr_array_new_with_free_func (g_free),
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) record = NULL;

  set_up_two (desk);
  zm_station_take_approver (desk->station, zm_approver_new (answer, &script, NULL));
  g_assert_true (zm_window_desk_open (desk->station, 2, 1, &error));
  g_assert_no_error (error);

  g_assert_cmpuint (script.refusals->len, ==, 3);
  g_assert_cmpstr (script.refusals->pdata[0], ==, "");
  g_assert_cmpstr (script.refusals->pdata[1], ==, "second-person.same");
  g_assert_cmpstr (script.refusals->pdata[2], ==, "sign-in.refused");
  g_assert_cmpstr (script.what, ==, "Open the enrolment window. Devices: 2; minutes: 1.");

  g_assert_cmpuint (desk_count (desk, "approval.given", 1 << ZM_AUDIT_FAILURE), ==, 2);
  record = desk_newest (desk, "approval.given");
  g_assert_cmpstr (json_string_value (json_object_get (record, "actor")), ==, DESK_OPERATOR);
  g_assert_cmpstr (json_string_value (json_object_get (json_object_get (record, "detail"),
                                                       "approver")), ==, "Bea");
}

static void
test_nobody_approves (Desk          *desk,
                      gconstpointer  data)
{
  g_auto(Script) script = { .refusals = g_ptr_array_new_with_free_func (g_free) };
  g_autoptr(GError) error = NULL;
  gboolean ok;

  set_up_two (desk);
  ok = zm_window_desk_open (desk->station, 2, 1, &error);
  assert_refused (ok, &error, "second-person.needed");

  zm_station_take_approver (desk->station, zm_approver_new (answer, &script, NULL));
  ok = zm_window_desk_open (desk->station, 2, 1, &error);
  assert_refused (ok, &error, "second-person.declined");
  g_assert_cmpuint (desk_count (desk, "approval.declined", 1 << ZM_AUDIT_FAILURE), ==, 1);
  g_assert_cmpuint (desk_count (desk, "window.opened", 1 << ZM_AUDIT_SUCCESS), ==, 0);
  zm_station_take_approver (desk->station, NULL);
}

/* What somebody is called does not say what is to be done. */
static void
test_names_are_no_words (void)
{
  g_autoptr(json_t) members = json_pack ("{s:s, s:s}", "name", "{role} \u202e", "role", "x");
  g_autofree char *text = zm_approver_describe (ZM_REQUEST_OPERATOR_REMOVE, members);

  g_assert_cmpstr (text, ==, "Remove the administrator {role} \\u{202E}.");
}

static void
test_locks_and_unlocks (Desk          *desk,
                        gconstpointer  data)
{
  ZmSignerClient *signer = zm_station_get_signer (desk->station);
  g_autoptr(ZmSecret) pin = desk_secret (DESK_PIN);
  g_autoptr(ZmSecret) wrong = desk_secret ("999999");
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) record = NULL;
  gboolean ok;

  g_assert_true (zm_station_lock (desk->station, TRUE, &error));
  g_assert_no_error (error);
  record = desk_newest (desk, "operator.locked");
  g_assert_true (json_is_true (json_object_get (json_object_get (record, "detail"), "idle")));
  g_assert_cmpstr (json_string_value (json_object_get (record, "actor")), ==, DESK_OPERATOR);
  /* What runs goes on. */
  g_assert_cmpint (zm_signer_client_get_role (signer), ==, ZM_ROLE_ADMINISTRATOR);

  ok = zm_station_unlock (desk->station, wrong, &error);
  assert_refused (ok, &error, "sign-in.refused");
  g_assert_cmpuint (desk_count (desk, "operator.unlocked", 1 << ZM_AUDIT_FAILURE), ==, 1);
  g_assert_true (zm_station_unlock (desk->station, pin, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (desk_count (desk, "operator.unlocked", 1 << ZM_AUDIT_SUCCESS), ==, 1);

  zm_station_sign_out (desk->station);
  ok = zm_station_unlock (desk->station, pin, &error);
  assert_refused (ok, &error, "sign-in.missing");
}

/* Who takes the desk over signs the one before out, by right PIN alone. */
static void
test_another_takes_over (Desk          *desk,
                         gconstpointer  data)
{
  ZmSignerClient *signer = zm_station_get_signer (desk->station);
  g_autoptr(ZmSecret) pin = desk_secret (TOM_PIN);
  g_autoptr(ZmSecret) wrong = desk_secret ("999999");
  g_autofree char *name = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) record = NULL;
  gboolean ok;

  hire (desk, "Tom", ZM_ROLE_TECHNICIAN, TOM_PIN);
  ok = zm_station_sign_in (desk->station, "Tom", wrong, &error);
  assert_refused (ok, &error, "sign-in.refused");
  g_assert_cmpint (zm_signer_client_get_role (signer), ==, ZM_ROLE_ADMINISTRATOR);
  g_assert_cmpuint (desk_count (desk, "operator.signed-out", 1 << ZM_AUDIT_SUCCESS), ==, 0);

  g_assert_true (zm_station_sign_in (desk->station, "Tom", pin, &error));
  g_assert_no_error (error);
  name = zm_signer_client_dup_operator (signer);
  g_assert_cmpstr (name, ==, "Tom");
  record = desk_newest (desk, "operator.signed-out");
  g_assert_cmpstr (json_string_value (json_object_get (record, "actor")), ==, DESK_OPERATOR);
  g_assert_cmpstr (json_string_value (json_object_get (record, "role")), ==, "administrator");
  g_assert_cmpstr (json_string_value (json_object_get (json_object_get (record, "detail"),
                                                       "replacedBy")), ==, "Tom");
}

/* Each time the token of before ends, and not the one that has just begun. */
static void
test_unlocks_again_and_again (Desk          *desk,
                              gconstpointer  data)
{
  ZmSignerClient *signer = zm_station_get_signer (desk->station);
  g_autoptr(ZmSecret) pin = desk_secret (DESK_PIN);
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) list = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (zm_station_unlock (desk->station, pin, &error));
      g_assert_no_error (error);
    }
  list = zm_signer_client_call (signer, ZM_REQUEST_OPERATOR_LIST, NULL, &error);
  g_assert_no_error (error);
}

static void
test_auditor_only_reads (Desk          *desk,
                         gconstpointer  data)
{
  g_autoptr(ZmSecret) pin = desk_secret (TOM_PIN);
  g_autoptr(GError) error = NULL;
  gboolean ok;

  hire (desk, "Udo", ZM_ROLE_AUDITOR, TOM_PIN);
  g_assert_true (zm_station_sign_in (desk->station, "Udo", pin, &error));
  g_assert_no_error (error);
  ok = zm_station_check_operator (desk->station, &error);
  assert_refused (ok, &error, "role.denied");
  ok = zm_window_desk_close (desk->station, &error);
  assert_refused (ok, &error, "role.denied");
  ok = zm_limit_desk_set (desk->station, &narrow, &error);
  assert_refused (ok, &error, "role.denied");
  ok = zm_operator_desk_remove (desk->station, DESK_OPERATOR, &error);
  assert_refused (ok, &error, "role.denied");
  g_ptr_array_unref (zm_operator_desk_list (desk->station, &error));
  g_assert_no_error (error);
}

static void
add (const char *path,
     void      (*test)(Desk *desk, gconstpointer data))
{
  g_test_add (path, Desk, NULL, desk_set_up, test, desk_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/people/asks-until-right", test_asks_until_it_is_right);
  add ("/people/nobody-approves", test_nobody_approves);
  g_test_add_func ("/people/names-are-no-words", test_names_are_no_words);
  add ("/people/lock", test_locks_and_unlocks);
  add ("/people/another", test_another_takes_over);
  add ("/people/lock/again", test_unlocks_again_and_again);
  add ("/people/auditor", test_auditor_only_reads);

  return g_test_run ();
}
