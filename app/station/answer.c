#include "app/station/answer.h"

#include "app/base/base64.h"
#include "app/base/error.h"

#define CHECK "answer.json"

const char *
zm_answer_get_text (const json_t  *answer,
                    const char    *member,
                    gsize          max,
                    GError       **error)
{
  return zm_json_get_string (answer, member, max, CHECK, error);
}

GBytes *
zm_answer_get_bytes (const json_t  *answer,
                     const char    *member,
                     gsize          max,
                     GError       **error)
{
  const char *text = zm_json_get_string (answer, member, max / 3 * 4 + 4, CHECK, error);
  GBytes *bytes;

  if (text == NULL)
    return NULL;

  bytes = zm_base64_decode (text);
  if (bytes == NULL)
    zm_error_set (error, ZM_ERROR_INVALID, CHECK, NULL, "strict base64",
                  "The member “%s” of an answer cannot be read", member);

  return bytes;
}
