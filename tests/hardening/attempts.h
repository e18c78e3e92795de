#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What somebody would try who has taken a process over. Each is one system call that would work, or
 * fail harmlessly, if it were let through. */

/* To be called while there are rights. */
void attempts_prepare (void);
/* The number of the one system call that the attempt makes, -1 if it has none. */
long attempts_number  (const char *name);
/* The result of the call as the kernel gives it: 0 or more, or -1 with errno. Ends the program with
 * 125 if there is no such attempt. */
long attempts_make    (const char *name);

G_END_DECLS
