#include "ui/scan-burst.h"

#include "ui/scan-keys.h"

struct _ZmScanBurst {
  GString *text;
  GString *us;
  guint    keys;
  gsize    untouched; /* bytes of text that went their way */
  guint32  first;     /* ms */
  guint32  last;
  guint    held;      /* keycode of the last key, 0 once it was let go of */
};

ZmScanBurst *
zm_scan_burst_new (void)
{
  ZmScanBurst *self = g_new0 (ZmScanBurst, 1);

  self->text = g_string_new (NULL);
  self->us = g_string_new (NULL);
  return self;
}

void
zm_scan_burst_free (ZmScanBurst *self)
{
  if (self == NULL)
    return;

  g_string_free (self->text, TRUE);
  g_string_free (self->us, TRUE);
  g_free (self);
}

void
zm_scan_burst_clear (ZmScanBurst *self)
{
  g_string_truncate (self->text, 0);
  g_string_truncate (self->us, 0);
  self->keys = 0;
  self->untouched = 0;
}

/* A difference of unsigned numbers is right across the wrap, too. */
gboolean
zm_scan_burst_is_close (ZmScanBurst *self,
                        guint32      time)
{
  if (self->keys >= ZM_SCAN_BURST_LEAST)
    return time - self->last <= ZM_SCAN_BURST_PATIENCE;

  return self->keys > 0 && time - self->last <= ZM_SCAN_BURST_PAUSE &&
         time - self->first <= self->keys * ZM_SCAN_BURST_PACE;
}

static void
add (ZmScanBurst     *self,
     const ZmScanKey *key)
{
  char us = zm_scan_keys_get_us (key->keycode, key->shift);

  g_string_append_unichar (self->text, key->character);
  if (us != 0)
    g_string_append_c (self->us, us);
  self->keys++;
  self->last = key->time;
  if (self->keys <= ZM_SCAN_BURST_UNTOUCHED)
    self->untouched = self->text->len;
}

static ZmScanVerdict
take_end (ZmScanBurst     *self,
          const ZmScanKey *key)
{
  if (zm_scan_burst_is_close (self, key->time) && self->keys >= ZM_SCAN_BURST_LEAST)
    return ZM_SCAN_BURST_DONE;

  return ZM_SCAN_BURST_PASS;
}

static ZmScanVerdict
begin (ZmScanBurst     *self,
       const ZmScanKey *key)
{
  zm_scan_burst_clear (self);
  self->first = key->time;
  add (self, key);
  return ZM_SCAN_BURST_FIRST;
}

ZmScanVerdict
zm_scan_burst_take (ZmScanBurst     *self,
                    const ZmScanKey *key)
{
  gboolean repeats = key->keycode != 0 && key->keycode == self->held;

  self->held = key->keycode;
  if (key->ends)
    return take_end (self, key);
  if (key->character == 0)
    return ZM_SCAN_BURST_PASS;
  if (repeats)
    {
      zm_scan_burst_clear (self);
      return ZM_SCAN_BURST_PASS;
    }
  if (!zm_scan_burst_is_close (self, key->time) || self->keys >= ZM_SCAN_BURST_MOST)
    return begin (self, key);

  add (self, key);
  return self->keys <= ZM_SCAN_BURST_UNTOUCHED ? ZM_SCAN_BURST_PASS : ZM_SCAN_BURST_SWALLOW;
}

void
zm_scan_burst_release (ZmScanBurst *self,
                       guint        keycode)
{
  if (self->held == keycode)
    self->held = 0;
}

gboolean
zm_scan_burst_lapse (ZmScanBurst *self)
{
  return self->keys >= ZM_SCAN_BURST_LEAST;
}

const char *
zm_scan_burst_get_text (ZmScanBurst *self)
{
  return self->text->str;
}

const char *
zm_scan_burst_get_us (ZmScanBurst *self)
{
  return self->us->str;
}

char *
zm_scan_burst_dup_untouched (ZmScanBurst *self)
{
  return g_strndup (self->text->str, self->untouched);
}

const char *
zm_scan_burst_get_swallowed (ZmScanBurst *self)
{
  return self->text->str + self->untouched;
}
