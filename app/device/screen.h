#pragma once

#include "app/device/offer.h"

G_BEGIN_DECLS

/* What the device shows to people: on the terminal, in files, and as one JSON object a line for a
 * training bench or a test that draws the screen itself:
 *
 *   {"event":"ticket","text":"ZM1:…","code":"ABCD-1234","active":false}
 *       code is absent where a registry issued it; active: an identity is in use already
 *   {"event":"number","number":"183341"}
 *   {"event":"step","step":1,"name":"signatures","outcome":"success"}
 *       and of a failure check, message, seen, expected
 *   {"event":"installed","outcome":"success","serial":"…"}, or the failure as above
 *   {"event":"state","state":"waiting"}: waiting, connected, paired, installing, installed, failed
 *   {"event":"identify","seconds":5}: somebody asks which device this is
 *   {"event":"identified"}: it shows again what it showed before
 *   {"event":"error", "check":…, "message":…}: why a conversation ended */
typedef struct _ZmScreen ZmScreen;

typedef struct {
  const char *png_path;   /* each path may be NULL */
  const char *text_path;
  int         events_fd;  /* -1: none */
  gboolean    terminal;   /* whether to draw on standard output */
} ZmScreenOptions;

ZmScreen *zm_screen_new            (const ZmScreenOptions  *options);
void      zm_screen_free           (ZmScreen               *screen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmScreen, zm_screen_free)

/* Sets check "file.write": without a ticket that can be seen nobody can pair. */
gboolean  zm_screen_show_ticket    (ZmScreen               *screen,
                                    const ZmOffer          *offer,
                                    gboolean                active,
                                    GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void      zm_screen_show_number    (ZmScreen               *screen,
                                    const char             *number);
/* failure NULL: it went well. */
void      zm_screen_show_step      (ZmScreen               *screen,
                                    int                     number,
                                    const char             *name,
                                    const GError           *failure);
void      zm_screen_show_installed (ZmScreen               *screen,
                                    const char             *serial,
                                    const GError           *failure);
void      zm_screen_show_state     (ZmScreen               *screen,
                                    const char             *state);
void      zm_screen_show_identify  (ZmScreen               *screen,
                                    int                     seconds);
void      zm_screen_show_identified (ZmScreen              *screen);
void      zm_screen_show_error     (ZmScreen               *screen,
                                    const GError           *error);

G_END_DECLS
