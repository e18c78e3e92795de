#include "app/qr/reader-answer.h"

#include "app/qr/reader-client.h"

#include "app/base/error.h"

#include <string.h>

static char *
parse (const char  *answer,
       GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (answer, strlen (answer));

  return zm_reader_answer_parse (bytes, error);
}

static void
test_accepted (void)
{
  g_autofree char *longest = g_strnfill (ZM_READER_CLIENT_TEXT_MAX, 'a');
  g_autofree char *answer = g_strdup_printf ("{\"codes\":[\"%s\"]}", longest);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = parse ("{\"codes\":[\"ZM1:\\u00fc\"]}", &error);
  g_autofree char *long_text = parse (answer, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "ZM1:ü");
  g_assert_cmpstr (long_text, ==, longest);
}

static void
test_refused (void)
{
  static const struct {
    const char  *answer;
    ZmErrorCode  code;
    const char  *check;
  } cases[] = {
    { "{\"codes\":[]}", ZM_ERROR_NOT_FOUND, "reader.no-code" },
    { "{\"codes\":[\"a\",\"b\"]}", ZM_ERROR_REFUSED, "reader.several-codes" },
    { "{\"error\":{\"check\":\"reader.picture\",\"message\":\"Bad\",\"seen\":\"x\"}}",
      ZM_ERROR_INVALID, "reader.picture" },
    { "", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "{\"codes\":[\"cut off", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "[]", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "{}", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "{\"codes\":\"text\"}", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "{\"codes\":[7]}", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "{\"codes\":[\"\"]}", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "{\"codes\":[\"a\\u0000b\"]}", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "{\"codes\":[\"a\"],\"error\":{}}", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "{\"codes\":[\"a\"]}{\"codes\":[\"b\"]}", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "{\"codes\":[\"a\"],\"codes\":[\"b\"]}", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "{\"error\":{\"check\":\"signer.denied\",\"message\":\"Sign it\"}}", ZM_ERROR_INTERNAL,
      "reader.crashed" },
    { "{\"error\":{\"check\":\"reader.picture\"}}", ZM_ERROR_INTERNAL, "reader.crashed" },
    { "{\"error\":{\"check\":\"reader.sandbox\",\"message\":\"No\"}}", ZM_ERROR_INTERNAL,
      "reader.crashed" },
    { "{\"error\":{\"check\":\"reader.picture\",\"message\":\"Bad\",\"seen\":7}}",
      ZM_ERROR_INTERNAL, "reader.crashed" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text = parse (cases[i].answer, &error);

      g_assert_null (text);
      g_assert_true (zm_error_matches (error, cases[i].code));
      g_assert_cmpstr (zm_error_get_check (error), ==, cases[i].check);
    }
}

static void
test_refuses_long_text (void)
{
  g_autofree char *longer = g_strnfill (ZM_READER_CLIENT_TEXT_MAX + 1, 'a');
  g_autofree char *answer = g_strdup_printf ("{\"codes\":[\"%s\"]}", longer);
  g_autoptr(GError) error = NULL;

  g_assert_null (parse (answer, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "reader.crashed");
}

/* Whoever can ask gets all of them, and nobody more than a picture can have. */
static void
test_all (void)
{
  g_autoptr(GBytes) two = g_bytes_new_static ("{\"codes\":[\"a\",\"b\"]}", 19);
  g_autoptr(GString) answer = g_string_new ("{\"codes\":[\"0\"");
  g_autoptr(GBytes) nine = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) texts = zm_reader_answer_parse_all (two, &error);
  g_auto(GStrv) none = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (texts), ==, 2);
  g_assert_cmpstr (texts[0], ==, "a");
  g_assert_cmpstr (texts[1], ==, "b");

  for (guint i = 1; i <= ZM_READER_CLIENT_CODES_MAX; i++)
    g_string_append_printf (answer, ",\"%u\"", i);
  g_string_append (answer, "]}");
  nine = g_bytes_new (answer->str, answer->len);
  none = zm_reader_answer_parse_all (nine, &error);
  g_assert_null (none);
  g_assert_cmpstr (zm_error_get_check (error), ==, "reader.crashed");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reader-answer/accepted", test_accepted);
  g_test_add_func ("/reader-answer/refused", test_refused);
  g_test_add_func ("/reader-answer/all", test_all);
  g_test_add_func ("/reader-answer/long-text", test_refuses_long_text);

  return g_test_run ();
}
