#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One bulk endpoint of a mounted functionfs, and a ring of transfers in flight on it; the door to
 * libaio, since an endpoint's file cannot be polled and a read of it not be given up in time.
 * Transfers end in the order in which they were begun. Any thread may call; none of it blocks. */
typedef struct _ZmGadgetEndpoint ZmGadgetEndpoint;

/* Bytes of one transfer: a whole number of packets of any speed, and no more than the kernel finds
 * in one piece on a small machine. */
#define ZM_GADGET_TRANSFER_MAX (16 * 1024)
#define ZM_GADGET_DEPTH        8 /* transfers in flight */

/* Gives NULL with errno when the endpoint is not there, or not enabled by a host at the moment. */
ZmGadgetEndpoint *zm_gadget_endpoint_open            (const char        *directory,
                                                      const char        *name);
/* Ends what is in flight. */
void              zm_gadget_endpoint_free            (ZmGadgetEndpoint  *self);

/* Bytes of a full packet, at the speed that the host has chosen. */
gsize             zm_gadget_endpoint_get_packet_size (ZmGadgetEndpoint  *self);
/* Readable when a transfer has ended, until the next zm_gadget_endpoint_take. */
int               zm_gadget_endpoint_get_fd          (ZmGadgetEndpoint  *self);

gboolean          zm_gadget_endpoint_is_full         (ZmGadgetEndpoint  *self);
gboolean          zm_gadget_endpoint_is_idle         (ZmGadgetEndpoint  *self);
/* Nothing in the ring is still with the kernel. */
gboolean          zm_gadget_endpoint_has_ended       (ZmGadgetEndpoint  *self);
/* Begins a transfer out of the device, of data (which is copied, and may be empty), or, data being
 * NULL, into it. The ring must not be full. Gives 0 or an errno. */
int               zm_gadget_endpoint_begin           (ZmGadgetEndpoint  *self,
                                                      const guint8      *data,
                                                      gsize              length);
/* Takes the oldest transfer out of the ring if it has ended; result is its length, or a negative
 * errno. data, which may be NULL, is lent until the next transfer begins. */
gboolean          zm_gadget_endpoint_take            (ZmGadgetEndpoint   *self,
                                                      gssize             *result,
                                                      const guint8      **data);
/* Asks the kernel to give up what is in flight; each of these still ends, soon. */
void              zm_gadget_endpoint_cancel          (ZmGadgetEndpoint  *self);
/* No transfer begins from here on, what is in flight is given up, and who waits is woken. */
void              zm_gadget_endpoint_close           (ZmGadgetEndpoint  *self);
/* The host's next transfer fails at once instead of waiting, until it chooses the interface anew, or
 * until zm_gadget_endpoint_resume. Nothing happens if the endpoint is not enabled or not empty. */
void              zm_gadget_endpoint_halt            (ZmGadgetEndpoint  *self);
void              zm_gadget_endpoint_resume          (ZmGadgetEndpoint  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmGadgetEndpoint, zm_gadget_endpoint_free)

G_END_DECLS
