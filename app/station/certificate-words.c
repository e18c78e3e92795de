#include "config.h"

#include "app/station/certificate-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *
zm_certificate_words_purpose (const char *usage)
{
  if (usage == NULL)
    return _("Says nothing about what it is for");
  if (g_str_equal (usage, "clientAuth"))
    return _("Proves to servers which device this is, and nothing else");
  if (g_str_equal (usage, "serverAuth"))
    return _("Proves to devices which server this is, and nothing else");
  if (g_str_equal (usage, "documentSigning"))
    return _("Signs what a station says, and nothing else");

  return usage;
}

static void
put_first (GString *said,
           GString *part)
{
  const char *equals = strchr (part->str, '=');

  if (said->len > 0)
    g_string_prepend (said, ", ");
  g_string_prepend (said, equals != NULL ? equals + 1 : part->str);
  g_string_truncate (part, 0);
}

char *
zm_certificate_words_name (const char *name)
{
  g_autoptr(GString) part = g_string_new (NULL);
  GString *said;

  g_return_val_if_fail (name != NULL, NULL);

  said = g_string_new (NULL);
  for (const char *c = name; *c != '\0'; c++)
    {
      if (*c == ',')
        put_first (said, part);
      else if (*c == '\\' && g_ascii_ispunct (c[1]))
        g_string_append_c (part, *++c);
      else
        g_string_append_c (part, *c);
    }
  put_first (said, part);

  return g_string_free (said, FALSE);
}
