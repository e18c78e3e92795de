#include "config.h"

#include "app/base/join.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>

const char *
zm_join_separator (void)
{
  /* TRANSLATORS: between the parts of a list: "Ana, Ben, Eva" */
  return C_("list", ", ");
}

char *
zm_join_list (const char *first,
              ...)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();
  va_list rest;

  va_start (rest, first);
  for (const char *part = first; part != NULL; part = va_arg (rest, const char *))
    g_ptr_array_add (parts, (gpointer) part);
  va_end (rest);
  g_ptr_array_add (parts, NULL);

  return zm_join_strv ((const char *const *) parts->pdata);
}

char *
zm_join_strv (const char *const *parts)
{
  g_return_val_if_fail (parts != NULL, NULL);

  return g_strjoinv (zm_join_separator (), (char **) parts);
}

char *
zm_join_pair (const char *title,
              const char *value)
{
  /* TRANSLATORS: what something is called, and what it is: "Device: DEV-014", "Wednesday: 4 records" */
  return g_strdup_printf (_("%s: %s"), title, value);
}

char *
zm_join_remark (const char *text,
                const char *remark)
{
  /* TRANSLATORS: something, and a remark about it: "Ana (administrator)" */
  return g_strdup_printf (C_("remark", "%s (%s)"), text, remark);
}

char *
zm_join_facts (const char *first,
               const char *second)
{
  /* TRANSLATORS: two facts of one thing: "Ana, Ben · 27 November 2026" */
  return g_strdup_printf (C_("facts", "%s · %s"), first, second);
}

char *
zm_join_sentences (const char *first,
                   const char *second)
{
  /* TRANSLATORS: two whole sentences, one after the other */
  return g_strdup_printf (C_("sentences", "%s %s"), first, second);
}
