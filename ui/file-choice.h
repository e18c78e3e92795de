#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks a person for files. A choice lives as long as its parent, and there is one at a time. */

/* files: GFile, at least one. */
typedef void (*ZmFileChoiceFunc) (GListModel *files,
                                  gpointer    data);

/* For reading; several: more than one may be chosen. suffixes, such as "csv", NULL at the end, with
 * what such files are called. func is called at most once; data must be there as long as parent. */
void zm_file_choice_open (GtkWidget          *parent,
                          const char         *title,
                          const char         *kind,
                          const char *const  *suffixes,
                          gboolean            several,
                          ZmFileChoiceFunc    func,
                          gpointer            data);
/* For writing; name is what is proposed. */
void zm_file_choice_save (GtkWidget          *parent,
                          const char         *title,
                          const char         *name,
                          ZmFileChoiceFunc    func,
                          gpointer            data);

void zm_file_choice_folder (GtkWidget       *parent,
                            const char      *title,
                            ZmFileChoiceFunc func,
                            gpointer         data);

/* Sets *path, freeing what it was, to that of the first file. FALSE, and *path as it was, where that is
 * not in the file system. */
gboolean zm_file_choice_take_path (GListModel *files,
                                   char      **path);

/* Suffixes of certificates, and of these with revocation lists, as a CA sends them. */
extern const char *const zm_file_choice_certificates[];
extern const char *const zm_file_choice_answers[];

G_END_DECLS
