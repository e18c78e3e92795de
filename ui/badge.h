#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A state as an icon and a word, coloured besides: never by colour alone. */
typedef enum {
  ZM_BADGE_NEUTRAL,
  ZM_BADGE_GOOD,
  ZM_BADGE_BAD,
  ZM_BADGE_WAITING,
  ZM_BADGE_UNKNOWN,
  ZM_BADGE_ABSENT, /* nothing is there, or no longer */
  ZM_BADGE_WARNING,
} ZmBadgeKind;

#define ZM_TYPE_BADGE_KIND (zm_badge_kind_get_type ())
GType       zm_badge_kind_get_type (void);
const char *zm_badge_kind_icon     (ZmBadgeKind kind);
/* The style class that has its colour. */
const char *zm_badge_kind_class    (ZmBadgeKind kind);

/* Properties: "kind", "label", and "whole" for a word that is never shortened: it stands beside a text
 * that can wrap. */
#define ZM_TYPE_BADGE (zm_badge_get_type ())
G_DECLARE_FINAL_TYPE (ZmBadge, zm_badge, ZM, BADGE, GtkWidget)

G_END_DECLS
