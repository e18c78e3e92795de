#include "config.h"

#include "app/ctl/output.h"

#include "app/base/error.h"
#include "app/base/text.h"
#include "app/ctl/table.h"
#include "app/station/remedy.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int         exit_code;
  const char *name;
  const char *meaning;
} ExitCode;

/* By ZmErrorCode. */
static const ExitCode error_codes[] = {
  [ZM_ERROR_INVALID] = { 3, "invalid", N_("the input is malformed: correct it") },
  [ZM_ERROR_REFUSED] = { 4, "refused", N_("well-formed, but a rule says no") },
  [ZM_ERROR_DENIED] = { 5, "denied", N_("not signed in, wrong PIN, or the role may not") },
  [ZM_ERROR_NOT_FOUND] = { 6, "not-found", N_("what was named is not there") },
  [ZM_ERROR_CONFLICT] = { 7, "conflict", N_("the state does not allow it now") },
  [ZM_ERROR_UNAVAILABLE] = { 8, "unavailable", N_("a peer is gone, slow or busy: try again") },
  [ZM_ERROR_CORRUPT] = { 9, "corrupt", N_("stored data is damaged or was changed") },
  [ZM_ERROR_IO] = { 10, "io", N_("the operating system said no") },
  [ZM_ERROR_INTERNAL] = { 1, "internal", N_("a fault of this program") },
};

static const ExitCode other_codes[] = {
  { 20, "broken", N_("“audit verify”: a record was changed, added or taken out") },
  { 21, "cut", N_("“audit verify”: records are missing at the end, or it is an older copy") },
  { 22, "unreadable", N_("“audit verify”: nothing can be said") },
  { 23, "unwitnessed",
    N_("“audit verify”: the chain holds, but no checkpoint vouches for it") },
  { 30, "warning", N_("“check”: something needs attention") },
  { 31, "problem", N_("“check”: something is wrong: mend it before you go on") },
};

#define EXIT_USAGE 2

gboolean
zm_output_is_usage (const GError *error)
{
  return g_str_has_prefix (zm_error_get_check (error), "usage.");
}

int
zm_output_exit_code (const GError *error)
{
  if (zm_output_is_usage (error))
    return EXIT_USAGE;
  if (error->domain != ZM_ERROR)
    return error_codes[ZM_ERROR_IO].exit_code;

  return error_codes[error->code].exit_code;
}

static void
append_row (GString    *table,
            int         exit_code,
            const char *name,
            const char *meaning)
{
  g_string_append_printf (table, "| %d | %s | %s |\n", exit_code, name, meaning);
}

static void
append_rows (GString        *table,
             const ExitCode *codes,
             gsize           count,
             int             from,
             int             to)
{
  for (int wanted = from; wanted <= to; wanted++)
    {
      for (gsize i = 0; i < count; i++)
        {
          if (codes[i].exit_code == wanted)
            append_row (table, wanted, codes[i].name, _(codes[i].meaning));
        }
    }
}

char *
zm_output_format_exit_codes (void)
{
  GString *table = g_string_new (NULL);

  g_string_append_printf (table, "| %s | %s | %s |\n|---|---|---|\n", _("exit code"), _("name"),
                          _("meaning"));
  append_row (table, 0, "ok", _("done; “audit verify”: intact; “check”: all is well"));
  append_rows (table, error_codes, G_N_ELEMENTS (error_codes), 1, 1);
  append_row (table, EXIT_USAGE, "usage", _("the command line cannot be understood"));
  append_rows (table, error_codes, G_N_ELEMENTS (error_codes), 3, 19);
  append_rows (table, other_codes, G_N_ELEMENTS (other_codes), 20, 39);

  return g_string_free (table, FALSE);
}

static json_t *
escape (const char *text)
{
  g_autofree char *shown = text != NULL ? zm_text_escape (text, -1) : NULL;

  return shown != NULL ? json_string (shown) : NULL;
}

static json_t *
describe_error (const GError *error)
{
  const char *check = zm_error_get_check (error);
  const char *code = zm_output_is_usage (error) ? "usage" :
                     error->domain == ZM_ERROR ? zm_error_code_name ((ZmErrorCode) error->code) :
                     "io";
  json_t *object = json_object ();
  json_t *seen = escape (zm_error_get_seen (error));
  json_t *expected = escape (zm_error_get_expected (error));

  zm_json_set_string (object, "code", code);
  zm_json_set_string (object, "check", check);
  json_object_set_new (object, "message", escape (error->message));
  if (seen != NULL)
    json_object_set_new (object, "seen", seen);
  if (expected != NULL)
    json_object_set_new (object, "expected", expected);
  zm_json_set_string (object, "remedy", zm_remedy_for (check));

  return object;
}

/* ASCII only, so that nothing in it can act on a terminal. Takes value. */
static void
print_json (const char *member,
            json_t     *value)
{
  g_autoptr(json_t) object = json_object ();
  char *text;

  json_object_set_new (object, member, value);
  text = json_dumps (object, JSON_ENSURE_ASCII | JSON_INDENT (2));
  g_print ("%s\n", text);
  free (text);
}

void
zm_output_result (const ZmCommand *command)
{
  if (command->json)
    print_json ("ok", json_incref (command->result));
  else
    {
      g_autofree char *text = zm_table_format (command->result);

      g_print ("%s", text);
    }
}

static void
print_error_line (const char   *title,
                  const json_t *error,
                  const char   *member)
{
  const char *text = json_string_value (json_object_get (error, member));

  if (text != NULL)
    g_printerr ("  %s: %s\n", title, text);
}

void
zm_output_error (const ZmCommand *command,
                 const GError    *error)
{
  json_t *object = describe_error (error);

  if (command->json)
    {
      if (command->detail != NULL)
        json_object_set (object, "detail", command->detail);
      print_json ("error", object);
      return;
    }

  g_printerr ("%s: %s\n", g_get_prgname (),
              json_string_value (json_object_get (object, "message")));
  print_error_line (_("check"), object, "check");
  print_error_line (_("seen"), object, "seen");
  print_error_line (_("expected"), object, "expected");
  print_error_line (_("what to do"), object, "remedy");
  if (command->detail != NULL)
    {
      g_autofree char *text = zm_table_format (command->detail);

      g_printerr ("%s", text);
    }
  json_decref (object);
}

void
zm_output_progress (const char *format,
                    ...)
{
  static gint64 begin;
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  va_list args;

  if (begin == 0)
    begin = g_get_monotonic_time ();

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  shown = zm_text_escape (text, -1);
  g_printerr ("%8.3f s  %s\n", (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC, shown);
}
