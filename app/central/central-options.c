#include "app/central/central-options.h"

#include "app/base/error.h"

#define DEFAULT_LISTEN "127.0.0.1:8443"
#define CAS_MAX        16 /* files */
#define CRLS_MAX       16

typedef struct {
  char  *listen;
  char  *crl_listen;
  char  *certificate;
  char  *key;
  char  *root;
  char **cas;
  char **crls;
  char  *memory;
  int    ready_fd;
  int    exit_with_parent;
} Texts;

static void
clear_texts (Texts *texts)
{
  g_free (texts->listen);
  g_free (texts->crl_listen);
  g_free (texts->certificate);
  g_free (texts->key);
  g_free (texts->root);
  g_strfreev (texts->cas);
  g_strfreev (texts->crls);
  g_free (texts->memory);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, clear_texts)

static gboolean
parse_texts (Texts    *texts,
             int      *argc,
             char   ***argv,
             GError  **error)
{
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &texts->listen,
      "Where to wait for devices (" DEFAULT_LISTEN "; port 0 takes any)", "HOST:PORT" },
    { "certificate", 0, 0, G_OPTION_ARG_FILENAME, &texts->certificate,
      "Own certificate and the CAs above it, PEM, without the root", "FILE" },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &texts->key,
      "Its private key, PEM, a file closed to others", "FILE" },
    { "root", 0, 0, G_OPTION_ARG_FILENAME, &texts->root, "The only trust anchor, PEM", "FILE" },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &texts->cas,
      "CAs between the root and devices, PEM; a list of theirs must bear their signature", "FILE" },
    { "crl", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &texts->crls,
      "A revocation list, DER or PEM, one for each issuer; read again when it changes", "FILE" },
    { "crl-memory", 0, 0, G_OPTION_ARG_FILENAME, &texts->memory,
      "Where the newest lists are kept over a restart, a directory closed to others", "DIR" },
    { "crl-listen", 0, 0, G_OPTION_ARG_STRING, &texts->crl_listen,
      "Where to serve the revocation lists over HTTP", "HOST:PORT" },
    { "ready-fd", 0, 0, G_OPTION_ARG_INT, &texts->ready_fd,
      "Write one line of JSON with the real addresses to this descriptor", "N" },
    { "exit-with-parent", 0, 0, G_OPTION_ARG_NONE, &texts->exit_with_parent,
      "End when the process that started this one is gone", NULL },
    { NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) failure = NULL;

  g_option_context_set_summary (context, "Central Station endpoint: tells devices who they are.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, argc, argv, &failure) && *argc == 1)
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "central.options",
                failure != NULL ? failure->message : (*argv)[1], NULL,
                "The command line cannot be understood");
  return FALSE;
}

/* The first address of a name; a literal address needs no look-up. */
static GSocketAddress *
parse_address (const char  *text,
               GError     **error)
{
  g_autoptr(GSocketConnectable) name = g_network_address_parse (text, 0, NULL);
  g_autoptr(GSocketAddressEnumerator) addresses = NULL;
  GSocketAddress *address = NULL;

  if (name != NULL)
    {
      addresses = g_socket_connectable_enumerate (name);
      address = g_socket_address_enumerator_next (addresses, NULL, NULL);
    }
  if (address == NULL)
    zm_error_set (error, ZM_ERROR_INVALID, "central.options", text, "HOST:PORT",
                  "An address to listen on cannot be understood");

  return address;
}

static gboolean
check_count (char       **files,
             guint        max,
             const char  *expected,
             GError     **error)
{
  if (files == NULL || g_strv_length (files) <= max)
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "central.options", NULL, expected,
                "An option is given too often");
  return FALSE;
}

static GStrv
take_files (char ***files)
{
  return *files != NULL ? g_steal_pointer (files) : g_new0 (char *, 1);
}

static gboolean
check_texts (const Texts  *texts,
             GError      **error)
{
  const char *missing = texts->certificate == NULL ? "--certificate"
                        : texts->key == NULL ? "--key"
                        : texts->root == NULL ? "--root" : NULL;

  if (missing != NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "central.options", NULL, missing,
                    "An option is missing");
      return FALSE;
    }

  return check_count (texts->cas, CAS_MAX, "at most 16 --ca", error) &&
         check_count (texts->crls, CRLS_MAX, "at most 16 --crl", error);
}

ZmCentralOptions *
zm_central_options_parse (int      *argc,
                          char   ***argv,
                          GError  **error)
{
  g_auto(Texts) texts = { .ready_fd = -1 };
  g_autoptr(ZmCentralOptions) self = g_new0 (ZmCentralOptions, 1);

  if (!parse_texts (&texts, argc, argv, error) || !check_texts (&texts, error))
    return NULL;

  self->listen = parse_address (texts.listen != NULL ? texts.listen : DEFAULT_LISTEN, error);
  if (self->listen == NULL)
    return NULL;
  if (texts.crl_listen != NULL)
    {
      self->crl_listen = parse_address (texts.crl_listen, error);
      if (self->crl_listen == NULL)
        return NULL;
    }

  self->certificate = g_steal_pointer (&texts.certificate);
  self->key = g_steal_pointer (&texts.key);
  self->root = g_steal_pointer (&texts.root);
  self->cas = take_files (&texts.cas);
  self->crls = take_files (&texts.crls);
  self->memory = g_steal_pointer (&texts.memory);
  self->ready_fd = texts.ready_fd;
  self->exit_with_parent = texts.exit_with_parent;

  return g_steal_pointer (&self);
}

void
zm_central_options_free (ZmCentralOptions *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->listen);
  g_clear_object (&self->crl_listen);
  g_free (self->certificate);
  g_free (self->key);
  g_free (self->root);
  g_strfreev (self->cas);
  g_strfreev (self->crls);
  g_free (self->memory);
  g_free (self);
}
