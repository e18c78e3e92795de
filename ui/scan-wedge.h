#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Listens for a scanner that plays keyboard, in every window of the program: wherever the focus is,
 * what it scans goes into no field and presses no button. A person's keys go their way as ever.
 *
 * Signal: "scanned" (const char *text, const char *us) → gboolean: the code's text as the desk's
 * keyboard layout has it, and as the keys of a United States layout have it; a stranger's, UTF-8, at
 * least ZM_SCAN_BURST_LEAST characters. FALSE: it is no scan, and goes where it was typed. */
#define ZM_TYPE_SCAN_WEDGE (zm_scan_wedge_get_type ())
G_DECLARE_FINAL_TYPE (ZmScanWedge, zm_scan_wedge, ZM, SCAN_WEDGE, GObject)

/* Needs a display. */
ZmScanWedge *zm_scan_wedge_new (void);

G_END_DECLS
