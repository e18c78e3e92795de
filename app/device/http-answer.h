#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ZM_HTTP_ANSWER_MAX (64 * 1024) /* bytes, header and body */

/* One whole answer of an HTTP/1.x server that then closed the connection (RFC 9112). */
typedef struct {
  guint   status;
  GBytes *body;
} ZmHttpAnswer;

/* Framed by chunks, by Content-Length or by the end of the data. Sets check "http.answer"; an
 * answer that was cut off is refused. */
ZmHttpAnswer *zm_http_answer_parse (GBytes        *data,
                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void          zm_http_answer_free  (ZmHttpAnswer  *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmHttpAnswer, zm_http_answer_free)

G_END_DECLS
