#include "app/signer/options.h"

#include "app/base/error.h"

#define SUMMARY \
  "Holds the keys of a provisioning station and answers requests on a socket in its directory,\n" \
  "or performs a ceremony with a root key that stands on removable media."

#define DESCRIPTION \
  "Passphrases and PINs come from a descriptor, a service's credential or the terminal; they are\n" \
  "never taken from the arguments or the environment.\n\n" \
  "Exit status: 0 ended as asked; 1 another failure; 2 wrong use; 3 wrong passphrase; 4 another\n" \
  "signer or ceremony is at work there; 5 keys or ledger are damaged or were changed; 6 there\n" \
  "is no signer yet; 7 --create, but there is a signer already."

static gboolean
refuse (const char  *expected,
        GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, "options.usage", NULL, expected,
                "These arguments do not fit together; try --help");
  return FALSE;
}

static gboolean
check_sense (const ZmOptions  *options,
             GError          **error)
{
  if (options->ceremony)
    {
      if (options->root_media == NULL || options->station != NULL || options->create)
        return refuse ("--ceremony with --root-media, without --station and --create", error);
      return TRUE;
    }
  if (options->station == NULL || options->root_media != NULL)
    return refuse ("--station DIR, or --ceremony --root-media DIR", error);
  if (options->passphrase_file != NULL && options->passphrase_fd >= 0)
    return refuse ("one of --passphrase-file and --passphrase-fd", error);
  if (options->create != (options->administrator != NULL))
    return refuse ("--create and --administrator together", error);

  return TRUE;
}

static GOptionContext *
build_context (ZmOptions *options)
{
  const GOptionEntry entries[] = {
    { "station", 0, 0, G_OPTION_ARG_FILENAME, &options->station,
      "Serve the station in this directory", "DIR" },
    { "create", 0, 0, G_OPTION_ARG_NONE, &options->create,
      "First make keys, ledger and the first administrator", NULL },
    { "administrator", 0, 0, G_OPTION_ARG_STRING, &options->administrator,
      "Name of the first administrator", "NAME" },
    { "pin-fd", 0, 0, G_OPTION_ARG_INT, &options->pin_fd,
      "Read the administrator's PIN from this descriptor", "N" },
    { "client", 0, 0, G_OPTION_ARG_STRING, &options->client,
      "Serve this user too, besides the signer's own and root", "USER" },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &options->passphrase_file,
      "Read the passphrase from this file, which is closed to others", "FILE" },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options->passphrase_fd,
      "Read the passphrase from this descriptor", "N" },
    { "ready-fd", 0, 0, G_OPTION_ARG_INT, &options->ready_fd,
      "Tell on this descriptor, as JSON, that the signer serves or why it never will", "N" },
    { "exit-with-parent", 0, 0, G_OPTION_ARG_NONE, &options->exit_with_parent,
      "End when the process that started this one is gone", NULL },
    { "ceremony", 0, 0, G_OPTION_ARG_NONE, &options->ceremony,
      "Work with a root key: requests on standard input, answers on standard output", NULL },
    { "root-media", 0, 0, G_OPTION_ARG_FILENAME, &options->root_media,
      "The removable media's directory", "DIR" },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_summary (context, SUMMARY);
  g_option_context_set_description (context, DESCRIPTION);
  g_option_context_add_main_entries (context, entries, NULL);

  return context;
}

ZmOptions *
zm_options_parse (int      *argc,
                  char   ***argv,
                  GError  **error)
{
  g_autoptr(ZmOptions) options = g_new0 (ZmOptions, 1);
  g_autoptr(GOptionContext) context = NULL;
  g_autoptr(GError) cause = NULL;

  options->passphrase_fd = -1;
  options->pin_fd = -1;
  options->ready_fd = -1;
  context = build_context (options);
  if (!g_option_context_parse (context, argc, argv, &cause))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "options.usage", NULL, NULL, "%s", cause->message);
      return NULL;
    }
  if (*argc > 1)
    {
      refuse ("options only", error);
      return NULL;
    }
  if (!check_sense (options, error))
    return NULL;

  return g_steal_pointer (&options);
}

void
zm_options_free (ZmOptions *options)
{
  if (options == NULL)
    return;

  g_free (options->station);
  g_free (options->administrator);
  g_free (options->client);
  g_free (options->passphrase_file);
  g_free (options->root_media);
  g_free (options);
}
