#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the other programs of this station stand: beside this one, in the build tree that this
 * one runs from, or in the installed libexec directory. Nothing in the environment is asked: who
 * starts the station must not choose its signer. */

/* The path of an executable, for a bare name like "zmonitor-signer". Sets check
 * "companion.missing". */
char *zm_companion_path (const char  *program,
                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
