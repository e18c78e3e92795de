#include "app/reader/reply.h"

#include "app/base/error.h"
#include "app/base/jcs.h"

/* What came from a library is cut to what a person would read. */
#define WORDS_MAX 200

static GBytes *
encode (json_t *reply)
{
  g_autoptr(GError) error = NULL;
  GBytes *bytes = zm_jcs_encode (reply, &error);

  /* Strings of valid UTF-8 always have a form. */
  g_assert_no_error (error);

  return bytes;
}

GBytes *
zm_reply_codes (GPtrArray *texts)
{
  g_autoptr(json_t) reply = json_object ();
  json_t *codes = json_array ();

  g_return_val_if_fail (texts != NULL, NULL);

  for (guint i = 0; i < texts->len; i++)
    json_array_append_new (codes, json_string (g_ptr_array_index (texts, i)));
  json_object_set_new (reply, "codes", codes);

  return encode (reply);
}

static void
set_words (json_t     *object,
           const char *member,
           const char *words)
{
  g_autofree char *valid = words != NULL ? g_utf8_make_valid (words, -1) : NULL;
  g_autofree char *cut = NULL;

  if (valid == NULL)
    return;

  cut = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), WORDS_MAX));
  zm_json_set_string (object, member, cut);
}

GBytes *
zm_reply_error (const GError *error)
{
  g_autoptr(json_t) reply = json_object ();
  json_t *words = json_object ();
  ZmErrorCode code = error->domain == ZM_ERROR ? (ZmErrorCode) error->code : ZM_ERROR_IO;

  set_words (words, "code", zm_error_code_name (code));
  set_words (words, "check", zm_error_get_check (error));
  set_words (words, "seen", zm_error_get_seen (error));
  set_words (words, "expected", zm_error_get_expected (error));
  set_words (words, "message", error->message);
  json_object_set_new (reply, "error", words);

  return encode (reply);
}
