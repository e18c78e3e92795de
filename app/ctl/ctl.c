#include "config.h"

#include "app/ctl/ctl.h"

#include "app/base/confine.h"
#include "app/base/error.h"
#include "app/ctl/output.h"
#include "app/ctl/verb.h"
#include "app/station/refusal.h"

#include <glib/gi18n.h>

#define DIRECTORY_NAME "zmonitor-station" /* in the user's data directory */

static GOptionContext *
make_context (ZmCommand  *command,
              const char *usage,
              const char *summary)
{
  const GOptionEntry entries[] = {
    { "station", 0, 0, G_OPTION_ARG_FILENAME, &command->directory, N_("The station’s directory"),
      "DIR" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &command->json, N_("One JSON object on standard output"),
      NULL },
    { "operator", 0, 0, G_OPTION_ARG_STRING, &command->operator_name, N_("Who signs in"), "NAME" },
    { "pin-fd", 0, 0, G_OPTION_ARG_INT, &command->pin_fd,
      N_("Where the operator’s PIN comes from, one line"), "FD" },
    { "approver", 0, 0, G_OPTION_ARG_STRING, &command->approver_name,
      N_("A second person, for what one is not enough for"), "NAME" },
    { "approver-pin-fd", 0, 0, G_OPTION_ARG_INT, &command->approver_pin_fd,
      N_("Where the second person’s PIN comes from, one line"), "FD" },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &command->passphrase_fd,
      N_("Where the signer’s passphrase comes from, one line"), "FD" },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (usage);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return context;
}

static gboolean
parse (GOptionContext   *context,
       char           ***arguments,
       GError          **error)
{
  g_autoptr(GError) local = NULL;

  if (g_option_context_parse_strv (context, arguments, &local))
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "usage.options", NULL, "see --help", "%s",
                local->message);
  return FALSE;
}

static char *
describe_exit_codes (void)
{
  g_autofree char *table = zm_output_format_exit_codes ();

  return g_strconcat (_("Secrets are never arguments. Several may come from one descriptor, a line "
                        "each, in this order: signer’s passphrase, PIN, root passphrase, "
                        "current PIN, new PIN, the second person’s PIN."),
                      "\n\n", table, NULL);
}

/* group and word may be NULL. */
static gboolean
fail_verb (const char  *group,
           const char  *word,
           const char  *expected,
           GError     **error)
{
  g_autofree char *seen = g_strjoin (" ", group, word, NULL);

  zm_error_set (error, ZM_ERROR_INVALID, "usage.verb", group != NULL ? seen : word, expected,
                "There is no such verb");
  return FALSE;
}

/* The options before the verb, and --help for all of them. */
static gboolean
parse_common (ZmCommand   *command,
              char      ***arguments,
              GError     **error)
{
  g_autofree char *list = zm_verb_list (NULL);
  g_autofree char *description = describe_exit_codes ();
  g_autofree char *summary = g_strconcat (_("Verbs (each has a --help of its own):"), "\n", list,
                                          NULL);
  g_autoptr(GOptionContext) context = make_context (command, _("VERB …"), summary);

  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_set_description (context, description);

  return parse (context, arguments, error);
}

/* --help for the verbs that begin with this word; anything else is none of them. */
static gboolean
parse_group (ZmCommand    *command,
             const char   *group,
             char       ***arguments,
             GError      **error)
{
  g_autofree char *usage = g_strjoin (" ", group, _("VERB …"), NULL);
  g_autofree char *list = zm_verb_list (group);
  g_autofree char *summary = g_strconcat (_("Verbs (each has a --help of its own):"), "\n", list,
                                          NULL);
  g_autofree char *hint = g_strdup_printf ("a verb, see %s --help", group);
  g_autoptr(GOptionContext) context = make_context (command, usage, summary);

  g_option_context_set_strict_posix (context, TRUE);

  return parse (context, arguments, error) && fail_verb (group, (*arguments)[1], hint, error);
}

static gboolean
parse_verb (ZmCommand      *command,
            const ZmVerb   *verb,
            char         ***arguments,
            GError        **error)
{
  g_autofree char *usage = g_strjoin (" ", verb->name, verb->arguments, NULL);
  g_autoptr(GOptionContext) context = make_context (command, usage, _(verb->help));

  if (verb->options != NULL)
    g_option_context_add_main_entries (context, verb->options, GETTEXT_PACKAGE);

  return parse (context, arguments, error);
}

static gboolean
check_arguments (const ZmVerb  *verb,
                 char         **arguments,
                 GError       **error)
{
  guint count = g_strv_length (arguments);

  if (count >= verb->min && count <= verb->max)
    return TRUE;

  return zm_command_fail_usage (verb->arguments != NULL ? verb->arguments : verb->name, error);
}

/* A look-up that finds nothing changes nothing, and is nothing for the record. */
static void
note_refusal (ZmCommand    *command,
              const ZmVerb *verb,
              const GError *refusal)
{
  if (command->station != NULL && verb->needs != ZM_NEEDS_STATION &&
      !zm_output_is_usage (refusal))
    zm_refusal_note (command->station, verb->name, refusal);
}

static gboolean
run_verb (ZmCommand     *command,
          const ZmVerb  *verb,
          char         **arguments,
          GError       **error)
{
  g_autoptr(GError) refusal = NULL;

  if (!check_arguments (verb, arguments + 1, error))
    return FALSE;

  command->arguments = g_strdupv (arguments + 1);
  if (command->directory == NULL)
    command->directory = g_build_filename (g_get_user_data_dir (), DIRECTORY_NAME, NULL);

  if (zm_command_prepare (command, verb->needs, verb->roles, &refusal) &&
      verb->run (command, &refusal))
    return TRUE;

  note_refusal (command, verb, refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* The program's name, then what follows the verb's words. */
static GStrv
copy_rest (char **arguments,
           char **words)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, arguments[0]);
  g_strv_builder_addv (builder, (const char **) words);

  return g_strv_builder_end (builder);
}

/* What does not begin with the words of a verb. */
static gboolean
run_none (ZmCommand  *command,
          char      **arguments,
          char      **words,
          GError    **error)
{
  g_auto(GStrv) rest = NULL;

  if (words[0] == NULL || !zm_verb_is_group (words[0]))
    return fail_verb (NULL, words[0], "a verb, see --help", error);

  rest = copy_rest (arguments, words + 1);
  return parse_group (command, words[0], &rest, error);
}

static gboolean
run (ZmCommand   *command,
     char      ***arguments,
     GError     **error)
{
  g_auto(GStrv) rest = NULL;
  const ZmVerb *verb;
  char **words;

  if (!parse_common (command, arguments, error))
    return FALSE;
  words = *arguments + 1;
  verb = zm_verb_find (&words);
  if (verb == NULL)
    return run_none (command, *arguments, words, error);
  if (!(verb->desktop ? zm_confine_dumps (error) : zm_confine_memory (error)))
    return FALSE;

  rest = copy_rest (*arguments, words);
  return parse_verb (command, verb, &rest, error) && run_verb (command, verb, rest, error);
}

int
zm_ctl_run (int    argc,
            char **argv)
{
  g_auto(ZmCommand) command;
  g_auto(GStrv) arguments = g_strdupv (argv);
  g_autoptr(GError) error = NULL;

  zm_command_init (&command);
  if (run (&command, &arguments, &error))
    {
      zm_output_result (&command);
      return command.exit_code;
    }

  /* GOption takes nothing from wrong use, which is told in the form that was asked for. */
  command.json = command.json || g_strv_contains ((const char *const *) argv, "--json");
  zm_output_error (&command, error);
  return zm_output_exit_code (error);
}
