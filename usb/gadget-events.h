#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ep0 of a mounted functionfs: what the kernel tells a gadget. A station begins a conversation by
 * choosing the interface, each time anew, and what it begins is known here by a number; the next
 * one, or the cable going away, ends it. Control requests are not spoken and get a stall.
 *
 * A thread of its own reads ep0, so that nothing the host does waits for the device. */
typedef struct _ZmGadgetEvents ZmGadgetEvents;

/* Opens ep0 and says what the gadget is; from then on it can be bound to a controller. Sets check
 * "tether.in-use", or "tether.listen" where no functionfs is mounted or the kernel refuses. */
ZmGadgetEvents *zm_gadget_events_new           (const char      *directory,
                                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;
ZmGadgetEvents *zm_gadget_events_ref           (ZmGadgetEvents  *self);
/* The last one lets go of ep0, and with it the kernel of the controller. */
void            zm_gadget_events_unref         (ZmGadgetEvents  *self);

/* Becomes readable when a conversation has begun. */
int             zm_gadget_events_get_fd        (ZmGadgetEvents  *self);
/* The conversation that has begun and was not taken yet; 0 if there is none. */
guint64         zm_gadget_events_take          (ZmGadgetEvents  *self);
/* Whether this conversation still goes on, by everything the kernel has told so far. Never blocks. */
gboolean        zm_gadget_events_is_current    (ZmGadgetEvents  *self,
                                                guint64          conversation);
/* The last conversation that began, whether it goes on or not; 0 before the first. */
guint64         zm_gadget_events_get_conversation (ZmGadgetEvents  *self);
/* Bytes (taken) that were read too early, and belong to this conversation. */
void            zm_gadget_events_leave         (ZmGadgetEvents  *self,
                                                guint64          conversation,
                                                GBytes          *bytes);
/* Gives what was left for this conversation, or NULL. */
GBytes         *zm_gadget_events_take_early    (ZmGadgetEvents  *self,
                                                guint64          conversation);
const char     *zm_gadget_events_get_directory (ZmGadgetEvents  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmGadgetEvents, zm_gadget_events_unref)

G_END_DECLS
