//! Pictures as PNG.

use png::{ColorType, Compression, Encoder, Filter};
use tiny_skia::{
    FillRule, FilterQuality, LineCap, LineJoin, Path, PathBuilder, Pattern, Pixmap, PremultipliedColorU8, Rect, Shader,
    SpreadMode, StrokeDash, Transform,
};

use crate::color::{Color, WHITE};
use crate::picture::{Anchor, Element, Image, Paint, Point, Text};
use crate::quantize::Palette;
use crate::{Picture, PlotError, font};

/// Pixels for each unit.
const SCALE: f32 = 2.0;

/// A picture with more pixels than this, 64 MB of memory, is drawn smaller.
const MOST_PIXELS: f32 = 16e6;

/// The picture as a file.
pub(crate) fn write(picture: &Picture) -> Result<Vec<u8>, PlotError> {
    let pixmap = Canvas::draw(picture)?;
    let pixels: Vec<Color> = pixmap.pixels().iter().map(|p| Color(p.red(), p.green(), p.blue())).collect();
    compress(pixmap.width(), pixmap.height(), &pixels)
}

/// Pixels as a file.
pub(crate) fn encode(image: &Image) -> Result<Vec<u8>, PlotError> {
    let size = |extent| u32::try_from(extent).unwrap_or(u32::MAX);
    compress(size(image.width), size(image.height), &image.pixels)
}

fn compress(width: u32, height: u32, pixels: &[Color]) -> Result<Vec<u8>, PlotError> {
    let bytes = |colors: &[Color]| colors.iter().flat_map(|&Color(r, g, b)| [r, g, b]).collect::<Vec<u8>>();
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_compression(Compression::High);
    // Plain areas compress best as they are, rather than as differences of neighbors.
    encoder.set_filter(Filter::NoFilter);
    let data = if let Some(palette) = Palette::of(pixels) {
        encoder.set_color(ColorType::Indexed);
        encoder.set_palette(bytes(&palette.colors));
        palette.indices
    } else {
        encoder.set_color(ColorType::Rgb);
        bytes(pixels)
    };
    let mut writer = encoder.write_header().map_err(PlotError::Encode)?;
    writer.write_image_data(&data).map_err(PlotError::Encode)?;
    writer.finish().map_err(PlotError::Encode)?;
    Ok(file)
}

struct Canvas {
    pixmap: Pixmap,
    transform: Transform,
}

impl Canvas {
    fn draw(picture: &Picture) -> Result<Pixmap, PlotError> {
        let scale = SCALE.min((MOST_PIXELS / (picture.width() * picture.height())).sqrt());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates, and `Pixmap` checks
        let [width, height] = [picture.width(), picture.height()].map(|extent| (extent * scale).round() as u32);
        let mut pixmap = Pixmap::new(width, height).ok_or(PlotError::Size { width, height })?;
        pixmap.fill(opaque(WHITE));
        let mut canvas = Self { pixmap, transform: Transform::from_scale(scale, scale) };
        picture.elements.iter().for_each(|element| canvas.element(element));
        Ok(canvas.pixmap)
    }

    /// Draws an element; one with no extent leaves no mark.
    fn element(&mut self, element: &Element) {
        match element {
            Element::Rectangle { at, size, radius, paint } => {
                if let Some(path) = rectangle(*at, *size, *radius) {
                    self.shape(&path, *paint, self.transform);
                }
            }
            Element::Circle { center: [x, y], radius, paint } => {
                if let Some(path) = PathBuilder::from_circle(*x, *y, *radius) {
                    self.shape(&path, *paint, self.transform);
                }
            }
            Element::Lines { lines, paint } => {
                if let Some(path) = polylines(lines, paint.fill.is_some()) {
                    self.shape(&path, *paint, self.transform);
                }
            }
            Element::Text(text) => self.text(text),
            Element::Image { at, size, image } => self.image(*at, *size, image),
        }
    }

    fn shape(&mut self, path: &Path, paint: Paint, transform: Transform) {
        if let Some(color) = paint.fill {
            self.pixmap.fill_path(path, &solid(color), FillRule::Winding, transform, None);
        }
        if let Some(stroke) = paint.stroke {
            let pen = tiny_skia::Stroke {
                width: stroke.width,
                line_cap: LineCap::Round,
                line_join: LineJoin::Round,
                dash: if stroke.dashed { StrokeDash::new(vec![5.0, 4.0], 0.0) } else { None },
                ..tiny_skia::Stroke::default()
            };
            self.pixmap.stroke_path(path, &solid(stroke.color), &pen, transform, None);
        }
    }

    fn text(&mut self, text: &Text) {
        let Some(path) = font::outline(&text.content, text.size) else { return };
        let back = match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => 0.5,
            Anchor::End => 1.0,
        } * font::width(&text.content, text.size);
        let turn = if text.turned { -90.0 } else { 0.0 };
        let [x, y] = text.at;
        let place = Transform::from_translate(-back, 0.0).post_rotate(turn).post_translate(x, y);
        self.shape(&path, Paint::fill(text.color), place.post_concat(self.transform));
    }

    fn image(&mut self, [x, y]: Point, [width, height]: Point, image: &Image) {
        let (Some(pixels), Some(frame)) = (pixmap(image), Rect::from_xywh(x, y, width, height)) else { return };
        let (columns, rows) = (image.width as f32, image.height as f32);
        let place = Transform::from_row(width / columns, 0.0, 0.0, height / rows, x, y);
        let shader = Pattern::new(pixels.as_ref(), SpreadMode::Pad, FilterQuality::Nearest, 1.0, place);
        self.pixmap.fill_rect(frame, &tiny_skia::Paint { shader, ..solid(WHITE) }, self.transform, None);
    }
}

fn rectangle([x, y]: Point, [width, height]: Point, radius: f32) -> Option<Path> {
    let frame = Rect::from_xywh(x, y, width, height)?;
    let r = radius.min(width / 2.0).min(height / 2.0);
    if r <= 0.0 {
        return Some(PathBuilder::from_rect(frame));
    }
    // The share of the radius that the handles of a Bézier curve leave in a quarter of a circle: 1
    // − 4/3·(√2 − 1).
    let k = r * 0.447_715;
    let (right, bottom) = (frame.right(), frame.bottom());
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.line_to(right - r, y);
    path.cubic_to(right - k, y, right, y + k, right, y + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
    path.line_to(x + r, bottom);
    path.cubic_to(x + k, bottom, x, bottom - k, x, bottom - r);
    path.line_to(x, y + r);
    path.cubic_to(x, y + k, x + k, y, x + r, y);
    path.close();
    path.finish()
}

fn polylines(lines: &[Vec<Point>], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for points in lines {
        for (i, &[x, y]) in points.iter().enumerate() {
            if i == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
        if closed {
            path.close();
        }
    }
    path.finish()
}

fn pixmap(image: &Image) -> Option<Pixmap> {
    let mut pixmap = Pixmap::new(u32::try_from(image.width).ok()?, u32::try_from(image.height).ok()?)?;
    for (pixel, &Color(r, g, b)) in pixmap.pixels_mut().iter_mut().zip(&image.pixels) {
        *pixel = PremultipliedColorU8::from_rgba(r, g, b, 255)?;
    }
    Some(pixmap)
}

fn opaque(Color(r, g, b): Color) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(r, g, b, 255)
}

fn solid(color: Color) -> tiny_skia::Paint<'static> {
    tiny_skia::Paint { shader: Shader::SolidColor(opaque(color)), anti_alias: true, ..tiny_skia::Paint::default() }
}
