#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers on the tether are little-endian and not aligned. */

static inline guint32
zm_wire_get_u32 (const guint8 *at)
{
  return (guint32) at[0] | (guint32) at[1] << 8 | (guint32) at[2] << 16 | (guint32) at[3] << 24;
}

static inline void
zm_wire_put_u32 (guint8  *at,
                 guint32  value)
{
  at[0] = (guint8) value;
  at[1] = (guint8) (value >> 8);
  at[2] = (guint8) (value >> 16);
  at[3] = (guint8) (value >> 24);
}

G_END_DECLS
