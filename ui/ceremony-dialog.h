#pragma once

#include "app/station/station.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A ceremony with the root key on its removable medium, after the founding. */
#define ZM_TYPE_CEREMONY_DIALOG (zm_ceremony_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ZmCeremonyDialog, zm_ceremony_dialog, ZM, CEREMONY_DIALOG, AdwWindow)

typedef enum {
  ZM_CEREMONY_RENEWAL, /* intermediate, station certificate, root's list */
  ZM_CEREMONY_LIST,    /* a new revocation list of the root */
  ZM_CEREMONY_SERVER,  /* the Central Station's certificate, from its own request */
} ZmCeremonyKind;

GtkWindow *zm_ceremony_dialog_new (ZmStation      *station,
                                   ZmCeremonyKind  kind);

G_END_DECLS
