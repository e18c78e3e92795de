#include "app/base/error.h"
#include "app/protocol/request.h"

#include <string.h>

#define TOKEN  "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define SERIAL "0123456789ABCDEF0123456789ABCDEF"

static void
check_refused (const char *text,
               const char *check)
{
  g_autoptr(GError) error = NULL;
  ZmRequestType type = ZM_REQUEST_REVOKE;
  const char *token = "untouched";

  g_assert_null (zm_request_parse (text, strlen (text), &type, &token, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_cmpint (type, ==, ZM_REQUEST_REVOKE);
  g_assert_cmpstr (token, ==, "untouched");
}

static void
test_round_trip (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(json_t) object = NULL;
  ZmRequestType type;
  const char *token;

  bytes = zm_request_encode (ZM_REQUEST_REVOKE, TOKEN,
                             json_pack ("{s:s, s:s}", "serial", SERIAL, "reason", "superseded"),
                             &error);
  g_assert_no_error (error);
  object = zm_request_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &type,
                             &token, &error);
  g_assert_no_error (error);
  g_assert_cmpint (type, ==, ZM_REQUEST_REVOKE);
  g_assert_cmpstr (token, ==, TOKEN);
  g_assert_cmpstr (json_string_value (json_object_get (object, "serial")), ==, SERIAL);
}

/* The table has every request, under a name of its own. */
static void
test_table (void)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (int type = ZM_REQUEST_STATUS; type <= ZM_REQUEST_FACTORY_RECORD; type++)
    {
      g_assert_nonnull (zm_request_name ((ZmRequestType) type));
      g_assert_true (g_hash_table_add (names, (gpointer) zm_request_name ((ZmRequestType) type)));
    }
  g_assert_null (zm_request_name ((ZmRequestType) (ZM_REQUEST_LEDGER_RECOVER + 1)));
  g_assert_cmpint (zm_request_roles (ZM_REQUEST_SIGN_IN), ==, ZM_ROLE_NONE);
  g_assert_cmpint (zm_request_roles (ZM_REQUEST_WINDOW_OPEN), ==, ZM_ROLE_ADMINISTRATOR);
  g_assert_false (zm_request_roles (ZM_REQUEST_REVOKE) & ZM_ROLE_AUDITOR);
  g_assert_false (zm_request_roles (ZM_REQUEST_CHECKPOINT_SIGN) & ZM_ROLE_AUDITOR);
}

static void
test_refuses (void)
{
  check_refused ("", "request.json");
  check_refused ("[]", "request.json");
  check_refused ("{\"request\":\"status\",\"request\":\"revoke\"}", "request.json");
  check_refused ("{}", "request.name");
  check_refused ("{\"request\":\"sign-anything\"}", "request.name");
  check_refused ("{\"request\":\"status\",\"more\":1}", "request.members");
  check_refused ("{\"request\":\"status\",\"type\":\"hello\"}", "request.members");
  check_refused ("{\"request\":\"sign-out\",\"token\":7}", "request.members");
  check_refused ("{\"request\":\"sign-out\",\"token\":\"short\"}", "request.members");
  check_refused ("{\"request\":\"issue-cancel\",\"serial\":\"1\"}", "request.members");
  check_refused ("{\"request\":\"window-open\",\"devices\":0,\"minutes\":5}", "request.members");
  check_refused ("{\"request\":\"window-open\",\"devices\":true,\"minutes\":5}",
                 "request.members");
  check_refused ("{\"request\":\"operator-add\",\"name\":\"a\",\"role\":\"god\",\"pin\":\"1\"}",
                 "request.members");
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (ZM_REQUEST_MAX + 1, ' ');
  g_autoptr(GError) error = NULL;
  ZmRequestType type;
  const char *token;

  memcpy (text, "{\"request\":\"status\"}", 20);
  g_assert_null (zm_request_parse (text, ZM_REQUEST_MAX + 1, &type, &token, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "request.json");
  g_clear_error (&error);
  json_decref (zm_request_parse (text, ZM_REQUEST_MAX, &type, &token, &error));
  g_assert_no_error (error);
}

static void
test_encode_is_strict (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_request_encode (ZM_REQUEST_ISSUE_CANCEL, TOKEN, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "request.members");
}

static void
test_answers (void)
{
  g_autoptr(GBytes) result = zm_request_encode_result (json_pack ("{s:i}", "count", 3));
  g_autoptr(GError) refusal = zm_error_new_literal (ZM_ERROR_DENIED, "window.closed", "closed",
                                                    "open", "Nothing is issued now");
  g_autoptr(GBytes) failure = zm_request_encode_error (refusal);
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) object = zm_request_parse_answer (g_bytes_get_data (result, NULL),
                                                      g_bytes_get_size (result), &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_integer_value (json_object_get (object, "count")), ==, 3);
  g_assert_null (zm_request_parse_answer (g_bytes_get_data (failure, NULL),
                                          g_bytes_get_size (failure), &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_DENIED));
  g_assert_cmpstr (zm_error_get_check (error), ==, "window.closed");
  g_assert_cmpstr (zm_error_get_seen (error), ==, "closed");
}

/* What does not fit into a packet becomes an error instead of being lost. */
static void
test_long_answer (void)
{
  g_autofree char *flood = g_strnfill (ZM_REQUEST_MAX, 'x');
  g_autoptr(GBytes) bytes = zm_request_encode_result (json_pack ("{s:s}", "text", flood));
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_request_parse_answer (g_bytes_get_data (bytes, NULL),
                                          g_bytes_get_size (bytes), &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "answer.size");
}

static void
test_refuses_answers (void)
{
  static const char *const texts[] = {
    "", "[]", "{}", "{\"ok\":1}", "{\"ok\":{},\"error\":{}}", "{\"error\":{}}",
    "{\"error\":{\"code\":\"odd\",\"check\":\"a\",\"message\":\"b\"}}",
    "{\"error\":{\"code\":\"refused\",\"check\":\"A check\",\"message\":\"b\"}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_request_parse_answer (texts[i], strlen (texts[i]), &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "answer.json");
    }
}

static void
test_roles (void)
{
  ZmRole role = ZM_ROLE_NONE;

  g_assert_cmpstr (zm_request_role_name (ZM_ROLE_AUDITOR), ==, "auditor");
  g_assert_null (zm_request_role_name (ZM_ROLE_NONE));
  g_assert_true (zm_request_role_parse ("technician", &role));
  g_assert_cmpint (role, ==, ZM_ROLE_TECHNICIAN);
  g_assert_false (zm_request_role_parse ("root", &role));
  g_assert_cmpint (role, ==, ZM_ROLE_TECHNICIAN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request/round-trip", test_round_trip);
  g_test_add_func ("/request/table", test_table);
  g_test_add_func ("/request/refuses", test_refuses);
  g_test_add_func ("/request/too-long", test_too_long);
  g_test_add_func ("/request/encode-is-strict", test_encode_is_strict);
  g_test_add_func ("/answer/round-trip", test_answers);
  g_test_add_func ("/answer/too-long", test_long_answer);
  g_test_add_func ("/answer/refuses", test_refuses_answers);
  g_test_add_func ("/role/names", test_roles);

  return g_test_run ();
}
