#pragma once

#include "ui/badge.h"

G_BEGIN_DECLS

typedef enum {
  ZM_LINE_CELL_PLAIN = 0,
  ZM_LINE_CELL_BOLD = 1 << 0,
  ZM_LINE_CELL_DIM = 1 << 1,
  ZM_LINE_CELL_DIGITS = 1 << 2, /* as wide as each other */
  ZM_LINE_CELL_BADGE = 1 << 3,  /* with the icon and the colour of its kind */
} ZmLineCellStyle;

/* A text at a place within a widget that draws all of its texts itself. The place is that of a language
 * from left to right; where the widget's is not, it is mirrored. */
typedef struct {
  const char *text; /* borrowed */
  ZmLineCellStyle style;
  ZmBadgeKind kind;
  int left;
  int top;
  int width;
  int height;
} ZmLineCell;

/* What the whole text takes. */
void     zm_line_cell_measure   (const ZmLineCell *cell,
                                 GtkWidget        *widget,
                                 int              *width,
                                 int              *height);
gboolean zm_line_cell_fits      (const ZmLineCell *cell,
                                 GtkWidget        *widget);
/* The place where it is. */
void     zm_line_cell_get_area  (const ZmLineCell *cell,
                                 GtkWidget        *widget,
                                 GdkRectangle     *area);
void     zm_line_cell_draw      (const ZmLineCell *cell,
                                 GtkWidget        *widget,
                                 GtkSnapshot      *snapshot);
/* In the middle of area, in the widget's colour. */
void     zm_line_cell_draw_icon (const char         *name,
                                 GtkWidget          *widget,
                                 const GdkRectangle *area,
                                 const GdkRGBA      *colour,
                                 GtkSnapshot        *snapshot);

#define ZM_LINE_CELL_ICON    16 /* pixels */
#define ZM_LINE_CELL_SPACING 6  /* between an icon and its word */

G_END_DECLS
