#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is put together from parts that are words of their own: names, values, whole sentences. How
 * they are joined is the language's, "a, b" is "a、b" in Chinese. Nothing is escaped here. */

/* The separator of a list, with its space where the language has one. */
const char *zm_join_separator (void);
/* "a, b, c": the parts up to the first NULL. */
char       *zm_join_list      (const char        *first,
                               ...) G_GNUC_NULL_TERMINATED;
char       *zm_join_strv      (const char *const *parts);
/* "title: value" */
char       *zm_join_pair      (const char        *title,
                               const char        *value);
/* "text (remark)" */
char       *zm_join_remark    (const char        *text,
                               const char        *remark);
/* "Ana, Ben · 27 November 2026": two facts of one thing */
char       *zm_join_facts     (const char        *first,
                               const char        *second);
/* Two whole sentences, each with its own end. */
char       *zm_join_sentences (const char        *first,
                               const char        *second);

G_END_DECLS
