#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the command line says. */
typedef struct {
  GSocketAddress  *listen;
  GSocketAddress  *crl_listen;  /* or NULL */
  char            *certificate; /* file names */
  char            *key;
  char            *root;
  char           **cas;         /* may be empty, never NULL */
  char           **crls;        /* the same */
  char            *memory;      /* directory, or NULL */
  int              ready_fd;    /* or -1 */
  gboolean         exit_with_parent;
} ZmCentralOptions;

/* Sets check "central.options". */
ZmCentralOptions *zm_central_options_parse (int               *argc,
                                            char            ***argv,
                                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void              zm_central_options_free  (ZmCentralOptions  *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCentralOptions, zm_central_options_free)

G_END_DECLS
