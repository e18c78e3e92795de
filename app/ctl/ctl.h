#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads the command line, runs its verb, and gives the exit code. */
int zm_ctl_run (int    argc,
                char **argv);

G_END_DECLS
