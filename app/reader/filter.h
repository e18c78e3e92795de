#pragma once

#include "app/reader/grey.h"

G_BEGIN_DECLS

/* What makes a bad picture of a code a better one. Each returns a new picture, or NULL with check
 * "reader.picture" when there is no memory or the result would be too large or empty. */
ZmGrey *zm_filter_blur    (const ZmGrey  *picture,
                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Unsharp mask. */
ZmGrey *zm_filter_sharpen (const ZmGrey  *picture,
                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
ZmGrey *zm_filter_invert  (const ZmGrey  *picture,
                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
ZmGrey *zm_filter_halve   (const ZmGrey  *picture,
                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Each pixel becomes four, smoothly. */
ZmGrey *zm_filter_double  (const ZmGrey  *picture,
                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/* Each pixel black or white, whichever side of the mean of its surroundings it is on; what hardly
 * differs from them is white. */
ZmGrey *zm_filter_threshold (const ZmGrey  *picture,
                             GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* The difference of each pixel to the mean of its surroundings, four times as large. */
ZmGrey *zm_filter_stretch   (const ZmGrey  *picture,
                             GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
