#pragma once

#include "ui/enrolment.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The enrolment window: whether it is open, and for an administrator the ways to change that.
 * Property: "enrolment" (ZmEnrolment, may be NULL); "may-change" says whether the person may. */
#define ZM_TYPE_ENROLMENT_CARD (zm_enrolment_card_get_type ())
G_DECLARE_FINAL_TYPE (ZmEnrolmentCard, zm_enrolment_card, ZM, ENROLMENT_CARD, GtkWidget)

G_END_DECLS
