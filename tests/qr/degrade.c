#include "tests/qr/degrade.h"

#include "app/qr/qr-code.h"

#include <math.h>
#include <string.h>

#define CODES_MAX   4
#define CARD_MARGIN 4    /* modules around a code */
#define GAP         6    /* modules between two cards */
#define SAMPLES     3    /* a pixel, in each direction */
#define DISTANCE    200  /* modules from the lens to the card, for the perspective */
#define CELL        1.3  /* pixels of the frame between two lines of the screen that is filmed */
#define NOISE_TABLE 65536

#define DARK   30.0f     /* luminance of a module */
#define LIGHT  215.0f
#define SCREEN 45.0f     /* of what is around the card */

/* From a pixel of the frame back to the modules of the card. */
typedef struct {
  const Degrade *how;
  ZmQrCode      *codes[CODES_MAX];
  int            starts[CODES_MAX]; /* module at which a code begins, from the left */
  int            n_codes;
  int            width;             /* modules of everything */
  int            height;
  double         cosine;
  double         sine;
  double         centre[2];         /* pixels */
} Scene;

void
degrade_init (Degrade *self)
{
  *self = (Degrade) {
    .width = 1280,
    .height = 720,
    .module = 5,
    .blur = 0.7,
    .noise = 3,
    .contrast = 1,
    .brightness = 1,
    .seed = 1,
  };
}

static void
place_codes (Scene             *scene,
             const char *const *texts)
{
  int at = 0;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      ZmQrCode *code = zm_qr_code_new (texts[i], NULL);
      int size;

      g_assert (i < CODES_MAX && code != NULL);
      size = (int) zm_qr_code_get_size (code);
      scene->codes[i] = code;
      scene->starts[i] = at + CARD_MARGIN;
      scene->n_codes++;
      scene->width = at + size + 2 * CARD_MARGIN;
      scene->height = MAX (scene->height, size + 2 * CARD_MARGIN);
      at = scene->width + GAP;
    }
}

static void
scene_init (Scene             *scene,
            const Degrade     *how,
            const char *const *texts,
            GRand             *tremor)
{
  double angle = (how->rotation + g_rand_double_range (tremor, -0.3, 0.3)) * G_PI / 180;

  *scene = (Scene) { .how = how };
  place_codes (scene, texts);
  scene->cosine = cos (angle);
  scene->sine = sin (angle);
  scene->centre[0] = how->width / 2.0 + g_rand_double_range (tremor, -1, 1);
  scene->centre[1] = how->height / 2.0 + g_rand_double_range (tremor, -1, 1);
}

static void
scene_clear (Scene *scene)
{
  for (int i = 0; i < scene->n_codes; i++)
    zm_qr_code_unref (scene->codes[i]);
}

/* The desk behind: something to look at, without sharp edges. */
static float
desk_at (double x,
         double y)
{
  return (float) (110 + 25 * sin (x / 97) * cos (y / 61) + 12 * sin ((x + 2 * y) / 23));
}

static float
card_at (const Scene *scene,
         double       u,
         double       v)
{
  int x = (int) floor (u);
  int y = (int) floor (v);
  gboolean inverted = scene->how->inverted;

  for (int i = 0; i < scene->n_codes; i++)
    {
      int size = (int) zm_qr_code_get_size (scene->codes[i]);
      int column = x - scene->starts[i];
      int row = y - CARD_MARGIN;

      if (column < -CARD_MARGIN || column >= size + CARD_MARGIN || row < -CARD_MARGIN ||
          row >= size + CARD_MARGIN)
        continue;
      return zm_qr_code_is_dark (scene->codes[i], column, row) != inverted ? DARK : LIGHT;
    }

  return SCREEN;
}

/* Where on the card a point of the frame lies. The card is turned about its upright axis, so that
 * one side is farther away. */
static void
locate (const Scene *scene,
        double       x,
        double       y,
        double      *u,
        double      *v)
{
  double px = (x - scene->centre[0]) / scene->how->module;
  double py = (y - scene->centre[1]) / scene->how->module;
  double qx = scene->cosine * px + scene->sine * py;
  double qy = scene->cosine * py - scene->sine * px;
  double tilt = scene->how->tilt * G_PI / 180;
  double depth = DISTANCE / (DISTANCE * cos (tilt) - qx * sin (tilt));

  *u = qx * depth + scene->width / 2.0;
  *v = qy * depth * cos (tilt) + scene->height / 2.0;
}

static gboolean
is_desk (const Scene *scene,
         double       x,
         double       y)
{
  double u;
  double v;

  locate (scene, x, y, &u, &v);
  return scene->n_codes == 0 || u < -GAP || v < -GAP || u > scene->width + GAP ||
         v > scene->height + GAP;
}

static float
mean_of_card (const Scene *scene,
              double       x,
              double       y)
{
  float sum = 0;

  for (int i = 0; i < SAMPLES * SAMPLES; i++)
    {
      double u;
      double v;

      locate (scene, x + (i % SAMPLES + 0.5) / SAMPLES, y + (i / SAMPLES + 0.5) / SAMPLES, &u, &v);
      sum += card_at (scene, u, v);
    }

  return sum / (SAMPLES * SAMPLES);
}

static void
draw_scene (const Scene *scene,
            float       *light)
{
  for (guint y = 0; y < scene->how->height; y++)
    for (guint x = 0; x < scene->how->width; x++)
      *light++ = is_desk (scene, x, y) ? desk_at (x, y) : mean_of_card (scene, x, y);
}

/* Two gratings of nearly the same pitch, the screen's and the sensor's, beat against each other. */
static float
grid_at (double x,
         double y)
{
  double a = fmod (x * 1.02 + y * 0.03, CELL * 3) / (CELL * 3);
  double b = fmod (y * 0.99 + x * 0.02 + 10000 * CELL, CELL * 3) / (CELL * 3);

  return (float) ((a < 0.3) + (b < 0.3)) / 2;
}

static float
glare_at (const Degrade *how,
          double         x,
          double         y)
{
  double dx = (x / how->width - 0.53) * 16 / 9;
  double dy = y / how->height - 0.47;

  return (float) exp (-(dx * dx + dy * dy) / (2 * 0.08 * 0.08));
}

static void
light_scene (const Degrade *how,
             float         *light)
{
  for (guint y = 0; y < how->height; y++)
    for (guint x = 0; x < how->width; x++, light++)
      {
        float lit = *light;

        if (how->moire > 0)
          lit *= 1 - (float) how->moire * grid_at (x, y);
        if (how->shade > 0)
          lit *= 1 - (float) (how->shade * CLAMP ((double) x / how->width * 2 - 0.5, 0, 1));
        if (how->glare > 0)
          lit += (float) how->glare * glare_at (how, x, y) * 255;
        *light = lit * (float) how->brightness;
      }
}

/* One line of n values, step apart, under a kernel of 2 * radius + 1 weights. */
static void
convolve_line (float       *values,
               gsize        n,
               gsize        step,
               const float *kernel,
               int          radius,
               float       *line)
{
  for (gsize i = 0; i < n; i++)
    line[i] = values[i * step];
  for (gsize i = 0; i < n; i++)
    {
      float sum = 0;

      for (int k = -radius; k <= radius; k++)
        sum += kernel[k + radius] * line[CLAMP ((gssize) i + k, 0, (gssize) n - 1)];
      values[i * step] = sum;
    }
}

static void
blur_lens (const Degrade *how,
           float         *light)
{
  int radius = (int) ceil (how->blur * 3);
  g_autofree float *kernel = g_new (float, 2 * radius + 1);
  g_autofree float *line = g_new (float, MAX (how->width, how->height));
  float sum = 0;

  for (int k = -radius; k <= radius; k++)
    sum += kernel[k + radius] = (float) exp (-k * k / (2 * how->blur * how->blur));
  for (int k = 0; k <= 2 * radius; k++)
    kernel[k] /= sum;
  for (guint y = 0; y < how->height; y++)
    convolve_line (light + (gsize) y * how->width, how->width, 1, kernel, radius, line);
  for (guint x = 0; x < how->width; x++)
    convolve_line (light + x, how->height, how->width, kernel, radius, line);
}

/* A hand moves mostly sideways. */
static void
blur_hand (const Degrade *how,
           float         *light)
{
  int radius = (int) ceil (how->motion / 2);
  g_autofree float *kernel = g_new0 (float, 2 * radius + 1);
  g_autofree float *line = g_new (float, how->width);

  for (int k = -radius; k <= radius; k++)
    kernel[k + radius] = (float) (CLAMP (how->motion / 2 + 0.5 - ABS (k), 0, 1) / how->motion);
  for (guint y = 0; y < how->height; y++)
    convolve_line (light + (gsize) y * how->width, how->width, 1, kernel, radius, line);
}

/* Normal deviates, from twelve uniform ones each; a frame begins anywhere in them. */
static const float *
noise_table (void)
{
  static float *table;

  if (g_once_init_enter (&table))
    {
      float *made = g_new (float, NOISE_TABLE);
      GRand *random = g_rand_new_with_seed (12);

      for (int i = 0; i < NOISE_TABLE; i++)
        {
          made[i] = -6;
          for (int k = 0; k < 12; k++)
            made[i] += (float) g_rand_double (random);
        }
      g_rand_free (random);
      g_once_init_leave (&table, made);
    }

  return table;
}

/* Rows begin at places of their own, or the table's period would show as a pattern. */
static void
expose (const Degrade *how,
        const float   *light,
        GRand         *random,
        guint8        *pixels)
{
  const float *noise = noise_table ();
  float middle = (DARK + LIGHT) / 2 * (float) how->brightness;

  for (guint y = 0; y < how->height; y++)
    {
      guint32 at = g_rand_int (random);

      for (guint x = 0; x < how->width; x++, at++)
        {
          float value = middle + (*light++ - middle) * (float) how->contrast;

          value += noise[at % NOISE_TABLE] * (float) how->noise;
          *pixels++ = (guint8) CLAMP (lrintf (value), 0, 255);
        }
    }
}

void
degrade_grey (const Degrade     *self,
              const char *const *texts,
              guint              frame,
              guint8            *pixels)
{
  const guint32 seeds[] = { self->seed, frame };
  GRand *random = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  g_autofree float *light = g_new (float, (gsize) self->width * self->height);
  Scene scene;

  scene_init (&scene, self, texts, random);
  draw_scene (&scene, light);
  scene_clear (&scene);
  light_scene (self, light);
  if (self->blur > 0)
    blur_lens (self, light);
  if (self->motion > 0)
    blur_hand (self, light);
  expose (self, light, random, pixels);
  g_rand_free (random);
}

void
degrade_i420 (const Degrade     *self,
              const char *const *texts,
              guint              frame,
              guint8            *pixels)
{
  gsize length = (gsize) self->width * self->height;

  degrade_grey (self, texts, frame, pixels);
  memset (pixels + length, 128, length / 2);
}
