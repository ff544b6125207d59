//! What must be true of every picture.

#![allow(dead_code)] // each test uses some of it

use std::io::Cursor;

use roxmltree::Document;
use sinew_plots::Picture;

/// The attributes that are lengths.
const LENGTHS: [&str; 9] = ["x", "y", "width", "height", "cx", "cy", "r", "font-size", "stroke-width"];

/// Fails unless the SVG is well-formed, its numbers are finite and its shapes are inside the
/// picture, and the PNG decodes and has the right size and a white margin.
pub fn check(picture: &Picture) {
    let svg = picture.svg();
    let document = Document::parse(&svg).unwrap();
    for node in document.descendants() {
        for name in LENGTHS {
            if let Some(length) = node.attribute(name) {
                within(picture, length);
            }
        }
        if let Some(path) = node.attribute("d") {
            path.split(['M', 'L', 'Z', ' ']).filter(|number| !number.is_empty()).for_each(|x| within(picture, x));
        }
    }
    check_png(picture);
}

/// Whether a length is finite and inside the picture, in either direction.
fn within(picture: &Picture, length: &str) {
    let length: f32 = length.parse().unwrap();
    let longest = picture.width().max(picture.height());
    assert!((0.0..=longest).contains(&length), "{length} is outside of {} × {}", picture.width(), picture.height());
}

fn check_png(picture: &Picture) {
    let (width, height, pixels) = decode(&picture.png().unwrap());
    let scale = 2.0_f32.min((16e6 / (picture.width() * picture.height())).sqrt());
    for (pixels, units) in [(width, picture.width()), (height, picture.height())] {
        assert!((pixels as f32 - units * scale).abs() <= 0.5, "{pixels} pixels for {units}");
    }
    for (i, pixel) in pixels.chunks_exact(3).enumerate() {
        let (x, y) = (i % width, i / width);
        let margin = x == 0 || y == 0 || x + 1 == width || y + 1 == height;
        assert!(!margin || pixel == [255; 3], "something is cut off at {x}, {y} of {width} × {height}");
    }
}

/// Width, height, and the pixels, three bytes each.
pub fn decode(png: &[u8]) -> (usize, usize, Vec<u8>) {
    let mut decoder = png::Decoder::new(Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgb);
    (info.width as usize, info.height as usize, pixels)
}

/// How many elements of a kind there are.
pub fn count(picture: &Picture, element: &str) -> usize {
    Document::parse(&picture.svg()).unwrap().descendants().filter(|node| node.has_tag_name(element)).count()
}

/// All text in a picture.
pub fn texts(picture: &Picture) -> Vec<String> {
    let svg = picture.svg();
    let document = Document::parse(&svg).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}
