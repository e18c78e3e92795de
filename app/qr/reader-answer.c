#include "app/qr/reader-answer.h"

#include "app/qr/reader-client.h"

#include "app/base/error.h"
#include "app/base/json.h"

#include <string.h>

#define WORDS_MAX 1024 /* bytes */

static void
set_crashed (const char  *seen,
             GError     **error)
{
  zm_error_set (error, ZM_ERROR_INTERNAL, "reader.crashed", seen, "one text, or why there is none",
                "The picture could not be read safely");
}

/* Only a verdict on the picture is the reader's to give. */
static void
take_error (const json_t  *words,
            GError       **error)
{
  const char *check = zm_json_get_string (words, "check", WORDS_MAX, "reader.crashed", NULL);
  const char *message = zm_json_get_string (words, "message", WORDS_MAX, "reader.crashed", NULL);
  const char *seen = NULL;
  const char *expected = NULL;

  if (message == NULL || g_strcmp0 (check, "reader.picture") != 0 ||
      !zm_json_get_optional (words, "seen", WORDS_MAX, &seen, "reader.crashed", NULL) ||
      !zm_json_get_optional (words, "expected", WORDS_MAX, &expected, "reader.crashed", NULL))
    {
      set_crashed (check, error);
      return;
    }

  g_propagate_error (error, zm_error_new_literal (ZM_ERROR_INVALID, check, seen, expected,
                                                  message));
}

static gboolean
check_count (gsize    count,
             GError **error)
{
  g_autofree char *seen = NULL;

  if (count >= 1 && count <= ZM_READER_CLIENT_CODES_MAX)
    return TRUE;
  if (count == 0)
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "reader.no-code", NULL, "one QR code",
                    "There is no readable QR code in the picture");
      return FALSE;
    }

  seen = g_strdup_printf ("%zu codes", count);
  set_crashed (seen, error);
  return FALSE;
}

static char **
take_codes (json_t  *codes,
            GError **error)
{
  g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();
  json_t *code;
  size_t i;

  if (!check_count (json_array_size (codes), error))
    return NULL;

  json_array_foreach (codes, i, code)
    {
      const char *text = json_string_value (code);
      gsize length = json_string_length (code);

      if (text == NULL || length == 0 || length > ZM_READER_CLIENT_TEXT_MAX ||
          strlen (text) != length)
        {
          set_crashed ("a text that is no text", error);
          return NULL;
        }
      g_strv_builder_add (texts, text);
    }

  return g_strv_builder_end (texts);
}

char **
zm_reader_answer_parse_all (GBytes  *answer,
                            GError **error)
{
  g_autoptr(json_t) object = NULL;
  json_t *codes;
  json_t *words;

  g_return_val_if_fail (answer != NULL, NULL);

  if (g_bytes_get_size (answer) > 0)
    object = zm_json_parse_object (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                                   "reader.crashed", NULL);
  codes = json_object_get (object, "codes");
  words = json_object_get (object, "error");

  if (json_is_array (codes) && words == NULL)
    return take_codes (codes, error);
  if (json_is_object (words) && codes == NULL)
    take_error (words, error);
  else
    set_crashed (g_bytes_get_size (answer) == 0 ? "nothing" : "another answer", error);

  return NULL;
}

char *
zm_reader_answer_take_only (char   **texts,
                            GError **error)
{
  g_autofree char *seen = NULL;

  g_return_val_if_fail (texts != NULL && texts[0] != NULL, NULL);

  if (texts[1] == NULL)
    return g_strdup (texts[0]);

  seen = g_strdup_printf ("%u codes", g_strv_length (texts));
  zm_error_set (error, ZM_ERROR_REFUSED, "reader.several-codes", seen, "one QR code",
                "There is more than one QR code in the picture");
  return NULL;
}

char *
zm_reader_answer_parse (GBytes  *answer,
                        GError **error)
{
  g_auto(GStrv) texts = zm_reader_answer_parse_all (answer, error);

  return texts != NULL ? zm_reader_answer_take_only (texts, error) : NULL;
}
