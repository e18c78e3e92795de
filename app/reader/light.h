#pragma once

#include "app/reader/grey.h"

G_BEGIN_DECLS

/* What a person would say about a picture: too dark, too pale, not sharp. */
typedef struct {
  guint8 dark;      /* 5 % of the pixels are below, */
  guint8 light;     /* 5 % are above */
  guint8 sharpness; /* the steepest step between neighbours in a row or a column, in per cent
                    * of light - dark: what moves sideways is still sharp in the columns */
} ZmLight;

void zm_light_measure (ZmLight       *self,
                       const ZmGrey  *picture);

G_END_DECLS
