#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The command line, as server.h and ceremony.h describe it. A descriptor that was not given is
 * -1. */
typedef struct {
  char     *station;
  gboolean  create;
  char     *administrator;
  char     *client;
  gboolean  ceremony;
  char     *root_media;
  char     *passphrase_file;
  int       passphrase_fd;
  int       pin_fd;
  int       ready_fd;
  gboolean  exit_with_parent;
} ZmOptions;

/* Prints the help and ends the program if that is asked for. Sets check "options.usage". */
ZmOptions *zm_options_parse (int       *argc,
                             char    ***argv,
                             GError   **error) G_GNUC_WARN_UNUSED_RESULT;
void       zm_options_free  (ZmOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmOptions, zm_options_free)

G_END_DECLS
