#pragma once

#include "ui/bench-ports.h"
#include "ui/camera-desk.h"
#include "ui/line-mode.h"
#include "ui/next-list.h"
#include "ui/provision-page.h"
#include "ui/shift-bar.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the files of the Provision page share: what is done with what is scanned (provision-scan.c), and with
 * what did not come to its end (provision-failed.c). */

struct _ZmProvisionPage {
  GtkWidget    parent_instance;

  ZmStation    *station;
  ZmBenchPorts *ports;
  ZmBenchPort  *chosen; /* NULL on an empty bench */
  ZmCameraDesk *camera; /* NULL in a build without */
  ZmLineMode   *line;   /* NULL until opened */
  gboolean      failed_only;
  GtkWidget    *question; /* which device is meant; weak */

  GtkListBox  *bench;
  GtkListBox  *tray;
  GtkWidget   *tray_box;
  GtkLabel    *empty;
  GtkStack    *guides;
  AdwLeaflet  *leaflet;
  ZmNextList  *next;
  ZmShiftBar  *shift;
  GtkWidget   *no_retry;
  GtkWidget   *try_again;
};

/* What shows beside the bench from now on; NULL: that there is nothing to show. by_hand: a person wants to see it. */
void zm_provision_page_choose (ZmProvisionPage *self,
                               ZmBenchPort     *port,
                               gboolean         by_hand);

G_END_DECLS
