#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person chose at this desk and will mostly choose again: a small file of their own in
 * $XDG_CONFIG_HOME, of no weight. What cannot be read or written is not remembered, no more. A choice
 * counts at once; it reaches the disk in a thread of its own, one after the other. */

/* NULL where nothing was chosen yet; the answer may be anything that a file can say. */
char *zm_choices_get   (const char *group,
                        const char *key);
void  zm_choices_set   (const char *group,
                        const char *key,
                        const char *value);
/* Waits until all is on the disk, as far as it can be. */
void  zm_choices_flush (void);

G_END_DECLS
