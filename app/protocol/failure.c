#include "app/protocol/failure.h"

#include "app/base/error.h"

#include <string.h>

/* Cuts at a character, never within one. */
static void
set_text (json_t     *object,
          const char *member,
          const char *text,
          gsize       max)
{
  g_autofree char *valid = NULL;
  gsize length;

  if (text == NULL)
    return;

  valid = g_utf8_make_valid (text, (gssize) strnlen (text, max));
  length = strlen (valid);
  if (length > max)
    length = (gsize) (g_utf8_find_prev_char (valid, valid + max + 1) - valid);

  json_object_set_new (object, member, json_stringn (valid, length));
}

void
zm_failure_describe (const GError *failure,
                     json_t       *object)
{
  g_return_if_fail (failure != NULL);

  set_text (object, "check", zm_error_get_check (failure), ZM_FAILURE_CHECK_MAX);
  set_text (object, "message", failure->message, ZM_FAILURE_TEXT_MAX);
  set_text (object, "seen", zm_error_get_seen (failure), ZM_FAILURE_TEXT_MAX);
  set_text (object, "expected", zm_error_get_expected (failure), ZM_FAILURE_TEXT_MAX);
}

json_t *
zm_failure_to_json (const GError *failure)
{
  json_t *object;
  ZmErrorCode code;

  g_return_val_if_fail (failure != NULL, NULL);

  code = failure->domain == ZM_ERROR ? (ZmErrorCode) failure->code : ZM_ERROR_IO;
  object = json_object ();
  zm_json_set_string (object, "code", zm_error_code_name (code));
  zm_failure_describe (failure, object);

  return object;
}

GError *
zm_failure_from_json (const json_t  *object,
                      const char    *check,
                      GError       **error)
{
  const char *failed, *message, *seen, *expected;
  const char *name = zm_json_get_string (object, "code", ZM_FAILURE_CHECK_MAX, check, error);
  ZmErrorCode code;

  if (name == NULL)
    return NULL;
  if (!zm_error_code_parse (name, &code))
    {
      zm_error_set (error, ZM_ERROR_INVALID, check, name, "the name of an error code",
                    "The other side's error has an unknown code");
      return NULL;
    }

  failed = zm_json_get_string (object, "check", ZM_FAILURE_CHECK_MAX, check, error);
  if (failed == NULL)
    return NULL;
  if (!zm_error_is_check (failed))
    {
      zm_error_set (error, ZM_ERROR_INVALID, check, failed, "the name of a check",
                    "The other side's error names no check");
      return NULL;
    }
  message = zm_json_get_string (object, "message", ZM_FAILURE_TEXT_MAX, check, error);
  if (message == NULL)
    return NULL;
  if (!zm_json_get_optional (object, "seen", ZM_FAILURE_TEXT_MAX, &seen, check, error) ||
      !zm_json_get_optional (object, "expected", ZM_FAILURE_TEXT_MAX, &expected, check, error))
    return NULL;

  return zm_error_new_literal (code, failed, seen, expected, message);
}
