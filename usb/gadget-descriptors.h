#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a gadget tells the kernel that it is, as the bytes that go into ep0 of a functionfs before
 * anything else: one vendor interface with one bulk endpoint in each direction (design section 7).
 * The controller may give the endpoints other numbers and a smaller packet than stands here; only
 * the kernel knows, once a host has chosen the speed. */

#define ZM_GADGET_CLASS    0xff
#define ZM_GADGET_SUBCLASS 0x5a
#define ZM_GADGET_PROTOCOL 0x01

/* In the order of the endpoint descriptors, which is how functionfs names the files. */
#define ZM_GADGET_IN_FILE  "ep1" /* to the station */
#define ZM_GADGET_OUT_FILE "ep2" /* from the station */

/* For full, high and SuperSpeed. */
GBytes *zm_gadget_descriptors_new         (void);
/* The interface's name, in English (United States): the only language that it has. */
GBytes *zm_gadget_descriptors_new_strings (void);

G_END_DECLS
