#include "config.h"

#include "app/device/command.h"

#include "app/base/file.h"
#include "app/base/parent.h"
#include "app/base/text.h"
#include "app/device/runner.h"
#include "app/device/termination.h"
#include "app/pki/random.h"
#include "app/protocol/ticket.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CODE_FILE_MAX 256 /* bytes */

typedef struct {
  char     *directory;
  char     *tether;
  char     *ticket_png;
  char     *ticket_text;
  char     *code_file;
  char     *key_type;
  char    **resolve;
  char     *reach;
  char     *led;
  char     *led_directory;
  int       events_fd;
  gboolean  once;
  gboolean  exit_with_parent;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->directory);
  g_free (options->tether);
  g_free (options->ticket_png);
  g_free (options->ticket_text);
  g_free (options->code_file);
  g_free (options->key_type);
  g_strfreev (options->resolve);
  g_free (options->reach);
  g_free (options->led);
  g_free (options->led_directory);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (int       argc,
               char    **argv,
               Options  *options)
{
  const GOptionEntry entries[] = {
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &options->directory, N_("Directory of the device"),
      "DIR" },
    { "tether", 0, 0, G_OPTION_ARG_STRING, &options->tether, N_("Where the cable goes in"),
      "gadget:DIRECTORY|virtual:SOCKET" },
    { "ticket-png", 0, 0, G_OPTION_ARG_FILENAME, &options->ticket_png,
      N_("Write the ticket’s QR code to this picture"), "FILE" },
    { "ticket-text", 0, 0, G_OPTION_ARG_FILENAME, &options->ticket_text,
      N_("Write the ticket’s text to this file"), "FILE" },
    { "code-file", 0, 0, G_OPTION_ARG_FILENAME, &options->code_file,
      N_("A pairing code that the registry issued"), "FILE" },
    { "key-type", 0, 0, G_OPTION_ARG_STRING, &options->key_type, N_("Kind of the keys made here"),
      "ec|rsa" },
    { "once", 0, 0, G_OPTION_ARG_NONE, &options->once, N_("End after one connection"), NULL },
    { "events-fd", 0, 0, G_OPTION_ARG_INT, &options->events_fd,
      N_("Write what the screen shows to this descriptor, one JSON object a line"), "N" },
    { "resolve", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->resolve,
      N_("Look for a host at this address"), "HOST:PORT:ADDRESS" },
    { "reach", 0, 0, G_OPTION_ARG_STRING, &options->reach,
      N_("How to reach the Central Station: by the network, and if that fails by the tether; or only "
         "one of them"), "either|network|tether" },
    { "led", 0, 0, G_OPTION_ARG_STRING, &options->led,
      N_("A light that blinks when somebody asks which device this is"), "NAME" },
    { "led-directory", 0, 0, G_OPTION_ARG_FILENAME, &options->led_directory,
      N_("Where the lights are, instead of in /sys/class/leds"), "DIR" },
    { "exit-with-parent", 0, 0, G_OPTION_ARG_NONE, &options->exit_with_parent,
      N_("End when the process that started this one ends"), NULL },
    { NULL },
  };

  return zm_command_parse (argc, argv, NULL, _("Run a device."), entries, 0, NULL) &&
         zm_command_require (options->directory, "state") &&
         zm_command_require (options->tether, "tether");
}

static gboolean
parse_kind (const Options *options,
            ZmKeyKind     *kind)
{
  *kind = g_strcmp0 (options->key_type, "rsa") == 0 ? ZM_KEY_RSA_3072 : ZM_KEY_EC_P256;
  if (options->key_type == NULL || *kind == ZM_KEY_RSA_3072 ||
      strcmp (options->key_type, "ec") == 0)
    return TRUE;

  g_printerr (_("zmonitor-device: --key-type is “ec” or “rsa”\n"));
  return FALSE;
}

static gboolean
check_reach (const Options *options)
{
  ZmReachWays ways;

  if (options->reach == NULL || zm_reach_parse (options->reach, &ways))
    return TRUE;

  g_printerr (_("zmonitor-device: --reach is “either”, “network” or “tether”\n"));
  return FALSE;
}

static gboolean
read_code (const Options  *options,
           char          **code,
           GError        **error)
{
  g_autoptr(GBytes) text = NULL;
  g_autofree char *typed = NULL;

  if (options->code_file == NULL)
    return TRUE;

  text = zm_file_read (options->code_file, CODE_FILE_MAX, error);
  if (text == NULL)
    return FALSE;

  typed = zm_text_copy_bytes (text);
  *code = zm_ticket_parse_code (g_strstrip (typed), error);
  return *code != NULL;
}

static gboolean
open_led (const Options  *options,
          ZmLed         **led,
          GError        **error)
{
  const char *directory = options->led_directory != NULL ? options->led_directory
                                                         : ZM_LED_DIRECTORY;

  *led = options->led != NULL ? zm_led_open (directory, options->led, error) : NULL;
  return options->led == NULL || *led != NULL;
}

static ZmResolver *
make_resolver (const Options  *options,
               GError        **error)
{
  g_autoptr(ZmResolver) resolver = zm_resolver_new ();

  for (guint i = 0; options->resolve != NULL && options->resolve[i] != NULL; i++)
    {
      if (!zm_resolver_add (resolver, options->resolve[i], error))
        return NULL;
    }

  return g_steal_pointer (&resolver);
}

static gboolean
run_device (const Options  *options,
            ZmDevice       *device,
            ZmScreen       *screen,
            GCancellable   *cancellable,
            GError        **error)
{
  g_autoptr(ZmResolver) resolver = make_resolver (options, error);
  g_autoptr(ZmLed) led = NULL;
  g_autofree char *code = NULL;
  ZmDialogueContext context = { device, screen, resolver, ZM_REACH_EITHER, NULL, cancellable };

  if (options->reach != NULL)
    g_assert (zm_reach_parse (options->reach, &context.reach));
  if (resolver == NULL || !open_led (options, &led, error) || !read_code (options, &code, error))
    return FALSE;
  context.led = led;

  return zm_runner_run (&context, &(ZmRunnerOptions) { options->tether, code, options->once },
                        error);
}

static gboolean
run (const Options  *options,
     ZmKeyKind       kind,
     GError        **error)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(ZmDevice) device = NULL;
  g_autoptr(ZmScreen) screen = NULL;

  zm_termination_watch (cancellable);
  if ((options->exit_with_parent && !zm_parent_watch (error)) || !zm_random_check (error))
    return FALSE;

  device = zm_device_open (options->directory, kind, error);
  if (device == NULL)
    return FALSE;

  screen = zm_screen_new (&(ZmScreenOptions) {
    .png_path = options->ticket_png,
    .text_path = options->ticket_text,
    .events_fd = options->events_fd,
    .terminal = options->events_fd < 0,
  });
  return run_device (options, device, screen, cancellable, error);
}

int
zm_command_run (int    argc,
                char **argv)
{
  g_auto(Options) options = { .events_fd = -1 };
  g_autoptr(GError) error = NULL;
  ZmKeyKind kind;

  if (!parse_options (argc, argv, &options) || !parse_kind (&options, &kind) ||
      !check_reach (&options))
    return ZM_COMMAND_USAGE;

  if (!run (&options, kind, &error))
    return zm_command_fail (error);

  return ZM_COMMAND_SUCCESS;
}
