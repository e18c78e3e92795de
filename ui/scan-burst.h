#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells the keys of a scanner that plays keyboard from those of a person, by their pace: nobody types
 * eight characters with 60 ms between two on the average. A scanner takes 5 to 20, but its keys may
 * be held up on their way. Knows no window and no clock. */
typedef struct _ZmScanBurst ZmScanBurst;

#define ZM_SCAN_BURST_PACE     60  /* ms between two keys, on the average since the first */
#define ZM_SCAN_BURST_PAUSE    150 /* ms between two keys at most */
#define ZM_SCAN_BURST_PATIENCE 500 /* the same, once it is certain that it is a scanner */
#define ZM_SCAN_BURST_LEAST    8   /* characters */
#define ZM_SCAN_BURST_MOST     640 /* characters; what comes after is let go */
#define ZM_SCAN_BURST_UNTOUCHED 3  /* keys of a burst that go their way, since they may be a person's */

typedef struct {
  guint32  time;      /* ms, of the event; may wrap */
  guint    keycode;
  gunichar character; /* in the desk's layout; 0 for a key that writes nothing */
  gboolean shift;
  gboolean ends;      /* Return, Enter or Tab, with which a scanner ends */
} ZmScanKey;

typedef enum {
  ZM_SCAN_BURST_FIRST,   /* goes its way; a burst may begin here */
  ZM_SCAN_BURST_PASS,    /* goes its way */
  ZM_SCAN_BURST_SWALLOW, /* goes nowhere: it belongs to a burst */
  ZM_SCAN_BURST_DONE,    /* goes nowhere: the burst is whole */
} ZmScanVerdict;

ZmScanBurst  *zm_scan_burst_new          (void);
void          zm_scan_burst_free         (ZmScanBurst      *self);

/* Whether a key of that time belongs to what came before. */
gboolean      zm_scan_burst_is_close     (ZmScanBurst      *self,
                                          guint32           time);
/* What was swallowed before a "first" is forgotten. */
ZmScanVerdict zm_scan_burst_take         (ZmScanBurst      *self,
                                          const ZmScanKey  *key);
/* A key was let go of: one that is held down repeats without that. */
void          zm_scan_burst_release      (ZmScanBurst      *self,
                                          guint             keycode);
/* No key came for longer than ZM_SCAN_BURST_PATIENCE. Whether what came is long enough for a burst
 * that nothing ends. */
gboolean      zm_scan_burst_lapse        (ZmScanBurst      *self);
/* Forgets everything. */
void          zm_scan_burst_clear        (ZmScanBurst      *self);

/* What was scanned: in the desk's layout, and in that of a scanner that knows no other. UTF-8. */
const char   *zm_scan_burst_get_text     (ZmScanBurst      *self);
const char   *zm_scan_burst_get_us       (ZmScanBurst      *self);
/* What of the text went its way before it was known for a scan, and what went nowhere. */
char         *zm_scan_burst_dup_untouched (ZmScanBurst     *self);
const char   *zm_scan_burst_get_swallowed (ZmScanBurst     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmScanBurst, zm_scan_burst_free)

G_END_DECLS
