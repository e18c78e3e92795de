#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a host is. Training and tests map the server's name to loopback, as curl --resolve does;
 * what is verified of the server stays its name. */
typedef struct _ZmResolver ZmResolver;

ZmResolver         *zm_resolver_new  (void);
void                zm_resolver_free (ZmResolver   *resolver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmResolver, zm_resolver_free)

/* "HOST:PORT:ADDRESS"; an IPv6 address may stand in brackets. Sets check "resolve.form". */
gboolean            zm_resolver_add  (ZmResolver   *resolver,
                                      const char   *rule,
                                      GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GSocketConnectable *zm_resolver_find (ZmResolver   *resolver,
                                      const char   *host,
                                      guint16       port);

G_END_DECLS
