#pragma once

#include "ui/enrolment.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The enrolment window in a few words, for the head of every page; leads to where it is changed.
 * Hidden while nothing is known. Property: "enrolment" (ZmEnrolment, may be NULL). */
#define ZM_TYPE_ENROLMENT_BADGE (zm_enrolment_badge_get_type ())
G_DECLARE_FINAL_TYPE (ZmEnrolmentBadge, zm_enrolment_badge, ZM, ENROLMENT_BADGE, GtkWidget)

G_END_DECLS
