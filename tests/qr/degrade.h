#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Frames of a camera that looks at QR codes on a desk, as bad as wished and always the same: no
 * chance but that of the seed, and no clock. Whoever needs a camera's pictures may use it, a test,
 * a benchmark or the producer of a virtual camera.
 *
 * The picture is made in the order in which light spoils it: codes on a card, seen at an angle;
 * the grid of a screen; uneven light and glare; the lens; the hand; contrast; the sensor's noise. */

typedef struct {
  guint    width;       /* pixels of the frame */
  guint    height;
  double   module;      /* pixels along one module, in the middle of the card */
  double   rotation;    /* degrees in the plane of the picture */
  double   tilt;        /* degrees out of it, about the upright axis */
  double   blur;        /* of the lens: the Gaussian's sigma in pixels */
  double   motion;      /* of the hand during one exposure: pixels */
  double   glare;       /* 0 to 1: how white a spot of light on the code is */
  double   noise;       /* the sensor's sigma, in steps of luminance */
  double   contrast;    /* 0 to 1: what is left of the range between black and white */
  double   moire;       /* 0 to 1: how dark the lines between a screen's pixels are */
  double   shade;       /* 0 to 1: how much darker one side of the frame is */
  double   brightness;  /* 1 as usual; 0.2 in a dark room */
  gboolean inverted;    /* light modules on a dark card */
  guint32  seed;
} Degrade;

/* A desk in daylight: 1280 x 720, 5 pixels a module, hardly any blur and noise. */
void     degrade_init     (Degrade            *self);

/* Frame number frame of this camera: the hand trembles by up to a pixel and the noise is another
 * one in each. texts has one to four texts (NULL ends it), whose codes are drawn side by side, each
 * on its card; none gives an empty desk. pixels has width times height bytes. */
void     degrade_grey     (const Degrade      *self,
                           const char *const  *texts,
                           guint               frame,
                           guint8             *pixels);
/* The same in I420: width times height times 3/2 bytes, both sides even, colours neutral. */
void     degrade_i420     (const Degrade      *self,
                           const char *const  *texts,
                           guint               frame,
                           guint8             *pixels);

G_END_DECLS
