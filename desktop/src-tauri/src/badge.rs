//! The number on the sign in the tray: a red disc in the corner with a digit, drawn here, so that no font is needed.

/// The colour of the disc and of what stands on it.
const DISC: [u8; 4] = [0xa3, 0x1f, 0x1f, 0xff];
const SIGN: [u8; 4] = [0xff, 0xff, 0xff, 0xff];

/// The digits 0 to 9 and a plus for more, three wide and five high, a row in three bits.
const DIGITS: [[u8; 5]; 11] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
    [0b000, 0b010, 0b111, 0b010, 0b000],
];

/// Draws the number onto a picture of red, green, blue and opacity; nothing for none, a plus for more than nine.
pub(crate) fn draw(pixels: &mut [u8], width: u32, height: u32, number: u32) {
    if number == 0 || width == 0 || height == 0 {
        return;
    }
    let digit = DIGITS[number.min(10) as usize];
    // The disc takes the lower right, a bit more than a quarter of the picture.
    let size = (width.min(height) * 5 / 8).max(1);
    let (left, top) = (width - size, height - size);
    for y in 0..size {
        for x in 0..size {
            let Some(colour) = colour(digit, x, y, size) else { continue };
            let at = (((top + y) * width + left + x) * 4) as usize;
            if let Some(pixel) = pixels.get_mut(at..at + 4) {
                pixel.copy_from_slice(&colour);
            }
        }
    }
}

/// What is at a place of the disc, if it is inside.
fn colour(digit: [u8; 5], x: u32, y: u32, size: u32) -> Option<[u8; 4]> {
    let from_middle = |place: u32| i64::from(2 * place + 1) - i64::from(size);
    if from_middle(x).pow(2) + from_middle(y).pow(2) > i64::from(size).pow(2) {
        return None;
    }
    // The digit stands in the middle of a grid of nine by nine.
    let (column, row) = ((x * 9 / size).checked_sub(3), (y * 9 / size).checked_sub(2));
    let set = match (column, row) {
        (Some(column @ 0..3), Some(row @ 0..5)) => digit[row as usize] >> (2 - column) & 1 == 1,
        _ => false,
    };
    Some(if set { SIGN } else { DISC })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lower right of a picture of 16 by 16, as signs.
    fn seen(number: u32) -> String {
        let mut pixels = vec![0; 16 * 16 * 4];
        draw(&mut pixels, 16, 16, number);
        let sign = |at: usize| match &pixels[at * 4..at * 4 + 4] {
            pixel if pixel == DISC => '#',
            pixel if pixel == SIGN => 'o',
            _ => '.',
        };
        let rows = (6..16).map(|y| (6..16).map(|x| sign(y * 16 + x)).collect::<String>());
        rows.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_number_is_on_a_disc_in_the_corner() {
        assert!(!seen(0).contains(['#', 'o']), "nothing waits");
        let seven = seen(7);
        assert!(seven.contains("ooo") && seven.starts_with('.'), "{seven}");
        let all: Vec<String> = (1..=10).map(seen).collect();
        for (at, one) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(one), "{} looks like another", at + 1);
        }
        assert_eq!(seen(10), seen(4321), "more than nine is a plus");
    }

    #[test]
    fn a_picture_of_any_size_bears_it() {
        for (width, height) in [(0, 0), (1, 1), (3, 7), (512, 512)] {
            draw(&mut vec![0; (width * height * 4) as usize], width, height, 8);
        }
    }
}
